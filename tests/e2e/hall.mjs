// What tests of screens need: a browser page whose errors are faults, axe-core, and bad weather between a page and its server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import WebSocket, { WebSocketServer } from "ws";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const WALL = { width: 1920, height: 1080 };
export const PHONE = { width: 390, height: 844 };

// `more`: { env } for a machine that lacks something.
export const launch = (more = {}) => chromium.launch({ executablePath: CHROMIUM, args: FLAGS, ...more });

// A page of its own whose errors are faults; a network that we cut ourselves is none.
export async function open(t, browser, url, viewport = WALL, more = {}) {
  const context = await browser.newContext({ viewport, locale: "zh-CN", hasTouch: true, ...more });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource|WebSocket connection/.test(message.text())) faults.push(message.text());
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  await page.goto(url);
  return page;
}

// Two frames later layout and measured text have settled.
export const settled = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))));

export async function axe(page) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }).then((found) => found.violations));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join(" | ")}`);
}

// Saves the scene as a picture in one of its shapes; gives the words that stand for it, and the file.
export async function saved(page, shape) {
  if ((await page.getByTestId("save-sheet").count()) === 0) {
    await page.mouse.move(10, 10); // the buttons of a wall rest
    await page.getByTestId("save").click();
  }
  await page.getByTestId(`save-${shape}`).click();
  const picture = page.locator(`[data-testid=saved][data-shape=${shape}]`);
  await picture.waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save-file").click()]);
  const file = readFileSync(await download.path());
  assert.deepEqual([file.toString("latin1", 1, 4), file.readUInt32BE(16)], ["PNG", shape === "long" ? 1080 : 1920]);
  return { words: await picture.getAttribute("alt"), name: download.suggestedFilename(), bytes: file.length };
}

// Waits until every measured text fits its box; names those that do not.
export async function cut(page) {
  const tooLong = () => [...document.querySelectorAll(".fit")]
    .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.offsetHeight > each.parentElement.clientHeight + 1).map((each) => each.textContent);
  await page.waitForFunction(`(${tooLong})().length === 0`, undefined, { timeout: 5000 }).catch(() => undefined);
  return page.evaluate(tooLong);
}

// A proxy in the hall: pages pass as they are, frames of the live socket through `tamper` (text in, text out, null: lost).
// `refuses`: no socket gets through; `isDown`: nothing does.
export async function proxy(t, server) {
  const weather = { fromServer: (text) => text, fromPage: (text) => text, sockets: new Set(), refuses: false, isDown: false };
  const upstream = new URL(server.url);
  const http = createServer((asked, answer) => {
    if (weather.isDown) {
      answer.writeHead(502).end();
      return;
    }
    const onward = request({ host: upstream.hostname, port: upstream.port, path: asked.url, method: asked.method, headers: asked.headers }, (got) => {
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  const sockets = new WebSocketServer({ noServer: true });
  http.on("upgrade", (asked, socket, head) => weather.refuses || weather.isDown ? socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n") : sockets.handleUpgrade(asked, socket, head, (page) => {
    const onward = new WebSocket(`${server.url.replace(/^http/, "ws")}${asked.url}`);
    const waiting = [];
    weather.sockets.add(page);
    onward.on("open", () => waiting.splice(0).forEach((text) => onward.send(text)));
    onward.on("error", () => page.terminate());
    onward.on("close", () => page.close());
    onward.on("message", (data) => {
      const text = weather.fromServer(data.toString());
      if (text !== null) page.send(text);
    });
    page.on("message", (data) => {
      const text = weather.fromPage(data.toString());
      if (text !== null && onward.readyState === WebSocket.OPEN) onward.send(text);
      else if (text !== null) waiting.push(text);
    });
    page.on("close", () => { weather.sockets.delete(page); onward.close(); });
  }));
  await new Promise((done) => http.listen(0, "127.0.0.1", done));
  t.after(() => {
    for (const page of weather.sockets) page.terminate();
    http.closeAllConnections();
    return new Promise((done) => http.close(done));
  });
  return Object.assign(weather, { url: `http://127.0.0.1:${http.address().port}` });
}
