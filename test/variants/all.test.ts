import { expect, test } from "vitest";
import { runCase } from "../cases.ts";

const { report } = runCase("variants-all");
const monthly = (name: string): number | null => {
  const found = report.scenarios[0]?.variants.find((variant) => variant.name === name);
  return found === undefined || found.monthlyUsd === null ? null : Number(found.monthlyUsd);
};

/** claude-sonnet-5, dollars a million tokens. */
const usd = { input: 2, write5m: 2.5, write1h: 4, read: 0.2, output: 10 };
const runs = 146;
const month = (millionths: number): number => (runs * millionths) / 1e6;
/** The chance that another run began in so many minutes: 146 runs a month are one in five hours. */
const chance = (minutes: number): number => 1 - Math.exp(-minutes / 300);

/** Of one run: what both requests pay whatever is cached, the question and the answer. */
const rest = (output = 400): number => 2 * (500 * usd.input + output * usd.output);
/** 20,000 tokens, written unless they are alive by chance. */
const first = (write: number, alive: number): number =>
  20_000 * (write * (1 - alive) + usd.read * alive);
const read = 20_000 * usd.read;

test.each<[string, number]>([
  ["no-cache", rest() + 2 * 20_000 * usd.input],
  // Each use is alive for five minutes: ten after 0:00 and 0:10.
  ["cache-5m", rest() + 2 * first(usd.write5m, chance(10))],
  // The second request always finds the first one's hour; together they cover 70 minutes.
  ["cache-1h", rest() + first(usd.write1h, chance(70)) + read],
  // The question behind the breakpoint is written too, and never read.
  ["auto-5m", rest() + 2 * first(usd.write5m, chance(10)) + 2 * 500 * (usd.write5m - usd.input)],
  // Two requests at 4:30 and 9:00 read what is cached and pay the question; 0:00 to 15:00 is covered.
  ["keep-alive", rest() + first(usd.write5m, chance(15)) + read + 2 * (read + 500 * usd.input)],
  ["best", rest() + first(usd.write1h, chance(70)) + read],
  ["batch", (rest() + 2 * 20_000 * usd.input) / 2],
  // Half of the requests of a batch read the cache.
  ["batch+cache", (rest() + 2 * first(usd.write5m, 0.5)) / 2],
  // 400 tokens times the vendor's index (billing.md §3a).
  ["effort:low", rest(188) + 2 * first(usd.write5m, chance(10))],
  ["effort:medium", rest(296) + 2 * first(usd.write5m, chance(10))],
  ["effort:high", rest() + 2 * first(usd.write5m, chance(10))],
  ["effort:xhigh", rest(964) + 2 * first(usd.write5m, chance(10))],
  ["effort:max", rest(2_236) + 2 * first(usd.write5m, chance(10))],
])("%s", (name, millionths) => {
  expect(monthly(name)).toBeCloseTo(month(millionths), 6);
});

test("a share of runs on another model: each keeps its own cache, at its share of the traffic", () => {
  const haiku = { input: 0.1, write5m: 0.125, read: 0.01, output: 0.5 };
  const side = (share: number, rates: typeof haiku): number => {
    const alive = 1 - Math.exp((-share * 10) / 300);
    return (
      share *
      2 *
      (500 * rates.input +
        400 * rates.output +
        20_000 * (rates.write5m * (1 - alive) + rates.read * alive))
    );
  };
  expect(monthly("route:30%:claude-haiku-5-5")).toBeCloseTo(
    month(side(0.7, usd) + side(0.3, haiku)),
    6,
  );
});

test("a variant that cannot be had says why", () => {
  const found = report.scenarios[0]?.variants.find(({ name }) => name === "auto-1h");
  expect(found).toMatchObject({
    monthlyUsd: null,
    whyNot: expect.stringContaining("1h must not come behind it"),
  });
});

test("`models` is every current model but the scenario's own", () => {
  const models = report.scenarios[0]?.variants
    .map(({ name }) => name)
    .filter((name) => name.startsWith("model:"));
  expect(models).toContain("model:claude-opus-5-5");
  expect(models).not.toContain("model:claude-sonnet-5");
  expect(models).not.toContain("model:claude-opus-4-1");
  expect(models?.length).toBeGreaterThan(10);
});
