// npm's ws as a peer of the live boards: what is posted to /pub goes to every socket of /sub.
//   node bench/ws.mjs     prints "ready http://127.0.0.1:PORT"
import { createServer } from "node:http";
import { createRequire } from "node:module";

const { WebSocketServer } = createRequire(new URL("../tests/e2e/package.json", import.meta.url))("ws");

const server = createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    response.writeHead(201).end();
    const frame = Buffer.concat(pieces);
    for (const socket of sockets.clients) socket.send(frame, { binary: false });
  });
});
const sockets = new WebSocketServer({ server, path: "/sub", perMessageDeflate: false, backlog: 1024 });
server.listen({ port: 0, host: "127.0.0.1", backlog: 1024 }, () => console.log(`ready http://127.0.0.1:${server.address().port}`));
