// A tablet's queue in one request: each sheet has its own outcome, a key is one request whichever way it comes, what is refused is not
// written.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { because, isProblem, journalOf, practice, prepare, serve, sheetPath, theory, uuid7 } from "./lib.mjs";

const sha256 = (text) => createHash("sha256").update(text).digest();

let server;
before(async () => { server = await serve(); });
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const journal = (id) => journalOf(server, id);
// The node seals the journal by itself after a second of quiet: what people wrote is everything else.
const written = async (id) => (await journal(id)).filter((line) => line.head.kind !== "seal").length;

describe("the queue of sheets", () => {
  const id = "queue";
  const url = `/api/v1/competitions/${id}/sheets`;
  let tokens;
  before(async () => { tokens = await prepare(server, { id, competitors: 210 }); });
  const item = (competitor, value, more = {}) => ({ key: uuid7(), part: "w-theory", competitor, seat: "K", body: theory(value), ...more });
  const send = (sheets, options = {}) => server.call("POST", url, { body: typeof sheets === "string" ? sheets : { sheets }, token: tokens["judge-K"], key: null, ...options });

  test("answers each item in order with its own outcome, and writes exactly the good ones", async () => {
    const was = await written(id);
    const answer = await send([
      item("c001", "10"), item("c002", "10.2"), item("c999", "10"), item("c003", "11"),
      item("c004", "11", { seat: "J1", part: "w-practice" }), item("c005", "1", { key: "x" }), item("c001", "12"), item("c006", "8。5"),
      item("c007", "1", { if_match: "1" }),
    ]);
    assert.equal(answer.status, 200, answer.raw);
    assert.deepEqual(answer.json.results.map((result) => [result.status, result.problem?.type.slice(10)]), [
      [201, undefined], [422, "mark-off-step"], [404, "unknown-competitor"], [201, undefined], [403, "not-your-seat"],
      [400, "idempotency-key-malformed"], [428, "precondition-required"], [422, "mark-malformed"], [412, "stale-version"],
    ]);
    assert.equal(answer.json.results[1].problem.errors[0].pointer, "/marks/0/value");
    assert.equal(answer.json.results[7].problem.errors[0].pointer, "/marks/0/value");
    assert.deepEqual(answer.json.results[6].problem.current.body, theory("10"));
    assert.equal(await written(id), was + 2);
  });

  test("a key used by PUT and again in the queue is one request, and the other way round", async () => {
    const key = uuid7();
    const text = '{"marks":[ {"aspect":"t","value":"20"} ]}';
    const first = await server.call("PUT", sheetPath("c010", "w-theory", "K", id), { body: text, key, token: tokens["judge-K"] });
    const queued = await send(`{"sheets":[{"key":"${key}","part":"w-theory","competitor":"c010","seat":"K","body":${text}}]}`);
    assert.deepEqual(queued.json.results, [{ status: 200, receipt: first.json.receipt }]);
    const other = item("c011", "21");
    const queuedFirst = await send([other]);
    assert.equal(queuedFirst.json.results[0].status, 201, queuedFirst.raw);
    const again = await server.call("PUT", sheetPath("c011", "w-theory", "K", id), { body: other.body, key: other.key, token: tokens["judge-K"] });
    assert.equal(again.status, 200);
    assert.deepEqual(again.json.receipt, queuedFirst.json.results[0].receipt);
    const changed = await send([{ ...other, body: theory("22") }]);
    assert.deepEqual([changed.json.results[0].status, changed.json.results[0].problem.type], [422, "/problems/idempotency-key-reused"]);
  });

  test("amends by if_match as a PUT does by If-Match, with the same key in both", async () => {
    const first = await send([item("c012", "30")]);
    const etag = String(first.json.results[0].receipt.number);
    const amend = item("c012", "31", { if_match: etag, body: because(theory("31")) });
    const answer = await send([amend]);
    assert.equal(answer.json.results[0].status, 200, answer.raw);
    assert.ok(answer.json.results[0].receipt.number > Number(etag));
    const again = await server.call("PUT", sheetPath("c012", "w-theory", "K", id), { body: amend.body, key: amend.key, token: tokens["judge-K"], headers: { "If-Match": `"${etag}"` } });
    assert.equal(again.status, 200);
    assert.deepEqual(again.json.receipt, answer.json.results[0].receipt);
  });

  test("digests the exact bytes of each body as they stand in the request", async () => {
    const bodies = ['{ "marks" : [{"aspect":"t","value":"1"}] }', '{"note":"}]\\"{\\\\","marks":[{"aspect":"t","value":"2"}]}', '{"marks":[{"value":"3","aspect":"\\u0074"}]}'];
    const text = `{ "sheets" : [ ${bodies.map((body, i) => `{"body" : ${body} , "key":"${uuid7()}","part":"w-theory","competitor":"c02${i}","seat":"K"}`).join(" ,\n")} ] }`;
    const answer = await send(text);
    assert.deepEqual(answer.json.results.map((result) => result.receipt?.digest), bodies.map((body) => `sha-256:${sha256(body).toString("hex")}`));
    const lines = await journal(id);
    answer.json.results.forEach((result, i) => assert.equal(lines.find((line) => line.number === result.receipt.number).body, bodies[i]));
  });

  test("the same sheet twice in one queue is written once", async () => {
    const twice = item("c030", "40");
    const answer = await send([twice, twice]);
    assert.deepEqual(answer.json.results.map((result) => result.status).sort(), [200, 201]);
    assert.deepEqual(answer.json.results[0].receipt, answer.json.results[1].receipt);
  });

  test("takes 200 items and refuses 201 as a whole", async () => {
    const many = (count) => Array.from({ length: count }, (_, i) => ({ ...item(`c${String(i + 1).padStart(3, "0")}`, "0", { part: "w-practice", seat: "J1" }), body: practice("1", "2") }));
    const was = await written(id);
    const refused = await send(many(201), { token: tokens["judge-J1"] });
    isProblem(refused, 422, "wrong-type", "/sheets");
    assert.equal(await written(id), was);
    const taken = await send(many(200), { token: tokens["judge-J1"] });
    assert.equal(taken.status, 200, taken.raw);
    assert.deepEqual([...new Set(taken.json.results.map((result) => result.status))], [201]);
    assert.equal(taken.json.results.length, 200);
    assert.equal(new Set(taken.json.results.map((result) => result.receipt.number)).size, 200);
    assert.equal(await written(id), was + 200);
  });

  test("as a whole is refused when it is empty, has no list, or comes without a token", async () => {
    isProblem(await send([]), 422, "wrong-type", "/sheets");
    isProblem(await send("{}"), 422, "missing-field", "/sheets");
    isProblem(await send([item("c050", "1")], { token: null }), 401, "token-missing");
    isProblem(await send('{"sheets":[{"key":"a"}]}'), 422, "missing-field");
  });
});
