import { expect, test } from "vitest";
import { batchRefusal } from "../../src/api/batch.ts";

test("of several members a batch refuses, one is named", () => {
  expect(batchRefusal({ store: true, fallbacks: [] })).toBe("a batch refuses `fallbacks`");
  expect(batchRefusal({ model: "claude-sonnet-5" })).toBeNull();
});
