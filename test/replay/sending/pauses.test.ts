import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createCap } from "../../../src/replay/cost/cap.ts";
import { createPauses, pauseUntilStopped } from "../../../src/replay/sending/pauses.ts";

test("requests that are told to wait as long as each other wake one after the other", () => {
  const pause = createPauses(() => 0);
  expect([1000, 1000, 1000].map(pause)).toEqual([1000, 1200, 1400]);
  expect(pause(5000)).toBe(5000);
});

test("nobody wakes earlier than it was told, nor within 200 ms of another", () => {
  const tolds = fc.array(fc.tuple(fc.nat(2000), fc.nat(500)), { maxLength: 30 });
  fc.assert(
    fc.property(tolds, (told) => {
      let now = 0;
      const pause = createPauses(() => now);
      const wakes = told.map(([asked, later]) => {
        now += later;
        const given = pause(asked);
        expect(given).toBeGreaterThanOrEqual(asked);
        return now + given;
      });
      const sorted = wakes.toSorted((a, b) => a - b);
      sorted.slice(1).forEach((wake, index) => {
        expect(wake - (sorted[index] ?? 0)).toBeGreaterThanOrEqual(200);
      });
    }),
  );
});

test("pauses of requests end when everything is stopped; those between looks at a batch do not", async () => {
  const cap = createCap(1n, 0n);
  const wait = pauseUntilStopped(() => new Promise(() => undefined), cap);
  const ended: string[] = [];
  const refused = wait(1e9, "refused").then(() => ended.push("refused"));
  const gap = wait(1e9, "gap").then(() => ended.push("gap"));
  void wait(1e9).then(() => ended.push("batch"));
  await Promise.resolve();
  expect(ended).toEqual([]);
  cap.stop();
  await Promise.all([refused, gap, wait(1e9, "gap")]);
  expect(ended).toEqual(["refused", "gap"]);
});

test("a pause that is over is over while others go on", async () => {
  const wait = pauseUntilStopped(() => Promise.resolve(), createCap(1n, 0n));
  await expect(wait(5, "refused")).resolves.toBeUndefined();
});
