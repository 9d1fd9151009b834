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
  let written = "";
  let isStopping = false;

  const write = (): void => {
    if (read === null) return;
    const width = columns();
    const progress = read();
    const passedMs = isStopping ? null : now() - startMs;
    writtenMs = now();
    if (width === null) {
      warn(`${describe(progress, passedMs, longForm)}\n`);
      return;
    }
    // One column is left free: a terminal may go on to the next line after the last one.
    const room = Math.max(1, width - 1);
    const line = fit(room, (form) => describe(progress, passedMs, form));
    // What stands there is written over; the cursor stays behind the text, for a `^C`.
    const blank = " ".repeat(Math.min(written.length, room));
    warn(`${isLineOpen ? `\r${blank}\r` : ""}${line}`);
    [written, isLineOpen] = [line, true];
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

/** How much is said: a narrow terminal gets the numbers without what they count. */
interface Form {
  readonly isShort: boolean;
}

const longForm: Form = { isShort: false };

/** The longer form where there is room for it, else what fits of the short one. */
function fit(room: number, write: (form: Form) => string): string {
  const long = write(longForm);
  if (long.length <= room) return long;
  const short = write({ isShort: true });
  return short.length <= room ? short : `${short.slice(0, room - 1)}…`;
}

/** `passedMs`: since the start; null: nothing is said of what is left. */
function describe(progress: Progress, passedMs: number | null, form: Form): string {
  const { done, of, spent, cap, underWay } = progress;
  const [answered, spentOf] = form.isShort ? ["", ""] : [" answered", " spent"];
  const left = passedMs === null ? "" : timeLeft(progress, passedMs, form);
  return (
    `${String(done)} of ${String(of)}${answered}, ${showUsd(spent)} of ${showUsd(cap)}${spentOf}` +
    `${left}${describeUnderWay(underWay, form)}`
  );
}

/** By the pace so far. */
function timeLeft({ done, of }: Progress, passedMs: number, { isShort }: Form): string {
  return done === 0 || done >= of
    ? ""
    : `, ${isShort ? "" : "about "}${showTime((passedMs / done) * (of - done))} left`;
}

function describeUnderWay({ requests, counts, pauses, batches }: UnderWay, form: Form): string {
  const { refused, gap } = pauses;
  const many = (count: number, noun: string): string =>
    form.isShort ? String(count) : counted(count, noun);
  const wait = (count: number): string =>
    `${many(count, "request")} ${plural(count, "waits", "wait")}`;
  const parts = [
    ...(requests > 0 ? [`${many(requests, "request")} under way`] : []),
    ...(counts > 0 ? [`${many(counts, "prompt")} being counted`] : []),
    ...(refused.count > 0
      ? [`${wait(refused.count)} for room until ${showMoment(refused.until)}`]
      : []),
    ...(gap.count > 0
      ? [
          `${wait(gap.count)} for ${plural(gap.count, "its", "their")} time, until ${showMoment(gap.until)}`,
        ]
      : []),
    ...batches.slice(0, shownBatches).map((batch) => describeBatch(batch, form)),
    ...(batches.length > shownBatches
      ? [counted(batches.length - shownBatches, "more batch", "more batches")]
      : []),
  ];
  return parts.map((part) => `; ${part}`).join("");
}

function describeBatch({ id, answered, of }: FollowedBatch, { isShort }: Form): string {
  if (id === null) return `looking for a batch of ${counted(of, "request")}`;
  const share = `${String(answered)} of ${String(of)}`;
  return isShort ? `batch …${id.slice(-5)}: ${share}` : `batch ${id}: ${share} answered`;
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
