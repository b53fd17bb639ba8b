// A journal with every kind of entry that check-in, draw, codes, recusals, panels' cards, sign-off and the award ceremony bring: whichever of them is
// altered, `jinbang verify` names it. The same journal, as a fixture, is altered in every single byte by tests/live/flip_test.c;
// KEEP=FILE writes it anew.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync, randomBytes, sign as signBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { BINARY, definition, practice, prepare, serve, sheetPath, theory, uuid7 } from "./lib.mjs";
import { readJournal, tamper, until, writeJournal } from "./redis.mjs";

const web = createRequire(new URL("../../web/package.json", import.meta.url)); // the libraries of the judge's page
const nacl = web("tweetnacl");
const { blake2b } = web("@noble/hashes/blake2.js");
const BASE = "/api/v1/competitions/small";
// What must be in it, beside the kinds of every competition.
const ACTS = ["check_in", "commitment", "draw", "keys", "codes", "open", "recuse", "look", "confirm", "call", "answer", "trial", "benchmark", "substitute", "shift",
  "signed", "absent", "confirmed", "turn", "return", "void", "check", "sign", "lock", "reopen",
  "prepare", "note", "close", "step", "end"];
let server, tokens, dir, entries;

const must = async (method, path, body, token, status = 201) => {
  const answer = await server.call(method, path, { body, token });
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
};
const post = (path, body, token) => must("POST", `${BASE}/${path}`, body, token);
const salt = () => randomBytes(32).toString("hex");
const sign = (body) => post("skills/welder/signings", body);
const code = async (query) => (await must("GET", `${BASE}/pages?skill=welder&${new URLSearchParams(query)}`, undefined, undefined, 200)).code;
const give = (work, seat, value) => must("PUT", sheetPath(work, "w-practice", seat), practice(value, "20"), tokens[`judge-${seat}`]);

// The measurement is by a group of two, of whom one is absent: the other confirms alone.
async function confirmedBy(judge, pin, { work, seat, body, key }) {
  const sum = (bytes) => createHash("sha256").update(bytes).digest();
  const { confirm_key: hex } = await must("GET", `${BASE}/access`, undefined, tokens[judge], 200);
  const to = new Uint8Array(Buffer.from(hex, "hex"));
  const own = nacl.box.keyPair();
  const text = `jinbang-confirmation/1\nsmall\nw-group\n${work}\n${seat}\n${sum(body).toString("hex")}\n${key}\n${judge}\n`;
  const nonce = blake2b(new Uint8Array(Buffer.concat([own.publicKey, to])), { dkLen: 24 });
  const sealed = nacl.box(new Uint8Array(Buffer.concat([sum(text), Buffer.from(pin)])), nonce, to, own.secretKey);
  return `${judge} ${Buffer.concat([own.publicKey, sealed]).toString("hex")}`;
}

async function measure(works) {
  const { code } = await post("cards", { judge: "judge-J3" });
  await must("POST", "/api/v1/cards/pin", { judge: "judge-J3", code, pin: "2468" }, null);
  await post("panels/absences", { part: "w-group", seat: "J3", judge: "judge-J3b", absent: true, reason: "迟到" });
  for (const work of works) {
    const [body, key] = [JSON.stringify({ marks: [{ aspect: "g", value: "5" }] }), uuid7()];
    const confirmed = await confirmedBy("judge-J3", "2468", { work, seat: "J3", body, key });
    const answer = await server.call("PUT", sheetPath(work, "w-group", "J3"), { body, key, token: tokens["judge-J3"], headers: { "Jinbang-Confirmed": confirmed } });
    assert.equal(answer.status, 201, answer.raw);
  }
}

// The theory's judge marks on a tablet that signs.
async function tabletOf(judge) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const signer = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
  await must("PUT", `${BASE}/sessions/welder`, { open: true });
  const { code } = await post("cards", { judge });
  const { token } = await must("POST", "/api/v1/cards/claim", { code, key: signer }, null);
  return async (work, value) => {
    const [body, key] = [JSON.stringify(theory(value)), uuid7()];
    const text = `jinbang-sheet/1\nsmall\nw-theory\n${work}\nK\n${createHash("sha256").update(body).digest("hex")}\n${key}\n`;
    const signature = `ed25519 ${signer} ${signBytes(null, Buffer.from(text), privateKey).toString("hex")}`;
    const answer = await server.call("PUT", sheetPath(work, "w-theory", "K"), { body, token, key, headers: { "Jinbang-Signature": signature } });
    assert.equal(answer.status, 201, answer.raw);
  };
}

async function muster() {
  for (const id of ["c001", "c002"]) await post("check-in", { competitor: id, state: "present" });
  await post("check-in", { competitor: "c003", state: "absent" });
  await post("recusals", { judge: "judge-J1", competitors: ["c001"], why: "kinship" });
  tokens["judge-J2"] = (await post("judges/judge-J2/link", {})).token;
  await must("DELETE", `${BASE}/judges/judge-J3/link`);
  tokens["judge-J3"] = (await post("judges/judge-J3/link", {})).token;
  await post("draws/welder/commitment", { stations: 2 });
  await post("draws/welder/opening", { word: "金榜" });
  const { cards } = await post("codes/welder/work/cards", { salt: salt() });
  const { links } = await post("codes/welder/work/table", { salt: salt() });
  const { competitors } = await must("GET", `${BASE}/roster`, undefined, tokens["judge-J1"], 200);
  return { cards, works: links.toSorted().map(([, label]) => competitors.find((each) => each.code === label).id) };
}

async function panels([one, two]) {
  await post("trials", { part: "w-practice", seat: "J1", sample: 1, sheet: practice("30", "20") }, tokens["judge-J1"]);
  await post("trials/benchmarks", { part: "w-practice", marks: [{ aspect: "a", value: "30" }] });
  const giveTheory = await tabletOf("judge-K");
  for (const work of [one, two]) await giveTheory(work, "80");
  await give(one, "J1", "40");
  await post("rulings", { ruling: "turn", part: "w-practice", competitor: one, reason: "等一等" });
  await post("rulings", { ruling: "return", part: "w-practice", competitor: one, reason: "重看" });
  for (const work of [one, two]) for (const [i, seat] of ["J1", "J2", "J3"].entries()) await give(work, seat, String(41 + i));
  await post("rulings", { ruling: "void", part: "w-practice", competitor: two, seat: "J3", reason: "写错了行" });
  await give(two, "J3", "44");
  await post("panels/looks", { part: "w-practice", competitor: two, seat: "J2", reason: "再看一眼" });
  await post("panels/confirmations", { part: "w-practice", competitor: two, seat: "J2" }, tokens["judge-J2"]);
  const { receipt } = await post("calls", { part: "w-practice", seat: "J1", words: "这里有问题" }, tokens["judge-J1"]);
  await post("calls/answers", { call: receipt.number, words: "来了" });
  await post("shifts", { from: "judge-J1", to: "judge-J2", sealed: [receipt.number], unsent: 0, begun: 2, client_time: "2026-05-01T12:00:00Z" });
  await post("panels/substitutions", { skill: "welder", part: "w-practice", seat: "J3", to: "judge-J2", reason: "J3 生病" });
}

async function signOff() {
  await post("rulings", { ruling: "status", competitor: "c003", status: "no_show", reason: "缺席" });
  await sign({ act: "check", stage: "final" });
  const seats = [["w-theory", "K"], ["w-practice", "J1"], ["w-practice", "J2"], ["w-practice", "J3"], ["w-group", "J3"]];
  const signSeat = async ([part, seat]) => sign({ act: "sign", part, seat, role: "judge", code: await code({ part, seat }) });
  const signAll = async () => {
    for (const role of ["chief", "supervisor"]) await sign({ act: "sign", stage: "final", role, code: await code({ stage: "final" }) });
    await sign({ act: "lock", stage: "final" });
  };
  for (const each of seats) await signSeat(each);
  await signAll();
  await sign({ act: "reopen", part: "w-practice", competitor: "c002", seat: "J2", reason: "抄分有误" });
  await sign({ act: "check", stage: "final" });
  await signSeat(seats[2]);
  await signAll();
}

async function award() {
  await post("ceremony", { act: "prepare", items: [{ skill: "welder", honour: "first", mode: "one", presenters: "王建国", host: "有请状元" }, { skill: "welder", honour: "second", mode: "one", joins: true }] });
  const { steps } = await must("GET", `${BASE}/ceremony/sheet`, undefined, undefined, 200);
  await post("ceremony", { act: "note", id: steps[0].people[0].id, by: "赵晓梅" });
  await post("ceremony", { act: "close", reason: "大屏已经公布" });
  await post("ceremony", { act: "step", to: 1 });
  await post("ceremony", { act: "end" });
}

before(async () => {
  server = await serve();
  dir = server.dir;
  const { stages } = definition().skills[0];
  Object.assign(stages[0].modules[1].parts[0], { turn: "all_in", trial: { samples: 1 }, drop_high: 0, drop_low: 0 });
  const more = { blind: ["work"], exposure: { before: "code", after: "name" }, signing: { by: "ink", supervisor: true }, stages,
    titles: [{ id: "first", name: { zh: "技术状元", en: "Champion" }, from: 1, to: 1 }, { id: "second", name: { zh: "技术明星", en: "Star" }, from: 2, to: 2 }] };
  stages[0].modules[1].parts.push({ id: "w-group", name: { zh: "测量" }, seats: ["J3"], members: 2, aspects: [{ id: "g", name: { zh: "尺寸" }, min: "0", max: "10", step: "1" }] });
  tokens = await prepare(server, { competitors: 3, more });
  await post("judges", { judges: [{ id: "judge-J3b", name: "裁判乙", role: "judge", seats: [{ skill: "welder", part: "w-group", seat: "J3" }] }] });
  const { cards, works } = await muster();
  await panels(works);
  await measure(works);
  await post("codes/welder/work/opening", { cards: [cards[0].code, cards[2].code] });
  await signOff();
  await post("skills/welder/publication", {});
  await award();
  await until(async () => (await server.call("GET", `${BASE}/journal`)).raw.trim().split("\n").at(-1).includes('\\"kind\\":\\"seal\\"'));
  await server.stop();
  await tamper(dir, async (ask) => { entries = await readJournal(ask, "small"); });
  if (process.env.KEEP) writeFileSync(process.env.KEEP, Buffer.concat(entries.flatMap((bytes) => [Buffer.from(`${bytes.length}\n`), bytes, Buffer.from("\n")])));
});
after(() => server.remove());

const verify = () => spawnSync(BINARY, ["verify", "--data", dir], { encoding: "utf8" });
const text = (bytes) => bytes.toString();
// Of an entry: the act or ruling that it is about, else its kind.
const actOf = (bytes) => {
  const [head, ...body] = text(bytes).slice(2).split("\n");
  const { kind, act, ruling, signer, confirmed } = JSON.parse(head);
  return act ?? ruling ?? (confirmed ? "confirmed" : signer ? "signed" : ["muster", "signing", "ceremony"].includes(kind) ? JSON.parse(body.join("\n")).act : kind);
};

test("the journal has every act, and is clean", () => {
  const there = new Set(entries.map(actOf));
  assert.deepEqual(ACTS.filter((act) => !there.has(act)), [], [...there].join(" "));
  const said = verify();
  assert.equal(said.status, 0, said.stdout + said.stderr);
});

test("an altered entry is named, of whichever act it is", async () => {
  const missed = [];
  for (const act of new Set(entries.slice(0, -1).map(actOf))) {
    const at = entries.findIndex((bytes) => actOf(bytes) === act);
    const bytes = Buffer.from(entries[at]);
    const digit = text(bytes).search(/\d(?=[^\d]*$)/); // the last digit of its text, so that it reads as before
    bytes[Buffer.byteLength(text(bytes).slice(0, digit < 0 ? bytes.length - 2 : digit))] ^= 1;
    await tamper(dir, (ask) => writeJournal(ask, "small", entries.with(at, bytes)));
    const said = verify();
    const named = said.status === 1 && new RegExp(`DIFFERENCE competition=small: entry (${at + 1}|${at + 2}): `).test(said.stdout + said.stderr);
    if (!named || /Sanitizer|runtime error/.test(said.stderr)) missed.push(`${act} (${at + 1}): ${said.status} ${said.stdout}${said.stderr}`.slice(0, 300));
  }
  assert.deepEqual(missed, []);
});
