import { describe, expect, test } from "vitest";
import { digest } from "../../../src/io/hash.ts";
import type { Report, ReportedBudget } from "../../../src/report/report.ts";
import { renderComment } from "../../../src/report/views/comment.ts";
import { budget, report, scenario } from "../parts.ts";

const stamp = { key: "promptcost.yml", head: "0".repeat(40), run: 1, attempt: 1 };
const comment = (shown: Report): string => renderComment(shown, { stamp, digest });

describe("where accepting alone does not let it pass", () => {
  const increase = budget({ kind: "increase", over: true, verdict: "fail", accept: "up-to $413" });
  const monthly = budget({
    kind: "monthly",
    limitUsd: "2000",
    actualUsd: "2100",
    over: true,
    verdict: "fail",
    accept: null,
    file: "promptcost.yml",
    line: 9,
  });
  const failing = (count: number, ...budgets: readonly ReportedBudget[]): Report =>
    report({
      verdict: "fail",
      scenarios: Array.from({ length: count }, (_, index) =>
        scenario(`s${index}`, { state: "changed", deltaUsd: "412.3", budgets: [...budgets] }),
      ),
    });

  test("the budgets that no comment covers are named", () => {
    const shown = comment(failing(1, increase, monthly));
    expect(shown).toContain(
      "can accept the increase by a comment. The budget that no comment covers must be changed, " +
        "too: s0, $2,000 a month ([`promptcost.yml:9`](",
    );
    expect(shown).toContain("/promptcost accept s0 up-to $413");
    expect(comment(failing(1, increase))).not.toContain("must be changed");
    expect(comment(failing(1, { ...monthly, verdict: "warn" }, increase))).not.toContain(
      "must be changed",
    );
  });

  test("nothing is offered where nothing can be accepted", () => {
    expect(comment(failing(1, monthly))).not.toContain("/promptcost accept");
  });

  test("what is left out of a long list is counted", () => {
    const shown = comment(failing(5, increase, monthly));
    expect(shown).toContain("and 2 more scenarios likewise");
    expect(shown).toContain("; 2 more.");
  });
});
