import { burstSize, schedule, type CaseScenario } from "./cases.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;

/** A run that starts; `run` is an index among the scenario's. */
export interface Start {
  readonly at: number;
  readonly run: number;
}

/** After so many runs a scenario's arrivals are where they were: batches of as many are alike. */
export function cycleOf({ arrivals, runs, startsMs, runsPerHour }: CaseScenario): number {
  const weights = runs.reduce((sum, { weight }) => sum + weight, 0);
  if (arrivals === "steady") return weights;
  if (arrivals === "burst") return weights * burstSize;
  if (arrivals === "observed") return weights * startsMs.length;
  return arrivals === "schedule" ? Math.ceil((runsPerHour * weekMs) / hourMs) : 1;
}

/** The starts of a scenario's runs, on and on: those up to a time that were not given yet. */
export function arrivalsOf(
  scenario: CaseScenario,
  options: { readonly random: () => number; readonly isNeighbour: boolean },
): (untilMs: number) => readonly Start[] {
  const { arrivals, runs } = scenario;
  const { random, isNeighbour } = options;
  const sum = runs.reduce((all, { weight }) => all + weight, 0);
  const credits = runs.map(() => 0);
  const byTurn = (): number => {
    for (const [index, { weight }] of runs.entries())
      credits[index] = (credits[index] ?? 0) + weight;
    const best = credits.indexOf(Math.max(...credits));
    credits[best] = (credits[best] ?? 0) - sum;
    return best;
  };
  const byChance = (): number => {
    let left = random() * sum;
    return runs.findIndex(({ weight }) => (left -= weight) < 0);
  };
  const isByChance = arrivals === "poisson" || arrivals === "schedule";
  const nextAfter = momentsOf(scenario, random);
  let next = nextAfter(0);
  return (untilMs) => {
    const found: Start[] = [];
    // Scenarios come without regard to one another: now and then at another moment.
    const moved = !isByChance && isNeighbour ? (random() * hourMs) / scenario.runsPerHour : 0;
    for (; next <= untilMs; next = nextAfter(moved))
      found.push({ at: Math.round(next), run: isByChance ? byChance() : byTurn() });
    return found;
  };
}

/** One moment after the other at which a run starts; `moved` puts off this one and all later. */
function momentsOf(
  { arrivals, runsPerHour, startsMs }: CaseScenario,
  random: () => number,
): (moved: number) => number {
  const gapMs = hourMs / runsPerHour;
  const exponential = (meanMs: number): number => -Math.log(1 - random()) * meanMs;
  let begin = 0;
  let now = 0;
  let count = 0;
  let movedBy = 0;
  const move = (moved: number): void => {
    if (moved === 0 || movedBy === moved) return;
    movedBy = moved;
    begin += moved;
  };
  if (arrivals === "poisson") return () => (now += exponential(gapMs));
  if (arrivals === "schedule") {
    const activeMs = schedule.days * (schedule.to - schedule.from) * hourMs;
    const activeGapMs = (gapMs * activeMs) / weekMs;
    const dayActiveMs = (schedule.to - schedule.from) * hourMs;
    return () => {
      now += exponential(activeGapMs);
      const day = Math.floor(now / dayActiveMs);
      const week = Math.floor(day / schedule.days);
      return (
        week * weekMs +
        (day % schedule.days) * dayMs +
        schedule.from * hourMs +
        (now - day * dayActiveMs)
      );
    };
  }
  if (arrivals === "observed") {
    const span = startsMs.at(-1) ?? 0;
    const lengthMs = Math.round((span * startsMs.length) / (startsMs.length - 1));
    return (moved) => {
      move(moved);
      const round = Math.floor(count / startsMs.length);
      const at = round * lengthMs + (startsMs[count % startsMs.length] ?? 0);
      count += 1;
      return begin + at;
    };
  }
  const size = arrivals === "burst" ? burstSize : 1;
  return (moved) => {
    move(moved);
    const burst = Math.floor(count / size);
    count += 1;
    return begin + burst * size * gapMs;
  };
}
