// Bad weather between pages and a server, on the wire itself: pieces are cut, delayed and split, garbage and a captive portal's page
// come in the place of answers.
import { connect, createServer } from "node:net";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";

const PORTAL = "<!doctype html><title>Wi-Fi</title><h1>欢迎使用本场馆无线网络</h1><form><button>登录</button></form>";

// The same storm for the same seed, as far as the network's own order lets it.
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

// Stands between pages and their server. Each piece that a page sends decides anew what becomes of it. `tls` ({ ca, cert, key } of a
// site): the storm is inside the lines that pages take for secure.
export async function weather(seed, tls) {
  const roll = dice(seed);
  const it = { port: 0, target: 0, wild: false, seen: { cut: 0, portal: 0, garbage: 0, late: 0, split: 0 } };
  const sockets = new Set();
  const hear = (client) => {
    sockets.add(client);
    const server = tls ? connectTls({ port: it.target, host: "127.0.0.1", ca: tls.ca }) : connect(it.target, "127.0.0.1");
    let split = false;
    let queue = Promise.resolve(); // what is late keeps its order
    const end = () => { client.destroy(); server.destroy(); sockets.delete(client); };
    const answer = (bytes) => { client.end(bytes); server.destroy(); };
    const wait = (ms) => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined);
    client.on("data", (bytes) => {
      const what = it.wild ? roll() : 1;
      if (what < 0.1) { it.seen.cut++; end(); return; } // before the server has it
      if (what < 0.17) { it.seen.portal++; answer(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${Buffer.byteLength(PORTAL)}\r\nConnection: close\r\n\r\n${PORTAL}`); return; }
      if (what < 0.22) { it.seen.garbage++; answer(Buffer.from(Array.from({ length: 64 }, () => Math.floor(roll() * 256)))); return; }
      if (what < 0.32) { it.seen.cut++; server.write(bytes); server.once("data", end); return; } // the server has it, its answer is lost
      const late = what < 0.5 ? Math.floor(roll() * 300) : 0;
      if (late > 0) it.seen.late++;
      split = what >= 0.5 && what < 0.65;
      queue = queue.then(() => wait(late)).then(() => server.destroyed || server.write(bytes));
    });
    server.on("data", (bytes) => {
      if (!split) { client.write(bytes); return; }
      it.seen.split++;
      const cuts = Math.max(1, Math.floor(bytes.length / 7));
      for (let at = 0; at < bytes.length; at += cuts) client.write(bytes.subarray(at, at + cuts));
    });
    for (const socket of [client, server]) { socket.setNoDelay(true); socket.on("error", end); socket.on("close", end); }
  };
  const door = tls ? createTlsServer({ cert: tls.cert, key: tls.key }, hear) : createServer(hear);
  await new Promise((resolve) => door.listen(0, "127.0.0.1", resolve));
  it.port = door.address().port;
  it.close = () => { sockets.forEach((socket) => socket.destroy()); door.close(); };
  return it;
}
