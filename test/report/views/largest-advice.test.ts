import * as fc from "fast-check";
import { expect, test } from "vitest";
import { formatUsd } from "../../../src/money.ts";
import type { ReportedAdvice, ReportedScenario } from "../../../src/report/report.ts";
import { adviceFor, largestAdvice } from "../../../src/report/views/words/advice.ts";
import { report, scenario } from "../parts.ts";

const micro = 1_000_000n;

/** Advice that saves a part of what a scenario costs, in thousandths; 0: it saves nothing. */
const parts = fc.array(
  fc.record({
    thousandths: fc.integer({ min: 0, max: 1000 }),
    code: fc.constantFrom("use-batch" as const, "smaller-model" as const, "change-ttl" as const),
    confidence: fc.constantFrom("certain" as const, "likely" as const, "possible" as const),
  }),
  { maxLength: 3 },
);

const scenarios = fc.array(
  fc.record({
    cost: fc.oneof(fc.constantFrom(0n, 10n), fc.bigInt({ min: 0n, max: 10_000_000n })),
    basis: fc.constantFrom("month" as const, "run" as const),
    parts,
  }),
  { maxLength: 8 },
);

function build(
  given: { cost: bigint; basis: "month" | "run"; parts: readonly Part[] },
  index: number,
): ReportedScenario {
  const usd = formatUsd(given.cost * micro);
  const isMonth = given.basis === "month";
  return scenario(`s${index}`, {
    basis: given.basis,
    monthlyUsd: isMonth ? usd : null,
    perRunUsd: isMonth ? "0" : usd,
    advice: given.parts.map(({ thousandths, code, confidence }): ReportedAdvice => {
      const saving = (given.cost * micro * BigInt(thousandths)) / 1000n;
      return {
        code,
        confidence,
        savingUsd: saving === 0n ? null : formatUsd(saving),
        costUsd: null,
        change: "do something else",
        place: { file: null, line: null, column: null, path: null },
        block: null,
        docs: "",
      };
    }),
  });
}

interface Part {
  readonly thousandths: number;
  readonly code: "use-batch" | "smaller-model" | "change-ttl";
  readonly confidence: "certain" | "likely" | "possible";
}

test("the largest saving is the one that is found by reading all advice", () => {
  fc.assert(
    fc.property(scenarios, (given) => {
      const shown = report({ scenarios: given.map(build) });
      const cent = 10_000_000_000n;
      const all = adviceFor(shown.scenarios).filter(({ saving }) => saving >= cent);
      const expected =
        all.find(({ advice }) => advice.confidence !== "possible" || advice.code === "use-batch") ??
        all[0] ??
        null;
      expect(largestAdvice(shown)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test("advice of scenarios that cost less than what is found is not worked out", () => {
  const part: Part = { thousandths: 500, code: "use-batch", confidence: "possible" };
  const dear = build({ cost: 10_000_000n, basis: "month", parts: [part] }, 0);
  const cheap: ReportedScenario = {
    ...build({ cost: 4_000_000n, basis: "month", parts: [] }, 1),
    get advice(): ReportedAdvice[] {
      throw new Error("nobody needs it");
    },
  };
  expect(largestAdvice(report({ scenarios: [cheap, dear] }))?.scenario.id).toBe("s0");
});
