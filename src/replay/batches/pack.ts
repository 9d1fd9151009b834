/**
 * How requests go into message batches: what they are called, how many fit, and how a batch is
 * found again (billing.md §3).
 */
import type { Digest } from "../../digest.ts";
import { keyText, type JournalKey } from "../journal.ts";

/** The most one batch takes; the smaller reading of 256 MB. Source: billing.md §3. */
export const batchLimits = { requests: 100_000, bytes: 256_000_000 } as const;

/** A batch as the API lists it. */
export interface ListedBatch {
  readonly id: string;
  /** ISO. */
  readonly createdAt: string;
  readonly ended: boolean;
  /** Requests, by what became of them. */
  readonly counts: Readonly<
    Record<"processing" | "succeeded" | "errored" | "canceled" | "expired", number>
  >;
}

export function sizeOfBatch({ counts }: ListedBatch): number {
  return counts.processing + counts.succeeded + counts.errored + counts.canceled + counts.expired;
}

const longestId = 64;
const hashLength = 24;

/**
 * Says scenario, run and place to people, and to us by its end which request of which of our
 * batches it is. 1 to 64 characters (billing.md §3).
 */
export function customIdOf(key: JournalKey, batch: string, digest: Digest): string {
  const words = `${slug(key.scenario)}-${slug(key.run)}-${String(key.index)}-${String(key.sample)}`;
  return `${words.slice(0, longestId - hashLength - 1)}-${digest(`${batch}\n${keyText(key)}`).slice(0, hashLength)}`;
}

function slug(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 14);
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // A surrogate is half of a character of four bytes.
    bytes += unit < 0x80 ? 0 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
}

/**
 * Requests in order, cut into batches: each of one set of betas, which are a header of the whole,
 * and within the limits.
 */
export function splitIntoBatches<
  Item extends { readonly betas: readonly string[]; readonly bytes: number },
>(
  items: readonly Item[],
  limits: { readonly requests: number; readonly bytes: number } = batchLimits,
): readonly (readonly Item[])[] {
  const open = new Map<string, { items: Item[]; bytes: number }>();
  const batches: Item[][] = [];
  for (const item of items) {
    const betas = item.betas.join(",");
    const current = open.get(betas);
    if (
      current !== undefined &&
      current.items.length < limits.requests &&
      current.bytes + item.bytes <= limits.bytes
    ) {
      current.items.push(item);
      current.bytes += item.bytes;
      continue;
    }
    const started = { items: [item], bytes: item.bytes };
    open.set(betas, started);
    batches.push(started.items);
  }
  return batches;
}

/** Milliseconds by which the clocks here and there may differ. */
const skewMs = 5 * 60_000;

/**
 * Since when a list of batches has to be read to find one that was sent at a time. Milliseconds.
 */
export function listedSince(sentAtMs: number): number {
  return sentAtMs - skewMs;
}

/**
 * Batches of a list that may be one that was sent at a time with so many requests, and whose id
 * never came; the nearest in time first.
 */
export function findBatches(
  listed: readonly ListedBatch[],
  wanted: { readonly atMs: number; readonly size: number; readonly known: ReadonlySet<string> },
): readonly ListedBatch[] {
  const away = (one: ListedBatch): number => Math.abs(Date.parse(one.createdAt) - wanted.atMs);
  const isNear = ({ createdAt }: ListedBatch): boolean =>
    Date.parse(createdAt) >= listedSince(wanted.atMs) &&
    Date.parse(createdAt) <= wanted.atMs + takenAfterMs;
  return listed
    .filter((one) => !wanted.known.has(one.id) && sizeOfBatch(one) === wanted.size && isNear(one))
    .toSorted((a, b) => away(a) - away(b));
}

/**
 * How long after it was sent a batch can still be taken: a create is given 10 minutes, and the
 * clocks may differ. Milliseconds.
 */
export const takenAfterMs = 20 * 60_000;

/**
 * How long one call looks for a batch in the list before it leaves that to the next. Milliseconds.
 */
export const listedAfterMs = 5000;

const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** Milliseconds before a batch is asked after again; `asked` counts from 0. */
export function pollPause(asked: number): number {
  return Math.min(longestPauseMs, Math.round(firstPauseMs * 1.5 ** asked));
}
