// Before codes are opened a name stands in the answers to those who check people in, and in no other: every reading counter, ten roles.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { definition, serve, theory } from "./lib.mjs";
import { HERE, ROLES, TABLE, isSeated } from "./rights-table.mjs";

let server;
async function must(method, path, options, status = 201) {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
}
before(async () => { server = await serve(); });
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

describe("before the codes are opened", () => {
  const veiled = "veiled";
  const there = `/api/v1/competitions/${veiled}`;
  const NAMES = ["隐姓甲", "隐姓乙"];
  const MAY = { // the answers in which a name may stand: the lists of those who check people in, and what they print
    organiser: ["GET /roster", "GET /check-in"],
    clerk: ["GET /check-in"],
  };
  const held = {};
  before(async () => {
    const rules = definition(veiled, { blind: ["entry"], exposure: { before: "code", after: "name" } });
    rules.skills[0].stages[0].modules[1].parts[0].technical = "T";
    await must("POST", "/api/v1/competitions", { body: rules });
    await must("POST", `${there}/roster`, { body: { competitors: NAMES.map((name, i) => ({ id: `v${i + 1}`, skill: "welder", name, second_name: `Yin${i}`, delegation: "暗单位" })) } });
    await must("POST", `${there}/judges`, { body: { judges: [{ id: "v-k", name: "裁判", seats: [{ skill: "welder", seat: "K" }] }, { id: "v-t", name: "技术", role: "technical", seats: [{ skill: "welder", seat: "T" }] }] } });
    for (const competitor of ["v1", "v2"]) await must("POST", `${there}/check-in`, { body: { competitor, state: "present" } });
    const salt = "ab".repeat(32);
    await must("POST", `${there}/codes/welder/entry/cards`, { body: { salt } });
    await must("POST", `${there}/codes/welder/entry/table`, { body: { salt } });
    const { competitors } = await must("GET", `${there}/roster`, { token: null }, 200);
    await must("PUT", `${there}/sheets/w-theory/${competitors[0].id}/K`, { body: theory("80") });
    const words = { "/teams/*": ["t"], "/fields/*": ["f"], "/explanations/*": [competitors[0].id], "/competitors/*/course": ["v1"], "/photos/*": ["p"], "/recusals/*/person": ["1"],
      "/sheets/*/*/*": ["w-theory", competitors[0].id, "K"], "/skills/*/signings/*/scan": ["welder", "1"], "/skills/*/signings/*/drawing": ["welder", "1"] };
    const query = { "/find": "?q=%E9%9A%90%E5%A7%93", "/pages": "?skill=welder&part=w-theory&seat=K", "/scoreboard": "?skill=welder", "/boards": `?board=${veiled}/welder/final/top12` };
    for (const role of ROLES) {
      const grant = isSeated(role) ? { role, judge: role === "judge" ? "v-k" : "v-t" } : { role, skills: ["welder"] };
      const token = role === "organiser" ? server.token : role === "public" ? null : (await must("POST", `${there}/devices`, { body: { grants: [grant] } })).token;
      held[role] = [];
      for (const [method, route] of TABLE.filter(([method, route]) => method === "GET" && route.startsWith(HERE))) {
        const rest = route.slice(HERE.length);
        const filled = [...(words[rest] ?? [])];
        const answer = await server.call(method, there + rest.replace(/\*/g, () => filled.shift()) + (query[rest] ?? ""), { token });
        assert.ok(answer.status < 500, `${role} ${route}: ${answer.raw}`);
        if (/隐姓|Yin\d|暗单位/.test(answer.raw)) held[role].push(`GET ${rest}`);
      }
    }
  });

  for (const role of ROLES) {
    test(`${role}: ${MAY[role] ? `a name stands in ${MAY[role].length} answers, and in no other` : "no answer holds a name"}`, () => {
      assert.deepEqual(held[role], MAY[role] ?? []);
    });
  }
});
