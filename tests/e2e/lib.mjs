// What every end-to-end test needs: a server of its own in a folder of its own, requests with keys, a live socket that can be
// waited on. Nothing here sleeps: everything waits for a line, an answer or a frame.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import WebSocket from "ws";

export const BINARY = process.env.JINBANG ?? new URL("../../build/dev/server/jinbang", import.meta.url).pathname;
export const SOURCE = new URL("../..", import.meta.url).pathname;

// RFC 9562, version 7.
export function uuid7() {
  const bytes = Buffer.concat([Buffer.alloc(6), randomBytes(10)]);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export function folder() {
  return mkdtempSync(join(tmpdir(), "jinbang-e2e-"));
}

// Starts `jinbang serve` and waits for its ready line. `dir` keeps its data; stop() ends it and demands exit code 0.
export async function serve({ dir = folder(), listen = "127.0.0.1:0", flags = [], scheme = "http" } = {}) {
  const child = spawn(BINARY, ["serve", "--listen", listen, "--data", dir, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  const log = [];
  createInterface({ input: child.stderr }).on("line", (line) => log.push(line));
  const exited = new Promise((resolve) => child.on("exit", (code, signal) => resolve({ code, signal })));
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith(`ready ${scheme}://`)) resolve(line.slice(6));
    });
    exited.then(({ code, signal }) => reject(new Error(`serve ended: ${code} ${signal}\n${log.join("\n")}`)));
  });
  const server = {
    url, dir, child, log, exited, listen: new URL(url).host, // where another start takes its place
    token: readFileSync(join(dir, "organiser.token"), "utf8").trim(),
    async stop() {
      child.kill("SIGTERM");
      const { code, signal } = await exited;
      if (code !== 0) throw new Error(`serve ended with ${code} ${signal}\n${log.join("\n")}`);
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    remove() {
      rmSync(dir, { recursive: true, force: true });
    },
  };
  server.call = (method, path, options) => call(server, method, path, options);
  return server;
}

// One request. `body` is sent as JSON unless it is a string; `token` null sends none; `key` null sends none.
export async function call(server, method, path, { body, token = server.token, key, headers = {} } = {}) {
  const write = method !== "GET" && method !== "HEAD";
  const all = { ...headers };
  if (token) all.Authorization = `Bearer ${token}`;
  if (write && key !== null) all["Idempotency-Key"] = key ?? uuid7();
  if (write && !("Content-Type" in all)) all["Content-Type"] = "application/json";
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const answer = await (server.fetch ?? fetch)(server.url + path, { method, headers: all, body: text }); // a site by name brings its own
  const raw = await answer.text();
  let json;
  try { json = JSON.parse(raw); } catch { json = undefined; }
  return { status: answer.status, headers: answer.headers, raw, json };
}

// A small competition: one skill, one stage, theory (one judge) 30 % and practice (three judges, drop 1+1) 70 %.
export function definition(id = "small", more = {}) {
  const aspects = [{ id: "a", name: { zh: "操作" }, min: "0", max: "60", step: "0.5" }, { id: "b", name: { zh: "安全" }, min: "0", max: "40", step: "0.5" }];
  return {
    format: "jinbang-competition/1", id, name: { zh: "测试赛", en: "Test" }, fictional: true,
    skills: [{
      id: "welder", name: { zh: "焊工", en: "Welder" }, tie_break: [{ module: "practice" }],
      titles: [{ id: "zhuangyuan", name: { zh: "技术状元", en: "Champion" }, from: 1, to: 1 }],
      exposure: { before: "name", after: "name" },
      stages: [{
        id: "final", name: { zh: "决赛" }, rounding: { total: { places: 2, mode: "half_up" } },
        modules: [
          { id: "theory", name: { zh: "理论" }, weight: "30%", parts: [{ id: "w-theory", name: { zh: "理论" }, seats: ["K"], aspects: [{ id: "t", name: { zh: "卷面" }, min: "0", max: "100", step: "0.5" }] }] },
          { id: "practice", name: { zh: "实操" }, weight: "70%", parts: [{ id: "w-practice", name: { zh: "实操" }, seats: ["J1", "J2", "J3"], drop_high: 1, drop_low: 1, aspects }] },
        ],
      }],
      ...more,
    }],
  };
}

export function roster(count, skill = "welder") {
  return Array.from({ length: count }, (_, i) => ({ id: `c${String(i + 1).padStart(3, "0")}`, skill, code: `A${i + 1}`, name: `选手${i + 1}`, delegation: "示例单位" }));
}

// Creates it with competitors and judges; gives the judges' tokens by id.
export async function prepare(server, { id = "small", competitors = 3, more } = {}) {
  const must = (answer) => { if (answer.status !== 201) throw new Error(`${answer.status} ${answer.raw}`); return answer.json; };
  must(await server.call("POST", "/api/v1/competitions", { body: definition(id, more) }));
  must(await server.call("POST", `/api/v1/competitions/${id}/roster`, { body: { competitors: roster(competitors) } }));
  const judges = ["K", "J1", "J2", "J3"].map((seat) => ({ id: `judge-${seat}`, name: `裁判${seat}`, role: "judge", seats: [{ skill: "welder", seat }] }));
  const { judges: made } = must(await server.call("POST", `/api/v1/competitions/${id}/judges`, { body: { judges } }));
  return Object.fromEntries(made.map((judge) => [judge.id, judge.token]));
}

export const theory = (value) => ({ marks: [{ aspect: "t", value }] });
export const practice = (a, b) => ({ marks: [{ aspect: "a", value: a }, { aspect: "b", value: b }] });

// A sheet that changes a sealed one says why.
export const because = (body, reason = "看错了") => ({ ...body, reason });

export function sheetPath(competitor, part, seat, id = "small") {
  return `/api/v1/competitions/${id}/sheets/${part}/${competitor}/${seat}`;
}

// The journal of a competition, each entry taken apart.
export async function journalOf(server, id) {
  const answer = await server.call("GET", `/api/v1/competitions/${id}/journal`);
  assert.equal(answer.status, 200, answer.raw);
  return answer.raw.trim().split("\n").map((line) => JSON.parse(line)).map((line) => {
    const split = line.entry.indexOf("\n");
    return { ...line, head: JSON.parse(line.entry.slice(2, split)), body: line.entry.slice(split + 1) };
  });
}

// Whoever changes the rules says which he has seen.
export async function seenRules(server, id) {
  const { status, raw, json } = await server.call("GET", `/api/v1/competitions/${id}`);
  assert.equal(status, 200, raw);
  return { "If-Match": `"${json.rules.id}"` };
}

export function isProblem(answer, status, name, pointer) {
  assert.equal(answer.status, status, answer.raw);
  assert.equal(answer.headers.get("content-type"), "application/problem+json");
  assert.equal(answer.json.type, `/problems/${name}`);
  assert.equal(answer.json.status, status);
  assert.ok(answer.json.title && answer.json.detail, answer.raw);
  if (pointer !== undefined) assert.equal(answer.json.errors?.[0].pointer, pointer, answer.raw);
}

// A live socket: frames are kept, and next(test) waits for the first that passes.
export function live(server, hello) {
  const socket = new WebSocket(server.url.replace(/^http/, "ws") + "/api/v1/live", { rejectUnauthorized: false, lookup: server.lookup });
  const frames = [];
  const waiting = [];
  socket.on("message", (data) => {
    const frame = JSON.parse(data.toString());
    frames.push(frame);
    for (const one of [...waiting]) if (one.test(frame)) { waiting.splice(waiting.indexOf(one), 1); one.resolve(frame); }
  });
  socket.on("open", () => hello && socket.send(JSON.stringify({ type: "hello", ...hello })));
  const closed = new Promise((resolve) => socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() })));
  return {
    socket, frames, closed,
    send: (message) => socket.send(JSON.stringify(message)),
    next: (test) => {
      const old = frames.find(test);
      return old ? Promise.resolve(old) : new Promise((resolve) => waiting.push({ test, resolve }));
    },
    close: () => { socket.close(); return closed; },
  };
}

export function fnv1a64(text) {
  let hash = 14695981039346656037n;
  for (const byte of Buffer.from(text, "utf8")) hash = ((hash ^ BigInt(byte)) * 1099511628211n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, "0");
}

// The hash of a tile as the live interface documents it.
export const tileHash = ({ rows, state }) => fnv1a64(rows.map((row) => `${fnv1a64(JSON.stringify(row))}\n`).join("") + JSON.stringify(state));

// The check code of a saved picture, of its rows, as the live interface documents it. `edition`: of published results.
export function checkCode(rows, edition) {
  const extras = (row) => [row.status && `\tstatus:${row.status}`, row.field && `\tfield:${row.field}`, row.held && "\theld",
    row.flagged && "\tflagged", row.scale && `\tscale:${row.scale}`, row.group && `\tgroup:${row.group}:${place(row, "group_")}`,
    row.heat && `\theat:${row.heat}:${place(row, "heat_")}`, row.forecast && `\tforecast:${row.forecast.best}-${row.forecast.worst}`,
    row.forecast?.needs && `\tneeds:${row.forecast.needs.map((need) => [need.place, need.answer, need.mark, need.than].filter((word) => word !== undefined).join(":")).join(",")}`,
    row.cards && `\tcards:${row.cards.part}:${row.cards.figure}:${row.cards.judges.map(({ mark, struck }) => `${mark ?? "-"}${struck?.[0] ?? ""}`).join(",")}`].filter(Boolean).join("");
  const place = (row, of = "") => ((row[`${of}place`] ?? null) === null ? "-" : `${row[`${of}place`]}${row[`${of}half`] ? ".5" : ""}`);
  const text = (edition ? `edition\t${edition}\n` : "") + rows.map((row) => `${row.id}\t${place(row)}\t${row.total ?? "-"}\t${row.done}/${row.expected}${extras(row)}\n`).join("");
  return fnv1a64(text);
}

// Until the page itself says yes, where its answer takes time: waitForFunction takes the promise alone for a yes.
export async function inPage(page, ask) {
  const end = performance.now() + 30_000;
  while (!(await page.evaluate(ask))) assert.ok(performance.now() < end, `not within 30 s: ${ask}`);
}

let axeCore;
const SHOTS = process.env.SHOTS; // a folder: a picture of each state that axe-core looks at

// What axe-core finds on the page as it stands, a line each; `what` names the state.
export async function violations(page, what = "") {
  if (SHOTS && what) await page.screenshot({ path: join(SHOTS, `${what.replace(/[^\w.]+/g, "-")}.png`), fullPage: true });
  axeCore ??= readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeCore); // by the debugger: the page's CSP lets no other script in
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const say = ({ html, target, any, failureSummary }) => `${target.join(" ")} ${html.slice(0, 90)} ${any[0]?.message ?? failureSummary}`;
  return found.violations.map(({ id, nodes }) => `${what} ${id}: ${nodes.slice(0, 3).map(say).join(" | ")}`);
}

// A page in every size: nothing that axe-core finds, no bar to scroll aside. It stays in the size `back`.
export async function fits(page, what, sizes, back) {
  for (const viewport of sizes) {
    await page.setViewportSize(viewport);
    await axe(page, `${what}-${viewport.width}`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, what);
  }
  await page.setViewportSize(back);
}

export async function axe(page, what) {
  assert.deepEqual(await violations(page, what), []);
}
