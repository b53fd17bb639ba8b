// A cache as it stands between the public and a server: it obeys what answers say of themselves (RFC 9111: max-age, no-store,
// private, Vary; no-cache of a question, too; Age on what it kept), lets through no socket, and counts what it asked for itself.
import { createServer } from "node:http";

export async function cdn(t, origin) {
  const kept = new Map();
  const cache = { url: "", asked: 0, served: 0, stuck: null, keeps: kept };
  const keyOf = (request) => `${request.url} ${request.headers["accept-language"] ?? ""}`;
  const listener = createServer(async (request, response) => {
    const key = keyOf(request);
    const one = kept.get(key);
    const isStuck = cache.stuck?.test(request.url);
    const age = one ? (performance.now() - one.at) / 1000 : Infinity;
    const isRefused = /no-cache|no-store/.test(`${request.headers["cache-control"]} ${request.headers.pragma}`); // nothing that is kept is wanted
    if (request.method === "GET" && one && (isStuck || (!isRefused && age < one.maxAge))) {
      cache.served++;
      const headers = isStuck ? one.headers : { ...one.headers, age: String(Math.floor(age)) }; // stuck: as new, whatever is asked for
      if (request.headers["if-none-match"] === one.headers.etag) return response.writeHead(304, headers).end();
      return response.writeHead(one.status, headers).end(one.body);
    }
    cache.asked++;
    const { host, connection, "if-none-match": tag, ...headers } = request.headers; // it wants all of it
    try {
      const answer = await fetch(origin.url + request.url, { method: request.method, headers, redirect: "manual" });
      const body = Buffer.from(await answer.arrayBuffer());
      const all = Object.fromEntries([...answer.headers].filter(([name]) => !["connection", "keep-alive", "transfer-encoding", "content-encoding", "content-length"].includes(name)));
      const control = answer.headers.get("cache-control") ?? "";
      const maxAge = /no-store|private|no-cache/.test(control) ? 0 : Number(/max-age=(\d+)/.exec(control)?.[1] ?? 0);
      if (request.method === "GET" && maxAge > 0) kept.set(key, { at: performance.now(), maxAge, status: answer.status, headers: all, body });
      if (tag && tag === all.etag) response.writeHead(304, all).end();
      else response.writeHead(answer.status, all).end(body);
    } catch {
      response.writeHead(502).end();
    }
  });
  listener.on("upgrade", (request, socket) => socket.end("HTTP/1.1 501 Not Implemented\r\nConnection: close\r\n\r\n"));
  await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
  cache.url = `http://127.0.0.1:${listener.address().port}`;
  t.after(() => { listener.closeAllConnections(); listener.close(); });
  return cache;
}
