// A paired tablet signs its sheets with a key of its own: the server takes no unsigned sheet of it, what it signed counts whoever
// hands it in, and `jinbang verify` finds whatever was changed. The keys here are made by Node's Ed25519, not by the page's library.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync, randomBytes, sign as signBytes } from "node:crypto";
import { BINARY, because, isProblem, journalOf, practice, prepare, serve, sheetPath, theory, uuid7 } from "./lib.mjs";
import { readJournal, tamper, until, writeJournal } from "./redis.mjs";

const BASE = "/api/v1/competitions/small";
let server, tokens;

const must = async (method, path, options, status = 201) => {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
};

function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return { key: publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex"), privateKey };
}

// The header's value, as server/wire/signature.h says it.
function signatureOf({ key, privateKey }, { competitor, part, seat, body, ask, competition = "small" }) {
  const digest = createHash("sha256").update(body).digest("hex");
  const text = `jinbang-sheet/1\n${[competition, part, competitor, seat, digest, ask].join("\n")}\n`;
  return `ed25519 ${key} ${signBytes(null, Buffer.from(text), privateKey).toString("hex")}`;
}

// A tablet that was let in by a printed card.
async function pair(judge, keys = newKey()) {
  const { code } = await must("POST", `${BASE}/cards`, { body: { judge } });
  const { token } = await must("POST", "/api/v1/cards/claim", { token: null, body: { code, ...(keys ? { key: keys.key } : {}) } });
  const { device } = await must("GET", "/api/v1/access", { token }, 200);
  return { ...keys, token, id: device.id, device };
}

// Signed by `by`, sent with `token`.
function put(competitor, seat, content, { by, token, ask = uuid7(), headers = {}, ...changed } = {}) {
  const part = seat === "K" ? "w-theory" : "w-practice";
  const body = JSON.stringify(content);
  const signature = by ? { "Jinbang-Signature": signatureOf(by, { competitor, part, seat, body, ask, ...changed }) } : {};
  return server.call("PUT", sheetPath(competitor, part, seat), { token, body, key: ask, headers: { ...signature, ...headers } });
}
const sheets = async () => (await journalOf(server, "small")).filter(({ head }) => head.kind === "sheet");

async function start(options) {
  server = await serve(options);
  if (!options) tokens = await prepare(server);
  await must("PUT", `${BASE}/sessions/welder`, { body: { open: true } });
}
async function end() {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
}

describe("a paired tablet's key", () => {
  let tablet;
  before(async () => {
    await start();
    tablet = await pair("judge-K");
  });
  after(async () => {
    await end();
    server.remove();
  });

  test("is known from the pairing on, by a card or by a code on its screen", async () => {
    assert.equal(tablet.device.key, tablet.key);
    const other = newKey();
    const shown = await must("POST", "/api/v1/pairings", { token: null, body: { key: other.key } });
    const grants = [{ role: "judge", judge: "judge-J3" }];
    await must("POST", `${BASE}/pairings/${shown.code}/claim`, { body: { grants } });
    const { device } = await must("GET", "/api/v1/access", { token: shown.token }, 200);
    assert.equal(device.key, other.key);
    assert.ok(device.name);
    for (const key of ["", "00", "G".repeat(64), tablet.key.toUpperCase(), 5]) {
      isProblem(await server.call("POST", "/api/v1/pairings", { token: null, body: { key } }), 422, "wrong-type", "/key");
    }
  });

  test("signs a sheet, which the journal holds with key and signature in version 6", async () => {
    assert.equal((await put("c001", "K", theory("80"), { by: tablet, token: tablet.token })).status, 201);
    const [{ head, entry }] = await sheets();
    assert.equal(head.signer, tablet.key);
    assert.match(head.signature, /^[0-9a-f]{128}$/);
    assert.ok(entry.startsWith("6 "));
  });

  test("is asked for: what comes unsigned, signed otherwise or by somebody else's key is refused in words and leaves no trace", async () => {
    const mine = { by: tablet, token: tablet.token };
    const count = (await sheets()).length;
    const thief = newKey(); // has the token, but not the tablet
    isProblem(await put("c002", "K", theory("70"), { token: tablet.token }), 403, "signature-missing");
    isProblem(await put("c002", "K", theory("70"), { by: thief, token: tablet.token }), 422, "signer-unknown");
    for (const changed of [{ competitor: "c003" }, { part: "w-practice" }, { seat: "J1" }, { competition: "large" }, { body: "{}" }, { ask: uuid7() }]) {
      const of = { competitor: "c002", part: "w-theory", seat: "K", body: JSON.stringify(theory("70")), ask: uuid7(), ...changed };
      const headers = { "Jinbang-Signature": signatureOf(tablet, of) };
      const ask = "ask" in changed ? uuid7() : of.ask;
      isProblem(await put("c002", "K", theory("70"), { token: tablet.token, ask, headers }), 422, "signature-wrong");
    }
    for (const value of ["x", `ed25519 ${tablet.key}`, `ed25519 ${tablet.key} ${"0".repeat(127)}`]) {
      isProblem(await put("c002", "K", theory("70"), { token: tablet.token, headers: { "Jinbang-Signature": value } }), 400, "signature-malformed");
    }
    assert.equal((await sheets()).length, count);
    assert.equal((await put("c002", "K", theory("70"), mine)).status, 201);
  });

  test("is not asked for again: the same request gets its first receipt", async () => {
    const ask = uuid7();
    const first = await put("c003", "K", theory("60"), { by: tablet, token: tablet.token, ask });
    const again = await put("c003", "K", theory("60"), { token: tablet.token, ask });
    assert.deepEqual([first.status, again.status, again.json.receipt.number], [201, 200, first.json.receipt.number]);
  });

  test("signs what it changes, too", async () => {
    const { headers } = await server.call("GET", sheetPath("c003", "w-theory", "K"), { token: tablet.token });
    const changed = { by: tablet, token: tablet.token, headers: { "If-Match": headers.get("etag") } };
    assert.equal((await put("c003", "K", because(theory("61")), changed)).status, 200);
  });
});

describe("without a key", () => {
  before(() => start());
  after(async () => {
    await end();
    server.remove();
  });

  test("a judge's own token, a clerk and a device that registered none send as ever", async () => {
    const clerk = (await must("POST", `${BASE}/devices`, { body: { grants: [{ role: "clerk" }] } })).token;
    const device = await pair("judge-J2", null);
    assert.equal(device.device.key, undefined);
    assert.equal((await put("c001", "K", theory("80"), { token: tokens["judge-K"] })).status, 201);
    assert.equal((await put("c001", "J1", practice("50", "30"), { token: clerk })).status, 201);
    assert.equal((await put("c001", "J2", practice("50", "30"), { token: device.token })).status, 201);
    assert.ok((await sheets()).every(({ head, entry }) => !head.signer && !entry.startsWith("6 ")));
  });

  test("a device of before says once with which it signs from then on", async () => {
    const { token } = await pair("judge-J3", null);
    const mine = newKey();
    const register = (body, as = token) => server.call("PUT", "/api/v1/key", { token: as, body });
    isProblem(await register({ key: "12" }), 422, "wrong-type", "/key");
    isProblem(await register({}), 422, "missing-field", "/key");
    isProblem(await register({ key: mine.key }, null), 401, "token-missing");
    for (const other of [server.token, tokens["judge-K"]]) isProblem(await register({ key: mine.key }, other), 403, "not-allowed");
    assert.equal((await register({ key: mine.key })).status, 201);
    assert.equal((await register({ key: mine.key })).status, 201);
    isProblem(await register({ key: newKey().key }), 409, "device-has-key");
    isProblem(await put("c001", "J3", practice("50", "30"), { token }), 403, "signature-missing");
    assert.equal((await put("c001", "J3", practice("50", "30"), { by: mine, token })).status, 201);
  });
});

describe("what a tablet has signed", () => {
  let one, two, other;
  before(async () => {
    await start();
    one = await pair("judge-J1");
    two = await pair("judge-J1");
    other = await pair("judge-J2");
  });
  after(() => server.remove());

  const batch = async (competitor, by, token) => {
    const [body, key] = [JSON.stringify(practice("50", "30")), uuid7()];
    const signature = signatureOf(by, { competitor, part: "w-practice", seat: "J1", body, ask: key });
    const item = `{"key":"${key}","part":"w-practice","competitor":"${competitor}","seat":"J1","signature":"${signature}","body":${body}}`;
    return (await must("POST", `${BASE}/sheets`, { token, body: `{"sheets":[${item}]}` }, 200)).results[0];
  };

  test("counts from the organiser's hand and from another tablet of the seat, also once the tablet was revoked", async () => {
    assert.equal((await batch("c001", one, server.token)).status, 201);
    await must("DELETE", `${BASE}/devices/${one.id}`, {});
    isProblem(await put("c002", "J1", practice("50", "30"), { by: one, token: one.token }), 401, "token-unknown");
    assert.equal((await put("c002", "J1", practice("50", "30"), { by: one, token: two.token })).status, 201);
    const signers = (await sheets()).map(({ head }) => head.signer);
    assert.deepEqual(signers, [one.key, one.key]);
  });

  test("is refused where the tablet was not one of the seat, and in a queue, too", async () => {
    isProblem(await put("c003", "J1", practice("50", "30"), { by: other, token: two.token }), 422, "signer-unknown");
    assert.equal((await batch("c003", other, server.token)).problem.type, "/problems/signer-unknown");
  });

  test("counts also once another judge has taken the seat: what was sealed before, was sealed", async () => {
    const tablet = await pair("judge-J3");
    await must("POST", `${BASE}/judges`, { body: { judges: [{ id: "spare", name: "替补", role: "judge", seats: [] }] } });
    await must("POST", `${BASE}/panels/substitutions`, { body: { skill: "welder", seat: "J3", to: "spare", reason: "身体不适" } });
    isProblem(await put("c002", "J3", practice("50", "30"), { by: tablet, token: tablet.token }), 403, "not-your-seat");
    const [body, key] = [JSON.stringify(practice("50", "30")), uuid7()];
    const signature = signatureOf(tablet, { competitor: "c002", part: "w-practice", seat: "J3", body, ask: key });
    const item = `{"key":"${key}","part":"w-practice","competitor":"c002","seat":"J3","signature":"${signature}","body":${body}}`;
    assert.equal((await must("POST", `${BASE}/sheets`, { token: server.token, body: `{"sheets":[${item}]}` }, 200)).results[0].status, 201);
    await must("POST", `${BASE}/panels/substitutions`, { body: { skill: "welder", seat: "J3", to: "judge-J3", reason: "回来了" } });
  });

  test("counts also once the seat was taken off the tablet, from another hand", async () => {
    const tablet = await pair("judge-J3");
    const [{ version }] = (await must("GET", `${BASE}/devices`, {}, 200)).devices.filter(({ id }) => id === tablet.id);
    await must("PUT", `${BASE}/devices/${tablet.id}/grants`, { body: { grants: [{ role: "judge", judge: "judge-J2" }] }, headers: { "If-Match": `"${version}"` } });
    isProblem(await put("c003", "J3", practice("50", "30"), { by: tablet, token: tablet.token }), 403, "not-your-seat");
    assert.equal((await put("c003", "J3", practice("50", "30"), { by: tablet })).status, 201);
  });

  test("counts from a tablet of several seats, for each of them", async () => {
    const keys = newKey();
    const grants = ["judge-J2", "judge-J3"].map((judge) => ({ role: "judge", judge }));
    const { token } = await must("POST", `${BASE}/devices`, { body: { grants } });
    await must("PUT", "/api/v1/key", { token, body: { key: keys.key } });
    for (const seat of ["J2", "J3"]) assert.equal((await put("c001", seat, practice("50", "30"), { by: keys, token })).status, 201);
  });

  test("goes on after kill -9, and again after the tablet has been paired anew with its old key", async () => {
    await server.kill();
    await start({ dir: server.dir });
    assert.equal((await must("GET", "/api/v1/access", { token: two.token }, 200)).device.key, two.key);
    isProblem(await put("c003", "J1", practice("50", "30"), { token: two.token }), 403, "signature-missing");
    const anew = await pair("judge-J1", one);
    assert.equal((await put("c003", "J1", practice("50", "30"), { by: one, token: anew.token })).status, 201);
  });

  test("is counted by verify, which names a signature and a key that are not the tablet's", async () => {
    await put("c001", "K", theory("80"), { token: tokens["judge-K"] });
    await until(async () => (await journalOf(server, "small")).at(-1).head.kind === "seal");
    await end();
    const verify = () => spawnSync(BINARY, ["verify", "--data", server.dir], { encoding: "utf8" });
    let said = verify();
    assert.equal(said.status, 0, said.stdout + said.stderr);
    assert.match(said.stdout, / sheets=8 signed=7 /);
    let entries;
    await tamper(server.dir, async (ask) => { entries = await readJournal(ask, "small"); });
    const at = entries.findIndex((bytes) => bytes.includes('"signer"'));
    const text = entries[at].toString();
    const [head, body] = [JSON.parse(text.slice(2, text.indexOf("\n"))), text.slice(text.indexOf("\n") + 1)];
    const thief = newKey();
    const where = { competitor: head.competitor, part: head.part, seat: head.seat, body, ask: head.ask };
    const [, key, signature] = signatureOf(thief, where).split(" ");
    const flipped = (head.signature[0] === "0" ? "1" : "0") + head.signature.slice(1);
    for (const [changed, words] of [
      [text.replace(head.signature, flipped), "the tablet's signature is not of this sheet"],
      [text.replace(head.signer, key).replace(head.signature, signature), "signed with a key of no tablet of the site"],
    ]) {
      assert.notEqual(changed, text);
      await tamper(server.dir, (ask) => writeJournal(ask, "small", entries.with(at, Buffer.from(changed))));
      said = verify();
      assert.equal(said.status, 1);
      assert.ok(said.stdout.includes(`DIFFERENCE competition=small: entry ${at + 1}: ${words}`), said.stdout + said.stderr);
      assert.doesNotMatch(said.stderr, /Sanitizer|runtime error/);
    }
  });
});

describe("behind blind codes", () => {
  const salt = () => randomBytes(32).toString("hex");
  before(async () => {
    server = await serve();
    tokens = await prepare(server, { competitors: 3, more: { blind: ["entry"], exposure: { before: "code", after: "name" } } });
    await must("PUT", `${BASE}/sessions/welder`, { body: { open: true } });
  });
  after(async () => {
    await server.kill(); // where it has not ended yet
    server.remove();
  });

  test("what was sealed under a work's id is signed well after the codes have been opened, in a queue too, and verify finds it good", async () => {
    const tablet = await pair("judge-K");
    const { cards } = await must("POST", `${BASE}/codes/welder/entry/cards`, { body: { salt: salt() } });
    for (const competitor of ["c001", "c002", "c003"]) await must("POST", `${BASE}/check-in`, { body: { competitor, state: "present" } });
    const { links } = await must("POST", `${BASE}/codes/welder/entry/table`, { body: { salt: salt() } });
    const { competitors } = await must("GET", `${BASE}/roster`, { token: tablet.token }, 200);
    const [one, two, three] = ["c001", "c002", "c003"].map((who) => competitors.find(({ code }) => code === Object.fromEntries(links)[who]).id);
    assert.match(one, /^w-/);
    for (const work of [one, two, three]) {
      assert.equal((await put(work, "K", theory("80"), { by: tablet, token: tablet.token })).status, 201);
      for (const seat of ["J1", "J2", "J3"]) await must("PUT", sheetPath(work, "w-practice", seat), { body: practice("40", "20") });
    }
    await must("POST", `${BASE}/codes/welder/entry/opening`, { body: { cards: cards.slice(0, 2).map(({ code }) => code) } });
    const etag = async (who) => (await server.call("GET", sheetPath(who, "w-theory", "K"))).headers.get("etag");
    const late = async (who, value, of = who) => put(who, "K", because(theory(value)), { by: tablet, token: tablet.token, competitor: of, headers: { "If-Match": await etag(who) } });
    // The tablet had no network meanwhile, and knows him by his work alone: it is told what has happened, and is not accused.
    for (const who of [two, "c002"]) isProblem(await late(who, "70"), 409, "codes-opened");
    const [body, key, version] = [JSON.stringify(because(theory("60"))), uuid7(), (await etag("c003")).replaceAll('"', "")];
    const item = `{"key":"${key}","part":"w-theory","competitor":"${three}","seat":"K","if_match":"${version}","signature":"${signatureOf(tablet, { competitor: three, part: "w-theory", seat: "K", body, ask: key })}","body":${body}}`;
    assert.equal((await must("POST", `${BASE}/sheets`, { token: tablet.token, body: `{"sheets":[${item}]}` }, 200)).results[0].problem.type, "/problems/codes-opened");
    // What the chief judge has declared void is marked anew, under either id.
    for (const [who, as] of [["c002", two], ["c003", "c003"]]) {
      await must("POST", `${BASE}/rulings`, { body: { ruling: "void", part: "w-theory", competitor: who, seat: "K", reason: "设备故障" } });
      const again = await put(as, "K", theory("75"), { by: tablet, token: tablet.token });
      assert.equal(again.status, 201, again.raw);
      assert.equal((await server.call("GET", sheetPath(who, "w-theory", "K"))).json.body.marks[0].value, "75"); // it is his
    }
    const wrong = await late(two, "72", three);
    isProblem(wrong, 422, "signature-wrong");
    assert.match(wrong.json.detail, /您没有做错什么/);
    await until(async () => (await journalOf(server, "small")).at(-1).head.kind === "seal");
    await end();
    const said = spawnSync(BINARY, ["verify", "--data", server.dir], { encoding: "utf8" });
    assert.equal(said.status, 0, said.stdout + said.stderr);
    assert.match(said.stdout, / sheets=14 signed=5 /);
  });
});
