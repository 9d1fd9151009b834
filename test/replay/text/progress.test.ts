import { describe, expect, test } from "vitest";
import { createProgress } from "../../../src/replay/text/progress.ts";

/** What is written when the n-th of 100 requests is answered, at a time in seconds. */
function tellAt(
  isTerminal: boolean,
  moments: readonly (readonly [done: number, seconds: number])[],
): readonly string[] {
  const said: string[] = [];
  let seconds = 0;
  const progress = createProgress({
    isTerminal,
    warn: (text) => said.push(text),
    now: () => seconds * 1000,
  });
  for (const [done, at] of moments) {
    seconds = at;
    progress({ done, of: 100, spent: 250_000_000_000n, cap: 2_000_000_000_000n });
  }
  return said;
}

describe("progress", () => {
  test(
    "without a terminal: a line a minute, and the last one; done, spent, and the time " +
      "left by the pace so far",
    () => {
      const said = tellAt(false, [
        [1, 1],
        [10, 59],
        [20, 61],
        [21, 62],
        [30, 122],
        [100, 130],
      ]);
      expect(said).toEqual([
        "20 of 100 answered, $0.25 of $2 spent, about 5 min left\n",
        "30 of 100 answered, $0.25 of $2 spent, about 5 min left\n",
        "100 of 100 answered, $0.25 of $2 spent\n",
      ]);
    },
  );

  test("on a terminal: one line, written over, at most five times a second", () => {
    const said = tellAt(true, [
      [1, 0.5],
      [2, 0.6],
      [3, 0.8],
      [100, 1],
    ]);
    expect(said.map((text) => text.trim())).toEqual([
      "1 of 100 answered, $0.25 of $2 spent, about 50 s left",
      "3 of 100 answered, $0.25 of $2 spent, about 26 s left",
      "100 of 100 answered, $0.25 of $2 spent",
    ]);
    expect(said.every((text) => text.startsWith("\r"))).toBe(true);
    expect(said.map((text) => text.endsWith("\n"))).toEqual([false, false, true]);
  });
});
