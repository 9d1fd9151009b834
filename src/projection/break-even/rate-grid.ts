/** The traffic that costs are compared at, runs an hour. */
const [lowest, decades] = [0.01, 6];

/** Rates from 0.01 to 10,000 runs an hour, at equal factors, to 3 significant digits. */
export function rateGrid(perDecade: number): readonly number[] {
  return Array.from({ length: decades * perDecade + 1 }, (_, index) =>
    Number((lowest * 10 ** (index / perDecade)).toPrecision(3)),
  );
}
