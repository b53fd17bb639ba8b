// Screens of the hall: one address for every screen, a name until the desk gives it a scene, scenes that a restart does not change,
// sets at once, a canvas of any size, and never a name before the rules show it.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { axe, cut, launch, open, proxy, settled, WALL } from "./hall.mjs";
import { readJournal, tamper } from "./redis.mjs";
import { definition, live, prepare, serve, sheetPath, theory } from "./lib.mjs";

const HERE = "/api/v1/competitions/small";
const KINDS = ["board", "progress", "podium", "stage", "table", "titles", "clock", "next", "notice", "slogan", "photos", "overlay", "blank", "ceremony", "draw"];

let browser;
let server;
let tokens;
before(async () => {
  browser = await launch();
  server = await serve({ flags: ["--heartbeat-ms", "500"] });
  tokens = await prepare(server);
  for (const [competitor, value] of [["c001", "60"], ["c002", "50"], ["c003", "40"]]) {
    const answer = await server.call("PUT", sheetPath(competitor, "w-theory", "K"), { token: tokens["judge-K"], body: theory(value) });
    assert.equal(answer.status, 201, answer.raw);
  }
});
after(async () => {
  await browser.close();
  await server.stop();
  server.remove();
});

const newScreen = async (here = HERE) => (await server.call("POST", `${here}/devices`, { body: { grants: [{ role: "display" }] } })).json;
const tell = async (screens, more = {}, here = HERE, token = server.token) => server.call("POST", `${here}/screens`, { body: { screens, ...more }, token });
const told = async (...args) => { const answer = await tell(...args); assert.equal(answer.status, 201, answer.raw); return answer.json; };
const shows = (page, kind) => page.locator(`[data-testid=board][data-scene=${kind}]`).waitFor();
const screenUrl = (token) => `${server.url}/board.html?screen#token=${token}`;
const full = (kind, skill = "welder") => ({
  kind, skill,
  ...(kind === "stage" ? { competitor: "c001" } : {}), ...(kind === "notice" ? { title: "通知", text: "请到二楼集合" } : {}),
  ...(kind === "slogan" ? { text: "劳动光荣 技能宝贵 创造伟大" } : {}), ...(kind === "clock" ? { until: Date.now() + 3_600_000, text: "第一场" } : {}),
});

test("a screen shows its name and a code, is let in on the console, and is given a scene there that it keeps", async (t) => {
  const page = await open(t, browser, `${server.url}/board.html?screen`);
  const code = await page.getByTestId("pair-code").innerText();
  assert.deepEqual(await axe(page), []);
  const desk = await open(t, browser, `${server.url}/console.html?c=small#token=${server.token}`, { width: 1280, height: 1000 });
  await desk.getByTestId("tab-screens").click();
  await desk.getByTestId("screen-code").fill(code);
  await desk.getByTestId("screen-let-in").click();
  await page.getByTestId("pair-code").waitFor({ state: "detached" });
  const name = await page.getByTestId("name-card").getByRole("heading").innerText();
  const line = desk.getByTestId("screen").filter({ hasText: name });
  await desk.locator("[data-testid=screen][data-state=live]").filter({ hasText: name }).waitFor();
  await line.getByTestId("kind").selectOption("board");
  await line.getByTestId("scene-skill").selectOption("welder");
  await line.getByTestId("give").click();
  await shows(page, "board");
  await page.locator("[data-testid=row][data-id=c001]").waitFor();
  for (const part of [/screen=./, /c=small/, /scene=board/, /skill=welder/]) assert.match(page.url(), part);
  await line.getByTestId("identify").click();
  await page.getByTestId("identified").filter({ hasText: name }).waitFor();
  await line.getByTestId("blank").click();
  await shows(page, "blank");
  await desk.locator("[data-testid=screen][data-scene=blank]").filter({ hasText: name }).waitFor();
  assert.deepEqual(await axe(desk), []);
});

test("a restart of the server and of the screen changes nothing; a screen that has ended asks for a code again", async (t) => {
  const own = await serve({ flags: ["--heartbeat-ms", "500"] });
  await prepare(own);
  const { id, token } = (await own.call("POST", `${HERE}/devices`, { body: { grants: [{ role: "display" }] } })).json;
  const set = await own.call("POST", `${HERE}/screens`, { body: { screens: [{ id, scene: { kind: "slogan", text: "技能宝贵" }, frame: { label: "左屏" } }], save: "开场" } });
  assert.equal(set.status, 201, set.raw);
  await own.stop();
  const again = await serve({ dir: own.dir, flags: ["--heartbeat-ms", "500"] });
  t.after(async () => { await again.stop(); again.remove(); });
  const page = await open(t, browser, `${again.url}/board.html?screen#token=${token}`);
  await page.getByTestId("scene-words").filter({ hasText: "技能宝贵" }).waitFor();
  await page.reload();
  await page.getByTestId("scene-words").filter({ hasText: "技能宝贵" }).waitFor();
  const { json } = await again.call("GET", `${HERE}/screens`);
  assert.equal(json.screens[0].frame.label, "左屏");
  assert.deepEqual(json.sets, [{ name: "开场", screens: [{ id, scene: { kind: "slogan", text: "技能宝贵" }, frame: { label: "左屏" } }] }]);
  assert.equal((await again.call("DELETE", `${HERE}/devices/${id}`)).status, 201);
  await page.getByTestId("pair-code").waitFor();
});

const leftOn = async (page) => Number(await page.getByTestId("scene-clock").getAttribute("data-left"));
// Every page tells what is left until the clock's end, by the server's time (this machine's); a slow one may be behind a little.
const BEHIND_S = 3;
async function sameSecond(until, ...pages) {
  const lefts = [];
  for (const page of pages) {
    const most = Math.ceil((until - Date.now()) / 1000) + BEHIND_S;
    const left = await leftOn(page);
    const least = Math.ceil((until - Date.now()) / 1000) - 1;
    assert.ok(left >= least && left <= most, `${least} ${left} ${most}`);
    lefts.push(left);
  }
  return lefts[0];
}

test("a clock counts by the server's time on every wall, whatever the machine's own says; the desk stops it, gives more and goes on; a restart changes nothing", async (t) => {
  let own = await serve({ flags: ["--heartbeat-ms", "500"] });
  t.after(async () => { await own.stop(); own.remove(); });
  await prepare(own);
  const screens = [];
  for (let i = 0; i < 2; i++) screens.push((await own.call("POST", `${HERE}/devices`, { body: { grants: [{ role: "display" }] } })).json);
  const given = await own.call("POST", `${HERE}/screens`, { body: { screens: screens.map(({ id }) => ({ id, scene: { kind: "clock", skill: "welder", batch: 1, left: 600_000, length: 600_000 } })) } });
  assert.equal(given.status, 201, given.raw);
  const wall = (at) => `${own.url}/board.html?screen#token=${screens[at].token}`;
  const right = await open(t, browser, wall(0));
  const wrong = await open(t, browser, "about:blank");
  await wrong.addInitScript(() => { // its clock is seven minutes fast
    const now = Date.now.bind(Date);
    Date.now = () => now() + 7 * 60_000;
  });
  await wrong.goto(wall(1));
  const untilNow = async () => (await own.call("GET", `${HERE}/screens`)).json.screens[0].scene.until;
  const standing = (page, stands) => page.locator(`[data-testid=scene-clock][data-stands=${stands}]`).waitFor();
  for (const page of [right, wrong]) {
    await standing(page, true);
    assert.match(await page.getByTestId("scene-clock").innerText(), /焊工 · 第 ?1 ?场[^]*10:00[^]*即将开始/);
  }

  const desk = await open(t, browser, `${own.url}/console.html?c=small#token=${own.token}`, { width: 1280, height: 1000 });
  await desk.getByTestId("tab-screens").click();
  const line = desk.locator(`[data-testid=screen][data-id=${screens[0].id}]`);
  await line.getByTestId("clock-go").click();
  for (const page of [right, wrong]) {
    await standing(page, false);
    await page.waitForFunction(() => Number(document.querySelector("[data-testid=scene-clock]").dataset.left) < 599); // it counts
  }
  assert.ok((await sameSecond(await untilNow(), right, wrong)) > 500);
  await line.getByTestId("clock-more").click();
  for (const page of [right, wrong]) await page.waitForFunction(() => Number(document.querySelector("[data-testid=scene-clock]").dataset.left) > 800);
  await sameSecond(await untilNow(), right, wrong);
  assert.deepEqual(await axe(desk), []);

  await own.stop();
  own = await serve({ dir: own.dir, listen: own.listen, flags: ["--heartbeat-ms", "500"] });
  for (const page of [right, wrong]) {
    await page.locator("[data-testid=truth][data-truth=live]").waitFor();
    await standing(page, false);
  }
  const before = await sameSecond(await untilNow(), right, wrong);
  await right.reload();
  await standing(right, false);
  assert.ok(before - (await sameSecond(await untilNow(), right, wrong)) < 60);

  await line.getByTestId("clock-stop").click(); // the walls and the desk's form have what hangs, and no other
  for (const page of [right, wrong]) await standing(page, true);
  assert.equal(await leftOn(right), await leftOn(wrong));
  const stands = (await own.call("GET", `${HERE}/screens`)).json.screens.map((each) => each.scene.left);
  assert.equal(stands[0], stands[1]);
  await line.getByTestId("clock-next").click();
  for (const page of [right, wrong]) await page.getByTestId("scene-clock").filter({ hasText: /第 ?2 ?场/ }).filter({ hasText: "10:00" }).waitFor();
});

test("an older program reads the scenes that it knows: only a clock that stands, or has its length, needs version 9 of the format", async (t) => {
  const own = await serve();
  t.after(() => own.remove());
  await prepare(own);
  const { id } = (await own.call("POST", `${HERE}/devices`, { body: { grants: [{ role: "display" }] } })).json;
  const clocks = [{ until: 1_790_000_000_000 }, { left: 60_000 }, { until: 1_790_000_000_000, length: 60_000 }, { text: '"left":' }];
  for (const clock of clocks) {
    const answer = await own.call("POST", `${HERE}/screens`, { body: { screens: [{ id, scene: { kind: "clock", ...clock } }] } });
    assert.equal(answer.status, 201, answer.raw);
  }
  await own.stop();
  let entries;
  await tamper(own.dir, async (ask) => { entries = await readJournal(ask, "-site"); });
  const versions = entries.map(String).filter((entry) => entry.includes('"act":"screens"')).map((entry) => entry.split(" ", 1)[0]);
  assert.deepEqual(versions, ["4", "9", "9", "4"]);
});

test("minutes given on the desk are counted by the server's time, though the desk's own clock is wrong", async (t) => {
  const { id, token } = await newScreen();
  await told([{ id, scene: { kind: "blank" } }]);
  const desk = await open(t, browser, "about:blank", { width: 1280, height: 1000 });
  await desk.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() - 3600_000;
  });
  await desk.goto(`${server.url}/console.html?c=small#token=${server.token}`);
  await desk.getByTestId("tab-screens").click();
  const line = desk.locator(`[data-testid=screen][data-id=${id}]`);
  await line.getByTestId("kind").selectOption("clock");
  await line.getByTestId("minutes").fill("90");
  await line.getByTestId("give").click();
  await line.getByTestId("clock-stop").waitFor(); // the form has what hangs now
  const { scene } = (await server.call("GET", "/api/v1/screen", { token })).json;
  assert.equal(scene.length, 5_400_000);
  assert.ok(Math.abs(scene.until - scene.length - Date.now()) < 60_000, String(scene.until));
  const answered = desk.waitForResponse((answer) => answer.request().method() === "POST" && answer.url().endsWith("/screens"));
  await line.getByTestId("give").click(); // the same minutes leave it as it goes
  assert.equal((await answered).status(), 201);
  assert.equal((await server.call("GET", "/api/v1/screen", { token })).json.scene.until, scene.until);
});

test("a clock given on the desk begins when it says so, has no batch that nobody named, and takes one press after the other", async (t) => {
  const { id, token } = await newScreen();
  await told([{ id, scene: { kind: "board", skill: "welder" } }]);
  const wall = await open(t, browser, screenUrl(token));
  const desk = await open(t, browser, `${server.url}/console.html?c=small#token=${server.token}`, { width: 1280, height: 1000 });
  await desk.getByTestId("tab-screens").click();
  const line = desk.locator(`[data-testid=screen][data-id=${id}]`);
  await line.getByTestId("kind").selectOption("clock");
  await line.getByTestId("give").click();
  await shows(wall, "clock");
  assert.doesNotMatch(await wall.getByTestId("scene-clock").innerText(), /第/);
  await desk.locator(`[data-testid=screen][data-id=${id}][data-scene=clock]`).waitFor();
  await line.getByTestId("minutes").fill("30");
  await line.getByTestId("clock-starts").uncheck();
  await line.getByTestId("give").click();
  await wall.locator("[data-testid=scene-clock][data-stands=true][data-left='1800']").waitFor();
  await line.getByTestId("clock-go").waitFor();
  await line.getByTestId("clock-starts").check();
  await line.getByTestId("give").click();
  await wall.locator("[data-testid=scene-clock][data-stands=false]").waitFor();
  await line.getByTestId("clock-stop").waitFor();

  const until = async () => (await server.call("GET", "/api/v1/screen", { token })).json.scene.until;
  const before = await until();
  let release;
  const gate = new Promise((done) => (release = done));
  await desk.route("**/screens", async (route) => { if (route.request().method() === "POST") await gate; await route.continue(); });
  const more = line.getByTestId("clock-more");
  await more.click();
  assert.equal(await more.isDisabled(), true);
  release();
  const second = desk.waitForRequest((request) => request.method() === "POST" && request.postData()?.includes(String(before + 600_000)));
  await more.click();
  assert.equal((await (await second).response()).status(), 201);
  assert.equal(await until(), before + 600_000);
});

test("a clock whose line is cut says so, and its wall turns grey", async (t) => {
  const { id, token } = await newScreen();
  const weather = await proxy(t, server);
  await told([{ id, scene: { kind: "clock", until: Date.now() + 3_600_000 } }]);
  const page = await open(t, browser, "about:blank");
  await page.clock.install();
  await page.goto(`${weather.url}/board.html?screen#token=${token}`);
  await page.locator("[data-testid=board][data-scene=clock][data-truth=live]").waitFor();
  weather.isDown = true;
  for (const socket of weather.sockets) socket.terminate();
  await page.locator("[data-testid=board][data-truth=amber]").waitFor();
  await page.clock.fastForward(31_000);
  await page.locator("[data-testid=board][data-truth=grey]").waitFor();
  await page.getByTestId("truth").filter({ hasText: /\d\d:\d\d:\d\d/ }).waitFor();
});

test("a clock on a machine that slept shows no figures until the server has said its time again", async (t) => {
  const { id, token } = await newScreen();
  await told([{ id, scene: { kind: "clock", until: Date.now() + 3_600_000, length: 3_600_000 } }]);
  const page = await open(t, browser, "about:blank");
  await page.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + (window.slept ?? 0); // its ticks stood still meanwhile
  });
  await page.goto(screenUrl(token));
  const figures = (text) => page.getByTestId("scene-clock").getByRole("timer").filter({ hasText: text }).waitFor();
  await figures(/^(59:\d\d|1:00:00)$/);
  const answers = /\/api\/v1(\/screen)?$/;
  await page.route(answers, (route) => route.abort());
  await page.evaluate(() => (window.slept = 600_000));
  await figures("—:—");
  await page.unroute(answers);
  await figures(/^59:\d\d$/);
});

test("a scene, and a blank, whose frame gets lost on its way hangs all the same", async (t) => {
  const { id, token } = await newScreen();
  const weather = await proxy(t, server);
  let dropped = 0;
  const page = await open(t, browser, `${weather.url}/board.html?screen#token=${token}`);
  await page.getByTestId("board").waitFor();
  await told([{ id, scene: { kind: "slogan", text: "先挂上" } }]);
  await shows(page, "slogan");
  weather.fromServer = (text) => (JSON.parse(text).type === "scene" ? (dropped++, null) : text);
  await told([{ id, scene: { kind: "notice", text: "丢了也要看到" } }]);
  await page.getByTestId("scene-words").filter({ hasText: "丢了也要看到" }).waitFor();
  await told([{ id, scene: { kind: "blank" } }]);
  await shows(page, "blank");
  assert.equal(dropped, 2);
});

test("a set of scenes is put on all screens at once, or not at all", async () => {
  const [one, two] = [await newScreen(), await newScreen()];
  const sockets = [one, two].map(({ token }) => live(server, { bearer: token, boards: [] }));
  for (const socket of sockets) assert.equal((await socket.next((frame) => frame.type === "scene")).scene, null);
  const refused = await tell([{ id: one.id, scene: { kind: "blank" } }, { id: "d-nobody", scene: { kind: "blank" } }]);
  assert.equal(refused.status, 404);
  const { receipt } = await told([{ id: one.id, scene: { kind: "notice", text: "甲" } }, { id: two.id, scene: { kind: "clock" }, order: "identify" }]);
  const frames = await Promise.all(sockets.map((socket) => socket.next((frame) => frame.type === "scene" && frame.number === receipt.number)));
  assert.deepEqual(frames.map((frame) => [frame.scene.kind, frame.order]), [["notice", undefined], ["clock", "identify"]]);
  await Promise.all(sockets.map((socket) => socket.close()));
  const late = live(server, { bearer: two.token, boards: [] });
  assert.equal((await late.next((frame) => frame.type === "scene")).order, undefined); // of the moment, not of tomorrow
  await late.close();
  await told([], { save: "空" }); // forgetting a set that is not there is no fault
});

test("the desk keeps a set under a name and puts it up again at once, also on a screen that was never switched on before", async (t) => {
  await prepare(server, { id: "sets" });
  const here = "/api/v1/competitions/sets";
  const [one, two] = [await newScreen(here), await newScreen(here)];
  await told([{ id: one.id, scene: { kind: "notice", text: "开幕式" } }, { id: two.id, scene: { kind: "slogan", text: "技能宝贵" } }], {}, here);
  const desk = await open(t, browser, `${server.url}/console.html?c=sets#token=${server.token}`, { width: 1280, height: 1000 });
  await desk.locator("select.pick").selectOption("sets");
  const hangs = (id, kind) => desk.locator(`[data-testid=screen][data-id=${id}][data-scene=${kind}]`).waitFor();
  await desk.getByTestId("tab-screens").click();
  await hangs(two.id, "slogan");
  await desk.getByTestId("set-name").fill("开幕");
  await desk.getByTestId("keep").click();
  const set = desk.locator("[data-testid=set][data-name=开幕]");
  await set.waitFor();
  const first = await open(t, browser, screenUrl(one.token));
  await first.getByTestId("scene-words").filter({ hasText: "开幕式" }).waitFor();
  await told([one, two].map(({ id }) => ({ id, scene: { kind: "blank" } })), {}, here);
  await shows(first, "blank");
  await hangs(two.id, "blank");
  await set.getByTestId("apply").click();
  await first.getByTestId("scene-words").filter({ hasText: "开幕式" }).waitFor();
  const second = await open(t, browser, screenUrl(two.token));
  await second.getByTestId("scene-words").filter({ hasText: "技能宝贵" }).waitFor();
  const { screens } = (await server.call("GET", `${here}/screens`)).json;
  assert.equal(new Set(screens.map((each) => each.number)).size, 1); // one entry of the journal for both
});

test("the desk says which stage a screen shows and in which language", async (t) => {
  const [final] = definition("staged").skills[0].stages;
  const rename = (text) => JSON.parse(text.replaceAll('"w-', '"v-').replace('"id":"final"', '"id":"heat"'));
  const heat = { ...rename(JSON.stringify(final)), name: { zh: "初赛", en: "Heat" } };
  await prepare(server, { id: "staged", more: { stages: [heat, final], tie_break: [] } });
  const here = "/api/v1/competitions/staged";
  const { id, token } = await newScreen(here);
  const desk = await open(t, browser, `${server.url}/console.html?c=staged#token=${server.token}`, { width: 1280, height: 1000 });
  await desk.locator("select.pick").selectOption("staged");
  await desk.getByTestId("tab-screens").click();
  const line = desk.locator(`[data-testid=screen][data-id=${id}]`);
  await line.getByTestId("scene-skill").selectOption("welder");
  await line.getByTestId("scene-stage").selectOption("heat");
  await line.getByTestId("scene-lang").selectOption("en");
  await line.getByTestId("give").click();
  await desk.locator(`[data-testid=screen][data-id=${id}][data-scene=board]`).waitFor();
  assert.deepEqual((await server.call("GET", "/api/v1/screen", { token })).json.scene, { kind: "board", theme: "gold", skill: "welder", stage: "heat", lang: "en" });
  const page = await open(t, browser, screenUrl(token));
  await page.getByRole("heading", { name: /Welder\s*Heat/ }).waitFor();
  await page.reload(); // the scene's language is not the screen's own, whatever its address remembers
  await page.getByRole("heading", { name: /Welder\s*Heat/ }).waitFor();
  await told([{ id, scene: { kind: "board", skill: "welder", stage: "heat" } }], {}, here);
  await page.getByRole("heading", { name: /焊工\s*初赛/ }).waitFor();
});

test("what the desk says wrongly is named where it stands, and only the desk may speak", async () => {
  const { id, token } = await newScreen();
  for (const [scene, pointer] of [[{ kind: "film" }, "/screens/0/scene/kind"], [{ kind: "notice", text: "长".repeat(301) }, "/screens/0/scene/text"], [{ kind: "board", stage: "final" }, "/screens/0/scene/skill"]]) {
    const answer = await tell([{ id, scene }]);
    assert.equal(answer.status, 422, answer.raw);
    assert.equal(answer.json.errors[0].pointer, pointer);
  }
  await told([{ id, scene: { kind: "notice", text: "长".repeat(300) }, frame: { margin: 20 } }]);
  assert.equal((await tell([{ id, frame: { margin: 21 } }])).status, 422);
  assert.equal((await tell([{ id, scene: { kind: "board", skill: "nobody" } }])).status, 404);
  assert.equal((await tell([{ id, scene: { kind: "blank" } }], {}, HERE, token)).status, 403);
  assert.equal((await server.call("GET", "/api/v1/screen", { token })).json.scene.kind, "notice");
  assert.equal((await server.call("GET", "/api/v1/screen")).status, 403);
  assert.equal((await server.call("GET", "/api/v1/screen", { token: null })).status, 401);
  assert.equal((await server.call("POST", "/api/v1/screen", { token, body: { truth: "sure", age_ms: 0, number: 1, width: 1, height: 1 } })).status, 422);
});

test("the picture lies where the desk puts it, with its safe margin", async (t) => {
  const { id, token } = await newScreen();
  await told([{ id, scene: { kind: "board", skill: "welder" }, frame: { width: 1344, height: 640, x: 100, y: 50, margin: 5 } }]);
  const page = await open(t, browser, screenUrl(token), WALL, { reducedMotion: "reduce" });
  await page.locator("[data-testid=row][data-id=c001]").waitFor();
  assert.deepEqual(await cut(page), []);
  const boxes = await page.evaluate(() => ["[data-testid=board]", "header", "[data-id=c001]", "footer"].map((each) => {
    const { left, top, right, bottom } = document.querySelector(each).getBoundingClientRect();
    return [left, top, right, bottom].map(Math.round);
  }));
  assert.deepEqual(boxes[0], [100, 50, 1444, 690]);
  for (const [left, top, right, bottom] of boxes.slice(1)) {
    assert.ok(left >= 167 && top >= 82 && right <= 1377 && bottom <= 658, JSON.stringify(boxes));
  }
});

test("the desk warns when a board hangs where its panel marks, until the result is public", async (t) => {
  const { id } = await newScreen();
  await told([{ id, scene: { kind: "board", skill: "welder" }, frame: { near: ["welder"] } }]);
  const desk = await open(t, browser, `${server.url}/console.html?c=small#token=${server.token}`, { width: 1280, height: 1000 });
  await desk.getByTestId("tab-screens").click();
  await desk.locator(`[data-testid=screen][data-id=${id}]`).getByTestId("near-warning").waitFor();
  await told([{ id, scene: { kind: "progress", skill: "welder" } }]);
  await desk.locator(`[data-testid=screen][data-id=${id}][data-scene=progress]`).waitFor();
  assert.equal(await desk.locator(`[data-testid=screen][data-id=${id}]`).getByTestId("near-warning").count(), 0);
});

describe("every scene", () => {
  test("is read whole at three sizes, and axe-core finds nothing", async (t) => {
    const { id, token } = await newScreen();
    await told([{ id, scene: full("board") }]);
    const page = await open(t, browser, screenUrl(token), WALL, { reducedMotion: "reduce" });
    for (const kind of KINDS) {
      const { receipt } = await told([{ id, scene: full(kind) }]);
      await page.locator(`[data-testid=board][data-scene=${kind}][data-number='${receipt.number}'][data-truth=live]`).waitFor();
      for (const viewport of [{ width: 3840, height: 2160 }, { width: 390, height: 844 }, WALL]) {
        await page.setViewportSize(viewport);
        await settled(page);
        assert.deepEqual(await cut(page), [], `${kind} ${JSON.stringify(viewport)}`);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${kind} ${JSON.stringify(viewport)}`);
      }
      assert.deepEqual(await axe(page), [], kind);
      const clear = await page.evaluate(() => [document.body, document.querySelector("[data-testid=board]")].every((each) => getComputedStyle(each).backgroundImage === "none" && getComputedStyle(each).backgroundColor === "rgba(0, 0, 0, 0)"));
      assert.equal(clear, kind === "overlay", kind);
    }
  });

  // Every byte that the page gets (frames, answers) and all that it shows.
  for (const exposure of ["none", "progress", "code"]) {
    test(`tells nobody's name and unit while the rules show ${exposure}, not even to the page`, async (t) => {
      const competition = `hidden-${exposure}`;
      const here = `/api/v1/competitions/${competition}`;
      const must = async (path, body) => { const answer = await server.call("POST", here + path, { body }); assert.equal(answer.status, 201, answer.raw); return answer.json; };
      const made = await server.call("POST", "/api/v1/competitions", { body: definition(competition, { exposure: { before: exposure, after: "name" } }) });
      assert.equal(made.status, 201, made.raw);
      const competitors = ["甲", "乙"].map((sign, at) => ({ id: `h${at}`, skill: "welder", code: `Q${at}`, name: `秘密人${sign}`, second_name: `Secret${at}`, delegation: `机密单位${sign}` }));
      await must("/roster", { competitors });
      const { judges } = await must("/judges", { judges: [{ id: "judge-K", name: "裁判K", role: "judge", seats: [{ skill: "welder", seat: "K" }] }] });
      for (const [at, value] of ["77.5", "88.5"].entries()) {
        const answer = await server.call("PUT", sheetPath(`h${at}`, "w-theory", "K", competition), { token: judges[0].token, body: theory(value) });
        assert.equal(answer.status, 201, answer.raw);
      }
      await must("/draws/welder/table", { stations: 2, numbers: competitors.map((each, at) => ({ competitor: each.id, number: at + 1 })) }).catch(() => undefined); // hidden draws are hidden too
      const { id, token } = await newScreen(here);
      const heard = [];
      const page = await open(t, browser, "about:blank");
      page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => heard.push(String(payload))));
      const answers = [];
      page.on("response", (response) => { if (response.url().includes("/api/")) answers.push(response.text().catch(() => "")); });
      await told([{ id, scene: full("blank") }], {}, here);
      await page.goto(screenUrl(token));
      for (const kind of KINDS) {
        const scene = { ...full(kind), ...(kind === "stage" ? { competitor: "h1" } : {}) };
        const { receipt } = await told([{ id, scene }], {}, here);
        await page.locator(`[data-testid=board][data-scene=${kind}][data-number='${receipt.number}'][data-truth=live]`).waitFor();
        await settled(page);
        heard.push(await page.evaluate(() => document.documentElement.outerHTML));
      }
      const snapshot = heard.find((text) => text.startsWith('{"type":"snapshot"'));
      assert.ok(snapshot, "a board was received");
      assert.equal(JSON.parse(snapshot).rows.length, exposure === "code" ? 2 : 0);
      for (const text of [...heard, ...(await Promise.all(answers))]) assert.doesNotMatch(text, /秘密人|Secret\d|机密单位/);
      assert.equal(heard.some((text) => text.includes("Q1")), exposure === "code"); // the same search finds what may be seen
    });
  }
});
