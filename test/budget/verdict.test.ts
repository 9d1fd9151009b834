import { describe, expect, test } from "vitest";
import type { JudgedLimit } from "../../src/budget/limits/limits.ts";
import { exitCode, verdictOf, worstVerdict } from "../../src/budget/verdict.ts";
import { exact, judgeOne } from "./limits/judge-one.ts";

describe("the verdict", () => {
  const over = (action: "fail" | "warn"): JudgedLimit =>
    judgeOne({ monthly: 0n, action }, { monthly: exact(1n) });
  const under = (action: "fail" | "warn"): JudgedLimit =>
    judgeOne({ monthly: 1n, action }, { monthly: exact(1n) });

  test("is the worst of what is exceeded", () => {
    expect(verdictOf([])).toBe("pass");
    expect(verdictOf([under("fail"), under("warn")])).toBe("pass");
    expect(verdictOf([over("warn"), under("fail")])).toBe("warn");
    expect(verdictOf([over("warn"), over("fail")])).toBe("fail");
    expect(verdictOf([judgeOne({ monthly: 0n }, {})])).toBe("pass");
    expect(worstVerdict([])).toBe("pass");
    expect(worstVerdict(["pass", "fail", "warn"])).toBe("fail");
    expect(worstVerdict(["error", "fail"])).toBe("error");
  });

  test("and its exit code", () => {
    expect((["pass", "warn", "fail", "error"] as const).map(exitCode)).toEqual([0, 0, 1, 2]);
  });
});
