import {
  findKnownArrivals,
  findPoissonArrivals,
  pick,
  type FirstRunArrivals,
} from "./all-arrivals.ts";
import { createEntries, type Measurements, type MeasuredMoment } from "./entries.ts";
import type { SimulationPlan } from "./plan.ts";
import { layOutProgram } from "./program.ts";
import { createRandom, drawBelow, drawExponential } from "./random.ts";
import { createRunQueue } from "./run-queue.ts";

/** A cache under traffic that goes on and on. */
export interface Machine {
  /** How many outcomes of requests are measured, all together. */
  readonly outcomes: number;
  /**
   * Lets so many runs arrive, and adds to a row of `sums`, which begins at `start`, how often the
   * measured requests had each of their outcomes. Returns the requests it looked at.
   */
  readonly run: (arrivals: number, row: Measurements) => number;
}

/** Fixed, so that every projection meets the same arrivals. */
const seeds = {
  gaps: 1,
  picks: 2,
  values: 3,
  phases: 4,
  moments: 5,
  picksKnown: 6,
  scheduled: 7,
} as const;

/** At a moment at most so many requests are measured, in turns. */
const mostMeasured = 4;

/** Times are whole 64ths of a millisecond: sums of them are exact. */
const perMs = 64;
/** The clock is set back before sums of such times would no longer be. */
const latestMs = 2 ** 40;

/** Sets up the machine of a plan, at a moment when nothing is cached. */
export function createMachine(plan: SimulationPlan): Machine {
  const program = layOutProgram(plan);
  const { runSteps, sourceRuns, stepOffset, stepOutcome, draws } = program;
  const { shares, poissonRuns, poissonPerMs } = findPoissonArrivals(plan, { sourceRuns, runSteps });
  const drawn = { values: new Float64Array(draws.length * 256) };
  const entries = createEntries(program, drawn, poissonPerMs);
  const [gaps, picks, values, phases, moments] = [
    createRandom(seeds.gaps),
    createRandom(seeds.picks),
    createRandom(seeds.values),
    createRandom(seeds.phases),
    createRandom(seeds.moments),
  ];
  const isOwnPoisson = plan.sources[0]?.arrivals === "poisson";
  const firstSteps = isOwnPoisson ? findFirstSteps(program, plan) : [];
  const isFirst = new Uint8Array(stepOutcome.length);
  for (const step of firstSteps) isFirst[step] = 1;

  // Place 0 is that of the run that is only imagined, to be measured.
  let runOf = new Int32Array(256);
  let nextStep = new Int32Array(256);
  let startOf = new Float64Array(256);
  const free: number[] = [];
  let places = 1;
  const pending = createRunQueue();
  const known = findKnownArrivals(plan, {
    sourceRuns,
    phases,
    picks: createRandom(seeds.picksKnown),
    seed: seeds.scheduled,
  });
  const moment: MeasuredMoment = { nowMs: 0, mostMs: 0, values: 0 };
  let nowMs = 0;
  let nextArrivalMs = poissonPerMs === 0 ? Infinity : 0;
  let turn = 0;
  let looked = 0;

  const takePlace = (): number => {
    const known = free.pop();
    if (known !== undefined) return known;
    if (places === runOf.length) {
      runOf = widen(runOf, new Int32Array(places * 2));
      nextStep = widen(nextStep, new Int32Array(places * 2));
      startOf = widen(startOf, new Float64Array(places * 2));
      drawn.values = widen(drawn.values, new Float64Array(places * 2 * draws.length));
    }
    places += 1;
    return places - 1;
  };

  const drawValues = (place: number, random: () => number): void => {
    let [before, value] = [1, 0];
    for (const [index, count] of draws.entries()) {
      const isNested = count % before === 0;
      value = isNested
        ? value + before * drawBelow(count / before, random)
        : drawBelow(count, random);
      drawn.values[place * draws.length + index] = value;
      before = count;
    }
  };

  /** Sends the next requests of a run, those of one moment. */
  const proceed = (place: number, row: Measurements): void => {
    const last = runSteps[(runOf[place] ?? 0) + 1] ?? 0;
    const start = startOf[place] ?? 0;
    let step = nextStep[place] ?? 0;
    const offset = stepOffset[step] ?? 0;
    nowMs = start + offset;
    for (; step < last && stepOffset[step] === offset; step += 1) {
      looked += 1;
      const hit = entries.request(step, nowMs, place * draws.length);
      const outcome = stepOutcome[step] ?? -1;
      if (outcome < 0 || isFirst[step] === 1) continue;
      const at = row.start + outcome + hit;
      row.sums[at] = (row.sums[at] ?? 0) + 1;
    }
    if (step === last) {
      free.push(place);
      return;
    }
    nextStep[place] = step;
    pending.push(start + (stepOffset[step] ?? 0), place);
  };

  /** A run begins, now or before: its first step is now or later. */
  const arrive = (run: number, startMs: number, row: Measurements): void => {
    const place = takePlace();
    const step = runSteps[run] ?? 0;
    runOf[place] = run;
    nextStep[place] = step;
    startOf[place] = startMs;
    drawValues(place, values);
    const firstMs = startMs + (stepOffset[step] ?? 0);
    if (firstMs > nowMs) pending.push(firstMs, place);
    else proceed(place, row);
  };

  /** Measures first requests over the time till the next event. */
  const measure = (untilMs: number, row: Measurements): void => {
    moment.nowMs = nowMs;
    moment.mostMs = untilMs - nowMs;
    if (moment.mostMs <= 0) return;
    if (draws.length > 0) drawValues(0, moments);
    const count = Math.min(mostMeasured, firstSteps.length);
    for (let each = 0; each < count; each += 1) {
      entries.measure(firstSteps[turn] ?? 0, moment, row);
      turn = turn + 1 === firstSteps.length ? 0 : turn + 1;
    }
    looked += count;
  };

  const setBack = (): void => {
    const by = nowMs;
    entries.shift(by);
    pending.shift(by);
    for (let place = 0; place < places; place += 1) startOf[place] = (startOf[place] ?? 0) - by;
    nextArrivalMs -= by;
    for (const { arrivals } of known) arrivals.shift(by);
    nowMs = 0;
  };

  const nextKnown = (): FirstRunArrivals | null => {
    let next: FirstRunArrivals | null = null;
    for (const each of known)
      if (next === null || each.arrivals.nextMs() < next.arrivals.nextMs()) next = each;
    return next;
  };

  const run = (arrivals: number, row: Measurements): number => {
    looked = 0;
    if (nowMs > latestMs) setBack();
    for (let arrived = 0; arrived < arrivals;) {
      const source = nextKnown();
      const startMs = source?.arrivals.nextMs() ?? Infinity;
      const eventMs = Math.min(pending.earliest(), startMs);
      measure(eventMs, row);
      if (nextArrivalMs < eventMs) {
        nowMs = nextArrivalMs;
        nextArrivalMs = nowMs + onGrid(drawExponential(gaps) / poissonPerMs);
        const run = poissonRuns[pick(shares, picks() / 2 ** 32)] ?? 0;
        // Poisson arrivals are as even when each is moved: the first step is now.
        arrive(run, nowMs - (stepOffset[runSteps[run] ?? 0] ?? 0), row);
        arrived += 1;
      } else if (source !== null && startMs < pending.earliest()) {
        nowMs = startMs;
        const run = source.firstRun + source.arrivals.take();
        if (runSteps[run] !== runSteps[run + 1]) arrive(run, nowMs, row);
        arrived += 1;
      } else proceed(pending.pop(), row);
    }
    return looked;
  };
  return { outcomes: program.outcomes, run };
}

function onGrid(ms: number): number {
  return Math.max(1, Math.floor(ms * perMs)) / perMs;
}

function widen<List extends Int32Array | Float64Array>(list: List, wider: List): List {
  wider.set(list);
  return wider;
}

/** The measured requests before which their run has left nothing in the shared cache. */
function findFirstSteps(
  { runSteps, stepOffset, stepOutcome }: ReturnType<typeof layOutProgram>,
  { sources }: SimulationPlan,
): readonly number[] {
  return (sources[0]?.runs ?? []).flatMap((_, run) => {
    const from = runSteps[run] ?? 0;
    const steps = Array.from({ length: (runSteps[run + 1] ?? 0) - from }, (__, at) => from + at);
    return steps.filter(
      (step) => stepOffset[step] === stepOffset[from] && (stepOutcome[step] ?? -1) >= 0,
    );
  });
}
