// What the public sees of each stage, and from when: a stage that is signed and locked may be shown while the next still hides,
// and goes back when it is reopened; behind frozen boards nothing of a lock shows.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { because, definition, isProblem, live, practice, prepare, serve, sheetPath, theory } from "./lib.mjs";

const SEATS = [["w-theory", "K", theory("70")], ["w-practice", "J1", practice("40", "20")], ["w-practice", "J2", practice("41", "20")], ["w-practice", "J3", practice("42", "20")]];
const LAST = {
  id: "last", name: { zh: "总决赛", en: "Last" },
  modules: [{ id: "speech", name: { zh: "答辩" }, parts: [{ id: "w-speech", name: { zh: "答辩" }, seats: ["K"], aspects: [{ id: "s", name: { zh: "答辩" }, min: "0", max: "100", step: "1" }] }] }],
};
const more = () => {
  const [{ stages: [final] }] = definition().skills;
  return {
    signing: { by: "ink" }, exposure: { before: "progress", after: "name" },
    stages: [{ ...final, exposure: { from: "signed" } }, LAST],
  };
};

describe("what is shown of a stage", () => {
  let server;
  let tokens;
  const HERE = "/api/v1/competitions/small";
  const FINAL = "small/welder/final/top12";
  const OTHER = "small/welder/last/top12";
  const must = async (method, path, body, status = 201) => {
    const answer = await server.call(method, path, { body });
    assert.equal(answer.status, status, answer.raw);
    return answer.json;
  };
  // A signature that still holds is not given twice.
  const act = async (body) => {
    const answer = await server.call("POST", `${HERE}/skills/welder/signings`, { body });
    assert.ok(answer.status === 201 || answer.json.type === "/problems/signing-idle", answer.raw);
  };
  const shown = async (path) => (await server.call("GET", path, { token: null })).json;
  const board = async (stage) => {
    const { exposure, published, rows } = await shown(`${HERE}/scoreboard?skill=welder&stage=${stage}`);
    return [exposure, published, rows.map(({ id, name }) => [id, name])];
  };
  const people = async () => (await shown(`${HERE}/roster`)).competitors.map(({ name }) => name ?? null);
  const mark = async (competitor) => {
    for (const [part, seat, body] of SEATS) {
      const answer = await server.call("PUT", sheetPath(competitor, part, seat), { token: tokens[`judge-${seat}`], body });
      assert.equal(answer.status, 201, answer.raw);
    }
  };
  const lock = async () => {
    await act({ act: "check", stage: "final" });
    for (const [part, seat] of SEATS) {
      const { code } = await must("GET", `${HERE}/pages?skill=welder&part=${part}&seat=${seat}`, undefined, 200);
      await act({ act: "sign", part, seat, role: "judge", code });
    }
    const { code } = await must("GET", `${HERE}/pages?skill=welder&stage=final`, undefined, 200);
    await act({ act: "sign", stage: "final", role: "chief", code });
    await act({ act: "lock", stage: "final" });
  };
  const HIDDEN = ["progress", false, []];
  const NAMED = ["name", false, [["c001", "选手1"], ["c002", "选手2"]]];

  before(async () => {
    server = await serve();
    tokens = await prepare(server, { competitors: 2, more: more() });
  });
  after(async () => {
    await server.stop();
    assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
    server.remove();
  });

  test("a stage is hidden until it is signed and locked, then shown by name, on the socket too; the next one still hides", async () => {
    await mark("c001");
    await mark("c002");
    const hall = live(server, { boards: [FINAL, OTHER] });
    await hall.next((frame) => frame.board === FINAL && frame.state?.done === 8);
    assert.deepEqual(await board("final"), HIDDEN);
    assert.deepEqual([(await shown(HERE)).skills[0].exposure, await people()], ["progress", [null, null]]);
    await lock();
    const frame = await hall.next((each) => each.board === FINAL && each.state?.exposure === "name");
    assert.equal(frame.state.published, false);
    assert.deepEqual(await board("final"), NAMED);
    assert.deepEqual(await board("last"), HIDDEN);
    assert.deepEqual([(await shown(HERE)).skills[0].exposure, await people()], ["name", ["选手1", "选手2"]]);
    const other = hall.frames.filter((each) => each.board === OTHER && each.type !== "heartbeat");
    assert.ok(other.every((each) => each.state.exposure === "progress" && (each.rows ?? []).length === 0 && (each.upsert ?? []).length === 0));
    assert.deepEqual((await shown(`${HERE}/honours`)).skills ?? [], [], "no honours before the publication");
    await hall.close();
  });

  test("kill -9 changes nothing of it", async () => {
    await server.kill();
    const { dir } = server;
    server = await serve({ dir });
    assert.deepEqual([await board("final"), await board("last")], [NAMED, HIDDEN]);
  });

  test("one sheet that is put right stays in view; a stage that is reopened goes back to what it was before", async () => {
    const hall = live(server, { boards: [FINAL] });
    await hall.next((frame) => frame.state?.exposure === "name");
    await act({ act: "reopen", part: "w-theory", competitor: "c002", seat: "K", reason: "抄分有误" });
    const path = sheetPath("c002", "w-theory", "K");
    const old = await server.call("GET", path, { token: tokens["judge-K"] });
    const changed = await server.call("PUT", path, { token: tokens["judge-K"], body: because(theory("90")), headers: { "If-Match": old.headers.get("etag") } });
    assert.equal(changed.status, 200, changed.raw);
    await hall.next((frame) => frame.upsert?.some(({ row }) => row.id === "c002"));
    assert.deepEqual(await board("final"), ["name", false, [["c002", "选手2"], ["c001", "选手1"]]]);
    await act({ act: "reopen", stage: "final", reason: "规则理解有误" });
    await hall.next((frame) => frame.state?.exposure === "progress");
    assert.deepEqual(await board("final"), HIDDEN);
    await hall.close();
  });

  test("behind frozen boards nothing of a lock shows before the thaw", async () => {
    await must("POST", `${HERE}/freezes`, { act: "freeze" });
    const before = await server.call("GET", HERE, { token: null });
    await lock();
    assert.deepEqual([await board("final"), await people()], [HIDDEN, [null, null]]);
    assert.equal((await server.call("GET", HERE, { token: null })).raw, before.raw);
    await must("POST", `${HERE}/freezes`, { act: "thaw" });
    assert.deepEqual((await board("final"))[0], "name");
  });

  test("who says signed and asks for no signatures is told so", async () => {
    const { signing, ...unsigned } = more();
    isProblem(await server.call("POST", "/api/v1/competitions", { body: definition("bad", unsigned) }), 422, "missing-field", "/skills/0/signing");
    isProblem(await server.call("POST", "/api/v1/competitions", { body: definition("bad", { signing, exposure: { from: "checked" } }) }), 422, "definition-invalid", "/skills/0/exposure/from");
  });
});
