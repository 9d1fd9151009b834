import { decay } from "./random.ts";
import { mostSlots, type Program } from "./program.ts";

/** The cache of a simulation: the rules of `billing/cache/cache.ts` over lists of numbers. */
export interface CacheEntries {
  /**
   * Sends a step's request through. `values`: where the run's values begin in `drawn`. Returns
   * which of its lookups it hits, their number where it hits none.
   */
  readonly request: (step: number, nowMs: number, values: number) => number;
  /**
   * Adds to a row of measurements how long, over the exponential time till the next arrival but at
   * most `mostMs`, a request of this step would have each of its outcomes. In mean gaps.
   */
  readonly measure: (step: number, at: MeasuredMoment, row: Measurements) => void;
  /** Makes all times earlier by as much. */
  readonly shift: (by: number) => void;
}

/** A moment from which time goes by till the next event. */
export interface MeasuredMoment {
  nowMs: number;
  mostMs: number;
  values: number;
}

/** Where measurements are added. */
export interface Measurements {
  readonly sums: Float64Array;
  start: number;
}

/**
 * Makes an empty cache. `drawn`: the values of all runs; `arrivalsPerMs`: of those whose gaps are
 * exponential.
 */
export function createEntries(
  program: Program,
  drawn: { readonly values: Float64Array },
  arrivalsPerMs: number,
): CacheEntries {
  const { stepLooks, stepPrivate, stepLatency, stepOutcome, lookSlot, lookValue, lookTtl, slots } =
    program;
  const expires = new Float64Array(slots).fill(-1);
  const ttl = new Float64Array(slots);
  const written = new Float64Array(slots).fill(-1);
  const readable = new Float64Array(slots).fill(-1);
  const isDelayed = stepLatency.some((latency) => latency > 0);
  const tag = new Float64Array(program.draws.some((count) => count > mostSlots) ? slots : 0);

  const slotOf = (look: number, values: number): number => {
    const which = lookValue[look] ?? -1;
    const first = lookSlot[look] ?? 0;
    if (which < 0) return first;
    const value = drawn.values[values + which] ?? 0;
    if ((program.draws[which] ?? 0) <= mostSlots) return first + value;
    const slot = first + (value % mostSlots);
    if (tag[slot] !== value) {
      tag[slot] = value;
      expires[slot] = -1;
    }
    return slot;
  };

  const renew = (slot: number, nowMs: number): void => {
    const until = nowMs + (ttl[slot] ?? 0);
    if (until > (expires[slot] ?? 0)) expires[slot] = until;
  };

  // Four numbers: nothing is made for a request.
  const write = (slot: number, nowMs: number, ownTtl: number, latency: number): void => {
    const isAlive = (expires[slot] ?? 0) >= nowMs;
    if (!isAlive) written[slot] = nowMs;
    if (!isAlive || nowMs + latency < (readable[slot] ?? 0)) readable[slot] = nowMs + latency;
    if (isAlive && nowMs + ownTtl <= (expires[slot] ?? 0)) return;
    ttl[slot] = ownTtl;
    expires[slot] = nowMs + ownTtl;
  };

  /** As `measure`, where entries become readable in between. */
  const measureDelayed = (
    step: number,
    { nowMs, mostMs, values }: MeasuredMoment,
    { sums, start }: Measurements,
  ): void => {
    const from = stepLooks[step] ?? 0;
    const to = stepLooks[step + 1] ?? 0;
    const outcome = start + (stepOutcome[step] ?? 0);
    const untilMs = nowMs + mostMs;
    let left = 1;
    for (let atMs = nowMs; atMs < untilMs;) {
      let hit = to;
      let next = untilMs;
      for (let look = from; look < to && hit === to; look += 1) {
        const slot = slotOf(look, values);
        const ends = expires[slot] ?? 0;
        const begins = readable[slot] ?? 0;
        if (ends <= atMs) continue;
        if (begins > atMs) next = Math.min(next, Math.min(begins, ends));
        else {
          hit = look;
          next = Math.min(next, ends);
        }
      }
      const leftThen = next === Infinity ? 0 : decay((next - nowMs) * arrivalsPerMs);
      const at = outcome + hit - from;
      sums[at] = (sums[at] ?? 0) + left - leftThen;
      left = leftThen;
      atMs = next;
    }
  };

  return {
    request: (step, nowMs, values) => {
      const from = stepLooks[step] ?? 0;
      const to = stepLooks[step + 1] ?? 0;
      let hit = to;
      if (stepPrivate[step] === 1) hit = from - 1;
      else
        for (let look = from; look < to; look += 1) {
          const slot = slotOf(look, values);
          if ((expires[slot] ?? 0) < nowMs || (written[slot] ?? 0) >= nowMs) continue;
          if ((readable[slot] ?? 0) > nowMs) continue;
          hit = look;
          renew(slot, nowMs);
          break;
        }
      const latency = stepLatency[step] ?? 0;
      for (let look = from; look < to; look += 1) {
        const ownTtl = lookTtl[look] ?? 0;
        if (ownTtl === 0 || look === hit) continue;
        const slot = slotOf(look, values);
        if (look > hit && (expires[slot] ?? 0) >= nowMs) renew(slot, nowMs);
        else write(slot, nowMs, ownTtl, latency);
      }
      return hit - from;
    },
    measure: (step, moment, row) => {
      if (isDelayed) {
        measureDelayed(step, moment, row);
        return;
      }
      const { nowMs, mostMs, values } = moment;
      const { sums, start } = row;
      const from = stepLooks[step] ?? 0;
      const to = stepLooks[step + 1] ?? 0;
      const outcome = start + (stepOutcome[step] ?? 0);
      let covered = 0;
      let left = 1;
      for (let look = from; look < to && covered < mostMs; look += 1) {
        const slot = slotOf(look, values);
        const lasts = Math.min((expires[slot] ?? 0) - nowMs, mostMs);
        if (lasts <= covered) continue;
        const leftThen = decay(lasts * arrivalsPerMs);
        const at = outcome + look - from;
        sums[at] = (sums[at] ?? 0) + left - leftThen;
        covered = lasts;
        left = leftThen;
      }
      if (covered >= mostMs) return;
      const end = mostMs === Infinity ? 0 : decay(mostMs * arrivalsPerMs);
      const none = outcome + to - from;
      sums[none] = (sums[none] ?? 0) + left - end;
    },
    shift: (by) => {
      for (let slot = 0; slot < slots; slot += 1) {
        expires[slot] = Math.max(-1, (expires[slot] ?? 0) - by);
        written[slot] = Math.max(-1, (written[slot] ?? 0) - by);
        readable[slot] = Math.max(-1, (readable[slot] ?? 0) - by);
      }
    },
  };
}
