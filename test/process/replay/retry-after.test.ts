import { describe, expect, test } from "vitest";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { codesOf } from "../cli.ts";
import { answers, replay, replayBuilt, six, start } from "./six-questions.ts";

/** Each of six requests is refused once for want of room; when it came again, milliseconds. */
async function replayRefused(headers: Readonly<Record<string, string>>, how = replay) {
  const first = new Map<string, number>();
  const waits: number[] = [];
  const moments: number[] = [];
  await using claude = await start((body) => {
    const before = first.get(body);
    const now = performance.now();
    if (before === undefined) {
      first.set(body, now);
      return { kind: "status", status: 429, type: "rate_limit_error", headers };
    }
    waits.push(now - before);
    moments.push(now);
    return answers;
  });
  const root = createRepository({ files: six });
  const outcome = await how(root, claude.url, "--concurrency", "6");
  return { ...outcome, waits, moments, sent: claude.messages().length };
}

describe("what `retry-after` asks for", () => {
  // Which texts ask for nothing usable: test/replay/sending/retry-after.test.ts.
  test.for([
    ["nothing at all", { "retry-after": "" }],
    ["a time that has passed", { "retry-after": "Thu, 01 Jan 2026 00:00:00 GMT" }],
  ] as const)("%s: it pauses by itself, a second at first", async ([, headers]) => {
    const { code, waits, sent } = await replayRefused(headers, replayBuilt);
    expect([code, sent]).toEqual([0, 12]);
    expect(Math.min(...waits)).toBeGreaterThan(950);
    expect(Math.max(...waits)).toBeLessThan(6000);
  });

  test("what is asked is waited, and not all come again in the same moment", async () => {
    const { code, waits, moments } = await replayRefused({ "retry-after": "1.5" }, replayBuilt);
    expect(code).toBe(0);
    expect(Math.min(...waits)).toBeGreaterThan(1450);
    const sorted = moments.toSorted((a, b) => a - b);
    const between = sorted.slice(1).map((moment, index) => moment - (sorted[index] ?? 0));
    // 200 ms are meant; a busy machine is late with some.
    expect(between.filter((ms) => ms > 60).length).toBeGreaterThanOrEqual(2);
  });

  test.for([
    ["seconds", { "retry-after": "259200" }, "3 days"],
    ["a date", { "retry-after": "Fri, 01 Jan 2100 00:00:00 GMT" }, "years"],
  ] as const)(
    "%s far ahead are not waited for: it is refused, and says so",
    async ([, headers, time]) => {
      const { code, stdout, sent } = await replayRefused(headers);
      expect([code, sent, new Set(codesOf(stdout))]).toEqual([2, 6, new Set(["replay-refused"])]);
      const said = `the API asks to wait ${time}, 15 min is the most that is waited`;
      expect(stdout).toContain(`(429 rate_limit_error): ${said}`);
    },
  );
});
