import { expect, test } from "vitest";
import { namesOf } from "../src/names.ts";

test("the names of a table, in its order, and nothing that it inherits", () => {
  const table = Object.create({ inherited: 1 });
  Object.assign(table, { b: 1, a: 2 });
  expect(namesOf(table)).toEqual(["b", "a"]);
  expect(namesOf({})).toEqual([]);
});
