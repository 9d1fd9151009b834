import * as fc from "fast-check";
import type { MeasuredRun } from "../../src/projection/projection.ts";
import { runOf, type Ask, type Piece } from "./scenario.ts";

function piece(level: "tools" | "system" | "messages"): fc.Arbitrary<Piece> {
  return fc.record(
    {
      level: fc.constant(level),
      name: fc.constantFrom("x", "y", "z"),
      tokens: fc.constantFrom(3, 900, 2048, 20_000),
      mark: fc.constantFrom<"5m" | "1h">("5m", "1h"),
      changes: fc.constantFrom<"request" | "run" | "day" | 3>("request", "run", "day", 3),
    },
    { requiredKeys: ["level", "name", "tokens"] },
  );
}

/**
 * The API refuses a 1h marker behind a 5m one, and more than four; here the later ones are left
 * out.
 */
function allowed(pieces: readonly Piece[]): readonly Piece[] {
  let left = 4;
  let short = false;
  return pieces.map(({ mark, ...rest }) => {
    if (mark === undefined || left === 0 || (short && mark === "1h")) return rest;
    left -= 1;
    short ||= mark === "5m";
    return { ...rest, mark };
  });
}

const ask: fc.Arbitrary<Ask> = fc.record({
  model: fc.constantFrom("claude-sonnet-5", "claude-haiku-4-5"),
  output: fc.constantFrom(0, 1, 300),
  webSearches: fc.constantFrom(0, 2),
  pieces: fc
    .tuple(
      fc.array(piece("tools"), { maxLength: 2 }),
      fc.array(piece("system"), { maxLength: 2 }),
      fc.array(piece("messages"), { minLength: 1, maxLength: 3 }),
    )
    .map(([tools, system, messages]) => allowed([...tools, ...system, ...messages])),
});

/** Small runs of all that changes what a cache does. */
export const anyRuns: fc.Arbitrary<readonly MeasuredRun[]> = fc
  .array(
    fc.record({
      asks: fc.array(ask, { minLength: 1, maxLength: 3 }),
      gap: fc.constantFrom(0, 5_000, 200_000, 400_000),
      weight: fc.constantFrom(1, 3, 0.5),
    }),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((drawn) =>
    drawn.map(({ asks, gap, weight }, run) =>
      runOf(
        `r${run}`,
        asks.map((each, index) => ({ ...each, offset: index * gap })),
        weight,
      ),
    ),
  );
