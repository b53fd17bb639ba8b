// The hundred-day walk: everybody's steps come in bulk, day after day, while the board is watched. For walk.test.mjs, and at
// full size for bench/run: `node tests/e2e/walk.mjs PEOPLE DAYS` prints one JSON line (JINBANG names the server's binary).
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { BINARY, live, serve, tileHash } from "./lib.mjs";
import { holders, talk, until } from "./redis.mjs";

const PIECE = 1000; // rows of a request
const WATCHERS = 20;
const BOARD = "walk/walk/hundred/top12";
const TICK_US = 10000;

const day = (i) => `d${String(i + 1).padStart(3, "0")}`;
const person = (i) => `w${i + 1}`;
// Every day other steps for everybody.
const steps = (i, d) => 2000 + (i * 7919 + d * 104729) % 20000;

const definition = {
  format: "jinbang-competition/1", id: "walk", name: { zh: "百日健步走", en: "Hundred-day walk" }, fictional: true,
  skills: [{
    id: "walk", name: { zh: "个人" }, exposure: { before: "name", after: "name" }, display_places: 0,
    stages: [{
      id: "hundred", name: { zh: "百日" },
      modules: [{
        id: "steps", name: { zh: "步数" },
        parts: [{
          id: "days", name: { zh: "每日步数" }, seats: ["S1"], marks: "one_by_one",
          aspects: Array.from({ length: 100 }, (_, i) => ({ id: day(i), name: { zh: `第${i + 1}天` }, min: "0", max: "30000", step: "1" })),
        }],
      }],
    }],
  }],
};

const cpu = (pid) => {
  const field = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
  return (Number(field[11]) + Number(field[12])) * TICK_US;
};
const resident = (pid) => Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096;

async function post(server, path, body) {
  const answer = await server.call("POST", `/api/v1/competitions${path}`, { body });
  assert.equal(answer.status, 201, answer.raw);
}

const pieces = (people) => Array.from({ length: Math.ceil(people / PIECE) }, (_, k) => [k * PIECE, Math.min(people, (k + 1) * PIECE)]);
const range = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);

// Seconds, and the servers' CPU time for each row, of some work.
async function measured(pids, rows, work) {
  const before = [Date.now(), cpu(pids.node), cpu(pids.redis)];
  await work();
  const [at, node, redis] = [Date.now(), cpu(pids.node), cpu(pids.redis)];
  return { rows_per_s: Math.round(rows * 1000 / (at - before[0])), node_us: (node - before[1]) / rows, redis_us: (redis - before[2]) / rows };
}

async function enrol(server, people) {
  for (const [from, to] of pieces(people)) {
    await post(server, "/walk/roster", { competitors: range(from, to).map((i) => ({ id: person(i), skill: "walk", code: `A${i + 1}`, name: `健步${i + 1}`, delegation: "示例单位" })) });
  }
}

async function upload(server, people, d) {
  for (const [from, to] of pieces(people)) {
    await post(server, "/walk/bulk", { part: "days", seat: "S1", aspect: day(d), rows: range(from, to).map((i) => [person(i), String(steps(i, d))]) });
  }
}

// What must come out, worked out here: the best twelve, equal sums by nobody's name.
function expected(people, days) {
  const totals = range(0, people).map((i) => range(0, days).reduce((sum, d) => sum + steps(i, d), 0));
  return [...totals].sort((a, b) => b - a).slice(0, 12).map(String);
}

// Looks at a watcher's frames one after the other: each joins the one before, and its hash is that of its rows. True once these
// totals stand there.
function follower(totals) {
  const seen = { rows: [], seq: 0, pictures: 0 };
  seen.take = (frame) => {
    if (frame.board !== BOARD || !["snapshot", "resync", "delta"].includes(frame.type)) return false;
    if (frame.type === "delta") {
      assert.equal(frame.from, seen.seq, "a delta begins where the picture ends");
      const known = new Map([...seen.rows, ...frame.upsert.map(({ row }) => row)].map((row) => [row.id, row]));
      Object.assign(seen, { rows: frame.order.map((id) => known.get(id)), state: frame.state, seq: frame.to });
    } else {
      Object.assign(seen, { rows: frame.rows, state: frame.state, seq: frame.seq });
    }
    seen.pictures++;
    assert.equal(frame.hash, tileHash(seen), "the hash is that of the picture");
    return seen.rows.map((row) => row.total).join() === totals.join();
  };
  return seen;
}

function verify(dir) {
  const began = Date.now();
  const run = spawnSync(BINARY, ["verify", "--data", dir], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stdout + run.stderr);
  assert.match(run.stdout, /^verified competitions=1 differences=0$/m);
  return { seconds: (Date.now() - began) / 1000, text: run.stdout };
}

// Walks, and demands that every board is right all the way; gives the figures.
export async function walk({ people, days }) {
  let server = await serve();
  const pids = holders(server.dir);
  await post(server, "", definition);
  const roster = await measured(pids, people, () => enrol(server, people));
  const watchers = range(0, WATCHERS).map(() => live(server, { boards: [BOARD] }));
  const done = expected(people, days);
  const followers = watchers.map(() => follower(done));
  const ends = watchers.map((one, i) => one.next(followers[i].take));
  await Promise.all(watchers.map((one) => one.next((frame) => frame.board === BOARD)));
  const redis = await talk(`${server.dir}/redis.sock`);
  const before = Number(await redis.ask("XLEN", "jinbang:{walk}:journal"));
  const bulk = await measured(pids, people * days, async () => {
    for (let d = 0; d < days; d++) await upload(server, people, d);
  });
  const grown = Number(await redis.ask("XLEN", "jinbang:{walk}:journal")) - before;
  assert.ok(grown >= days * pieces(people).length, `the journal grew by ${grown}`);
  await Promise.all(ends);
  const memory = { node_bytes: resident(pids.node), redis_bytes: resident(pids.redis) };
  const metrics = (await server.call("GET", "/metrics", { token: null })).raw;
  const overtaken = Number(metrics.match(/^jinbang_pictures_overtaken_total (\d+)/m)?.[1] ?? 0);
  const pictures = followers[0].pictures;
  redis.close();
  await Promise.all(watchers.map((one) => one.close()));
  await server.stop();
  const checked = verify(server.dir);
  const began = Date.now();
  server = await serve({ dir: server.dir });
  const rebuilt = (Date.now() - began) / 1000;
  const best = "/api/v1/competitions/walk/scoreboard?skill=walk&stage=hundred&limit=12";
  const answer = await server.call("GET", best, { token: null });
  assert.deepEqual(answer.json.rows.map((row) => row.total), done);
  await until(async () => (await server.call("GET", best, { token: null })).json.rows.every((row) => row.name === `健步${row.id.slice(1)}`));
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
  return { people, days, watchers: WATCHERS, roster, bulk, ...memory, pictures, overtaken, verify_s: checked.seconds, rebuild_s: rebuilt };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { roster, bulk, ...rest } = await walk({ people: Number(process.argv[2]), days: Number(process.argv[3]) });
  const named = (prefix, all) => Object.fromEntries(Object.entries(all).map(([key, value]) => [`${prefix}_${key}`, Math.round(value * 100) / 100]));
  console.log(JSON.stringify({ bench: "walk", ...rest, ...named("roster", roster), ...named("bulk", bulk) }));
}
