import * as fc from "fast-check";
import { expect, test } from "vitest";
import { writeBaseline } from "../../../src/baseline/baseline.ts";
import type { BaselineEntry } from "../../../src/baseline/entry.ts";
import {
  workOutHistory,
  type BaselineCommit,
  type History,
} from "../../../src/commands/history/history.ts";
import { sparkline } from "../../../src/commands/history/sparkline.ts";
import { historySvg } from "../../../src/commands/history/svg.ts";
import { historyText } from "../../../src/commands/history/text.ts";
import { parseUsd } from "../../../src/money.ts";
import { ascending } from "../../../src/order.ts";
import { anyEntry, plainEntry } from "../../baseline/entries.ts";

const commitAt = (day: string, content: BaselineCommit["content"]): BaselineCommit => ({
  sha: day.replaceAll("-", "").padEnd(40, "0"),
  day,
  computedAt: null,
  content,
});

const baselineAt = (
  day: string,
  entries: Readonly<Record<string, BaselineEntry>>,
): BaselineCommit =>
  commitAt(day, { kind: "text", text: writeBaseline(new Map(Object.entries(entries))) });

const costing = (month: string | null, rest: Partial<BaselineEntry> = {}): BaselineEntry => ({
  ...plainEntry,
  ...rest,
  usd: { "as-written": { month, run: "0.007" } },
});

/** `commits`: the oldest first. */
function historyOf(commits: readonly BaselineCommit[], asked: readonly string[] = []): History {
  const { history } = workOutHistory({
    file: ".promptcost/baseline.json",
    commits: commits.toReversed(),
    shallow: false,
    asked,
  });
  if (history === null) throw new Error("there is no history");
  return history;
}

test.each<[string, BaselineEntry | null, BaselineEntry | null, readonly string[]]>([
  ["another prompt", costing("10", { inputs: "i1" }), costing("12", { inputs: "i2" }), ["inputs"]],
  [
    "other traffic",
    costing("10"),
    costing("12", { traffic: { arrivals: "poisson", runsPerMonth: "7" }, inputs: "i2" }),
    ["traffic"],
  ],
  [
    "another model and price",
    costing("10"),
    costing("12", { models: ["claude-opus-5"], prices: "p2" }),
    ["model", "prices"],
  ],
  ["another way of counting", costing("10"), costing("12", { engine: "2" }), ["counting"]],
  ["a new scenario", null, costing("12"), ["new"]],
  ["a scenario that is gone", costing("12"), null, ["gone"]],
])("a figure that moved says why: %s", (_, before, now, reasons) => {
  const entries = (a: BaselineEntry | null) => ({
    ...(a === null ? {} : { a }),
    same: costing("1"),
  });
  const { points } = historyOf([
    baselineAt("2026-01-01", entries(before)),
    baselineAt("2026-02-01", entries(now)),
  ]);
  expect(points[1]?.moved.map(({ scenario, reasons }) => ({ scenario, reasons }))).toEqual([
    { scenario: "a", reasons },
  ]);
});

test("what moved adds up to the change of the sum, whatever cannot be read in between", () => {
  const anyCommit = fc.oneof(
    { weight: 4, arbitrary: fc.dictionary(fc.constantFrom("a", "b", "c"), anyEntry) },
    { weight: 1, arbitrary: fc.constantFrom("gone" as const, "unreadable" as const) },
  );
  fc.assert(
    fc.property(fc.array(anyCommit, { minLength: 2, maxLength: 8 }), (plan) => {
      const withTraffic = plan.map((entries) =>
        typeof entries === "string"
          ? entries
          : Object.fromEntries(
              Object.entries(entries).map(([id, entry]) => [
                id,
                costing(entry.usd["as-written"]?.run ?? "0", { inputs: entry.inputs }),
              ]),
            ),
      );
      const { points } = historyOf(
        withTraffic.map((entries, index) =>
          typeof entries === "string"
            ? commitAt(`2026-01-0${index + 1}`, { kind: entries })
            : baselineAt(`2026-01-0${index + 1}`, entries),
        ),
      );
      let before: bigint | null = null;
      for (const { state, month, moved } of points) {
        if (state !== "read") {
          expect(moved).toEqual([]);
          continue;
        }
        const sum = moved.reduce((total, { usd }) => total + usd, 0n);
        if (before !== null) expect(sum).toBe((month ?? 0n) - before);
        before = month ?? 0n;
      }
    }),
  );
});

test("a scenario without traffic is told per 1,000 runs, and stays out of the sum", () => {
  const { points } = historyOf([
    baselineAt("2026-01-01", { a: costing("10"), b: costing(null, { traffic: null }) }),
  ]);
  expect(points[0]?.month).toBe(parseUsd("10"));
  expect(historyText(historyOf([baselineAt("2026-01-01", { b: costing(null) })]))).toContain(
    "$7 per 1,000 runs",
  );
});

test("no baseline, an unknown scenario, a shallow clone and a gap are said", () => {
  const file = ".promptcost/baseline.json";
  const codes = (given: Partial<Parameters<typeof workOutHistory>[0]>): readonly string[] =>
    workOutHistory({ file, commits: [], shallow: false, asked: [], ...given }).problems.map(
      ({ code }) => code,
    );
  const one = baselineAt("2026-01-01", { support: costing("10") });
  expect(codes({})).toEqual(["history-empty"]);
  expect(codes({ commits: [one], asked: ["suport"] })).toEqual(["history-unknown-scenario"]);
  expect(codes({ commits: [one], shallow: true })).toEqual(["history-shallow"]);
  const broken = commitAt("2026-01-02", { kind: "text", text: "{" });
  expect(codes({ commits: [broken, one] })).toEqual(["history-unreadable"]);
  // A baseline that was taken away is no fault.
  expect(codes({ commits: [commitAt("2026-01-02", { kind: "gone" }), one] })).toEqual([]);
});

test("bars are as high as the figures are of the largest", () => {
  expect(sparkline([0n, 50n, null, 100n])).toBe("▁▅·█");
  expect(sparkline([100n, 101n])).toBe("██");
  expect(sparkline([0n, null])).toBe("▁·");
});

test("the picture is well formed and shows no name as markup", () => {
  const name = `<script>alert("x")</script>&'`;
  const svg = historySvg(
    historyOf([
      baselineAt("2026-01-01", { [name]: costing("10"), b: costing("5") }),
      commitAt("2026-02-01", { kind: "unreadable" }),
      baselineAt("2026-03-01", { [name]: costing("30"), b: costing("5") }),
    ]),
  );
  expect(svg).not.toContain("<script");
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  // A path for the sum and for each scenario; each begins anew behind the gap.
  const paths = [...svg.matchAll(/<path d="([^"]*)"/g)].map(([, path = ""]) => path);
  expect(paths).toHaveLength(3);
  for (const path of paths) expect(path.match(/M/g)).toHaveLength(2);
  // All elements are closed.
  const tags = (pattern: RegExp): readonly string[] =>
    [...svg.matchAll(pattern)].map(([, tag = ""]) => tag).sort(ascending);
  expect(tags(/<(\w+)(?:\s[^>]*[^/])?>/g)).toEqual(tags(/<\/(\w+)>/g));
});
