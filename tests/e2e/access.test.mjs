// Who may do what, and who may see whom: tokens and roles, exposure before and after publication, and that no person's name
// is in the journal.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { definition, live, practice, prepare, roster, serve, sheetPath, theory } from "./lib.mjs";

let server;
before(async () => { server = await serve(); });
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

async function markAll(id, tokens, competitor, value = "80") {
  const must = (answer) => assert.equal(answer.status, 201, answer.raw);
  must(await server.call("PUT", sheetPath(competitor, "w-theory", "K", id), { body: theory(value), token: tokens["judge-K"] }));
  for (const seat of ["J1", "J2", "J3"]) {
    must(await server.call("PUT", sheetPath(competitor, "w-practice", seat, id), { body: practice("40", "30"), token: tokens[`judge-${seat}`] }));
  }
}

describe("roles", () => {
  const id = "roles";
  const base = `/api/v1/competitions/${id}`;
  let tokens;
  before(async () => { tokens = await prepare(server, { id, competitors: 1 }); });

  test("what the organiser does, a judge may not (403) and a stranger must sign in for (401)", async () => {
    for (const [method, path, body] of [
      ["POST", "/api/v1/competitions", definition("stolen")],
      ["POST", `${base}/roster`, { competitors: roster(2).slice(1) }],
      ["PATCH", `${base}/people/c001`, { name: "别人" }],
      ["GET", `${base}/judges`],
      ["POST", `${base}/judges`, { judges: [{ id: "x", name: "x", seats: [{ skill: "welder", seat: "K" }] }] }],
      ["GET", `${base}/progress`],
      ["GET", `${base}/export/final.csv?draft=1`],
      ["GET", `${base}/export/final.json?draft=1`],
      ["GET", `${base}/journal`],
      ["POST", `${base}/skills/welder/publication`, {}],
    ]) {
      const judge = await server.call(method, path, { body, token: tokens["judge-K"] });
      assert.deepEqual([judge.status, judge.json?.type], [403, "/problems/not-allowed"], `${method} ${path} ${judge.raw}`);
      const stranger = await server.call(method, path, { body, token: null });
      assert.deepEqual([stranger.status, stranger.json?.type], [401, "/problems/token-missing"], `${method} ${path} ${stranger.raw}`);
      const unknown = await server.call(method, path, { body, token: "x".repeat(43) });
      assert.deepEqual([unknown.status, unknown.json?.type], [401, "/problems/token-unknown"], `${method} ${path} ${unknown.raw}`);
    }
    assert.equal((await server.call("GET", "/api/v1/competitions/stolen")).status, 404);
    assert.equal((await server.call("GET", `${base}/roster`)).json.competitors[0].name, "选手1");
  });

  test("a judge's token is welcome at every public counter", async () => {
    for (const path of ["/api/v1", "/api/v1/competitions", base, `${base}/roster`, `${base}/scoreboard`, `${base}/access`, "/livez", "/readyz"]) {
      assert.equal((await server.call("GET", path, { token: tokens["judge-K"] })).status, 200, path);
      assert.equal((await server.call("GET", path, { token: null })).status, 200, path);
    }
  });

  test("access says who one is and which seats one has", async () => {
    const access = async (token) => {
      const { allowed, ...rest } = (await server.call("GET", `${base}/access`, { token })).json;
      assert.ok(allowed.includes("GET /api/v1/competitions/*/scoreboard"));
      return rest;
    };
    const right = { role: "judge", judge: "judge-J2", name: "裁判J2" };
    const { confirm_key, ...judge } = await access(tokens["judge-J2"]);
    assert.match(confirm_key, /^[0-9a-f]{64}$/);
    assert.deepEqual(judge, { ...right, seats: [{ part: "w-practice", seat: "J2", technical: false, judge: "judge-J2" }], rights: [{ ...right, skills: ["welder"] }] });
    assert.deepEqual(await access(server.token), { role: "organiser", rights: [{ role: "organiser" }] });
    assert.deepEqual(await access(null), { role: "public", rights: [] });
  });

  test("the journal's length is the organiser's business alone", async () => {
    assert.ok((await server.call("GET", base)).json.journal >= 3);
    assert.ok(!("journal" in (await server.call("GET", base, { token: tokens["judge-K"] })).json));
    assert.ok(!("journal" in (await server.call("GET", base, { token: null })).json));
  });

  test("a judge's token is shown once, by the request that made it, and stands nowhere else", async () => {
    const list = await server.call("GET", `${base}/judges`);
    assert.deepEqual(list.json.judges.map((judge) => judge.id), ["judge-K", "judge-J1", "judge-J2", "judge-J3"]);
    const journal = await server.call("GET", `${base}/journal`);
    const files = (dir) => readdirSync(dir).flatMap((name) => (statSync(join(dir, name)).isDirectory() ? files(join(dir, name)) : [join(dir, name)]));
    const disk = files(server.dir).filter((path) => statSync(path).isFile()).map((path) => readFileSync(path, "latin1")).join();
    for (const token of Object.values(tokens)) {
      assert.ok(token.length >= 40);
      for (const place of [list.raw, journal.raw, disk, server.log.join()]) assert.ok(!place.includes(token));
    }
    assert.ok(!server.log.join().includes(server.token));
  });

  test("the request that made the judges may be sent again and gets the same tokens", async () => {
    const key = "018f4d2e-0000-7000-8000-00000000000a";
    const body = { judges: [{ id: "late", name: "后来", seats: [{ skill: "*", seat: "K" }] }] };
    const first = await server.call("POST", `${base}/judges`, { body, key });
    const again = await server.call("POST", `${base}/judges`, { body, key });
    assert.deepEqual([first.status, again.status], [201, 200]);
    assert.deepEqual(again.json, first.json);
    assert.equal((await server.call("GET", `${base}/access`, { token: first.json.judges[0].token })).json.judge, "late");
  });
});

describe("names", () => {
  const id = "names";
  const base = `/api/v1/competitions/${id}`;
  const secret = ["选手1", "示例单位", "བཀྲ་ཤིས", "裁判K", "阿依努尔·买买提江"];

  test("are in no entry of the journal, before and after a correction", async () => {
    const tokens = await prepare(server, { id, competitors: 2 });
    const added = await server.call("POST", `${base}/roster`, { body: { competitors: [{ id: "c010", skill: "welder", code: "B1", person: "p10", name: "阿依努尔•买买提江", second_name: "བཀྲ་ཤིས", delegation: "示例单位" }] } });
    assert.equal(added.status, 201, added.raw);
    await markAll(id, tokens, "c010");
    const corrected = await server.call("PATCH", `${base}/people/c001`, { body: { name: "更正后" } });
    assert.equal(corrected.status, 200, corrected.raw);
    const journal = await server.call("GET", `${base}/journal`);
    for (const name of [...secret, "更正后"]) {
      assert.ok(!journal.raw.includes(name), name);
      assert.ok(!journal.raw.includes(JSON.stringify(name).slice(1, -1)), name);
    }
    assert.ok(journal.raw.includes("p10") && journal.raw.includes("c010"));
  });

  test("are in no file of the data folder in the clear", () => {
    const files = (dir) => readdirSync(dir).flatMap((name) => (statSync(join(dir, name)).isDirectory() ? files(join(dir, name)) : [join(dir, name)]));
    for (const path of files(server.dir).filter((each) => statSync(each).isFile())) {
      const bytes = readFileSync(path);
      for (const name of secret) assert.ok(!bytes.includes(Buffer.from(name)), `${name} in ${path}`);
    }
  });

  test("have their separators made one, and a correction keeps what it leaves out", async () => {
    const { competitors } = (await server.call("GET", `${base}/roster`)).json;
    assert.deepEqual(competitors.find((one) => one.id === "c010"), { id: "c010", skill: "welder", code: "B1", name: "阿依努尔·买买提江", second_name: "བཀྲ་ཤིས", delegation: "示例单位" });
    assert.deepEqual(competitors.find((one) => one.id === "c001"), { id: "c001", skill: "welder", code: "A1", name: "更正后", delegation: "示例单位" });
  });

  test("may have 50 characters and rare ones, and those outlive a restart", async () => {
    const long = "𠮷㛃䶮".repeat(17).slice(0, 100);
    assert.equal((await server.call("POST", `${base}/roster`, { body: { competitors: [{ id: "c020", skill: "welder", name: long }] } })).status, 201);
    const shown = async () => (await server.call("GET", `${base}/roster`)).json.competitors.find((one) => one.id === "c020").name;
    assert.equal(await shown(), long);
    await server.stop();
    server = await serve({ dir: server.dir });
    assert.equal(await shown(), long); // ready means that names have been read too
  });
});

for (const [exposure, rows, names, counts] of [["none", false, false, false], ["progress", false, false, true], ["code", true, false, true], ["name", true, true, true]]) {
  describe(`exposure "${exposure}"`, () => {
    const id = `show-${exposure}`;
    const base = `/api/v1/competitions/${id}`;
    const isHidden = (text) => !text.includes("选手") && !text.includes("示例单位");
    let tokens;
    let socket;
    before(async () => {
      tokens = await prepare(server, { id, competitors: 2, more: { exposure: { before: exposure, after: "name" } } });
      socket = live(server, { boards: [`${id}/welder/final/top50`] });
      await socket.next((frame) => frame.type === "snapshot");
      await markAll(id, tokens, "c001");
    });
    after(() => socket.close());

    test(`shows the public ${rows ? "rows" : "no rows"} ${names ? "with" : "without"} names`, async () => {
      const board = await server.call("GET", `${base}/scoreboard`, { token: null });
      assert.equal(board.json.exposure, exposure);
      assert.equal(board.json.rows.length, rows ? 1 : 0);
      assert.equal(isHidden(board.raw), !names, board.raw);
      if (rows) assert.equal(board.json.rows[0].code, "A1");
      assert.equal(board.json.done, counts ? 4 : 0);
      const list = await server.call("GET", `${base}/roster`, { token: null });
      assert.equal(isHidden(list.raw), !names, list.raw);
    });

    test("shows a judge no more than the public", async () => {
      for (const path of ["scoreboard", "roster"]) {
        const [judge, stranger] = await Promise.all([tokens["judge-J1"], null].map((token) => server.call("GET", `${base}/${path}`, { token })));
        assert.deepEqual(judge.json, stranger.json);
      }
      const sheets = await server.call("GET", `${base}/sheets`, { token: tokens["judge-J1"] });
      assert.ok(isHidden(sheets.raw));
    });

    test("hides nothing from the organiser", async () => {
      const board = await server.call("GET", `${base}/scoreboard`);
      assert.deepEqual(board.json.rows.map((row) => [row.id, row.name, row.delegation, row.total]), [["c001", "选手1", "示例单位", "73.00"]]);
      assert.equal(board.json.done, 4);
      const progress = await server.call("GET", `${base}/progress`);
      assert.deepEqual(progress.json.parts.map((part) => [part.id, part.seats]), [["w-theory", ["K"]], ["w-practice", ["J1", "J2", "J3"]]]);
      assert.deepEqual(progress.json.rows.map((row) => [row.id, row.name, row.cells]), [["c001", "选手1", [[1], [1, 1, 1]]], ["c002", "选手2", [[0], [0, 0, 0]]]]);
    });

    test("holds for the competition's page and for the live board as well", async () => {
      const page = await server.call("GET", base, { token: null });
      assert.equal(page.json.skills[0].stages[0].done, counts ? 4 : 0);
      assert.equal((await server.call("GET", base)).json.skills[0].stages[0].done, 4);
      const staff = live(server, { bearer: server.token, boards: [`${id}/welder/final/top50`] });
      const picture = await staff.next((frame) => frame.type === "snapshot" && frame.state.done === 4);
      assert.equal(picture.rows[0].name, "选手1");
      await staff.close();
      const judge = live(server, { bearer: tokens["judge-J1"], boards: [`${id}/welder/final/top50`] });
      const seen = await judge.next((frame) => frame.type === "snapshot");
      await judge.close();
      const all = [...socket.frames, seen].map((frame) => JSON.stringify(frame)).join();
      assert.equal(isHidden(all), !names, all);
      assert.equal(/"total":"73\.00"/.test(all), rows);
      if (!counts) assert.ok(socket.frames.every((frame) => frame.type === "welcome" || frame.type === "snapshot" || frame.type === "heartbeat"), all);
    });

    test("ends with publication, when the rules show names", async () => {
      await markAll(id, tokens, "c002", "70");
      const published = await server.call("POST", `${base}/skills/welder/publication`, { body: {} });
      assert.equal(published.status, 201, published.raw);
      const board = await server.call("GET", `${base}/scoreboard`, { token: null });
      assert.deepEqual(board.json.rows.map((row) => [row.place, row.name, row.title]), [[1, "选手1", "zhuangyuan"], [2, "选手2", undefined]]);
      const frame = await socket.next((each) => each.state?.published && (each.rows ?? each.upsert)?.length > 0);
      assert.match(JSON.stringify(frame), /选手1/);
      assert.match((await server.call("GET", `${base}/roster`, { token: null })).raw, /选手1/);
    });
  });
}
