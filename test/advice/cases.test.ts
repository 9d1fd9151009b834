import { describe, expect, test } from "vitest";
import { adviceCodes } from "../../src/advice/advice.ts";
import { formatUsd, parseUsd } from "../../src/money.ts";
import type { Report } from "../../src/report/report.ts";
import { adviceCases, runCase } from "../cases.ts";

/**
 * A case for each code, in fixtures/advice/<code>. A scenario `x-changed` is `x` with the advice
 * followed in its files; where none can be, a variant of `x` is. In a scenario `no-…` the kind has
 * nothing to say.
 */
type Reported = Report["scenarios"][number];

function pico(usd: string | null | undefined): bigint {
  const amount = usd === null || usd === undefined ? null : parseUsd(usd);
  if (amount === null) throw new Error(`no amount: ${String(usd)}`);
  return amount;
}

/** What a scenario costs, a month or, without traffic, a run. */
function costOf({ monthlyUsd, perRunUsd }: Pick<Reported, "monthlyUsd" | "perRunUsd">): bigint {
  return pico(monthlyUsd ?? perRunUsd);
}

describe.each(adviceCases)("%s", (name) => {
  const { scenarios } = runCase(`advice/${name}`).report;
  const codes = ({ advice }: Reported): readonly string[] => advice.map(({ code }) => code);
  const silent = scenarios.filter(({ id }) => id.startsWith("no-"));
  const changes = scenarios.filter(({ id }) => id.endsWith("-changed"));
  const fires = scenarios.filter(
    (scenario) => !silent.includes(scenario) && !changes.includes(scenario),
  );

  test("is a code of advice", () => {
    expect(adviceCodes).toContain(name);
    expect(fires.length).toBeGreaterThan(0);
    expect(silent.length).toBeGreaterThan(0);
  });

  test.each(fires.map(({ id }) => id))("%s: saves what two full checks differ by", (id) => {
    const written = scenarios.find((scenario) => scenario.id === id);
    const given = written?.advice.find(({ code }) => code === name);
    if (written === undefined || given === undefined) throw new Error(`no ${name} for ${id}`);
    if (given.savingUsd === null) return;
    const changed =
      changes.find((scenario) => scenario.id === `${id}-changed`) ??
      written.variants.find(({ whyNot }) => whyNot === null);
    if (changed === undefined) throw new Error(`nothing to hold the saving of ${id} against`);
    expect(given.savingUsd).toBe(formatUsd(costOf(written) - costOf(changed)));
  });

  test.each([...silent, ...changes].map(({ id }) => id))("%s: has nothing to say", (id) => {
    const found = scenarios.find((scenario) => scenario.id === id);
    expect(found === undefined ? [] : codes(found)).not.toContain(name);
  });
});

test("at most three pieces of advice a scenario, the largest saving first", () => {
  for (const name of adviceCases)
    for (const { advice } of runCase(`advice/${name}`).report.scenarios) {
      expect(advice.length).toBeLessThanOrEqual(3);
      const savings = advice.flatMap(({ savingUsd }) =>
        savingUsd === null ? [] : [pico(savingUsd)],
      );
      expect(savings).toEqual([...savings].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
      expect(savings.every((saving) => saving > 0n)).toBe(true);
    }
});
