// What a stranger reads when something is refused: one form for every error, in the language that was asked for.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { definition, prepare, serve, sheetPath, theory, uuid7 } from "./lib.mjs";

const id = "small";
const base = `/api/v1/competitions/${id}`;
let server;
let tokens;
before(async () => {
  server = await serve();
  tokens = await prepare(server);
});
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const han = /\p{Script=Han}/u;
const cases = () => [
  ["GET", "/nowhere", {}, 404, "not-found"],
  ["GET", "/api/v1/nowhere", {}, 404, "not-found"],
  ["GET", "/api/v1/", {}, 404, "not-found"],
  ["GET", `${base}/`, {}, 404, "not-found"],
  ["GET", "/api/v1/competitions/%zz", {}, 404, "not-found"],
  ["GET", "/api/v1/competitions/none", {}, 404, "unknown-competition"],
  ["GET", "/api/v1/competitions/none/scoreboard", {}, 404, "unknown-competition"],
  ["GET", `${base}/scoreboard?skill=none`, {}, 404, "unknown-skill"],
  ["GET", `${base}/scoreboard?stage=none`, {}, 404, "unknown-stage"],
  ["GET", `${base}/progress?stage=none`, {}, 404, "unknown-stage"],
  ["GET", `${base}/scoreboard?limit=abc`, {}, 400, "malformed-request"],
  ["GET", `${base}/scoreboard?limit=501`, {}, 400, "malformed-request"],
  ["GET", `${base}/scoreboard?from=0`, {}, 400, "malformed-request"],
  ["GET", `${base}/scoreboard?from=-1`, {}, 400, "malformed-request"],
  ["GET", `${base}/journal?after=x`, {}, 400, "malformed-request"],
  ["GET", `${base}/journal?limit=1001`, {}, 400, "malformed-request"],
  ["GET", `${base}/export/final.csv?skill=none`, {}, 404, "unknown-skill"],
  ["GET", `${base}/export/final.csv`, {}, 409, "not-complete"],
  ["GET", `${base}/export/final.json`, {}, 409, "not-complete"],
  ["GET", sheetPath("c001", "w-theory", "K"), {}, 404, "no-sheet"],
  ["GET", sheetPath("c001", "none", "K"), {}, 404, "unknown-part"],
  ["GET", "/api/v1/live", {}, 426, "upgrade-required"],
  ["POST", `${base}/skills/none/publication`, { body: {} }, 404, "unknown-skill"],
  ["POST", `${base}/skills/welder/publication`, { body: {} }, 409, "not-complete"],
  ["POST", `${base}/skills/welder/publication`, { body: { now: true } }, 422, "unknown-field"],
  ["POST", "/api/v1/competitions", { body: definition() }, 409, "competition-exists"],
  ["POST", "/api/v1/competitions", { body: {} }, 422, "missing-field"],
  ["POST", "/api/v1/competitions", { body: definition("..") }, 422, "definition-invalid"],
  ["POST", "/api/v1/competitions", { body: definition("other"), key: null }, 400, "idempotency-key-missing"],
  ["POST", `${base}/roster`, { body: { competitors: [{ id: "c001", skill: "welder", name: "甲" }] } }, 409, "competitor-exists"],
  ["POST", `${base}/roster`, { body: { competitors: [{ id: "c100", skill: "none", name: "甲" }] } }, 404, "unknown-skill"],
  ["POST", `${base}/roster`, { body: { competitors: [{ id: "c100", skill: "welder", name: "" }] } }, 422, "wrong-type"],
  ["POST", `${base}/roster`, { body: { competitors: [{ id: "c100", skill: "welder" }] } }, 422, "missing-field"],
  ["POST", `${base}/judges`, { body: { judges: [{ id: "judge-K", name: "甲", seats: [{ skill: "welder", seat: "K" }] }] } }, 409, "judge-exists"],
  ["POST", `${base}/judges`, { body: { judges: [{ id: "new", name: "甲", seats: [{ skill: "welder", seat: "none" }] }] } }, 404, "unknown-seat"],
  ["PATCH", `${base}/people/c999`, { body: { name: "甲" } }, 404, "unknown-competitor"],
  ["PATCH", `${base}/people/c001`, { body: {} }, 422, "missing-field"],
  ["PATCH", `${base}/people/c001`, { body: { nom: "x" } }, 422, "unknown-field"],
  ["DELETE", base, {}, 405, "method-not-allowed"],
  ["PUT", `${base}/scoreboard`, { body: {} }, 405, "method-not-allowed"],
  ["POST", "/livez", { body: {} }, 405, "method-not-allowed"],
  ["POST", `${base}/sheets`, { body: "{", key: null }, 400, "malformed-json"],
];

for (const [language, headers, tag] of [["zh-CN", {}, "zh-CN"], ["English", { "Accept-Language": "en-GB,en;q=0.9,zh;q=0.1" }, "en"]]) {
  test(`every refusal is a problem document in ${language} with type, title, status and detail`, async () => {
    for (const [method, path, options, status, name] of cases()) {
      const answer = await server.call(method, path, { ...options, headers });
      const what = `${method} ${path} ${answer.status} ${answer.raw}`;
      assert.equal(answer.status, status, what);
      assert.equal(answer.headers.get("content-type"), "application/problem+json", what);
      assert.equal(answer.headers.get("content-language"), tag, what);
      assert.equal(answer.headers.get("cache-control"), "no-store", what);
      assert.equal(answer.json.type, `/problems/${name}`, what);
      assert.equal(answer.json.status, status, what);
      for (const words of [answer.json.title, answer.json.detail, ...(answer.json.errors ?? []).map((error) => error.detail)]) {
        assert.ok(words.length > 1 && !/[{}@]/.test(words), what);
        assert.equal(han.test(words.replace(/“.*?”/gu, "")), tag === "zh-CN", what);
      }
      for (const error of answer.json.errors ?? []) assert.match(error.pointer, /^(\/|$)/, what);
    }
  });
}

test("Accept-Language decides by its weights, and Chinese wins where nothing is said", async () => {
  for (const [header, tag] of [
    ["en", "en"], ["en-US", "en"], ["EN", "en"], ["zh", "zh-CN"], ["zh-Hans-CN,en;q=0.8", "zh-CN"], ["zh;q=0.2, en;q=0.3", "en"], ["en;q=0.5,zh-TW;q=0.5", "zh-CN"],
    ["en;q=0", "zh-CN"], ["de", "zh-CN"], ["de,en;q=0.1", "en"], ["*", "zh-CN"], ["bo, zh;q=0.1", "zh-CN"], ["english", "zh-CN"], [";;;,,,q=", "zh-CN"],
  ]) {
    const answer = await server.call("GET", "/nowhere", { headers: { "Accept-Language": header } });
    assert.equal(answer.headers.get("content-language"), tag, header);
  }
});

test("the items of a queue are refused in the language of the request", async () => {
  const sheets = [{ key: uuid7(), part: "w-theory", competitor: "c001", seat: "K", body: theory("101") }];
  const english = await server.call("POST", `${base}/sheets`, { body: { sheets }, token: tokens["judge-K"], headers: { "Accept-Language": "en" } });
  assert.match(english.json.results[0].problem.errors[0].detail, /must be between 0 and 100/);
  const chinese = await server.call("POST", `${base}/sheets`, { body: { sheets }, token: tokens["judge-K"] });
  assert.match(chinese.json.results[0].problem.errors[0].detail, han);
});

test("405 names the methods that the address has, HEAD among them, in a header and in the document", async () => {
  for (const [method, path, allow] of [
    ["DELETE", base, "GET, HEAD"], ["PUT", "/api/v1/competitions", "GET, HEAD, POST"], ["POST", sheetPath("c001", "w-theory", "K"), "GET, HEAD, PUT"],
    ["GET", `${base}/skills/welder/publication`, "POST"], ["OPTIONS", "/api/v1", "GET, HEAD"],
  ]) {
    const answer = await server.call(method, path, { body: method === "GET" ? undefined : {} });
    assert.equal(answer.status, 405, `${method} ${path} ${answer.raw}`);
    assert.equal(answer.headers.get("allow"), allow);
    assert.equal(answer.json.allow, allow);
  }
});

test("a definition with several mistakes is told all of them, each with its place", async () => {
  const wrong = definition("wrong");
  wrong.skills[0].order = "best";
  wrong.skills[0].stages[0].modules[0].weight = "31%";
  wrong.skills[0].stages[0].modules[1].parts[0].aspects[0].step = "0";
  wrong.skills[0].stages[0].modules[1].parts[0].colour = "red";
  const answer = await server.call("POST", "/api/v1/competitions", { body: wrong, headers: { "Accept-Language": "en" } });
  assert.equal(answer.status, 422, answer.raw);
  const pointers = answer.json.errors.map((error) => error.pointer);
  for (const pointer of ["/skills/0/order", "/skills/0/stages/0/modules/1/parts/0/colour"]) assert.ok(pointers.includes(pointer), answer.raw);
  assert.equal((await server.call("GET", "/api/v1/competitions/wrong")).status, 404);
});

test("what a stranger wrote comes back in a problem only as text", async () => {
  const answer = await server.call("PUT", sheetPath("c001", "w-theory", "K"), { body: '{"marks":[{"aspect":"t","value":"\\"}<script>\\n{}"}]}', token: tokens["judge-K"] });
  assert.equal(answer.status, 422);
  assert.equal(answer.json.type, "/problems/mark-malformed");
  assert.ok(answer.json.detail.includes('"}<script>'), answer.raw);
  const path = await server.call("GET", `${base}/sheets/${encodeURIComponent('"<x>')}/c001/K`);
  assert.equal(path.status, 404);
  assert.ok(!path.raw.includes("<x>"), path.raw);
});
