// The award ceremony in real browsers: prepared and run on the console by keys, shown on a screen of the hall, followed by a phone,
// and checked there in the end.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { axe, cut, launch, open, proxy, saved, settled } from "./hall.mjs";
import { practice, prepare, serve, sheetPath, theory } from "./lib.mjs";
import { until } from "./redis.mjs";

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

test("prepared, rehearsed, closed and run by keys; screen and phone show each step when it is pressed, also one whose frame gets lost, and the phone checks the list", async (t) => {
  const made = await server.call("POST", `${HERE}/devices`, { body: { grants: [{ role: "display" }] } });
  const told = await server.call("POST", `${HERE}/screens`, { body: { screens: [{ id: made.json.id, scene: { kind: "ceremony" } }] } });
  assert.equal(told.status, 201, told.raw);
  const way = await proxy(t, server);
  let lost = 0; // of the wall and of the phone
  way.fromServer = (text) => { // the second step never comes by the socket
    const isLost = /^\{"type":"ceremony".*"step":\{"n":2,/.test(text);
    lost += isLost ? 1 : 0;
    return isLost ? null : text;
  };
  const wall = await open(t, browser, `${way.url}/board.html?screen#token=${made.json.token}`, undefined, { reducedMotion: "reduce" });
  const phone = await open(t, browser, `${way.url}/board.html?c=small`, { width: 390, height: 844 }, { reducedMotion: "reduce" });
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
  // A far step is chosen first and shown by its own button; a remote's key means the next one all the same.
  await desk.getByTestId("jump").selectOption("0");
  assert.equal((await server.call("GET", `${HERE}/ceremony`, { token: null })).json.step.n, 2, "a choice shows nothing");
  await desk.getByTestId("jump").press("PageDown");
  await people(phone, 3).waitFor();
  await at(desk, 3);
  await desk.getByTestId("jump").selectOption("1");
  await desk.getByTestId("jump-show").click();
  await people(phone, 1).waitFor();
  await at(desk, 1);

  // The boards stand still to the end, and are thawed with it.
  await desk.getByTestId("end").click();
  await desk.getByTestId("ceremony-end-thaw").click();
  await desk.getByTestId("ceremony-checked").filter({ hasText: "✓" }).waitFor();
  await until(async () => (await server.call("GET", `${HERE}/freezes`)).json.skills[0].frozen === undefined); // by a second request
  await phone.locator("[data-testid=board][data-scene=board]").waitFor();
  await phone.getByTestId("ceremony-check").click();
  const check = phone;
  await check.locator("[data-testid=ceremony-ended][data-good=true]").waitFor();
  await check.locator("summary").click();
  await check.locator("[data-testid=ceremony-line][data-id=c002]").filter({ hasText: "选手2" }).waitFor();
  assert.deepEqual(await axe(check), []);
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

// Twelve with long names and units on the wall, and a podium of thirteen, in two parts.
test("twelve fit a wall, a wall of twice its size and a phone; medals of several honours say whose is which", async (t) => {
  const many = await serve({ flags: ["--heartbeat-ms", "500"] });
  t.after(async () => { await many.stop(); many.remove(); });
  const titles = [{ ...TITLES[0] }, { ...TITLES[1], to: 13 }];
  const tokens = await prepare(many, { competitors: 1, more: { titles } });
  const must = async (method, path, body, token) => { const answer = await many.call(method, path, { body, token }); assert.equal(answer.status, 201, answer.raw); return answer.json; };
  const competitors = Array.from({ length: 13 }, (_, at) => ({ id: `p${at}`, skill: "welder", code: `P${at}`, name: at % 4 ? `阿依古丽·买买提${at}` : `买买提江·阿不都热合曼·托合提${at}`, delegation: at % 3 ? "城东区总工会" : "青海省西宁市城东区东关大街建筑安装工程集团有限责任公司第三分公司工会委员会" }));
  await must("POST", `${HERE}/roster`, { competitors });
  await must("POST", `${HERE}/freezes`, { act: "freeze" });
  for (const [at, { id }] of [...competitors, { id: "c001" }].entries()) { // c001 is the fourteenth
    await must("PUT", sheetPath(id, "w-theory", "K"), theory(String(95 - 5 * at)), tokens["judge-K"]);
    for (const seat of ["J1", "J2", "J3"]) await must("PUT", sheetPath(id, "w-practice", seat), practice("30", "20"), tokens[`judge-${seat}`]);
  }
  await must("POST", `${HERE}/skills/welder/publication`, {});
  const item = (honour, mode, more = {}) => ({ skill: "welder", honour, mode, ...more });
  await must("POST", `${HERE}/ceremony`, { act: "prepare", items: [item("second", "batch", { batch: 12 }), item("second", "medals"), item("first", "medals", { joins: true })] });
  await must("POST", `${HERE}/ceremony`, { act: "close" });
  const { id, token } = await must("POST", `${HERE}/devices`, { grants: [{ role: "display" }] });
  await must("POST", `${HERE}/screens`, { screens: [{ id, scene: { kind: "ceremony" } }] });
  const wall = await open(t, browser, `${many.url}/board.html?screen#token=${token}`, undefined, { reducedMotion: "reduce" });
  const phone = await open(t, browser, `${many.url}/board.html?c=small`, { width: 390, height: 844 }, { reducedMotion: "reduce" });
  await phone.getByTestId("ceremony-blank").waitFor();
  for (const [n, count] of [[1, 12], [2, 7], [3, 6]]) {
    await must("POST", `${HERE}/ceremony`, { act: "step", to: n });
    for (const [page, sizes] of [[wall, [...(n === 1 ? [{ width: 3840, height: 2160 }] : []), { width: 1920, height: 1080 }]], [phone, [{ width: 390, height: 844 }]]]) {
      await people(page, n).last().waitFor();
      assert.equal(await people(page, n).count(), count);
      for (const viewport of sizes) {
        await page.setViewportSize(viewport);
        await settled(page);
        assert.deepEqual(await cut(page), [], `${n} ${viewport.width}`);
        if (page === wall) {
          const outside = await people(page, n).evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().bottom > document.querySelector("footer").getBoundingClientRect().top + 1).length);
          assert.equal(outside, 0, `${n} ${viewport.width}`);
        }
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/ceremony-${n}-${viewport.width}.png` });
      }
      if (n < 3) assert.deepEqual(await axe(page), [], `${n}`);
    }
  }
  assert.match(await people(wall, 3).first().innerText(), /技术状元/);
  assert.match(await people(wall, 3).last().innerText(), /技术明星/);
});
