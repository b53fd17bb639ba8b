// One who sees the page for the first time: a card's code is typed and put right, figures stay in sight while they are typed,
// what is blank is shown where it is, and nothing moves under the finger. And one who has to set up a competition in a hurry.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { launch, serveSite } from "./site.mjs";
import { RULES } from "./weld.mjs";

const TABLET = { width: 1280, height: 800 };
const UPRIGHT = { width: 800, height: 1280 };
const PHONE = { width: 390, height: 844 };
const BASE = "/api/v1/competitions/weld";
let server;
let browser;
const faults = [];

const must = (answer) => {
  assert.equal(answer.status, 201, answer.raw);
  return answer.json;
};

before(async () => {
  server = await serveSite();
  must(await server.call("POST", "/api/v1/competitions", { body: RULES }));
  must(await server.call("POST", `${BASE}/roster`, { body: { competitors: ["W-01", "W-02"].map((code, i) => ({ id: `c${i + 1}`, skill: "welder", code, name: `选手${i + 1}` })) } }));
  must(await server.call("POST", `${BASE}/judges`, { body: { judges: [{ id: "zhao", name: "赵师傅", role: "judge", seats: [{ skill: "welder", seat: "J1" }] }] } }));
  must(await server.call("PUT", `${BASE}/sessions/welder`, { body: { open: true } }));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server.stop();
  assert.deepEqual(faults, []);
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

async function open(t, path, viewport, touch = true) {
  const context = await browser.newContext({ locale: "zh-CN", viewport, hasTouch: touch, isMobile: touch });
  t.after(() => context.close());
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(server.url + path);
  return page;
}

const card = async () => must(await server.call("POST", `${BASE}/cards`, { body: { judge: "zhao" } })).code;

async function atTheSheet(t, viewport) {
  const page = await open(t, `/judge.html?c=weld#card=${await card()}`, viewport);
  await page.locator("[data-testid=task][data-competitor=c1]").tap();
  await page.getByTestId("seal").waitFor();
  return page;
}

const field = (page, id) => page.locator(`[data-testid=field][data-field="${id}"]`);

describe("the code on a card", () => {
  for (const viewport of [TABLET, PHONE]) {
    test(`goes in by itself once it is whole, and a wrong sign is put right where it stands (${viewport.width} px)`, async (t) => {
      const code = (await card()).replaceAll("-", "");
      const page = await open(t, "/judge.html", viewport);
      const key = (sign) => page.getByRole("button", { name: sign, exact: true }).tap();
      for (const sign of code.slice(0, 2) + (code[2] === "2" ? "3" : "2") + code.slice(3)) await key(sign);
      await page.getByText("有一位输错了").waitFor();
      assert.equal(await page.getByTestId("use-card").isDisabled(), true);
      assert.equal(await page.getByTestId("use-card").evaluate((key) => key.getBoundingClientRect().bottom <= innerHeight), true, "all keys are in sight");
      await page.getByTestId("sign").nth(2).tap();
      await key(code[2]);
      await page.getByTestId("task").first().waitFor();
    });
  }
});

describe("a sheet under the finger", () => {
  for (const viewport of [UPRIGHT, PHONE]) {
    test(`keeps the figure that was tapped in sight above the keypad (${viewport.width} px)`, async (t) => {
      const page = await atTheSheet(t, viewport);
      for (const id of ["height", "time"]) {
        const figure = page.locator(`[id="field-${id}"]`);
        await figure.evaluate((element) => element.scrollIntoView({ block: "end" }));
        await page.evaluate(() => scrollBy(0, document.querySelector("[data-testid=seal]").closest(".side").offsetHeight + 8));
        await figure.tap();
        await page.locator("[data-key='7']").waitFor();
        await page.waitForFunction((at) => {
          const pad = document.querySelector("[data-key='7']").closest(".pad").getBoundingClientRect();
          const box = document.getElementById(at).getBoundingClientRect();
          return box.bottom <= pad.top && box.top >= 64;
        }, `field-${id}`);
        await page.locator("[data-key=hide]").tap();
      }
    });
  }

  test("shows what is blank where it stands, once a sealing was refused, until it is filled", async (t) => {
    const page = await atTheSheet(t, PHONE);
    await field(page, "seam").locator("[data-option=clean]").tap();
    assert.equal(await page.getByTestId("lacking").count(), 0);
    await page.getByTestId("seal").tap();
    await page.getByTestId("said").waitFor();
    assert.match(await page.getByTestId("said").innerText(), /4 项没有填[\s\S]*空白不等于 0/);
    assert.equal(await page.getByTestId("lacking").count(), 4);
    await page.waitForFunction(() => {
      const name = document.querySelector("[data-field=shape] h2").getBoundingClientRect();
      return name.top >= document.querySelector("[data-testid=said]").getBoundingClientRect().bottom && name.bottom < innerHeight;
    });
    await field(page, "shape").locator("[data-option='2']").tap();
    assert.equal(await page.getByTestId("lacking").count(), 3);
    assert.equal(await field(page, "shape").getByTestId("lacking").count(), 0);
  });

  test("does not move when an entry gets its points", async (t) => {
    const page = await atTheSheet(t, TABLET);
    const tops = () => page.locator("[data-testid=field]").evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().top + scrollY)));
    const blank = await tops();
    await field(page, "seam").locator("[data-fault=pore]").tap();
    await field(page, "shape").locator("[data-option='2']").tap();
    await field(page, "root").locator("[data-option='1']").tap();
    await field(page, "root").getByText("得 5 / 5").waitFor();
    assert.deepEqual(await tops(), blank);
  });

  test("a plus beside a figure counts without a keypad that comes up under the finger", async (t) => {
    const page = await atTheSheet(t, UPRIGHT);
    const plus = field(page, "height").getByRole("button").last();
    await plus.tap();
    await plus.tap();
    assert.equal(await page.locator("[id=field-height]").inputValue(), "0.1");
    assert.equal(await page.locator("[data-key='7']").count(), 0);
  });
});

describe("an organiser in a hurry", () => {
  test("comes from a template, cells of a spreadsheet and the steps to printed cards, an open session and a board", async (t) => {
    const page = await open(t, "/console.html", TABLET, false);
    await page.getByTestId("token").fill(server.token);
    await page.keyboard.press("Enter");
    await page.getByTestId("tab-new").click();
    await page.getByTestId("template").selectOption("first-class");
    await page.getByTestId("new-name").fill("西宁市焊接大赛");
    await page.getByTestId("new-id").fill("xining");
    await page.getByTestId("create").click();
    await page.getByTestId("roster-paste").fill("编号\t姓名\t单位\n1\t马占英\t城东区\n2\t祁生辉\t城西区\n");
    await page.getByTestId("roster-send").click();
    const step = (id, state) => page.locator(`[data-testid=first-${id}].${state}`);
    await step("roster", "done").waitFor();
    await step("judges", "now").click();
    await page.getByTestId("propose").click();
    await page.getByTestId("create-judges").click();
    await step("cards", "now").click();
    await page.getByText("全选", { exact: true }).click();
    await page.getByTestId("make-cards").click();
    await page.getByTestId("card").nth(4).waitFor();
    await page.waitForFunction(() => { // the codes are shown this once: they are in sight
      const first = document.querySelector("[data-testid=card]").getBoundingClientRect();
      return first.top >= 0 && first.bottom <= innerHeight;
    });
    await step("session", "now").click();
    await page.getByTestId("session-welder").click();
    await step("session", "done").waitFor();
    const made = (await server.call("GET", "/api/v1/competitions/xining")).json;
    assert.deepEqual([made.definition.name.zh, made.definition.fictional ?? false, made.skills[0].competitors], ["西宁市焊接大赛", false, 2]);
    const board = await open(t, await page.getByTestId("first-board").getAttribute("href"), TABLET, false);
    await board.getByText("西宁市焊接大赛").first().waitFor();
  });

  test("is told what to do with an Excel file", async (t) => {
    const page = await open(t, "/console.html", TABLET, false);
    await page.getByTestId("token").fill(server.token);
    await page.keyboard.press("Enter");
    await page.getByTestId("tab-roster").click();
    await page.getByTestId("roster-file").setInputFiles({ name: "r.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from([0x50, 0x4b, 3, 4, 0, 0]) });
    await page.getByRole("alert").filter({ hasText: "这是 Excel 文件" }).waitFor();
  });
});

test("where the rules hide the subtotal, it is neither on the sheet that is written nor on the sealed one", async (t) => {
  for (const [id, isShown] of [["summed", true], ["unsummed", false]]) {
    const rules = structuredClone(RULES);
    Object.assign(rules, { id });
    const [part] = rules.skills[0].stages[0].modules[0].parts;
    Object.assign(part, { subtotal: isShown, aspects: ["a", "b"].map((each) => ({ id: each, name: { zh: each }, min: "0", max: "10", step: "1" })) });
    must(await server.call("POST", "/api/v1/competitions", { body: rules }));
    must(await server.call("POST", `/api/v1/competitions/${id}/roster`, { body: { competitors: [{ id: "c1", skill: "welder", code: "W-01", name: "选手1" }] } }));
    const { judges: [{ token }] } = must(await server.call("POST", `/api/v1/competitions/${id}/judges`, { body: { judges: [{ id: "zhao", name: "赵师傅", seats: [{ skill: "welder", seat: "J1" }] }] } }));
    const page = await open(t, `/judge.html?c=${id}#token=${token}`, TABLET, false);
    await page.locator("[data-testid=task][data-competitor=c1]").click();
    await page.locator("#field-a").fill("7");
    await page.locator("#field-b").fill("6");
    assert.equal(await page.getByTestId("subtotal").count(), isShown ? 1 : 0);
    await page.getByTestId("seal").click();
    const anyway = page.getByTestId("seal-anyway");
    await anyway.or(page.getByTestId("sealed")).first().waitFor();
    if (await anyway.isVisible()) await anyway.click();
    await page.locator("[data-testid=sealed][data-green=true]").waitFor();
    const sealed = await page.locator("section.sheet dl").innerText();
    assert.deepEqual([/小计/.test(sealed), /\b13\b/.test(sealed)], [isShown, isShown], sealed);
  }
});
