// Groups inside a skill, heats, limits for a delegation and the list over all stages, through the running server: rosters,
// boards and their hash, the proposal of a field, exports and honours.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { isProblem, live, serve, tileHash } from "./lib.mjs";

const C = "grouped";
const NAME = { zh: "示例", en: "Example" };
const part = (id) => ({
  id: `m-${id}`, name: NAME,
  parts: [{ id, name: NAME, seats: ["J1"], aspects: [{ id: "a", name: NAME, min: "0", max: "100", step: "0.5" }] }],
});
const DEFINITION = {
  format: "jinbang-competition/1", id: C, name: NAME,
  skills: [{
    id: "s", name: NAME, behind: true, exposure: { before: "name", after: "name" },
    groups: [{ id: "senior", name: { zh: "高级组", en: "Seniors" } }, { id: "junior", name: { zh: "中级组", en: "Juniors" } }],
    titles: [{ id: "first", name: NAME, from: 1, to: 1 }, { id: "third", name: NAME, from: 3, to: 3 }],
    stages: [
      { id: "prelim", name: NAME, heats: true, modules: [part("p")] },
      { id: "final", name: NAME, field: { from: "prelim", each: 1, per_team: 1 }, modules: [part("f")] },
    ],
  }],
};
const PEOPLE = [["a", "senior", "d1", "95"], ["b", "senior", "d1", "90"], ["c", "junior", "d1", "85"], ["d", "senior", "d2", "80"],
  ["e", "junior", "d2", "75"], ["f", "senior", "d3", "70"]];
let server;
let judge;

const path = (rest) => `/api/v1/competitions/${C}/${rest}`;
const organiser = (method, rest, body) => server.call(method, path(rest), { body, token: server.organiser });
const mark = (id, who, value) => server.call("PUT", path(`sheets/${id}/${who}/J1`), { body: { marks: [{ aspect: "a", value }] }, token: judge });
const rows = async (stage) => (await organiser("GET", `scoreboard?skill=s&stage=${stage}`)).json.rows;

before(async () => {
  server = await serve();
  const created = await server.call("POST", "/api/v1/competitions", { body: DEFINITION, token: server.organiser });
  assert.equal(created.status, 201, created.raw);
});
after(async () => { await server.stop(); server.remove(); });

test("a roster without a group, or with another one, is refused where it stands", async () => {
  for (const [group, name] of [[undefined, "missing-field"], ["master", "unknown-group"]]) {
    const answer = await organiser("POST", "roster", { competitors: [{ id: "x", skill: "s", name: "X", group }] });
    assert.equal(answer.status, 422, answer.raw);
    assert.equal(answer.json.errors[0].pointer, "/competitors/0/group");
    assert.match(answer.json.type, new RegExp(`${name}$`));
  }
});

test("rows say the place of all, in the group and in the heat, and boards carry them with the documented hash", async () => {
  const competitors = PEOPLE.map(([id, group, team]) => ({ id, skill: "s", name: id.toUpperCase(), group, team }));
  assert.equal((await organiser("POST", "roster", { competitors })).status, 201);
  const judges = await organiser("POST", "judges", { judges: [{ id: "j", name: "J", seats: [{ skill: "s", seat: "J1" }] }] });
  judge = judges.json.judges[0].token;
  assert.equal((await organiser("POST", "rulings", { ruling: "draw", stage: "prelim", groups: [["a", "c", "e"], ["b", "d", "f"]] })).status, 201);
  for (const [id, , , value] of PEOPLE) assert.equal((await mark("p", id, value)).status, 201);
  const seen = (await rows("prelim")).map((row) => [row.id, row.place, row.group, row.group_place, row.heat, row.heat_place]);
  assert.deepEqual(seen, [["a", 1, "senior", 1, 1, 1], ["b", 2, "senior", 2, 2, 1], ["c", 3, "junior", 1, 1, 2],
    ["d", 4, "senior", 3, 2, 2], ["e", 5, "junior", 2, 1, 3], ["f", 6, "senior", 4, 2, 3]]);

  const watcher = live(server, { boards: [`${C}/s/prelim/top12`] });
  const frame = await watcher.next((one) => one.rows?.length === 6);
  assert.equal(frame.hash, tileHash(frame));
  assert.deepEqual(frame.rows.map((row) => [row.id, row.group_place, row.heat_place]), seen.map(([id, , , group, , heat]) => [id, group, heat]));
  await watcher.close();
});

test("the field takes the first of each heat in each group, one of a delegation, and lists why", async () => {
  const proposal = (await organiser("GET", "fields/final?skill=s")).json;
  assert.deepEqual(proposal.lines.filter((line) => line.passes).map((line) => line.id), ["a", "c", "d"]);
  const line = proposal.lines.find(({ id }) => id === "e");
  assert.deepEqual([line.group, line.group_place, line.heat, line.heat_place], ["junior", 2, 1, 3]);
  assert.equal((await organiser("POST", "rulings", { ruling: "field", stage: "final", skill: "s" })).status, 201);
});

test("the final list ends with those who were cut, titles are given in each group, and the file says both places", async () => {
  for (const [id, value] of [["a", "60"], ["c", "50"], ["d", "70"]]) assert.equal((await mark("f", id, value)).status, 201);
  assert.equal((await organiser("POST", "skills/s/publication", {})).status, 201);
  const list = (await organiser("GET", "export/final.json?skill=s&stage=final")).json.rows;
  assert.deepEqual(list.map((row) => [row.id, row.overall, row.group_place, row.title, row.stage]), [
    ["d", 1, 1, "first", undefined], ["a", 2, 2, undefined, undefined], ["c", 3, 1, "first", undefined],
    ["b", 4, 3, "third", "prelim"], ["e", 5, 2, undefined, "prelim"], ["f", 6, 4, undefined, "prelim"]]);
  const csv = (await organiser("GET", "export/final.csv?skill=s&stage=final")).raw.replace("\ufeff", "").split("\r\n");
  assert.match(csv[0], /,组别,组内名次,.*,止于阶段$/);
  assert.match(csv[1], /^1,,d,,D,,高级组,1,/);
  assert.match(csv[4], /^4,,b,,B,,高级组,3,/);
  const honours = (await organiser("GET", "honours?skill=s")).json.lines.filter((line) => line.titles.length > 0);
  assert.deepEqual(honours.map((line) => [line.id, line.group, line.titles]), [["d", "senior", ["first"]], ["c", "junior", ["first"]], ["b", "senior", ["third"]]]);
});

test("a cut by groups waits for the codes: nobody's group is to be learned from who goes on", async () => {
  const id = "veiled";
  const at = (rest) => `/api/v1/competitions/${id}/${rest}`;
  const must = async (method, rest, body, token = server.token) => {
    const answer = await server.call(method, at(rest), { body, token });
    assert.equal(answer.status, method === "GET" ? 200 : 201, `${method} ${rest} ${answer.raw}`);
    return answer.json;
  };
  const { behind, ...skill } = DEFINITION.skills[0];
  const [prelim, final] = skill.stages;
  const { heats, ...whole } = prelim;
  const stages = [whole, { ...final, field: { from: "prelim", top: 1 } }];
  const definition = { ...DEFINITION, id, skills: [{ ...skill, blind: ["work"], exposure: { before: "code", after: "name" }, stages }] };
  const made = await server.call("POST", "/api/v1/competitions", { body: definition });
  assert.equal(made.status, 201, made.raw);
  await must("POST", "roster", { competitors: PEOPLE.map(([who, group]) => ({ id: who, skill: "s", name: who, group })) });
  const token = (await must("POST", "judges", { judges: [{ id: "j", name: "J", seats: [{ skill: "s", seat: "J1" }] }] })).judges[0].token;
  for (const [who] of PEOPLE) await must("POST", "check-in", { competitor: who, state: "present" });
  const salt = () => randomBytes(32).toString("hex");
  await must("POST", "codes/s/work/cards", { salt: salt() });
  await must("POST", "codes/s/work/table", { salt: salt() });
  const { competitors: works } = await must("GET", "roster", undefined, token);
  assert.equal(works.length, PEOPLE.length);
  for (const [i, work] of works.entries()) await must("PUT", `sheets/p/${work.id}/J1`, { marks: [{ aspect: "a", value: String(50 + i) }] }, token);
  const cut = () => server.call("POST", at("rulings"), { body: { ruling: "field", stage: "final", skill: "s" } });
  isProblem(await cut(), 409, "codes-sealed");
  const named = works.slice(0, 2).map((work) => work.id);
  await must("POST", "rulings", { ruling: "field", stage: "final", competitors: named }); // by code, as the jury decides
});
