/**
 * Which batch of the API's list may be one whose id never came, until when it may turn up, and how
 * often the API is asked.
 */
import type { ListedBatch } from "../ports.ts";

/** How far the clocks of this machine and of the API may differ, milliseconds. */
const clockSkewMs = 5 * 60_000;

/**
 * How long after it was sent a batch can still turn up: the API is given 10 minutes to create it,
 * and the clocks may differ. Milliseconds.
 */
export const createdWithinMs = 20 * 60_000;

/** The earliest time of creation of a batch that was sent at a time; milliseconds. */
export function listedSince(sentAtMs: number): number {
  return sentAtMs - clockSkewMs;
}

/**
 * Batches of a list that may be one that was sent at `atMs` with `size` requests, without those in
 * `known` (ids); the nearest in time first.
 */
export function findCandidates(
  listed: readonly ListedBatch[],
  sent: { readonly atMs: number; readonly size: number; readonly known: ReadonlySet<string> },
): readonly ListedBatch[] {
  const { atMs, size, known } = sent;
  const createdMs = ({ createdAt }: ListedBatch): number => Date.parse(createdAt);
  const isNear = (batch: ListedBatch): boolean =>
    createdMs(batch) >= listedSince(atMs) && createdMs(batch) <= atMs + createdWithinMs;
  const distance = (batch: ListedBatch): number => Math.abs(createdMs(batch) - atMs);
  return listed
    .filter((batch) => !known.has(batch.id) && requestsIn(batch) === size && isNear(batch))
    .toSorted((a, b) => distance(a) - distance(b));
}

function requestsIn({ counts }: ListedBatch): number {
  return counts.processing + counts.succeeded + counts.errored + counts.canceled + counts.expired;
}

const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** Milliseconds before the API is asked after a batch again; `asked` counts from 0. */
export function pollPauseMs(asked: number): number {
  return Math.min(longestPauseMs, Math.round(firstPauseMs * 1.5 ** asked));
}
