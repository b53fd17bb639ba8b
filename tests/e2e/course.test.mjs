// A competitor's place over time, from the server: what public boards showed when they showed it, and nothing else.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { because, isProblem, live, practice, prepare, roster, serve, sheetPath, theory } from "./lib.mjs";

const SEATS = [["w-theory", "K"], ["w-practice", "J1"], ["w-practice", "J2"], ["w-practice", "J3"]];
const FLAGS = ["--heartbeat-ms", "100", "--follow-ms", "20", "--course-ms", "10", "--course-points-max", "8"];
let server;
before(async () => { server = await serve({ flags: FLAGS }); });
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const at = (c, path) => `/api/v1/competitions/${c}/${path}`;
const ask = (c, id, headers) => server.call("GET", at(c, `competitors/${id}/course?skill=welder&stage=final`), { token: null, headers });
const points = async (c, id) => {
  const answer = await ask(c, id);
  assert.equal(answer.status, 200, answer.raw);
  return answer.json.points;
};
const told = (all) => all.map(({ place, total }) => [place, total]);
// Asks until it has what is awaited: a point is kept when its picture has been composed.
async function until(c, id, passes) {
  for (;;) {
    const all = await points(c, id);
    if (passes(all)) return all;
  }
}

async function mark(c, tokens, competitor, part, seat, body) {
  const old = await server.call("GET", sheetPath(competitor, part, seat, c), { token: tokens[`judge-${seat}`] });
  const headers = old.status === 200 ? { "If-Match": old.headers.get("etag") } : {};
  const answer = await server.call("PUT", sheetPath(competitor, part, seat, c), { token: tokens[`judge-${seat}`], body: old.status === 200 ? because(body) : body, headers });
  assert.ok(answer.status < 300, answer.raw);
}
async function complete(c, tokens, competitor, value) {
  for (const [part, seat] of SEATS) await mark(c, tokens, competitor, part, seat, part === "w-theory" ? theory(value) : practice("30", "20"));
}
const place = (watcher, id, wanted) => watcher.next((frame) => [...(frame.rows ?? []), ...(frame.upsert ?? []).map(({ row }) => row)].some((row) => row.id === id && row.place === wanted));

describe("a course", () => {
  test("says each change that a public board has shown, for whoever asks, and outlasts kill -9", async () => {
    const tokens = await prepare(server, { id: "open", competitors: 4 });
    assert.deepEqual(await points("open", "c001"), [], "nothing of him has been shown");
    const watcher = live(server, { boards: ["open/welder/final/top12"] });
    await watcher.next((frame) => frame.type === "snapshot");
    await complete("open", tokens, "c001", "50");
    await place(watcher, "c001", 1);
    await complete("open", tokens, "c002", "60");
    await place(watcher, "c001", 2);
    const all = await until("open", "c001", (each) => each.at(-1)?.place === 2);
    assert.deepEqual(told(all.filter((point) => point.place !== null)), [[1, "50.00"], [2, "50.00"]]);
    for (let i = 1; i < all.length; i++) assert.ok(all[i].at >= all[i - 1].at);
    const tagged = await ask("open", "c001");
    assert.match(tagged.headers.get("cache-control"), /public, max-age=1/);
    assert.equal((await ask("open", "c001", { "If-None-Match": tagged.headers.get("etag") })).status, 304);
    await watcher.close();
    await server.kill();
    server = await serve({ dir: server.dir, flags: FLAGS });
    assert.equal((await ask("open", "c001")).raw, tagged.raw);
  });

  test("of one who is followed is kept from the tile of him alone, also that he has gone from the list; of the others nothing", async () => {
    const tokens = await prepare(server, { id: "one", competitors: 4 });
    const watcher = live(server, { boards: ["one/welder/final/who:c003"] });
    await watcher.next((frame) => frame.type === "snapshot");
    for (const id of ["c002", "c003"]) await complete("one", tokens, id, "50");
    await place(watcher, "c003", 1);
    await until("one", "c003", (each) => each.at(-1)?.place === 1);
    assert.deepEqual(await points("one", "c002"), []);
    const ruled = await server.call("POST", at("one", "rulings"), { body: { ruling: "status", competitor: "c003", status: "withdrawn", reason: "受伤" } });
    assert.equal(ruled.status, 201, ruled.raw);
    const left = await until("one", "c003", (each) => each.at(-1)?.place === null && each.length > 1);
    assert.equal(left.at(-2).place, 1);
    await watcher.close();
  });

  test("keeps no more points than the limit, with the first and the last", async () => {
    const tokens = await prepare(server, { id: "many", competitors: 2 });
    const watcher = live(server, { boards: ["many/welder/final/who:c001"] });
    await watcher.next((frame) => frame.type === "snapshot");
    await complete("many", tokens, "c001", "10");
    const [first] = await until("many", "c001", (all) => all.length > 0);
    let last;
    for (let value = 11; value < 24; value++) {
      await mark("many", tokens, "c001", "w-theory", "K", theory(String(value)));
      const { json } = await server.call("GET", at("many", "scoreboard?skill=welder&competitor=c001"), { token: null });
      last = json.rows[0].total;
      const all = await until("many", "c001", (each) => each.at(-1).total === last);
      assert.ok(all.length <= 8, String(all.length));
      assert.deepEqual(all[0], first);
    }
    await watcher.close();
  });

  test("has nothing of boards that show no rows, and nobody's where there is nobody", async () => {
    const tokens = await prepare(server, { id: "shut", competitors: 2, more: { exposure: { before: "progress", after: "name" } } });
    const watcher = live(server, { boards: ["shut/welder/final/top12", "shut/welder/final/who:c001"] });
    const staff = live(server, { boards: ["shut/welder/final/top12"], bearer: server.token });
    await complete("shut", tokens, "c001", "50");
    await place(staff, "c001", 1);
    await watcher.next((frame) => frame.state?.done === 4);
    const beats = watcher.frames.length;
    await watcher.next((frame) => frame.type === "heartbeat" && watcher.frames.indexOf(frame) > beats);
    assert.equal((await ask("shut", "c001")).raw, (await ask("shut", "nobody")).raw);
    assert.deepEqual(await points("shut", "c001"), []);
    await complete("shut", tokens, "c002", "40");
    const published = await server.call("POST", at("shut", "skills/welder/publication"), { body: {} });
    assert.equal(published.status, 201, published.raw);
    assert.deepEqual(told(await until("shut", "c001", (all) => all.length > 0)), [[1, "50.00"]], "only what the list says that is published");
    isProblem(await server.call("GET", at("shut", "competitors/c001/course?skill=none"), { token: null }), 404, "unknown-skill");
    isProblem(await server.call("GET", at("shut", "competitors/c001/course?skill=welder&stage=none"), { token: null }), 404, "unknown-stage");
    await Promise.all([watcher, staff].map((each) => each.close()));
  });
});

test("behind codes a course is the work's, while boards stand still no byte of it moves, and it goes on by name when they move again", async () => {
  const must = async (path, body) => {
    const answer = await server.call("POST", at("blind", path), { body });
    assert.equal(answer.status, 201, answer.raw);
    return answer.json;
  };
  const salt = () => randomBytes(32).toString("hex");
  const tokens = await prepare(server, { id: "blind", competitors: 3, more: { blind: ["entry"], exposure: { before: "code", after: "name" } } });
  const { cards } = await must("codes/welder/entry/cards", { salt: salt() });
  for (const { id: competitor } of roster(3)) await must("check-in", { competitor, state: "present" });
  await must("codes/welder/entry/table", { salt: salt() });
  const works = (await server.call("GET", at("blind", "roster"), { token: tokens["judge-K"] })).json.competitors.map(({ id }) => id);
  const watcher = live(server, { boards: ["blind/welder/final/top12"] });
  await watcher.next((frame) => frame.type === "snapshot");
  await complete("blind", tokens, works[0], "50");
  await place(watcher, works[0], 1);
  await until("blind", works[0], (all) => all.at(-1)?.place === 1);
  await must("freezes", { act: "freeze" });
  const still = await watcher.next((frame) => frame.state?.frozen);
  const everybody = async () => Promise.all([...works, ...roster(3).map(({ id }) => id), "nobody"].map(async (id) => {
    const answer = await ask("blind", id);
    return [id, answer.status, answer.raw, [...answer.headers].filter(([name]) => !["date", "jinbang-at"].includes(name))];
  }));
  const before = await everybody();
  assert.match(before[0][2], /"place":1.*"frozen":\d+\}$/);
  assert.equal(JSON.parse(before[0][2]).frozen, still.state.frozen);
  for (const [, , raw] of before.slice(1)) assert.equal(JSON.parse(raw).points.length, 0);

  await complete("blind", tokens, works[1], "80"); // secret: the first is second, and the codes are opened
  await complete("blind", tokens, works[2], "40");
  const { links } = await must("codes/welder/entry/opening", { cards: cards.slice(0, 2).map(({ code }) => code) });
  await must("skills/welder/publication", {});
  const beats = watcher.frames.length;
  await watcher.next((frame) => frame.type === "heartbeat" && watcher.frames.indexOf(frame) > beats);
  assert.deepEqual(await everybody(), before);
  await server.kill();
  server = await serve({ dir: server.dir, flags: FLAGS });
  assert.deepEqual(await everybody(), before);

  const again = live(server, { boards: ["blind/welder/final/top12"] });
  await again.next((frame) => frame.type === "snapshot");
  await must("freezes", { act: "thaw" });
  await again.next((frame) => frame.state && !frame.state.frozen);
  const { json } = await server.call("GET", at("blind", "scoreboard"));
  const who = json.rows.find(({ place }) => place === 2).id;
  assert.ok(links.some(([left]) => left === who) || /^c00\d$/.test(who));
  const went = await until("blind", who, (all) => all.at(-1)?.place === 2);
  assert.equal(went.at(-2).place, 1, "as his work had gone");
  assert.ok(went.every(({ at }) => at <= still.state.frozen || at >= went.at(-1).at), "nothing of what was secret");
  await Promise.all([watcher, again].map((each) => each.close()));
});
