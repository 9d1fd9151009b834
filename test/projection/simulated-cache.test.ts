import { expect, test } from "vitest";
import { compareCase } from "../../scripts/projection-check/compare.ts";
import { gridCases, type Case } from "../../scripts/projection-check/cases.ts";
import { projectCase } from "../../scripts/projection-check/product.ts";
import { randomCase } from "../../scripts/projection-check/random-cases.ts";
import { createRandom, decay, drawExponential } from "../../src/projection/simulation/random.ts";
import { createRunQueue } from "../../src/projection/simulation/run-queue.ts";

const rates = [0.5, 12];

function gridCase(name: string, rate: number): Case {
  const found = gridCases("poisson", rate).find((made) => made.name.startsWith(`${name},`));
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
}

test.each(["mixed TTLs", "mixed TTLs in a run", "unmarked hits", "values, unmarked hits"])(
  "%s: within a hundredth of a simulation that was written apart",
  (name) => {
    for (const rate of rates) {
      const { isSimulated, error, text } = compareCase(gridCase(name, rate));
      expect(isSimulated, text).toBe(true);
      expect(error, text).toBeLessThan(0.01);
    }
  },
);

test("random scenarios of runs, TTLs, places, values and neighbours: within 1 %", () => {
  const compared = [3, 27].map((seed) => compareCase(randomCase(seed, "poisson")));
  for (const { error, text } of compared) expect(error, text).toBeLessThan(0.01);
  expect(compared.some(({ isSimulated }) => isSimulated)).toBe(true);
});

test("where the formula holds nothing is simulated, and it is 1 − e^(−λ · TTL)", () => {
  for (const rate of rates) {
    const { isSimulated, hitRate, tokens } = projectCase(gridCase("one request, 5m", rate));
    const [cached = 0, question = 0] = tokens[0]?.[0]?.[0] ?? [];
    expect(isSimulated).toBe(false);
    const expected = (1 - Math.exp(-rate / 12)) * (cached / (cached + question));
    expect(Math.abs(hitRate - expected)).toBeLessThan(1e-9);
  }
});

test("the random numbers are these, wherever they are drawn", () => {
  const random = createRandom(1);
  const drawn = Array.from({ length: 4 }, () => random());
  expect(drawn).toMatchInlineSnapshot(`
    [
      393288148,
      2174103013,
      3814759091,
      2092745082,
    ]
  `);
  const exponential = createRandom(2);
  expect(Array.from({ length: 3 }, () => drawExponential(exponential))).toMatchInlineSnapshot(`
    [
      0.012989026065072648,
      0.443746638257411,
      1.1859711092025913,
    ]
  `);
});

test("exponential numbers have mean 1 and the tail e^(−x)", () => {
  const random = createRandom(7);
  const drawn = Array.from({ length: 200_000 }, () => drawExponential(random));
  const shareAbove = (x: number) => drawn.filter((each) => each > x).length / drawn.length;
  expect(Math.abs(drawn.reduce((sum, each) => sum + each, 0) / drawn.length - 1)).toBeLessThan(
    0.01,
  );
  for (const x of [0.1, 1, 3]) expect(Math.abs(shareAbove(x) - Math.exp(-x))).toBeLessThan(0.005);
  for (const x of [0, 0.01, 0.7, 5, 39]) expect(decay(x) / Math.exp(-x)).toBeCloseTo(1, 10);
});

test("a queue gives its items by time", () => {
  const random = createRandom(3);
  const queue = createRunQueue();
  const times = Array.from({ length: 1_000 }, () => random());
  for (const [item, time] of times.entries()) queue.push(time, item);
  queue.shift(1);
  const taken = times.map(() => {
    const time = queue.earliest();
    return [time + 1, times[queue.pop()]];
  });
  const sorted = times.toSorted((a, b) => a - b);
  expect(taken).toEqual(sorted.map((time) => [time, time]));
  expect([queue.earliest(), queue.pop()]).toEqual([Infinity, -1]);
});
