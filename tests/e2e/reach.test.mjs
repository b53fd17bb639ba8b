// What a judge in gloves, at arm's length, with one hand has of the page: words of 20 px, marks of 32 px, targets of 56 px in each of
// three sizes and on each kind of screen, the seat's name always large, lock always there; on a phone what a sheet needs lies where the thumb is.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { axe } from "./lib.mjs";
import { launch, serveSite } from "./site.mjs";
import { RULES } from "./weld.mjs";

const SCREENS = [{ width: 1280, height: 800 }, { width: 800, height: 1280 }, { width: 390, height: 844 }];
const SIZES = { normal: 1, large: 1.125, larger: 1.3125 };
const MANY = structuredClone(RULES); // two seats at each tablet
const SEATS = ["J1", "J2", "J3", "J4", "J5", "J6", "J7", "J8"];
MANY.skills[0].stages[0].modules[0].parts[0].seats = SEATS;
const BASE = "/api/v1/competitions/weld";
let server, browser;

const must = (answer) => {
  assert.equal(answer.status, 201, answer.raw);
  return answer.json;
};

before(async () => {
  server = await serveSite();
  must(await server.call("POST", "/api/v1/competitions", { body: MANY }));
  const competitors = ["c1", "c2", "c3"].map((id, i) => ({ id, skill: "welder", code: `W-0${i + 1}`, name: `选手${i + 1}`, delegation: "示例单位" }));
  must(await server.call("POST", `${BASE}/roster`, { body: { competitors } }));
  const judges = SEATS.map((seat) => ({ id: seat, name: "赵师傅", seats: [{ skill: "welder", seat }] }));
  must(await server.call("POST", `${BASE}/judges`, { body: { judges } }));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server.stop();
  server.remove();
});

// Everything in sight that is smaller than promised, a line each; `grown` is how much larger the judge wants it.
const tooSmall = (grown) => {
  const found = new Set();
  const isSeen = (each) => each.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) && !each.closest(".unseen");
  const name = (each) => `${each.tagName.toLowerCase()}.${each.className} “${each.textContent.trim().slice(0, 20)}”`;
  const ask = (each, what, is, least) => { if (is < least - 0.6) found.add(`${what} ${is.toFixed(1)} px: ${name(each)}`); };
  const font = (each) => parseFloat(getComputedStyle(each).fontSize);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, textContent: text } = walker.currentNode;
    if (text.trim() && isSeen(parent)) ask(parent, "text", font(parent), 20 * grown);
  }
  for (const each of document.querySelectorAll("[data-cell], input[data-slot], [data-testid=subtotal]")) if (isSeen(each)) ask(each, "mark", font(each), 32 * grown);
  for (const each of document.querySelectorAll("button, a[href], select, input, textarea")) {
    const { width, height } = each.getBoundingClientRect();
    if (isSeen(each) && width > 0) ask(each, "target", Math.min(width, height), 56);
  }
  const isInSight = (each) => {
    const { left, top, width, height } = each.getBoundingClientRect();
    return each.contains(document.elementFromPoint(left + Math.min(width / 2, 20), top + height / 2));
  };
  const seats = [...document.querySelectorAll("[data-testid=seat-name], [data-testid=sitting]")].filter((each) => isSeen(each) && isInSight(each));
  if (seats.length === 0) found.add("no seat's name");
  for (const each of seats) ask(each, "seat", font(each), 24 * grown);
  return [...found];
};

// Of what is under the thumb: whether it lies in the lower three fifths, whole and with nothing over it.
const outOfReach = (selector) => [...document.querySelectorAll(selector)].flatMap((each) => {
  const box = each.getBoundingClientRect();
  if (box.width === 0) return [`${selector} is not there`];
  const corners = [[box.left + 4, box.top + 4], [box.right - 4, box.top + 4], [box.left + 4, box.bottom - 4], [box.right - 4, box.bottom - 4]];
  const isCovered = corners.some(([x, y]) => !each.contains(document.elementFromPoint(x, y)));
  return [...(box.top < innerHeight * 0.4 ? [`${selector} at ${box.top}`] : []), ...(isCovered ? [`${selector} is covered`] : [])];
});

// A tablet of two seats of its own.
async function tablet(t, first, more) {
  const grants = [first, first + 1].map((at) => ({ role: "judge", judge: SEATS[at] }));
  const { token } = must(await server.call("POST", `${BASE}/devices`, { body: { grants } }));
  const context = await browser.newContext({ hasTouch: true, ...more });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`${server.url}/judge.html?c=weld#token=${token}`);
  return page;
}

async function sit(page) {
  await page.getByTestId("sitter").first().click();
  await page.getByTestId("pin").fill("2580");
  if (await page.getByTestId("pin-again").isVisible()) await page.getByTestId("pin-again").fill("2580");
  await page.getByTestId("pin-enter").click();
  await page.getByTestId("lock").waitFor({ state: "detached" });
}

const field = (page, id) => page.locator(`[data-testid=field][data-field="${id}"]`);

describe("the judge's page", () => {
  for (const [at, viewport] of SCREENS.entries()) {
    test(`is large enough for gloves and old eyes in each size, says the seat and can be locked (${viewport.width} px)`, async (t) => {
      const page = await tablet(t, 2 * at, { viewport, locale: "zh-CN", isMobile: viewport.width < 900 });
      const small = [];
      const look = async (state) => {
        await axe(page, `reach-${state}-${viewport.width}`);
        for (const [size, grown] of Object.entries(SIZES)) {
          await page.evaluate((wish) => { document.documentElement.dataset.size = wish; }, size);
          small.push(...(await page.evaluate(tooSmall, grown)).map((line) => `${state}, ${size}: ${line}`));
          if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) small.push(`${state}, ${size}: wider than the screen`);
        }
        await page.evaluate(() => { document.documentElement.dataset.size = "normal"; });
      };
      const reach = async (state, ...ids) => {
        if (viewport.width > 500) return;
        for (const id of ids) small.push(...(await page.evaluate(outOfReach, id.startsWith("[") ? id : `[data-testid=${id}]`)).map((line) => `${state}: ${line}`));
      };
      const lock = viewport.width < 900 ? "lock-here" : "lock-now";
      await sit(page);
      await look("list");
      await page.getByTestId("next").click();
      await page.getByTestId("seal").waitFor();
      await look("sheet");
      await reach("sheet", "seal", "back", lock, "look-here");
      await page.locator("[id=field-height]").click();
      await page.locator("[data-key='7']").waitFor();
      await look("pad");
      await reach("pad", "seal", "back", lock, "[data-key='7']", "[data-key='.']", "[data-key=hide]");
      await page.getByTestId(lock).click(); // also while a sheet is open
      await page.getByTestId("lock").waitFor();
      await sit(page);
      await field(page, "seam").locator("[data-option=clean]").click();
      await page.getByTestId("seal").click();
      await page.getByTestId("said").waitFor();
      await look("said");
      await reach("said", "seal", "back", lock);
      const back = page.getByTestId("back");
      if (await back.isVisible()) await back.click();
      await page.locator("[data-way=across]").click();
      await page.locator("[data-cell='0/0']").waitFor();
      await look("across");
      await reach("across", "seal-column", "back", lock);
      assert.deepEqual(small, []);
    });
  }

  test("a sealed sheet keeps back, lock and the next piece under the thumb", async (t) => {
    const page = await tablet(t, 6, { viewport: SCREENS[2], locale: "en-GB", isMobile: true });
    await sit(page);
    await page.locator("[data-testid=task][data-competitor=c3]").click();
    await field(page, "seam").locator("[data-option=clean]").click();
    await field(page, "shape").locator("[data-option='2']").click();
    await field(page, "root").locator("[data-option='1']").click();
    await page.locator("[id=field-height]").fill("2.5");
    await page.locator("[id=field-time]").fill("40");
    await page.getByTestId("seal").click();
    const anyway = page.getByTestId("seal-anyway");
    const green = page.locator("[data-testid=sealed][data-green=true]");
    await anyway.or(green).first().waitFor();
    if (await anyway.isVisible()) await anyway.click();
    await green.waitFor();
    await axe(page, "reach-sealed-390");
    assert.deepEqual(await page.evaluate(tooSmall, 1), []);
    assert.deepEqual(await page.evaluate(outOfReach, "[data-testid=back]"), []);
    assert.deepEqual(await page.evaluate(outOfReach, "[data-testid=lock-here]"), []);
    await page.getByTestId("back").click();
    await page.getByTestId("next").waitFor();
  });
});
