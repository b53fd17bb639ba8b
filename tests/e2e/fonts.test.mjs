// Names with rare characters, and Tibetan ones, on a wall machine that has no such fonts: the server cuts web fonts of exactly the
// letters that are said, and lists those that no font has.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { axe, launch, open, settled, WALL } from "./hall.mjs";
import { until } from "./redis.mjs";
import { BINARY, call, definition, practice, serve, sheetPath, theory } from "./lib.mjs";

const RARE = "䶮𬍛𠮷㛃"; // extension A, extensions E and B, extension A
const TIBETAN = "བཀྲ་ཤིས";
const NOWHERE = "\u{E000}"; // for private use: no font has it
const here = mkdtempSync(join(tmpdir(), "jinbang-fonts-"));
let server;
let poor; // a browser on a machine with a Latin font only

// What must succeed on the way to the thing that is tested.
async function must(node, path, body) {
  const answer = await node.call("POST", path, { body });
  assert.ok(answer.status === 200 || answer.status === 201, answer.raw);
}

const css = async (where) => {
  const got = await server.call("GET", where);
  assert.equal(got.status, 200);
  return got.raw;
};

// The code points that a style sheet says it has.
function said(sheet) {
  const points = new Set();
  for (const [, ranges] of sheet.matchAll(/unicode-range:([^}]*)}/g)) {
    for (const range of ranges.split(",")) {
      const [first, last] = range.slice(2).split("-").map((hex) => parseInt(hex, 16));
      for (let point = first; point <= (last ?? first); point++) points.add(String.fromCodePoint(point));
    }
  }
  return points;
}

// Which fonts the browser drew an element's text with, and how many glyphs of each.
async function drawn(page, selector) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("DOM.enable");
  await devtools.send("CSS.enable");
  const { root } = await devtools.send("DOM.getDocument");
  const { nodeId } = await devtools.send("DOM.querySelector", { nodeId: root.nodeId, selector });
  const { fonts } = await devtools.send("CSS.getPlatformFontsForNode", { nodeId });
  await devtools.detach();
  return fonts;
}

before(async () => {
  writeFileSync(join(here, "fonts.conf"), `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>${here}/cache</cachedir></fontconfig>`);
  server = await serve();
  poor = await launch({ env: { ...process.env, FONTCONFIG_FILE: join(here, "fonts.conf") } });
});

after(async () => {
  await poor?.close();
  await server?.stop();
  rmSync(here, { recursive: true, force: true });
});

describe("letters for a screen that has none", () => {
  before(async () => {
    await must(server, "/api/v1/competitions", definition("rare", { exposure: { before: "name", after: "name" } }));
    await must(server, "/api/v1/competitions/rare/roster", { competitors: [
      { id: "c1", skill: "welder", code: "K1", name: RARE, delegation: "示例单位" },
      { id: "c2", skill: "welder", code: "K2", name: TIBETAN, delegation: "示例单位" },
    ] });
    for (const who of ["c1", "c2"]) {
      const sheets = [["w-theory", "K", theory("80")], ...["J1", "J2", "J3"].map((seat) => ["w-practice", seat, practice("50", "20")])];
      for (const [part, seat, body] of sheets) assert.equal((await server.call("PUT", sheetPath(who, part, seat, "rare"), { body })).status, 201);
    }
  });

  test("a wall without Chinese, rare or Tibetan characters shows them all, with the server's fonts", async (t) => {
    const page = await open(t, poor, `${server.url}/board.html?c=rare&skill=welder`, WALL);
    for (const name of [RARE, TIBETAN]) await page.getByTestId("row").filter({ hasText: name }).waitFor();
    await page.waitForFunction(() => document.fonts.status === "loaded" && [...document.fonts].filter((face) => face.status === "loaded").length >= 5);
    await settled(page);
    const texts = await page.evaluate(() => [...document.querySelectorAll("body *")]
      .filter((each) => each.children.length === 0 && /\p{Script=Han}|\p{Script=Tibetan}/u.test(each.textContent) && each.checkVisibility())
      .map((each, at) => {
        each.dataset.said = String(at);
        return each.textContent;
      }));
    assert.ok(texts.includes(RARE) && texts.includes(TIBETAN) && texts.length > 10, texts.join());
    for (const [at, text] of texts.entries()) {
      const fonts = await drawn(page, `[data-said="${at}"]`);
      const own = fonts.filter((font) => font.isCustomFont).reduce((sum, font) => sum + font.glyphCount, 0);
      const han = text.match(/\p{Script=Han}/gu)?.length ?? 1;
      assert.ok(own >= han, `${text}: ${JSON.stringify(fonts)}`); // blanks and Latin may be the machine's own
    }
    if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, "rare-letters.png") });
    assert.deepEqual(await axe(page), []);
  });

  test("the sheet names exactly the letters that are said and that the pages do not say", async () => {
    const own = said(await css("/api/v1/fonts.css"));
    const points = said(await css("/api/v1/competitions/rare/fonts.css"));
    assert.ok(own.has("榜") && !own.has("䶮"));
    for (const letter of [...RARE, ...TIBETAN]) assert.ok(points.has(letter), letter);
    const text = JSON.stringify((await server.call("GET", "/api/v1/competitions/rare")).json) + RARE + TIBETAN + "示例单位";
    const strange = [...points].filter((letter) => !text.includes(letter));
    assert.deepEqual(strange, []);
  });

  test("a font is kept for ever under its digest; what no sheet names is not there", async () => {
    const [address] = (await css("/api/v1/competitions/rare/fonts.css")).match(/\/api\/v1\/fonts\/[0-9a-f]{32}/);
    const got = await fetch(server.url + address);
    assert.deepEqual([got.status, got.headers.get("content-type")], [200, "font/otf"]);
    assert.match(got.headers.get("cache-control"), /immutable/);
    assert.equal((await server.call("GET", `/api/v1/fonts/${"0".repeat(32)}`)).status, 404);
  });
});

// Marked behind frozen boards, so that the stage shows whom no board does.
test("a ceremony brings the letters of each step when it is pressed, and of who collects; a notice brings its own when a screen of the competition shows it", async (t) => {
  const HERE = "/api/v1/competitions/evening";
  const MONGOL = "ᠪᠠᠲᠤ";
  const ours = async () => said(await css(`${HERE}/fonts.css`));
  const post = (path, body) => must(server, `${HERE}/${path}`, body);
  await must(server, "/api/v1/competitions", definition("evening", { exposure: { before: "code", after: "name" }, titles: [{ id: "first", name: { zh: "状元", en: "First" }, from: 1, to: 2 }] }));
  await post("roster", { competitors: [{ id: "c1", skill: "welder", code: "K1", name: "䶮䶮" }, { id: "c2", skill: "welder", code: "K2", name: MONGOL, delegation: "𠮷厂" }] });
  await post("freezes", { act: "freeze" });
  for (const [who, mark] of [["c1", "80"], ["c2", "70"]]) {
    const sheets = [["w-theory", "K", theory(mark)], ...["J1", "J2", "J3"].map((seat) => ["w-practice", seat, practice("50", "20")])];
    for (const [part, seat, body] of sheets) assert.equal((await server.call("PUT", sheetPath(who, part, seat, "evening"), { body })).status, 201);
  }
  await post("skills/welder/publication", {});
  await post("ceremony", { act: "prepare", items: [{ skill: "welder", honour: "first", mode: "one" }] });
  await post("ceremony", { act: "note", id: "c1", by: "㛃某" });
  const { json: device } = await server.call("POST", `${HERE}/devices`, { body: { grants: [{ role: "display" }] } });
  await post("screens", { screens: [{ id: device.id, scene: { kind: "ceremony" } }] });
  await post("ceremony", { act: "close" });
  const has = (points, letters) => [...letters].map((letter) => points.has(letter));
  assert.deepEqual(has(await ours(), `䶮𠮷㛃${MONGOL[0]}`), [false, false, false, false]);

  const wall = await open(t, poor, `${server.url}/board.html?screen#token=${device.token}`, WALL);
  for (const [n, name, letters, others] of [[1, MONGOL, `${MONGOL[0]}𠮷`, "䶮㛃"], [2, "䶮䶮", "䶮㛃", ""]]) {
    await post("ceremony", { act: "step", to: n });
    const points = await ours();
    assert.deepEqual(has(points, letters), [true, true], `step ${n}`);
    assert.deepEqual(has(points, others).filter(Boolean), [], `step ${n}`);
    const step = `[data-testid=ceremony-step][data-n="${n}"]`;
    await wall.locator(step).filter({ hasText: name }).waitFor();
  }
  const own = async () => (await drawn(wall, '[data-testid=ceremony-step][data-n="2"] .name .fit')).some((font) => font.isCustomFont);
  await until(own, 60000, "the letters of a step are drawn with the server's font");

  // Prepared notices: another competition's and a kept set's are not public; one that is given is, at once.
  await must(server, "/api/v1/competitions", definition("beside"));
  const { json: other } = await server.call("POST", "/api/v1/competitions/beside/devices", { body: { grants: [{ role: "display" }] } });
  await must(server, "/api/v1/competitions/beside/screens", { screens: [{ id: other.id, scene: { kind: "notice", text: "龘" } }] });
  assert.ok(said(await css("/api/v1/competitions/beside/fonts.css")).has("龘"));
  const kept = await server.call("POST", `${HERE}/screens`, { body: { screens: [{ id: device.id, scene: { kind: "notice", text: "犇" } }], save: "以后" } });
  assert.equal(kept.status, 201, kept.raw);
  assert.ok((await ours()).has("犇"));
  await post("screens", { screens: [{ id: device.id, scene: { kind: "notice", text: "骉" } }] });
  assert.deepEqual(has(await ours(), "龘犇骉"), [false, false, true]);
});

test("what is said under pictures and at a draw has its letters", async (t) => {
  const HERE = "/api/v1/competitions/spoken";
  await must(server, "/api/v1/competitions", definition("spoken"));
  await must(server, `${HERE}/roster`, { competitors: [{ id: "c1", skill: "welder", code: "K1", name: "甲" }] });
  await must(server, `${HERE}/check-in`, { competitor: "c1", state: "present" });
  await must(server, `${HERE}/draws/welder/commitment`, { stations: 1 });
  await must(server, `${HERE}/draws/welder/opening`, { word: "龘" });
  const page = await open(t, poor, "about:blank");
  const base64 = await page.evaluate(() => document.createElement("canvas").toDataURL("image/jpeg").split(",")[1]);
  const sent = await fetch(`${server.url}${HERE}/photos`, { method: "POST", body: Buffer.from(base64, "base64"), headers: { "Content-Type": "image/jpeg", Authorization: `Bearer ${server.token}` } });
  const { id, version } = await sent.json();
  assert.equal((await server.call("PATCH", `${HERE}/photos/${id}`, { body: { zh: "犇" }, headers: { "If-Match": `"${version}"` } })).status, 200);
  const points = said(await css(`${HERE}/fonts.css`));
  assert.deepEqual([points.has("龘"), points.has("犇")], [true, true]);
});

test("before names are shown the sheet holds no letter of a name", async () => {
  await must(server, "/api/v1/competitions", definition("coded", { exposure: { before: "code", after: "name" } }));
  await must(server, "/api/v1/competitions/coded/roster", { competitors: [{ id: "c1", skill: "welder", code: "K1", name: "龘", delegation: "犇" }] });
  const points = said(await css("/api/v1/competitions/coded/fonts.css"));
  assert.ok(!points.has("龘") && !points.has("犇"));
});

describe("a letter that no font has", () => {
  before(async () => {
    await must(server, "/api/v1/competitions", definition("none"));
    await must(server, "/api/v1/competitions/none/roster", { competitors: [
      { id: "c1", skill: "welder", code: "K1", name: `张${NOWHERE}` }, { id: "c2", skill: "welder", code: "K2", name: "李四" },
    ] });
  });

  test("is listed with whose name it is in", async () => {
    const { json } = await server.call("GET", "/api/v1/competitions/none/letters");
    assert.ok(json.fonts > 0);
    assert.deepEqual([json.count, json.missing], [1, [{ competitor: "c1", letters: [{ letter: NOWHERE, point: "U+E000" }] }]]);
  });

  test("is named in the console beside the roster, and by the import command", async (t) => {
    const page = await open(t, poor, `${server.url}/console.html#token=${server.token}`);
    await page.getByTestId("tab-roster").click();
    await page.locator("select").filter({ has: page.locator("option[value=none]") }).selectOption("none");
    await page.getByTestId("letters-missing").getByText("U+E000").waitFor();
    assert.deepEqual(await axe(page), []);
    const file = join(here, "more.csv");
    writeFileSync(file, `id,skill,code,name\nc3,welder,K3,王${NOWHERE}\n`);
    const told = execFileSync("sh", ["-c", 'exec "$@" 2>&1', "sh", BINARY, "import", "--server", server.url, "--organiser-token-file", join(server.dir, "organiser.token"), "--competition", "none", file], { encoding: "utf8" });
    assert.match(told, /no font of the server has these letters/);
  });
});

test("a competition with more people than --font-people-max has no names in its sheet, one with as many has", async (t) => {
  const few = await serve({ flags: ["--font-people-max=1"] });
  t.after(() => few.stop());
  const person = (n) => ({ id: `c${n}`, skill: "welder", code: `K${n}`, name: "龘" });
  for (const [id, people] of [["as-many", [person(1)]], ["more", [person(1), person(2)]]]) {
    await must(few, "/api/v1/competitions", definition(id, { exposure: { before: "name", after: "name" } }));
    await must(few, `/api/v1/competitions/${id}/roster`, { competitors: people });
    const { raw } = await few.call("GET", `/api/v1/competitions/${id}/fonts.css`);
    assert.equal(said(raw).has("龘"), id === "as-many", id);
  }
});

test("a server without fonts says so, and its boards work as before", async (t) => {
  const bare = await serve({ flags: ["--fonts=/nowhere"] });
  t.after(() => bare.stop());
  assert.equal((await bare.call("GET", "/api/v1/fonts.css")).raw, "");
  await must(bare, "/api/v1/competitions", definition("bare"));
  assert.equal((await bare.call("GET", "/api/v1/competitions/bare/letters")).json.fonts, 0);
});
