// The photo wall: pictures go up without where they were taken, wait for the names where they show a competitor, come down, come
// back, are erased; screens show one or many of them, calmly.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { axe, cut, launch, open, saved, settled, WALL } from "./hall.mjs";
import { fits, isProblem, journalOf, prepare, serve, sheetPath, practice, theory } from "./lib.mjs";

const BYTES_MAX = 20_000;
const SIDE = 100; // and as many pixels as its square, at the most
const MOST = 8;

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve({ flags: ["--photo-bytes-max", String(BYTES_MAX), "--photo-pixels-max", String(SIDE * SIDE), "--photos-max", String(MOST), "--heartbeat-ms", "500"] });
});
after(async () => {
  await browser.close();
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

// A real picture, of Chromium's own making.
async function picture(type, width = 40, height = 30, hue = 0) {
  const page = await browser.newPage();
  const base64 = await page.evaluate(async ([kind, w, h, colour]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: w, height: h });
    const brush = canvas.getContext("2d");
    brush.fillStyle = `hsl(${colour}, 80%, 50%)`;
    brush.fillRect(0, 0, w, h);
    return canvas.toDataURL(kind).split(",")[1];
  }, [type, width, height, hue]);
  await page.close();
  return Buffer.from(base64, "base64");
}

// A segment after the beginning of a JPEG: where it was taken.
function withPlace(jpeg, text = "Exif\0\0GPS 36.6N 101.7E") {
  const note = Buffer.from(text, "latin1");
  const head = Buffer.from([0xff, 0xe1, (note.length + 2) >> 8, (note.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, note, jpeg.subarray(2)]);
}

const at = (c, ...rest) => ["/api/v1/competitions", c, "photos", ...rest].join("/");
const say = (c, { id, version }, body) => server.call("PATCH", at(c, id), { body, headers: { "If-Match": `"${version}"` } });
const listOf = async (c, token = null) => (await server.call("GET", at(c), { token })).json.photos;
const idsOf = async (...args) => (await listOf(...args)).map(({ id }) => id);

function send(c, bytes, { type = "image/jpeg", token = server.token } = {}) {
  return fetch(server.url + at(c), { method: "POST", body: bytes, headers: { "Content-Type": type, ...(token ? { Authorization: `Bearer ${token}` } : {}) } })
    .then(async (answer) => ({ status: answer.status, headers: answer.headers, ...(await answer.text().then((raw) => ({ raw, json: JSON.parse(raw) }))) }));
}

async function hang(c, bytes, type) {
  const answer = await send(c, bytes, { type });
  assert.equal(answer.status, 201, answer.raw);
  return answer.json;
}

async function fetched(c, id, headers = {}) {
  const answer = await fetch(server.url + at(c, id), { headers });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

describe("a picture", () => {
  before(() => prepare(server, { id: "one" }));

  test("leaves without where it was taken, is what it was, and is fetched once", async () => {
    for (const type of ["image/jpeg", "image/png", "image/webp"]) {
      const plain = await picture(type);
      const { id, card } = await hang("one", type === "image/jpeg" ? withPlace(plain) : plain, type);
      assert.deepEqual([card.width, card.height, card.type], [40, 30, type]);
      const got = await fetched("one", id);
      assert.deepEqual([got.status, got.headers.get("content-type"), got.headers.get("x-content-type-options")], [200, type, "nosniff"]);
      assert.ok(!got.bytes.includes("GPS") && !got.bytes.includes("Exif"));
      const page = await browser.newPage();
      const size = await page.evaluate(async (url) => {
        const image = Object.assign(new Image(), { src: url });
        await image.decode();
        return [image.naturalWidth, image.naturalHeight];
      }, `data:${type};base64,${got.bytes.toString("base64")}`);
      assert.deepEqual(size, [40, 30]);
      await page.close();
      assert.equal((await fetched("one", id, { "If-None-Match": got.headers.get("etag") })).status, 304);
    }
  });

  test("is not in the journal, and there once however often it is sent", async () => {
    const bytes = await picture("image/jpeg", 41);
    const first = await hang("one", bytes);
    const changed = await say("one", first, { zh: "开幕式合影", en: "Opening" });
    assert.equal(changed.status, 200, changed.raw);
    const again = await send("one", withPlace(bytes));
    assert.deepEqual([again.status, again.json.id, again.json.card.zh], [200, first.id, "开幕式合影"]);
    const journal = JSON.stringify(await journalOf(server, "one"));
    assert.ok(!journal.includes("开幕式") && !journal.includes(first.id));
  });

  test("is changed by who has seen it as it is, taken down, put back, and erased for good", async () => {
    const made = await hang("one", await picture("image/jpeg", 42));
    isProblem(await server.call("PATCH", at("one", made.id), { body: { zh: "甲" } }), 428, "precondition-required");
    const { json: once } = await say("one", made, { zh: "甲".repeat(100) });
    isProblem(await say("one", made, { zh: "乙" }), 412, "photo-newer");
    isProblem(await say("one", once, { zh: "甲".repeat(101) }), 422, "wrong-type", "/zh");
    const { json: down } = await say("one", once, { gone: true });
    assert.ok(!(await idsOf("one")).includes(made.id));
    assert.ok((await idsOf("one", server.token)).includes(made.id));
    assert.equal((await fetched("one", made.id)).status, 404);
    await say("one", down, { gone: false });
    assert.equal((await fetched("one", made.id)).status, 200);
    assert.equal((await server.call("DELETE", at("one", made.id))).status, 200);
    assert.equal((await fetched("one", made.id)).status, 404);
    assert.ok(!(await idsOf("one", server.token)).includes(made.id));
    isProblem(await say("one", down, { zh: "甲" }), 404, "not-found");
  });

  test("is hung by who rules the screens, and by nobody else", async () => {
    const tokens = await prepare(server, { id: "others" });
    const bytes = await picture("image/jpeg");
    isProblem(await send("others", bytes, { token: null }), 401, "token-missing");
    isProblem(await send("others", bytes, { token: tokens["judge-K"] }), 403, "not-allowed");
  });
});

describe("the limits", () => {
  before(() => prepare(server, { id: "edge" }));

  test("of bytes and pixels are where the settings say, and what is no picture is refused in words", async () => {
    const bytes = await picture("image/jpeg");
    const padded = (size) => withPlace(bytes, "x".repeat(size - bytes.length - 4));
    assert.equal((await send("edge", padded(BYTES_MAX))).status, 201);
    isProblem(await send("edge", padded(BYTES_MAX + 1)), 413, "body-too-large");
    await hang("edge", await picture("image/png", SIDE, SIDE), "image/png");
    const wide = await send("edge", await picture("image/png", SIDE + 1, SIDE), { type: "image/png" });
    isProblem(wide, 422, "photo-too-wide");
    assert.match(wide.json.detail, /10000/);
    for (const bad of [Buffer.from("GIF89a"), Buffer.from("<svg/>"), bytes.subarray(0, bytes.length - 2)]) {
      isProblem(await send("edge", bad), 422, "photo-unknown");
    }
  });

  test("of how many is reached, not passed, and erasing makes room", async () => {
    await prepare(server, { id: "full" });
    const ids = [];
    for (let n = 0; n < MOST; n++) ids.push((await hang("full", await picture("image/jpeg", 10 + n))).id);
    assert.deepEqual(await idsOf("full"), ids); // in the order in which they came
    const more = await picture("image/jpeg", 10 + MOST);
    isProblem(await send("full", more), 409, "photos-full");
    assert.equal((await server.call("DELETE", at("full", ids[0]))).status, 200);
    const last = await hang("full", more);
    assert.deepEqual(await idsOf("full"), [...ids.slice(1), last.id]);
  });
});

test("a picture waits until the rules show names, unless somebody says that it shows no competitor", async () => {
  const tokens = await prepare(server, { id: "shy", competitors: 1, more: { exposure: { before: "code", after: "name" } } });
  const made = await hang("shy", await picture("image/jpeg"));
  const hall = await hang("shy", await picture("image/jpeg", 60));
  assert.deepEqual(await listOf("shy"), []); // nobody has said anything of them yet
  const cleared = await say("shy", hall, { shows_competitor: false });
  assert.equal(cleared.status, 200, cleared.raw);
  assert.deepEqual(await idsOf("shy"), [hall.id]);
  assert.equal((await fetched("shy", made.id)).status, 404);
  assert.equal((await fetched("shy", made.id, { Authorization: `Bearer ${server.token}` })).status, 200);
  const put = async (part, seat, body) => assert.equal((await server.call("PUT", sheetPath("c001", part, seat, "shy"), { token: tokens[`judge-${seat}`], body })).status, 201);
  await put("w-theory", "K", theory("80"));
  for (const seat of ["J1", "J2", "J3"]) await put("w-practice", seat, practice("30", "20"));
  assert.equal((await server.call("POST", "/api/v1/competitions/shy/skills/welder/publication", { body: {} })).status, 201);
  assert.deepEqual(await idsOf("shy"), [made.id, hall.id]);
  assert.equal((await fetched("shy", made.id)).status, 200);
});

test("the desk hangs pictures, says what they are, puts them in order, takes back a slip and erases", async (t) => {
  await prepare(server, { id: "desk" });
  const page = await open(t, browser, `${server.url}/console.html?c=desk#token=${server.token}`, { width: 1280, height: 800 });
  await page.locator("select.pick").selectOption("desk");
  await page.getByTestId("tab-screens").click();
  await page.getByTestId("photos-none").waitFor();
  const file = async (name, hue) => ({ name, mimeType: "image/png", buffer: await picture("image/png", 60, 40, hue) });
  await page.getByTestId("photos-file").setInputFiles([await file("一.png", 0), await file("二.png", 120), { name: "信.txt", mimeType: "text/plain", buffer: Buffer.from("不是图片") }]);
  const cards = page.getByTestId("photo");
  await page.locator("[data-testid=photo-way][data-state=refused]").filter({ hasText: "信.txt" }).waitFor();
  await cards.nth(1).locator("img").waitFor();
  assert.equal(await cards.count(), 2);
  const order = () => cards.evaluateAll((all) => all.map((each) => each.dataset.id));
  const [one, two] = await order();
  const card = (id) => page.locator(`[data-testid=photo][data-id="${id}"]`);
  const isHere = async (ids) => page.waitForFunction((wanted) => [...document.querySelectorAll("[data-testid=photo]")].map((each) => each.dataset.id).join() === wanted, ids.join());
  const settle = async (id, act) => {
    const before = await card(id).getAttribute("data-version");
    await act(card(id));
    await page.locator(`[data-testid=photo][data-id="${id}"]:not([data-version="${before}"])`).waitFor();
  };
  await settle(one, async (here) => { await here.getByTestId("photo-zh").fill("焊工赛场"); await here.getByTestId("photo-en").click(); });
  await settle(one, async (here) => { await here.getByTestId("photo-en").fill("The welders' hall"); await here.getByTestId("photo-zh").click(); });
  await settle(two, (here) => here.getByTestId("photo-shows").check());
  await card(two).getByTestId("photo-earlier").click();
  await isHere([two, one]);
  assert.deepEqual(await idsOf("desk", server.token), [two, one]);
  await fits(page, "photos", [{ width: 800, height: 1280 }, { width: 390, height: 844 }, { width: 1280, height: 800 }], { width: 1280, height: 800 });
  await card(one).getByTestId("photo-down").click();
  await isHere([two]);
  await page.getByTestId("photos-undo").click();
  await isHere([two, one]);
  await card(one).getByTestId("photo-down").click();
  await page.locator(`[data-testid=photo-gone][data-id="${one}"]`).getByTestId("photo-erase").click();
  await page.getByTestId("photo-erase-sure").click();
  await page.getByTestId("photo-gone").waitFor({ state: "detached" });
  assert.deepEqual(await idsOf("desk", server.token), [two]);
});

// Shut until it is opened.
function door() {
  let open;
  const opened = new Promise((done) => { open = done; });
  return { open, opened };
}

async function deskOf(t, c) {
  const page = await open(t, browser, `${server.url}/console.html?c=${c}#token=${server.token}`, { width: 1280, height: 800 });
  await page.locator("select.pick").selectOption(c);
  await page.getByTestId("tab-screens").click();
  return page;
}

test("what is done at the desk while something else is on its way is done too, and what was refused is not shown as done", async (t) => {
  await prepare(server, { id: "quick" });
  const { id } = await hang("quick", await picture("image/jpeg"));
  const page = await deskOf(t, "quick");
  const box = page.getByTestId("photo-shows");
  const held = door();
  await page.route(`**/photos/${id}`, async (route) => {
    if (route.request().method() === "PATCH") await held.opened;
    await route.continue();
  });
  await page.getByTestId("photo-zh").fill("领奖");
  await box.check(); // the caption is on its way
  await page.getByTestId("photo-en").fill("Podium");
  await page.getByTestId("photo-down").click();
  held.open();
  await page.getByTestId("photos-undo").waitFor();
  const [{ card }] = await listOf("quick", server.token);
  assert.deepEqual([card.zh, card.en, card.shows_competitor, card.gone], ["领奖", "Podium", true, true]);
  await page.getByTestId("photos-undo").click();
  await page.getByTestId("photo").waitFor();
  await page.route(`**/photos/${id}`, (route) => (route.request().method() === "PATCH" ? route.abort() : route.continue()));
  await page.getByTestId("photo-zh").fill("闭幕");
  await box.click();
  await page.getByTestId("photos-problem").waitFor();
  await page.waitForFunction(() => document.querySelector("[data-testid=photo-shows]").checked);
  await page.waitForFunction(() => document.querySelector("[data-testid=photo-zh]").value === "领奖");
  await page.unrouteAll({ behavior: "wait" });
});

test("pictures on their way hang where they were brought, whatever is chosen meanwhile", async (t) => {
  for (const id of ["left", "right"]) await prepare(server, { id });
  const page = await deskOf(t, "left");
  const posts = [];
  const [first, all, held] = [door(), door(), door()];
  await page.route("**/photos", async (route) => {
    if (route.request().method() === "POST") {
      if (posts.push(new URL(route.request().url()).pathname) === 2) all.open();
      first.open();
      await held.opened;
    }
    await route.continue();
  });
  await page.getByTestId("photos-none").waitFor();
  const files = await Promise.all([0, 120].map(async (hue) => ({ name: `${hue}.png`, mimeType: "image/png", buffer: await picture("image/png", 60, 40, hue) })));
  await page.getByTestId("photos-file").setInputFiles(files);
  await first.opened;
  await page.locator("select.pick").selectOption("right");
  await page.getByTestId("photos").waitFor({ state: "detached" });
  held.open();
  await all.opened;
  await page.unrouteAll({ behavior: "wait" });
  assert.deepEqual(posts, [at("left"), at("left")]);
});

describe("the scene", () => {
  const TURNS = 30;
  const hanging = (page) => page.getByTestId("scene-photo").evaluateAll((all) => all.map((each) => each.dataset.id));
  // Its clock can be wound on: nobody waits here for what is calm.
  async function scene(t, c, more) {
    const page = await open(t, browser, "about:blank", WALL, more);
    await page.clock.install();
    await page.goto(`${server.url}/board.html?c=${c}&scene=photos`);
    return page;
  }
  // As far as the page asks again; its answer comes before the clock, by which it would give up, goes further.
  const windOn = (page) => Promise.all([page.waitForResponse(/\/photos$/), page.clock.fastForward(10_000)]);
  async function inTime(page, what) {
    for (let n = 0; n < TURNS && !(await page.evaluate(what)); n++) await windOn(page);
    assert.ok(await page.evaluate(what), String(what));
  }

  test("is saved as a picture with what hangs on it", async (t) => {
    await prepare(server, { id: "kept" });
    const green = await hang("kept", await picture("image/jpeg", 90, 60, 120));
    await say("kept", green, { zh: "技能宝贵" });
    const page = await open(t, browser, `${server.url}/board.html?c=kept&scene=photos`);
    await page.locator(`[data-testid=scene-photo][data-id="${green.id}"]`).waitFor();
    const { words, name } = await saved(page, "wide");
    assert.match(words, /照片墙 · \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
    assert.equal(name, "kept-photos-wide.png");
    const [red, middle, blue] = await page.getByTestId("saved").evaluate((picture) => {
      const brush = Object.assign(document.createElement("canvas"), { width: 1920, height: 1080 }).getContext("2d");
      brush.drawImage(picture, 0, 0);
      return brush.getImageData(960, 540, 1, 1).data;
    });
    assert.ok(middle > 200 && red < 60 && blue < 60, `${red} ${middle} ${blue}`);
  });

  test("says that nothing hangs, shows one picture with its caption, and six of seven in turns", async (t) => {
    await prepare(server, { id: "wall" });
    const page = await scene(t, "wall", { reducedMotion: "reduce" });
    await page.getByTestId("empty").filter({ hasText: "还没有照片" }).waitFor();
    const first = await hang("wall", await picture("image/jpeg", 90, 60));
    await say("wall", first, { zh: "技能宝贵" });
    await inTime(page, () => document.querySelector("figcaption")?.textContent.includes("技能宝贵"));
    assert.deepEqual(await hanging(page), [first.id]);
    for (let n = 1; n < 7; n++) await hang("wall", await picture("image/jpeg", 90 - n, 60, n * 50));
    const ids = await idsOf("wall");
    await inTime(page, () => document.querySelector("[data-testid=scene-photos]").dataset.count === "7");
    const seen = new Set();
    for (let n = 0; n < TURNS && seen.size < 7; n++) { // one gives way to the next every few seconds
      const now = await hanging(page);
      assert.equal(new Set(now).size, 6);
      now.forEach((id) => seen.add(id));
      await windOn(page);
    }
    assert.deepEqual([...seen].toSorted(), ids.toSorted());
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0); // less motion is wished
    for (const viewport of [WALL, { width: 1080, height: 1920 }, { width: 3840, height: 1080 }]) {
      await page.setViewportSize(viewport);
      await settled(page);
      assert.deepEqual(await cut(page), []);
      assert.deepEqual(await axe(page), []);
      const out = await page.evaluate(() => [...document.querySelectorAll("figure img")].map((each) => each.getBoundingClientRect()).filter((box) => box.bottom > innerHeight || box.right > innerWidth || box.height < 20).length);
      assert.equal(out, 0, JSON.stringify(viewport));
    }
  });
});
