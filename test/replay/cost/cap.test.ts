import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCap } from "../../../src/replay/cost/cap.ts";

interface Ask {
  readonly bound: bigint;
  /** What the answer costs, never over the bound; null: refused; "lost": nobody knows. */
  readonly end: bigint | null | "lost";
  readonly turns: number;
}

const ask: fc.Arbitrary<Ask> = fc
  .record({
    bound: fc.bigInt(1n, 100n),
    part: fc.integer({ min: 0, max: 100 }),
    how: fc.constantFrom("answered", "refused", "lost"),
    turns: fc.nat(5),
  })
  .map(({ bound, part, how, turns }) => ({
    bound,
    turns,
    end: how === "answered" ? (bound * BigInt(part)) / 100n : how === "lost" ? "lost" : null,
  }));

describe("the cap", () => {
  test("holds over any schedule of answers, failures and workers, as long as the bounds do", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(ask, { maxLength: 40 }),
        fc.bigInt(0n, 800n),
        fc.integer({ min: 1, max: 16 }),
        async (asks, limit, workers) => {
          const cap = createCap(limit, 0n);
          let inFlight = 0n;
          let started = 0n;
          let next = 0;
          const work = async (): Promise<void> => {
            while (next < asks.length) {
              const one = asks[next];
              next += 1;
              if (one === undefined) return;
              if ((await cap.reserve(one.bound)) !== "go") continue;
              inFlight += one.bound;
              expect(cap.spent() + inFlight <= limit).toBe(true);
              for (let turn = 0; turn < one.turns; turn += 1) await Promise.resolve();
              inFlight -= one.bound;
              if (one.end === null) cap.release(one.bound);
              else if (one.end === "lost") {
                cap.lose(one.bound);
                started += one.bound;
              } else {
                cap.settle(one.bound, one.end);
                started += one.end;
              }
            }
          };
          await Promise.all(Array.from({ length: workers }, work));
          expect([cap.spent(), cap.spent() <= limit]).toEqual([started, true]);
        },
      ),
      { numRuns: 1000, seed: 20_261_124 },
    );
  });

  test("what does not fit waits for what is under way, and is told when it never will", async () => {
    const cap = createCap(10n, 0n);
    expect(await cap.reserve(11n)).toBe("full");
    expect(await cap.reserve(8n)).toBe("go");
    const waits = cap.reserve(5n);
    cap.settle(8n, 2n);
    expect(await waits).toBe("go");
    const never = cap.reserve(9n);
    cap.lose(5n);
    expect([await never, cap.spent()]).toEqual(["full", 7n]);
  });

  test("an answer over its bound stops everything, those that wait too", async () => {
    const cap = createCap(10n, 0n);
    expect(await cap.reserve(8n)).toBe("go");
    const waits = cap.reserve(5n);
    cap.settle(8n, 9n);
    expect([await waits, await cap.reserve(1n)]).toEqual(["stopped", "stopped"]);
  });

  test("what counted in full is under way again, comes to less, and makes room", async () => {
    const cap = createCap(10n, 8n);
    expect(await cap.reserve(3n)).toBe("full");
    cap.resume(8n);
    expect([cap.spent(), cap.tryReserve(3n), cap.tryReserve(2n)]).toEqual([0n, false, true]);
    const waits = cap.reserve(5n);
    cap.settle(8n, 1n);
    expect([await waits, cap.spent(), cap.isStopped()]).toEqual(["go", 1n, false]);
  });

  test("what is under way again and stays without an outcome is spent again", () => {
    const cap = createCap(10n, 8n);
    cap.resume(8n);
    cap.lose(8n);
    expect([cap.spent(), cap.tryReserve(3n), cap.tryReserve(2n)]).toEqual([8n, false, true]);
  });

  test("what earlier calls spent is spent", async () => {
    expect(await createCap(10n, 6n).reserve(5n)).toBe("full");
    expect(await createCap(10n, 6n).reserve(4n)).toBe("go");
  });
});
