import { describe, expect, test } from "vitest";
import { createPriceBook } from "../../src/models/price-book.ts";
import { formatUsd } from "../../src/money.ts";
import type { MeasuredScenario } from "../../src/projection/projection.ts";
import { project } from "../../src/projection/project.ts";
import { type Piece, runOf, scenarioOf, trafficOf } from "./scenario.ts";

const book = createPriceBook();
const asOf = "2026-11-24";
function bill(scenario: MeasuredScenario) {
  return project({ scenario, neighbours: [], book, asOf });
}

function main(mark: Piece["mark"] | null = "5m"): readonly Piece[] {
  return [
    { level: "tools", name: "tools", tokens: 900 },
    { level: "system", name: "policy", tokens: 18_240, ...(mark === null ? {} : { mark }) },
    { name: "question", tokens: 120 },
  ];
}
function changed(mark: Piece["mark"] | null = "5m"): readonly Piece[] {
  return [
    { level: "tools", name: "tools", tokens: 900 },
    { level: "tools", name: "lookup_order", tokens: 412 },
    {
      level: "system",
      name: "policy with a time",
      tokens: 18_431,
      changes: "request",
      ...(mark === null ? {} : { mark }),
    },
    { name: "question", tokens: 120 },
  ];
}
function scenario(pieces: readonly Piece[], more = {}) {
  return scenarioOf([runOf("question", [{ pieces, output: 310 }])], trafficOf(200_000), more);
}

/** shared/examples: claude-sonnet-5, 200k runs a month as Poisson. */
describe("the worked example", () => {
  test("on main a run costs 7,168 millionths and a month $1,433.60", () => {
    const projection = bill(scenario(main()));
    expect(formatUsd(projection.usdPerRun)).toMatch(/^0\.00716800/);
    expect(Number(projection.usdPerMonth) / 1e12).toBeCloseTo(1433.6, 4);
  });
  test("warm, it is 7,168 millionths to the pico-dollar", () => {
    const projection = bill(scenarioOf([runOf("question", [{ pieces: main(), output: 310 }])]));
    expect(projection.usdPerRun).toBe(7_168_000_000n);
    expect(projection.usdPerMonth).toBeNull();
    expect(projection.coldUsdPerRun).toBe(BigInt(19_140 * 2.5 + 240 + 3_100) * 1_000_000n);
  });
  test("the pull request's run costs 52,697.5 millionths, to the pico-dollar", () => {
    const projection = bill(scenario(changed()));
    expect(projection.usdPerRun).toBe(52_697_500_000n);
    expect(formatUsd(projection.usdPerMonth ?? 0n)).toBe("10539.5");
    expect(projection.hitRate).toEqual({ n: 0n, d: 1n });
  });
  test("without cache $8,565, in a batch $4,283, cached for an hour $16,462", () => {
    expect(formatUsd(bill(scenario(changed(null))).usdPerMonth ?? 0n)).toBe("8565.2");
    expect(formatUsd(bill(scenario(changed(null), { tier: "batch" })).usdPerMonth ?? 0n)).toBe(
      "4282.6",
    );
    expect(formatUsd(bill(scenario(changed("1h"))).usdPerMonth ?? 0n)).toBe("16462.4");
  });
});
