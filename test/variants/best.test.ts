import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ttl } from "../../src/api/cache-control.ts";
import { createPriceBook } from "../../src/models/price-book.ts";
import { project } from "../../src/projection/project.ts";
import type { MeasuredScenario } from "../../src/projection/projection.ts";
import { findBest } from "../../src/variants/best/best.ts";
import { withBreakpoints, type Place, type Spot } from "../../src/variants/places.ts";
import { runOf, scenarioOf, trafficOf, type Ask, type Piece } from "../projection/scenario.ts";

const book = createPriceBook();
const projectAlone = (scenario: MeasuredScenario) =>
  project({ scenario, neighbours: [], book, asOf: "2026-11-24" });
const costOf = (scenario: MeasuredScenario): bigint => {
  const { usdPerMonth, usdPerRun } = projectAlone(scenario);
  return usdPerMonth ?? usdPerRun;
};

/** Every choice of at most four spots with lifetimes the API takes. */
function everyChoice(spots: readonly Spot[]): readonly (readonly Place[])[] {
  const found: (readonly Place[])[] = [];
  const extend = (chosen: readonly Place[], from: number, ttls: readonly Ttl[]): void => {
    found.push(chosen);
    if (chosen.length === 4) return;
    for (let at = from; at < spots.length; at += 1) {
      const spot = spots[at];
      if (spot === undefined) continue;
      for (const ttl of ttls)
        extend([...chosen, { spot, ttl }], at + 1, ttl === "5m" ? ["5m"] : ttls);
    }
  };
  extend([], 0, ["1h", "5m"]);
  return found;
}

function piece(level: "tools" | "system" | "messages"): fc.Arbitrary<Piece> {
  return fc.record(
    {
      level: fc.constant(level),
      name: fc.constantFrom("x", "y"),
      tokens: fc.constantFrom(3, 600, 2048, 20_000),
      changes: fc.constantFrom<"request" | "run" | "day" | 3>("request", "run", "day", 3),
    },
    { requiredKeys: ["level", "name", "tokens"] },
  );
}

/** Prompts with as many blocks of each level, so that every block is a spot in all of them. */
const asks: fc.Arbitrary<readonly Ask[]> = fc
  .tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 }), fc.integer({ min: 1, max: 2 }))
  .chain(([tools, system, messages]) =>
    fc.array(
      fc
        .tuple(
          fc.array(piece("tools"), { minLength: tools, maxLength: tools }),
          fc.array(piece("system"), { minLength: system, maxLength: system }),
          fc.array(piece("messages"), { minLength: messages, maxLength: messages }),
        )
        .map(([first, second, third]) => ({ pieces: [...first, ...second, ...third] })),
      { minLength: 1, maxLength: 3 },
    ),
  );

const perMonth = fc.constantFrom(50, 730, 7_300, 200_000);

function spotsOf(pieces: readonly Piece[]): readonly Spot[] {
  const seen = { tools: 0, system: 0, messages: 0 };
  return pieces.map(({ level = "messages" }) => {
    const index = seen[level];
    seen[level] += 1;
    return { kind: "block", level, index };
  });
}

describe("best", () => {
  test("equals brute force on 1,000 random small prompts", () => {
    fc.assert(
      fc.property(
        asks,
        perMonth,
        fc.array(fc.constantFrom(1, 2, 5), { minLength: 3, maxLength: 3 }),
        (kinds, runs, weights) => {
          const scenario = scenarioOf(
            kinds.map((ask, index) => runOf(`run-${index}`, [ask], weights[index])),
            trafficOf(runs),
          );
          const choices = everyChoice(spotsOf(kinds[0]?.pieces ?? []));
          const least = choices
            .map((places) => costOf(withBreakpoints(scenario, places)))
            .reduce((a, b) => (a < b ? a : b));
          const found = findBest(scenario, { project: projectAlone, book });
          expect(costOf(found.scenario)).toBe(least);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("equals brute force over conversations that grow, ends of requests included", () => {
    fc.assert(
      fc.property(
        fc.array(piece("system"), { minLength: 1, maxLength: 2 }),
        fc.array(
          fc.record({
            tokens: fc.constantFrom(40, 700, 3_000),
            gap: fc.constantFrom(10, 400, 4_000),
          }),
          { minLength: 2, maxLength: 3 },
        ),
        perMonth,
        (system, turns, runs) => {
          const scenario = chat(system, turns, runs);
          const spots: readonly Spot[] = [
            ...spotsOf(system),
            ...turns.map((_, index): Spot => ({ kind: "block", level: "messages", index })),
          ];
          const ends: readonly (readonly Place[])[] = [
            [],
            ...(["5m", "1h"] as const).flatMap((ttl): readonly (readonly Place[])[] => {
              const end: Place = { spot: { kind: "end" }, ttl };
              return [[end], [{ spot: { kind: "behind" }, ttl }, end]];
            }),
          ];
          const least = everyChoice(spots)
            .flatMap((places) =>
              ends
                .filter((end) => places.length + end.length <= 4)
                .map((end) => costOf(withBreakpoints(scenario, [...places, ...end]))),
            )
            .reduce((a, b) => (a < b ? a : b));
          const found = findBest(scenario, { project: projectAlone, book });
          expect(Number(costOf(found.scenario)) / Number(least)).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("is never dearer than as written", () => {
    const marked = fc
      .tuple(
        asks,
        fc.array(fc.constantFrom<Ttl | null>("5m", null), { minLength: 6, maxLength: 6 }),
      )
      .map(([kinds, marks]) =>
        kinds.map(({ pieces }) => ({
          pieces: pieces.map((each, index) => {
            const mark = marks[index] ?? null;
            return mark === null ? each : { ...each, mark };
          }),
        })),
      );
    fc.assert(
      fc.property(
        marked,
        perMonth,
        fc.constantFrom("poisson", "steady"),
        (kinds, runs, arrivals) => {
          const scenario = scenarioOf(
            kinds.map((ask, index) => runOf(`run-${index}`, [ask])),
            trafficOf(runs, arrivals),
          );
          const found = findBest(scenario, { project: projectAlone, book });
          expect(costOf(found.scenario) <= costOf(scenario)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** A conversation whose requests each bring one message more. */
function chat(
  system: readonly Piece[],
  turns: readonly { readonly tokens: number; readonly gap: number }[],
  runs: number,
): MeasuredScenario {
  const said = turns.map(({ tokens }, turn): Piece => ({ name: `turn ${turn}`, tokens }));
  let offset = 0;
  const conversation = turns.map(({ gap }, turn): Ask => {
    const ask = {
      offset: offset * 1_000,
      pieces: [
        ...system.map((each): Piece => ({ ...each, level: "system" })),
        ...said.slice(0, turn + 1),
      ],
    };
    offset += gap;
    return ask;
  });
  return scenarioOf([runOf("chat", conversation)], trafficOf(runs));
}
