// A site as a hall has it: a server by host name over TLS, with the certificate that `jinbang certificate` makes, and a browser
// whose own store of roots decides whether to trust it (no flag makes it look away). One authority for all of a test file.
import { spawn } from "node:child_process";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:https";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { authorityOf, certificate, serverOf, trustingHome } from "./certs.mjs";
import { folder, serve } from "./lib.mjs";

const HOST = "hall.test"; // that no name server knows
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", `--host-resolver-rules=MAP ${HOST} 127.0.0.1`];

let made; // the folder of the authority, and the browser's home
function authority() {
  if (made) return made;
  made = folder();
  process.on("exit", () => rmSync(made, { recursive: true, force: true }));
  const { code, words } = certificate(made, ["--host", `${HOST},127.0.0.1`]);
  if (code !== 0) throw new Error(words);
  trustingHome(join(made, "home"), authorityOf(made));
  return made;
}

export function tlsOf(dir = authority()) {
  const own = readFileSync(serverOf(dir)); // key and chain in one file
  return { ca: readFileSync(authorityOf(dir)), cert: own, key: own };
}

export function launch(args = [], more = {}) {
  const home = join(authority(), "home");
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...FLAGS, ...args],
    env: { ...process.env, HOME: home, XDG_DATA_HOME: join(home, ".local/share") }, ...more,
  });
}

// A browser of its own process with a profile in a folder, as a tablet has it: `kill` is a battery that is empty. Gives its first page.
export async function tablet(profile, args = []) {
  const home = join(authority(), "home");
  const child = spawn(process.env.CHROMIUM ?? "/usr/bin/chromium", [...FLAGS, ...args, "--headless", "--accept-lang=zh-CN", "--window-size=1280,800", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"], {
    env: { ...process.env, HOME: home, XDG_DATA_HOME: join(home, ".local/share") }, stdio: ["ignore", "ignore", "pipe"], detached: true, // a group of its own: it has processes of its own
  });
  const exited = new Promise((resolve) => child.on("exit", resolve));
  const kill = () => { try { process.kill(-child.pid, "SIGKILL"); } catch { /* it has ended */ } return exited; };
  try {
    const [context] = (await chromium.connectOverCDP(await listening(child))).contexts();
    return { context, page: context.pages()[0] ?? await context.newPage(), pid: child.pid, kill };
  } catch (error) {
    if (child.pid !== undefined) await kill();
    throw error;
  }
}

// Where the browser lets itself be driven; one that ends before it says so, or cannot be started, is an error with its last words.
function listening(child) {
  const said = [];
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => { said.push(line); if (line.startsWith("DevTools listening on ")) resolve(line.slice(22)); });
    child.on("error", reject);
    child.on("exit", (code, signal) => reject(new Error(`the browser ended (${code ?? signal}) before it listened: ${said.slice(-5).join(" / ")}`)));
  });
}

const lookup = (_, { all }, found) => all ? found(null, [{ address: "127.0.0.1", family: 4 }]) : found(null, "127.0.0.1", 4);

// Node's fetch trusts no file of ours: the same by node:https, the name found without a name server.
function fetcher(agent) {
  return (url, { method = "GET", headers, body } = {}) => new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent, lookup }, (answer) => {
      const pieces = [];
      answer.on("data", (piece) => pieces.push(piece));
      answer.on("error", reject);
      answer.on("end", () => resolve(new Response([204, 304].includes(answer.statusCode) ? null : Buffer.concat(pieces), { status: answer.statusCode, headers: Object.entries(answer.headersDistinct).flatMap(([name, all]) => all.map((value) => [name, value])) })));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

// serve() of lib.mjs, whose url is by name and secure.
export async function serveSite({ dir = folder(), ...options } = {}) {
  cpSync(join(authority(), "tls"), join(dir, "tls"), { recursive: true });
  const server = await serve({ dir, scheme: "https", ...options });
  const agent = new Agent({ ca: tlsOf().ca });
  return Object.assign(server, { url: `https://${HOST}:${new URL(server.url).port}`, lookup, fetch: fetcher(agent) });
}
