// The wall in the hall: medals that stay, pages of whole rows, names that are read whole on every canvas, and a board that is
// right in the end whatever the network does to its frames.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { axe, cut, launch, open, PHONE, proxy, saved, settled, WALL } from "./hall.mjs";
import { because, fnv1a64, practice, prepare, serve, sheetPath, theory } from "./lib.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function start(t, { flags, ...options } = {}) {
  const server = await serve({ flags });
  t.after(async () => { await server.stop(); server.remove(); });
  return { server, tokens: await prepare(server, options) };
}

async function put(server, token, competitor, part, seat, body, headers) {
  const answer = await server.call("PUT", sheetPath(competitor, part, seat), { token, body, headers });
  assert.equal(answer.status, headers ? 200 : 201, answer.raw);
  return answer.json.receipt;
}

// All sheets of one competitor; the higher the theory, the higher the place.
async function complete(server, tokens, competitor, value) {
  await put(server, tokens["judge-K"], competitor, "w-theory", "K", theory(value));
  for (const seat of ["J1", "J2", "J3"]) await put(server, tokens[`judge-${seat}`], competitor, "w-practice", seat, practice("30", "20"));
}

const id = (at) => `c${String(at).padStart(3, "0")}`;
const row = (page, competitor) => page.locator(`[data-testid=row][data-id=${competitor}]`);
const board = (place, more = "") => `${place.url}/board.html?c=small&skill=welder${more}`;
const shown = (page) => page.evaluate(() => [...document.querySelectorAll("[data-testid=row]")]
  .filter((each) => getComputedStyle(each).visibility === "visible")
  .sort((a, b) => a.dataset.at - b.dataset.at).map((each) => Number(each.dataset.at) + 1));
const onPage = (page, n) => page.locator(`[data-testid=turner][data-page='${n}']`).waitFor();
const from = (first, last) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

describe("a wall of more than twelve", () => {
  const COUNT = 25;
  let server;

  before(async () => {
    server = await serve();
    const tokens = await prepare(server, { competitors: COUNT });
    for (let at = 1; at <= 5; at++) await complete(server, tokens, id(at), String(100 - at));
    for (let at = 6; at <= COUNT; at++) await put(server, tokens["judge-K"], id(at), "w-theory", "K", theory(String(100 - at)));
    const people = { name: "才让多杰·索南旺堆·尕藏桑吉嘉措卓玛拉姆央金", delegation: "青海省西宁市湟中区职业技术教育培训中心青年职工联合代表队" };
    const patched = await server.call("PATCH", "/api/v1/competitions/small/people/c002", { body: people });
    assert.equal(patched.status, 200, patched.raw);
  });
  after(async () => { await server.stop(); server.remove(); });

  test("keeps the medals and turns the others in pages of whole rows, by key, remote, button and finger", async (t) => {
    const page = await open(t, browser, board(server));
    await onPage(page, 1);
    assert.deepEqual(await shown(page), from(1, 12));
    await page.keyboard.press("PageDown");
    await onPage(page, 2);
    assert.deepEqual(await shown(page), [1, 2, 3, ...from(13, 21)]);
    await page.keyboard.press("ArrowRight");
    await onPage(page, 3);
    assert.deepEqual(await shown(page), [1, 2, 3, ...from(22, 25)]);
    await page.keyboard.press("PageDown");
    await onPage(page, 1);
    await page.keyboard.press("PageUp");
    await onPage(page, 3);
    await page.keyboard.press(".");
    await page.locator("[data-testid=turner][data-paused=true]").waitFor();
    await page.getByRole("button", { name: "上一页" }).click();
    await onPage(page, 2);
    const swipe = (dx) => page.evaluate((by) => {
      const at = { pointerType: "touch", clientY: 400, bubbles: true };
      document.body.dispatchEvent(new PointerEvent("pointerdown", { ...at, clientX: 900 }));
      document.body.dispatchEvent(new PointerEvent("pointerup", { ...at, clientX: 900 + by }));
    }, dx);
    await swipe(-200);
    await onPage(page, 3);
    await swipe(200);
    await onPage(page, 2);
  });

  test("is read whole on every canvas and in every theme: nothing cut, nothing outside, nothing that axe-core finds", async (t) => {
    const page = await open(t, browser, board(server), WALL, { reducedMotion: "reduce" });
    for (const viewport of [WALL, { width: 3840, height: 2160 }, { width: 2560, height: 1080 }, { width: 1280, height: 800 }, PHONE]) {
      await page.setViewportSize(viewport);
      await row(page, "c001").waitFor();
      await settled(page);
      assert.deepEqual(await cut(page), [], JSON.stringify(viewport));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(wide, false, JSON.stringify(viewport));
      const halves = await page.evaluate(() => {
        const list = document.querySelector("ol").getBoundingClientRect();
        return [...document.querySelectorAll("[data-testid=row]")].map((each) => each.getBoundingClientRect())
          .filter((box) => box.top < list.top - 1 || box.bottom > list.bottom + 1).length;
      });
      assert.equal(halves, 0, JSON.stringify(viewport));
    }
    for (const theme of ["gold", "light", "contrast"]) {
      for (const lang of ["zh", "en"]) {
        await page.goto(board(server, `&theme=${theme}&lang=${lang}`));
        await row(page, "c001").waitFor();
        assert.deepEqual(await axe(page), [], `${theme} ${lang}`);
      }
    }
  });

  test("saves how far the marking is as a picture, with its time and nobody's name", async (t) => {
    const page = await open(t, browser, board(server, "&scene=progress"));
    await page.getByTestId("progress").waitFor();
    for (const shape of ["long", "wide"]) {
      const { words, name } = await saved(page, shape);
      const { competitors, stages: [{ done, expected }] } = (await server.call("GET", "/api/v1/competitions/small", { token: null })).json.skills[0];
      const code = fnv1a64(`welder\t${done}/${expected}\t${competitors}\n`).match(/.{4}/g).join(" ");
      assert.match(words, new RegExp(`评分进度 · \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d · 核对码 ${code} · 1 个赛项中的 1 个`));
      assert.doesNotMatch(words, /选手/);
      assert.equal(name, `small-progress-${shape}.png`);
    }
    await settled(page);
    assert.deepEqual(await axe(page), []);
  });

  test("every other scene of words or rows can be saved as well, one that is empty says so, and an overlay has nothing to press", async (t) => {
    const page = await open(t, browser, board(server));
    const SCENES = {
      podium: /前三名 · .*核对码 [0-9a-f]{4} /, table: /代表队 · .*核对码 [0-9a-f]{4} /, "notice&title=用餐&text=十二点半": /此图不含成绩，没有核对码 · 用餐 · 十二点半/,
      "slogan&text=劳动光荣%20技能宝贵": /劳动光荣 技能宝贵/, "clock&until=1": /0:00 · 时间到/,
    };
    for (const [scene, says] of Object.entries(SCENES)) {
      await page.goto(board(server, `&scene=${scene}`));
      await page.locator(`[data-scene=${scene.split("&")[0]}] [data-testid^=scene-]`).first().waitFor();
      assert.match((await saved(page, "wide")).words, says, scene);
    }
    await page.goto(board(server, "&scene=next&skill=welder"));
    await page.mouse.move(20, 20);
    await page.getByTestId("save").click();
    await page.getByTestId("save-wide").click();
    await page.getByTestId("save-trouble").filter({ hasText: "还没有内容" }).waitFor();
    await page.goto(board(server, "&scene=overlay"));
    await page.getByTestId("scene-overlay").waitFor();
    assert.equal(await page.getByTestId("save").count(), 0);
  });

  test("moves without an animation where less motion is wished", async (t) => {
    const page = await open(t, browser, board(server), WALL, { reducedMotion: "reduce" });
    await row(page, "c001").waitFor();
    const longest = await page.evaluate(() => Math.max(...[...document.querySelectorAll("*")].flatMap((each) =>
      getComputedStyle(each).transitionDuration.split(",").map(Number.parseFloat))));
    assert.ok(longest < 0.01, String(longest));
  });
});

test("a wall says when nobody is there yet and when nothing has begun", async (t) => {
  const { server } = await start(t, { competitors: 2 });
  const page = await open(t, browser, board(server));
  await page.getByTestId("empty").filter({ hasText: "还没有评分" }).filter({ hasText: "2 名选手" }).waitFor();
  assert.deepEqual(await axe(page), []);
  const { definition } = await import("./lib.mjs");
  const made = await server.call("POST", "/api/v1/competitions", { body: definition("vacant") });
  assert.equal(made.status, 201, made.raw);
  await page.goto(`${server.url}/board.html?c=vacant`);
  await page.getByTestId("empty").filter({ hasText: "还没有选手" }).waitFor();
});

describe("a board behind a bad proxy", () => {
  // What GET shows now is on the wall, and the wall says that it is live.
  async function isRight(page, server) {
    const { json } = await server.call("GET", "/api/v1/competitions/small/scoreboard?skill=welder", { token: null });
    for (const [at, each] of json.rows.entries()) {
      await page.locator(`[data-testid=row][data-id=${each.id}][data-at='${at}']`).filter({ hasText: each.total }).waitFor();
    }
    await page.locator("[data-testid=truth][data-truth=live]").waitFor();
  }

  async function prepared(t) {
    const { server, tokens } = await start(t, { flags: ["--heartbeat-ms", "500"] });
    const weather = await proxy(t, server);
    const heard = [];
    const asked = [];
    weather.fromPage = (text) => { asked.push(JSON.parse(text)); return text; };
    const tamper = (change) => {
      weather.fromServer = (text) => { heard.push(JSON.parse(text)); return change(text, JSON.parse(text)); };
    };
    tamper((text) => text);
    await put(server, tokens["judge-K"], "c001", "w-theory", "K", theory("60"));
    await put(server, tokens["judge-K"], "c002", "w-theory", "K", theory("50"));
    const page = await open(t, browser, board(weather));
    await isRight(page, server);
    return { server, tokens, weather, page, heard, asked, tamper };
  }

  test("that drops a change notices at the next beat and asks for the whole picture", async (t) => {
    const { server, tokens, page, asked, tamper } = await prepared(t);
    let dropped = 0;
    tamper((text, frame) => (frame.type === "delta" && dropped++ === 0 ? null : text));
    await put(server, tokens["judge-K"], "c003", "w-theory", "K", theory("90"));
    await isRight(page, server);
    assert.equal(dropped, 1);
    assert.ok(asked.some(({ type }) => type === "resync"));
  });

  test("that changes a figure on its way never shows it", async (t) => {
    const { server, tokens, page, asked, tamper } = await prepared(t);
    await page.evaluate(() => {
      globalThis.seen = [];
      new MutationObserver(() => globalThis.seen.push(document.body.innerText)).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    let changed = 0;
    tamper((text, frame) => {
      if (frame.type !== "delta" || changed > 0) return text;
      changed++;
      return text.replaceAll('"27.00"', '"29.99"');
    });
    await put(server, tokens["judge-K"], "c003", "w-theory", "K", theory("90"));
    await isRight(page, server);
    assert.equal(changed, 1);
    assert.ok(asked.some(({ type }) => type === "resync"));
    assert.equal(await page.evaluate(() => globalThis.seen.some((text) => text.includes("29.99"))), false);
  });

  test("that changes a name on its way never shows it", async (t) => {
    const { server, page, asked, tamper } = await prepared(t);
    await page.evaluate(() => {
      globalThis.seen = [];
      new MutationObserver(() => globalThis.seen.push(document.body.innerText)).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    let changed = 0;
    tamper((text, frame) => (frame.type !== "delta" || !text.includes("王小明") || changed++ > 0 ? text : text.replaceAll("王小明", "王小朋")));
    assert.equal((await server.call("PATCH", "/api/v1/competitions/small/people/c001", { body: { name: "王小明" } })).status, 200);
    await row(page, "c001").filter({ hasText: "王小明" }).waitFor();
    assert.ok(changed >= 1 && asked.some(({ type }) => type === "resync"));
    assert.equal(await page.evaluate(() => globalThis.seen.some((text) => text.includes("王小朋"))), false);
  });

  test("that loses the word that the result is final says so in the end", async (t) => {
    const { server, tokens, page, asked, tamper } = await prepared(t);
    for (const seat of ["J1", "J2", "J3"]) {
      for (const competitor of ["c001", "c002"]) await put(server, tokens[`judge-${seat}`], competitor, "w-practice", seat, practice("30", "20"));
    }
    await complete(server, tokens, "c003", "40");
    let changed = 0;
    tamper((text, frame) => (!frame.state?.published || changed++ > 0 ? text : text.replace('"published":true', '"published":false')));
    assert.equal((await server.call("POST", "/api/v1/competitions/small/skills/welder/publication", { body: {} })).status, 201);
    await page.getByText("正式成绩", { exact: true }).waitFor();
    assert.ok(changed >= 2 && asked.some(({ type }) => type === "resync"));
  });

  test("that comes back with a token of long ago gets an honest snapshot", async (t) => {
    const { server, tokens, weather, page, heard } = await prepared(t);
    weather.fromPage = (text) => {
      const said = JSON.parse(text);
      return JSON.stringify(said.type === "hello" ? { ...said, resume: "0123456789abcdef.1" } : said);
    };
    const before = heard.length;
    const cutSheet = await put(server, tokens["judge-K"], "c001", "w-theory", "K", because(theory("40")), { "If-Match": `"${(await server.call("GET", sheetPath("c001", "w-theory", "K"))).json.receipt.number}"` });
    assert.ok(cutSheet.number > 0);
    for (const each of weather.sockets) each.terminate();
    await page.waitForFunction(() => document.querySelector("[data-testid=truth]").dataset.truth !== "live");
    await isRight(page, server);
    assert.ok(heard.slice(before).some(({ type }) => type === "snapshot"));
  });

  test("that swallows everything is amber after two beats, though its line is open", async (t) => {
    const { page, tamper, server } = await prepared(t);
    tamper(() => null);
    await page.locator("[data-testid=truth][data-truth=amber]").waitFor({ timeout: 10_000 });
    tamper((text) => text);
    await isRight(page, server);
  });
});
