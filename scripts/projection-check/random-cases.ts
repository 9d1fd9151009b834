import { startsAt } from "./cases.ts";
import type { Case, CaseBlock, CaseRequest, CaseRun, CaseScenario } from "./cases.ts";

/** Evenly spread numbers from 0 up to 1, the same for one seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A case of whatever may come together: TTLs, places, offsets, weights, values, neighbours. */
export function randomCase(seed: number, arrivals: CaseScenario["arrivals"]): Case {
  const random = randomNumbers(seed * 7_919 + 17);
  const below = (count: number): number => Math.floor(random() * count);
  const among = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[below(items.length)] ?? items[0];
  const rate = Math.round(10 ** (random() * 4 - 1) * 10) / 10 || 0.1;
  const runsPerHour = arrivals === "schedule" ? Math.min(rate, 12) : rate;
  const systems = Array.from({ length: 1 + below(4) }, (_, index) => ({
    name: `part ${index}`,
    tokens: among([300, 1_200, 2_500, 6_000]),
    changes: random() < 0.12 ? among([2, 4, 40]) : null,
  }));
  const offsets = [0, 10_000, 45_000, 240_000, 300_000, 400_000, 2_400_000, 4_000_000] as const;

  const blocksOf = (run: number, index: number): readonly CaseBlock[] => {
    const used = systems.slice(0, 1 + below(systems.length));
    const own: readonly CaseBlock[] =
      random() < 0.3
        ? [{ level: "system", name: `of ${run}`, tokens: 1_500, mark: null, changes: null }]
        : [];
    const filler: readonly CaseBlock[] =
      random() < 0.1
        ? Array.from({ length: 12 + below(14) }, (_, at) => ({
            level: "system" as const,
            name: `filler ${at}`,
            tokens: 20,
            mark: null,
            changes: null,
          }))
        : [];
    const messages = Array.from({ length: index + 1 }, (_, at): CaseBlock => ({
      level: "messages",
      name: `message ${at}`,
      tokens: 400,
      mark: null,
      changes: null,
    }));
    const all: readonly CaseBlock[] = [
      ...used.map((part): CaseBlock => ({ ...part, level: "system", mark: null })),
      ...own,
      ...filler,
      ...messages,
    ];
    let left = 4;
    let short = false;
    const share = among([0.3, 0.5, 0.8]);
    return all.map((block) => {
      if (left === 0 || random() > share) return block;
      const mark = short || random() < 0.5 ? "5m" : "1h";
      short ||= mark === "5m";
      left -= 1;
      return { ...block, mark };
    });
  };

  const runOf = (run: number): CaseRun => {
    let offsetMs = 0;
    const requests: CaseRequest[] = [];
    for (let index = 0; index <= below(4); index += 1) {
      if (index > 0) offsetMs += among(offsets);
      requests.push({ offsetMs, output: among([20, 200]), blocks: blocksOf(run, index) });
    }
    return { weight: among([1, 1, 2, 5]), requests };
  };

  const readableAfterMs = random() < 0.15 ? 2_000 : 0;
  const scenarioOf = (
    first: number,
    rate: number,
    arrivals: CaseScenario["arrivals"],
  ): CaseScenario => ({
    runsPerHour: rate,
    arrivals,
    runs: Array.from({ length: 1 + below(3) }, (_, run) => runOf(first + run)),
    startsMs: arrivals === "observed" ? startsAt(rate) : [],
    readableAfterMs,
    sharedMessages: random() < 0.2 ? 1 : 0,
  });

  const scenarios = [scenarioOf(0, runsPerHour, arrivals)];
  if (random() < 0.25)
    scenarios.push(scenarioOf(10, Math.round(runsPerHour * 5) / 10 || 0.1, "poisson"));
  return { name: `random ${seed}, ${arrivals}, ${runsPerHour}/h`, scenarios };
}
