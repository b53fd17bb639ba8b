// From a printed card to the first sealed sheet in two minutes: what one of 58 needs who sees the page for the first time, by a
// model of what hands and eyes take (what page and network take comes on top; the diagnostic line says what is left for them).
//
// The model is the keystroke-level one (Card, Moran and Newell 1983: 1.35 s to make up one's mind, 1.1 s to find a place and
// point there, with the tap itself) times 1.7, which is what the same steps take at that age (Jastrzembski and Charness 2007).
// He reads every word in sight that he has not read yet, at four characters a second (two thirds of a fluent reader's pace), but not
// the rows of other competitors nor what the page answers to him, and looks at his card for every four signs. Whoever makes these
// figures smaller makes the test say less.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { launch, serveSite } from "./site.mjs";
import { RULES } from "./weld.mjs";

const AGE = 1.7;
const MIND = 1.35 * AGE;
const TAP = 1.1 * AGE;
const LOOK = 1.35 * AGE; // from the tablet to the card, four signs, and back
const CHARACTERS_A_SECOND = 4;
const WORDS_A_SECOND = 2;
const TWO_MINUTES = 120;
const SCREENS = [{ width: 1280, height: 800 }, { width: 800, height: 1280 }, { width: 390, height: 844 }];
const part = RULES.skills[0].stages[0].modules[0].parts[0];
const SHEET = { ...structuredClone(RULES), fictional: false };
SHEET.skills[0].stages[0].modules[0].parts[0].aspects = part.aspects.filter(({ id }) => id !== "time");
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
  must(await server.call("POST", "/api/v1/competitions", { body: SHEET }));
  must(await server.call("POST", `${BASE}/roster`, { body: { competitors: Array.from({ length: 12 }, (_, i) => ({ id: `c${i + 1}`, skill: "welder", code: `W-${String(i + 1).padStart(2, "0")}`, name: `选手${i + 1}` })) } }));
  const seats = [{ skill: "welder", seat: "J1" }];
  must(await server.call("POST", `${BASE}/judges`, { body: { judges: SCREENS.map((_, i) => ({ id: `zhao${i}`, name: "赵师傅", role: "judge", seats })) } }));
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

const NOT_READ = ".keys, .code .cell, .pad [data-key], option, script, style, .unseen, [aria-hidden=true], [data-testid=task], [data-testid=worth], .total";

// The lines of text in sight that are not excepted.
const linesInSight = (notRead) => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const parent = walker.currentNode.parentElement;
    if (!text || !parent.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) || parent.closest(notRead)) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth) found.push(text);
  }
  return found;
};

// One who has the card in his hand: how long he takes, and what took it.
function newcomer(page) {
  const read = new Set();
  const spent = { reading: 0, minds: 0, taps: 0, looks: 0 };
  const self = {
    spent,
    seconds: () => Object.values(spent).reduce((sum, each) => sum + each, 0),
    async reads() {
      for (const line of await page.evaluate(linesInSight, NOT_READ)) {
        if (read.has(line)) continue;
        read.add(line);
        const characters = [...line].filter((sign) => /\p{Script=Han}/u.test(sign)).length;
        const words = line.match(/[A-Za-z0-9.-]+/g)?.length ?? 0;
        spent.reading += characters / CHARACTERS_A_SECOND + words / WORDS_A_SECOND;
      }
    },
    async taps(target, { isKnown = false } = {}) { // known: one of several keys of the same act, his mind is made up
      if (!isKnown) {
        await self.reads();
        spent.minds += MIND;
      }
      spent.taps += TAP;
      await target.tap();
    },
    async types(keys) {
      for (const key of keys) await self.taps(page.locator(`[data-key='${key}']`), { isKnown: true });
    },
    async copies(code) {
      await self.reads();
      spent.minds += MIND;
      for (const [at, sign] of [...code].entries()) {
        if (at % 4 === 0) spent.looks += LOOK;
        await self.taps(page.getByRole("button", { name: sign, exact: true }), { isKnown: true });
      }
    },
  };
  return self;
}

describe("a judge who has nothing but his card", () => {
  for (const [at, viewport] of SCREENS.entries()) {
    test(`has typed its code, found the first competitor and sealed his sheet within two minutes (${viewport.width} px)`, async (t) => {
      const { code } = must(await server.call("POST", `${BASE}/cards`, { body: { judge: `zhao${at}` } }));
      const context = await browser.newContext({ locale: "zh-CN", viewport, hasTouch: true, isMobile: true });
      t.after(() => context.close());
      const page = await context.newPage();
      page.on("pageerror", (error) => faults.push(String(error)));
      await page.goto(`${server.url}/judge.html`);
      const he = newcomer(page);
      const field = (id) => page.locator(`[data-testid=field][data-field="${id}"]`);
      await page.getByTestId("code").waitFor();
      await he.copies(code.replaceAll("-", ""));
      await page.locator("[data-testid=link][data-online=true]").waitFor();
      await page.locator("[data-testid=task][data-competitor=c1]").waitFor();
      const atGate = he.seconds();
      await he.taps(page.locator(`[data-testid=task][data-competitor=c${at + 1}]`));
      await page.getByTestId("seal").waitFor();
      await he.taps(field("seam").locator("[data-fault=pore]"));
      await he.taps(field("shape").locator("[data-option='2']"));
      await he.taps(field("root").locator("[data-option='1']"));
      await he.taps(page.locator("[id=field-height]"));
      await page.locator("[data-key='7']").waitFor();
      await he.types("2.5");
      await he.taps(page.getByTestId("seal"));
      await page.locator("[data-testid=sealed][data-green=true]").waitFor();
      const took = Object.entries(he.spent).map(([what, seconds]) => `${what} ${seconds.toFixed(0)} s`).join(", ");
      t.diagnostic(`${he.seconds().toFixed(0)} s (at the gate ${atGate.toFixed(0)} s): ${took}`);
      assert.ok(he.seconds() <= TWO_MINUTES, `${he.seconds().toFixed(1)} s: ${took}`);
    });
  }
});
