// A panel's cards stay closed until all are in or the chief judge calls, and nothing that anybody but the overseers can ask for
// tells what is in them, or that they are there.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { BINARY, definition, live, roster, serve, sheetPath } from "./lib.mjs";

const C = "cards";
const base = `/api/v1/competitions/${C}`;
const SEATS = ["J1", "J2", "J3"];
let server;
const tokens = { public: null };

const must = async (method, path, options, status = 201) => {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
};
const score = (value) => ({ marks: [{ aspect: "m", value }] });
const send = (part, who, seat, value, options = {}) => server.call("PUT", sheetPath(who, part, seat, C), { token: tokens[seat], body: score(value), ...options });
const rule = (ruling, token = tokens.chief) => server.call("POST", `${base}/rulings`, { token, body: { reason: "测试", ...ruling } });
const cards = async (seat) => (await must("GET", `${base}/panels/mine`, { token: tokens[seat] }, 200)).entries;

// All that one who is not an overseer can read, as bytes.
async function seen(token) {
  const paths = ["", "/scoreboard?skill=s", "/scoreboard?skill=s&detail=parts", "/roster", "/sheets", "/sheets/p/c001/J2", "/sheets/p/c001/J3", "/panels/mine",
    "/progress?skill=s", "/rulings", "/explanations/c001", "/honours?skill=s", "/journal", "/access",
    "/pages?skill=s&part=p&seat=J2", "/pages?skill=s&part=p&competitor=c001", "/pages?skill=s&stage=final", "/gates?skill=s", "/panels?skill=s", "/calls", "/drafts"];
  const all = [];
  for (const path of paths) {
    const { status, raw } = await server.call("GET", base + path, { token });
    all.push(`${path} ${status} ${raw.replace(/"instance":"[^"]*"|"time":\d+/g, "")}`);
  }
  return all.join("\n");
}

before(async () => {
  server = await serve();
  const rules = definition(C);
  const [skill] = rules.skills;
  skill.id = "s";
  skill.tie_break = [];
  const part = (id, turn) => ({ id, name: { zh: id }, seats: SEATS, missing: "given", turn, variance: { by: "range", limit: "2", do: "hold" }, aspects: [{ id: "m", name: { zh: "分" }, min: "0", max: "10", step: "0.1" }] });
  skill.stages[0].modules = [{ id: "m", name: { zh: "评分" }, parts: [part("p", "all_in"), part("q", "chief")] }];
  await must("POST", "/api/v1/competitions", { body: rules });
  await must("POST", `${base}/roster`, { body: { competitors: roster(3, "s") } });
  const judges = SEATS.map((seat) => ({ id: `j-${seat}`, name: `裁判${seat}`, seats: [{ skill: "s", seat }] }));
  for (const made of (await must("POST", `${base}/judges`, { body: { judges } })).judges) tokens[made.id.slice(2)] = made.token;
  for (const role of ["chief", "clerk", "display", "presenter"]) tokens[role] = (await must("POST", `${base}/devices`, { body: { grants: [{ role, skills: ["s"] }] } })).token;
});
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

test("before the cards are turned nobody else learns of a mark: every answer and every frame is the same as without it", async () => {
  const others = ["J2", "J3", "clerk", "display", "presenter", "public"];
  const watch = live(server, { boards: [`${C}/s/final/top50`] });
  await watch.next((frame) => frame.type === "snapshot");
  const without = Object.fromEntries(await Promise.all(others.map(async (who) => [who, await seen(tokens[who])])));
  assert.equal((await send("p", "c001", "J1", "9.9")).status, 201);
  assert.equal((await send("q", "c001", "J1", "1.2")).status, 201);
  for (const who of others) assert.equal(await seen(tokens[who]), without[who], who);
  assert.equal((await send("p", "c001", "J2", "9.1")).status, 201);
  for (const who of others.slice(1)) assert.equal(await seen(tokens[who]), without[who], who);
  // A frame about another competitor's first open card proves that none came before it.
  for (const seat of SEATS) assert.equal((await send("p", "c002", seat, "8")).status, 201);
  const first = await watch.next((frame) => frame.type === "delta");
  assert.deepEqual(first.upsert.map(({ row }) => row.id), ["c002"]);
  assert.deepEqual(watch.frames.filter((frame) => JSON.stringify(frame).includes("c001")), []);
  await watch.close();
});

test("a clerk has the cards that he typed himself, and learns of a judge's not even where he would write over it", async () => {
  const clerk = tokens.clerk;
  const get = (seat) => server.call("GET", sheetPath("c001", "p", seat, C), { token: clerk });
  const put = (seat, headers) => server.call("PUT", sheetPath("c001", "p", seat, C), { token: clerk, body: score("5"), headers });
  assert.equal((await get("J2")).json.type, "/problems/no-sheet");
  for (const headers of [{}, { "If-Match": '"1"' }]) {
    const refused = await put("J2", headers);
    assert.ok([412, 428].includes(refused.status), refused.raw);
    assert.equal(refused.json.current, undefined);
  }
  assert.equal((await server.call("PUT", sheetPath("c003", "p", "J1", C), { token: clerk, body: score("7") })).status, 201);
  const own = await must("GET", `${base}/sheets`, { token: clerk }, 200);
  assert.deepEqual(own.sheets.map(({ part, competitor, seat }) => [part, competitor, seat].join()), ["p,c002,J1", "p,c002,J2", "p,c002,J3", "p,c003,J1"]);
  assert.equal((await must("GET", sheetPath("c001", "p", "J2", C), { token: tokens.chief }, 200)).body.marks[0].value, "9.1");
});

test("a judge whose card is in is told that they are closed, and nothing else", async () => {
  assert.deepEqual((await cards("J1")).filter(({ competitor }) => competitor === "c001"), [
    { part: "p", competitor: "c001", seat: "J1", turned: false }, { part: "q", competitor: "c001", seat: "J1", turned: false }]);
  assert.deepEqual((await cards("J3")).filter(({ competitor }) => competitor === "c001"), []);
});

test("a closed card may be changed by its judge", async () => {
  const etag = (await server.call("GET", sheetPath("c001", "p", "J1", C), { token: tokens.J1 })).headers.get("etag");
  const answer = await send("p", "c001", "J1", "9.5", { headers: { "If-Match": etag }, body: { ...score("9.5"), reason: "看错了" } });
  assert.equal(answer.status, 200, answer.raw);
});

test("with the last card all turn over together: each judge sees all, boards count them, and nobody may change his own", async () => {
  assert.equal((await send("p", "c001", "J3", "8.2")).status, 201);
  for (const seat of SEATS) {
    const mine = (await cards(seat)).find(({ part, competitor }) => part === "p" && competitor === "c001");
    assert.equal(mine.turned, true);
    assert.deepEqual(mine.cards, [["J1", "9.5"], ["J2", "9.1"], ["J3", "8.2"]].map(([at, value]) => ({ seat: at, figure: value, marks: score(value).marks })));
  }
  const { rows } = await must("GET", `${base}/scoreboard?skill=s`, { token: null }, 200);
  assert.deepEqual(rows.filter(({ id }) => id === "c001").map(({ total, done }) => [total, done]), [["8.93", 3]]);
  const etag = (await server.call("GET", sheetPath("c001", "p", "J1", C), { token: tokens.J1 })).headers.get("etag");
  const answer = await send("p", "c001", "J1", "8.8", { headers: { "If-Match": etag }, body: { ...score("8.8"), reason: "想改" } });
  assert.deepEqual([answer.status, answer.json.type], [409, "/problems/cards-turned"]);
});

test("cards that wait for the chief stay closed when all are in, hold up the publication, and turn at his call, which is journaled", async () => {
  for (const seat of ["J2", "J3"]) assert.equal((await send("q", "c001", seat, "2")).status, 201);
  assert.equal((await cards("J1")).find(({ part }) => part === "q").turned, false);
  const refused = await server.call("POST", `${base}/skills/s/publication`, { body: {} });
  assert.deepEqual([refused.status, refused.json.type], [409, "/problems/cards-closed"]);
  assert.equal((await rule({ ruling: "turn", part: "q", competitor: "c001", reason: "全体亮分" })).status, 201);
  assert.equal((await cards("J1")).find(({ part }) => part === "q").turned, true);
  const last = (await must("GET", `${base}/rulings`, { token: tokens.chief }, 200)).rulings.at(-1);
  assert.deepEqual([last.by !== "organiser", last.ruling.ruling, last.ruling.reason], [true, "turn", "全体亮分"]);
  const journal = await server.call("GET", `${base}/journal?after=${last.number - 1}&limit=1`);
  assert.match(JSON.parse(journal.raw).entry, /^4 \{"kind":"ruling",.*"ruling":"turn"/s);
});

test("a judge who has not given his card sees no other when the chief calls early; once he has given it, he sees them", async () => {
  assert.equal((await send("q", "c003", "J1", "7")).status, 201);
  assert.equal((await rule({ ruling: "turn", part: "q", competitor: "c003" })).status, 201);
  const of = async (seat) => (await cards(seat)).find(({ competitor, part }) => competitor === "c003" && part === "q");
  assert.equal(await of("J2"), undefined);
  assert.equal((await send("q", "c003", "J2", "6")).status, 201);
  assert.deepEqual((await of("J2")).cards.map(({ seat }) => seat), ["J1", "J2"]);
  assert.deepEqual([(await rule({ ruling: "turn", part: "q", competitor: "c003" })).json.type, (await rule({ ruling: "turn", part: "q", competitor: "c002" })).json.type], Array(2).fill("/problems/ruling-idle"));
});

test("all of it is there after a restart, and verify finds nothing", async () => {
  const before = await Promise.all(SEATS.map(cards));
  await server.kill();
  const verified = spawnSync(BINARY, ["verify", "--data", server.dir], { encoding: "utf8" });
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  server = await serve({ dir: server.dir });
  assert.deepEqual(await Promise.all(SEATS.map(cards)), before);
});
