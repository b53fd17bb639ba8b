// Ten roles at every counter, in their own skill and in another one: each gets exactly what the table (rights-table.mjs) says. And what a
// token may do ends when it is revoked.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { definition, live, serve, theory } from "./lib.mjs";
import { HERE, NARROWED, TABLE, VISITORS, drawn, isSeated, seated, sheet } from "./rights-table.mjs";

// Two skills alike, ids apart.
function twoSkills(id) {
  const whole = definition(id);
  const [welder] = whole.skills;
  const named = (s) => {
    const skill = structuredClone(welder);
    skill.id = s;
    skill.venue = s === "welder" ? "north" : "south";
    skill.stages[0].modules.forEach((module) => module.parts.forEach((part) => { part.id = `${s}-${module.id}`; }));
    skill.stages[0].modules[1].parts[0].technical = "T";
    skill.stages[0].modules[0].parts[0].marks = "one_by_one";
    return skill;
  };
  whole.venues = [{ id: "north", name: { zh: "北馆", en: "North hall" } }, { id: "south", name: { zh: "南馆" } }];
  whole.skills = [named("welder"), named("fitter")];
  return whole;
}

let server;
const tokens = { public: null };
const id = "rights";
const base = `/api/v1/competitions/${id}`;

async function must(method, path, options, status = 201) {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
}

const device = (...grants) => must("POST", `${base}/devices`, { body: { grants } });

before(async () => {
  server = await serve();
  await must("POST", "/api/v1/competitions", { body: twoSkills(id) });
  await must("POST", `${base}/roster`, { body: { competitors: ["welder", "fitter"].map((skill) => ({ id: `${skill}-1`, skill, name: "某某", code: `C-${skill}` })) } });
  await must("POST", `${base}/judges`, { body: { judges: [
    { id: "j-k", name: "裁判甲", seats: [{ skill: "welder", seat: "K" }] },
    { id: "j-t", name: "技术员", role: "technical", seats: [{ skill: "welder", seat: "T" }] },
    { id: "j-f", name: "裁判乙", seats: [{ skill: "fitter", seat: "K" }] }] } });
  tokens.organiser = server.token;
  tokens.judge = (await device({ role: "judge", judge: "j-k" })).token;
  tokens.technical = (await device({ role: "technical", judge: "j-t" })).token;
  for (const role of NARROWED) {
    tokens[role] = (await device({ role, skills: ["welder"] })).token;
    tokens[`${role} at a venue`] = (await device({ role, venues: ["north"] })).token; // where the welders are
  }
});
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

function path(route, { words = [], query } = {}) {
  const rest = [...words];
  const filled = route.replace(HERE, base).replace(/\*/g, () => rest.shift());
  return query ? `${filled}?${query}` : filled;
}

describe("each role gets exactly what it should", () => {
  test("the organiser may go everywhere but to a seat's own desk and declaration, and every counter stands in this table", async () => {
    const told = await Promise.all([tokens.organiser, tokens.judge].flatMap((token) =>
      ["/api/v1/access", `${base}/access`].map((path) => must("GET", path, { token }, 200))));
    const allowed = new Set(told.flatMap((access) => access.allowed));
    assert.deepEqual([...allowed].toSorted(), TABLE.map(([method, route]) => `${method} ${route}`).toSorted());
    const closed = TABLE.filter(([, , who]) => !who.split(" ").includes("organiser"));
    assert.ok(closed.every(([, route]) => /\/(drafts|desks|recusals\/own)/.test(route)), String(closed));
  });

  test("a counter without a row in this table fails here: the server's own list of routes is the table's", () => {
    const source = readFileSync(new URL("../../server/api/route.c", import.meta.url), "utf8");
    const rows = [...source.matchAll(/^ {4}\{"([A-Z]+)", (?:(SITE|HERE)(?: |,))?(?:"([^"]*)")?/gm)];
    const routes = rows.map(([, method, prefix, path = ""]) => `${method} ${prefix === "SITE" ? "/api/v1/" : prefix === "HERE" ? HERE : ""}${path}`);
    assert.ok(routes.length > 100, `${routes.length} routes were found`);
    assert.equal(new Set(routes).size, routes.length);
    assert.deepEqual(routes.toSorted(), TABLE.map(([method, route]) => `${method} ${route}`).toSorted());
  });

  for (const [visitor, role] of VISITORS) {
    // Anybody may come to these; what is answered hangs on what the token stands for.
    test(`${visitor}: what is a device's, an account's, a screen's or a seat's own`, async () => {
      const isDevice = role !== "organiser" && role !== "public";
      const own = [
        ["POST", "/api/v1/password", false, { password: "12345678", new_password: "87654321" }],
        ["GET", "/api/v1/screen", role === "display"], ["POST", "/api/v1/screen", role === "display", {}],
        ["POST", "/api/v1/beat", isDevice, {}], ["PUT", "/api/v1/key", isDevice, {}],
        ["POST", `${base}/shifts`, seated.split(" ").includes(role), {}],
      ];
      const wrong = [];
      for (const [method, path, may, body] of own) {
        const { status, json } = await server.call(method, path, { token: tokens[visitor], body });
        const rightly = may ? ![401, 403].includes(status) && status < 500 : status === (role === "public" ? 401 : 403);
        if (!rightly) wrong.push(`${method} ${path}: ${status} ${json?.type}, should ${may ? "pass" : "be refused"}`);
      }
      assert.deepEqual(wrong, []);
    });

    test(`${visitor}: ends its own standing, and nobody else's`, async () => {
      const grant = isSeated(role) ? { role, judge: role === "judge" ? "j-k" : "j-t" } : { role, skills: ["welder"] };
      const isDevice = role !== "organiser" && role !== "public";
      const token = isDevice ? (await device(grant)).token : tokens[visitor];
      const ended = await server.call("DELETE", "/api/v1/session", { token });
      assert.equal(ended.status, isDevice ? 201 : role === "public" ? 401 : 403, ended.raw);
      assert.equal((await server.call("GET", `${base}/access`, { token })).status, isDevice ? 401 : 200);
      assert.equal((await must("GET", `${base}/access`, { token: tokens[visitor] }, 200)).role, role);
    });

    test(`${visitor}: sees boards over the socket, and one that is no upgrade is told so`, async () => {
      const token = tokens[visitor];
      assert.equal((await server.call("GET", "/api/v1/live", { token })).status, 426);
      const socket = live(server, { boards: [`${id}/welder/final/top12`], ...(token ? { bearer: token } : {}) });
      const frame = await socket.next(({ type }) => type === "snapshot");
      socket.close();
      assert.equal(frame.board, `${id}/welder/final/top12`);
    });

    test(`${visitor}: what access says is what the table says`, async () => {
      const token = tokens[visitor];
      const told = [...(await must("GET", "/api/v1/access", { token }, 200)).allowed, ...(await must("GET", `${base}/access`, { token }, 200)).allowed];
      const late = ["/honours", "/explanations/*", "/bulk"]; // more may come than may have it now: after the publication, by the seat
      const expected = TABLE.filter(([, route, own]) => own.split(" ").includes(role) || late.some((end) => route.endsWith(end)));
      const sorted = (list) => list.filter((each) => !each.includes("/bulk")).toSorted();
      assert.deepEqual(sorted(told), sorted(expected.map(([method, route]) => `${method} ${route}`)));
    });

    test(`${visitor}: every counter, in the own skill and in another one`, async () => {
      const wrong = [];
      for (const [method, route, own, other, request = () => ({})] of TABLE) {
        if (route === "/api/v1/live") continue; // an upgrade: see live.test.mjs
        for (const [skill, who] of [["welder", own], ["fitter", other]]) {
          if (!who) continue;
          const asked = request(skill, role);
          if (!asked) continue;
          const answer = await server.call(method, path(route, asked), { token: tokens[visitor], body: asked.body });
          const may = who.split(" ").includes(role);
          const refused = answer.status === 401 || answer.status === 403;
          const rightly = refused === !may && (!refused || (answer.status === 401) === (role === "public"));
          if (!rightly || answer.status >= 500) wrong.push(`${visitor} ${method} ${route} ${skill}: ${answer.status} ${answer.json?.type}, should ${may ? "pass" : "be refused"}`);
        }
      }
      assert.deepEqual(wrong, []);
    });
  }
});

// What somebody would try who has a token of one skill, or of one seat.
describe("who reaches beyond what is his", () => {
  let call, chiefs, judgeOf;
  before(async () => {
    chiefs = { welder: tokens.chief, fitter: (await device({ role: "chief", skills: ["fitter"] })).token };
    judgeOf = { welder: tokens.judge, fitter: (await device({ role: "judge", judge: "j-f" })).token };
    call = (await must("POST", `${base}/calls`, { token: tokens.judge, body: { part: "welder-theory", seat: "K", words: "机器停了" } })).receipt.number;
  });
  const beyond = async (method, path, options, name = "not-your-skill") => {
    const answer = await server.call(method, `${base}/${path}`, options);
    assert.equal(answer.json?.type, `/problems/${name}`, `${method} ${path} ${answer.raw}`);
  };

  test("a chief judge of another skill answers no call, and does not see it", async () => {
    await beyond("POST", "calls/answers", { token: chiefs.fitter, body: { call, words: "x" } });
    for (const token of [chiefs.fitter, judgeOf.fitter]) {
      const { calls } = await must("GET", `${base}/calls`, { token }, 200);
      assert.deepEqual(calls.filter(({ part }) => !part.startsWith("fitter")), []);
    }
  });

  test("a path of the own skill does not lead to another skill's part, page or signature", async () => {
    const theirs = { part: "fitter-theory", seat: "K" };
    await beyond("GET", `pages?skill=welder&part=fitter-theory&seat=K`, { token: tokens.chief }, "not-found");
    await beyond("GET", `pages?skill=fitter&part=welder-theory&seat=K`, { token: judgeOf.welder }, "not-found");
    for (const [token, skill, name] of [[chiefs.welder, "fitter", "not-your-skill"], [chiefs.fitter, "welder", "not-your-skill"]]) {
      await beyond("POST", `skills/${skill}/signings`, { token, body: { act: "check", stage: "final" } }, name);
    }
    for (const [token, skill, place] of [[chiefs.welder, "welder", theirs], [judgeOf.fitter, "welder", theirs], [judgeOf.welder, "welder", theirs]]) {
      const answer = await server.call("POST", `${base}/skills/${skill}/signings`, { token, body: { act: "sign", ...place, role: "judge", drawing: drawn } });
      assert.ok(answer.status >= 400 && answer.status < 500, answer.raw);
    }
    await beyond("POST", "panels/substitutions", { token: chiefs.welder, body: { skill: "welder", part: "fitter-theory", seat: "K", to: "j-k", reason: "x" } }, "skill-differs");
    await beyond("POST", "panels/looks", { token: chiefs.welder, body: { part: "fitter-theory", competitor: "fitter-1", seat: "K", reason: "x" } });
    await beyond("POST", "rulings", { token: chiefs.welder, body: { ruling: "status", competitor: "fitter-1", status: "dsq", reason: "x" } });
    assert.equal((await server.call("GET", `${base}/journal`)).raw.includes("dsq"), false);
  });

  test("a judge has no page but that of his seat, no draft, call, trial or confirmation of another", async () => {
    await beyond("GET", "pages?skill=welder&part=welder-practice&competitor=welder-1", { token: judgeOf.welder }, "not-allowed");
    await beyond("GET", "pages?skill=welder&stage=final", { token: judgeOf.welder }, "not-allowed");
    await beyond("GET", "pages?skill=welder&part=welder-practice&seat=J1", { token: judgeOf.welder }, "not-allowed");
    const seat = { part: "welder-theory", seat: "K" };
    await beyond("POST", "calls", { token: judgeOf.fitter, body: { ...seat, words: "x" } }, "not-your-seat");
    await beyond("POST", "trials", { token: judgeOf.fitter, body: { ...seat, sample: 1, sheet: { marks: [] } } }, "not-your-seat");
    await beyond("POST", "panels/confirmations", { token: judgeOf.fitter, body: { ...seat, competitor: "welder-1" } }, "not-your-seat");
    await beyond("PUT", "drafts/welder-theory/welder-1/K", { token: judgeOf.fitter, body: { device: "d", values: {} } }, "not-your-seat");
    await must("PUT", `${base}/drafts/welder-theory/welder-1/K`, { token: judgeOf.welder, body: { device: "d", values: { t: "61" } } }, 200);
    for (const token of [judgeOf.fitter, tokens.technical]) assert.deepEqual((await must("GET", `${base}/drafts`, { token }, 200)).drafts, []);
    await must("DELETE", `${base}/drafts/welder-theory/welder-1/K`, { token: judgeOf.welder }, 200);
  });

  test("a display and a presenter have no panel, and a supervisor, an arbiter and a clerk rule and mark nothing that is not theirs", async () => {
    for (const role of ["display", "presenter", "clerk", "supervisor", "arbiter"]) await beyond("GET", "panels/mine", { token: tokens[role] }, "not-allowed");
    for (const role of ["supervisor", "arbiter"]) {
      await beyond("PUT", "sheets/welder-theory/welder-1/K", { token: tokens[role], body: theory("60") }, "not-allowed");
      await beyond("POST", "rulings", { token: tokens[role], body: { ruling: "status", competitor: "welder-1", status: "dsq", reason: "x" } }, "not-allowed");
      for (const act of ["check", "lock"]) await beyond("POST", "skills/welder/signings", { token: tokens[role], body: { act, stage: "final" } }, "not-allowed");
    }
    await beyond("POST", "skills/welder/signings", { token: tokens.supervisor, body: { act: "sign", stage: "final", role: "chief", drawing: drawn } }, "not-allowed");
    await beyond("POST", "skills/welder/signings", { token: tokens.clerk, body: { act: "reopen", stage: "final", reason: "x" } }, "not-allowed");
  });

  test("a chief judge of another skill takes back no card of this one", async () => {
    const { id: card } = await must("POST", `${base}/cards`, { body: { judge: "j-k" } });
    const answer = await server.call("DELETE", `${base}/cards/${card}`, { token: chiefs.fitter });
    assert.ok([403, 404].includes(answer.status), answer.raw);
    assert.equal((await must("GET", `${base}/cards`, {}, 200)).cards.find((each) => each.id === card).state, "ready");
    assert.deepEqual((await must("GET", `${base}/cards`, { token: chiefs.fitter }, 200)).cards.filter((each) => each.judge === "j-k"), []);
  });
});

describe("a scope", () => {
  test("of another competition opens nothing here", async () => {
    await must("POST", "/api/v1/competitions", { body: definition("elsewhere") });
    const { token } = await must("POST", "/api/v1/competitions/elsewhere/devices", { body: { grants: [{ role: "supervisor" }] } });
    assert.equal((await server.call("GET", `${base}/progress`, { token })).status, 403);
    assert.equal((await server.call("GET", "/api/v1/competitions/elsewhere/progress", { token })).status, 200);
    assert.equal((await must("GET", `${base}/access`, { token }, 200)).role, "public");
  });

  test("of no skills means all of the competition", async () => {
    const { token } = await device({ role: "chief" });
    for (const skill of ["welder", "fitter"]) assert.equal((await server.call("GET", `${base}/progress?skill=${skill}`, { token })).status, 200);
  });

  test("of a venue is over the skills that are marked there as the rules are now, and one of skills and a venue over what is both", async () => {
    const at = { ...twoSkills("moving"), venues: [{ id: "north", name: { zh: "北馆" } }, { id: "south", name: { zh: "南馆" } }] };
    const there = "/api/v1/competitions/moving";
    await must("POST", "/api/v1/competitions", { body: at });
    const give = async (grant) => (await must("POST", `${there}/devices`, { body: { grants: [grant] } })).token;
    const [north, both] = [await give({ role: "chief", venues: ["north"] }), await give({ role: "chief", skills: ["welder", "fitter"], venues: ["north"] })];
    const skillsOf = async (token) => (await must("GET", `${there}/access`, { token }, 200)).rights.map(({ skills }) => skills);
    assert.deepEqual([await skillsOf(north), await skillsOf(both)], [[["welder"]], [["welder"]]]);
    const [first] = at.skills;
    for (const [venue, skills] of [["south", []], ["north", [["welder"]]]]) { // the welders move away, and come back
      first.venue = venue;
      await must("PUT", `${there}/rules`, { body: { definition: at, reason: "场地调整" }, headers: { "If-Match": `"${(await must("GET", there, {}, 200)).rules.id}"` } });
      assert.deepEqual([await skillsOf(north), await skillsOf(both)], [skills, skills]);
      const answer = await server.call("GET", `${there}/rulings`, { token: north });
      assert.equal(answer.status, venue === "south" ? 403 : 200, answer.raw); // a right over nothing is none
    }
  });

  test("keeps names from who oversees, as the rules keep them from everybody", async () => {
    const blind = definition("blind", { exposure: { before: "none", after: "name" } });
    await must("POST", "/api/v1/competitions", { body: blind });
    await must("POST", "/api/v1/competitions/blind/roster", { body: { competitors: [{ id: "c1", skill: "welder", code: "A1", name: "秘密人" }] } });
    const { token } = await must("POST", "/api/v1/competitions/blind/devices", { body: { grants: [{ role: "chief" }] } });
    const { token: clerk } = await must("POST", "/api/v1/competitions/blind/devices", { body: { grants: [{ role: "clerk" }] } });
    await must("PUT", "/api/v1/competitions/blind/sheets/w-theory/c1/K", { body: theory("80"), token: clerk });
    for (const page of ["progress", "scoreboard", "roster", "sheets", "honours", "explanations/c1"]) {
      const answer = await server.call("GET", `/api/v1/competitions/blind/${page}`, { token });
      assert.equal(answer.status, 200, page);
      assert.ok(!answer.raw.includes("秘密人"), page);
    }
    assert.deepEqual((await must("GET", "/api/v1/competitions/blind/scoreboard", { token }, 200)).rows.map((row) => [row.code, row.name]), [["A1", undefined]]);
    assert.equal((await must("GET", "/api/v1/competitions/blind/sheets", { token }, 200)).sheets.length, 1);
  });

  test("a device of two judges has both seats, and each sheet is signed by who sits there", async () => {
    const { token } = await device({ role: "judge", judge: "j-k" }, { role: "judge", judge: "j-f" });
    const access = await must("GET", `${base}/access`, { token }, 200);
    assert.deepEqual(access.seats.map((seat) => [seat.part, seat.seat, seat.judge]), [["welder-theory", "K", "j-k"], ["fitter-theory", "K", "j-f"]]);
    for (const skill of ["welder", "fitter"]) await must("PUT", `${base}/sheets/${skill}-theory/${skill}-1/K`, { token, body: theory("70") });
    assert.deepEqual((await must("GET", `${base}/sheets`, { token }, 200)).sheets.map((each) => each.by), ["j-k", "j-f"]);
  });
});

describe("a grant", () => {
  for (const [what, grant, status, pointer] of [
    ["an unknown role", { role: "king" }, 422, "/grants/0/role"],
    ["the public", { role: "public" }, 422, "/grants/0/role"],
    ["a judge without a seat", { role: "judge" }, 422, "/grants/0/judge"],
    ["a clerk with a seat", { role: "clerk", judge: "j-k" }, 422, "/grants/0/judge"],
    ["a judge who is not there", { role: "judge", judge: "nobody" }, 404, "/grants/0/judge"],
    ["a skill that is not there", { role: "clerk", skills: ["baker"] }, 404, "/grants/0/skills"],
    ["a venue that is not there", { role: "clerk", venues: ["west"] }, 404, "/grants/0/venues"],
    ["a venue at which its skill is not marked", { role: "clerk", skills: ["welder"], venues: ["south"] }, 422, "/grants/0/venues"],
    ["a venue of a judge", { role: "judge", judge: "j-k", venues: ["north"] }, 422, "/grants/0/venues"],
    ["an organiser's tablet", { role: "organiser" }, 403, "/grants/0/role"],
    ["skills of a judge", { role: "judge", judge: "j-k", skills: ["welder"] }, 422, "/grants/0/skills"],
  ]) {
    test(`${what} is refused with a pointer`, async () => {
      const answer = await server.call("POST", `${base}/devices`, { body: { grants: [grant] } });
      assert.deepEqual([answer.status, answer.json.errors?.[0]?.pointer], [status, pointer], answer.raw);
    });
  }

  test("of a chief judge ends with his skill and his rank", async () => {
    const ask = async (grant) => (await server.call("POST", `${base}/devices`, { token: tokens.chief, body: { grants: [grant] } })).status;
    assert.equal(await ask({ role: "judge", judge: "j-k" }), 201);
    assert.equal(await ask({ role: "clerk", skills: ["welder"] }), 201);
    assert.equal(await ask({ role: "judge", judge: "j-f" }), 403);
    assert.equal(await ask({ role: "clerk" }), 403);
    assert.equal(await ask({ role: "clerk", skills: ["welder"], venues: ["north"] }), 201);
    assert.equal(await ask({ role: "clerk", venues: ["north"] }), 403); // who is at a venue changes with the rules
    assert.equal(await ask({ role: "clerk", skills: ["welder", "fitter"] }), 403);
    assert.equal(await ask({ role: "chief", skills: ["welder"] }), 403);
  });
});

describe("a revoked token", () => {
  test("opens nothing any more, and stays so after a restart", async () => {
    const { id: gone, token } = await device({ role: "judge", judge: "j-k" });
    assert.equal((await server.call("GET", `${base}/sheets`, { token })).status, 200);
    await must("DELETE", `${base}/devices/${gone}`, {});
    for (const round of ["at once", "after a restart"]) {
      const answer = await server.call("PUT", `${base}/sheets/welder-theory/welder-1/K`, { token, body: theory("80") });
      assert.deepEqual([answer.status, answer.json.type], [401, "/problems/token-unknown"], round);
      if (round === "at once") {
        await server.stop();
        server = await serve({ dir: server.dir });
      }
    }
    assert.equal((await server.call("GET", `${base}/sheets`, { token: tokens.judge })).status, 200); // the others go on
  });

  test("of another skill is not the chief's to revoke", async () => {
    const { id: other } = await device({ role: "judge", judge: "j-f" });
    assert.equal((await server.call("DELETE", `${base}/devices/${other}`, { token: tokens.chief })).status, 404);
    const seen = (await must("GET", `${base}/devices`, { token: tokens.chief }, 200)).devices;
    assert.ok(seen.length > 0 && seen.every((each) => each.id !== other));
  });

  test("stands nowhere but with its holder: the list, the log and the disk have its hash at most", async () => {
    const { token } = await device({ role: "clerk", skills: ["welder"] });
    assert.ok(token.length === 52);
    assert.ok(!(await server.call("GET", `${base}/devices`)).raw.includes(token));
    assert.ok(!server.log.join().includes(token));
  });

  test("asked for twice with one key is one device with one token", async () => {
    const key = "0199c1d2-0000-7000-8000-000000000001";
    const ask = () => server.call("POST", `${base}/devices`, { key, body: { grants: [{ role: "display" }] } });
    const [first, second] = [await ask(), await ask()];
    assert.deepEqual([first.status, second.status], [201, 200]);
    assert.deepEqual(first.json, second.json);
  });
});

describe("a device", () => {
  test("says that it is here and what it has not sent yet, and the list shows it", async () => {
    const { id: mine, token } = await device({ role: "judge", judge: "j-k" });
    const find = async () => (await must("GET", `${base}/devices`, {}, 200)).devices.find((each) => each.id === mine);
    assert.equal((await find()).last_seen, undefined);
    const before = Date.now();
    await must("POST", "/api/v1/beat", { token, body: { unsent: 3, battery: 81 } }, 200);
    const seen = await find();
    assert.deepEqual([seen.unsent, seen.battery], [3, 81]);
    assert.ok(seen.last_seen >= before - 1 && seen.last_seen <= Date.now());
    await must("POST", "/api/v1/beat", { token, body: { unsent: 0 } }, 200);
    assert.deepEqual([(await find()).unsent, (await find()).battery], [0, undefined]);
  });

  test("with unsent sheets below none or beyond the limit is refused, and so is who is no device", async () => {
    const { token } = await device({ role: "judge", judge: "j-k" });
    const ask = async (body, as = token) => (await server.call("POST", "/api/v1/beat", { token: as, body })).status;
    assert.deepEqual([await ask({ unsent: 100000 }), await ask({ unsent: 100001 }), await ask({ unsent: -1 }), await ask({ unsent: 0, battery: 101 }), await ask({})], [200, 422, 422, 422, 422]);
    assert.deepEqual([await ask({ unsent: 0 }, server.token), await ask({ unsent: 0 }, null)], [403, 401]);
  });

  test("that is revoked is cut off its open socket at once, others are not", async () => {
    const { id: gone, token } = await device({ role: "display" });
    const cut = live(server, { bearer: token, boards: [`${id}/welder/final/top50`] });
    const other = live(server, { bearer: tokens.display, boards: [`${id}/welder/final/top50`] });
    await Promise.all([cut, other].map((each) => each.next((frame) => frame.type === "snapshot")));
    await must("DELETE", `${base}/devices/${gone}`, {});
    assert.equal((await cut.closed).code, 4401);
    assert.equal(cut.frames.at(-1).reason, "token-unknown");
    other.send({ type: "resync", board: `${id}/welder/final/top50` });
    await other.next((frame) => frame.type === "resync");
    await other.close();
  });
});

test("a page of another origin writes nothing", async () => {
  const options = { body: { grants: [{ role: "display" }] }, headers: { Origin: "http://evil.example" } };
  const answer = await server.call("POST", `${base}/devices`, options);
  assert.deepEqual([answer.status, answer.json.type], [403, "/problems/foreign-origin"]);
  await must("POST", `${base}/devices`, { ...options, headers: { Origin: server.url } });
});
