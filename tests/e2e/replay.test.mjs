// Real contests through the running server: every published figure must come out. The data is not in the repository.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { BINARY, SOURCE, definition, journalOf, practice, roster, serve } from "./lib.mjs";

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

test("sheets of a group are refused without their members' PINs, and the replay says how many it could not play", async () => {
  const server = await serve();
  const [skill] = definition("grouped").skills;
  Object.assign(skill.stages[0].modules[1].parts[0], { seats: ["A"], drop_high: 0, drop_low: 0, members: 2 });
  const judges = ["j1", "j2"].map((id) => ({ id, name: id, seats: [{ skill: "*", seat: "A" }] }));
  const sheet = { k: "sheet", t: 0, competition: "grouped", judge: "j1", part: "w-practice", competitor: "c001", seat: "A", body: practice("40", "20") };
  const lines = [{ k: "recording", format: "jinbang-recording/1", source: "here" }, { k: "competition", definition: { ...definition("grouped"), skills: [skill] } },
    { k: "roster", competition: "grouped", competitors: roster(2) }, { k: "judges", competition: "grouped", judges }, sheet, { ...sheet, competitor: "c002" }];
  const recording = join(server.dir, "recording.ndjson");
  writeFileSync(recording, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const ended = await run(BINARY, ["replay", "--server", server.url, "--organiser-token-file", join(server.dir, "organiser.token"), "--speed", "max", recording]).catch((error) => error);
  assert.match(ended.stderr, /^2 sheets of groups were not played: their members confirm them with PINs, and a recording has none$/m);
  assert.match(ended.stdout, /refused=2/);
  await server.stop();
  server.remove();
});
