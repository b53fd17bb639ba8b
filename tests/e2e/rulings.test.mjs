// What the chief judge decides, over HTTP: statuses, penalties, voids, lots, approvals; who may, what is refused and where, and
// what the standings, honours and explanations say afterwards.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { serve } from "./lib.mjs";

const C = "ruled";
const NAME = { zh: "示例", en: "Example" };
const DEFINITION = {
  format: "jinbang-competition/1", id: C, name: NAME,
  skills: [{
    id: "s", name: NAME, shared_places: false, tie_break: [{ ruling: true }],
    titles: [{ id: "first", name: NAME, from: 1, to: 1, approval: true }],
    stages: [{ id: "final", name: NAME, modules: [{ id: "m", name: NAME, parts: [{
      id: "p", name: NAME, seats: ["J1"], adjustments: [{ id: "late", name: NAME, amount: "-2", most: 3 }],
      aspects: [{ id: "a", name: NAME, min: "0", max: "100", step: "0.5" }],
    }] }] }],
  }],
};
let server;
let judge;

const path = (rest) => `/api/v1/competitions/${C}/${rest}`;
const rule = (ruling, options = {}) => server.call("POST", path("rulings"), { body: ruling, token: server.organiser, ...options });
const mark = (who, value) => server.call("PUT", path(`sheets/p/${who}/J1`), { body: { marks: [{ aspect: "a", value }] }, token: judge });
const row = async (who) => (await server.call("GET", path(`scoreboard?skill=s&competitor=${who}`), { token: server.organiser })).json.rows[0];

before(async () => {
  server = await serve();
  const created = await server.call("POST", "/api/v1/competitions", { body: DEFINITION, token: server.organiser });
  assert.equal(created.status, 201, created.raw);
  const roster = ["a", "b", "c", "d"].map((id) => ({ id, skill: "s", name: id.toUpperCase() }));
  assert.equal((await server.call("POST", path("roster"), { body: { competitors: roster }, token: server.organiser })).status, 201);
  const judges = await server.call("POST", path("judges"), { body: { judges: [{ id: "j", name: "J", seats: [{ skill: "s", seat: "J1" }] }] }, token: server.organiser });
  judge = judges.json.judges[0].token;
  for (const [who, value] of [["a", "90"], ["b", "80"], ["c", "80"], ["d", "70"]]) assert.equal((await mark(who, value)).status, 201);
});
after(async () => { await server.stop(); server.remove(); });

test("only the organiser rules", async () => {
  const ruling = { ruling: "status", competitor: "d", status: "dnf", reason: "x" };
  assert.equal((await rule(ruling, { token: null })).status, 401);
  assert.equal((await rule(ruling, { token: judge })).status, 403);
});

test("a ruling about what the rules do not have is refused with a pointer", async () => {
  const answer = await rule({ ruling: "adjust", competitor: "a", adjustment: "early", times: 1, reason: "x" });
  assert.equal(answer.status, 422, answer.raw);
  assert.equal(answer.json.errors[0].pointer, "/adjustment");
});

test("a penalty counts so many times as was ruled, and is taken back by ruling 0", async () => {
  assert.equal((await rule({ ruling: "adjust", competitor: "a", adjustment: "late", times: 2, reason: "迟到" })).status, 201);
  assert.equal((await row("a")).total_exact, "86");
  assert.equal((await rule({ ruling: "adjust", competitor: "a", adjustment: "late", times: 0, reason: "更正" })).status, 201);
  assert.equal((await row("a")).total_exact, "90");
});

test("a voided sheet is gone, and the seat sends another without a precondition", async () => {
  assert.equal((await rule({ ruling: "void", part: "p", competitor: "d", seat: "J1", reason: "填错选手" })).status, 201);
  assert.equal((await server.call("GET", path("sheets/p/d/J1"), { token: judge })).status, 404);
  assert.equal((await mark("d", "60")).status, 201);
  assert.equal((await row("d")).total_exact, "60");
});

test("shared places where none may be shared hold publication up until a lot is recorded", async () => {
  const publish = () => server.call("POST", path("skills/s/publication"), { body: {}, token: server.organiser });
  const early = await publish();
  assert.equal(early.status, 409, early.raw);
  assert.equal(early.json.type, "/problems/undecided-places");
  assert.equal((await rule({ ruling: "order", stage: "final", competitors: ["c", "b"], by: "lot", reason: "抽签" })).status, 201);
  assert.deepEqual([(await row("c")).place, (await row("b")).place], [2, 3]);
  assert.equal((await rule({ ruling: "status", competitor: "d", status: "dsq", reason: "冒名顶替" })).status, 201);
  assert.deepEqual([(await row("d")).place, (await row("d")).status], [null, "dsq"]);
  assert.equal((await publish()).status, 201);
});

test("a title that needs approval waits, and is given after it", async () => {
  const honours = async () => (await server.call("GET", path("honours?skill=s"), { token: server.organiser })).json.lines[0];
  assert.deepEqual([(await honours()).titles, (await honours()).waiting], [[], ["first"]]);
  assert.equal((await rule({ ruling: "award", skill: "s", competitor: "a", title: "first", approved: true, reason: "批准" })).status, 201);
  assert.deepEqual((await honours()).titles, ["first"]);
});

test("anybody may read how a published result came about, in both languages", async () => {
  const told = await server.call("GET", path("explanations/c?stage=final"), { token: null });
  assert.equal(told.status, 200, told.raw);
  assert.equal(told.json.place, 2);
  assert.ok(told.json.lines.every((line) => line.zh && line.en));
});

test("all rulings are listed with number, writer and reason", async () => {
  const { json } = await server.call("GET", path("rulings"), { token: server.organiser });
  assert.deepEqual(json.rulings.map(({ ruling }) => ruling.ruling), ["adjust", "adjust", "void", "order", "status", "award"]);
  assert.ok(json.rulings.every(({ number, ruling }) => number > 0 && ruling.reason));
});
