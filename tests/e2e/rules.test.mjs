// The rules of a competition change while it is being marked: what that moves is said before and after, no mark is lost, no
// mark is taken by older rules, and the journal proves it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { BINARY, definition, live, practice, prepare, seenRules, serve, sheetPath, theory, uuid7 } from "./lib.mjs";
import { readJournal, tamper, writeJournal } from "./redis.mjs";

const ID = "small";
const RULES = `/api/v1/competitions/${ID}/rules`;
const WEIGHTS = (theory, practice) => { const rules = definition(ID); rules.skills[0].stages[0].modules[0].weight = theory; rules.skills[0].stages[0].modules[1].weight = practice; return rules; };
const replace = async (server, rules, more = {}, options = {}) => server.call("PUT", RULES + (options.query ?? ""),
  { body: { definition: rules, reason: "理论与实操权重写反", ...more }, headers: await seenRules(server, ID), ...options });
const board = async (server) => (await server.call("GET", `/api/v1/competitions/${ID}/scoreboard`)).json.rows.map((row) => [row.id, row.place, row.total]);
const journalEnd = async (server) => (await server.call("GET", `/api/v1/competitions/${ID}`)).json.journal;
const settled = (server) => server.call("GET", `/api/v1/competitions/${ID}`).then((answer) => answer.json.rules);

// c001 is good at theory, c002 at practice.
async function marked(t, { competitors = 2 } = {}) {
  const server = await serve();
  t.after(async () => { if (server.child.exitCode === null) await server.stop(); server.remove(); });
  const tokens = await prepare(server, { competitors });
  for (const [who, paper, work] of [["c001", "90", "25"], ["c002", "60", "40"]]) {
    assert.equal((await server.call("PUT", sheetPath(who, "w-theory", "K"), { body: theory(paper), token: tokens["judge-K"] })).status, 201);
    for (const seat of ["J1", "J2", "J3"]) assert.equal((await server.call("PUT", sheetPath(who, "w-practice", seat), { body: practice(work, "30"), token: tokens[`judge-${seat}`] })).status, 201);
  }
  return { server, tokens };
}

test("a dry run says every place and total that would move, and writes nothing", async (t) => {
  const { server } = await marked(t);
  assert.deepEqual(await board(server), [["c002", 1, "67.00"], ["c001", 2, "65.50"]]);
  const end = await journalEnd(server);
  const answer = await replace(server, WEIGHTS("70%", "30%"), {}, { query: "?dry_run=true" });
  assert.equal(answer.status, 200, answer.raw);
  assert.equal(answer.json.possible, true);
  assert.deepEqual(answer.json.report.skills, [{
    id: "welder",
    stages: [{ id: "final", moved: [
      { id: "c001", place: { before: 2, after: 1 }, total: { before: "65.5", after: "79.5" } },
      { id: "c002", place: { before: 1, after: 2 }, total: { before: "67", after: "63" } },
    ] }],
    honours: [
      { id: "c001", titles: { before: [], after: ["zhuangyuan"] }, promotion: { before: null, after: null } },
      { id: "c002", titles: { before: ["zhuangyuan"], after: [] }, promotion: { before: null, after: null } },
    ],
  }]);
  assert.equal(await journalEnd(server), end);
  assert.deepEqual(await board(server), [["c002", 1, "67.00"], ["c001", 2, "65.50"]]);
});

test("a change moves the boards, the list of versions keeps the report, verify agrees, a restart too", async (t) => {
  const { server } = await marked(t);
  const screen = live(server, { boards: [`${ID}/welder/final/top12`] });
  t.after(() => screen.close());
  await screen.next((frame) => frame.type === "snapshot" && frame.rows[0]?.id === "c002");
  const key = uuid7();
  const headers = await seenRules(server, ID);
  const answer = await replace(server, WEIGHTS("70%", "30%"), {}, { key, headers });
  assert.equal(answer.status, 201, answer.raw);
  assert.equal(answer.json.rules.version, 2);
  assert.equal(answer.json.report.skills[0].stages[0].moved.length, 2);
  await screen.next((frame) => frame.rows?.[0]?.id === "c001" && frame.rows[0].total === "79.50");
  assert.deepEqual(await board(server), [["c001", 1, "79.50"], ["c002", 2, "63.00"]]);
  const again = await replace(server, WEIGHTS("70%", "30%"), {}, { key, headers });
  assert.deepEqual([again.status, again.json.receipt.number], [200, answer.json.receipt.number]);
  const { versions } = (await server.call("GET", RULES)).json;
  assert.deepEqual(versions.map((each) => each.version), [1, 2]);
  assert.equal(versions[1].reason, "理论与实操权重写反");
  assert.deepEqual(versions[1].report, answer.json.report);
  assert.equal(versions[1].id, (await settled(server)).id);
  await server.stop();
  const verify = spawnSync(BINARY, ["verify", "--data", server.dir], { encoding: "utf8" });
  assert.equal(verify.status, 0, verify.stdout + verify.stderr);
  const second = await serve({ dir: server.dir });
  t.after(() => second.stop());
  assert.deepEqual(await board(second), [["c001", 1, "79.50"], ["c002", 2, "63.00"]]);
  assert.equal((await settled(second)).id, versions[1].id);
});

test("a tablet that marks by the old rules is told so, and its sheet is not written", async (t) => {
  const { server, tokens } = await marked(t, { competitors: 3 });
  const before = (await settled(server)).id;
  const key = uuid7();
  const first = await server.call("PUT", sheetPath("c003", "w-theory", "K"), { body: theory("50"), token: tokens["judge-K"], key, headers: { "Jinbang-Rules": before } });
  assert.equal(first.status, 201, first.raw);
  assert.equal((await replace(server, WEIGHTS("40%", "60%"))).status, 201);
  const put = (headers, more = {}) => server.call("PUT", sheetPath("c003", "w-practice", "J1"), { body: practice("30", "30"), token: tokens["judge-J1"], headers, ...more });
  for (const headers of [{ "Jinbang-Rules": before }, {}]) {
    const answer = await put(headers);
    assert.deepEqual([answer.status, answer.json.type], [409, "/problems/rules-changed"], answer.raw);
    assert.equal(answer.json.rules.version, 2);
  }
  const again = await server.call("PUT", sheetPath("c003", "w-theory", "K"), { body: theory("50"), token: tokens["judge-K"], key, headers: { "Jinbang-Rules": before } });
  assert.deepEqual([again.status, again.json.receipt.number], [200, first.json.receipt.number]);
  const now = (await settled(server)).id;
  const item = (rules) => ({ key: uuid7(), part: "w-practice", competitor: "c003", seat: "J1", body: practice("30", "30"), ...(rules ? { rules } : {}) });
  const batch = async (rules) => (await server.call("POST", `/api/v1/competitions/${ID}/sheets`, { body: { sheets: [item(rules)] }, token: tokens["judge-J1"] })).json.results[0];
  assert.equal((await batch(before)).problem.type, "/problems/rules-changed");
  assert.equal((await batch(null)).problem.type, "/problems/rules-changed");
  assert.equal((await batch(now)).status, 201);
  assert.equal((await put({ "Jinbang-Rules": now })).status, 428);
});

test("sheets that the new rules make impossible are named; with their key they are set aside, and may be sent again", async (t) => {
  const { server, tokens } = await marked(t);
  const rules = definition(ID);
  rules.skills[0].stages[0].modules[0].parts[0].aspects[0].max = "80";
  const end = await journalEnd(server);
  const refused = await replace(server, rules);
  assert.deepEqual([refused.status, refused.json.type], [409, "/problems/rules-impossible"], refused.raw);
  const lost = refused.json.impossible;
  assert.deepEqual(lost.map(({ kind, part, competitor, seat, problem }) => ({ kind, part, competitor, seat, problem })),
    [{ kind: "sheet", part: "w-theory", competitor: "c001", seat: "K", problem: "mark-out-of-range" }]);
  assert.ok(lost[0].detail.length > 0);
  assert.equal(await journalEnd(server), end);
  assert.equal((await replace(server, rules, { set_aside: "0123456789abcdef" })).status, 409);
  const done = await replace(server, rules, { set_aside: refused.json.set_aside });
  assert.equal(done.status, 201, done.raw);
  assert.deepEqual(done.json.report.set_aside, [{ part: "w-theory", competitor: "c001", seat: "K", number: lost[0].number }]);
  assert.equal((await server.call("GET", sheetPath("c001", "w-theory", "K"))).status, 404);
  const journal = (await server.call("GET", `/api/v1/competitions/${ID}/journal?after=${lost[0].number - 1}&limit=1`)).raw;
  assert.match(JSON.parse(journal).entry, /"value":"90"/);
  const sent = await server.call("PUT", sheetPath("c001", "w-theory", "K"), { body: theory("80"), token: tokens["judge-K"], headers: { "Jinbang-Rules": done.json.rules.id } });
  assert.equal(sent.status, 201, sent.raw);
});

test("a part, a competitor's skill and a ruling that are gone are named, and only sheets can be set aside", async (t) => {
  const { server } = await marked(t);
  const gone = definition(ID);
  gone.skills[0].id = "turner";
  const answer = await replace(server, gone);
  assert.equal(answer.status, 409, answer.raw);
  assert.deepEqual(answer.json.impossible.map(({ kind, competitor }) => [kind, competitor]), [["competitor", "c001"], ["competitor", "c002"]]);
  assert.equal(answer.json.set_aside, undefined);
  const other = definition("other");
  assert.equal((await replace(server, other)).json.impossible[0].kind, "competition");
});

test("rulings and seats go along by their ids, whatever the order of the new definition", async (t) => {
  const { server } = await marked(t);
  const rule = (ruling) => server.call("POST", `/api/v1/competitions/${ID}/rulings`, { body: ruling });
  assert.equal((await rule({ ruling: "status", competitor: "c002", status: "dsq", reason: "冒名顶替" })).status, 201);
  const rules = definition(ID);
  rules.skills.unshift({ ...structuredClone(rules.skills[0]), id: "first" });
  for (const part of rules.skills[0].stages[0].modules) part.parts[0].id = `first-${part.parts[0].id}`;
  rules.skills[1].stages[0].modules.reverse();
  const answer = await replace(server, rules);
  assert.equal(answer.status, 201, answer.raw);
  assert.deepEqual(answer.json.report.skills, []);
  const { rows } = (await server.call("GET", `/api/v1/competitions/${ID}/scoreboard?skill=welder`)).json;
  assert.deepEqual(rows.map(({ id, place, status }) => [id, place, status]), [["c001", 1, undefined], ["c002", null, "dsq"]]);
  const rulings = (await server.call("GET", `/api/v1/competitions/${ID}/rulings`)).json.rulings;
  assert.equal(rulings[0].skill, "welder");
});

test("a published skill keeps its rules, others may change", async (t) => {
  const { server } = await marked(t);
  assert.equal((await server.call("POST", `/api/v1/competitions/${ID}/skills/welder/publication`, { body: {} })).status, 201);
  const refused = await replace(server, WEIGHTS("70%", "30%"));
  assert.deepEqual([refused.status, refused.json.type], [409, "/problems/rules-published"], refused.raw);
  const more = definition(ID);
  more.skills.push({ ...structuredClone(more.skills[0]), id: "late" });
  for (const part of more.skills[1].stages[0].modules) part.parts[0].id = `late-${part.parts[0].id}`;
  const answer = await replace(server, more);
  assert.equal(answer.status, 201, answer.raw);
  assert.deepEqual(answer.json.report.skills, []);
  await server.stop();
  assert.equal(spawnSync(BINARY, ["verify", "--data", server.dir]).status, 0);
});

test("what is wrong with the new definition stands below /definition; only the organiser may", async (t) => {
  const { server, tokens } = await marked(t);
  const rules = definition(ID);
  rules.skills[0].order = "sideways";
  const answer = await replace(server, rules);
  assert.equal(answer.status, 422, answer.raw);
  assert.equal(answer.json.errors[0].pointer, "/definition/skills/0/order");
  assert.equal((await replace(server, definition(ID), { reason: undefined })).json.errors[0].pointer, "/reason");
  assert.equal((await replace(server, definition(ID), {}, { token: tokens["judge-K"] })).status, 403);
});

test("marks that come in while the rules change are counted by one or the other, and none is lost", async (t) => {
  const server = await serve();
  t.after(async () => { if (server.child.exitCode === null) await server.stop(); server.remove(); });
  const tokens = await prepare(server, { competitors: 40 });
  let rules = (await settled(server)).id;
  const ids = Array.from({ length: 40 }, (_, i) => `c${String(i + 1).padStart(3, "0")}`);
  const send = async (who) => {
    for (;;) {
      const answer = await server.call("PUT", sheetPath(who, "w-theory", "K"), { body: theory("77"), token: tokens["judge-K"], headers: { "Jinbang-Rules": rules } });
      if (answer.status === 201) return;
      assert.equal(answer.json?.type, "/problems/rules-changed", answer.raw);
      rules = answer.json.rules.id;
    }
  };
  const all = ids.map(send);
  for (const share of ["20%", "25%", "40%"]) assert.equal((await replace(server, WEIGHTS(share, `${100 - parseInt(share, 10)}%`))).status, 201);
  await Promise.all(all);
  const rows = (await server.call("GET", `/api/v1/competitions/${ID}/scoreboard?limit=50`)).json.rows;
  assert.equal(rows.length, 40);
  assert.deepEqual([...new Set(rows.map((row) => row.total))], ["30.80"]);
  await server.stop();
  const verify = spawnSync(BINARY, ["verify", "--data", server.dir], { encoding: "utf8" });
  assert.equal(verify.status, 0, verify.stdout + verify.stderr);
});

test("jinbang import --replace prints what moves, and does it only with --apply", async (t) => {
  const { server } = await marked(t);
  const dir = mkdtempSync(join(tmpdir(), "jinbang-rules-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, "definition.json");
  const run = (rules, ...more) => {
    writeFileSync(file, JSON.stringify(rules));
    return spawnSync(BINARY, ["import", "--server", server.url, "--organiser-token-file", join(server.dir, "organiser.token"),
      "--replace", "--competition", ID, "--reason", "权重写反", ...more, file], { encoding: "utf8" });
  };
  const shown = run(WEIGHTS("70%", "30%"));
  assert.equal(shown.status, 0, shown.stderr);
  assert.match(shown.stdout, /welder\/final {2}c001 +2 \(65\.5\) → 1 \(79\.5\) {2}选手1/);
  assert.equal((await settled(server)).version, 1);
  const narrow = definition(ID);
  narrow.skills[0].stages[0].modules[0].parts[0].aspects[0].max = "80";
  const refused = run(narrow, "--apply");
  assert.equal(refused.status, 65, refused.stderr);
  const [, key] = refused.stdout.match(/--set-aside=([0-9a-f]{16})/);
  assert.equal((await settled(server)).version, 1);
  assert.equal(run(narrow, "--apply", `--set-aside=${key}`).status, 0);
  assert.equal((await settled(server)).version, 2);
});

test("an edited report is named by verify", async (t) => {
  const { server } = await marked(t);
  assert.equal((await replace(server, WEIGHTS("70%", "30%"))).status, 201);
  await server.stop();
  await tamper(server.dir, async (ask) => {
    const all = await readJournal(ask, ID);
    const at = all.findIndex((bytes) => bytes.toString().startsWith('3 {"kind":"rules"'));
    await writeJournal(ask, ID, all.with(at, Buffer.from(all[at].toString().replace('"after":"79.5"', '"after":"79.6"'))));
  });
  const verify = spawnSync(BINARY, ["verify", "--data", server.dir], { encoding: "utf8" });
  assert.equal(verify.status, 1, verify.stdout);
  assert.match(verify.stdout + verify.stderr, /entry \d+: the report of the change of the rules is not what the marks give/);
});

test("of two organisers at once the second is told that the rules were changed meanwhile, and neither is overwritten", async (t) => {
  const { server } = await marked(t);
  const { id } = await settled(server);
  const seen = { "If-Match": `"${id}"` };
  const keys = [uuid7(), uuid7()];
  const both = await Promise.all([WEIGHTS("60%", "40%"), WEIGHTS("70%", "30%")].map((rules, i) => replace(server, rules, {}, { headers: seen, key: keys[i] })));
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [201, 412]);
  const [first, second] = both.toSorted((a, b) => a.status - b.status);
  assert.equal(second.json.type, "/problems/rules-newer");
  assert.match(second.json.detail, /另一个人/);
  const now = await settled(server);
  assert.deepEqual(second.json.rules, now);
  assert.deepEqual([first.headers.get("etag"), first.json.rules.id], [`"${now.id}"`, now.id]);
  const dry = await replace(server, WEIGHTS("50%", "50%"), {}, { headers: seen, query: "?dry_run=true" });
  assert.deepEqual([dry.status, dry.json.type], [412, "/problems/rules-newer"]);
  const winner = both.indexOf(first); // asked again, it is there already
  const again = await replace(server, [WEIGHTS("60%", "40%"), WEIGHTS("70%", "30%")][winner], {}, { headers: seen, key: keys[winner] });
  assert.deepEqual([again.status, again.json.receipt.number], [200, first.json.receipt.number]);
  const unsaid = await replace(server, WEIGHTS("50%", "50%"), {}, { headers: {} });
  assert.deepEqual([unsaid.status, unsaid.json.type, unsaid.json.title], [428, "/problems/version-missing", "没有说明改的是哪个版本"]);
  const unread = await replace(server, WEIGHTS("50%", "50%"), {}, { headers: { "If-Match": id } });
  assert.deepEqual([unread.status, unread.json.type], [428, "/problems/version-missing"]);
  assert.equal((await replace(server, WEIGHTS("50%", "50%"), {}, { headers: { "If-Match": `"${now.id}"` } })).status, 201);
});
