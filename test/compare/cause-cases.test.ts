import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { textDifferences } from "../../src/prompt/difference/text-difference.ts";
import { cacheChangeKinds } from "../../src/compare/cache-break/cache-break.ts";
import { causeKinds } from "../../src/compare/steps.ts";
import { createDirectoryTree } from "../../src/io/tree/directory.ts";
import { overlay } from "../../src/io/tree/overlay.ts";
import type { ReportedCause } from "../../src/report/report.ts";
import { describeWholeCause } from "../../src/report/views/words/causes/causes.ts";
import { writePlain } from "../../src/report/views/words/phrase.ts";
import type { Tree } from "../../src/tree.ts";
import { casesFolder, checkTrees, causeCases } from "../cases.ts";

/** The cases of fixtures/causes: what is said of each kind of change, word by word. */
const main = createDirectoryTree(join(casesFolder, "causes", "main"), "main");

function causesOf(name: string): readonly ReportedCause[] {
  const over = (tree: Tree, part: string): Tree => {
    const path = join(casesFolder, name, part);
    return existsSync(path) ? overlay(tree, createDirectoryTree(path), part) : tree;
  };
  const base = over(main, "main");
  const { report } = checkTrees(over(base, "change"), base);
  expect(report.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  const scenario = report.scenarios.find(({ id }) => id === "support");
  return scenario?.causes ?? [];
}

/** A change without what it says nothing of. */
function write(change: ReportedCause["changes"][number]): string {
  const said = Object.entries(change).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return JSON.stringify(Object.fromEntries(said));
}

const all = new Map(causeCases.map((name) => [name, causesOf(name)]));

test.each(causeCases)("fixtures/%s", async (name) => {
  const causes = all.get(name) ?? [];
  expect(causes.length).toBeGreaterThan(0);
  const text = causes.map((cause) =>
    [
      writePlain(describeWholeCause(cause)),
      `  ${cause.usd}`,
      ...cause.changes.map((change) => `  ${write(change)}`),
      "",
    ].join("\n"),
  );
  await expect(text.join("\n")).toMatchFileSnapshot(join(casesFolder, name, "expected.txt"));
});

test("no kind is without a case", () => {
  const causes = [...all.values()].flat();
  const changes = causes.flatMap((cause) => cause.changes);
  const without = (kinds: readonly string[], found: readonly (string | null)[]) =>
    kinds.filter((kind) => !found.includes(kind));
  const cacheKinds = causes.flatMap((cause) =>
    cause.kind === "cache" ? cause.changes.map(({ kind }) => kind) : [],
  );
  expect(
    without(
      textDifferences,
      changes.map(({ difference }) => difference),
    ),
  ).toEqual([]);
  // A tree that cannot be projected, and neighbours, are no two trees of one scenario.
  expect(
    without(
      causeKinds,
      causes.map(({ kind }) => kind),
    ),
  ).toEqual(["fees", "unexplained"]);
  expect(without(cacheChangeKinds, cacheKinds)).toEqual(["neighbours"]);
});
