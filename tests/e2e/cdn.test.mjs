// The public behind a cache: it costs the server an answer a second, however many they are; what they see is right, and how old it
// is is said as it is, also where the cache says nothing.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { cdn } from "./cdn.mjs";
import { launch, open, PHONE } from "./hall.mjs";
import { because, definition, prepare, serve, sheetPath, theory } from "./lib.mjs";

const BOARDS = "/api/v1/competitions/small/boards?tiles=welder/final/top50";

describe("the public behind a cache", () => {
  let server;
  let browser;
  let tokens;
  before(async () => {
    server = await serve({ flags: ["--poll-ms", "300"] });
    tokens = await prepare(server, { competitors: 3 });
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await server.stop();
    server.remove();
  });
  const mark = async (value) => {
    const path = sheetPath("c001", "w-theory", "K");
    const { status, headers } = await server.call("GET", path, { token: tokens["judge-K"] });
    const more = status === 200 ? { headers: { "If-Match": headers.get("etag") }, body: because(theory(value)) } : { body: theory(value) };
    const put = await server.call("PUT", path, { token: tokens["judge-K"], ...more });
    assert.ok([200, 201].includes(put.status), put.raw);
    return put.json;
  };
  const asked = (language, headers = {}) => server.call("GET", BOARDS, { token: null, headers: { "Accept-Language": language, ...headers } });
  const whole = async () => {
    for (;;) {
      const answer = await asked("zh");
      if (answer.json.boards.length === 1) return answer;
      assert.equal(answer.headers.get("cache-control"), "no-store", "a board that is being read is not kept as missing");
    }
  };

  test("a whole answer may be kept for a second by anybody, for each language, and says when it was so; with a token it is nobody else's", async () => {
    const answer = await whole();
    assert.equal(answer.headers.get("cache-control"), "public, max-age=1");
    assert.equal(answer.headers.get("vary"), "Accept-Language");
    assert.match(answer.headers.get("jinbang-at"), /^[0-9a-f]{16}\.\d+$/);
    const again = await asked("zh", { "If-None-Match": answer.headers.get("etag") });
    assert.equal(again.status, 304);
    const at = (one) => one.headers.get("jinbang-at").split(".");
    assert.equal(at(again)[0], at(answer)[0]);
    assert.ok(Number(at(again)[1]) >= Number(at(answer)[1]));
    assert.equal((await server.call("GET", BOARDS, {})).headers.get("cache-control"), "private, no-cache");
    assert.equal((await server.call("GET", BOARDS.replace("small", "nowhere"), { token: null })).headers.get("cache-control"), "no-store");
  });

  test("a hundred who ask at once are one question to the server", async (t) => {
    const cache = await cdn(t, server);
    await whole();
    const ask = () => fetch(cache.url + BOARDS, { headers: { "Accept-Language": "zh" } });
    const began = performance.now();
    await ask();
    const before = cache.asked;
    const answers = await Promise.all(Array.from({ length: 100 }, ask));
    assert.ok(answers.every((answer) => answer.status === 200));
    const seconds = Math.ceil((performance.now() - began) / 1000);
    assert.ok(cache.asked - before <= 100 * (seconds - 1), `${cache.asked - before} questions in ${seconds} s`);
    assert.ok(cache.served > 0);
  });

  test("a phone behind it shows each mark, and how old that is", async (t) => {
    const cache = await cdn(t, server);
    const page = await open(t, browser, `${cache.url}/board.html?c=small&skill=welder&tile=top50&lang=zh`, PHONE);
    await page.locator("[data-testid=truth][data-truth=live][data-polled=true]").waitFor();
    await mark("91");
    await page.locator("[data-testid=row][data-id=c001]").waitFor();
    assert.ok([...cache.keeps.keys()].some((key) => key.includes("/boards?")), "the boards came by the cache");
    assert.ok(cache.served > 0, "part of them from what it kept");
  });

  test("a cache that serves what it has for ever, as if it were new, ends in amber and in grey, and is right again once it asks", async (t) => {
    const cache = await cdn(t, server);
    const page = await open(t, browser, `${cache.url}/board.html?c=small&skill=welder&tile=top50&lang=zh`, PHONE);
    await page.locator("[data-testid=truth][data-truth=live][data-polled=true]").waitFor();
    await page.locator("[data-testid=row][data-id=c001]").waitFor();
    cache.stuck = /./;
    await page.locator("[data-testid=truth][data-truth=amber]").waitFor();
    await page.locator("[data-testid=truth][data-truth=grey]").waitFor({ timeout: 60_000 });
    cache.stuck = null;
    await page.locator("[data-testid=truth][data-truth=live]").waitFor();
  });

  test("what scenes ask for beside the boards says when it was so, too; kept for ever as if it were new it ends in amber and in grey, whatever the boards are", async (t) => {
    const team_tables = [{ id: "units", name: { zh: "团体总分" }, by: "places", points: ["9", "7", "6"] }];
    const made = await server.call("POST", "/api/v1/competitions", { body: { ...definition("teamed"), team_tables } });
    assert.equal(made.status, 201, made.raw);
    const cache = await cdn(t, server);
    const scenes = { draws: "draw=welder", photos: "scene=photos", "teams/units": "scene=table&table=units" };
    const pages = await Promise.all(Object.entries(scenes).map(async ([asks, at]) => {
      const answer = await server.call("GET", `/api/v1/competitions/teamed/${asks}`, { token: null });
      assert.match(answer.headers.get("jinbang-at"), /^[0-9a-f]{16}\.\d+$/);
      assert.equal((await server.call("GET", `/api/v1/competitions/teamed/${asks}`, { token: null, headers: { "If-None-Match": answer.headers.get("etag") } })).status, 304);
      return open(t, browser, `${cache.url}/board.html?c=teamed&lang=zh&${at}`);
    }));
    const are = (truth) => Promise.all(pages.map((page) => page.locator(`[data-testid=board][data-truth=${truth}]`).waitFor({ timeout: 90_000 })));
    await are("live");
    cache.stuck = /\/(draws|photos|teams\/units)$/;
    await are("amber");
    await are("grey");
    cache.stuck = null;
    await are("live");
  });
});
