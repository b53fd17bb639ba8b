// Redis for tests that go behind the server's back: a redis-server of our own, and one connection that speaks RESP2 with
// bytes in and bytes out.
import { spawn } from "node:child_process";
import { connect } from "node:net";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

// The two processes that hold a data folder: {node, redis}; 0 when there is none.
export function holders(dir) {
  const text = existsSync(join(dir, "lock")) ? readFileSync(join(dir, "lock"), "utf8") : "";
  const pid = (name) => Number(text.match(new RegExp(`^${name} (\\d+)$`, "m"))?.[1] ?? 0);
  return { node: pid("node"), redis: pid("redis") };
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "")[0] !== "Z";
  } catch {
    return false;
  }
}

// Asks again and again, with a breath between, until `test` gives something true; gives that. Fails after `ms`.
export async function until(test, ms = 30000, what = test.toString()) {
  const end = Date.now() + ms;
  for (;;) {
    const got = await test();
    if (got) return got;
    if (Date.now() > end) throw new Error(`never within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

// One reply from `at` on: {value, end}, or undefined when it is not all here yet. Errors are Error objects.
function parse(bytes, at) {
  const stop = bytes.indexOf("\r\n", at);
  if (stop < 0) return undefined;
  const head = bytes.toString("latin1", at + 1, stop);
  const after = stop + 2;
  switch (String.fromCharCode(bytes[at])) {
    case "+": return { value: head, end: after };
    case "-": return { value: new Error(head), end: after };
    case ":": return { value: Number(head), end: after };
    case "$": {
      const len = Number(head);
      if (len < 0) return { value: null, end: after };
      return bytes.length < after + len + 2 ? undefined : { value: bytes.subarray(after, after + len), end: after + len + 2 };
    }
    default: {
      if (Number(head) < 0) return { value: null, end: after };
      const value = [];
      let end = after;
      for (let i = 0; i < Number(head); i++) {
        const one = parse(bytes, end);
        if (!one) return undefined;
        value.push(one.value);
        end = one.end;
      }
      return { value, end };
    }
  }
}

// A connection to a unix socket. ask("XLEN", key) gives the reply, bulk strings as Buffers; errors are thrown.
export async function talk(path) {
  const socket = connect(path);
  const waiting = [];
  let held = Buffer.alloc(0);
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  const fail = (error) => { for (const one of waiting.splice(0)) one.reject(error); };
  socket.on("error", fail).on("close", () => fail(new Error("Redis hung up")));
  socket.on("data", (data) => {
    held = Buffer.concat([held, data]);
    for (let reply; held.length > 0 && (reply = parse(held, 0));) {
      held = held.subarray(reply.end);
      const { resolve, reject } = waiting.shift();
      if (reply.value instanceof Error) reject(reply.value); else resolve(reply.value);
    }
  });
  const ask = (...words) => new Promise((resolve, reject) => {
    const pieces = [Buffer.from(`*${words.length}\r\n`)];
    for (const word of words.map((one) => (Buffer.isBuffer(one) ? one : Buffer.from(String(one))))) {
      pieces.push(Buffer.from(`$${word.length}\r\n`), word, Buffer.from("\r\n"));
    }
    waiting.push({ resolve, reject });
    socket.write(Buffer.concat(pieces));
  });
  return { ask, close: () => socket.end() };
}

// A redis-server on a unix socket in `dir`, with its files in dir/redis like the server's private one. Waits until it answers.
export async function startRedis(dir, { fsync = "always", more = [] } = {}) {
  mkdirSync(join(dir, "redis"), { recursive: true });
  const socket = join(dir, "test-redis.sock");
  const child = spawn("redis-server", [
    "--port", "0", "--unixsocket", socket, "--dir", join(dir, "redis"), "--appendonly", "yes", "--appendfsync", fsync,
    "--no-appendfsync-on-rewrite", "no", "--save", "", "--maxmemory-policy", "noeviction", "--daemonize", "no", ...more,
  ], { stdio: "ignore" });
  const exited = new Promise((resolve) => child.on("exit", (code, signal) => resolve({ code, signal })));
  const link = await until(async () => {
    try {
      const one = await talk(socket);
      await one.ask("PING");
      return one;
    } catch {
      return undefined; // not up yet, or it still loads
    }
  });
  return {
    socket, child, exited, url: `unix://${socket}`, ask: link.ask,
    async stop() {
      link.ask("SHUTDOWN").catch(() => {}); // it hangs up instead of answering
      await exited;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

// Opens a stopped server's data folder with a Redis of our own, lets `change` work on it, and closes it again.
export async function tamper(dir, change) {
  const redis = await startRedis(dir);
  await change(redis.ask);
  await redis.stop();
}

export const journalKey = (competition) => `jinbang:{${competition}}:journal`;

// The entries' bytes, [0] is number 1.
export async function readJournal(ask, competition) {
  const rows = await ask("XRANGE", journalKey(competition), "-", "+");
  return rows.map(([, fields]) => fields[1]);
}

// Writes the stream anew with these bytes under contiguous numbers.
export async function writeJournal(ask, competition, entries) {
  await ask("DEL", journalKey(competition));
  for (let i = 0; i < entries.length; i++) await ask("XADD", journalKey(competition), `0-${i + 1}`, "e", entries[i]);
}
