// The scoreboard, the final list, publication, and the interface's own good manners: entity tags, repeated creations, the
// journal in pages.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { because, definition, practice, prepare, roster, serve, sheetPath, theory, uuid7 } from "./lib.mjs";

let server;
before(async () => { server = await serve(); });
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

// All four sheets of a competitor; `judges` are the three practice marks of aspect a (b is 0).
async function mark(id, tokens, competitor, theoryValue, judges) {
  const must = (answer) => assert.equal(answer.status, 201, answer.raw);
  must(await server.call("PUT", sheetPath(competitor, "w-theory", "K", id), { body: theory(theoryValue), token: tokens["judge-K"] }));
  for (const [i, value] of judges.entries()) {
    must(await server.call("PUT", sheetPath(competitor, "w-practice", `J${i + 1}`, id), { body: practice(value, "0"), token: tokens[`judge-J${i + 1}`] }));
  }
}
const board = async (id, query = "") => (await server.call("GET", `/api/v1/competitions/${id}/scoreboard${query}`, { token: null })).json;

describe("the scoreboard", () => {
  const id = "board";
  const url = `/api/v1/competitions/${id}/scoreboard`;
  let tokens;
  before(async () => { tokens = await prepare(server, { id, competitors: 12 }); });

  test("is empty before the first mark: who has not started has no row and no zero", async () => {
    const empty = await board(id);
    assert.deepEqual(empty, { competition: id, skill: "welder", stage: "final", exposure: "name", published: false, total: 12, ranked: 0, done: 0, expected: 48, rows: [] });
  });

  test("drops the highest and the lowest judge, weighs, and shows two places", async () => {
    await mark(id, tokens, "c001", "88.5", ["10", "59.5", "50"]);
    const { rows: [row] } = await board(id);
    assert.deepEqual(row, {
      id: "c001", code: "A1", name: "选手1", delegation: "示例单位", place: 1, shared: false, total: "61.55",
      total_exact: "61.55", modules: [{ id: "theory", value: "26.55", value_exact: "26.55" }, { id: "practice", value: "35.00", value_exact: "35" }], done: 4, expected: 4, complete: true,
    });
  });

  test("gives no place to who is not complete, and shows no figure where nothing was marked", async () => {
    assert.equal((await server.call("PUT", sheetPath("c002", "w-theory", "K", id), { body: theory("100"), token: tokens["judge-K"] })).status, 201);
    const row = (await board(id)).rows.find((each) => each.id === "c002");
    assert.equal(row.place, null);
    assert.equal(row.complete, false);
    assert.deepEqual([row.done, row.expected], [1, 4]);
    assert.notEqual(row.modules[1].value, "0.00", "blank is not zero");
  });

  test("ranks a competitor who has zero everywhere, below all others and with a place", async () => {
    await mark(id, tokens, "c003", "0", ["0", "0", "0"]);
    const rows = (await board(id)).rows.filter((row) => row.complete);
    assert.deepEqual(rows.map((row) => [row.place, row.id, row.total]), [[1, "c001", "61.55"], [2, "c003", "0.00"]]);
    assert.equal(rows[1].modules[1].value, "0.00");
  });

  test("lets the tie-break decide between equal totals", async () => {
    await mark(id, tokens, "c004", "100", ["30", "30", "30"]); // 30 + 21 = 51
    await mark(id, tokens, "c005", "30", ["60", "60", "60"]); //   9 + 42 = 51
    const tied = (await board(id)).rows.filter((row) => row.total === "51.00");
    assert.deepEqual(tied.map((row) => [row.place, row.id, row.shared]), [[2, "c005", false], [3, "c004", false]]);
  });

  test("shares a place between equals whatever their ids and the order in which they came, and skips the next", async () => {
    for (const competitor of ["c009", "c006", "c012"]) await mark(id, tokens, competitor, "50", ["20", "20", "20"]);
    await mark(id, tokens, "c007", "49.5", ["20", "20", "20"]);
    const rows = (await board(id)).rows.filter((row) => row.complete);
    assert.deepEqual(rows.map((row) => [row.place, row.id, row.shared]), [
      [1, "c001", false], [2, "c005", false], [3, "c004", false], [4, "c006", true], [4, "c009", true], [4, "c012", true], [7, "c007", false], [8, "c003", false],
    ]);
  });

  test("can be read in windows and for one competitor", async () => {
    const all = (await board(id)).rows;
    assert.deepEqual((await board(id, "?from=4&limit=2")).rows, all.slice(3, 5));
    assert.deepEqual((await board(id, "?from=1000")).rows, []);
    assert.deepEqual((await board(id, "?competitor=c009")).rows.map((row) => [row.id, row.place]), [["c009", 4]]);
    assert.deepEqual((await board(id, "?skill=welder&stage=final")).rows, all);
  });

  test("has a strong entity tag: 304 while nothing moves, another tag after a mark", async () => {
    const get = (headers) => server.call("GET", url, { token: null, headers });
    const first = await get({});
    const tag = first.headers.get("etag");
    assert.match(tag, /^"[^"]+"$/);
    assert.match(first.headers.get("cache-control"), /public, max-age=1/);
    assert.match(first.headers.get("vary"), /authorization/i);
    for (const header of [tag, `W/${tag}`, `"x", ${tag}`, "*"]) {
      const same = await get({ "If-None-Match": header });
      assert.equal(same.status, 304, header);
      assert.equal(same.raw, "");
      assert.equal(same.headers.get("etag"), tag);
    }
    assert.equal((await get({ "If-None-Match": '"x"' })).status, 200);
    await mark(id, tokens, "c008", "1", ["1", "1", "1"]);
    const moved = await get({ "If-None-Match": tag });
    assert.equal(moved.status, 200);
    assert.notEqual(moved.headers.get("etag"), tag);
    assert.equal((await get({})).headers.get("etag"), moved.headers.get("etag"), "the tag is of the bytes, not of the moment");
    assert.match((await server.call("GET", url)).headers.get("cache-control"), /private/);
  });

  test("moves a row when a mark is amended", async () => {
    const path = sheetPath("c003", "w-theory", "K", id);
    const { headers } = await server.call("GET", path);
    assert.equal((await server.call("PUT", path, { body: because(theory("100")), token: tokens["judge-K"], headers: { "If-Match": headers.get("etag") } })).status, 200);
    const row = (await board(id)).rows.find((each) => each.id === "c003");
    assert.equal(row.total, "30.00");
  });
});

describe("the final list", () => {
  const id = "final";
  const csv = `/api/v1/competitions/${id}/export/final.csv`;
  const json = `/api/v1/competitions/${id}/export/final.json`;
  const names = ['=HYPERLINK("http://x","点我")', "+8613800000000", "@SUM(A1)", "-1", '甲,"乙"', "阿依努尔·买买提江"];
  let tokens;
  before(async () => {
    const people = names.map((name, i) => ({ id: `c00${i + 1}`, skill: "welder", code: `A${i}`, name, delegation: "=cmd|' /C calc'!A0" }));
    const judges = ["K", "J1", "J2", "J3"].map((seat) => ({ id: `judge-${seat}`, name: seat, seats: [{ skill: "welder", seat }] }));
    await server.call("POST", "/api/v1/competitions", { body: definition(id) });
    await server.call("POST", `/api/v1/competitions/${id}/roster`, { body: { competitors: people } });
    const made = await server.call("POST", `/api/v1/competitions/${id}/judges`, { body: { judges } });
    tokens = Object.fromEntries(made.json.judges.map((judge) => [judge.id, judge.token]));
  });

  // RFC 4180, for a file without line feeds in its cells.
  const parse = (text) => text.slice(1).trimEnd().split("\r\n").map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((cell) => cell[1]?.replaceAll('""', '"') ?? cell[2]));

  test("is 409 while marks are missing, but for a draft, which says that it is one", async () => {
    await mark(id, tokens, "c001", "50", ["20", "20", "20"]);
    for (const path of [csv, json]) {
      const answer = await server.call("GET", path);
      assert.deepEqual([answer.status, answer.json.type], [409, "/problems/not-complete"]);
    }
    const draft = await server.call("GET", `${csv}?draft=1`);
    assert.equal(draft.status, 200);
    assert.match(draft.headers.get("content-disposition"), /^attachment; filename="final-welder-draft\.csv"$/);
    assert.equal((await server.call("GET", `${json}?draft=1`)).json.complete, false);
    assert.equal((await server.call("POST", `/api/v1/competitions/${id}/skills/welder/publication`, { body: {} })).status, 409);
  });

  test("as CSV opens in Excel: BOM, CRLF, shared places, titles, and no cell that runs as a formula", async () => {
    await mark(id, tokens, "c002", "60", ["20", "20", "20"]);
    for (const competitor of ["c003", "c004"]) await mark(id, tokens, competitor, "40", ["20", "20", "20"]);
    await mark(id, tokens, "c005", "10", ["20", "20", "20"]);
    await mark(id, tokens, "c006", "9", ["20", "20", "20"]);
    const answer = await fetch(server.url + csv, { headers: { Authorization: `Bearer ${server.token}` } });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), "text/csv; charset=utf-8");
    assert.equal(answer.headers.get("content-disposition"), 'attachment; filename="final-welder.csv"');
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    const text = bytes.toString("utf8");
    assert.ok(text.endsWith("\r\n") && !/[^\r]\n/.test(text));
    const rows = parse(text);
    assert.deepEqual(rows[0], ["名次", "并列", "编号", "加密号", "姓名", "代表队", "理论", "实操", "总分", "称号", "状态"]);
    assert.deepEqual(rows.slice(1).map((row) => [row[0], row[1], row[2], row[8], row[9]]), [
      ["1", "", "c002", "32.00", "技术状元"], ["2", "", "c001", "29.00", ""], ["3", "是", "c003", "26.00", ""], ["3", "是", "c004", "26.00", ""], ["5", "", "c005", "17.00", ""], ["6", "", "c006", "16.70", ""],
    ]);
    for (const row of rows) for (const cell of row) assert.doesNotMatch(cell, /^[=+@\t\r]|^-(?!\d)/, cell);
    for (const [i, name] of names.entries()) assert.ok(rows.find((row) => row[2] === `c00${i + 1}`)[4].endsWith(name), name);
    const english = await server.call("GET", csv, { headers: { "Accept-Language": "en" } });
    assert.deepEqual(parse(`﻿${english.raw.replace(/^﻿/, "")}`)[0].slice(0, 3), ["Place", "Shared", "Id"]);
  });

  test("as JSON carries exact totals beside the shown ones", async () => {
    const answer = await server.call("GET", json);
    assert.equal(answer.status, 200);
    assert.equal(answer.json.complete, true);
    assert.deepEqual(answer.json.rows.map((row) => [row.place, row.id, row.shared, row.total, row.title]), [
      [1, "c002", false, "32.00", "zhuangyuan"], [2, "c001", false, "29.00", undefined], [3, "c003", true, "26.00", undefined], [3, "c004", true, "26.00", undefined], [5, "c005", false, "17.00", undefined], [6, "c006", false, "16.70", undefined],
    ]);
    assert.equal(answer.json.rows[5].total_exact, "16.7");
  });

  test("gives titles to the public only after publication, which seals the journal and locks the skill", async () => {
    const was = await board(id);
    assert.equal(was.published, false);
    assert.ok(was.rows.every((row) => !("title" in row)));
    const key = uuid7();
    const published = await server.call("POST", `/api/v1/competitions/${id}/skills/welder/publication`, { body: {}, key });
    assert.equal(published.status, 201, published.raw);
    const again = await server.call("POST", `/api/v1/competitions/${id}/skills/welder/publication`, { body: {}, key });
    assert.deepEqual([again.status, again.json], [200, published.json]);
    const is = await board(id);
    assert.equal(is.published, true);
    assert.deepEqual(is.rows.map((row) => [row.place, row.title]), [[1, "zhuangyuan"], [2, undefined], [3, undefined], [3, undefined], [5, undefined], [6, undefined]]);
    assert.deepEqual(is.rows.map((row) => row.total), was.rows.map((row) => row.total));
    assert.equal((await server.call("GET", `/api/v1/competitions/${id}`, { token: null })).json.skills[0].published, true);
    assert.equal((await server.call("GET", csv)).status, 200);
    const entry = (await server.call("GET", `/api/v1/competitions/${id}/journal`)).raw.split("\n").filter(Boolean).map((line) => JSON.parse(line)).find((line) => line.number === published.json.receipt.number);
    const body = JSON.parse(entry.entry.slice(entry.entry.indexOf("\n") + 1));
    assert.deepEqual(body.stages[0].results.map((result) => [result.place, result.id, result.title]), [[1, "c002", "zhuangyuan"], [2, "c001", undefined], [3, "c003", undefined], [3, "c004", undefined], [5, "c005", undefined], [6, "c006", undefined]]);
  });
});

describe("creations", () => {
  test("may be sent again with their key, and another key is told that it exists", async () => {
    const key = uuid7();
    const body = definition("twice");
    const first = await server.call("POST", "/api/v1/competitions", { body, key });
    const again = await server.call("POST", "/api/v1/competitions", { body, key });
    assert.deepEqual([first.status, again.status], [201, 200]);
    assert.deepEqual(again.json, first.json);
    assert.equal((await server.call("POST", "/api/v1/competitions", { body })).status, 409);
    const reused = await server.call("POST", "/api/v1/competitions", { body: definition("thrice"), key });
    assert.deepEqual([reused.status, reused.json.type], [422, "/problems/idempotency-key-reused"]);
    assert.equal((await server.call("GET", "/api/v1/competitions/thrice")).status, 404);
  });

  test("of one competition by two at once make it once", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => server.call("POST", "/api/v1/competitions", { body: definition("race") })));
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 409, 409, 409, 409, 409]);
    const { competitions } = (await server.call("GET", "/api/v1/competitions", { token: null })).json;
    assert.deepEqual(competitions.filter((one) => one.id === "race"), [{ id: "race", name: { zh: "测试赛", en: "Test" }, skills: 1, competitors: 0, fictional: true }]);
  });

  test("of a roster add all or nothing: one id that exists refuses the whole list", async () => {
    await prepare(server, { id: "roster", competitors: 2 });
    const url = "/api/v1/competitions/roster/roster";
    const refused = await server.call("POST", url, { body: { competitors: roster(3).reverse() } });
    assert.equal(refused.status, 409);
    const twice = await server.call("POST", url, { body: { competitors: [{ id: "x", skill: "welder", name: "甲" }, { id: "x", skill: "welder", name: "乙" }] } });
    assert.equal(twice.status, 409, twice.raw);
    assert.equal(twice.json.errors[0].pointer, "/competitors/1/id");
    assert.equal((await server.call("GET", url)).json.competitors.length, 2);
    const many = Array.from({ length: 1001 }, (_, i) => ({ id: `m${i}`, skill: "welder", name: "某" }));
    assert.equal((await server.call("POST", url, { body: { competitors: many } })).status, 422);
    assert.equal((await server.call("POST", url, { body: { competitors: many.slice(1) } })).status, 201);
    assert.equal((await server.call("GET", url)).json.competitors.length, 1002);
  });

  test("keep the definition's bytes as they were sent", async () => {
    const body = JSON.stringify(definition("verbatim"), null, 3);
    assert.equal((await server.call("POST", "/api/v1/competitions", { body })).status, 201);
    assert.ok((await server.call("GET", "/api/v1/competitions/verbatim")).raw.includes(`"definition":${body}`));
  });
});

describe("the journal", () => {
  test("comes in pages that join without a gap", async () => {
    const id = "paged";
    await prepare(server, { id, competitors: 30 });
    const sheets = Array.from({ length: 30 }, (_, i) => ({ key: uuid7(), part: "w-theory", competitor: `c${String(i + 1).padStart(3, "0")}`, seat: "K", body: theory("1") }));
    assert.equal((await server.call("POST", `/api/v1/competitions/${id}/sheets`, { body: { sheets } })).status, 200);
    const url = `/api/v1/competitions/${id}/journal`;
    const lines = [];
    for (;;) {
      const page = await server.call("GET", `${url}?after=${lines.length}&limit=10`);
      assert.equal(page.headers.get("content-type"), "application/x-ndjson");
      if (page.raw === "") break;
      assert.ok(page.raw.endsWith("\n"));
      lines.push(...page.raw.trimEnd().split("\n").map((line) => JSON.parse(line)));
    }
    assert.deepEqual(lines.map((line) => line.number), lines.map((_, i) => i + 1));
    assert.ok(lines.length >= 33);
    for (const line of lines) assert.deepEqual(Object.keys(line).sort(), ["chain", "entry", "number"]);
  });
});

describe("the server", () => {
  test("says its name, version and time", async () => {
    const { json } = await server.call("GET", "/api/v1", { token: null });
    assert.deepEqual(Object.keys(json), ["name", "version", "time"]);
    assert.equal(json.name, "jinbang");
    assert.match(json.version, /^\d+\.\d+\.\d+$/);
    assert.ok(Math.abs(json.time - Date.now()) < 60000);
  });
});
