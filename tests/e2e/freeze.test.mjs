// While boards are frozen nothing public moves: every byte, count, size and sequence before and after secret marks is compared,
// over HTTP and on the socket, also after kill -9. Who follows the marking sees what the hall does not.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { BINARY, because, definition, isProblem, journalOf, live, practice, prepare, seenRules, serve, sheetPath, theory } from "./lib.mjs";

const BOARD = "small/welder/final/top12";
const HERE = "/api/v1/competitions/small";
const PUBLIC = [
  "/api/v1/competitions", HERE, `${HERE}/roster`, `${HERE}/draws`, `${HERE}/sessions`, `${HERE}/access`,
  `${HERE}/scoreboard`, `${HERE}/scoreboard?skill=welder&limit=2&from=2`, `${HERE}/scoreboard?competitor=c002`, `${HERE}/scoreboard?detail=parts`,
  `${HERE}/find?q=c00`, `${HERE}/find?q=%E9%80%89%E6%89%8B2`, `${HERE}/honours`, `${HERE}/explanations/c001`, `${HERE}/explanations/c003`, `${HERE}/competitors/c001/course`, `${HERE}/competitors/c002/course`, `${HERE}/competitors/c003/course`, `${HERE}/fonts.css`, `${HERE}/photos`, `${HERE}/ceremony`, `${HERE}/teams/units`,
  `${HERE}/freezes`, `${HERE}/sheets`, "/metrics", "/livez", "/readyz",
];

const HALL = PUBLIC.filter((path) => !path.endsWith("/sheets")); // his own are a judge's own

// What a stranger gets: the status, every header but those that say the time, and every byte.
async function publicAnswers(server, token = null, paths = PUBLIC) {
  const all = {};
  for (const path of paths) {
    const answer = await server.call("GET", path, { token });
    const headers = [...answer.headers].filter(([name]) => !["date", "jinbang-at"].includes(name)).sort();
    all[path] = { status: answer.status, headers, body: answer.raw };
  }
  return all;
}

async function seal(server, tokens, competitor, values) {
  const put = async (part, seat, body) => {
    const answer = await server.call("PUT", sheetPath(competitor, part, seat), { token: tokens[`judge-${seat}`], body });
    assert.equal(answer.status, 201, answer.raw);
  };
  await put("w-theory", "K", theory(values[0]));
  for (const seat of ["J1", "J2", "J3"]) await put("w-practice", seat, practice(values[1], values[2]));
}

const freeze = async (server, body) => {
  const answer = await server.call("POST", `${HERE}/freezes`, { body });
  assert.equal(answer.status, 201, answer.raw);
  return answer.json.receipt.number;
};
// Boards that are asked for instead of watched, once the server has read them.
async function asked(server) {
  for (;;) {
    const answer = await server.call("GET", `${HERE}/boards?tiles=welder/final/top12,welder/final/who:c002`, { token: null });
    assert.equal(answer.status, 200, answer.raw);
    if (answer.json.boards.length === 2) return [answer.raw, answer.headers.get("etag")];
  }
}
const quiet = (frames) => frames.filter((frame) => frame.type !== "heartbeat");

describe("frozen boards", () => {
  let server;
  let tokens;

  before(async () => {
    server = await serve({ flags: ["--heartbeat-ms", "200"] });
    tokens = await prepare(server, { competitors: 3 });
    await seal(server, tokens, "c001", ["80", "50", "30"]);
    await seal(server, tokens, "c002", ["60", "40", "20"]);
  });
  after(async () => {
    await server.stop();
    server.remove();
  });

  test("not one public byte, count, size or sequence depends on secret marks, nor on kill -9; then the truth comes at once", async () => {
    const hall = live(server, { boards: [BOARD] });
    const staff = live(server, { boards: [BOARD], bearer: server.token });
    await hall.next((frame) => frame.type === "snapshot");
    const number = await freeze(server, { act: "freeze" });
    const still = await hall.next((frame) => frame.state?.frozen);
    assert.equal(still.state.done, 8);
    const from = hall.frames.indexOf(still) + 1;
    const before = await publicAnswers(server);
    const polled = await asked(server);
    const ofJudge = await publicAnswers(server, tokens["judge-K"], HALL);
    assert.equal(before["/metrics"].status, 403, "counters that rise would tell");
    assert.equal((await server.call("GET", "/metrics")).status, 200, "the organiser has them");
    assert.match(before[`${HERE}/scoreboard`].body, /"done":8,"expected":12,"frozen":\d+/);
    assert.equal(JSON.parse(before[HERE].body).skills[0].frozen, still.state.frozen);

    // Secret: c003 comes first, c002 overtakes c001, and the skill is published.
    await seal(server, tokens, "c003", ["90", "60", "35"]);
    const old = await server.call("GET", sheetPath("c002", "w-theory", "K"), { token: tokens["judge-K"] });
    const changed = await server.call("PUT", sheetPath("c002", "w-theory", "K"), {
      token: tokens["judge-K"], body: because(theory("100")), headers: { "If-Match": old.headers.get("etag") },
    });
    assert.equal(changed.status, 200, changed.raw);
    const published = await server.call("POST", `${HERE}/skills/welder/publication`, { body: {} });
    assert.equal(published.status, 201, published.raw);
    const truth = await staff.next((frame) => frame.state?.published && frame.state.done === 12);
    assert.equal(truth.state.frozen, still.state.frozen, "staff are told, too, that the hall stands still");

    // Heartbeats go on; the one after the last secret mark says the same as the first.
    const beats = hall.frames.length;
    await hall.next((frame) => frame.type === "heartbeat" && hall.frames.indexOf(frame) > beats);
    assert.deepEqual(quiet(hall.frames.slice(from)), [], "no frame but heartbeats");
    const heard = hall.frames.slice(from).filter((beat) => beat.seq >= still.to); // one of the picture before may have been on its way
    assert.ok(heard.length >= 2);
    for (const beat of heard) assert.deepEqual({ ...beat, time: 0, age_ms: 0 }, { ...heard[0], time: 0, age_ms: 0 });
    assert.deepEqual(await publicAnswers(server), before);
    assert.deepEqual(await asked(server), polled);
    assert.deepEqual(await publicAnswers(server, tokens["judge-K"], HALL), ofJudge, "a judge sees what the hall sees");

    // Who joins now, and who comes back with a token, has the frozen board.
    const late = live(server, { boards: [BOARD] });
    const snapshot = await late.next((frame) => frame.type === "snapshot");
    assert.equal(snapshot.hash, still.hash);
    assert.deepEqual(snapshot.state, still.state);
    assert.deepEqual(snapshot.rows.map(({ id, place, total }) => [id, place, total]), [["c001", 1, "80.00"], ["c002", 2, "60.00"], ["c003", null, null]].slice(0, snapshot.rows.length));
    const back = live(server, { boards: [BOARD], resume: still.token });
    assert.equal((await back.next((frame) => frame.type === "welcome")).resumed, true);
    await back.next((frame) => frame.type === "heartbeat");
    assert.deepEqual(quiet(back.frames).map((frame) => frame.type), ["welcome"]);
    await Promise.all([late, back, hall, staff].map((each) => each.close()));

    // kill -9: the frozen board is made from the journal again.
    await server.kill();
    const { dir } = server;
    server = await serve({ dir, flags: ["--heartbeat-ms", "200"] });
    const again = live(server, { boards: [BOARD] });
    const same = await again.next((frame) => frame.rows?.every((row) => row.name));
    assert.equal(same.hash, still.hash);
    assert.deepEqual([same.state, same.rows], [snapshot.state, snapshot.rows]);
    assert.deepEqual(await publicAnswers(server), before);

    // Staff: the difference between what is shown and what is true.
    const { json } = await server.call("GET", `${HERE}/freezes`);
    assert.equal(json.skills[0].number, number);
    const [stage] = json.skills[0].stages;
    assert.deepEqual([stage.done_shown, stage.done, stage.expected], [8, 12, 12]);
    assert.deepEqual(stage.moved.map(({ id, place_shown, place, total_shown, total }) => [id, place_shown, place, total_shown, total]),
      [["c003", null, 1, null, "93.50"], ["c001", 1, 2, "80.00", "80.00"], ["c002", 2, 3, "60.00", "72.00"]]);

    await freeze(server, { act: "thaw" });
    const shown = await again.next((frame) => frame.state && !frame.state.frozen);
    assert.equal(shown.state.published, true);
    const judges = live(server, { boards: [BOARD], bearer: server.token });
    assert.equal(shown.hash, (await judges.next((frame) => frame.type === "snapshot")).hash, "the hall has what staff have");
    await judges.close();
    assert.equal((await server.call("GET", "/metrics", { token: null })).status, 200);
    await again.close();
  });

  test("the journal with freezes in it is verified, and says who froze what", async () => {
    const entries = (await journalOf(server, "small")).filter((entry) => entry.head.kind === "freeze");
    assert.deepEqual(entries.map((entry) => [entry.head.by, JSON.parse(entry.body).act]), [["organiser", "freeze"], ["organiser", "thaw"]]);
    const { dir } = server;
    await server.stop();
    await promisify(execFile)(BINARY, ["verify", "--data", dir]);
    server = await serve({ dir, flags: ["--heartbeat-ms", "200"] });
  });

  test("what is published cannot be frozen any more", async () => {
    isProblem(await server.call("POST", `${HERE}/freezes`, { body: { act: "freeze" } }), 409, "sheet-locked");
  });
});

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

describe("the time that frozen boards take", () => {
  const PEOPLE = 400;
  const PAIRS = 60;
  const READ = [`${HERE}/scoreboard?limit=100`, `${HERE}/find?q=c1`, `${HERE}/boards?tiles=welder/final/top50`, HERE];
  let server;
  let tokens;

  before(async () => {
    server = await serve({ flags: ["--heartbeat-ms", "100"] });
    tokens = await prepare(server, { competitors: PEOPLE });
    await seal(server, tokens, "c001", ["80", "50", "30"]);
    await freeze(server, { act: "freeze" });
  });
  after(async () => {
    await server.stop();
    server.remove();
  });

  const timed = async (path) => {
    const began = process.hrtime.bigint();
    const answer = await server.call("GET", path, { token: null });
    assert.equal(answer.status, 200, answer.raw);
    return Number(process.hrtime.bigint() - began) / 1e6;
  };

  // In turns, so that a busy machine slows both alike. What is worked out anew because of a secret mark, and takes a third of an
  // answer to 400 rows, shows.
  test("an answer takes as long after a secret mark as after none", async () => {
    const quiet = READ.map(() => []);
    const after = READ.map(() => []);
    for (let pair = 0; pair < PAIRS; pair++) {
      for (const [at, path] of READ.entries()) quiet[at].push(await timed(path));
      const competitor = `c${String(2 + pair).padStart(3, "0")}`;
      const answer = await server.call("PUT", sheetPath(competitor, "w-theory", "K"), { token: tokens["judge-K"], body: theory(String(20 + pair)) });
      assert.equal(answer.status, 201, answer.raw);
      for (const [at, path] of READ.entries()) after[at].push(await timed(path));
    }
    for (const [at, path] of READ.entries()) {
      const [before, then] = [median(quiet[at]), median(after[at])];
      assert.ok(Math.abs(then - before) <= 1 + before / 3, `${path}: ${before} ms, after a secret mark ${then} ms`);
    }
  });

  test("heartbeats keep their time by the server's clock, whatever marks come between", async () => {
    const hall = live(server, { boards: [BOARD] });
    const beats = () => hall.frames.filter((frame) => frame.type === "heartbeat").map(({ time }) => time);
    const heard = (count) => hall.next(() => beats().length >= count);
    const gaps = async (between) => { // of all that come meanwhile
      const from = beats().length;
      for (let count = from; count < from + 12; count = Math.max(count + 1, beats().length)) {
        await between();
        await heard(count + 1);
      }
      const times = beats().slice(from);
      return times.slice(1).map((time, i) => time - times[i]);
    };
    await heard(1);
    const quiet = await gaps(async () => {});
    let n = 0;
    const busy = await gaps(async () => {
      const competitor = `c${String(100 + n++).padStart(3, "0")}`;
      assert.equal((await server.call("PUT", sheetPath(competitor, "w-theory", "K"), { token: tokens["judge-K"], body: theory("55") })).status, 201);
    });
    assert.ok(Math.abs(median(busy) - median(quiet)) <= 20, `${quiet} and with secret marks ${busy}`);
    await hall.close();
  });
});

describe("freezing by skill and by the clock", () => {
  let server;
  const two = () => {
    const made = definition("small");
    const [skill] = JSON.parse(JSON.stringify(made.skills));
    skill.id = "fitter";
    for (const stage of skill.stages) for (const module of stage.modules) for (const part of module.parts) part.id = `f-${part.id}`;
    made.skills.push(skill);
    return made;
  };
  const say = (body, token) => server.call("POST", `${HERE}/freezes`, { body, ...(token === undefined ? {} : { token }) });

  before(async () => {
    server = await serve();
    assert.equal((await server.call("POST", "/api/v1/competitions", { body: two() })).status, 201);
  });
  after(async () => {
    await server.stop();
    server.remove();
  });

  test("one skill stands still, the other moves; nothing is frozen or thawed twice", async () => {
    await freeze(server, { act: "freeze", skills: ["welder"] });
    const { json } = await server.call("GET", HERE, { token: null });
    assert.deepEqual(json.skills.map((skill) => [skill.id, skill.frozen > 0]), [["welder", true], ["fitter", false]]);
    isProblem(await say({ act: "freeze", skills: ["welder"] }), 409, "already-frozen");
    isProblem(await say({ act: "thaw", skills: ["fitter"] }), 409, "not-frozen");
    isProblem(await say({ act: "freeze", skills: ["cook"] }), 404, "unknown-skill");
    isProblem(await say({ act: "melt" }), 422, "wrong-type", "/act");
    isProblem(await say({ act: "freeze" }, null), 401, "token-missing");
  });

  test("the rules do not change while boards are frozen", async () => {
    const changed = await server.call("PUT", `${HERE}/rules`, { body: { definition: two(), reason: "again" }, headers: await seenRules(server, HERE.split("/").at(-1)) });
    isProblem(changed, 409, "boards-frozen");
    await freeze(server, { act: "thaw", skills: ["welder"] });
  });

  test("a planned freeze comes at its time by itself, for all that is left, and leaves no plan behind", async () => {
    isProblem(await say({ act: "plan", at: Date.now() - 1000 }), 422, "freeze-past");
    isProblem(await say({ act: "unplan" }), 409, "no-plan");
    await freeze(server, { act: "plan", at: Date.now() + 3600_000, skills: ["fitter"] });
    assert.deepEqual((await server.call("GET", `${HERE}/freezes`)).json.plan.skills, ["fitter"]);
    await freeze(server, { act: "unplan" });
    const hall = live(server, { boards: [BOARD, "small/fitter/final/top12"] });
    await freeze(server, { act: "plan", at: Date.now() + 400 });
    await hall.next((frame) => frame.board === BOARD && frame.state?.frozen);
    await hall.next((frame) => frame.board !== BOARD && frame.state?.frozen);
    const { json } = await server.call("GET", `${HERE}/freezes`);
    assert.equal(json.plan, null);
    assert.deepEqual(json.skills.map((skill) => skill.frozen > 0), [true, true]);
    const last = (await journalOf(server, "small")).filter((entry) => entry.head.kind === "freeze").at(-1);
    assert.equal(last.head.by, "node");
    await hall.close();
  });
});
