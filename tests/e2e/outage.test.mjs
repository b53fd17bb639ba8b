// Redis gone, slow, forgetful or not to be trusted; a full disk; a second node; an end under load. Judges are told within
// request-ms, boards say how old they are, everything goes on by itself, and each mark is there once.
import test from "node:test";
import assert from "node:assert/strict";
import http from "node:http";
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { BINARY, call, definition, folder, live, practice, prepare, roster, serve, sheetPath, theory, uuid7 } from "./lib.mjs";
import { holders, isAlive, startRedis, talk, until } from "./redis.mjs";

const REQUEST_MS = 2000;
const SLACK_MS = 1500; // of a machine that is busy with other tests
const QUICK = ["--request-ms", `${REQUEST_MS}`, "--redis-call-ms", "1000", "--redis-check-ms", "200", "--heartbeat-ms", "200"];
const TOP = "small/welder/final/top12";

const put = (server, tokens, competitor, part, seat, body, key = uuid7(), headers = {}) =>
  server.call("PUT", sheetPath(competitor, part, seat), { body, token: tokens[`judge-${seat}`], key, headers });
// Whatever a failed test has left behind.
function clear(server) {
  server.child.kill("SIGKILL");
  server.remove();
}

const isReady = async (server) => (await server.call("GET", "/readyz", { token: null })).status === 200;
const digest = (body) => `sha-256:${createHash("sha256").update(JSON.stringify(body)).digest("hex")}`;
const metric = async (server, name) => Number((await server.call("GET", "/metrics", { token: null })).raw.match(new RegExp(`^${name}(?:{[^}]*})? (\\d+)`, "m"))?.[1] ?? 0);

// The sheets of the journal by their request's key.
async function keys(server) {
  const { raw } = await until(async () => { const answer = await server.call("GET", "/api/v1/competitions/small/journal"); return answer.status === 200 && answer; });
  const heads = raw.split("\n").filter(Boolean).map((line) => JSON.parse(JSON.parse(line).entry.slice(2).split("\n")[0]));
  return heads.filter((head) => head.kind === "sheet").map((head) => head.ask);
}

function verify(dir, ...more) {
  const run = spawnSync(BINARY, ["verify", ...(dir ? ["--data", dir] : []), ...more], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stdout + run.stderr);
}

// Told to come again: 503, with words and Retry-After, within the time that a request may take.
async function refusedInTime(ask, types) {
  const began = Date.now();
  const answer = await ask();
  const took = Date.now() - began;
  assert.equal(answer.status, 503, answer.raw);
  assert.ok(types.includes(answer.json.type.replace("/problems/", "")), answer.raw);
  assert.ok(answer.headers.get("retry-after") >= 1);
  assert.ok(answer.json.title && answer.json.detail, answer.raw);
  assert.ok(took <= REQUEST_MS + SLACK_MS, `answered after ${took} ms`);
}

// Sends a sheet and hangs up once the server has all of it.
function hangUp(server, token, path, key, body) {
  return new Promise((resolve) => {
    const text = JSON.stringify(body);
    const request = http.request(server.url + path, { method: "PUT", headers: { Authorization: `Bearer ${token}`, "Idempotency-Key": key,
      "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) } });
    request.on("error", () => {}).on("close", resolve);
    request.on("finish", () => setImmediate(() => request.destroy()));
    request.end(text);
  });
}

test("a Redis that hangs: 503 in time, heartbeats grow old, and it goes on by itself", { timeout: 120000 }, async (t) => {
  const server = await serve({ flags: QUICK });
  t.after(() => clear(server));
  const tokens = await prepare(server);
  assert.equal((await put(server, tokens, "c001", "w-theory", "K", theory("60"))).status, 201);
  const socket = live(server, { boards: [TOP] });
  await socket.next((frame) => frame.type === "snapshot" && frame.rows.length === 1);
  await socket.next((frame) => frame.type === "heartbeat" && frame.age_ms === 0);
  const { redis } = holders(server.dir);
  process.kill(redis, "SIGSTOP");
  const key = uuid7(), left = Array.from({ length: 20 }, () => uuid7());
  await Promise.all([
    refusedInTime(() => put(server, tokens, "c002", "w-theory", "K", theory("80"), key), ["redis-unreachable", "journal-catching-up"]),
    ...left.map((one) => hangUp(server, tokens["judge-J1"], sheetPath("c003", "w-practice", "J1"), one, practice("50", "30"))),
  ]);
  const old = await socket.next((frame) => frame.type === "heartbeat" && frame.age_ms > 3000);
  const older = await socket.next((frame) => frame.type === "heartbeat" && frame.age_ms > old.age_ms + 500);
  assert.equal(older.hash, old.hash, "the picture stays as it was");
  const ready = await until(async () => { const answer = await server.call("GET", "/readyz", { token: null }); return answer.status === 503 && answer; });
  assert.match(ready.json.type, /redis-unreachable|journal-catching-up/);
  assert.equal((await server.call("GET", "/api/v1/competitions/small/scoreboard", { token: null })).status, 200);
  await refusedInTime(() => put(server, tokens, "c002", "w-theory", "K", theory("80"), key), ["redis-unreachable", "journal-catching-up"]);
  process.kill(redis, "SIGCONT");
  const taken = await until(async () => { const answer = await put(server, tokens, "c002", "w-theory", "K", theory("80"), key); return answer.status < 300 && answer; });
  const again = await put(server, tokens, "c002", "w-theory", "K", theory("80"), key);
  assert.equal(again.status, 200);
  assert.deepEqual(again.json.receipt, taken.json.receipt);
  await put(server, tokens, "c003", "w-practice", "J1", practice("50", "30"), left[0]);
  const found = await keys(server);
  assert.equal(found.filter((one) => one === key).length, 1);
  assert.equal(found.filter((one) => left.includes(one)).length, 1, "of twenty sheets for one seat one is taken");
  await socket.next((frame) => ["delta", "snapshot"].includes(frame.type) && (frame.rows ?? frame.upsert.map((one) => one.row)).some((row) => row.id === "c002"));
  const at = socket.frames.length;
  await socket.next((frame) => socket.frames.indexOf(frame) >= at && frame.type === "heartbeat" && frame.age_ms === 0);
  await socket.close();
  await server.stop();
  verify(server.dir);
});

test("a Redis of one's own that dies: 503 in time, reading goes on, and so does marking when it is back", { timeout: 120000 }, async (t) => {
  const dir = folder();
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  let redis = await startRedis(dir);
  const server = await serve({ dir, flags: ["--redis", redis.url, ...QUICK] });
  t.after(() => { server.child.kill("SIGKILL"); redis.child.kill("SIGKILL"); });
  const tokens = await prepare(server);
  assert.equal((await put(server, tokens, "c001", "w-theory", "K", theory("60"))).status, 201);
  const socket = live(server, { boards: [TOP] });
  await socket.next((frame) => frame.type === "snapshot");
  await redis.kill();
  const key = uuid7();
  await refusedInTime(() => put(server, tokens, "c002", "w-theory", "K", theory("80"), key), ["redis-unreachable"]);
  const ready = await server.call("GET", "/readyz", { token: null, headers: { "Accept-Language": "en" } });
  assert.equal(ready.status, 503);
  assert.equal(ready.json.type, "/problems/redis-unreachable");
  await socket.next((frame) => frame.type === "heartbeat" && frame.age_ms > 1000);
  const board = await server.call("GET", "/api/v1/competitions/small/scoreboard", { token: null });
  assert.deepEqual(board.json.rows.map((row) => row.id), ["c001"]);
  redis = await startRedis(dir);
  await until(() => isReady(server));
  assert.equal((await put(server, tokens, "c002", "w-theory", "K", theory("80"), key)).status, 201);
  assert.equal((await keys(server)).filter((one) => one === key).length, 1);
  await socket.next((frame) => frame.type === "delta" && frame.order.includes("c002"));
  assert.equal(await metric(server, "jinbang_epochs_total"), 0, "nothing was lost: no new epoch");
  await socket.close();
  verify(undefined, "--redis", redis.url);
  await server.stop();
  await redis.stop();
});

test("a Redis that would lose acknowledged marks gets none", { timeout: 60000 }, async (t) => {
  const dir = folder();
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const redis = await startRedis(dir);
  const server = await serve({ dir, flags: ["--redis", redis.url, ...QUICK] });
  t.after(() => { server.child.kill("SIGKILL"); redis.child.kill("SIGKILL"); });
  const tokens = await prepare(server);
  await put(server, tokens, "c001", "w-theory", "K", theory("60"));
  await redis.ask("CONFIG", "SET", "appendfsync", "everysec");
  const ready = await until(async () => { const answer = await server.call("GET", "/readyz", { token: null, headers: { "Accept-Language": "en" } }); return answer.status === 503 && answer; });
  assert.equal(ready.json.type, "/problems/redis-not-durable");
  assert.ok(server.log.some((line) => /redis-not-durable.*appendfsync/.test(line)), "the log says which setting");
  const began = Date.now();
  await refusedInTime(() => put(server, tokens, "c002", "w-theory", "K", theory("80")), ["redis-not-durable"]);
  assert.ok(Date.now() - began < REQUEST_MS, "at once: waiting would not help");
  const socket = live(server, { boards: [TOP] });
  assert.equal((await socket.next((frame) => frame.type === "snapshot")).rows.length, 1, "boards go on");
  await socket.close();
  await redis.ask("CONFIG", "SET", "appendfsync", "always");
  await until(() => isReady(server));
  assert.equal((await put(server, tokens, "c002", "w-theory", "K", theory("80"))).status, 201);
  await server.stop();
  await redis.stop();
});

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

// A server that does not become ready has no ready line to wait for.
async function serveUnready(dir, flags, token) {
  const port = await freePort();
  const child = spawn(BINARY, ["serve", "--listen", `127.0.0.1:${port}`, "--data", dir, ...flags], { stdio: "ignore" });
  const exited = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
  const server = { url: `http://127.0.0.1:${port}`, dir, child, token };
  server.call = (method, path, options) => call(server, method, path, options);
  server.stop = async () => { child.kill("SIGTERM"); assert.equal(await exited, 0); };
  await until(async () => { try { return await server.call("GET", "/livez", { token: null }); } catch { return undefined; } });
  return server;
}

test("a full disk: 507 with words for marks, boards go on, and what was acknowledged is still known", { timeout: 60000 }, async (t) => {
  const first = await serve({ flags: QUICK });
  t.after(() => clear(first));
  const tokens = await prepare(first);
  const key = uuid7();
  const known = await put(first, tokens, "c001", "w-theory", "K", theory("60"), key);
  await first.stop();
  const server = await serveUnready(first.dir, [...QUICK, "--disk-free-min", "9000000000000000"], first.token);
  await until(async () => (await server.call("GET", "/readyz", { token: null })).status === 507);
  const began = Date.now();
  const refused = await put(server, tokens, "c002", "w-theory", "K", theory("80"), uuid7(), { "Accept-Language": "en" });
  assert.equal(refused.status, 507, refused.raw);
  assert.equal(refused.json.type, "/problems/disk-full");
  assert.ok(refused.json.detail.length > 20 && refused.headers.get("retry-after"));
  assert.ok(Date.now() - began < REQUEST_MS, "at once");
  const again = await put(server, tokens, "c001", "w-theory", "K", theory("60"), key);
  assert.equal(again.status, 200, again.raw);
  assert.deepEqual(again.json.receipt, known.json.receipt);
  const socket = live(server, { boards: [TOP] });
  assert.equal((await socket.next((frame) => frame.type === "snapshot")).rows.length, 1);
  await socket.next((frame) => frame.type === "heartbeat" && frame.age_ms === 0);
  await socket.close();
  await server.stop();
  verify(first.dir);
});

test("FLUSHALL under a running node: a new epoch, no false receipt, and everything can be sent again", { timeout: 120000 }, async (t) => {
  const server = await serve({ flags: QUICK });
  t.after(() => clear(server));
  const steps = [
    ["/api/v1/competitions", uuid7(), definition("small")],
    ["/api/v1/competitions/small/roster", uuid7(), { competitors: roster(40) }],
    ["/api/v1/competitions/small/judges", uuid7(), { judges: ["K", "J1"].map((seat) => ({ id: `judge-${seat}`, name: `裁判${seat}`, role: "judge", seats: [{ skill: "welder", seat }] })) }],
  ];
  const create = async () => {
    let last;
    for (const [path, key, body] of steps) {
      last = await server.call("POST", path, { key, body });
      assert.equal(last.status, 201, last.raw);
    }
    return Object.fromEntries(last.json.judges.map((judge) => [judge.id, judge.token]));
  };
  const tokens = await create();
  const held = []; // what tablets hold receipts for
  const mark = async (at, body) => {
    const competitor = `c${String(at % 40 + 1).padStart(3, "0")}`, key = uuid7();
    const answer = await put(server, tokens, competitor, "w-theory", "K", body, key);
    if (answer.status === 201) {
      assert.equal(answer.json.receipt.digest, digest(body), "a receipt for something else");
      held.push({ competitor, key, body, receipt: answer.json.receipt });
    }
    return answer;
  };
  for (let at = 0; at < 10; at++) assert.equal((await mark(at, theory(`${50 + at}`))).status, 201);
  const socket = live(server, { boards: [TOP] });
  const before = await socket.next((frame) => frame.type === "snapshot");
  const redis = await talk(join(server.dir, "redis.sock"));
  const loads = Array.from({ length: 8 }, async (_, lane) => { // one mark after the other, across the loss
    for (let at = 10 + lane; at < 40; at += 8) {
      const answer = await mark(at, theory(`${50 + at}`));
      assert.ok([201, 401, 404, 503].includes(answer.status), answer.raw);
    }
  });
  await redis.ask("FLUSHALL");
  await Promise.all(loads);
  await until(async () => (await metric(server, "jinbang_epochs_total")) >= 2); // the site's and the competition's
  await until(() => isReady(server));
  assert.equal((await server.call("GET", "/api/v1/competitions/small/scoreboard")).status, 404);
  assert.deepEqual(await create(), tokens, "the same request gives the same tokens");
  for (const one of held) {
    const answer = await put(server, tokens, one.competitor, "w-theory", "K", one.body, one.key);
    assert.equal(answer.status, 201, answer.raw);
    assert.equal(answer.json.receipt.digest, one.receipt.digest);
  }
  const epoch = (token) => token.split("-")[0];
  const after = await socket.next((frame) => frame.type === "snapshot" && epoch(frame.token) !== epoch(before.token));
  assert.ok(after.seq >= 1);
  await until(() => socket.frames.at(-1).type === "heartbeat" && socket.frames.some((frame) => frame.state?.done === held.length));
  assert.equal(new Set(await keys(server)).size, held.length);
  redis.close();
  await socket.close();
  verify(server.dir);
  await server.stop();
  verify(server.dir);
});

test("a second node on the same folder is refused with the first one's pid", async (t) => {
  const server = await serve();
  t.after(() => clear(server));
  const second = spawnSync(BINARY, ["serve", "--listen", "127.0.0.1:0", "--data", server.dir, "--lock-wait-ms", "200"], { encoding: "utf8" });
  assert.notEqual(second.status, 0);
  assert.match(second.stderr, new RegExp(`in use by process ${server.child.pid}\\b`));
  assert.doesNotMatch(second.stderr, /Sanitizer/);
  assert.ok(await isReady(server));
  await server.stop();
});

test("two nodes on one Redis: every judge gets his answer, and both show the same", { timeout: 60000 }, async (t) => {
  const dirs = [folder(), folder()];
  t.after(() => dirs.forEach((dir) => rmSync(dir, { recursive: true, force: true })));
  const redis = await startRedis(dirs[0]);
  const one = await serve({ dir: dirs[0], flags: ["--redis", redis.url] });
  for (const name of ["people.key", "organiser.token"]) copyFileSync(join(dirs[0], name), join(dirs[1], name));
  const tokens = await prepare(one, { competitors: 20 });
  const two = await serve({ dir: dirs[1], flags: ["--redis", redis.url] });
  t.after(() => [one, two, redis].forEach(({ child }) => child.kill("SIGKILL")));
  const sheets = Array.from({ length: 20 }, (_, i) => `c${String(i + 1).padStart(3, "0")}`).flatMap((competitor, i) =>
    ["J1", "J2", "J3"].map((seat, j) => ({ competitor, seat, server: (i + j) % 2 ? one : two, key: uuid7(), body: practice(`${20 + i}`, `${10 + j}.5`) })));
  const answers = await Promise.all(sheets.map((sheet) => put(sheet.server, tokens, sheet.competitor, "w-practice", sheet.seat, sheet.body, sheet.key)));
  answers.forEach((answer) => assert.equal(answer.status, 201, answer.raw));
  // The same key at the other node: the first receipt, also when both ask at once.
  const twins = await Promise.all(sheets.map((sheet) => put(sheet.server === one ? two : one, tokens, sheet.competitor, "w-practice", sheet.seat, sheet.body, sheet.key)));
  twins.forEach((answer, i) => { assert.equal(answer.status, 200, answer.raw); assert.deepEqual(answer.json.receipt, answers[i].json.receipt); });
  const key = uuid7();
  const both = await Promise.all([one, two].map((server) => put(server, tokens, "c001", "w-theory", "K", theory("77"), key)));
  assert.ok(both.every((answer) => answer.status < 300), both.map((answer) => answer.raw).join("\n"));
  assert.deepEqual(both[0].json.receipt, both[1].json.receipt);
  const rows = async (server) => (await server.call("GET", "/api/v1/competitions/small/scoreboard", { token: null })).json.rows;
  const done = (list) => list.reduce((sum, row) => sum + row.done, 0) === sheets.length + 1;
  await until(async () => { // names come a little after the marks
    const [left, right] = [await rows(one), await rows(two)];
    return done(left) && left.every((row) => row.name) && isDeepStrictEqual(left, right);
  });
  verify(undefined, "--redis", redis.url);
  await Promise.all([one.stop(), two.stop()]);
  await redis.stop();
});

test("SIGTERM under load ends in good order, and every receipt holds", { timeout: 60000 }, async (t) => {
  const server = await serve();
  t.after(() => clear(server));
  const tokens = await prepare(server, { competitors: 300 });
  const sockets = Array.from({ length: 10 }, () => live(server, { boards: [TOP, "small/welder/final/page2"] }));
  await Promise.all(sockets.map((socket) => socket.next((frame) => frame.type === "welcome")));
  const receipts = [];
  let next = 0, ended = false, enough;
  const started = new Promise((resolve) => { enough = resolve; });
  const lanes = Array.from({ length: 32 }, async () => {
    while (!ended && next < 1200) {
      const at = next++;
      const seat = ["K", "J1", "J2", "J3"][at % 4];
      const competitor = `c${String((at >> 2) + 1).padStart(3, "0")}`;
      try {
        const answer = await put(server, tokens, competitor, seat === "K" ? "w-theory" : "w-practice", seat, seat === "K" ? theory("70") : practice("40", "30"));
        if (answer.status === 201) receipts.push(answer.json.receipt);
        else assert.equal(answer.status, 503, answer.raw);
        if (receipts.length === 300) enough();
      } catch (error) {
        if (error.name === "AssertionError") throw error;
        return; // it listens no more
      }
    }
  });
  await started;
  const { redis } = holders(server.dir);
  await server.stop(); // demands exit code 0, which a leak would not give
  ended = true;
  await Promise.all(lanes);
  assert.ok(!server.log.some((line) => /Sanitizer|runtime error/.test(line)), server.log.join("\n"));
  assert.ok(!isAlive(redis));
  for (const socket of sockets) {
    assert.equal((await socket.closed).code, 1001);
    assert.ok(socket.frames.some((frame) => frame.type === "bye"));
  }
  const path = join(server.dir, "receipts.ndjson");
  writeFileSync(path, receipts.map((receipt) => `${JSON.stringify({ competition: "small", receipt })}\n`).join(""));
  verify(server.dir, "--receipts", path);
});
