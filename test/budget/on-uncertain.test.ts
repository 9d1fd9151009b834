import { expect, test } from "vitest";
import { relaxBudget, relaxUncertain, verdictOfLimit } from "../../src/budget/limits/limits.ts";
import { budgetActions, uncertainActions } from "../../src/config/config.ts";
import { budgetOf } from "./budget-of.ts";

const verdicts = ["pass", "warn", "fail"];

test.each([
  ["judge", true, "fail", "fail"],
  ["judge", true, "warn", "warn"],
  ["judge", false, "fail", "pass"],
  ["pass", true, "fail", "pass"],
  ["pass", false, "fail", "pass"],
  ["warn", true, "fail", "warn"],
  ["warn", false, "fail", "warn"],
  ["fail", true, "fail", "fail"],
  ["fail", false, "fail", "fail"],
  // A budget that only warns never fails for being unsure.
  ["fail", false, "warn", "warn"],
] as const)("%s, over is %s, action %s: %s", (onUncertain, over, action, verdict) => {
  expect(verdictOfLimit({ over, uncertain: true, action, onUncertain })).toBe(verdict);
});

test("what is sure is judged by its figure, whatever is said of what is not", () => {
  for (const onUncertain of uncertainActions)
    for (const action of budgetActions) {
      const sure = { uncertain: false, action, onUncertain };
      expect(verdictOfLimit({ ...sure, over: true })).toBe(action);
      expect(verdictOfLimit({ ...sure, over: false })).toBe("pass");
    }
});

test("over comes to no less than under, for every action", () => {
  for (const onUncertain of uncertainActions)
    for (const action of budgetActions) {
      const rank = (over: boolean): number =>
        verdicts.indexOf(verdictOfLimit({ over, uncertain: true, action, onUncertain }));
      expect(rank(true)).toBeGreaterThanOrEqual(rank(false));
    }
});

test.each([
  ["judge", "pass", true],
  ["judge", "warn", true],
  ["judge", "fail", false],
  ["pass", "judge", false],
  ["pass", "fail", false],
  ["warn", "judge", true],
  ["warn", "pass", true],
  ["warn", "fail", false],
  ["fail", "judge", true],
  ["fail", "warn", true],
  ["fail", "pass", true],
  ["fail", "fail", false],
] as const)("%s → %s is laxer: %s", (before, after, isLaxer) => {
  const found = isLaxer ? [{ path: ["on-uncertain"], from: before, to: after }] : [];
  expect(relaxUncertain(before, after)).toEqual(found);
  // The same whether the file or the budget says it; what the file alone says is said once.
  const [own, other] = [budgetOf({ onUncertain: before }), budgetOf({ onUncertain: after })];
  const defaults = { before, after };
  expect(relaxBudget(own, other, { before: "judge", after: "judge" })).toEqual(found);
  expect(relaxBudget(budgetOf({}), other, defaults)).toEqual(found);
  expect(relaxBudget(own, budgetOf({}), defaults)).toEqual(found);
  expect(relaxBudget(budgetOf({}), budgetOf({}), defaults)).toEqual([]);
});
