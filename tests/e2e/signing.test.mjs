// Sign-off: marks are checked, signed and locked before a skill that asks for it is published; what was signed is what the
// marks gave, an older print is refused, and every closed gate says why.
import { test, describe, before, after } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { BINARY, because, definition, folder, practice, prepare, seenRules, serve, sheetPath, theory } from "./lib.mjs";

const run = promisify(execFile);
const PAPER = { signing: { by: "ink", supervisor: true } };
const EN = { "Accept-Language": "en" };

let server;
const SCAN_MAX = 1 << 20;
const flags = [`--scan-bytes-max=${SCAN_MAX}`];
before(async () => { server = await serve({ flags }); });
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

async function must(method, path, options, status = 201) {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
}

const base = (id) => `/api/v1/competitions/${id}`;
const act = (id, body, options = {}) => server.call("POST", `${base(id)}/skills/welder/signings`, { body, ...options });
const good = async (id, body, options) => { const answer = await act(id, body, options); assert.equal(answer.status, 201, answer.raw); return answer.json; };
const gates = (id) => must("GET", `${base(id)}/gates?skill=welder`, {}, 200);
const page = (id, query) => must("GET", `${base(id)}/pages?skill=welder&${new URLSearchParams(query)}`, {}, 200);
const device = async (id, ...grants) => (await must("POST", `${base(id)}/devices`, { body: { grants } })).token;

const SHEETS = [["w-theory", "K", theory], ["w-practice", "J1", practice], ["w-practice", "J2", practice], ["w-practice", "J3", practice]];

async function markAll(id, tokens, count = 3) {
  for (let i = 1; i <= count; i++) {
    for (const [part, seat] of SHEETS) {
      const body = part === "w-theory" ? theory(String(70 + i)) : practice(String(40 + i), "20");
      await must("PUT", sheetPath(`c00${i}`, part, seat, id), { token: tokens?.[`judge-${seat}`], body });
    }
  }
}

const SEATS = SHEETS.map(([part, seat]) => ({ part, seat }));
async function signSeats(id) {
  for (const each of SEATS) await good(id, { act: "sign", ...each, role: "judge", code: (await page(id, each)).code });
}

async function signStanding(id) {
  const { code } = await page(id, { stage: "final" });
  for (const role of ["chief", "supervisor"]) await good(id, { act: "sign", stage: "final", role, code });
}

async function whole(id) {
  await good(id, { act: "check", stage: "final" });
  await signSeats(id);
  await signStanding(id);
  await good(id, { act: "lock", stage: "final" });
}

const stageOf = async (id) => (await gates(id)).stages[0];
const publish = (id, options) => server.call("POST", `${base(id)}/skills/welder/publication`, { body: {}, ...options });

describe("the way to a publication", () => {
  test("goes through open, checked, signed and locked, each with its entry, and no gate opens early", async () => {
    const tokens = await prepare(server, { id: "way", more: PAPER });
    assert.equal((await stageOf("way")).state, "open");
    const early = await act("way", { act: "check", stage: "final" });
    assert.equal(early.status, 409);
    assert.match(early.json.detail, /还差评分表（12）：A1 理论 K、A1 实操 J1/);
    await markAll("way", tokens);
    assert.deepEqual((await stageOf("way")).gates[0], { gate: "check", open: true, reasons: [] });
    const refused = await publish("way");
    assert.deepEqual([refused.status, refused.json.type], [409, "/problems/not-locked"]);
    assert.match(refused.json.detail, /决赛：还缺签字（6）：理论 裁判 K/);
    assert.match((await publish("way", { headers: EN })).json.detail, /signatures are missing \(6\)/);
    const unchecked = await act("way", { act: "sign", stage: "final", role: "chief", code: (await page("way", { stage: "final" })).code });
    assert.deepEqual([unchecked.status, unchecked.json.type], [409, "/problems/gate-closed"]);
    await good("way", { act: "check", stage: "final" });
    assert.equal((await stageOf("way")).state, "checked");
    assert.match((await act("way", { act: "lock", stage: "final" })).json.detail, /还缺签字（6）/);
    await signSeats("way");
    await signStanding("way");
    assert.equal((await stageOf("way")).state, "signed");
    assert.equal((await publish("way")).status, 409);
    await good("way", { act: "lock", stage: "final" });
    const locked = await gates("way");
    assert.equal(locked.stages[0].state, "locked");
    assert.deepEqual(locked.publication, { open: true, reasons: [] });
    assert.equal((await publish("way")).status, 201);
  });

  test("is as short as ever where the rules ask for no sign-off", async () => {
    await prepare(server, { id: "plain" });
    await markAll("plain");
    assert.deepEqual([(await gates("plain")).signing, (await gates("plain")).publication.open], ["none", true]);
    assert.equal((await act("plain", { act: "check", stage: "final" })).json.type, "/problems/signing-not-here");
    assert.equal((await publish("plain")).status, 201);
  });
});

describe("a printed page", () => {
  test("carries a code that is refused with words once a mark has changed, and the new print is taken", async () => {
    await prepare(server, { id: "print", more: PAPER });
    await markAll("print");
    const seat = { part: "w-practice", seat: "J2" };
    const old = await page("print", seat);
    assert.match(old.code, /^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/);
    await good("print", { act: "sign", ...seat, role: "judge", code: old.code.toLowerCase() });
    const { etag } = (await must("GET", `${base("print")}/sheets`, {}, 200)).sheets.find((each) => each.part === seat.part && each.seat === "J2" && each.competitor === "c002");
    const changed = await must("PUT", sheetPath("c002", seat.part, "J2", "print"), { body: because(practice("45", "30")), headers: { "If-Match": `"${etag}"` } }, 200);
    const signature = (await stageOf("print")).signatures.find((each) => each.seat === "J2");
    assert.deepEqual([signature.state, signature.void], ["void", "changed"]);
    const refused = await act("print", { act: "sign", ...seat, role: "judge", code: old.code });
    assert.deepEqual([refused.status, refused.json.type], [409, "/problems/print-outdated"]);
    assert.equal(refused.json.detail, `打印之后有改动：A2 实操 J2（№${changed.receipt.number}）。请重新打印后再签。`);
    await good("print", { act: "sign", ...seat, role: "judge", code: (await page("print", seat)).code });
    assert.equal((await stageOf("print")).signatures.find((each) => each.seat === "J2").state, "signed");
  });

  test("of another seat, and a mistyped code, are told apart", async () => {
    const code = (await page("print", { part: "w-practice", seat: "J3" })).code;
    const other = await act("print", { act: "sign", part: "w-practice", seat: "J1", role: "judge", code });
    assert.deepEqual([other.status, other.json.type], [409, "/problems/print-other"]);
    const swapped = code[1] + code[0] + code.slice(2);
    const typo = await act("print", { act: "sign", part: "w-practice", seat: "J3", role: "judge", code: swapped === code ? `3${code.slice(1)}` : swapped });
    assert.deepEqual([typo.status, typo.json.type], [422, "/problems/code-mistyped"]);
  });

  test("has a digest over ids, codes and marks that anybody can compute again, and the same code while nothing changes", async () => {
    const one = await page("print", { part: "w-theory", seat: "K" });
    const text = JSON.stringify({ page: "summary", competition: "print", skill: "welder", stage: "final", part: "w-theory",
      rows: one.rows.map((row) => ({ competitor: row.id, code: row.code, seat: row.seat, sheet: row.sheet })) });
    assert.equal(createHash("sha256").update(text).digest("hex"), one.digest);
    assert.equal((await page("print", { part: "w-theory", seat: "K" })).code, one.code);
  });

  test("shows names only where the rules show them", async () => {
    assert.equal((await page("print", { stage: "final" })).rows[0].name, "选手3");
    await prepare(server, { id: "blind", more: { ...PAPER, exposure: { before: "none", after: "name" } } });
    await markAll("blind");
    for (const query of [{ stage: "final" }, { part: "w-theory", seat: "K" }]) {
      const answer = await server.call("GET", `${base("blind")}/pages?skill=welder&${new URLSearchParams(query)}`);
      assert.ok(answer.raw.includes("A1") && !answer.raw.includes("选手"), answer.raw);
    }
  });
});

describe("a locked stage", () => {
  test("takes no sheet, no ruling and no newcomer; one sheet is reopened with a reason and everything about it is signed anew", async () => {
    const tokens = await prepare(server, { id: "lock", more: PAPER });
    await markAll("lock", tokens);
    await whole("lock");
    const amend = async (seat) => {
      const at = sheetPath("c001", "w-practice", seat, "lock");
      const { headers } = await server.call("GET", at);
      return server.call("PUT", at, { token: tokens[`judge-${seat}`], body: because(practice("50", "30")), headers: { "If-Match": headers.get("etag") } });
    };
    for (const answer of [await amend("J1"),
      await server.call("POST", `${base("lock")}/rulings`, { body: { ruling: "status", competitor: "c001", status: "dsq", reason: "x" } }),
      await server.call("POST", `${base("lock")}/roster`, { body: { competitors: [{ id: "late", skill: "welder", name: "迟到" }] } })]) {
      assert.deepEqual([answer.status, answer.json.type], [409, "/problems/stage-locked"], answer.raw);
    }
    assert.equal((await act("lock", { act: "reopen", part: "w-practice", competitor: "c001", seat: "J1" })).status, 422); // no reason
    await good("lock", { act: "reopen", part: "w-practice", competitor: "c001", seat: "J1", reason: "抄分有误" });
    assert.equal((await publish("lock")).status, 409);
    const voided = (await stageOf("lock")).signatures.filter((each) => each.state === "void").map((each) => [each.page, each.seat ?? each.role, each.void]);
    assert.deepEqual(voided, [["summary", "J1", "reopened"], ["standing", "chief", "reopened"], ["standing", "supervisor", "reopened"]]);
    assert.equal((await amend("J2")).status, 409);
    assert.equal((await amend("J1")).status, 200);
    await good("lock", { act: "check", stage: "final" });
    await good("lock", { act: "sign", part: "w-practice", seat: "J1", role: "judge", code: (await page("lock", { part: "w-practice", seat: "J1" })).code });
    await signStanding("lock");
    await good("lock", { act: "lock", stage: "final" });
    assert.equal((await stageOf("lock")).reopened[0].reason, "抄分有误");
    assert.equal((await publish("lock")).status, 201);
  });

  test("keeps its signatures when the rules change elsewhere, and loses them when its result changes", async () => {
    await prepare(server, { id: "rules", more: PAPER });
    await markAll("rules");
    await whole("rules");
    const change = async (edit) => {
      const whole = definition("rules", PAPER);
      edit(whole.skills[0]);
      await must("PUT", `${base("rules")}/rules`, { body: { definition: whole, reason: "更正" }, headers: await seenRules(server, "rules") });
    };
    await change((skill) => { skill.name.en = "Welding"; });
    assert.equal((await stageOf("rules")).state, "locked");
    await change((skill) => { skill.stages[0].modules[0].weight = "40%"; skill.stages[0].modules[1].weight = "60%"; });
    const stage = await stageOf("rules");
    assert.equal(stage.state, "open");
    assert.deepEqual(stage.signatures.map((each) => each.state), ["signed", "signed", "signed", "signed", "void", "void"]);
  });
});

describe("what was signed", () => {
  test("is recounted by verify after a restart, and holds", async () => {
    await server.stop();
    server = await serve({ dir: server.dir, flags });
    assert.equal((await stageOf("lock")).state, "locked");
    await server.stop();
    const { stdout } = await run(BINARY, ["verify", "--data", server.dir, "--json"]);
    const told = stdout.trim().split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
    assert.ok(told.some((each) => each.signings > 0), stdout);
    assert.deepEqual(told.filter((each) => each.differences > 0), []);
    server = await serve({ dir: server.dir, flags });
  });
});

describe("a scan", () => {
  test("is kept sealed and comes back as it was; the journal holds its digest only", async () => {
    const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(3000, 7)]);
    const signature = (await stageOf("print")).signatures.find((each) => each.state === "signed");
    const at = `${base("print")}/skills/welder/signings/${signature.last.number}/scan`;
    const send = (bytes) => fetch(server.url + at, { method: "POST", body: bytes, headers: { Authorization: `Bearer ${server.token}`, "Idempotency-Key": crypto.randomUUID().replace(/^(.{14})./, "$17"), "Content-Type": "image/png" } });
    assert.equal((await send(Buffer.from("GIF89a"))).status, 415);
    const most = Buffer.concat([png, Buffer.alloc(SCAN_MAX - png.length)]);
    assert.equal((await send(Buffer.concat([most, Buffer.alloc(1)]))).status, 413);
    assert.equal((await send(most)).status, 201); // the later one stands
    assert.equal((await send(png)).status, 201);
    const back = await fetch(server.url + at, { headers: { Authorization: `Bearer ${server.token}` } });
    assert.deepEqual([back.headers.get("content-type"), Buffer.from(await back.arrayBuffer()).equals(png)], ["image/png", true]);
    const digest = createHash("sha256").update(png).digest("hex");
    assert.equal((await stageOf("print")).signatures.find((each) => each.last?.number === signature.last.number).last.scan, digest);
    const journal = (await server.call("GET", `${base("print")}/journal?limit=1000`)).raw;
    assert.ok(journal.includes(digest) && journal.length < 60_000);
  });
});

describe("drawn on the tablet", () => {
  test("a judge signs his own seat only; the drawing is sealed, its digest in the journal; a competitor's refusal has a witness", async () => {
    const id = "drawn";
    const more = { signing: { by: "drawn" } };
    const whole = definition(id, more);
    whole.skills[0].stages[0].modules[0].parts[0].competitor_signs = true;
    await must("POST", "/api/v1/competitions", { body: whole });
    await must("POST", `${base(id)}/roster`, { body: { competitors: [{ id: "c001", skill: "welder", code: "A1", name: "某某" }] } });
    const { judges } = await must("POST", `${base(id)}/judges`, { body: { judges: [{ id: "j1", name: "甲", role: "judge", seats: [{ skill: "welder", seat: "J1" }] }] } });
    await markAll(id, null, 1);
    const drawing = { strokes: [[1, 2, 30, 40, 5, 6]], width: 600, height: 200 };
    const as = { token: judges[0].token };
    const { code } = await page(id, { part: "w-practice", seat: "J1" });
    assert.equal((await act(id, { act: "sign", part: "w-practice", seat: "J2", role: "judge", code, drawing }, as)).status, 403);
    const { receipt } = await good(id, { act: "sign", part: "w-practice", seat: "J1", role: "judge", code, drawing }, as);
    const back = await must("GET", `${base(id)}/skills/welder/signings/${receipt.number}/drawing`, {}, 200);
    assert.deepEqual(back, drawing);
    const journal = (await server.call("GET", `${base(id)}/journal?limit=1000`)).raw;
    assert.ok(!journal.includes("strokes") && journal.includes(createHash("sha256").update(JSON.stringify(drawing, ["height", "strokes", "width"])).digest("hex")));
    assert.equal((await act(id, { act: "refuse", part: "w-theory", competitor: "c001", reason: "不服" })).status, 422); // no witness
    const refuse = (witness) => act(id, { act: "refuse", part: "w-theory", competitor: "c001", witness, reason: "不服" });
    for (const nobody of ["j2", "c001", "chief", "clerk"]) { // of whom there is none, or who is no witness of his own refusal
      const { status, json } = await refuse(nobody);
      assert.deepEqual([nobody, status, json.type, json.errors[0].pointer], [nobody, 422, "/problems/unknown-witness", "/witness"]);
    }
    await device(id, { role: "chief" });
    assert.equal((await refuse("chief")).status, 201);
    await good(id, { act: "refuse", part: "w-theory", competitor: "c001", witness: "j1", reason: "不服" });
    const slip = (await stageOf(id)).signatures.find((each) => each.page === "slip");
    assert.deepEqual([slip.state, slip.last.how, slip.last.witness], ["signed", "refused", "j1"]);
  });
});

describe("double entry and re-check", () => {
  test("typed again by another person, differences settled with a reason; a sample is drawn, too many wrong sheets mean all", async () => {
    const id = "twice";
    await prepare(server, { id, competitors: 2, more: { signing: { by: "ink", double_entry: true, recheck: { top: 1, share: "0%", errors: "30%" } } } });
    await markAll(id, null, 2); // by the organiser: no judge has sent them
    const clerk = { token: await device(id, { role: "clerk" }) };
    const second = (i, part, seat, body) => act(id, { act: "second", part, competitor: `c00${i}`, seat, body }, clerk);
    assert.match((await act(id, { act: "check", stage: "final" })).json.detail, /纸质评分表还要由另一人再录一次（8）/);
    const own = await act(id, { act: "second", part: "w-theory", competitor: "c001", seat: "K", body: theory("71") });
    assert.deepEqual([own.status, own.json.type], [409, "/problems/same-person"]);
    for (const i of [1, 2]) for (const [part, seat] of SHEETS) {
      const body = part === "w-theory" ? theory(i === 2 ? "27.0" : `7${i}.0`) : practice(String(40 + i), "20.0");
      assert.equal((await second(i, part, seat, body)).status, 201);
    }
    const differ = (await stageOf(id)).gates[0].reasons.find((each) => each.kind === "entries-differ");
    assert.deepEqual(differ.items.map((each) => [each.competitor, each.part, each.first.marks[0].value, each.second.marks[0].value]), [["c002", "w-theory", "72", "27"]]);
    const settle = { act: "settle", part: "w-theory", competitor: "c002", seat: "K", reason: "第二次看反了" };
    for (const typist of [{}, clerk]) assert.equal((await act(id, settle, typist)).json.type, "/problems/settles-own");
    await good(id, settle, { token: await device(id, { role: "chief" }) });
    await good(id, { act: "sample", stage: "final" });
    assert.equal((await act(id, { act: "sample", stage: "final" })).status, 409); // drawn once
    assert.deepEqual((await stageOf(id)).sample.chosen, ["c002"]);
    const recheck = (i, part, seat, fine = true) => good(id, { act: "recheck", part, competitor: `c00${i}`, seat, good: fine });
    await recheck(2, "w-theory", "K", false);
    assert.equal((await stageOf(id)).sample.all, false); // 1 of 4 is 25 %
    await recheck(2, "w-practice", "J1", false);
    assert.equal((await stageOf(id)).sample.all, true);
    assert.match((await act(id, { act: "check", stage: "final" })).json.detail, /抽查有 2 张错误，超过限度，全部评分表都要复核（8）/);
    for (const i of [1, 2]) for (const [part, seat] of SHEETS) await recheck(i, part, seat);
    await good(id, { act: "check", stage: "final" });
  });
});
