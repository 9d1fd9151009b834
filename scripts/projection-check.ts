/**
 * Compares what the product projects with an independent simulation of the cache, over a grid and
 * over random scenarios: `npm run projection-check [-- --random 175 --seed 1]`. Fails where a cost
 * or a hit rate is off by more than 1 %.
 */
import { parseArgs } from "node:util";
import { arrivalKinds, gridCases, type ArrivalKind, type Case } from "./projection-check/cases.ts";
import { compareCase, type Comparison } from "./projection-check/compare.ts";
import { randomCase } from "./projection-check/random-cases.ts";

const { values } = parseArgs({
  options: {
    random: { type: "string", default: "175" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    show: { type: "boolean", default: false },
  },
});
const rates = [0.1, 2, 12, 60, 1_000];
/** A schedule has to be simulated week by week. */
const mostOf = (kind: ArrivalKind): number => (kind === "schedule" ? 12 : Infinity);
const count = Number(values.random);
/** Four in seven by Poisson, the others one after the other. */
const kindOf = (index: number): ArrivalKind =>
  (index % 7 < 4 ? "poisson" : arrivalKinds[1 + (index % arrivalKinds.slice(1).length)]) ??
  "poisson";
const cases: readonly Case[] = [
  ...arrivalKinds.flatMap((kind) =>
    rates.flatMap((rate) => (rate <= mostOf(kind) ? gridCases(kind, rate) : [])),
  ),
  ...Array.from({ length: count }, (_, index) =>
    randomCase(Number(values.seed) * 100_000 + index, kindOf(index)),
  ),
].filter(({ name }) => name.includes(values.only));

const all: Comparison[] = [];
for (const made of cases) {
  const compared = compareCase(made);
  all.push(compared);
  if (compared.isBeyond || values.show) console.log(compared.text);
}
for (const kind of ["grid", "random"].flatMap((from) =>
  arrivalKinds.map((each) => [from, each] as const),
)) {
  const [from, arrivals] = kind;
  const own = all.filter(
    ({ made }) =>
      made.name.startsWith("random") === (from === "random") && made.name.includes(arrivals),
  );
  if (own.length === 0) continue;
  const worst = own.reduce((most, each) => (each.error > most.error ? each : most));
  console.log(
    `${from}, ${arrivals}: ${own.length} scenarios, largest error ${(worst.error * 100).toFixed(2)} %` +
      ` (${worst.made.name}), ${own.filter(({ isBeyond }) => isBeyond).length} beyond 1 %`,
  );
}
const simulated = all.filter(({ isSimulated }) => isSimulated).map(({ ms }) => ms);
simulated.sort((a, b) => a - b);
console.log(
  `${simulated.length} of ${all.length} simulated: median ${simulated[simulated.length >> 1]?.toFixed(0)} ms, ` +
    `longest ${simulated.at(-1)?.toFixed(0)} ms a scenario`,
);
if (all.some(({ isBeyond }) => isBeyond)) process.exitCode = 1;
