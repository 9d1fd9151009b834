/** Looks for a batch whose id never came, as after a kill or a cut connection. */
import type { SentBatch } from "../journal/entry.ts";
import type { ListedBatch } from "../ports.ts";
import type { Session } from "../session.ts";
import { giveUpMissing, type BatchInFlight } from "./in-flight.ts";
import { createdWithinMs, findCandidates, listedSince, pollPauseMs } from "./listing.ts";
import { takeResults } from "./results.ts";

/** How long one call looks for a batch before it leaves that to the next, milliseconds. */
const searchMs = 5000;

/** How often results that cannot be had are asked for, of one batch. */
const maxResultFailures = 5;

/**
 * Looks for a batch in the API's list by time and size; its results say whether it is ours.
 * `found`: its results were taken. `absent`: the API lists every batch it took, this one is not
 * among them, and it had the time to get there. `open`: nobody knows yet.
 */
export async function searchBatch(
  session: Session,
  inFlight: BatchInFlight,
): Promise<"found" | "absent" | "open"> {
  const { api, now, wait, isStopped } = session.ports;
  const { batch } = inFlight;
  // Another account's list says nothing about this batch.
  if (api.account !== batch.account) return "open";
  const sentAtMs = Date.parse(batch.at);
  const startMs = now();
  const foreign = new Set<string>();
  const failures = new Map<string, number>();
  for (let asked = 0; ; asked += 1) {
    // Looked at before the list is asked for: the batch may turn up in between.
    const hadTime = now() - sentAtMs >= createdWithinMs;
    const isSearchOver = now() - startMs >= searchMs;
    const listed = await api.batches.list(listedSince(sentAtMs));
    if (!("length" in listed)) return "open";
    const candidates = findCandidates(listed, {
      atMs: sentAtMs,
      size: batch.size,
      known: new Set([...foreign, ...knownIds(session)]),
    });
    for (const { id } of candidates.filter(hasEnded)) {
      const outcome = await takeResults(session, inFlight, id);
      if (outcome === "whole") return "found";
      if (outcome === "lost") {
        giveUpMissing(session, inFlight);
        return "found";
      }
      if (outcome === "foreign") foreign.add(id);
      // A batch whose results cannot be had may still be ours.
      else if ((failures.get(id) ?? 0) + 1 >= maxResultFailures) return "open";
      else failures.set(id, (failures.get(id) ?? 0) + 1);
    }
    const noneLeft = candidates.every(({ id }) => foreign.has(id));
    if (noneLeft && hadTime) return "absent";
    if (isStopped() || (noneLeft && isSearchOver)) return "open";
    await wait(pollPauseMs(asked));
  }
}

function knownIds({ batches }: Session): readonly string[] {
  return [...batches.values()].flatMap(({ id }: SentBatch) => (id === null ? [] : [id]));
}

function hasEnded({ ended }: ListedBatch): boolean {
  return ended;
}
