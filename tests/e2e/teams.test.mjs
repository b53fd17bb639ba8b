// Team tables of the rules in the hall: every skill counts once its result is published, not before, and not while boards are frozen.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { axe, cut, launch, open, PHONE, saved } from "./hall.mjs";
import { fnv1a64, isProblem, serve } from "./lib.mjs";
import { talk } from "./redis.mjs";

const HERE = "/api/v1/competitions/cup";
const UNITS = { d1: "市总工会职工技能培训中心及其所属单位联合代表队（第一分队）", d2: "𬍛县", d3: "丙" };
const SKILLS = { fitter: { a: ["d1", "95"], b: ["d2", "90"] }, turner: { c: ["d2", "88"], d: ["d3", "70"] } };

const stage = (skill) => ({
  id: "final", name: { zh: "决赛" },
  modules: [{ id: "m", name: { zh: "实操" }, parts: [{ id: `${skill}-p`, name: { zh: "实操" }, seats: ["J"], aspects: [{ id: "m", name: { zh: "分" }, min: "0", max: "100", step: "0.5" }] }] }],
});
const CUP = {
  format: "jinbang-competition/1", id: "cup", name: { zh: "代表队赛", en: "Cup" }, fictional: true,
  team_tables: [{ id: "units", name: { zh: "团体总分", en: "All units" }, by: "places", points: ["9", "7", "6"] }],
  skills: Object.keys(SKILLS).map((id) => ({ id, name: { zh: id === "fitter" ? "钳工" : "车工" }, exposure: { before: "name", after: "name" }, stages: [stage(id)] })),
};

describe("a team table", () => {
  let server;
  const must = async (method, path, body, more) => {
    const answer = await server.call(method, path, { body, ...more });
    assert.ok(answer.status < 300, answer.raw);
    return answer.json;
  };
  const table = async (token = null) => (await must("GET", `${HERE}/teams/units`, undefined, { token }));
  const scores = ({ lines }) => lines.map(({ team, place, total }) => [team, place, total]);
  const publish = (skill) => must("POST", `${HERE}/skills/${skill}/publication`, {});

  before(async () => {
    server = await serve();
    await must("POST", "/api/v1/competitions", CUP);
    const competitors = Object.entries(SKILLS).flatMap(([skill, people]) =>
      Object.entries(people).map(([id, [team]]) => ({ id, skill, team, name: `选手${id}`, delegation: UNITS[team] })));
    await must("POST", `${HERE}/roster`, { competitors });
    const { judges: [judge] } = await must("POST", `${HERE}/judges`, { judges: [{ id: "j", name: "裁判", seats: [{ skill: "*", seat: "J" }] }] });
    for (const [skill, people] of Object.entries(SKILLS)) {
      for (const [id, [, value]] of Object.entries(people)) {
        await must("PUT", `${HERE}/sheets/${skill}-p/${id}/J`, { marks: [{ aspect: "m", value }] }, { token: judge.token });
      }
    }
  });
  after(async () => {
    await server.stop();
    server.remove();
  });

  test("counts nothing for the public while nothing is published; the organiser sees how it stands", async () => {
    const { lines, name, skills, published } = await table();
    assert.deepEqual({ lines, name, skills, published }, { lines: [], name: { zh: "团体总分", en: "All units" }, skills: 2, published: 0 });
    assert.deepEqual(scores(await table(server.token)), [["d2", 1, "16"], ["d1", 2, "9"], ["d3", 3, "7"]]);
    isProblem(await server.call("GET", `${HERE}/teams/none`, { token: null }), 404, "not-found");
  });

  test("hangs on a wall, grows with each publication, and stands still behind frozen boards", async (t) => {
    const browser = await launch();
    t.after(() => browser.close());
    const wall = await open(t, browser, `${server.url}/board.html?c=cup&scene=table&table=units`);
    const rows = () => wall.locator("[data-testid=scene-table] tbody tr").evaluateAll((found) => found.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
    await wall.getByText("所含工种还没有公布结果").waitFor();
    await publish("fitter");
    await wall.getByText("已公布 1 / 2 个工种").waitFor();
    assert.deepEqual(await rows(), [["1", UNITS.d1, "9", "1", "1"], ["2", UNITS.d2, "7", "0", "1"]]);
    assert.deepEqual(await axe(wall), []);
    assert.deepEqual(await cut(wall), []);
    if (process.env.SHOTS) await wall.screenshot({ path: `${process.env.SHOTS}/teams-wall.png` });
    const { words, name } = await saved(wall, "wide");
    assert.match(words, /团体总分 · 已公布 1 \/ 2 个工种 · .* 2 个代表队中的 2 个/);
    const { lines } = await table();
    const code = fnv1a64(`units\t1/2\n${lines.map(({ team, place, total, firsts, counted }) => `${team}\t${place}\t${total}\t${firsts}\t${counted}\n`).join("")}`);
    assert.ok(words.includes(`核对码 ${code.match(/.{4}/g).join(" ")} · `), words);
    assert.doesNotMatch(words, /钳工/);
    assert.equal(name, "cup-units-table-wide.png");
    await wall.keyboard.press("Escape");

    await must("POST", `${HERE}/freezes`, { act: "freeze" });
    const frozen = JSON.stringify(await table());
    await publish("turner");
    const kept = Date.now() + 1500; // the server keeps a table for a second
    while (Date.now() < kept) assert.equal(JSON.stringify(await table()), frozen);
    await must("POST", `${HERE}/freezes`, { act: "thaw" });
    await wall.getByText("2 个工种全部公布").waitFor();
    assert.deepEqual((await rows()).map((row) => row.slice(1, 3)), [[UNITS.d2, "16"], [UNITS.d1, "9"], [UNITS.d3, "7"]]);

    const phone = await open(t, browser, `${server.url}/board.html?c=cup&scene=table&table=units`, PHONE);
    await phone.getByText("2 个工种全部公布").waitFor();
    assert.deepEqual(await axe(phone), []);
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    if (process.env.SHOTS) await phone.screenshot({ path: `${process.env.SHOTS}/teams-phone.png` });
  });

  test("is one of the scenes that the desk gives to a screen", async (t) => {
    const browser = await launch();
    t.after(() => browser.close());
    const device = await must("POST", `${HERE}/devices`, { grants: [{ role: "display" }] });
    const desk = await open(t, browser, `${server.url}/console.html?c=cup#token=${server.token}`, { width: 1280, height: 800 });
    await desk.getByTestId("tab-screens").click();
    await desk.getByTestId("kind").first().selectOption("table");
    await desk.getByTestId("scene-team-table").first().selectOption("units");
    await desk.getByTestId("give").first().click();
    await desk.getByText("代表队 · 团体总分").waitFor();
    const redis = await talk(join(server.dir, "redis.sock"));
    const said = (await redis.ask("XREVRANGE", "jinbang:{-site}:journal", "+", "-")).flat(3).map(String).filter((text) => text.includes('\\"table\\":\\"units\\"'));
    redis.close();
    assert.deepEqual(said.map((entry) => entry[0]), ["7"], "an older program says what it needs, not that the journal is broken");
    assert.deepEqual((await must("GET", "/api/v1/screen", undefined, { token: device.token })).scene, { kind: "table", theme: "gold", table: "units" });
  });
});
