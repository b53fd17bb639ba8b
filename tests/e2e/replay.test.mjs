// Real contests through the running server: every published figure must come out. The data is not in the repository.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { BINARY, SOURCE, serve } from "./lib.mjs";

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

