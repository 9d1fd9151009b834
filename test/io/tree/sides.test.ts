import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { createLoadCache } from "../../../src/fixture/load-cache.ts";
import { loadScenarios } from "../../../src/fixture/load.ts";
import { digest } from "../../../src/io/hash.ts";
import { fixture, request } from "../../fixture/load-text.ts";
import { scratchFolder, write, createRepository } from "../../repositories/scratch-repository.ts";
import { working, commit } from "./open-trees.ts";

test("head and base of a real repository: only what changed is read twice", () => {
  const root = createRepository({
    files: {
      "promptcost.yml": 'scenarios: { a: { fixtures: "f/*.json" } }',
      "policy.md": "Be kind.",
      "f/x.json": fixture({ request: request({ system: { $file: "../policy.md" } }) }),
      "f/y.json": fixture({ request: request() }),
    },
  });
  write(root, { "policy.md": "Be kind, and brief.", "f/z.json": fixture({ request: request() }) });
  const trace = join(scratchFolder(), "trace");
  process.env["GIT_TRACE"] = trace;
  const head = working(root);
  const base = commit(root, "HEAD", head);
  const { config } = parseConfig({
    file: "promptcost.yml",
    text: head.text("promptcost.yml") ?? "",
  });
  const cache = createLoadCache();
  const [headScenario, baseScenario] = [head, base].map(
    (tree) => loadScenarios({ tree, config: config!, digest, cache }).scenarios[0]!,
  );
  delete process.env["GIT_TRACE"];
  expect(readFileSync(trace, "utf8").match(/built-in: git \S+/g)).toEqual(
    ["ls-files", "ls-tree", "hash-object", "cat-file", "cat-file"].map(
      (name) => `built-in: git ${name}`,
    ),
  );
  expect(headScenario!.runs.map(({ id }) => id)).toEqual(["f/x", "f/y", "f/z"]);
  expect(baseScenario!.runs.map(({ id }) => id)).toEqual(["f/x", "f/y"]);
  expect(baseScenario!.runs[1]).toBe(headScenario!.runs[1]);
  expect(
    [headScenario!, baseScenario!].map(({ runs }) => runs[0]!.exchanges[0]!.request.body["system"]),
  ).toEqual(["Be kind, and brief.", "Be kind."]);
});
