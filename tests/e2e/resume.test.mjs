// A watcher who was alone: his place is kept for him while nobody watches.
import { test } from "node:test";
import assert from "node:assert/strict";
import { live, prepare, serve, sheetPath, theory } from "./lib.mjs";

test("who was the only watcher of a board and comes back with his token gets the deltas that he missed", async (t) => {
  const server = await serve();
  t.after(() => server.child.kill("SIGKILL"));
  const tokens = await prepare(server);
  const boards = ["small/welder/final/top50"];
  const first = live(server, { boards });
  const snapshot = await first.next((frame) => frame.type === "snapshot");
  await first.close();
  await server.call("PUT", sheetPath("c001", "w-theory", "K"), { token: tokens["judge-K"], body: theory("80") });
  const second = live(server, { boards, resume: snapshot.token });
  const welcome = await second.next((frame) => frame.type === "welcome");
  assert.equal(welcome.resumed, true);
  const delta = await second.next((frame) => frame.type === "delta");
  assert.equal(delta.from, snapshot.seq);
  assert.ok(!second.frames.some((frame) => frame.type === "snapshot"));
  await second.close();
  await server.stop();
  server.remove();
});
