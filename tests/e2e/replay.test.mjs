// Real contests through the running server: every published figure must come out. The data is not in the repository.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { BINARY, SOURCE, journalOf, serve } from "./lib.mjs";

const run = promisify(execFile);
const DATA = join(SOURCE, "../shared/data/replay");

const CONTESTS = [
  { file: "diving2000.ndjson", line: "compared=295 equal=295" },
  { file: "isu_worlds2017.ndjson", line: "compared=1085 equal=1085" },
];

for (const { file, line } of CONTESTS) {
  const source = join(DATA, file);
  if (!existsSync(source)) {
    console.log(`${file}: not here`);
    continue;
  }
  test(`${file} replayed through HTTP gives every published figure, and verify finds no difference`, async () => {
    const server = await serve();
    const recording = join(server.dir, "recording.ndjson");
    const receipts = join(server.dir, "receipts.ndjson");
    await run(join(SOURCE, "fixtures/convert/arenas"), [source, recording]);
    const { stdout } = await run(BINARY, ["replay", "--server", server.url, "--organiser-token-file", join(server.dir, "organiser.token"),
      "--speed", "max", "--check", "--receipts", receipts, recording]);
    assert.equal(stdout.trim().split("\n").at(-1), line);
    await server.stop();
    const verified = await run(BINARY, ["verify", "--data", server.dir, "--receipts", receipts]);
    assert.match(verified.stdout, /verified competitions=1 differences=0/);
    server.remove();
  });
}


// The pages of the book are recordings, too: this one has a trial sheet that opens a seat.
test("a trial sheet of a recording is replayed through HTTP and opens its seat", async () => {
  const server = await serve();
  const page = readFileSync(join(SOURCE, "fixtures/book/trial.md"), "utf8");
  const [, rules, lines] = /```json\n(\{"format": "jinbang-competition\/1", "id": "tried"[^`]*)```\n```ndjson\n([^`]*)```/.exec(page);
  const recording = join(server.dir, "recording.ndjson");
  writeFileSync(recording, `{"k":"recording","format":"jinbang-recording/1","source":"fixtures/book/trial.md"}\n${JSON.stringify({ k: "competition", definition: JSON.parse(rules) })}\n${lines}`);
  const { stdout } = await run(BINARY, ["replay", "--server", server.url, "--organiser-token-file", join(server.dir, "organiser.token"), "--speed", "max", "--check", recording]);
  assert.equal(stdout.trim().split("\n").at(-1), "compared=4 equal=4");
  const trials = (await journalOf(server, "tried")).filter(({ head }) => head.act === "trial");
  assert.equal(trials.length, 1);
  await server.stop();
  server.remove();
});
