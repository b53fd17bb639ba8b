// A phone anywhere: somebody is followed however far down he stands, found among all, and the board goes on where no socket does.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { axe, cut, launch, open, PHONE, proxy, settled } from "./hall.mjs";
import { because, checkCode, isProblem, live, practice, prepare, serve, sheetPath, theory, tileHash, uuid7 } from "./lib.mjs";

const WECHAT = "Mozilla/5.0 (Linux; Android 13; 22081212C Build/TKQ1; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160065 MMWEBSDK/20231202 MicroMessenger/8.0.47.2560(0x28002F30) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN";

let server;
before(async () => { server = await serve({ flags: ["--heartbeat-ms", "500", "--poll-ms", "300", "--follow-ms", "100", "--boards-max", "60"] }); });
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const id = (at) => `c${String(at).padStart(3, "0")}`;
const at = (c, path) => `/api/v1/competitions/${c}/${path}`;
const seen = (path, headers) => server.call("GET", path, { token: null, headers });

async function put(c, tokens, competitor, part, seat, body) {
  const answer = await server.call("PUT", sheetPath(competitor, part, seat, c), { token: tokens[`judge-${seat}`], body });
  assert.equal(answer.status, 201, answer.raw);
}

// All sheets of one competitor; the higher the theory, the higher the place.
async function complete(c, tokens, competitor, value) {
  await put(c, tokens, competitor, "w-theory", "K", theory(value));
  for (const seat of ["J1", "J2", "J3"]) await put(c, tokens, competitor, "w-practice", seat, practice("30", "20"));
}

// Asks until the answer passes: what is asked for the first time is read from Redis first.
async function until(path, passes) {
  for (;;) {
    const answer = await seen(path);
    assert.equal(answer.status, 200, answer.raw);
    if (passes(answer.json)) return answer;
  }
}

describe("one competitor's tile", () => {
  test("moves with his place, far from the top, and is as any picture: hashed, shared places and all", async () => {
    const tokens = await prepare(server, { id: "one", competitors: 60 });
    const board = "one/welder/final/who:c060";
    const watcher = live(server, { boards: [board] });
    const first = await watcher.next((frame) => frame.type === "snapshot");
    assert.deepEqual(first.rows, []); // nothing of him yet
    for (const n of [1, 2, 60]) await complete("one", tokens, id(n), "50");
    const told = await watcher.next((frame) => frame.upsert?.[0]?.row.complete && frame.upsert[0].row.shared && frame.state?.ranked === 3);
    const { row } = told.upsert[0];
    assert.deepEqual([row.id, row.place, row.shared], ["c060", 1, true]);
    assert.equal(told.hash, tileHash({ rows: [row], state: told.state }));
    await complete("one", tokens, "c003", "90");
    const down = await watcher.next((frame) => frame.upsert?.[0]?.row.place === 2);
    const { json } = await seen(at("one", "scoreboard?skill=welder&competitor=c060"));
    assert.equal(down.upsert[0].row.total, json.rows[0].total);
    assert.equal(json.rows[0].place, 2);
    await watcher.close();
  });

  test("of nobody has no rows, and what is no id is refused", async () => {
    const watcher = live(server, { boards: ["one/welder/final/who:nobody", "one/welder/final/who:.x"] });
    const empty = await watcher.next((frame) => frame.type === "snapshot");
    assert.deepEqual([empty.board, empty.rows], ["one/welder/final/who:nobody", []]);
    const refused = await watcher.next((frame) => frame.type === "problem");
    assert.deepEqual([refused.board, refused.problem], ["one/welder/final/who:.x", "/problems/unknown-tile"]);
    await watcher.close();
  });
});

describe("boards without a socket", () => {
  let tokens;
  before(async () => { tokens = await prepare(server, { id: "asked", competitors: 4 }); });
  const both = at("asked", "boards?tiles=welder/final/top50,welder/final/who:c002");

  test("are the pictures of the socket, with a tag that holds until something moves, and say how old they are", async () => {
    const first = await until(both, ({ boards }) => boards.length === 2);
    const watcher = live(server, { boards: ["asked/welder/final/top50"] });
    const snapshot = await watcher.next((frame) => frame.type === "snapshot");
    assert.deepEqual(first.json.boards[0], snapshot);
    assert.equal(first.json.poll_ms, 300);
    assert.match(first.headers.get("jinbang-age"), /^\d+$/);
    const tag = first.headers.get("etag");
    const again = await seen(both, { "If-None-Match": tag });
    assert.deepEqual([again.status, again.raw, again.headers.get("etag")], [304, "", tag]);
    assert.match(again.headers.get("jinbang-age"), /^\d+$/);
    await complete("asked", tokens, "c002", "70");
    const moved = await until(both, ({ boards }) => boards.every((each) => each.rows[0]?.complete));
    assert.notEqual(moved.headers.get("etag"), tag);
    for (const each of moved.json.boards) assert.equal(each.hash, tileHash(each));
    await watcher.close();
  });

  test("say of each tile what is wrong with it, and refuse more than anybody may watch", async () => {
    const { json } = await seen(at("asked", "boards?tiles=welder/final/top7,nothing/final/top12"));
    assert.deepEqual(json.boards.map((each) => [each.type, each.board, each.problem]),
      [["problem", "asked/welder/final/top7", "/problems/unknown-tile"], ["problem", "asked/nothing/final/top12", "/problems/unknown-skill"]]);
    isProblem(await seen(at("asked", `boards?tiles=${Array(17).fill("welder/final/top12")}`)), 400, "too-many-boards");
    isProblem(await seen(at("none", "boards?tiles=a/b/top12")), 404, "unknown-competition");
  });

  test("are begun up to a limit, beyond which those that are there go on", async () => {
    const pages = (from) => at("asked", `boards?tiles=${Array.from({ length: 16 }, (_, i) => `welder/final/page${from + i}`)}`);
    for (let from = 1; from < 64; from += 16) await seen(pages(from));
    const { json } = await seen(at("asked", "boards?tiles=welder/final/page99,welder/final/top50"));
    const busy = json.boards.find((each) => each.board.endsWith("page99"));
    assert.deepEqual([busy.problem, busy.status], ["/problems/boards-busy", 503]);
    assert.equal(json.boards.find((each) => each.board.endsWith("top50")).type, "snapshot");
  });
});

describe("looking for somebody", () => {
  before(async () => {
    await prepare(server, { id: "found", competitors: 30 });
    const people = { name: "才让·卓玛", second_name: "Tsering Drolma", delegation: "西宁 市总队" };
    assert.equal((await server.call("PATCH", at("found", "people/c021"), { body: people })).status, 200);
  });
  const find = async (q, more = "") => (await seen(at("found", `find?q=${encodeURIComponent(q)}${more}`))).json;

  test("finds by name, second name, unit, code and id, whatever blanks and dots", async () => {
    for (const q of ["才让卓玛", "让・卓", "tsering-drolma", "西宁市", "c021", "A21"]) {
      assert.deepEqual((await find(q)).rows.map((row) => row.id), ["c021"], q);
    }
    assert.deepEqual((await find("选手30")).rows, [{ id: "c030", skill: "welder", code: "A30", name: "选手30", delegation: "示例单位" }]);
  });

  test("finds a name by how it is said, whole, by first letters or a mix, a surname by its own reading; no unit and no code so", async () => {
    const people = { c022: "单雄信", c023: "仇和", c024: "曾晓·解放", c025: "张伟" };
    for (const [competitor, name] of Object.entries(people)) {
      assert.equal((await server.call("PATCH", at("found", `people/${competitor}`), { body: { name, delegation: "示例单位" } })).status, 200);
    }
    for (const [q, competitor] of [["zhangwei", "c025"], ["zw", "c025"], ["Zhang Wei", "c025"], ["zhangw", "c025"], ["shanxiongxin", "c022"], ["sxx", "c022"], ["qiu he", "c023"], ["zengxiao", "c024"], ["crzm", "c021"]]) {
      assert.deepEqual((await find(q)).rows.map((row) => row.id), [competitor], q);
    }
    for (const q of ["sldw", "shilidanwei", "zhangweiwei"]) assert.deepEqual((await find(q)).rows, [], q);
  });

  test("gives twenty at once and where to go on, and refuses what is no question", async () => {
    const first = await find("选手");
    assert.deepEqual([first.rows.length, first.next], [20, 20]);
    assert.equal((await find("选手", `&from=${first.next}`)).rows.length, 5); // c021 to c025 have other names
    for (const q of ["", " · ", "长".repeat(43)]) isProblem(await seen(at("found", `find?q=${encodeURIComponent(q)}`)), 400, "malformed-request");
    assert.equal((await find("长".repeat(42))).rows.length, 0);
  });

  test("finds no name and no unit where the rules show codes, and nobody where they show none", async () => {
    await prepare(server, { id: "coded", competitors: 3, more: { exposure: { before: "code", after: "name" } } });
    await prepare(server, { id: "closed", competitors: 3, more: { exposure: { before: "progress", after: "name" } } });
    const ask = async (c, q) => (await seen(at(c, `find?q=${encodeURIComponent(q)}`))).json.rows;
    assert.deepEqual(await ask("coded", "xuanshou"), []);
    assert.deepEqual(await ask("coded", "选手"), []);
    assert.deepEqual(await ask("coded", "A2"), [{ id: "c002", skill: "welder", code: "A2" }]);
    assert.deepEqual(await ask("closed", "c002"), []);
  });
});

describe("a phone", () => {
  const LAST = 14; // they and c020 have their marks; the others have none
  let browser, node, tokens;

  before(async () => {
    browser = await launch();
    node = await serve({ flags: ["--heartbeat-ms", "500", "--poll-ms", "300", "--follow-ms", "100", "--course-ms", "10"] });
    tokens = await prepare(node, { id: "phone", competitors: 20 });
    const people = { name: "才让多杰·索南旺堆·尕藏桑吉嘉措卓玛拉姆央金", delegation: "青海省西宁市湟中区职业技术教育培训中心青年职工联合代表队" };
    for (const [competitor, body] of [["c002", people], ["c020", { name: "马文军" }]]) {
      assert.equal((await node.call("PATCH", at("phone", `people/${competitor}`), { body })).status, 200);
    }
    const sheets = [...Array.from({ length: LAST }, (_, i) => i + 1), 20].flatMap((n) => [
      { part: "w-theory", competitor: id(n), seat: "K", body: theory(String(99 - n)) },
      ...["J1", "J2", "J3"].map((seat, i) => ({ part: "w-practice", competitor: id(n), seat, body: practice(String(30 + i), "20") })),
    ]);
    for (let from = 0; from < sheets.length; from += 200) {
      const body = { sheets: sheets.slice(from, from + 200).map((each) => ({ key: uuid7(), ...each })) };
      const { json } = await node.call("POST", at("phone", "sheets"), { body });
      assert.deepEqual(json.results.filter(({ status }) => status !== 201), []);
    }
  });
  after(async () => { await browser.close(); await node.stop(); node.remove(); });

  const url = (place = node, more = "", c = "phone") => `${place.url}/board.html?c=${c}&skill=welder&tile=top12&lang=zh${more}`;
  const row = (page, competitor) => page.locator(`[data-testid=row][data-id=${competitor}]`);
  const followed = (page, competitor) => page.locator(`[data-testid=followed][data-id=${competitor}]`);
  const star = (line) => line.getByTestId("star");
  const onPhone = (t, place, more) => open(t, browser, place, PHONE, { reducedMotion: "reduce", ...more });

  async function amend(competitor, value) {
    const path = sheetPath(competitor, "w-theory", "K", "phone");
    const { headers } = await node.call("GET", path);
    const answer = await node.call("PUT", path, { token: tokens["judge-K"], body: because(theory(value)), headers: { "If-Match": headers.get("etag") } });
    assert.equal(answer.status, 200, answer.raw);
  }

  async function isSound(page, state) {
    await settled(page);
    assert.deepEqual(await axe(page), [], state);
    assert.deepEqual(await cut(page), [], state);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, state);
  }

  test("follows people, also far from the top, keeps them, tells how they move, and takes a slip back", async (t) => {
    const page = await onPhone(t, url());
    await page.getByTestId("follow-none").filter({ hasText: "还没有关注任何人" }).waitFor();
    await isSound(page, "nobody");
    await star(row(page, "c002")).click();
    await page.getByTestId("search").fill("没有这个人");
    await page.getByTestId("found-none").waitFor();
    await page.getByTestId("search").fill("mwj"); // pinyin, by its first letters
    const found = page.locator("[data-testid=found][data-id=c020]");
    await found.waitFor();
    await isSound(page, "found");
    await star(found).click();
    await page.getByTestId("search").fill("");
    await page.locator("[data-testid=followed][data-id=c020][data-place='15']").waitFor(); // the board itself has twelve rows
    assert.equal(await row(page, "c020").count(), 0);
    await page.reload();
    await page.locator("[data-testid=followed][data-id=c020][data-place='15']").waitFor();
    await isSound(page, "followed");
    await amend("c020", "85.5");
    await page.locator("[data-testid=followed][data-id=c020][data-place='14']").waitFor();
    await page.getByTestId("spoken").filter({ hasText: "马文军上升 1 位，现在第 14 名" }).waitFor({ state: "attached" });
    await star(followed(page, "c002")).click();
    await page.getByTestId("undo").waitFor();
    await isSound(page, "undo");
    await page.getByTestId("undo").click();
    await followed(page, "c002").waitFor();
    const order = await page.getByTestId("followed").evaluateAll((all) => all.map((each) => each.dataset.id));
    assert.deepEqual(order, ["c002", "c020"]);
    for (const more of ["&theme=light&lang=en", "&theme=contrast"]) {
      await page.goto(url(node, more));
      await page.locator("[data-testid=followed][data-id=c020][data-place='14']").waitFor();
      await isSound(page, more);
    }
  });

  const course = async (competitor) => (await node.call("GET", at("phone", `competitors/${competitor}/course?skill=welder`), { token: null })).json.points;

  test("shows how a place went, also to who comes later: in words, drawn and as a table", async (t) => {
    const nobody = await onPhone(t, url(node, "&who=c019"));
    await nobody.getByTestId("course-none").filter({ hasText: "还没有公开的名次可画" }).waitFor();
    await isSound(nobody, "no course");
    const page = await onPhone(t, url(node, "&who=c013"));
    await page.locator("[data-testid=plot][data-drawn='1'] canvas").waitFor();
    await amend("c013", "99");
    await page.locator("[data-testid=plot][data-drawn='2']").waitFor();
    await page.getByTestId("course-words").filter({ hasText: /从 [\d:]+ 的第 13 名到 [\d:]+ 的第 1 名，最好第 1 名/ }).waitFor();
    await page.getByTestId("course").locator("summary").click();
    const cells = await page.getByTestId("course").locator("tbody tr").evaluateAll((all) => all.map((each) => each.cells[1].textContent));
    assert.deepEqual(cells, ["1", "13"]);
    await isSound(page, "course");
    for (;;) if ((await course("c013")).length === 2) break; // the server has kept it as well
    const other = await onPhone(t, url(node, "&who=c013").replace("lang=zh", "lang=en"));
    await other.locator("[data-testid=plot][data-drawn='2']").waitFor();
    await other.getByTestId("course-words").filter({ hasText: /From place 13 at [\d:]+ to place 1 at/ }).waitFor();
  });

  test("gives an address that opens the same competitor, by the phone's own way, copied, and as a code", async (t) => {
    const page = await onPhone(t, url(), { permissions: ["clipboard-read", "clipboard-write"] });
    await page.evaluate(() => { navigator.share = (what) => { globalThis.given = what.url; return Promise.resolve(); }; });
    await row(page, "c002").getByTestId("open").click();
    await page.getByTestId("sheet-share").click();
    await isSound(page, "share");
    const shared = await page.getByTestId("share-url").inputValue();
    assert.deepEqual(Object.fromEntries(new URL(shared).searchParams), { c: "phone", skill: "welder", stage: "final", who: "c002", lang: "zh" });
    await page.getByTestId("share-copy").click();
    await page.getByTestId("share-said").filter({ hasText: "网址已复制" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shared);
    await page.getByTestId("share-native").click();
    await page.waitForFunction((text) => globalThis.given === text, shared);
    await page.goto(shared.replace("lang=zh", "lang=en"));
    await page.locator("[data-testid=sheet][data-id=c002]").filter({ hasText: "Why this rank" }).waitFor();
    await page.getByTestId("sheet-close").press("Escape");
    await page.waitForFunction(() => !location.search.includes("who="));
  });

  test("asks now and then where no socket gets through, says so, and goes back to the socket", async (t) => {
    const weather = await proxy(t, node);
    weather.refuses = true;
    const page = await onPhone(t, url(weather));
    const polled = (truth, isPolled) => page.locator(`[data-testid=truth][data-truth=${truth}][data-polled=${isPolled}]`).waitFor();
    await polled("live", true);
    await page.getByTestId("truth").filter({ hasText: "定时更新" }).waitFor();
    await isSound(page, "polled");
    const unchanged = page.waitForResponse((response) => response.url().includes("/boards?") && response.status() === 304);
    await unchanged;
    await star(row(page, "c010")).click();
    await page.locator("[data-testid=followed][data-id=c010]:not([data-place=''])").waitFor();
    await amend("c010", "100");
    await page.locator("[data-testid=followed][data-id=c010][data-place='1']").waitFor();
    weather.isDown = true;
    await page.locator("[data-testid=truth]:not([data-truth=live])").waitFor();
    weather.isDown = false;
    await polled("live", true);
    weather.refuses = false;
    await page.evaluate(() => dispatchEvent(new Event("online"))); // no need to sit out the pause
    await polled("live", false);
    await amend("c010", "20");
    await page.locator("[data-testid=followed][data-id=c010]:not([data-place='1'])").waitFor();
  });

  test("a picture of published results bears the number of their edition, which came with the rows: also without a network, and the code is of both", async (t) => {
    const judges = await prepare(node, { id: "edition", competitors: 1 });
    const sheets = [["w-theory", "K", theory("88")], ...["J1", "J2", "J3"].map((seat) => ["w-practice", seat, practice("30", "20")])];
    for (const [part, seat, body] of sheets) assert.equal((await node.call("PUT", sheetPath("c001", part, seat, "edition"), { token: judges[`judge-${seat}`], body })).status, 201);
    const published = await node.call("POST", at("edition", "skills/welder/publication"), { body: {} });
    assert.equal(published.status, 201, published.raw);
    const edition = (await node.call("GET", "/api/v1/competitions/edition", { token: null })).json.skills[0].edition;
    assert.equal(edition, published.json.receipt.number);
    const page = await onPhone(t, url(node, "", "edition"));
    await page.getByText("正式成绩", { exact: true }).first().waitFor();
    await page.getByTestId("save").click();
    await page.context().setOffline(true);
    await page.getByTestId("save-long").click();
    const words = await page.locator("[data-testid=saved][data-shape=long]").getAttribute("alt");
    const { json } = await node.call("GET", at("edition", "scoreboard?skill=welder&limit=12"), { token: null });
    assert.equal(json.edition, edition);
    assert.ok(words.includes(`正式成绩 №${edition} · `) && words.includes(checkCode(json.rows, edition).match(/.{4}/g).join(" ")), words);
    assert.notEqual(checkCode(json.rows, edition), checkCode(json.rows, edition + 1));
  });

  test("in WeChat's browser it offers nothing to install, takes the socket, asks where there is none, and what it saves can be held and sent", async (t) => {
    const weather = await proxy(t, node);
    const page = await onPhone(t, url(weather), { userAgent: WECHAT });
    await page.locator("[data-testid=truth][data-truth=live][data-polled=false]").waitFor();
    assert.equal(weather.sockets.size, 1);
    assert.equal(await page.locator("link[rel=manifest]").count(), 0);
    await page.getByTestId("save").click();
    await page.getByTestId("save-long").click();
    const saved = page.locator("img[data-testid=saved][data-shape=long]"); // a picture in the page: WeChat has no downloads
    await saved.waitFor();
    assert.ok(await saved.evaluate((img) => img.naturalWidth === 1080 && getComputedStyle(img).pointerEvents !== "none"));
    weather.refuses = true;
    const without = await onPhone(t, url(weather), { userAgent: WECHAT });
    await without.locator("[data-testid=truth][data-truth=live][data-polled=true]").waitFor();
    await isSound(without, "wechat");
  });

  test("saves the board as a picture in two shapes, with its time and a check code that anybody can work out", async (t) => {
    const page = await onPhone(t, url());
    await row(page, "c001").waitFor();
    await page.getByTestId("save").click();
    const { json } = await node.call("GET", at("phone", "scoreboard?skill=welder&limit=12"), { token: null });
    const code = checkCode(json.rows).match(/.{4}/g).join(" ");
    for (const [shape, width, height] of [["long", 1080, null], ["wide", 1920, 1080]]) {
      await page.getByTestId(`save-${shape}`).click();
      const saved = page.locator(`[data-testid=saved][data-shape=${shape}]`);
      await saved.waitFor();
      const words = await saved.getAttribute("alt");
      assert.ok(words.includes(`核对码 ${code}`) && /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(words), words);
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save-file").click()]);
      assert.equal(download.suggestedFilename(), `phone-welder-final-${shape}.png`);
      const file = readFileSync(await download.path());
      assert.equal(file.toString("latin1", 1, 4), "PNG");
      assert.equal(file.readUInt32BE(16), width);
      assert.equal(file.readUInt32BE(20), height ?? file.readUInt32BE(20));
      assert.ok(file.readUInt32BE(20) > 1000 && file.length > 50_000, "there is something on it");
    }
    await isSound(page, "save");
    await page.getByTestId("save-close").click();
    await page.setViewportSize({ width: 1280, height: 800 }); // a wall has it too
    await page.getByTestId("save").click();
    await page.getByTestId("save-wide").waitFor();
  });

  test("shows nobody to follow where the rules show nobody", async (t) => {
    await prepare(node, { id: "shut", competitors: 3, more: { exposure: { before: "progress", after: "name" } } });
    const page = await onPhone(t, url(node, "&who=c001", "shut"));
    await page.locator("[data-testid=truth][data-truth=live]").waitFor();
    assert.equal(await page.getByTestId("search").count(), 0);
    assert.equal(await page.getByTestId("sheet").count(), 0);
    assert.ok(!(await page.content()).includes("选手1"));
  });

  test("says why somebody stands where he stands, once that is official and not before", async (t) => {
    await prepare(node, { id: "why", competitors: 2 }).then(async (own) => {
      const send = async (competitor, part, seat, body) => assert.equal((await node.call("PUT", sheetPath(competitor, part, seat, "why"), { token: own[`judge-${seat}`], body })).status, 201);
      for (const competitor of ["c001", "c002"]) {
        await send(competitor, "w-theory", "K", theory("80"));
        for (const [i, seat] of ["J1", "J2", "J3"].entries()) await send(competitor, "w-practice", seat, practice(String(30 + i), "20"));
      }
    });
    const page = await onPhone(t, url(node, "&who=c002", "why"));
    const why = page.getByTestId("why");
    await page.locator("[data-testid=why][data-state=closed]").filter({ hasText: "正式公布后" }).waitFor();
    await isSound(page, "closed");
    assert.equal((await node.call("POST", at("why", "skills/welder/publication"), { body: {} })).status, 201);
    await page.locator("[data-testid=why][data-state=told]").waitFor();
    const fates = await why.locator("[data-testid=figure]").evaluateAll((all) => all.map((each) => [each.firstElementChild.textContent, each.querySelector("s")?.textContent ?? null]));
    assert.deepEqual(fates, [["K", null], ["J1", "50"], ["J2", null], ["J3", "52"]]);
    await why.getByTestId("ties").filter({ hasText: "与 选手1 总分相同" }).waitFor();
    await why.getByText("80 × 权重 30% = 24").waitFor();
    await isSound(page, "why");
    await page.goto(url(node, "&who=c002&lang=en&theme=light", "why").replace("lang=zh&", ""));
    await page.getByTestId("why").getByText("80 × weight 30% = 24").waitFor();
    await isSound(page, "why in English");
  });
});
