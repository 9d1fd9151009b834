import { expect, test } from "vitest";
import { nearestNames } from "../src/nearest.ts";

test("nearest names", () => {
  const known = ["fixtures", "traffic", "variants", "budget"];
  expect(nearestNames("fixture", known)).toEqual(["fixtures"]);
  expect(nearestNames("Traffic", known)).toEqual(["traffic"]);
  expect(nearestNames("varaints", known)).toEqual(["variants"]);
  expect(nearestNames("zzzzzz", known)).toEqual([]);
});
