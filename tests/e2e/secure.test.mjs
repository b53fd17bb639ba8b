// The judges' page as a hall has it: by host name, over TLS, in a browser whose own store of roots decides (no flag makes it look away),
// and once over plain HTTP, where it still marks, keeps and sends.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { Agent, request as httpsRequest } from "node:https";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { call, folder, inPage, practice, prepare, serve, sheetPath, uuid7 } from "./lib.mjs";
import { authorityOf, certificate, join2, outsideAuthority, outsideCert, readCert, trustingHome } from "./certs.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
// Host names of a hall that no name server knows.
const RULES = ["hall.test", "other.test", "bank.example"].map((name) => `MAP ${name} 127.0.0.1`).join(", ");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", `--host-resolver-rules=${RULES}`];
const TABLET = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.42(0x18002a2f) NetType/WIFI Language/zh_CN";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1";

const homes = folder();
after(() => rmSync(homes, { recursive: true, force: true }));
const launch = (home) => chromium.launch({ executablePath: CHROMIUM, args: FLAGS, env: { ...process.env, HOME: home, XDG_DATA_HOME: join(home, ".local/share") } });

async function open(t, browser, url, viewport = TABLET, more = {}) {
  const context = await browser.newContext({ viewport, locale: "zh-CN", ...more });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource|WebSocket connection|ERR_CERT|SSL certificate error/.test(message.text())) faults.push(message.text());
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  if (url) await page.goto(url);
  return page;
}

const field = (page, id) => page.locator(`#field-${id}`);
const green = (page) => page.locator("[data-testid=sealed][data-green=true]");
const kept = (page) => page.locator("section.sheet [data-testid=state][data-state=kept]");

async function fillPractice(page, competitor, a, b) {
  await page.locator(`[data-testid=task][data-competitor=${competitor}]`).click();
  await field(page, "a").fill(a);
  await field(page, "b").fill(b);
  await page.getByTestId("seal").click();
  const anyway = page.getByTestId("seal-anyway");
  const sealed = page.getByTestId("sealed");
  await anyway.or(sealed).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await sealed.waitFor();
}

// The console error of a refused certificate, as the browser names it.
async function refusal(page, url) {
  return page.goto(url).then(() => "opened", (error) => /net::(ERR_\w+)/.exec(error.message)?.[1] ?? error.message);
}

describe("by host name over TLS", () => {
  const dir = folder();
  let server, tokens, port, trusting, strange;
  before(async () => {
    assert.equal(certificate(dir, ["--host", "hall.test,127.0.0.1"]).code, 0);
    server = await serve({ dir, scheme: "https" });
    port = new URL(server.url).port;
    const agent = new Agent({ ca: readFileSync(authorityOf(dir)) });
    // Node's fetch trusts no file of ours: the same calls by node:https.
    server.call = (method, path, { body, token = server.token, headers = {} } = {}) => new Promise((resolve, reject) => {
      const all = { ...headers, Authorization: `Bearer ${token}`, ...(method === "GET" ? {} : { "Content-Type": "application/json", "Idempotency-Key": uuid7() }) };
      const request = httpsRequest(server.url + path, { method, agent, headers: all }, (answer) => {
        const chunks = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("end", () => { const raw = Buffer.concat(chunks).toString(); resolve({ status: answer.statusCode, raw, json: JSON.parse(raw) }); });
      });
      request.on("error", reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
    tokens = await prepare(server);
    trusting = await launch(trustingHome(join(homes, "trusting"), authorityOf(dir)));
    strange = await launch(trustingHome(join(homes, "strange")));
  });
  after(async () => {
    await trusting?.close();
    await strange?.close();
    await server.stop();
    server.remove();
  });

  const judge = (scheme, seat) => `${scheme}://hall.test:${port}/judge.html?c=small#token=${tokens[`judge-${seat}`]}`;

  test("the judges' page is a secure context, marks, and opens again without a network", async (t) => {
    const page = await open(t, trusting, judge("https", "J1"));
    await page.getByTestId("next").waitFor();
    assert.deepEqual(await page.evaluate(() => [isSecureContext, typeof crypto.subtle, "serviceWorker" in navigator]), [true, "object", true]);
    await fillPractice(page, "c001", "50", "30");
    await green(page).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await inPage(page, async () => {
      const names = (await (await caches.open("jinbang-judge-1")).keys()).map((each) => new URL(each.url).pathname);
      return names.includes("/judge.html") && names.some((name) => name.endsWith(".js")) && names.some((name) => name.endsWith(".css"));
    });
    assert.equal(await page.getByTestId("noreload").count(), 0);
    await page.context().setOffline(true);
    await page.reload();
    await page.locator("[data-testid=link][data-online=false]").waitFor();
    await fillPractice(page, "c002", "41", "31");
    await kept(page).first().waitFor();
    await page.reload();
    await page.locator("[data-testid=link][data-online=false]").waitFor();
    await page.context().setOffline(false);
    await page.locator("[data-testid=task][data-competitor=c002]").click();
    await green(page).waitFor();
    const sheet = await server.call("GET", sheetPath("c002", "w-practice", "J1"), { token: tokens["judge-J1"] });
    assert.deepEqual(sheet.json.body.marks, practice("41", "31").marks);
  });

  test("a device that does not know the authority refuses, and one that does refuses another name", async (t) => {
    const stranger = await open(t, strange);
    assert.equal(await refusal(stranger, `https://hall.test:${port}/judge.html`), "ERR_CERT_AUTHORITY_INVALID");
    const friend = await open(t, trusting);
    assert.equal(await refusal(friend, `https://other.test:${port}/judge.html`), "ERR_CERT_COMMON_NAME_INVALID");
    const known = await open(t, trusting);
    assert.equal(await refusal(known, `https://hall.test:${port}/livez`), "opened");
  });

  test("with a stolen key of the authority nobody can pass for a bank: the browser keeps to its limits", async (t) => {
    const stolen = { cert: authorityOf(dir), key: join(dir, "tls", "ca.key") };
    const place = join(homes, "stolen");
    mkdirSync(place);
    for (const [names, verdict] of [["DNS:bank.example", /^ERR_CERT_(NAME_CONSTRAINT_VIOLATION|INVALID|AUTHORITY_INVALID)$/], ["DNS:other.test", /^opened$/]]) {
      const leaf = outsideCert(place, "leaf", stolen, { names });
      const thief = await serve({ scheme: "https", flags: ["--tls-cert", join2(join(place, "chain.pem"), leaf.cert, stolen.cert), "--tls-key", leaf.key] });
      t.after(async () => { await thief.stop(); thief.remove(); });
      const page = await open(t, trusting);
      assert.match(await refusal(page, `https://${names.slice(4)}:${new URL(thief.url).port}/livez`), verdict, names);
    }
  });

  test("/trust opened plainly finds that the device trusts the server, turns green over https and leads to the judges' page", async (t) => {
    const page = await open(t, trusting, `http://hall.test:${port}/trust`, PHONE);
    await page.getByTestId("trusted").waitFor();
    assert.equal(new URL(page.url()).protocol, "https:");
    assert.match(await page.getByTestId("trusted").innerText(), /可以了/);
    await page.getByTestId("go").click();
    await page.waitForURL(`https://hall.test:${port}/judge.html`);
  });

  test("a name that the certificate has not leads to one that it has", async (t) => {
    const page = await open(t, trusting, `http://other.test:${port}/trust`);
    await page.getByTestId("trusted").waitFor();
    assert.equal(new URL(page.url()).origin, `https://hall.test:${port}`);
  });

  test("a card with a plain address brings a trusting device to its seat", async (t) => {
    const page = await open(t, trusting, judge("http", "J2"));
    await page.getByTestId("next").waitFor();
    assert.equal(page.url(), `https://hall.test:${port}/judge.html?c=small`);
  });

  test("a device that does not trust yet sees its own steps and the fingerprint, and no token in the address", async (t) => {
    const page = await open(t, strange, judge("http", "J3"), PHONE, { userAgent: IPHONE });
    await page.getByTestId("untrusted").waitFor();
    assert.equal(page.url(), `http://hall.test:${port}/trust?next=/judge.html%3Fc%3Dsmall`);
    assert.equal(await page.getByTestId("steps").getAttribute("data-device"), "ios");
    assert.match(await page.getByTestId("steps").innerText(), /最容易漏的一步\s+打开 设置 → 通用 → 关于本机 → 证书信任设置/);
    assert.match(await page.getByTestId("download").getAttribute("href"), /mobileconfig$/);
    assert.equal((await page.getByTestId("fingerprint").innerText()).replace(/\s+/g, ":"), readCert(authorityOf(dir)).fingerprint256);
    for (const [device, words] of [["android", /安装证书 → CA 证书/], ["huawei", /鸿蒙/], ["xiaomi", /密码与安全/], ["windows", new RegExp(readCert(authorityOf(dir)).fingerprint)], ["mac", /始终信任/]]) {
      await page.getByTestId(`device-${device}`).click();
      assert.match(await page.getByTestId("steps").innerText(), words);
      assert.match(await page.getByTestId("download").getAttribute("href"), /jinbang-ca\.crt$/);
    }
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  });

  test("who went past the browser's warning is told that this is not enough", async (t) => {
    const page = await open(t, strange);
    assert.equal(await refusal(page, `https://hall.test:${port}/trust`), "ERR_CERT_AUTHORITY_INVALID");
    await page.locator("#details-button").click(); // of the browser's own page
    await page.locator("#proceed-link").click();
    await page.locator("main[data-state=skipped]").waitFor();
    assert.match(await page.getByTestId("untrusted").innerText(), /跳过了浏览器的警告/);
    await page.goto(judge("https", "J3"));
    assert.match(await page.getByTestId("noreload").innerText(), /不要在没有网络时刷新/);
  });

  test("in WeChat it says how to leave it", async (t) => {
    const page = await open(t, strange, `http://hall.test:${port}/trust`, PHONE, { userAgent: WECHAT });
    assert.match(await page.getByTestId("wechat").innerText(), /右上角[^]*在浏览器打开/);
    assert.equal(await page.getByTestId("download").count(), 0);
    const card = await open(t, strange, judge("http", "J3"), PHONE, { userAgent: WECHAT });
    await card.getByTestId("wechat").waitFor();
    assert.match(card.url(), /#token=/, "the browser outside gets the whole address");
    assert.equal(await card.getByTestId("wechat").locator("input").inputValue(), card.url());
  });

  test("the console shows the code of /trust, and the poster carries the same address and the fingerprint", async (t) => {
    const page = await open(t, trusting, `https://hall.test:${port}/console.html#token=${server.token}`);
    await page.getByTestId("tab-judges").click();
    const url = `http://hall.test:${port}/trust`;
    assert.equal(await page.getByTestId("certificate-card").getAttribute("data-url"), url);
    assert.equal(await page.getByTestId("certificate-soon").count(), 0);
    await page.goto(`https://hall.test:${port}/trust?poster`);
    assert.equal(await page.getByTestId("poster").getAttribute("data-url"), url);
    assert.match(await page.getByTestId("poster").innerText(), /证书信任设置/);
    const button = await page.getByTestId("print").boundingBox();
    assert.ok(button.height >= 44 && (await page.getByTestId("poster").boundingBox()).y >= button.y + button.height, "above the sheet, whole");
    await page.emulateMedia({ media: "print" });
    const { length } = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1").match(/\/Type \/Page\b/g);
    assert.equal(length, 1, "one sheet of paper");
  });

  test("/trust speaks English too", async (t) => {
    const page = await open(t, strange, `http://hall.test:${port}/trust`, PHONE, { locale: "en-GB" });
    await page.getByTestId("untrusted").waitFor();
    assert.doesNotMatch((await page.locator("main").innerText()).replace(/金榜/g, ""), /\p{Script=Han}/u);
  });
});

describe("a certificate that ends within 14 days", () => {
  test("is warned of on the console's every page", async (t) => {
    const dir = join(homes, "soon");
    mkdirSync(dir);
    const root = outsideAuthority(dir, "root");
    const leaf = outsideCert(dir, "leaf", root, { days: 13, names: "DNS:hall.test" });
    const server = await serve({ scheme: "https", flags: ["--tls-cert", join2(join(dir, "chain.pem"), leaf.cert, root.cert), "--tls-key", leaf.key] });
    const browser = await launch(trustingHome(join(homes, "soon-home"), root.cert));
    t.after(async () => { await browser.close(); await server.stop(); server.remove(); });
    const page = await open(t, browser, `https://hall.test:${new URL(server.url).port}/console.html#token=${server.token}`);
    assert.match(await page.getByTestId("certificate-soon").innerText(), /还有 12 天到期/);
  });
});

describe("by host name over plain HTTP", () => {
  let server, tokens, browser, base;
  before(async () => {
    server = await serve();
    server.call = (...rest) => call(server, ...rest);
    tokens = await prepare(server);
    base = `http://hall.test:${new URL(server.url).port}`;
    browser = await launch(trustingHome(join(homes, "plain")));
  });
  after(async () => {
    await browser?.close();
    if (server.child.exitCode === null) await server.stop();
    server.remove();
  });

  test("the judges' page says in red not to reload it without a network, and still marks, keeps and sends", async (t) => {
    const page = await open(t, browser, `${base}/judge.html?c=small#token=${tokens["judge-J1"]}`, PHONE, { hasTouch: true });
    await page.getByTestId("next").waitFor();
    assert.deepEqual(await page.evaluate(() => [isSecureContext, typeof crypto.subtle, typeof crypto.randomUUID, "serviceWorker" in navigator]), [false, "undefined", "undefined", false]);
    const warning = page.getByTestId("noreload");
    assert.match(await warning.innerText(), /不要在没有网络时刷新/);
    const [red, greenish, blue] = (await warning.evaluate((each) => getComputedStyle(each).backgroundColor)).match(/\d+/g).map(Number);
    assert.ok(red > 2 * greenish && red > 2 * blue, "red");
    await fillPractice(page, "c001", "50", "30");
    await green(page).waitFor();
    assert.equal(await warning.isVisible(), true, "also while a sheet is open");
    await page.getByTestId("back").click();
    await page.context().setOffline(true);
    await fillPractice(page, "c002", "41", "31");
    await kept(page).first().waitFor();
    assert.equal((await server.call("GET", sheetPath("c002", "w-practice", "J1"), { token: tokens["judge-J1"] })).status, 404);
    await page.context().setOffline(false);
    await green(page).waitFor();
    const sheet = await server.call("GET", sheetPath("c002", "w-practice", "J1"), { token: tokens["judge-J1"] });
    assert.deepEqual(sheet.json.body.marks, practice("41", "31").marks);
  });

  test("it says so in English too", async (t) => {
    const page = await open(t, browser, `${base}/judge.html?c=small#token=${tokens["judge-J2"]}`, PHONE, { locale: "en-GB" });
    assert.match(await page.getByTestId("noreload").innerText(), /Do not reload .* without network/);
  });

  test("/trust and the console say that there is no certificate, and what to run", async (t) => {
    const page = await open(t, browser, `${base}/trust`);
    await page.locator("main[data-state=plain]").waitFor();
    assert.match(await page.locator("main").innerText(), /jinbang certificate --data/);
    await page.goto(`${base}/console.html#token=${server.token}`);
    await page.getByTestId("tab-judges").click();
    assert.match(await page.getByTestId("certificate-none").innerText(), /jinbang certificate/);
  });
});
