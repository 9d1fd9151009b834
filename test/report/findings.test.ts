import { expect, test } from "vitest";
import { findingsOf } from "../../src/report/findings.ts";
import { budget, report, scenario } from "./parts.ts";

const stale = {
  code: "recording-stale",
  severity: "warning" as const,
  file: "f/a.json",
  line: 2,
  column: 5,
  path: null,
  scenario: "rag",
  message: "It is old.",
  fix: "Record again.",
};

test("exceeded budgets lead, problems follow in the order of the files", () => {
  const over = budget({ over: true, actualUsd: "2500", line: 7, column: 16 });
  const findings = findingsOf(
    report({
      verdict: "fail",
      scenarios: [scenario("rag", { budgets: [over, budget()] })],
      problems: [
        stale,
        { ...stale, code: "config-late", severity: "note", file: "promptcost.yml", scenario: null },
        stale,
      ],
    }),
  );
  expect(findings.map(({ code, level, subject, line }) => [code, level, subject, line])).toEqual([
    ["budget-exceeded", "error", "rag", 7],
    ["config-late", "note", null, 2],
    ["recording-stale", "warning", "rag", 2],
  ]);
  expect(findings[0]).toMatchObject({
    title: "rag is over budget",
    message: "$2,500 a month, its budget is $2,000 a month.",
    fix: null,
    file: "promptcost.yml",
    column: 16,
  });
});
