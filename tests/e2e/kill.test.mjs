// kill -9 of the node, of Redis, of both, at random points of a running load; nothing acknowledged is lost or counted
// twice, nothing refused is counted. The seed is printed; `node --test kill.test.mjs` with KILL_SEED=n repeats a run.
import test from "node:test";
import assert from "node:assert/strict";
import http from "node:http";
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BINARY, folder, live, serve, sheetPath, tileHash, uuid7 } from "./lib.mjs";
import { holders, isAlive, until } from "./redis.mjs";

const ROUNDS = 24; // that count
const REPEATS_MAX = 24; // rounds that may be repeated because they did not count
const CLIENTS = 64;
const IN_FLIGHT_LEAST = 16; // at the kill, for a round to count
const SENT_LEAST = 100, SENT_MOST = 600; // requests of a round before the kill
const COMPETITORS = 600, PARTS = 6, SEATS = ["S1", "S2", "S3", "S4"], BLOCK = 16;
const KINDS = ["node", "redis", "both"];
const ID = "kill";
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1000000);

// mulberry32: the same run for the same seed, as far as the machine allows.
function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { next, below, between: (from, to) => from + below(to - from + 1), shuffle: (list) => {
    for (let i = list.length - 1; i > 0; i--) { const j = below(i + 1); [list[i], list[j]] = [list[j], list[i]]; }
    return list;
  } };
}

const random = dice(SEED);

function definition() {
  const part = (n) => ({ id: `p${n}`, name: { zh: `第${n}项` }, seats: SEATS, reduce: "sum", missing: "given",
    aspects: [{ id: "a", name: { zh: "分" }, min: "0", max: "10", step: "0.5" }] });
  return { format: "jinbang-competition/1", id: ID, name: { zh: "断电试验赛" }, fictional: true, skills: [{
    id: "s", name: { zh: "工种" }, exposure: { before: "name", after: "name" },
    stages: [{ id: "final", name: { zh: "决赛" }, modules: [
      { id: "m", name: { zh: "模块" }, parts: Array.from({ length: PARTS }, (_, i) => part(i + 1)) }] }] }] };
}

const competitorId = (n) => `c${String(n + 1).padStart(4, "0")}`;

// All sheets there can be, block after block of competitors, so that some competitors become complete.
function addresses() {
  const all = [];
  for (let first = 0; first < COMPETITORS; first += BLOCK) {
    const block = [];
    for (let c = first; c < Math.min(first + BLOCK, COMPETITORS); c++)
      for (let p = 1; p <= PARTS; p++) for (const seat of SEATS) block.push({ competitor: competitorId(c), part: `p${p}`, seat });
    all.push(...random.shuffle(block));
  }
  return all;
}

const place = (address) => `${address.part}/${address.competitor}/${address.seat}`;
const halves = (count) => (count % 2 ? `${(count - 1) / 2}.5` : `${count / 2}`);
const marks = (value, reason) => JSON.stringify({ marks: [{ aspect: "a", value }], reason });

// ---- what is sent

// A sheet that must be taken, new or in the place of an acknowledged one.
function goodOperation(address, tokens) {
  const value = random.below(21);
  const before = address.last;
  return { kind: before ? "amended" : "new", key: uuid7(), address, value, body: marks(halves(value), before && "看错了"), token: tokens[address.seat],
    match: before ? `"${before.receipt.number}"` : undefined, wanted: before ? [200] : [201] };
}

// A sheet that must be refused, whenever it arrives.
function badOperation(address, tokens) {
  const base = { kind: "refused", key: uuid7(), address, body: marks("4"), token: tokens[address.seat] };
  const kinds = [
    { ...base, body: marks("4.25"), wanted: [422, 428] }, // 428 where there is a sheet already: that is looked at first
    { ...base, body: marks("10.5"), wanted: [422, 428] },
    { ...base, token: tokens[SEATS[(SEATS.indexOf(address.seat) + 1) % SEATS.length]], wanted: [403] },
    { ...base, token: "nobody", wanted: [401] },
    { ...base, match: '"99999999"', wanted: [412] },
  ];
  if (address.last) kinds.push({ ...base, wanted: [428] });
  return kinds[random.below(kinds.length)];
}

// ---- a client: one request at a time over a kept connection

class Client {
  constructor(load) {
    this.load = load;
    this.mine = []; // addresses whose newest sheet is acknowledged
    this.pending = undefined; // sent, and no answer yet
    this.sent = false; // the kernel has all of it
  }

  choose() {
    const { load } = this;
    const again = this.mine.length > 0 && random.next() < 0.15;
    const address = again ? this.mine[random.below(this.mine.length)] : load.addresses[load.at++];
    assert.ok(address, "the sheets have run out: make the competition larger");
    if (random.next() >= 0.08) return goodOperation(address, load.tokens);
    if (!again) load.at--; // its own sheet comes later
    return badOperation(address, load.tokens);
  }

  // {status, headers, text}, or undefined when the connection broke.
  send(operation) {
    const { server, agent } = this.load;
    const headers = { Authorization: `Bearer ${operation.token}`, "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(operation.body), "Idempotency-Key": operation.key };
    if (operation.match) headers["If-Match"] = operation.match;
    const { part, competitor, seat } = operation.address;
    return new Promise((resolve) => {
      this.sent = false;
      this.request = http.request(server.url + sheetPath(competitor, part, seat, ID), { method: "PUT", headers, agent }, (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (piece) => { text += piece; });
        answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
        answer.on("error", () => resolve(undefined));
      });
      this.request.on("error", () => resolve(undefined));
      this.request.on("finish", () => { this.sent = true; });
      this.request.end(operation.body);
    });
  }

  // False when it must be sent again.
  take(operation, answer) {
    if (!answer || answer.status === 503) return false;
    const { load } = this;
    if (operation.kind === "refused") {
      assert.ok(operation.wanted.includes(answer.status), `refusal ${operation.wanted}: ${answer.status} ${answer.text}`);
      load.refused.push(operation);
      return true;
    }
    assert.ok(operation.retried ? [200, 201].includes(answer.status) : operation.wanted.includes(answer.status),
      `${operation.kind} ${place(operation.address)}: ${answer.status} ${answer.text}`);
    operation.receipt = JSON.parse(answer.text).receipt;
    assert.equal(operation.receipt.digest, `sha-256:${createHash("sha256").update(operation.body).digest("hex")}`);
    assert.equal(answer.headers.etag, `"${operation.receipt.number}"`);
    if (!operation.address.last) this.mine.push(operation.address);
    operation.address.last = operation;
    load.acknowledged.push(operation);
    return true;
  }

  // Sends until the round ends or something is left without an answer.
  async run() {
    while (!this.load.killed) {
      const operation = this.choose();
      this.pending = operation;
      this.load.onSend();
      const answer = await this.send(operation);
      if (!this.take(operation, answer)) return;
      this.pending = undefined;
    }
  }

  // Sends what is unanswered again, with the same key, until there is an answer.
  async settle() {
    const operation = this.pending;
    if (!operation) return 0;
    let tries = 0;
    operation.retried = true;
    await until(async () => { tries++; return this.take(operation, await this.send(operation)); }, 60000, `an answer for ${operation.key}`);
    this.pending = undefined;
    return tries;
  }
}

// ---- rounds

function newAgent() {
  return new http.Agent({ keepAlive: true, maxSockets: CLIENTS, maxFreeSockets: CLIENTS });
}

// Kills; gives the number of requests that were in flight.
function kill(load, kind) {
  const { node, redis } = holders(load.server.dir);
  assert.ok(node === load.server.child.pid && redis > 0, `lock names ${node} and ${redis}`);
  load.killed = true;
  const inFlight = load.clients.filter((client) => client.pending && client.sent);
  if (kind !== "redis") process.kill(node, "SIGKILL");
  if (kind !== "node") process.kill(redis, "SIGKILL");
  // A node that lives on answers late; every second tablet has given up by then.
  if (kind === "redis") inFlight.filter((_, i) => i % 2).forEach((client) => client.request.destroy());
  return { inFlight: inFlight.length, redis };
}

async function goOn(load, kind, oldRedis) {
  if (kind === "redis") {
    await until(async () => holders(load.server.dir).redis !== oldRedis && (await load.server.call("GET", "/readyz", { token: null })).status === 200, 60000, "ready after the death of Redis");
    return;
  }
  await load.server.exited;
  load.agent.destroy();
  load.agent = newAgent();
  load.server = await serve({ dir: load.server.dir });
}

// Every acknowledged sheet of this round is sent again with its key and must give the first receipt, and every refused one a refusal.
async function sendAgain(load, from, refusedFrom) {
  const list = [...load.acknowledged.slice(from), ...load.refused.slice(refusedFrom)];
  let at = 0;
  await Promise.all(load.clients.map(async (client) => {
    while (at < list.length) {
      const operation = list[at++];
      const answer = await client.send(operation);
      if (operation.kind === "refused") {
        assert.ok(answer.status >= 400 && answer.status < 500, `a refused sheet sent again: ${answer.status} ${answer.text}`);
        continue;
      }
      assert.equal(answer.status, 200, `the same key again: ${answer.status} ${answer.text}`);
      assert.deepEqual(JSON.parse(answer.text).receipt, operation.receipt);
    }
  }));
  return list.length;
}

async function round(load, kind) {
  const from = load.acknowledged.length, refusedFrom = load.refused.length;
  const target = random.between(SENT_LEAST, SENT_MOST);
  let sent = 0, killed;
  load.killed = false;
  const struck = new Promise((resolve) => {
    load.onSend = () => { if (++sent === target) setImmediate(() => { killed = kill(load, kind); resolve(); }); };
  });
  const running = load.clients.map((client) => client.run());
  await struck;
  const before = load.clients.filter((client) => client.pending).length;
  await Promise.all(running);
  const unanswered = load.clients.filter((client) => client.pending).length;
  await goOn(load, kind, killed.redis);
  const tries = await Promise.all(load.clients.map((client) => client.settle()));
  const again = await sendAgain(load, from, refusedFrom);
  return { kind, sent, inFlight: killed.inFlight, before, unanswered, retries: tries.reduce((sum, n) => sum + n, 0), again };
}

// ---- the reckoning

// The journal through the interface; the chain is computed here once more.
async function readJournal(server) {
  const entries = [];
  let chain = createHash("sha256").update(`jinbang journal 1\n${ID}`).digest();
  for (;;) {
    const page = await server.call("GET", `/api/v1/competitions/${ID}/journal?after=${entries.length}&limit=1000`);
    assert.equal(page.status, 200, page.raw);
    const lines = page.raw.split("\n").filter(Boolean).map((line) => JSON.parse(line));
    if (lines.length === 0) return entries;
    for (const line of lines) {
      assert.equal(line.number, entries.length + 1);
      const number = Buffer.alloc(8);
      number.writeBigUInt64BE(BigInt(line.number));
      chain = createHash("sha256").update(chain).update(number).update(line.entry).digest();
      assert.equal(line.chain, chain.toString("hex"), `the chain at ${line.number}`);
      const feed = line.entry.indexOf("\n");
      entries.push({ number: line.number, chain: line.chain, head: JSON.parse(line.entry.slice(2, feed)), body: line.entry.slice(feed + 1) });
    }
  }
}

function checkJournal(load, entries) {
  const sheets = entries.filter((entry) => entry.head.kind === "sheet");
  const byKey = new Map();
  let duplicates = 0;
  for (const entry of sheets) {
    if (byKey.has(entry.head.ask)) duplicates++;
    byKey.set(entry.head.ask, entry);
  }
  for (const operation of load.acknowledged) {
    const entry = byKey.get(operation.key);
    assert.ok(entry, `acknowledged and not in the journal: ${operation.key} ${JSON.stringify(operation.receipt)}`);
    assert.equal(entry.number, operation.receipt.number);
    assert.equal(`sha-256:${entry.chain}`, operation.receipt.chain);
    assert.equal(entry.body, operation.body);
  }
  for (const operation of load.refused) assert.ok(!byKey.has(operation.key), `refused and in the journal: ${operation.key}`);
  assert.equal(byKey.size, load.acknowledged.length, "a sheet in the journal that nobody has a receipt for");
  assert.equal(duplicates, 0);
  return duplicates;
}

async function checkSheets(load) {
  const { sheets } = (await load.server.call("GET", `/api/v1/competitions/${ID}/sheets`)).json;
  const expected = new Map(load.acknowledged.map((operation) => [place(operation.address), operation.address.last]));
  assert.equal(sheets.length, expected.size);
  for (const sheet of sheets) {
    const operation = expected.get(place(sheet));
    assert.ok(operation, `nobody sent ${place(sheet)}`);
    assert.deepEqual(sheet.body, JSON.parse(operation.body));
    assert.deepEqual(sheet.receipt, operation.receipt);
  }
}

// Totals by addition of what was acknowledged; the export, the scoreboard and the live pages must say the same.
async function checkStandings(load) {
  const totals = new Map();
  for (const address of load.addresses) {
    if (address.last) totals.set(address.competitor, (totals.get(address.competitor) ?? 0) + address.last.value);
  }
  const exported = (await load.server.call("GET", `/api/v1/competitions/${ID}/export/final.json?skill=s&draft=1`)).json.rows;
  assert.equal(exported.length, totals.size);
  for (const row of exported) assert.equal(Number(row.total_exact), totals.get(row.id) / 2, row.id);
  const shown = [];
  for (let from = 1; from <= exported.length; from += 500) {
    const board = await load.server.call("GET", `/api/v1/competitions/${ID}/scoreboard?skill=s&stage=final&from=${from}&limit=500`, { token: null });
    shown.push(...board.json.rows);
  }
  const plain = ({ id, place: at, shared, total, done, expected }) => ({ id, place: at, shared, total, done, expected });
  assert.deepEqual(shown.map(plain), exported.map(plain));
  const pages = Array.from({ length: Math.ceil(exported.length / 50) }, (_, i) => `${ID}/s/final/page${i + 1}`);
  const socket = live(load.server, { boards: pages });
  const pictures = await Promise.all(pages.map((board) => socket.next((frame) => frame.type === "snapshot" && frame.board === board)));
  for (const picture of pictures) assert.equal(picture.hash, tileHash(picture));
  const order = (rows) => rows.map(plain).sort((a, b) => (a.id < b.id ? -1 : 1));
  assert.deepEqual(order(pictures.flatMap((picture) => picture.rows)), order(exported));
  const pictured = pictures.flatMap((picture) => picture.rows);
  const better = (a, b) => (a.place === null) - (b.place === null) || Number(b.total) - Number(a.total);
  pictured.slice(1).forEach((row, i) => assert.ok(better(pictured[i], row) <= 0, `Redis orders ${pictured[i].id} before ${row.id}`));
  await socket.close();
}

function verify(dir, receipts) {
  const run = spawnSync(BINARY, ["verify", "--data", dir, "--receipts", receipts], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stdout + run.stderr);
  assert.match(run.stdout, /^verified competitions=1 differences=0$/m);
  return run.stdout;
}

const must = (answer, status) => { assert.equal(answer.status, status, answer.raw); return answer.json; };

async function prepare() {
  const server = await serve({ dir: folder() });
  must(await server.call("POST", "/api/v1/competitions", { body: definition() }), 201);
  const competitors = Array.from({ length: COMPETITORS }, (_, i) => ({ id: competitorId(i), skill: "s", name: `选手${i + 1}` }));
  must(await server.call("POST", `/api/v1/competitions/${ID}/roster`, { body: { competitors } }), 201);
  const judges = SEATS.map((seat) => ({ id: `judge-${seat}`, name: `裁判${seat}`, role: "judge", seats: [{ skill: "s", seat }] }));
  const made = must(await server.call("POST", `/api/v1/competitions/${ID}/judges`, { body: { judges } }), 201).judges;
  const tokens = Object.fromEntries(made.map((judge) => [judge.id.slice(6), judge.token]));
  const load = { server, agent: newAgent(), tokens, addresses: addresses(), at: 0, acknowledged: [], refused: [], onSend: () => {} };
  load.clients = Array.from({ length: CLIENTS }, () => new Client(load));
  return load;
}

const middle = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

test("an acknowledged sheet survives kill -9 of the node, of Redis and of both, and counts once", { timeout: 300000 }, async (t) => {
  console.log(`seed=${SEED} rounds=${ROUNDS} clients=${CLIENTS}`);
  const load = await prepare();
  t.after(() => load.server.child.kill("SIGKILL")); // if it failed
  const rounds = [];
  let repeats = 0;
  while (rounds.length < ROUNDS) {
    const kind = KINDS[rounds.length % KINDS.length];
    const done = await round(load, kind);
    const counts = done.inFlight >= IN_FLIGHT_LEAST && done.unanswered >= 1;
    console.log(`round ${rounds.length + 1} ${kind}: sent=${done.sent} in_flight=${done.inFlight} unanswered=${done.unanswered} retries=${done.retries} again=${done.again}${counts ? "" : " (does not count)"}`);
    if (counts) rounds.push(done);
    else assert.ok(++repeats <= REPEATS_MAX, "too many rounds did not count");
  }
  const entries = await readJournal(load.server);
  const duplicates = checkJournal(load, entries);
  await checkSheets(load);
  await checkStandings(load);
  const receipts = join(load.server.dir, "receipts.ndjson");
  writeFileSync(receipts, load.acknowledged.map(({ receipt }) => `${JSON.stringify({ competition: ID, receipt })}\n`).join(""));
  verify(load.server.dir, receipts);
  const { redis } = holders(load.server.dir);
  await load.server.stop();
  load.agent.destroy();
  assert.ok(!isAlive(redis), "the private Redis is gone with its node");
  const said = verify(load.server.dir, receipts);
  assert.match(said, new RegExp(`receipts=${load.acknowledged.length} `));
  load.server.remove();
  const sum = (name) => rounds.reduce((total, one) => total + one[name], 0);
  const flights = rounds.map((one) => one.inFlight);
  const byKind = KINDS.map((kind) => `${kind}=${rounds.filter((one) => one.kind === kind).length}`).join(" ");
  console.log(`rounds=${rounds.length} (${byKind}) repeated=${repeats} in_flight min=${Math.min(...flights)} median=${middle(flights)} max=${Math.max(...flights)} ` +
    `unanswered=${sum("unanswered")} retries=${sum("retries")} sent_again=${sum("again")} acknowledged=${load.acknowledged.length} refused=${load.refused.length} duplicates=${duplicates}`);
});
