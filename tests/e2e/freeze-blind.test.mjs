// Codes that are opened, and a skill that is published, while its boards stand still: the hall goes on seeing codes alone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { live, practice, prepare, roster, serve, sheetPath, theory } from "./lib.mjs";

const HERE = "/api/v1/competitions/blind";
const BOARD = "blind/welder/final/top12";
const SEATS = [["w-theory", "K"], ["w-practice", "J1"], ["w-practice", "J2"], ["w-practice", "J3"]];
const SECRET = /选手|示例单位|"c00\d"/;
const PUBLIC = ["", "/roster", "/draws", "/scoreboard", "/honours", "/find?q=%E9%80%89%E6%89%8B", "/find?q=c00", "/explanations/c001", "/competitors/c001/course", "/fonts.css", "/codes", "/recusals"];
const salt = () => randomBytes(32).toString("hex");
let server;
let cards;
let last; // gives the one sheet that is still awaited
let waiting; // the work that waits for it

const must = async (path, body, status = 201) => {
  const answer = await server.call("POST", `${HERE}${path}`, { body });
  assert.equal(answer.status, status, `${path} ${answer.raw}`);
  return answer.json;
};
const stranger = async (paths = PUBLIC) => Object.fromEntries(await Promise.all(paths.map(async (path) => {
  const { status, raw } = await server.call("GET", HERE + path, { token: null });
  return [path, `${status} ${raw}`];
})));

before(async () => {
  server = await serve({ flags: ["--heartbeat-ms", "200"] });
  const tokens = await prepare(server, { id: "blind", competitors: 3, more: { blind: ["entry"], exposure: { before: "code", after: "name", forecast: true } } });
  ({ cards } = await must("/codes/welder/entry/cards", { salt: salt() }));
  for (const { id: competitor } of roster(3)) await must("/check-in", { competitor, state: "present" });
  await must("/codes/welder/entry/table", { salt: salt() });
  const { competitors } = (await server.call("GET", `${HERE}/roster`, { token: tokens["judge-K"] })).json;
  for (const [at, { id }] of competitors.entries()) {
    for (const [part, seat] of SEATS) {
      const body = part === "w-theory" ? theory(String(70 + at)) : practice(String(40 + at), "20");
      last = async () => assert.equal((await server.call("PUT", sheetPath(id, part, seat, "blind"), { token: tokens[`judge-${seat}`], body })).status, 201);
      waiting = id;
      if (at < 2 || seat !== "J3") await last();
    }
  }
});
after(async () => {
  await server.stop();
  server.remove();
});

test("the opening of codes and the publication move nothing that the public sees of frozen boards, and no name comes before the thaw", async () => {
  const hall = live(server, { boards: [BOARD] });
  await hall.next((frame) => frame.type === "snapshot");
  await must("/freezes", { act: "freeze" });
  const still = await hall.next((frame) => frame.state?.frozen);
  const stage = async () => {
    const watcher = live(server, { boards: [`blind/welder/final/stage:${waiting}`] });
    const { rows, state } = await watcher.next((frame) => frame.type === "snapshot");
    await watcher.close();
    return { rows, state };
  };
  const called = await stage();
  assert.ok(called.rows[0].forecast.needs.length > 0, "what he needs stands as well");
  const from = hall.frames.indexOf(still) + 1;
  const seen = await stranger();

  await last();
  await must("/codes/welder/entry/opening", { cards: cards.slice(0, 2).map(({ code }) => code) });
  await must("/skills/welder/publication", {});
  const { json } = await server.call("GET", `${HERE}/scoreboard`);
  assert.ok(json.rows.every((row) => /选手/.test(row.name)), "the organiser has the names");

  const beats = hall.frames.length;
  await hall.next((frame) => frame.type === "heartbeat" && hall.frames.indexOf(frame) > beats);
  assert.deepEqual(hall.frames.slice(from).filter((frame) => frame.type !== "heartbeat"), []);
  const now = await stranger();
  for (const path of PUBLIC) assert.doesNotMatch(now[path], SECRET, path);
  for (const path of PUBLIC.filter((each) => !each.startsWith("/find"))) assert.equal(now[path], seen[path], path); // a search finds less: see server/api/README.md
  assert.deepEqual(await stage(), called, "the opening has given the record other rules: of the same meaning");
  const late = live(server, { boards: [BOARD] });
  const snapshot = await late.next((frame) => frame.type === "snapshot");
  assert.deepEqual([snapshot.hash, snapshot.state], [still.hash, still.state]);
  assert.doesNotMatch(JSON.stringify(snapshot), SECRET);

  await must("/freezes", { act: "thaw" });
  await hall.next((frame) => JSON.stringify(frame).includes("选手"));
  await Promise.all([hall, late].map((each) => each.close()));
});
