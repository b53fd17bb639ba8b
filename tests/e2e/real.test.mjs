// Five sets of real contests and the golden cases through the running server: every published figure must come out, and a
// recount of the journal finds no difference. The sets are not in the repository, the golden cases are.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { BINARY, SOURCE, serve } from "./lib.mjs";

const run = promisify(execFile);
const DATA = join(SOURCE, "../shared/data");
const LARGE = { maxBuffer: 1 << 26 };

// The converter, its input files, and how many published figures there are.
const SETS = [
  { name: "the 42 golden cases", recording: join(SOURCE, "fixtures/golden/golden.ndjson"), figures: 278 },
  { name: "diving 2024", convert: "dives", from: ["diving2024/dives.csv"], figures: 72 },
  { name: "diving 2000 with its fields", convert: "dives", from: ["diving2000/marks.csv"], figures: 303 },
  { name: "dance: crosses, Skating System, absolute marks", convert: "dance", from: ["competitions", "couples", "final_places", "preliminary_crosses", "wdsf_ajs_marks"].map((name) => `dance_skating/${name}.csv`), figures: 7285 },
  { name: "cubes: averages, DNF, cut-offs, cuts", convert: "wca", from: ["wca_australian_nationals_2022/results.csv"], figures: 6348 },
];

async function recordingOf(set, folder) {
  if (set.recording) return set.recording;
  const out = join(folder, "recording.ndjson");
  await run(join(SOURCE, "fixtures/convert", set.convert), [...set.from.map((file) => join(DATA, file)), out], LARGE);
  return out;
}

for (const set of SETS) {
  if (set.from && !existsSync(join(DATA, set.from[0]))) {
    console.log(`${set.name}: not here`);
    continue;
  }
  test(`${set.name}: the server says every published figure, and verify finds no difference`, async () => {
    const server = await serve();
    const recording = await recordingOf(set, server.dir);
    const { stdout } = await run(BINARY, ["replay", "--server", server.url, "--organiser-token-file",
      join(server.dir, "organiser.token"), "--speed", "max", "--check", recording], LARGE);
    assert.equal(stdout.trim().split("\n").at(-1), `compared=${set.figures} equal=${set.figures}`);
    await server.stop();
    const verified = await run(BINARY, ["verify", "--data", server.dir], LARGE);
    assert.match(verified.stdout, /differences=0/);
    server.remove();
  });
}
