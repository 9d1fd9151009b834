/** The traffic that costs are compared at, runs an hour. */
const [lowest, decades, perDecade] = [0.01, 6, 4];

/** From 0.01 to 10,000 runs an hour, four to a factor of ten, to 3 significant digits. */
export const rateGrid: readonly number[] = Array.from(
  { length: decades * perDecade + 1 },
  (_, index) => Number((lowest * 10 ** (index / perDecade)).toPrecision(3)),
);
