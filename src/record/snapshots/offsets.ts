import { defaultGapMs } from "../../fixture/times.ts";
import type { JsonObject } from "../../json.ts";
import type { LiveExchange } from "../runs/live-run.ts";
import { oldExchange, type RunToWrite } from "./run-to-write.ts";

/**
 * Offsets of the exchanges, in order: a gap of the snapshot stays where both its exchanges do; one
 * that is usual, or that the snapshot does not write, is left out.
 */
export function createOffsets(run: RunToWrite): {
  readonly next: (index: number, exchange: LiveExchange) => JsonObject;
} {
  let offset = 0;
  return {
    next: (index, exchange) => {
      const previous = run.live.exchanges[index - 1];
      const old = oldExchange(run, index);
      const oldBefore = index === 0 ? null : oldExchange(run, index - 1);
      const isKept =
        old !== null &&
        (index === 0
          ? old.exchange.index === 0
          : oldBefore !== null && old.exchange.index === oldBefore.exchange.index + 1);
      const gap =
        isKept && oldBefore !== null
          ? old.exchange.offsetMs - oldBefore.exchange.offsetMs
          : previous === undefined
            ? 0
            : gapOf(previous.call, exchange.call);
      offset = isKept && index === 0 ? old.exchange.offsetMs : offset + gap;
      if (isKept && old.exchange.offsetMs === offset) {
        const { offset: given, at } = old.value;
        return {
          ...(given === undefined ? {} : { offset: given }),
          ...(at === undefined ? {} : { at }),
        };
      }
      const isUsual = index === 0 ? offset === 0 : gap === defaultGapMs;
      return isUsual ? {} : { offset: writeOffset(offset) };
    },
  };
}

/** The least gap between two requests that came one after the other: equal times mean parallel. */
const leastGapMs = 1_000;

/** Steps that gaps are rounded up to, each for gaps up to so long. */
const steps: readonly (readonly [number, number])[] = [
  [10_000, 1_000],
  [60_000, 5_000],
  [600_000, 30_000],
  [3_600_000, 300_000],
  [Number.POSITIVE_INFINITY, 1_800_000],
];

/**
 * The gap in front of a request, whole milliseconds, rounded so that it is the same the next time:
 * 0 where it was sent before the one before it was answered; else at least a second. Where nobody
 * was asked, times say nothing: the gap that is usual.
 */
function gapOf(
  before: {
    readonly startedMs: number;
    readonly endedMs: number | null;
    readonly at: string | null;
  },
  next: { readonly startedMs: number; readonly at: string | null },
): number {
  const isParallel = before.endedMs === null || next.startedMs < before.endedMs;
  if (isParallel) return 0;
  if (before.at === null || next.at === null) return defaultGapMs;
  const gap = Math.max(next.startedMs - before.startedMs, leastGapMs);
  const [, step = 1_000] = steps.find(([until]) => gap <= until) ?? [];
  return Math.ceil(gap / step) * step;
}

/** An offset as fixtures write it: `0s`, `10s`, `2m`, `1h30m`. */
function writeOffset(ms: number): string {
  if (ms % 1_000 !== 0) return `${String(ms)}ms`;
  const seconds = ms / 1_000;
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3_600),
    Math.floor((seconds % 3_600) / 60),
    seconds % 60,
  ];
  const parts = [
    hours === 0 ? "" : `${String(hours)}h`,
    minutes === 0 ? "" : `${String(minutes)}m`,
    rest === 0 ? "" : `${String(rest)}s`,
  ].join("");
  return parts === "" ? "0s" : parts;
}
