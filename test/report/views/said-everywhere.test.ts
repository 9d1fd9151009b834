import { describe, expect, test } from "vitest";
import { digest } from "../../../src/io/hash.ts";
import { writeReport, type Report, type ReportedProblem } from "../../../src/report/report.ts";
import { renderAnnotations } from "../../../src/report/views/annotations.ts";
import { renderComment } from "../../../src/report/views/comment.ts";
import { renderSummary } from "../../../src/report/views/summary.ts";
import { renderTerminal } from "../../../src/report/views/terminal.ts";
import { readProblems } from "../../problems/texts.ts";
import { nowhere, report, scenario } from "../parts.ts";
import { samples } from "../sample.ts";

/** What every view that has figures has to say. */
const stamp = { key: "promptcost.yml", head: "0".repeat(40), run: 1, attempt: 1 };
const views: Readonly<Record<string, (shown: Report) => string>> = {
  comment: (shown) => renderComment(shown, { stamp, digest }),
  summary: renderSummary,
  terminal: (shown) => renderTerminal(shown, { colour: false, source: null }),
  JSON: writeReport,
};

function problem(over: Partial<ReportedProblem>): ReportedProblem {
  return {
    ...nowhere,
    code: "below-cache-minimum",
    severity: "note",
    scenario: null,
    message: "It does nothing.",
    fix: "Take it out.",
    ...over,
  };
}

describe.each(Object.entries(views))("the %s", (name, render) => {
  test("says the day that is priced, and how old the prices are", () => {
    const shown = render({ ...report(), asOf: "2027-03-01", priceBookDate: "2026-11-24" });
    expect(shown).toContain("2027-03-01");
    expect(shown).toContain("2026-11-24");
  });

  test.each(["batch", "cache-1h", "model:claude-haiku-4-5"])(
    "says why there is no %s where its figure would be",
    (variant) => {
      const whyNot = "the API refuses that request: no effort there";
      const none = { name: variant, perRunUsd: null, monthlyUsd: null, whyNot };
      const one = { name: variant, perRunUsd: "0.0001", monthlyUsd: "77", whyNot: null };
      const shown = render(
        report({
          scenarios: [
            scenario("a", { state: "changed", deltaUsd: "3", variants: [none] }),
            scenario("b", { state: "changed", deltaUsd: "2", variants: [one] }),
          ],
        }),
      );
      expect(shown).toContain(name === "JSON" ? `"whyNot": "${whyNot}"` : `– (${whyNot})`);
      expect(shown).toContain(name === "JSON" ? '"77"' : "$77");
    },
  );

  test("has every kind of note and warning that there is", async () => {
    const rows = await readProblems();
    const problems = rows
      .filter(({ severity }) => severity !== "error")
      .flatMap(({ code, severity }) =>
        [1, 2].map((line) =>
          problem({ code, severity, file: "f.json", line, message: `${code} says ${line}.` }),
        ),
      );
    const shown = render(report({ problems }));
    for (const { code } of problems) expect(shown).toContain(`${code} says 1.`);
  });

  test("shows three notes of a kind, and counts the rest", () => {
    const problems = [1, 2, 3, 4, 5].map((line) => problem({ line, message: `Note ${line}.` }));
    const shown = render(report({ problems }));
    for (const said of name === "JSON" ? ["Note 5."] : ["Note 1.", "Note 3.", "2 more like it"])
      expect(shown).toContain(said);
    if (name !== "JSON") expect(shown).not.toContain("Note 4.");
  });

  test("says the same thing once, with all its places", () => {
    const alike = [3, 1, 2].map((line) =>
      problem({ severity: "warning", file: "f.json", line, column: 1, message: "The same." }),
    );
    const shown = render(report({ problems: alike }));
    if (name !== "JSON") expect(shown.split("The same.").length - 1).toBe(1);
    for (const { line } of alike)
      expect(shown).toContain(name === "JSON" ? `"line": ${line}` : `f.json:${line}`);
  });
});

test("no view counts one thing as several", () => {
  const nouns = "scenarios|requests|runs|budgets|problems|warnings|errors|notes|others|tokens";
  for (const shown of Object.values(samples))
    for (const [name, render] of Object.entries({ ...views, annotations: renderAnnotations }))
      expect(render(shown), name).not.toMatch(
        new RegExp(`(^|[^\\d,.])1 (more )?(${nouns})\\b`, "u"),
      );
});

test("no view shows more of a change than cents, or nothing where something changed", () => {
  const causes = ["0.04157", "-0.000012", "0.0099", "12.3456"].map((usd, index) => ({
    kind: (["system", "tools", "messages", "cache"] as const)[index] ?? ("fees" as const),
    usd,
    range: null,
    tokens: 3,
    tokensPerRequest: 3,
    more: 0,
    changes: [],
  }));
  const shown = report({
    scenarios: [scenario("a", { state: "changed", deltaUsd: "12.397058", causes })],
  });
  for (const name of ["comment", "summary", "terminal"]) {
    const text = views[name]?.(shown) ?? "";
    expect(text).toContain("+$0.04");
    expect(text).toContain("under $0.01 less");
    expect(text).toContain("under $0.01 more");
    expect(text).toContain("+$12.35");
    expect(text).not.toMatch(/[+\u2212]\$\d+\.\d\d\d|[+\u2212]\$0\.00|\$0\.00\b/u);
  }
});
