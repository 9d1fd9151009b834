import { expect, test } from "vitest";
import { readSharedShare } from "../../src/config/traffic.ts";

test("how much of a level is shared", () => {
  expect(readSharedShare("all")).toBe("all");
  expect(readSharedShare(40)).toEqual({ tokens: 40 });
  expect(readSharedShare("40 tokens")).toEqual({ tokens: 40 });
  expect(readSharedShare("1 block")).toEqual({ blocks: 1 });
  expect(readSharedShare("some")).toBeNull();
});
