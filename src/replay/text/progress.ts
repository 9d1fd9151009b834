/** How far a replay is, while it runs. */
import { showUsd } from "../../report/views/amount.ts";
import type { Pico } from "../../money.ts";
import { counted, plural } from "../../words.ts";
import type { Interrupts } from "../ports.ts";
import type { FollowedBatch, UnderWay } from "../under-way.ts";
import { showTime } from "./time.ts";

/** How far a replay is. */
export interface Progress {
  /** Requests that are answered. */
  readonly done: number;
  /** Requests in all. */
  readonly of: number;
  /** Pico-dollars. */
  readonly spent: Pico;
  /** Pico-dollars. */
  readonly cap: Pico;
  readonly underWay: UnderWay;
}

/** Where progress is shown. */
export interface ProgressDisplay {
  /** Shows, until `end`, what is read whenever it is shown. */
  readonly start: (read: () => Progress) => void;
  /** Something changed. */
  readonly renew: () => void;
  /** The user stops the replay: says what is waited for. */
  readonly stop: () => void;
  /** Nothing is shown after this. */
  readonly end: () => void;
}

/** How often it is shown by itself, and at most when something changes; milliseconds. */
const intervalMs = { terminal: { alone: 1000, changed: 200 }, plain: { alone: 60_000 } } as const;

/** How many batches one line names. */
const shownBatches = 3;

/**
 * Shows progress: on a terminal one line that is written over, every second and when something
 * changed; else a line a minute, also while nothing ends, and a last one. `columns`: how wide the
 * terminal is, null where there is none. `now`: milliseconds.
 */
export function createProgress(options: {
  readonly columns: () => number | null;
  readonly warn: (text: string) => void;
  readonly now: () => number;
  readonly every: Interrupts["every"];
}): ProgressDisplay {
  const { columns, warn, now, every } = options;
  const startMs = now();
  let read: (() => Progress) | null = null;
  let endTimer = (): void => undefined;
  // On a terminal: when the line was written, and whether the cursor is still on it.
  let writtenMs = -Infinity;
  let isLineOpen = false;
  let isStopping = false;

  const write = (): void => {
    if (read === null) return;
    const width = columns();
    const progress = read();
    const left = isStopping ? "" : timeLeft(progress, now() - startMs);
    const line = `${describeProgress(progress)}${left}${describeUnderWay(progress.underWay)}`;
    writtenMs = now();
    isLineOpen = width !== null;
    // One column is left free: a terminal may go on to the next line after the last one.
    warn(width === null ? `${line}\n` : `\r${line.slice(0, width - 1).padEnd(width - 1)}`);
  };
  const closeLine = (): void => {
    if (isLineOpen) warn("\n");
    isLineOpen = false;
  };

  return {
    start: (source) => {
      read = source;
      const { alone } = columns() === null ? intervalMs.plain : intervalMs.terminal;
      endTimer = every(alone, write);
    },
    renew: () => {
      if (columns() !== null && now() - writtenMs >= intervalMs.terminal.changed) write();
    },
    stop: () => {
      isStopping = true;
      closeLine();
      warn(stopNotice(read?.().underWay ?? null));
    },
    end: () => {
      endTimer();
      isStopping = true;
      const progress = read?.();
      if (progress !== undefined && progress.of > 0) write();
      closeLine();
      read = null;
    },
  };
}

function describeProgress({ done, of, spent, cap }: Progress): string {
  return `${String(done)} of ${String(of)} answered, ${showUsd(spent)} of ${showUsd(cap)} spent`;
}

/** By the pace so far. */
function timeLeft({ done, of }: Progress, passedMs: number): string {
  return done === 0 || done >= of
    ? ""
    : `, about ${showTime((passedMs / done) * (of - done))} left`;
}

function describeUnderWay({ requests, counts, pauses, batches }: UnderWay): string {
  const { refused, gap } = pauses;
  const wait = (count: number): string =>
    `${counted(count, "request")} ${plural(count, "waits", "wait")}`;
  const parts = [
    ...(requests > 0 ? [`${counted(requests, "request")} under way`] : []),
    ...(counts > 0 ? [`${counted(counts, "prompt")} being counted`] : []),
    ...(refused.count > 0
      ? [`${wait(refused.count)} for room until ${showMoment(refused.until)}`]
      : []),
    ...(gap.count > 0
      ? [
          `${wait(gap.count)} for ${plural(gap.count, "its", "their")} time, until ${showMoment(gap.until)}`,
        ]
      : []),
    ...batches.slice(0, shownBatches).map(describeBatch),
    ...(batches.length > shownBatches
      ? [counted(batches.length - shownBatches, "more batch", "more batches")]
      : []),
  ];
  return parts.map((part) => `; ${part}`).join("");
}

function describeBatch({ id, answered, of }: FollowedBatch): string {
  return id === null
    ? `looking for a batch of ${counted(of, "request")}`
    : `batch ${id}: ${String(answered)} of ${String(of)} answered`;
}

/** The last moment there is, milliseconds since 1970. */
const lastMomentMs = 8.64e15;

/** `14:05:07 UTC`. */
function showMoment(ms: number): string {
  return `${new Date(Math.min(ms, lastMomentMs)).toISOString().slice(11, 19)} UTC`;
}

/** What a user is told who stops a replay. */
function stopNotice(underWay: UnderWay | null): string {
  const requests = underWay?.requests ?? 0;
  const waited =
    requests === 0
      ? ""
      : ` ${counted(requests, "request")} under way ${plural(requests, "is", "are")} waited for.`;
  return (
    `Nothing more is sent.${waited} Once more ends at once; a batch goes on, and the next call ` +
    "fetches it.\n"
  );
}
