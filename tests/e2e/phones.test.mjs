// A phone anywhere: somebody is followed however far down he stands, found among all, and the board goes on where no socket does.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { isProblem, live, practice, prepare, serve, sheetPath, theory, tileHash } from "./lib.mjs";

let server;
before(async () => { server = await serve({ flags: ["--heartbeat-ms", "500", "--poll-ms", "300", "--follow-ms", "100", "--boards-max", "60"] }); });
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const id = (at) => `c${String(at).padStart(3, "0")}`;
const at = (c, path) => `/api/v1/competitions/${c}/${path}`;
const seen = (path, headers) => server.call("GET", path, { token: null, headers });

async function put(c, tokens, competitor, part, seat, body) {
  const answer = await server.call("PUT", sheetPath(competitor, part, seat, c), { token: tokens[`judge-${seat}`], body });
  assert.equal(answer.status, 201, answer.raw);
}

// All sheets of one competitor; the higher the theory, the higher the place.
async function complete(c, tokens, competitor, value) {
  await put(c, tokens, competitor, "w-theory", "K", theory(value));
  for (const seat of ["J1", "J2", "J3"]) await put(c, tokens, competitor, "w-practice", seat, practice("30", "20"));
}

// Asks until the answer passes: what is asked for the first time is read from Redis first.
async function until(path, passes) {
  for (;;) {
    const answer = await seen(path);
    assert.equal(answer.status, 200, answer.raw);
    if (passes(answer.json)) return answer;
  }
}

describe("one competitor's tile", () => {
  test("moves with his place, far from the top, and is as any picture: hashed, shared places and all", async () => {
    const tokens = await prepare(server, { id: "one", competitors: 60 });
    const board = "one/welder/final/who:c060";
    const watcher = live(server, { boards: [board] });
    const first = await watcher.next((frame) => frame.type === "snapshot");
    assert.deepEqual(first.rows, []); // nothing of him yet
    for (const n of [1, 2, 60]) await complete("one", tokens, id(n), "50");
    const told = await watcher.next((frame) => frame.upsert?.[0]?.row.complete && frame.upsert[0].row.shared && frame.state?.ranked === 3);
    const { row } = told.upsert[0];
    assert.deepEqual([row.id, row.place, row.shared], ["c060", 1, true]);
    assert.equal(told.hash, tileHash([row]));
    await complete("one", tokens, "c003", "90");
    const down = await watcher.next((frame) => frame.upsert?.[0]?.row.place === 2);
    const { json } = await seen(at("one", "scoreboard?skill=welder&competitor=c060"));
    assert.equal(down.upsert[0].row.total, json.rows[0].total);
    assert.equal(json.rows[0].place, 2);
    await watcher.close();
  });

  test("of nobody has no rows, and what is no id is refused", async () => {
    const watcher = live(server, { boards: ["one/welder/final/who:nobody", "one/welder/final/who:.x"] });
    const empty = await watcher.next((frame) => frame.type === "snapshot");
    assert.deepEqual([empty.board, empty.rows], ["one/welder/final/who:nobody", []]);
    const refused = await watcher.next((frame) => frame.type === "problem");
    assert.deepEqual([refused.board, refused.problem], ["one/welder/final/who:.x", "/problems/unknown-tile"]);
    await watcher.close();
  });
});

describe("boards without a socket", () => {
  let tokens;
  before(async () => { tokens = await prepare(server, { id: "asked", competitors: 4 }); });
  const both = at("asked", "boards?tiles=welder/final/top50,welder/final/who:c002");

  test("are the pictures of the socket, with a tag that holds until something moves, and say how old they are", async () => {
    const first = await until(both, ({ boards }) => boards.length === 2);
    const watcher = live(server, { boards: ["asked/welder/final/top50"] });
    const snapshot = await watcher.next((frame) => frame.type === "snapshot");
    assert.deepEqual(first.json.boards[0], snapshot);
    assert.equal(first.json.poll_ms, 300);
    assert.match(first.headers.get("jinbang-age"), /^\d+$/);
    const tag = first.headers.get("etag");
    const again = await seen(both, { "If-None-Match": tag });
    assert.deepEqual([again.status, again.raw, again.headers.get("etag")], [304, "", tag]);
    assert.match(again.headers.get("jinbang-age"), /^\d+$/);
    await complete("asked", tokens, "c002", "70");
    const moved = await until(both, ({ boards }) => boards.every((each) => each.rows[0]?.complete));
    assert.notEqual(moved.headers.get("etag"), tag);
    for (const each of moved.json.boards) assert.equal(each.hash, tileHash(each.rows));
    await watcher.close();
  });

  test("say of each tile what is wrong with it, and refuse more than anybody may watch", async () => {
    const { json } = await seen(at("asked", "boards?tiles=welder/final/top7,nothing/final/top12"));
    assert.deepEqual(json.boards.map((each) => [each.type, each.board, each.problem]),
      [["problem", "asked/welder/final/top7", "/problems/unknown-tile"], ["problem", "asked/nothing/final/top12", "/problems/unknown-skill"]]);
    isProblem(await seen(at("asked", `boards?tiles=${Array(17).fill("welder/final/top12")}`)), 400, "too-many-boards");
    isProblem(await seen(at("none", "boards?tiles=a/b/top12")), 404, "unknown-competition");
  });

  test("are begun up to a limit, beyond which those that are there go on", async () => {
    const pages = (from) => at("asked", `boards?tiles=${Array.from({ length: 16 }, (_, i) => `welder/final/page${from + i}`)}`);
    for (let from = 1; from < 64; from += 16) await seen(pages(from));
    const { json } = await seen(at("asked", "boards?tiles=welder/final/page99,welder/final/top50"));
    const busy = json.boards.find((each) => each.board.endsWith("page99"));
    assert.deepEqual([busy.problem, busy.status], ["/problems/boards-busy", 503]);
    assert.equal(json.boards.find((each) => each.board.endsWith("top50")).type, "snapshot");
  });
});

describe("looking for somebody", () => {
  before(async () => {
    await prepare(server, { id: "found", competitors: 30 });
    const people = { name: "才让·卓玛", second_name: "Tsering Drolma", delegation: "西宁 市总队" };
    assert.equal((await server.call("PATCH", at("found", "people/c021"), { body: people })).status, 200);
  });
  const find = async (q, more = "") => (await seen(at("found", `find?q=${encodeURIComponent(q)}${more}`))).json;

  test("finds by name, second name, unit, code and id, whatever blanks and dots", async () => {
    for (const q of ["才让卓玛", "让・卓", "tsering-drolma", "西宁市", "c021", "A21"]) {
      assert.deepEqual((await find(q)).rows.map((row) => row.id), ["c021"], q);
    }
    assert.deepEqual((await find("选手30")).rows, [{ id: "c030", skill: "welder", code: "A30", name: "选手30", delegation: "示例单位" }]);
  });

  test("gives twenty at once and where to go on, and refuses what is no question", async () => {
    const first = await find("选手");
    assert.deepEqual([first.rows.length, first.next], [20, 20]);
    assert.equal((await find("选手", `&from=${first.next}`)).rows.length, 9); // c021 has another name
    for (const q of ["", " · ", "长".repeat(43)]) isProblem(await seen(at("found", `find?q=${encodeURIComponent(q)}`)), 400, "malformed-request");
    assert.equal((await find("长".repeat(42))).rows.length, 0);
  });

  test("finds no name and no unit where the rules show codes, and nobody where they show none", async () => {
    await prepare(server, { id: "coded", competitors: 3, more: { exposure: { before: "code", after: "name" } } });
    await prepare(server, { id: "closed", competitors: 3, more: { exposure: { before: "progress", after: "name" } } });
    const ask = async (c, q) => (await seen(at(c, `find?q=${encodeURIComponent(q)}`))).json.rows;
    assert.deepEqual(await ask("coded", "选手"), []);
    assert.deepEqual(await ask("coded", "A2"), [{ id: "c002", skill: "welder", code: "A2" }]);
    assert.deepEqual(await ask("closed", "c002"), []);
  });
});
