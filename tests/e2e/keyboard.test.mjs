// A judge without a pointer, in English: Tab, Enter and the keys for figures do all of it, and what has the keyboard can be seen. Lock
// and PIN, a value that is typed twice, a call, a recusal and the end of a shift; a technical seat's log and time; a group's PINs.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { axe } from "./lib.mjs";
import { launch, serveSite } from "./site.mjs";

const name = (zh, en) => ({ zh, en });
const aspect = (id, en, more) => ({ id, name: name("项目", en), ...more });
const part = (id, en, more) => ({ id, name: name("部分", en), ...more });
const SCORE = { min: "0", max: "100", step: "0.5" };
const RULES = {
  format: "jinbang-competition/1", id: "keys", name: name("焊接大赛", "Welding final"), fictional: true,
  skills: [{ id: "s", name: name("焊工", "Welder"), exposure: { before: "name" }, stages: [{ id: "final", name: name("决赛", "Final"), modules: [{ id: "m", name: name("实操", "Practice"), parts: [
    part("plate", "Plate weld", { seats: ["J1", "J2"], aspects: [aspect("seam", "Seam", SCORE)] }),
    part("gauge", "Gauging of the finished workpiece", { seats: ["A"], members: 2, aspects: [aspect("depth", "Depth of the weld throat", SCORE), aspect("width", "Width", SCORE)] }),
    part("station", "Station", { seats: ["S"], technical: "T", declares: ["difficulty", "log"], aspects: [aspect("order", "Order", SCORE)] }),
    part("time", "Time taken", { seats: [], technical: "T", declares: ["time"], figure: "time" })] }] }] }],
};
const BASE = "/api/v1/competitions/keys";
const PINS = { m1: "1357", m2: "246802" };
let browser, server, tokens;

const must = (answer) => {
  assert.equal(answer.status, 201, answer.raw);
  return answer.json;
};
before(async () => {
  server = await serveSite();
  must(await server.call("POST", "/api/v1/competitions", { body: RULES }));
  const competitors = ["Ada Byron", "Grace Hopper", "Mary Ward"].map((each, i) => ({ id: `c${i + 1}`, skill: "s", code: `W-0${i + 1}`, name: each }));
  must(await server.call("POST", `${BASE}/roster`, { body: { competitors } }));
  const judges = [["j1", "John Smith", "J1"], ["j2", "Jane Brown", "J2"], ["m1", "Max Field", "A"], ["m2", "Bartholomew Featherstonehaugh", "A"]].map(([id, who, seat]) => ({ id, name: who, role: "judge", seats: [{ skill: "s", seat }] }));
  judges.push({ id: "t", name: "Tom Clock", role: "technical", seats: [{ skill: "s", seat: "T" }] });
  tokens = Object.fromEntries(must(await server.call("POST", `${BASE}/judges`, { body: { judges } })).judges.map(({ id, token }) => [id, token]));
  tokens.shared = must(await server.call("POST", `${BASE}/devices`, { body: { grants: ["j1", "j2"].map((judge) => ({ role: "judge", judge })) } })).token;
  must(await server.call("PUT", `${BASE}/sessions/s`, { body: { open: true } }));
  browser = await launch();
});
after(async () => {
  await browser.close();
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

async function open(t, token) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  await page.goto(`${server.url}/judge.html?c=keys#token=${token}`);
  return page;
}

// Tabs there, and what has the keyboard is seen to have it.
async function reach(page, target) {
  await target.waitFor();
  for (let steps = 0; steps < 120; steps++) {
    const ring = await target.evaluate((each) => each === document.activeElement && [getComputedStyle(each).outlineStyle, parseFloat(getComputedStyle(each).outlineWidth)]);
    if (ring) {
      assert.ok(ring[0] !== "none" && ring[1] >= 2, `no ring around ${target}: ${ring}`);
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not reach ${target}`);
}
async function press(page, target, key = "Enter") {
  await reach(page, target);
  await page.keyboard.press(key);
}
async function type(page, target, text) {
  await reach(page, target);
  await page.keyboard.type(text);
}
const by = (page, id) => page.getByTestId(id);
const green = (page) => page.locator("[data-testid=sealed][data-green=true]");
async function pin(page, digits, isNew) {
  await type(page, by(page, "pin"), digits);
  if (isNew) await type(page, by(page, "pin-again"), digits);
  await page.keyboard.press("Enter");
}
async function seal(page) {
  await press(page, by(page, "seal"));
  await by(page, "seal-anyway").or(by(page, "sealed")).first().waitFor();
  if (await by(page, "seal-anyway").isVisible()) await press(page, by(page, "seal-anyway"));
}
const isEnglish = async (page) => assert.doesNotMatch((await page.locator("body").innerText()).replace("中文", ""), /\p{Script=Han}/u);

describe("by keyboard alone, in English,", () => {
  test("judges of one tablet sit down, seal, call, are recused, lock and hand over", async (t) => {
    const page = await open(t, tokens.shared);
    await press(page, page.locator("[data-testid=sitter][data-judge=j1]"));
    await pin(page, "2580", true);
    await press(page, by(page, "next"));
    await type(page, page.locator("#field-seam"), "100");
    await press(page, by(page, "seal"));
    await type(page, by(page, "again"), "100"); // a full mark is typed once more
    await isEnglish(page);
    await press(page, by(page, "seal-anyway"));
    await green(page).waitFor();
    await press(page, by(page, "call-chief"));
    await type(page, by(page, "call-words"), "The lamp above the bench is out");
    await press(page, by(page, "call-send"));
    await page.locator("[data-testid=my-call][data-state=open]").waitFor();
    await press(page, by(page, "recuse-open"));
    await reach(page, by(page, "recuse-who"));
    await page.keyboard.press("ArrowDown");
    await press(page, by(page, "recuse-next"));
    await press(page, by(page, "recuse-go"));
    await by(page, "recuse-done").waitFor();
    await isEnglish(page);
    await page.keyboard.press("Escape");
    await by(page, "recuse").waitFor({ state: "detached" });
    await press(page, by(page, "lock-now"));
    await press(page, page.locator("[data-testid=sitter][data-judge=j1]"));
    await pin(page, "2580", false);
    await press(page, by(page, "end-shift"));
    await pin(page, "2580", false);
    await press(page, page.locator("[data-testid=arrives][data-judge=j2]"));
    await pin(page, "1470", true);
    await by(page, "sitting").getByText("Jane Brown").waitFor();
    await isEnglish(page);
    const { json } = await server.call("GET", `${BASE}/shifts`);
    assert.deepEqual(json.shifts.map(({ from, to }) => [from, to]), [["j1", "j2"]]);
  });

  test("a technical seat keeps the station's log and writes a time, from the list to the receipt", async (t) => {
    const page = await open(t, tokens.t);
    await press(page, by(page, "next"));
    await type(page, page.locator("#field-difficulty"), "1.2");
    const log = page.locator("[data-testid=field][data-field=log]");
    for (const event of ["start", "hand", "warning", "stop", "resume", "sealed"]) await press(page, log.locator(`[data-event=${event}]`).first());
    await isEnglish(page);
    await seal(page);
    await green(page).waitFor();
    await reach(page, page.locator("section.list select"));
    await page.keyboard.press("ArrowDown");
    await press(page, by(page, "next"));
    await type(page, page.locator("#field-time"), "1:02.35");
    await axe(page, "time-en");
    await isEnglish(page);
    await seal(page);
    await green(page).waitFor();
    await isEnglish(page);
    const given = async (of) => (await server.call("GET", `${BASE}/sheets/${of}/c1/T`, { token: tokens.t })).json.body.declared;
    assert.deepEqual((await given("station")).log.map(({ event }) => event), ["start", "hand", "warning", "stop", "resume", "sealed"]);
    assert.deepEqual(await given("time"), { time: "62.35" });
  });

  test("the members of a group choose their PINs and confirm, and the step fits every screen in every size", async (t) => {
    const page = await open(t, tokens.m1);
    await press(page, by(page, "next"));
    await type(page, page.locator("#field-depth"), "88.5");
    await type(page, page.locator("#field-width"), "70");
    await seal(page);
    await by(page, "confirm").waitFor();
    await page.waitForFunction(() => document.activeElement?.dataset.testid === "choose-pin");
    for (const viewport of [{ width: 390, height: 844 }, { width: 800, height: 1280 }]) {
      await page.setViewportSize(viewport);
      for (const size of ["normal", "large", "larger"]) {
        await page.evaluate((wish) => { document.documentElement.dataset.size = wish; }, size);
        await axe(page, `confirm-en-${viewport.width}-${size}`);
        const narrow = await page.evaluate(() => [...document.querySelectorAll("[data-testid=member] .who, .top .name")].map((each) => each.getBoundingClientRect().width / each.parentElement.getBoundingClientRect().width));
        assert.ok(narrow.every((share) => share > 0.55), `names have room: ${narrow}`);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${viewport.width} ${size}`);
      }
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await isEnglish(page);
    for (const judge of ["m1", "m2"]) {
      const { code } = must(await server.call("POST", `${BASE}/cards`, { body: { judge } }));
      await press(page, by(page, "choose-pin").first());
      await type(page, by(page, "choose-code"), code);
      await type(page, by(page, "choose-digits"), PINS[judge]);
      await type(page, by(page, "choose-again"), PINS[judge]);
      await page.keyboard.press("Enter");
      await by(page, "choose").waitFor({ state: "detached" });
      await type(page, by(page, "confirm-pin"), PINS[judge]);
      await page.keyboard.press("Enter");
      if (judge === "m1") await page.locator("[data-testid=member][data-judge=m1][data-state=confirmed]").waitFor();
    }
    await green(page).waitFor();
    await isEnglish(page);
  });
});
