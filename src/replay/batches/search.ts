/** Looks for a batch whose id never came, as after a kill or a cut connection. */
import type { SentBatch } from "../journal/entry.ts";
import type { ListedBatch } from "../ports.ts";
import { isStopped, stopElsewhere, type Session } from "../session.ts";
import { giveUpMissing, type BatchInFlight } from "./in-flight.ts";
import {
  findCandidates,
  findUnlikely,
  hadTimeToTurnUp,
  isNearInTime,
  pollPauseMs,
} from "./listing.ts";
import { takeResults } from "./results.ts";

/** How long one call looks for a batch before it leaves that to the next, milliseconds. */
const searchMs = 5000;

/** How often results that cannot be had are asked for, of one batch. */
const maxResultFailures = 5;

/** Of how many batches one search reads results: others may fill an account with their own. */
const maxLooked = 500;

/** What a search knows of the batches it looked at, by id. */
interface Looked {
  readonly foreign: Set<string>;
  /** Results that could not be had, and how often they were asked for. */
  readonly failures: Map<string, number>;
}

/**
 * Looks for a batch among those that came to the API's list since it was sent, by their size; their
 * results say whether one is ours. `found`: its results were taken. `absent`: the API lists every
 * batch it took, this one is not among them, and by the API's own clock it had the time to get
 * there. `open`: nobody knows yet.
 */
export async function searchBatch(
  session: Session,
  inFlight: BatchInFlight,
): Promise<"found" | "absent" | "open"> {
  const { api, wait } = session.ports;
  const { batch, isAsked } = inFlight;
  // Another account's list says nothing about this batch.
  if (api.account !== batch.account) return "open";
  const looked: Looked = { foreign: new Set(), failures: new Map() };
  // Told by the pauses, which no clock changes.
  let waitedMs = 0;
  for (let asked = 0; ; asked += 1) {
    const listed = await api.batches.list(batch.after);
    if (!("batches" in listed)) {
      stopElsewhere(session, listed);
      return "open";
    }
    const known = new Set([...looked.foreign, ...knownIds(session)]);
    const candidates = findCandidates(listed, batch, known);
    const unlikely = findUnlikely(listed, batch, known);
    if (await isAmong([...candidates, ...unlikely], { session, inFlight, looked })) return "found";
    const left = candidates.filter(({ id }) => !looked.foreign.has(id));
    if (left.length === 0 && listed.whole && hadTimeToTurnUp(batch, listed)) return "absent";
    const isWorthWaiting = left.some((candidate) =>
      candidate.ended ? mayBeReadLater(candidate, looked) : isNearInTime(candidate, batch),
    );
    if (isStopped(session) || !isAsked || (!isWorthWaiting && waitedMs >= searchMs)) return "open";
    const pauseMs = pollPauseMs(asked);
    waitedMs += pauseMs;
    await wait(pauseMs);
  }
}

/** Whether a batch is among the ended ones of a list: then its results are taken. */
async function isAmong(
  candidates: readonly ListedBatch[],
  search: {
    readonly session: Session;
    readonly inFlight: BatchInFlight;
    readonly looked: Looked;
  },
): Promise<boolean> {
  const { session, inFlight, looked } = search;
  const { foreign, failures } = looked;
  for (const candidate of candidates) {
    const { id, ended } = candidate;
    const failed = failures.get(id) ?? 0;
    const isTooMuch = failed === 0 && foreign.size + failures.size >= maxLooked;
    if (!ended || failed >= maxResultFailures || isTooMuch) continue;
    const outcome = await takeResults(session, inFlight, id);
    if (outcome === "lost") giveUpMissing(session, inFlight);
    if (outcome === "lost" || outcome === "whole") return true;
    if (outcome === "foreign") {
      foreign.add(id);
      failures.delete(id);
    }
    // A batch whose results cannot be had may still be ours.
    else failures.set(id, outcome === "gone" ? maxResultFailures : failed + 1);
  }
  return false;
}

/** Whether results that could not be had may be had when they are asked for again. */
function mayBeReadLater({ id }: ListedBatch, { failures }: Looked): boolean {
  const failed = failures.get(id);
  return failed !== undefined && failed < maxResultFailures;
}

function knownIds({ batches }: Session): readonly string[] {
  return [...batches.values()].flatMap(({ id }: SentBatch) => (id === null ? [] : [id]));
}
