// The table of delegations over a whole board, which is counted once for all who look at it.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { because, live, practice, prepare, serve, sheetPath, theory } from "./lib.mjs";

describe("a table of delegations", () => {
  test("that stands still for the public keeps nobody waiting who sees it move, while marks come without a pause", async () => {
    const id = "delegations";
    const node = await serve({ flags: ["--follow-ms", "100"] });
    const tokens = await prepare(node, { id, competitors: 30 });
    const put = async (competitor, seat, body) => {
      const answer = await node.call("PUT", sheetPath(competitor, seat === "K" ? "w-theory" : "w-practice", seat, id), { token: tokens[`judge-${seat}`], body });
      assert.equal(answer.status, 201, answer.raw);
    };
    const board = `${id}/welder/final/delegations1`;
    await put("c001", "K", theory("60"));
    const frozen = live(node, { boards: [board] }); // it comes first, and is looked at first
    await frozen.next((frame) => frame.type === "snapshot");
    assert.equal((await node.call("POST", `/api/v1/competitions/${id}/freezes`, { body: { act: "freeze" } })).status, 201);
    await frozen.next((frame) => frame.state?.frozen);
    const moving = live(node, { boards: [board], bearer: node.token });
    await moving.next((frame) => frame.type === "snapshot");
    for (const seat of ["J1", "J2", "J3"]) for (const who of ["c001", "c002"]) await put(who, seat, practice("30", "20"));
    await put("c002", "K", theory("60"));
    let told = false;
    const pour = async () => { // each moves the board, and nobody is done
      const end = performance.now() + 30_000; // the longest rest is ten seconds
      for (let n = 0; !told && performance.now() < end; n++) {
        const path = sheetPath(`c${String(3 + (n % 28)).padStart(3, "0")}`, "w-theory", "K", id);
        const { status, headers } = await node.call("GET", path);
        const body = status === 200 ? because(theory(String(n % 100))) : theory(String(n % 100));
        await node.call("PUT", path, { token: tokens["judge-K"], body, headers: status === 200 ? { "If-Match": headers.get("etag") } : {} });
      }
    };
    const shown = moving.next((frame) => (frame.upsert ?? []).some(({ row }) => row.unit?.people === 2)).then(() => { told = true; });
    await pour();
    assert.ok(told, "marks came for half a minute, and it was not shown once");
    await shown;
    await Promise.all([frozen.close(), moving.close()]);
    await node.stop();
    node.remove();
  });
});
