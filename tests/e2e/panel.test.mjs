// The chief judge and his panels through the running server: second looks, panels that are sent back, substitutes, calls, trial
// marking. What is said is journaled, survives a kill -9 and a change of the rules, and verify finds nothing.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { BINARY, because, definition, roster, seenRules, serve, sheetPath } from "./lib.mjs";

const C = "panel";
const base = `/api/v1/competitions/${C}`;
const SEATS = ["J1", "J2", "J3"];
let server;
const tokens = {};

const must = async (method, path, options, status = 201) => {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
};
const refused = async (method, path, options, status, name) => {
  const answer = await server.call(method, path, options);
  assert.deepEqual([answer.status, answer.json?.type], [status, `/problems/${name}`], answer.raw);
  return answer.json;
};
const score = (value) => ({ marks: [{ aspect: "m", value }] });
const at = (who, seat, part = "p") => sheetPath(who, part, seat, C);
const send = (who, seat, value, part = "p") => must("PUT", at(who, seat, part), { token: tokens[seat], body: score(value) });
const etag = async (who, seat, part = "p") => (await server.call("GET", at(who, seat, part), { token: tokens[seat] })).headers.get("etag");
const amend = async (who, seat, value, reason = "看错了") => server.call("PUT", at(who, seat), {
  token: tokens[seat], body: reason ? because(score(value), reason) : score(value), headers: { "If-Match": await etag(who, seat) } });
const post = (path, body, token = tokens.chief) => server.call("POST", `${base}/${path}`, { token, body });
const said = async (path, body, token) => { const answer = await post(path, body, token); assert.equal(answer.status, 201, answer.raw); return answer.json.receipt; };
const mine = (seat) => must("GET", `${base}/panels/mine`, { token: tokens[seat] }, 200);
const entryOf = async (who, seat, part = "p") => (await mine(seat)).entries.find((each) => each.competitor === who && each.part === part && each.seat === seat);
const table = async () => must("GET", `${base}/panels?skill=s`, { token: tokens.chief }, 200);
const rowOf = async (who, part = "p") => (await table()).parts.find(({ id }) => id === part).entries.find(({ competitor }) => competitor === who);
const rule = (ruling) => said("rulings", { reason: "测试", ...ruling });

function rules(trial = { samples: 2, needed: true }) {
  const whole = definition(C);
  const [skill] = whole.skills;
  skill.id = "s";
  skill.tie_break = [];
  const part = (id, more) => ({ id, name: { zh: id }, seats: SEATS, aspects: [{ id: "m", name: { zh: "分" }, min: "0", max: "10", step: "0.1" }], ...more });
  skill.stages[0].modules = [{ id: "m", name: { zh: "评分" }, parts: [
    part("p", { variance: { by: "range", limit: "3", do: "hold" } }), part("c", { turn: "all_in" }), part("t", { trial })] }];
  return whole;
}

before(async () => {
  server = await serve();
  await must("POST", "/api/v1/competitions", { body: rules() });
  await must("POST", `${base}/roster`, { body: { competitors: roster(6, "s") } });
  const judges = [...SEATS.map((seat) => ({ id: `j-${seat}`, name: `裁判${seat}`, seats: [{ skill: "s", seat }] })), { id: "spare", name: "替补", seats: [] }];
  for (const made of (await must("POST", `${base}/judges`, { body: { judges } })).judges) tokens[made.id.replace("j-", "")] = made.token;
  tokens.chief = (await must("POST", `${base}/devices`, { body: { grants: [{ role: "chief", skills: ["s"] }] } })).token;
});
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

test("a sealed sheet is changed only with a reason; the chief sees the old marks, by whom, and why", async () => {
  for (const [seat, value] of [["J1", "8"], ["J2", "8.4"], ["J3", "7.9"]]) await send("c001", seat, value);
  const none = await amend("c001", "J1", "8.2", null);
  assert.deepEqual([none.status, none.json.type], [422, "/problems/reason-missing"]);
  assert.equal((await amend("c001", "J1", "8.2", "漏看一处")).status, 200);
  const { attempts, figure } = (await rowOf("c001")).seats[0];
  assert.equal(figure, "8.2");
  assert.deepEqual(attempts.map(({ end, by, reason, ended_by, body }) => [end, by, reason, ended_by, body]), [["amended", "j-J1", "漏看一处", "j-J1", score("8")]]);
});

test("the table says who is in, how far apart they are, and marks who is further than a tenth of the full mark from the others", async () => {
  for (const [seat, value] of [["J1", "8"], ["J2", "8.4"], ["J3", "9.8"]]) await send("c002", seat, value);
  const row = await rowOf("c002");
  assert.deepEqual([row.mean, row.spread, row.complete, row.held], ["8.733333333", "1.8", true, false]);
  assert.deepEqual(row.seats.map(({ seat, state, figure, from_others, outlier }) => [seat, state, figure, from_others, outlier]),
    [["J1", "in", "8", "-1.1", true], ["J2", "in", "8.4", "-0.5", false], ["J3", "in", "9.8", "1.6", true]]);
  const part = (await table()).parts.find(({ id }) => id === "p");
  assert.deepEqual(part.seats.map(({ seat, judges, count, outliers, mean, leniency }) => [seat, judges, count, outliers, mean, leniency]),
    [["J1", ["j-J1"], 2, 1, "8.1", "-0.525"], ["J2", ["j-J2"], 2, 0, "8.4", "-0.075"], ["J3", ["j-J3"], 2, 1, "8.85", "0.6"]]);
  await send("c003", "J1", "5");
  assert.deepEqual((await rowOf("c003")).seats.map(({ state, outlier }) => [state, outlier]), [["in", false], ["open", false], ["open", false]]);
});

test("a distance of exactly a tenth of the full mark is no outlier", async () => {
  for (const [seat, value] of [["J1", "8"], ["J2", "8"], ["J3", "9"]]) await send("c004", seat, value);
  assert.deepEqual((await rowOf("c004")).seats.map(({ from_others, outlier }) => [from_others, outlier]), [["-0.5", false], ["-0.5", false], ["1", false]]);
});

test("a second look is asked for with a reason, shown to that seat alone, and answered by leaving the marks or by changing them", async () => {
  const place = { part: "p", competitor: "c002", seat: "J3" };
  await refused("POST", `${base}/panels/looks`, { token: tokens.chief, body: place }, 422, "missing-field");
  await refused("POST", `${base}/panels/looks`, { token: tokens.chief, body: { ...place, competitor: "c005", reason: "x" } }, 404, "no-sheet");
  await refused("POST", `${base}/panels/confirmations`, { token: tokens.J3, body: place }, 409, "look-none");
  await said("panels/looks", { ...place, reason: "请再看 3 号焊缝" });
  await refused("POST", `${base}/panels/looks`, { token: tokens.chief, body: { ...place, reason: "x" } }, 409, "look-open");
  assert.deepEqual([(await entryOf("c002", "J3")).look.reason, (await entryOf("c002", "J3")).look.state], ["请再看 3 号焊缝", "open"]);
  assert.equal(await entryOf("c002", "J1"), undefined);
  await refused("POST", `${base}/panels/confirmations`, { token: tokens.J1, body: place }, 403, "not-your-seat");
  await said("panels/confirmations", { ...place, words: "看过，维持" }, tokens.J3);
  const [confirmed] = (await rowOf("c002")).seats[2].looks;
  assert.deepEqual([confirmed.state, confirmed.words], ["confirmed", "看过，维持"]);
  await said("panels/looks", { ...place, reason: "再看一次" });
  assert.equal((await amend("c002", "J3", "9.0", "确有漏扣")).status, 200);
  assert.deepEqual((await rowOf("c002")).seats[2].looks.map(({ state }) => state), ["confirmed", "changed"]);
  assert.equal((await entryOf("c002", "J3")).look.state, "changed");
});

test("after the cards were turned a seat changes its marks only when it is asked to look again", async () => {
  for (const seat of SEATS) await send("c001", seat, "8", "c");
  const change = async () => server.call("PUT", at("c001", "J1", "c"), { token: tokens.J1, body: because(score("7")), headers: { "If-Match": await etag("c001", "J1", "c") } });
  assert.equal((await change()).json.type, "/problems/cards-turned");
  await said("panels/looks", { part: "c", competitor: "c001", seat: "J1", reason: "核对" });
  assert.equal((await change()).status, 200);
  assert.equal((await change()).json.type, "/problems/cards-turned");
});

test("a held panel is told that it is apart, and by how much it may be, but not who; any of them may look again", async () => {
  for (const [seat, value] of [["J1", "9"], ["J2", "5"], ["J3", "8.5"]]) await send("c005", seat, value);
  for (const seat of SEATS) assert.deepEqual(await entryOf("c005", seat), { part: "p", competitor: "c005", seat, held: { by: "range", limit: "3" } });
  assert.equal((await rowOf("c005")).held, true);
  assert.equal((await amend("c005", "J2", "6.5", "重看录像")).status, 200);
  assert.deepEqual([await entryOf("c005", "J1"), (await rowOf("c005")).held], [undefined, false]);
});

test("the chief sends a panel back with the reason: each seat marks anew, and every attempt is kept in its order", async () => {
  await rule({ ruling: "return", part: "p", competitor: "c005", reason: "全组重看 2 号件" });
  for (const seat of SEATS) {
    const { back } = await entryOf("c005", seat);
    assert.deepEqual([back.end, back.reason], ["return", "全组重看 2 号件"]);
    await refused("GET", at("c005", seat), { token: tokens[seat] }, 404, "no-sheet");
  }
  for (const [seat, value] of [["J1", "8"], ["J2", "7.5"], ["J3", "8"]]) await send("c005", seat, value);
  assert.equal(await entryOf("c005", "J2"), undefined);
  const { attempts } = (await rowOf("c005")).seats[1];
  assert.deepEqual(attempts.map(({ end, reason, body }) => [end, reason, body.marks[0].value]), [["amended", "重看录像", "5"], ["return", "全组重看 2 号件", "6.5"]]);
  assert.ok(attempts[0].number < attempts[0].ended && attempts[0].ended === attempts[1].number && attempts[1].ended > attempts[1].number);
});

test("a voided sheet opens its seat again and tells the judge why", async () => {
  await rule({ ruling: "void", part: "p", competitor: "c004", seat: "J3", reason: "裁判看错件号" });
  assert.deepEqual([(await entryOf("c004", "J3")).back.end, (await entryOf("c004", "J3")).back.reason], ["void", "裁判看错件号"]);
  await send("c004", "J3", "8.1");
  assert.equal((await rowOf("c004")).seats[2].attempts[0].end, "void");
});

test("a judge calls the chief from his sheet; the chief answers once, and both see it", async () => {
  const call = await said("calls", { part: "p", competitor: "c006", seat: "J2", aspect: "m", words: "件号看不清" }, tokens.J2);
  await refused("POST", `${base}/calls`, { token: tokens.J1, body: { part: "p", seat: "J2", words: "x" } }, 403, "not-your-seat");
  await refused("POST", `${base}/calls`, { token: tokens.J2, body: { part: "p", seat: "J2", words: "" } }, 422, "wrong-type");
  const list = async (token) => (await must("GET", `${base}/calls`, { token }, 200)).calls;
  assert.deepEqual((await list(tokens.chief)).map(({ number, state, words, competitor, aspect, seat }) => [number, state, words, competitor, aspect, seat]), [[call.number, "open", "件号看不清", "c006", "m", "J2"]]);
  assert.deepEqual(await list(tokens.J1), []);
  await said("calls/answers", { call: call.number, words: "按 6 号件打" });
  await refused("POST", `${base}/calls/answers`, { token: tokens.chief, body: { call: call.number, words: "x" } }, 409, "call-answered");
  await refused("POST", `${base}/calls/answers`, { token: tokens.chief, body: { call: 1, words: "x" } }, 404, "unknown-call");
  const [answered] = (await mine("J2")).calls;
  assert.deepEqual([answered.state, answered.answer], ["answered", "按 6 号件打"]);
});

test("a seat that has to try first is closed until it has sealed one trial sheet, which counts for nothing", async () => {
  const real = () => server.call("PUT", at("c001", "J1", "t"), { token: tokens.J1, body: score("6") });
  assert.equal((await real()).json.type, "/problems/trial-first");
  const before = (await must("GET", `${base}/scoreboard?skill=s&detail=parts`, {}, 200)).rows;
  const exported = async () => (await server.call("GET", `${base}/export/final.json?skill=s&draft=1`)).raw.replace(/"journal":\d+/, "");
  const finals = await exported();
  for (const [sample, name] of [[3, "no-trial"], [0, "wrong-type"], [4, "wrong-type"]]) {
    await refused("POST", `${base}/trials`, { token: tokens.J1, body: { part: "t", seat: "J1", sample, sheet: score("6") } }, 422, name);
  }
  const wrong = await refused("POST", `${base}/trials`, { token: tokens.J1, body: { part: "t", seat: "J1", sample: 1, sheet: score("10.5") } }, 422, "mark-out-of-range");
  assert.equal(wrong.errors[0].pointer, "/marks/0/value");
  await said("trials", { part: "t", seat: "J1", sample: 2, sheet: score("6.5") }, tokens.J1);
  assert.deepEqual((await must("GET", `${base}/scoreboard?skill=s&detail=parts`, {}, 200)).rows, before);
  assert.equal(await exported(), finals);
  assert.ok(!(await server.call("GET", `${base}/sheets`)).raw.includes('"part":"t"'));
  assert.equal((await real()).status, 201);
  const other = await server.call("PUT", at("c001", "J2", "t"), { token: tokens.J2, body: score("6") });
  assert.equal(other.json.type, "/problems/trial-first");
  assert.deepEqual((await mine("J2")).trials, []);
  assert.deepEqual((await table()).trials.map(({ seat, sample, sheet }) => [seat, sample, sheet]), [["J1", 2, score("6.5")]]);
});

test("the agreed benchmark stands beside the criterion of every seat of the part", async () => {
  const wrong = await refused("POST", `${base}/trials/benchmarks`, { token: tokens.chief, body: { part: "t", marks: [{ aspect: "none", value: "7" }] } }, 422, "aspect-unknown");
  assert.equal(wrong.errors[0].pointer, "/marks/0/aspect");
  await refused("POST", `${base}/trials/benchmarks`, { token: tokens.chief, body: { part: "p", marks: [] } }, 422, "no-trial");
  const marks = [{ aspect: "m", value: "7", words: "焊缝均匀，无咬边" }];
  await said("trials/benchmarks", { part: "t", marks });
  for (const seat of SEATS) assert.deepEqual((await mine(seat)).benchmarks.map(({ part, marks: pinned }) => [part, pinned]), [["t", marks]]);
});

test("a substitute's tablet works at once; earlier marks keep their author", async () => {
  await refused("POST", `${base}/panels/substitutions`, { token: tokens.chief, body: { skill: "s", seat: "J9", to: "spare", reason: "x" } }, 404, "unknown-seat");
  await refused("POST", `${base}/panels/substitutions`, { token: tokens.chief, body: { skill: "s", seat: "J3", to: "nobody", reason: "x" } }, 404, "unknown-judge");
  await refused("PUT", at("c006", "J3"), { token: tokens.spare, body: score("7") }, 403, "not-your-seat");
  await said("panels/substitutions", { skill: "s", seat: "J3", to: "spare", reason: "J3 身体不适" });
  await refused("POST", `${base}/panels/substitutions`, { token: tokens.chief, body: { skill: "s", seat: "J3", to: "spare", reason: "x" } }, 422, "ruling-idle");
  await must("PUT", at("c006", "J3"), { token: tokens.spare, body: score("7") });
  await refused("PUT", at("c003", "J3"), { token: tokens.J3, body: score("7") }, 403, "not-your-seat");
  const access = await must("GET", `${base}/access`, { token: tokens.spare }, 200);
  assert.deepEqual(access.seats.map(({ part, seat, judge }) => [part, seat, judge]), ["p", "c", "t"].map((part) => [part, "J3", "spare"]));
  assert.deepEqual([(await rowOf("c006")).seats[2].by, (await rowOf("c005")).seats[2].by], ["spare", "j-J3"]);
  assert.deepEqual((await table()).substitutions.map(({ seat, to, reason, part }) => [seat, to, reason, part]), [["J3", "spare", "J3 身体不适", null]]);
});

test("all that was said is there after kill -9 and after other rules, and verify finds nothing", async () => {
  const known = async () => ({ mine: await Promise.all(["J1", "J2", "spare"].map(mine)), table: await table(), calls: (await must("GET", `${base}/calls`, {}, 200)).calls });
  const before = await known();
  await server.kill();
  const verified = spawnSync(BINARY, ["verify", "--data", server.dir], { encoding: "utf8" });
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  server = await serve({ dir: server.dir });
  assert.deepEqual(await known(), before);
  const other = rules({ samples: 3 });
  other.skills[0].name = { zh: "新名" };
  const changed = await server.call("PUT", `${base}/rules`, { body: { definition: other, reason: "样件加一件" }, headers: await seenRules(server, base.split("/").at(-1)) });
  assert.equal(changed.status, 201, changed.raw);
  assert.deepEqual(await known(), before);
  await server.kill();
  const again = spawnSync(BINARY, ["verify", "--data", server.dir], { encoding: "utf8" });
  assert.equal(again.status, 0, again.stdout + again.stderr);
  server = await serve({ dir: server.dir });
  assert.deepEqual(await known(), before);
});
