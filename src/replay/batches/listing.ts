/**
 * Which batch of the API's list may be one whose id never came, until when it may turn up, and how
 * often the API is asked. All times are those of the API's own clock: ours may be moved at any
 * time, by how much ever.
 */
import type { SentBatch } from "../journal/entry.ts";
import type { BatchList, ListedBatch } from "../ports.ts";

/** How far the clocks of the API's machines may differ, milliseconds. */
const clockSkewMs = 5 * 60_000;

/**
 * How long after it was sent a batch can still turn up: the API is given 10 minutes to create it,
 * and the clocks may differ. Milliseconds.
 */
export const createdWithinMs = 20 * 60_000;

/** Whether a batch would be in a list by now, had the API taken it. */
export function hadTimeToTurnUp({ apiAt }: SentBatch, { at }: BatchList): boolean {
  return apiAt !== null && at !== null && at - Date.parse(apiAt) >= createdWithinMs;
}

/**
 * Batches of a list that may be one that was sent, without those in `known` (ids); the nearest in
 * time first. What counts is the size: a batch is left out for its time only where the list bears
 * out that it came too late.
 */
export function findCandidates(
  list: BatchList,
  sent: SentBatch,
  known: ReadonlySet<string>,
): readonly ListedBatch[] {
  const isLater = laterThan(sent, list);
  return nearestFirst(
    list.batches.filter(
      (batch) => !known.has(batch.id) && maySum(batch, sent.size) && !isLater(batch),
    ),
    sent,
  );
}

/**
 * Ended batches that came since one was sent and whose counts do not add up to it, the nearest in
 * time first: only what their results say is sure. None where nobody knows which came since.
 */
export function findUnlikely(
  { batches }: BatchList,
  sent: SentBatch,
  known: ReadonlySet<string>,
): readonly ListedBatch[] {
  if (sent.apiAt === null) return [];
  const unlikely = batches.filter(
    (batch) => batch.ended && !known.has(batch.id) && !maySum(batch, sent.size),
  );
  return nearestFirst(unlikely, sent);
}

function nearestFirst(batches: readonly ListedBatch[], sent: SentBatch): readonly ListedBatch[] {
  const sentMs = timeOf(sent);
  const distance = (batch: ListedBatch): number => Math.abs(createdMs(batch) - sentMs) || 0;
  return batches.toSorted((a, b) => distance(a) - distance(b));
}

/** Whether a batch was created about when another was sent. */
export function isNearInTime(batch: ListedBatch, sent: SentBatch): boolean {
  const afterMs = createdMs(batch) - timeOf(sent);
  return afterMs >= -clockSkewMs && afterMs <= createdWithinMs;
}

/**
 * Tells batches that were created too late to be one that was sent. None is, where the times in the
 * list do not go together: with each other, or with the time it was given.
 */
function laterThan(
  { apiAt }: SentBatch,
  { batches, at }: Pick<BatchList, "batches" | "at">,
): (batch: ListedBatch) => boolean {
  if (apiAt === null || at === null) return () => false;
  let last = at + clockSkewMs;
  for (const batch of batches) {
    const created = createdMs(batch);
    if (!(created <= last)) return () => false;
    last = created;
  }
  const latest = Date.parse(apiAt) + createdWithinMs;
  return (batch) => createdMs(batch) > latest;
}

function createdMs({ createdAt }: ListedBatch): number {
  return Date.parse(createdAt);
}

function timeOf({ apiAt, at }: SentBatch): number {
  return Date.parse(apiAt ?? at);
}

/** Whether a batch may be of so many requests: one that has not ended may count none yet. */
function maySum({ counts, ended }: ListedBatch, size: number): boolean {
  const { processing, succeeded, errored, canceled, expired } = counts;
  const sum = processing + succeeded + errored + canceled + expired;
  return sum === size || (sum === 0 && !ended);
}

const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** Milliseconds before the API is asked after a batch again; `asked` counts from 0. */
export function pollPauseMs(asked: number): number {
  return Math.min(longestPauseMs, Math.round(firstPauseMs * 1.5 ** asked));
}
