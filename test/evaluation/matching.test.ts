import { expect, test } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { createLoadCache } from "../../src/fixture/load-cache.ts";
import { loadScenarios } from "../../src/fixture/load.ts";
import type { Scenario } from "../../src/fixture/fixture.ts";
import { digest } from "../../src/io/hash.ts";
import { createMemoryTree, type MemoryFiles } from "../repositories/memory-tree.ts";
import { matchRuns, matchScenarios } from "../../src/evaluation/matching.ts";
import { sideOf, type ScenarioSpec } from "../compare/scenario-specs.ts";

function runsOf(contents: Readonly<Record<string, string>>, id = "a"): ScenarioSpec {
  return {
    id,
    runs: Object.entries(contents).map(([run, text]) => ({
      id: run,
      asks: [{ body: { model: "claude-sonnet-5", messages: [{ role: "user", content: text }] } }],
    })),
  };
}
function match(head: Readonly<Record<string, string>>, base: Readonly<Record<string, string>>) {
  const found = matchRuns(sideOf(runsOf(head)).scenario.runs, sideOf(runsOf(base)).scenario.runs);
  return {
    pairs: found.pairs.map((pair) => `${pair.head.id}=${pair.base.id}`),
    headOnly: found.headOnly.map((run) => run.id),
    baseOnly: found.baseOnly.map((run) => run.id),
  };
}

const long = "How many days off do I have this year, and until when must I take them?";

test("runs: by id, whatever is edited in them", () => {
  expect(match({ a: "1", b: "3" }, { a: "1", b: "2" }).pairs).toEqual(["a=a", "b=b"]);
  expect(match({ a: "5", b: "6" }, { a: "1", b: "2" }).pairs).toEqual(["a=a", "b=b"]);
  const base = { a: long, b: "Where is my parcel?" };
  expect(match({ a: `${long} Thanks!`, b: "Where was my letter?" }, base).pairs).toEqual([
    "a=a",
    "b=b",
  ]);
  // One that grew is itself, though a copy of what it was stands beside it.
  const grown = { a: `${long} ${"And what of last year? ".repeat(9)}`, z: long };
  expect(match(grown, { a: long })).toMatchObject({ pairs: ["a=a"], headOnly: ["z"] });
});

test.each([
  ["ids exchanged", { a: "2", b: "1" }, { a: "1", b: "2" }, ["a=b", "b=a"]],
  [
    "ids exchanged, and both edited",
    { a: "And where is my parcel?", b: `${long} Thanks!` },
    { a: long, b: "Where is my parcel?" },
    ["a=b", "b=a"],
  ],
  ["ids passed on", { a: "3", b: "1", c: "2" }, { a: "1", b: "2", c: "3" }, ["a=c", "b=a", "c=b"]],
  ["a decoy by its id", { a: "hi", z: long }, { a: long }, ["z=a"]],
  ["a decoy that sorts first", { b: "hi", z: `${long} Thanks!` }, { m: long }, ["z=m"]],
])("runs: by what stands in them: %s", (_, head, base, pairs) => {
  expect(match(head, base).pairs).toEqual(pairs);
});

test("runs: then by equal content, then left over in order of id", () => {
  expect(match({ a: "1", x: "7", y: "8" }, { a: "1", p: "9", q: "7" })).toEqual({
    pairs: ["a=a", "x=q", "y=p"],
    headOnly: [],
    baseOnly: [],
  });
  expect(match({ x: "7", y: "7" }, { p: "7", q: "7" }).pairs).toEqual(["x=p", "y=q"]);
});

test("runs: by equal content too where an answer of known length is named by its exchange", () => {
  const conversation = (tokens: number) =>
    JSON.stringify({
      exchanges: [
        {
          request: {
            model: "claude-sonnet-5",
            max_tokens: 50,
            messages: [{ role: "user", content: "1" }],
          },
          expect: { output_tokens: tokens },
        },
        {
          request: {
            messages: {
              $append: [
                { role: "assistant", content: [{ $answer: true }] },
                { role: "user", content: "2" },
              ],
            },
          },
          expect: { output_tokens: 5 },
        },
      ],
    });
  const [head] = scenariosOf({ "f/x.json": conversation(20), "f/y.json": conversation(30) });
  const [base] = scenariosOf({ "f/p.json": conversation(30), "f/q.json": conversation(20) });
  const { pairs } = matchRuns(head?.runs ?? [], base?.runs ?? []);
  expect(pairs.map((pair) => `${pair.head.id}=${pair.base.id}`)).toEqual(["f/x=f/q", "f/y=f/p"]);
});

function scenariosOf(files: MemoryFiles): readonly Scenario[] {
  const tree = createMemoryTree({
    "promptcost.yml": 'scenarios: { a: { fixtures: "f/*.json" } }\n',
    ...files,
  });
  const { config } = loadConfig(tree, "promptcost.yml", new Map());
  if (config === null) throw new Error("no config");
  return loadScenarios({ tree, config, digest, cache: createLoadCache() }).scenarios;
}

test("runs: what has no counterpart stays on its side", () => {
  expect(match({ a: "1", b: "2", c: "3" }, { a: "1" })).toEqual({
    pairs: ["a=a"],
    headOnly: ["b", "c"],
    baseOnly: [],
  });
  expect(match({ c: "3" }, { a: "1", b: "2" })).toEqual({
    pairs: ["c=a"],
    headOnly: [],
    baseOnly: ["b"],
  });
});

test("scenarios: by id; gone and new with the same files, or the same content, are one", () => {
  const names = (head: readonly ScenarioSpec[], base: readonly ScenarioSpec[]) => {
    const found = matchScenarios(head.map(sideOf), base.map(sideOf));
    return {
      pairs: found.pairs.map(
        (pair) => `${pair.head.scenario.config.id}=${pair.base.scenario.config.id}`,
      ),
      headOnly: found.headOnly.map((side) => side.scenario.config.id),
      baseOnly: found.baseOnly.map((side) => side.scenario.config.id),
    };
  };
  expect(names([runsOf({ r: "1" }, "a")], [runsOf({ s: "2" }, "a")]).pairs).toEqual(["a=a"]);
  // The same file under another name, its content edited too.
  expect(names([runsOf({ r: "1" }, "new")], [runsOf({ r: "2" }, "old")]).pairs).toEqual([
    "new=old",
  ]);
  // Another file with the same content.
  expect(names([runsOf({ moved: "1" }, "new")], [runsOf({ r: "1" }, "old")]).pairs).toEqual([
    "new=old",
  ]);
  expect(names([runsOf({ r: "1" }, "new")], [runsOf({ s: "2" }, "old")])).toEqual({
    pairs: [],
    headOnly: ["new"],
    baseOnly: ["old"],
  });
});

test("what has no counterpart is not written out: prompts of thousands of runs are long", () => {
  const { scenario } = sideOf(runsOf({ a: "1" }));
  const unread: Scenario = {
    ...scenario,
    runs: scenario.runs.map((run) => ({
      ...run,
      get exchanges(): never {
        throw new Error("its content was asked for");
      },
    })),
  };
  const head = [{ scenario: unread }];
  expect(matchScenarios(head, []).headOnly).toEqual(head);
  expect(matchScenarios([], head).baseOnly).toEqual(head);
  expect(matchRuns(unread.runs, []).headOnly).toEqual(unread.runs);
});
