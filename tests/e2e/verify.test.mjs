// `jinbang verify` finds a good folder clean and names each tampering; the node mends a board that differs.
import test from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BINARY, live, practice, prepare, serve, sheetPath, theory } from "./lib.mjs";
import { holders, isAlive, readJournal, tamper, until, writeJournal } from "./redis.mjs";

const ID = "small";

function verify(dir, ...flags) {
  const run = spawnSync(BINARY, ["verify", "--data", dir, ...flags], { encoding: "utf8" });
  return { code: run.status, text: run.stdout + run.stderr };
}

function isClean(said) {
  assert.equal(said.code, 0, said.text);
  assert.match(said.text, /^verified competitions=1 differences=0$/m);
}

function names(said, what) {
  assert.equal(said.code, 1, said.text);
  assert.match(said.text, what);
  assert.doesNotMatch(said.text, /Sanitizer|runtime error/);
  assert.match(said.text, /^verified competitions=\d+ differences=[1-9]/m);
}

// Every sheet of three competitors; receipts in the order of the journal.
async function mark(server, tokens) {
  const receipts = [];
  const put = async (competitor, part, seat, body) => {
    const answer = await server.call("PUT", sheetPath(competitor, part, seat), { body, token: tokens[`judge-${seat}`] });
    assert.equal(answer.status, 201, answer.raw);
    receipts.push(answer.json.receipt);
  };
  for (const [i, competitor] of ["c001", "c002", "c003"].entries()) {
    await put(competitor, "w-theory", "K", theory(`${60 + 10 * i}`));
    for (const seat of ["J1", "J2", "J3"]) await put(competitor, "w-practice", seat, practice(`${40 + i}`, "30.5"));
  }
  return receipts;
}

const journalOf = async (server) => (await server.call("GET", `/api/v1/competitions/${ID}/journal`)).raw.split("\n").filter(Boolean).map((line) => JSON.parse(line));
const isSeal = (line) => line?.entry.includes('"kind":"seal"');

const writeReceipts = (dir, receipts) => {
  const path = join(dir, "receipts.ndjson");
  writeFileSync(path, receipts.map((receipt) => `${JSON.stringify({ competition: ID, receipt })}\n`).join(""));
  return path;
};

// A marked and published competition; the folder of a server that has been stopped.
let good, receipts, publication, printed;

test.before(async () => {
  const server = await serve();
  good = server.dir;
  receipts = await mark(server, await prepare(server));
  printed = (await server.call("GET", `/api/v1/competitions/${ID}/pages?skill=welder&part=w-theory&seat=K`)).json;
  const answer = await server.call("POST", `/api/v1/competitions/${ID}/skills/welder/publication`, { body: {} });
  assert.equal(answer.status, 201, answer.raw);
  publication = answer.json.receipt;
  await until(async () => isSeal((await journalOf(server)).at(-1)));
  isClean(verify(good, "--receipts", writeReceipts(good, receipts))); // beside the running server
  await server.stop();
});

test.after(() => rmSync(good, { recursive: true, force: true }));

// A copy of the good folder whose journal holds what `change` makes of its entries.
async function changed(change, competition = ID) {
  const dir = mkdtempSync(join(tmpdir(), "jinbang-e2e-"));
  cpSync(good, dir, { recursive: true });
  await tamper(dir, async (ask) => {
    const entries = await readJournal(ask, competition);
    const now = await change(entries, ask);
    if (now) await writeJournal(ask, competition, now);
  });
  return dir;
}

async function tampered(t, what, change, flags = () => []) {
  const dir = await changed(change);
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const said = verify(dir, ...flags(dir));
  names(said, what);
  return dir;
}

test("a good folder is clean, with and without receipts, and everything has been looked at", () => {
  isClean(verify(good));
  const said = verify(good, "--receipts", writeReceipts(good, [...receipts, publication]));
  isClean(said);
  assert.match(said.text, /competition=small .*sheets=12 signed=0 competitors=3 publications=1 signings=0 boards=1 members=3 receipts=13 differences=0/);
});

test("verifying twice changes nothing in the folder", () => {
  isClean(verify(good));
  isClean(verify(good));
});

test("one flipped bit of a mark is named, wherever the entry stands", async (t) => {
  for (const at of [4, 9, 14]) {
    await tampered(t, /DIFFERENCE competition=small: entry \d+: /, (entries) => {
      const bytes = Buffer.from(entries[at]);
      bytes[bytes.lastIndexOf('"value":"') + 9] ^= 1; // one digit becomes its neighbour
      return entries.with(at, bytes);
    });
  }
});

// Of the newest seal itself, which nothing follows, only an outside witness could tell.
test("one flipped bit anywhere before the newest seal is named", async (t) => {
  const dir = await changed(() => undefined);
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  let original;
  await tamper(dir, async (ask) => { original = await readJournal(ask, ID); });
  const places = [[0, 3], [0, 60], [1, 30], [2, 200], [3, 0], [3, 25], [8, 120], [12, 80], [original.length - 2, 30]];
  for (const [at, byte] of places) {
    await tamper(dir, (ask) => {
      const bytes = Buffer.from(original[at]);
      bytes[Math.min(byte, bytes.length - 1)] ^= 4;
      return writeJournal(ask, ID, original.with(at, bytes));
    });
    const said = verify(dir, "--receipts", writeReceipts(dir, [publication]));
    assert.equal(said.code, 1, `entry ${at + 1} byte ${byte}: ${said.text}`);
    assert.doesNotMatch(said.text, /Sanitizer|runtime error/);
  }
});

test("a changed digest, drawing or code of one signature is named, and by its number", async (t) => {
  const server = await serve();
  t.after(() => rmSync(server.dir, { recursive: true, force: true }));
  const tokens = await prepare(server, { more: { signing: { by: "drawn" } } });
  await mark(server, tokens);
  const page = await server.call("GET", `/api/v1/competitions/${ID}/pages?skill=welder&part=w-theory&seat=K`);
  const signed = await server.call("POST", `/api/v1/competitions/${ID}/skills/welder/signings`, { token: tokens["judge-K"], body: { act: "sign", part: "w-theory", seat: "K", role: "judge", code: page.json.code, drawing: { typed: "裁判K" } } });
  assert.equal(signed.status, 201, signed.raw);
  const { number } = signed.json.receipt;
  await until(async () => isSeal((await journalOf(server)).at(-1)));
  await server.stop();
  isClean(verify(server.dir));
  let original;
  await tamper(server.dir, async (ask) => { original = await readJournal(ask, ID); });
  const other = (byte) => (byte === 0x30 ? 0x31 : 0x30); // "0" and "1" are figures of a digest, and no other is
  for (const [member, what] of [["digest", "what was signed is not what the marks give"], ["drawing", ""]]) {
    await tamper(server.dir, (ask) => {
      const bytes = Buffer.from(original[number - 1]);
      const at = bytes.lastIndexOf(`"${member}":"`) + member.length + 4;
      bytes[at] = other(bytes[at]);
      return writeJournal(ask, ID, original.with(number - 1, bytes));
    });
    const said = verify(server.dir, "--receipts", writeReceipts(server.dir, [signed.json.receipt]));
    names(said, what ? new RegExp(`entry ${number}: ${what}`) : new RegExp(`DIFFERENCE competition=small: entry \\d+: `));
  }
});

test("a dropped entry is named by its place", async (t) => {
  await tampered(t, /after entry 5 comes 0-7/, async (_, ask) => { await ask("XDEL", "jinbang:{small}:journal", "0-6"); });
});

test("a dropped entry is named also when the numbers were closed up", async (t) => {
  await tampered(t, /entry 6: an entry claims /, (entries) => entries.toSpliced(5, 1));
});

test("two swapped entries are named", async (t) => {
  await tampered(t, /entry \d+: /, (entries) => entries.with(5, entries[6]).with(6, entries[5]));
});

test("an entry that stands there twice is named", async (t) => {
  await tampered(t, /the same request twice/, (entries) => entries.toSpliced(6, 0, entries[5]));
});

test("a cut tail is named when a receipt was kept outside", async (t) => {
  const cut = (entries) => entries.slice(0, 12);
  await tampered(t, /receipt \d+: the journal ends at 12, its tail has been cut/, cut, (dir) => ["--receipts", writeReceipts(dir, receipts)]);
});

test("a competition that was taken out of the site's journal is named by a receipt", async (t) => {
  const dir = await changed((entries) => entries.filter((bytes) => !bytes.includes('"announced"')), "-site");
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const said = verify(dir, "--receipts", writeReceipts(dir, receipts));
  names(said, /competition=small: receipt \d+: the site's journal does not know the competition/);
});

test("a journal that was written anew with fitting claims is named by a receipt", async (t) => {
  // Whoever holds the disk can compute every claim again; only what is outside knows better.
  const { createHash } = await import("node:crypto");
  const forge = (entries) => {
    const chains = [createHash("sha256").update(`jinbang journal 1\n${ID}`).digest()];
    return entries.map((bytes, i) => {
      let text = bytes.toString();
      if (i === 5) text = text.replace(/"value":"[\d.]+"/, '"value":"59"');
      if (text.includes('"kind":"publication"') || text.includes('"kind":"seal"')) return null;
      text = text.replace(/"claim":(\d+),"chain":"[0-9a-f]{64}"/, (_, k) => `"claim":${k},"chain":"${chains[Number(k)].toString("hex")}"`);
      const number = Buffer.alloc(8);
      number.writeBigUInt64BE(BigInt(i + 1));
      chains.push(createHash("sha256").update(chains[i]).update(number).update(text).digest());
      return Buffer.from(text);
    }).filter(Boolean);
  };
  await tampered(t, /receipt 6: the journal holds another sheet there/, forge, (dir) => ["--receipts", writeReceipts(dir, receipts)]);
});

test("a receipt that is no receipt, and one with another chain, are named", async () => {
  const strange = join(good, "strange.ndjson");
  writeFileSync(strange, "{}\n");
  names(verify(good, "--receipts", strange), /a line of the receipts cannot be read/);
  const other = { ...receipts[3], chain: `sha-256:${"0".repeat(64)}` };
  names(verify(good, "--receipts", writeReceipts(good, [other])), /the chain up to there has been changed/);
});

test("the head on a printed page, typed with its blanks and in capitals, is a witness, and another one is named", () => {
  const typed = join(good, "heads.txt");
  const spaced = printed.chain.toUpperCase().replace(/.{4}/g, "$& ");
  const witness = (...lines) => { writeFileSync(typed, lines.map((line) => `${line}\n`).join("")); return verify(good, "--receipts", typed); };
  assert.equal(printed.chain, receipts.find(({ number }) => number === printed.number).chain.slice(8, 24));
  const said = witness(`${ID}:${printed.number}:${printed.chain}`, `${ID} : ${printed.number}: ${spaced}`);
  isClean(said);
  assert.match(said.text, /receipts=2 differences=0/);
  names(witness(`${ID}:${printed.number - 1}:${printed.chain}`), /the chain up to there has been changed/);
  names(witness(`${ID}:4000:${printed.chain}`), /receipt 4000: the journal ends at \d+, its tail has been cut/);
  names(witness(`elsewhere:1:${printed.chain}`), /does not know the competition/);
  for (const wrong of [`${ID}:${printed.number}`, `${ID}:0:${printed.chain}`, `${ID}:1x:${printed.chain}`, `:1:${printed.chain}`, `${ID}:1:${printed.chain}0`, `${ID}:1:${printed.chain.slice(1)}`, `${ID}:99999999999999999999:${printed.chain}`]) {
    names(witness(wrong), /a line of the receipts cannot be read/);
  }
});

const BOARD = "jinbang:{small}:board:welder/final", MEMBER = "jinbang:{small}:member:welder/final";

// Puts the last competitor before the first, as somebody with redis-cli would.
async function move(ask) {
  const members = await ask("ZRANGE", BOARD, "0", "-1");
  const last = Buffer.from(members.at(-1));
  const id = last.toString("latin1").match(/c\d{3}$/)[0];
  const forged = Buffer.from(last);
  forged.fill(0, 0, 4);
  assert.equal(await ask("ZREM", BOARD, members.at(-1)), 1);
  assert.equal(await ask("ZADD", BOARD, "0", forged), 1);
  await ask("HSET", MEMBER, id, forged);
}

test("a member moved on a board is named", async (t) => {
  await tampered(t, /position 1 of board welder\/final: Redis has c001 with another key than the journal gives/, async (_, ask) => { await move(ask); });
});

test("a member that stands at another place with its own key is named", async (t) => {
  await tampered(t, /position \d+ of board welder\/final: Redis has c\d{3} out of order/, async (_, ask) => { await ask("ZADD", BOARD, "1", (await ask("ZRANGE", BOARD, "0", "0"))[0]); });
});

test("a member missing on a board, and one too many, are named", async (t) => {
  await tampered(t, /Redis lacks c001 on board welder\/final/, async (_, ask) => { await ask("ZREM", BOARD, (await ask("ZRANGE", BOARD, "-1", "-1"))[0]); });
  await tampered(t, /Redis has c999 on board welder\/final, the journal does not/, async (_, ask) => {
    const last = (await ask("ZRANGE", BOARD, "-1", "-1"))[0];
    await ask("ZADD", BOARD, "0", Buffer.concat([Buffer.alloc(last.length - 4, 0xff), Buffer.from("c999")]));
  });
});

test("an edited result of a publication is named", async (t) => {
  await tampered(t, /entry \d+: what was published is not what the marks give/, (entries) => {
    const at = entries.findIndex((bytes) => bytes.includes('"kind":"publication"'));
    return entries.with(at, Buffer.from(entries[at].toString().replace('"place":1', '"place":2')));
  });
});

test("an entry of a newer format closes its competition, and the others go on", async (t) => {
  const newer = (entries) => [...entries, Buffer.from("10 {\"kind\":\"miracle\"}\n")];
  const dir = await tampered(t, /entry \d+: an entry needs jinbang 0\.10 or newer/, newer);
  const server = await serve({ dir });
  const closed = await server.call("GET", `/api/v1/competitions/${ID}/scoreboard`);
  const write = await server.call("PUT", sheetPath("c001", "w-theory", "K"), { body: theory("1") });
  assert.equal(write.status, 503, write.raw);
  assert.equal(write.json.type, "/problems/needs-newer");
  assert.match(write.json.detail, /jinbang 0\.10/);
  assert.ok([200, 503].includes(closed.status), closed.raw);
  const tokens = await prepare(server, { id: "other" });
  const sheet = await server.call("PUT", sheetPath("c001", "w-theory", "K", "other"), { body: theory("88"), token: tokens["judge-K"] });
  assert.equal(sheet.status, 201, sheet.raw);
  await server.stop();
});

test("the node finds a board that differs, rebuilds it and journals an alarm", async (t) => {
  const dir = await changed(async (_, ask) => { await move(ask); });
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const server = await serve({ dir });
  const lines = await until(async () => { const all = await journalOf(server); return all.some((line) => line.entry.includes('"kind":"alarm"')) && isSeal(all.at(-1)) && all; });
  const alarm = lines.find((line) => line.entry.includes('"kind":"alarm"')).entry;
  assert.ok(alarm.endsWith('{"board":"welder/final"}'), alarm);
  const socket = live(server, { boards: [`${ID}/welder/final/top12`] });
  const { rows } = await socket.next((frame) => frame.type === "snapshot");
  assert.deepEqual(rows.map((row) => row.id), ["c003", "c002", "c001"]);
  await socket.close();
  isClean(verify(dir));
  const { redis } = holders(dir);
  await server.stop();
  assert.ok(!isAlive(redis));
  isClean(verify(dir));
});

test("a Redis that reads its files for longer than the time to wait is waited for; a silent one is given up", (t) => {
  const dir = mkdtempSync(join(tmpdir(), "jinbang-slow-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const real = spawnSync("sh", ["-c", "command -v redis-server"], { encoding: "utf8" }).stdout.trim();
  writeFileSync(join(dir, "redis-server"), `#!/bin/sh\nexec ${real} "$@" --key-load-delay 40000\n`, { mode: 0o755 });
  const slow = { encoding: "utf8", env: { ...process.env, PATH: `${dir}:${process.env.PATH}` } };
  const began = Date.now();
  const run = spawnSync(BINARY, ["verify", "--data", good, "--redis-wait-ms=1500"], slow);
  isClean({ code: run.status, text: run.stdout + run.stderr });
  assert.ok(Date.now() - began > 3000, "it read for longer than it is waited for");
  const silent = spawnSync(BINARY, ["verify", "--redis", `unix://${dir}/nobody.sock`, "--redis-wait-ms=300"], { encoding: "utf8" });
  assert.equal(silent.status, 69, silent.stdout + silent.stderr);
  assert.match(silent.stderr, /Redis does not answer/);
});

test("the last marks before a stop have a witness inside the journal", async (t) => {
  const server = await serve();
  t.after(() => server.remove());
  const tokens = await prepare(server);
  const answer = await server.call("PUT", sheetPath("c001", "w-theory", "K"), { body: theory("71"), token: tokens["judge-K"] });
  await server.stop(); // at once
  const said = verify(server.dir);
  isClean(said);
  const witnessed = Number(said.text.match(/competition=small .*witnessed=(\d+)/)[1]);
  assert.ok(witnessed >= answer.json.receipt.number, said.text);
});

test("a folder without a journal is no clean folder", (t) => {
  const dir = mkdtempSync(join(tmpdir(), "jinbang-e2e-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const said = verify(dir);
  assert.notEqual(said.code, 0);
  assert.match(said.text, /there is no journal to read/);
});
