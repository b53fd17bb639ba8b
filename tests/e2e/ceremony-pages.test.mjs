// The award ceremony in real browsers: prepared and run on the console by keys, shown on a screen of the hall, followed by a phone,
// and checked there in the end.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { axe, cut, launch, open, saved } from "./hall.mjs";
import { practice, prepare, serve, sheetPath, theory } from "./lib.mjs";

const HERE = "/api/v1/competitions/small";
const TITLES = [
  { id: "first", name: { zh: "技术状元", en: "Champion" }, from: 1, to: 1 },
  { id: "second", name: { zh: "技术明星", en: "Star" }, from: 2, to: 3 },
];
let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve({ flags: ["--heartbeat-ms", "500"] });
  const tokens = await prepare(server, { more: { titles: TITLES } });
  const freeze = await server.call("POST", `${HERE}/freezes`, { body: { act: "freeze" } });
  assert.equal(freeze.status, 201, freeze.raw);
  for (const [competitor, value] of [["c001", 80], ["c002", 90], ["c003", 70]]) {
    const put = async (part, seat, body) => {
      const answer = await server.call("PUT", sheetPath(competitor, part, seat), { token: tokens[`judge-${seat}`], body });
      assert.equal(answer.status, 201, answer.raw);
    };
    await put("w-theory", "K", theory(String(value)));
    for (const seat of ["J1", "J2", "J3"]) await put("w-practice", seat, practice(String(value * 0.6), String(value * 0.4)));
  }
  assert.equal((await server.call("POST", `${HERE}/skills/welder/publication`, { body: {} })).status, 201);
});
after(async () => {
  await browser.close();
  await server.stop();
  server.remove();
});

const people = (page, n) => page.locator(`[data-testid=ceremony-step][data-n="${n}"] [data-testid=ceremony-person]`);
const at = (desk, n) => desk.locator(`[data-testid=run][data-at="${n}"]`).waitFor();

test("prepared, rehearsed, closed and run by keys; screen and phone show each step when it is pressed, and the phone checks the list", async (t) => {
  const made = await server.call("POST", `${HERE}/devices`, { body: { grants: [{ role: "display" }] } });
  const told = await server.call("POST", `${HERE}/screens`, { body: { screens: [{ id: made.json.id, scene: { kind: "ceremony" } }] } });
  assert.equal(told.status, 201, told.raw);
  const wall = await open(t, browser, `${server.url}/board.html?screen#token=${made.json.token}`, undefined, { reducedMotion: "reduce" });
  const phone = await open(t, browser, `${server.url}/board.html?c=small`, { width: 390, height: 844 }, { reducedMotion: "reduce" });
  await phone.getByTestId("truth").locator("visible=true").waitFor();
  const desk = await open(t, browser, `${server.url}/console.html#token=${server.token}`, { width: 1280, height: 1000 });
  await desk.getByTestId("tab-ceremony").click();

  await desk.getByTestId("ceremony-item").first().getByTestId("host-text").fill("有请技术明星上台");
  assert.deepEqual(await desk.getByTestId("ceremony-item").evaluateAll((all) => all.map((each) => each.dataset.honour)), ["second", "first"]);
  assert.deepEqual(await axe(desk), []);
  await desk.getByTestId("prepare").click();
  await desk.getByTestId("rehearse").waitFor();
  const absent = desk.locator("[data-testid=waiting][data-id=c003]").getByTestId("absent");
  await absent.check();
  await desk.locator("[data-testid=waiting][data-id=c003] input:checked").waitFor();

  await desk.getByTestId("rehearse").click();
  await at(desk, 0);
  await desk.keyboard.press("ArrowRight");
  await people(wall, 1).filter({ hasText: "获奖选手" }).waitFor();
  assert.equal(await phone.getByTestId("ceremony-step").count(), 0, "a rehearsal is not for phones");
  await desk.getByTestId("rehearse-end").click();

  await desk.getByTestId("close-list").click();
  await desk.getByTestId("ceremony-confirm").click();
  await at(desk, 0);
  for (const page of [wall, phone]) await page.getByTestId("ceremony-blank").waitFor();
  assert.deepEqual(await axe(desk), []);
  for (const [n, id] of [[1, "c003"], [2, "c001"], [3, "c002"]]) {
    await desk.keyboard.press(n === 2 ? " " : "ArrowRight");
    for (const page of [wall, phone]) await people(page, n).and(page.locator(`[data-id=${id}]`)).waitFor();
    await at(desk, n);
    if (n === 1) {
      assert.match(await desk.getByTestId("host").first().innerText(), /有请技术明星上台/);
      assert.match(await people(wall, 1).innerText(), /缺席/);
      assert.deepEqual([...(await axe(wall)), ...(await axe(phone))], []);
    }
  }
  await desk.keyboard.press("ArrowLeft");
  await people(wall, 2).waitFor();
  await at(desk, 2);
  await desk.keyboard.press("Escape");
  await wall.locator("[data-testid=ceremony-blank][data-paused=true]").waitFor();
  await desk.locator("[data-testid=run][data-paused=true]").waitFor();
  await desk.getByTestId("jump").selectOption("3");
  await people(phone, 3).waitFor();
  await at(desk, 3);

  await desk.getByTestId("end").click();
  await desk.getByTestId("ceremony-confirm").click();
  await desk.getByTestId("ceremony-checked").filter({ hasText: "✓" }).waitFor();
  const check = await open(t, browser, `${server.url}/board.html?c=small&scene=ceremony`, { width: 390, height: 844 }, { reducedMotion: "reduce" });
  await check.locator("[data-testid=ceremony-ended][data-good=true]").waitFor();
  await wall.locator("[data-testid=ceremony-ended][data-good=true]").waitFor();
  for (const lang of ["zh", "en"]) { // long English words stand above each other, never on each other
    await check.goto(`${server.url}/board.html?c=small&scene=ceremony&lang=${lang}`);
    await check.locator("[data-testid=ceremony-ended][data-good=true]").waitFor();
    assert.deepEqual(await cut(check), [], lang);
    const boxes = await check.locator("[data-testid=ceremony-ended] > p").evaluateAll((all) => all.map((each) => ({ top: each.getBoundingClientRect().top, bottom: each.getBoundingClientRect().top + each.scrollHeight })));
    assert.ok(boxes.every(({ top }, at) => at === 0 || top >= boxes[at - 1].bottom - 1), `${lang} ${JSON.stringify(boxes)}`);
  }
  assert.deepEqual(await axe(check), []);
  const { hash } = (await server.call("GET", `${HERE}/ceremony`, { token: null })).json;
  assert.ok((await saved(check, "long")).words.replaceAll(" ", "").includes(hash), hash);
});
