/**
 * What earlier calls and other ones leave a replay to know: answers, what nobody knows the end of,
 * recordings that came meanwhile.
 */
import { keyText, runText, type Answered, type JournalKey, type Unknown } from "./journal.ts";
import { ageOf, type PlannedRun } from "./plan.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { keyOf, type Session } from "./session.ts";

/** Keys by what they ask. */
export function groupAlike(keys: readonly JournalKey[]): Map<string, JournalKey[]> {
  const groups = new Map<string, JournalKey[]>();
  for (const key of keys) {
    const alike = groups.get(likeOf(key));
    if (alike === undefined) groups.set(likeOf(key), [key]);
    else alike.push(key);
  }
  return groups;
}

function likeOf({ body, sample }: JournalKey): string {
  return `${String(sample)} ${body}`;
}

/**
 * An answer of an earlier call: to this very request, or to one like it that nobody asks any more.
 */
export function findAnswered(session: Session, key: JournalKey): Answered | undefined {
  const known = session.answered.get(keyText(key));
  if (known !== undefined) return known;
  const orphan = takeOrphan(session, session.orphans, key);
  const answered = orphan === undefined ? undefined : session.answered.get(keyText(orphan));
  if (orphan === undefined || answered === undefined) return undefined;
  session.answered.set(keyText(key), answered);
  session.adopted.add(runText(orphan));
  return answered;
}

/**
 * Takes a key of the journal that asks the same, of a place that asks it no more, as when a line of
 * JSONL has moved.
 */
function takeOrphan(
  session: Session,
  orphans: Map<string, JournalKey[]>,
  key: JournalKey,
): JournalKey | undefined {
  const alike = orphans.get(likeOf(key)) ?? [];
  const at = alike.findIndex((one) => keyText(one) !== keyText(key) && !isStillAsked(session, one));
  return at === -1 ? undefined : alike.splice(at, 1)[0];
}

/** Whether a run of the tree asks this very thing at this very place, or has its answer already. */
function isStillAsked({ options }: Session, key: JournalKey): boolean {
  const { plan, context } = options;
  const run = runText(key);
  if (!plan.known.has(run)) return false;
  const planned = plan.byName.get(run);
  const exchange = planned?.open().exchanges[key.index];
  if (planned === undefined || exchange === undefined) return planned === undefined;
  return keyText(keyOf({ planned, sample: key.sample }, exchange, context)) === keyText(key);
}

/** The same of what nobody knows the end of. */
export function findUnknown(session: Session, key: JournalKey): Unknown | undefined {
  const known = session.unknown.get(keyText(key));
  if (known !== undefined) return known;
  const orphan = takeOrphan(session, session.lostOrphans, key);
  const lost = orphan === undefined ? undefined : session.unknown.get(keyText(orphan));
  if (lost !== undefined) session.unknown.set(keyText(key), lost);
  return lost;
}

/** Whether a run that was to be recorded is so by now: another call was faster. */
export function isRecordedBy({ ages }: PlannedRun, exchanges: readonly Exchange[]): boolean {
  return (
    ages.some((age) => age !== "fresh") &&
    exchanges.length > 0 &&
    exchanges.every((one) => ageOf(one) === "fresh")
  );
}
