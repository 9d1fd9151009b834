import { expect, test } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { createMemoryTree } from "../repositories/memory-tree.ts";

function codes(file: Parameters<typeof createMemoryTree>[0][string] | null): readonly string[] {
  const { config, text, problems } = loadConfig(
    createMemoryTree(file === null ? {} : { "promptcost.yml": file }),
    "promptcost.yml",
    new Map(),
  );
  expect(config === null).toBe(problems.length > 0);
  expect(text === null || text === file).toBe(true);
  return problems.map(({ code, file: where }) => `${where ?? ""} ${code}`);
}

test("a config that is there, one that is not, and what is none", () => {
  expect(codes("scenarios: { a: { fixtures: x } }")).toEqual([]);
  expect(codes(null)).toEqual(["promptcost.yml config-not-found"]);
  expect(codes({ link: true })).toEqual(["promptcost.yml config-not-found"]);
  expect(codes(new Uint8Array([0xff]))).toEqual(["promptcost.yml config-not-text"]);
  expect(codes("scenarios: 3")).toEqual(["promptcost.yml config-wrong-value"]);
});
