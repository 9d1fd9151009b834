import { expect, test } from "vitest";
import type { ReportedCause } from "../../../src/report/report.ts";
import { renderBody } from "../../../src/report/views/body.ts";
import { describeWholeCause } from "../../../src/report/views/words/causes/causes.ts";
import { writePlain } from "../../../src/report/views/words/phrase.ts";
import { change, report, scenario } from "../parts.ts";

/** A cause of more changes than anybody reads: the largest in its line, some folded, the rest counted. */
function long(count: number, more: number): ReportedCause {
  return {
    kind: "messages",
    usd: "12",
    range: null,
    tokens: 9_000,
    tokensPerRequest: 900,
    more,
    changes: Array.from({ length: count }, (_, index) => ({
      ...change,
      kind: "changed",
      difference: "appended" as const,
      item: "tool_result",
      tool: `tool_${index}`,
      message: 3,
      exchange: 2,
      requests: 13,
      runs: 1,
      tokens: 900 - index,
      tokensBefore: 100,
      tokensAfter: 1_000 - index,
      file: "runs/order.json",
      line: 10 + index,
    })),
  };
}

function bodyOf(cause: ReportedCause, bytes = 60_000): string {
  const changed = scenario("support", { state: "changed", deltaUsd: "12", causes: [cause] });
  return renderBody(report({ scenarios: [changed] }), { bytes, unchanged: false });
}

const largest =
  "result of tool_0 in message 3 of exchange 2 (runs/order.json:10) appended, 100 → 1,000 tokens, " +
  "carried through 13 requests";

test("a cause's line names its largest change and counts the others", () => {
  expect(writePlain(describeWholeCause(long(7, 0)))).toBe(
    `messages, 900 tokens longer per request: ${largest}; and 6 more`,
  );
  expect(writePlain(describeWholeCause(long(100, 1_234)))).toMatch(/; and 1,333 more$/);
  expect(writePlain(describeWholeCause(long(1, 0)))).toBe(
    `messages, 900 tokens longer per request: ${largest}`,
  );
});

test("the comment has the others folded, as many as anybody reads", () => {
  const body = bodyOf(long(100, 5));
  const folded = /<details><summary>What changed, piece by piece<\/summary>(.*?)<\/details>/s.exec(
    body,
  )?.[1];
  expect(folded).toContain("- `support`, messages, 105 changes:");
  expect(folded?.match(/^ {2}- result of/gm)).toHaveLength(20);
  expect(folded).toContain("  - and 85 more");
  expect(bodyOf(long(1, 0))).not.toContain("piece by piece");
});

test("a comment without room gives up the folded pieces and keeps its causes", () => {
  const whole = bodyOf(long(100, 0)).length;
  const short = bodyOf(long(100, 0), whole - 1_500);
  expect(short.match(/^ {2}- result of/gm)).toHaveLength(5);
  expect(short).toContain("| messages, 900 tokens longer per request: result of `tool_0`");
});

test("runs that differ: the one that carries it through most requests", () => {
  const [first] = long(1, 0).changes;
  if (first === undefined) throw new Error("no change");
  const of = (over: Partial<typeof first>): string =>
    writePlain(describeWholeCause({ ...long(1, 0), changes: [{ ...first, ...over }] }));
  expect(of({ runs: 4 })).toMatch(/, carried through up to 13 requests$/);
  expect(of({ requests: 1, runs: 4 })).toMatch(/1,000 tokens$/);
});
