// A sheet that is still being written lies with the server as well: for its own seat only, for a while, and until it is sealed.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { prepare, practice, serve, sheetPath, uuid7 } from "./lib.mjs";

let server, tokens;
const J1 = "judge-J1";
const flags = ["--drafts-max", "2", "--draft-bytes-max", "256", "--draft-ms", "3600000", "--desk-ms", "1000"];
before(async () => {
  server = await serve({ flags });
  tokens = await prepare(server);
});
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const draftPath = (competitor, seat = "J1") => sheetPath(competitor, "w-practice", seat).replace("/sheets/", "/drafts/");
const put = (competitor, values, { device = "d1", judge = J1, seen, seat } = {}) =>
  server.call("PUT", draftPath(competitor, seat), { token: tokens[judge], key: null, body: { device, values }, headers: seen ? { "If-Match": `"${seen}"` } : {} });
const list = async (judge = J1) => (await server.call("GET", "/api/v1/competitions/small/drafts", { token: tokens[judge] })).json.drafts;
const drop = (competitor) => server.call("DELETE", draftPath(competitor), { token: tokens[J1] });
const slug = (answer) => [answer.status, answer.json.type?.replace("/problems/", "")];

describe("a draft", () => {
  test("comes back to its own seat as it was put, with the server's time, and to nobody else", async () => {
    const answer = await put("c001", { a: "5", note: "未完\n第二行" });
    assert.equal(answer.status, 200, answer.raw);
    assert.ok(Math.abs(answer.json.time - Date.now()) < 5000);
    assert.deepEqual(await list(), [{ judge: J1, part: "w-practice", competitor: "c001", seat: "J1", version: answer.json.version,
      draft: { device: "d1", values: { a: "5", note: "未完\n第二行" } } }]);
    assert.deepEqual(await list("judge-J2"), []);
    assert.deepEqual(slug(await put("c001", {}, { judge: "judge-J2" })), [403, "not-your-seat"]);
    for (const token of [server.token, null]) {
      const refused = await server.call("GET", "/api/v1/competitions/small/drafts", { token });
      assert.deepEqual(slug(refused), token ? [403, "not-allowed"] : [401, "token-missing"]);
    }
    const journal = await server.call("GET", "/api/v1/competitions/small/journal");
    assert.ok(!journal.raw.includes("第二行"));
    assert.equal((await drop("c001")).status, 200);
    assert.deepEqual(await list(), []);
  });

  test("of another device is shown, and replaced only by who saw it", async () => {
    const first = await put("c001", { a: "5" });
    const other = await put("c001", { a: "7" }, { device: "d2" });
    assert.deepEqual(slug(other), [412, "draft-newer"]);
    assert.deepEqual(other.json.current, { version: first.json.version, draft: { device: "d1", values: { a: "5" } } });
    const stale = await put("c001", { a: "6" });
    assert.equal(stale.status, 200); // one's own may always be replaced
    assert.deepEqual(slug(await put("c001", { a: "7" }, { device: "d2", seen: first.json.version })), [412, "draft-newer"]);
    assert.equal((await put("c001", { a: "7" }, { device: "d2", seen: stale.json.version })).status, 200);
    assert.deepEqual((await list()).map((each) => each.draft.values), [{ a: "7" }]);
    await drop("c001");
  });

  test("is gone when its sheet is sealed, by the judge alone or in a queue", async () => {
    await put("c001", { a: "5" });
    await put("c002", { a: "5" });
    const sealed = await server.call("PUT", sheetPath("c001", "w-practice", "J1"), { token: tokens[J1], body: practice("5", "5") });
    assert.equal(sealed.status, 201, sealed.raw);
    assert.deepEqual((await list()).map((each) => each.competitor), ["c002"]);
    const sheets = [{ key: uuid7(), part: "w-practice", competitor: "c002", seat: "J1", body: practice("6", "6") }];
    const queue = await server.call("POST", "/api/v1/competitions/small/sheets", { token: tokens[J1], key: null, body: { sheets } });
    assert.equal(queue.json.results[0].status, 201, queue.raw);
    assert.deepEqual(await list(), []);
  });

  test("is kept up to drafts-max of them and draft-bytes-max each, and one more is refused in words", async () => {
    assert.equal((await put("c001", {})).status, 200);
    assert.equal((await put("c002", {})).status, 200);
    const full = await put("c003", {});
    assert.deepEqual(slug(full), [409, "drafts-full"]);
    assert.match(full.json.detail, /本机仍保存/);
    assert.equal((await put("c002", { a: "1" })).status, 200);
    const frame = JSON.stringify({ device: "d1", values: { n: "" } }).length;
    assert.equal((await put("c002", { n: "x".repeat(256 - frame) })).status, 200);
    assert.deepEqual(slug(await put("c002", { n: "x".repeat(257 - frame) })), [413, "body-too-large"]);
    await drop("c001");
    await drop("c002");
  });

  for (const [what, body, status, pointer] of [
    ["without a device", { values: {} }, 422, "/device"],
    ["without values", { device: "d" }, 422, "/values"],
    ["whose values are a list", { device: "d", values: [] }, 422, "/values"],
    ["whose value is a number", { device: "d", values: { a: 5 } }, 422, "/values/a"],
    ["of an unknown member", { device: "d", values: {}, seal: true }, 422, "/seal"],
  ]) {
    test(`${what} is refused with a pointer and leaves nothing`, async () => {
      const answer = await server.call("PUT", draftPath("c001"), { token: tokens[J1], body });
      assert.deepEqual([answer.status, answer.json.errors?.[0]?.pointer], [status, pointer], answer.raw);
      assert.deepEqual(await list(), []);
    });
  }

  test("outlives the server's restart and ends after draft-ms", async () => {
    await put("c001", { a: "5" });
    await server.stop();
    server = await serve({ dir: server.dir, flags: [...flags, "--draft-ms", "1000"] });
    assert.equal((await list()).length, 1);
    await put("c001", { a: "6" });
    while ((await list()).length > 0);
    assert.deepEqual(await list(), []);
  });
});

describe("a desk", () => {
  const sit = (device, seen, judge = J1) => server.call("PUT", `/api/v1/competitions/small/desks/${judge}`, {
    token: tokens[J1], key: null, body: { device }, headers: seen ? { "If-Match": `"${seen}"` } : {} });

  test("belongs to one device, is taken over by who saw that, and is free again after desk-ms", async () => {
    assert.equal((await sit("d1")).status, 200);
    assert.equal((await sit("d1")).status, 200);
    const taken = await sit("d2");
    assert.deepEqual(slug(taken), [409, "seat-taken"]);
    assert.equal((await sit("d2", taken.json.current.version)).status, 200);
    const told = await sit("d1");
    assert.deepEqual([slug(told), told.json.current.draft.device], [[409, "seat-taken"], "d2"]);
    while ((await sit("d1")).status === 409);
    assert.deepEqual(slug(await sit("d2")), [409, "seat-taken"]);
    assert.deepEqual(slug(await sit("d2", undefined, "judge-J2")), [403, "not-your-seat"]);
  });

  test("taken by another refuses no sheet: what was begun may be sent", async () => {
    const { json } = await sit("d9");
    await sit("d9", json.current?.version);
    const answer = await server.call("PUT", sheetPath("c003", "w-practice", "J1"), { token: tokens[J1], body: practice("1", "1") });
    assert.equal(answer.status, 201, answer.raw);
  });
});

describe("how a judge's page looks", () => {
  const LOOK = { size: "larger", theme: "contrast", own_pad: false, lose: true };
  const lookPath = (judge = J1) => `/api/v1/competitions/small/desks/${judge}/look`;
  const look = async () => (await server.call("GET", lookPath(), { token: tokens[J1] })).json.look;
  const set = (body, { token = tokens[J1], judge } = {}) => server.call("PUT", lookPath(judge), { token, key: null, body });

  test("is kept as it was last said, for that judge alone, outside the journal", async () => {
    assert.equal(await look(), null);
    assert.equal((await set({ ...LOOK, size: "large" })).status, 200);
    assert.equal((await set(LOOK)).status, 200);
    assert.deepEqual(await look(), LOOK);
    for (const call of [() => set(LOOK, { token: tokens["judge-J2"] }), () => server.call("GET", lookPath(), { token: tokens["judge-J2"] })]) {
      assert.deepEqual(slug(await call()), [403, "not-your-seat"]);
    }
    assert.deepEqual(slug(await set(LOOK, { judge: "nobody" })), [403, "not-your-seat"]);
    assert.ok(!(await server.call("GET", "/api/v1/competitions/small/journal")).raw.includes("larger"));
  });

  for (const [what, body, pointer] of [
    ["a size that there is not", { ...LOOK, size: "huge" }, "/size"], ["a theme that there is not", { ...LOOK, theme: "sepia" }, "/theme"],
    ["a text for a flag", { ...LOOK, lose: "yes" }, "/lose"], ["nothing of the pad", { size: "large", theme: "auto", lose: true }, "/own_pad"],
    ["something more", { ...LOOK, font: "x" }, "/font"],
  ]) {
    test(`is refused with ${what}, and what was there stays`, async () => {
      const refused = await set(body);
      assert.equal(refused.status, 422, refused.raw);
      assert.deepEqual(refused.json.errors.map((each) => each.pointer), [pointer]);
      assert.deepEqual(await look(), LOOK);
    });
  }
});
