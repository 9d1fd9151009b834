/**
 * What earlier calls, and others that run at the same time, leave a replay to know: answers,
 * requests whose outcome is unknown, recordings that came meanwhile.
 */
import type { Exchange } from "../../fixture/fixture.ts";
import { keyText, runText, type JournalKey, type UnknownOutcome } from "../journal/entry.ts";
import type { SettledAnswer } from "../journal/journal.ts";
import { recordingAge } from "../plan/age.ts";
import { runName, type PlannedRun } from "../plan/plan.ts";
import { journalKey, type Session } from "../session.ts";
import { groupBy } from "../../order.ts";

/** Groups what the session knows by what was asked. */
export function groupAlike(session: Session): void {
  const { journal } = session.options;
  const answered = [...session.answered.keys()].flatMap((name) => journal.keys.get(name) ?? []);
  const unknown = [...session.unknown.values()].map(({ key }) => key);
  addAlike(session.answeredAlike, answered);
  addAlike(session.unknownAlike, unknown);
  for (const key of answered) noteBeyond(session, key);
}

/** Notes an answer to a sample that is not sent now. */
function noteBeyond({ options, beyond }: Session, { body, sample }: JournalKey): void {
  if (sample < options.times) return;
  const samples = beyond.get(body) ?? new Set();
  samples.add(sample);
  beyond.set(body, samples);
}

/** Groups requests anew that had no outcome, once the batch has ended that they went in. */
export function regroupAlike(session: Session, keys: readonly JournalKey[]): void {
  const { answered, unknown, answeredAlike, unknownAlike } = session;
  for (const [asked, alike] of groupBy(keys, askedText)) {
    const settled = new Set(alike.map(keyText).filter((name) => !unknown.has(name)));
    const left = (unknownAlike.get(asked) ?? []).filter((other) => !settled.has(keyText(other)));
    const found = alike.filter((key) => answered.has(keyText(key)));
    unknownAlike.set(asked, left);
    answeredAlike.set(asked, [...(answeredAlike.get(asked) ?? []), ...found]);
    for (const key of found) noteBeyond(session, key);
  }
}

function addAlike(groups: Map<string, JournalKey[]>, keys: readonly JournalKey[]): void {
  for (const [asked, alike] of groupBy(keys, askedText)) groups.set(asked, alike.toReversed());
}

/** What a key asks, wherever it stands. */
function askedText({ body, sample }: JournalKey): string {
  return `${String(sample)} ${body}`;
}

/**
 * An answer of an earlier call: to this very request, or to one that asks the same and that no run
 * sends any more.
 */
export function findAnswered(session: Session, key: JournalKey): SettledAnswer | undefined {
  const known = session.answered.get(keyText(key));
  if (known !== undefined) return known;
  const orphan = takeOrphan(session, session.answeredAlike, key);
  const answered = orphan === undefined ? undefined : session.answered.get(keyText(orphan));
  if (orphan === undefined || answered === undefined) return undefined;
  session.ports.append({ kind: "moved", key: orphan, to: key });
  session.answered.delete(keyText(orphan));
  session.answered.set(keyText(key), answered);
  return answered;
}

/** The same of a request whose outcome is unknown. */
export function findUnknown(session: Session, key: JournalKey): UnknownOutcome | undefined {
  const known = session.unknown.get(keyText(key));
  if (known !== undefined) return known;
  const orphan = takeOrphan(session, session.unknownAlike, key);
  const unknown = orphan === undefined ? undefined : session.unknown.get(keyText(orphan));
  if (orphan === undefined || unknown === undefined) return undefined;
  const name = keyText(orphan);
  const times = [...(session.unknownBefore.get(name) ?? []), unknown];
  if (times.some(({ batch }) => batch !== null) && !mayBeSentAgain(session, unknown)) {
    // A batch may still answer it, and its results are known by the keys it was sent with.
    session.unknown.set(keyText(key), unknown);
    return unknown;
  }
  session.ports.append({ kind: "moved", key: orphan, to: key });
  session.unknown.delete(name);
  session.unknownBefore.delete(name);
  const moved = { ...unknown, key };
  session.unknown.set(keyText(key), moved);
  return moved;
}

/**
 * Finds answers of which a killed call had written down no more that its fixture holds them, and
 * whose fixture has another name or place since: nobody asks for them, and none is to come.
 */
export function settleKept(session: Session): void {
  const { options, ports, answered, answeredAlike } = session;
  const { plan, context } = options;
  // What is written of a run that is sent now goes once that is kept.
  const left = [...answeredAlike.values()]
    .flat()
    .filter((key) => !plan.byName.has(runText(key)) && !isStillAsked(session, key));
  if (left.length === 0) return;
  // Of several times a request was sent, a fixture says of the first alone when that was.
  const groups = [...groupBy(left, (key) => `${runText(key)} ${String(key.index)} ${key.body}`)];
  const byAnswer = new Map(
    groups.flatMap(([, keys]) => {
      const group = new Set(keys);
      return keys.map((key) => {
        const { at = "" } = answered.get(keyText(key)) ?? {};
        return [`${key.body} ${at}`, group] as const;
      });
    }),
  );
  for (const run of plan.known.values()) {
    if (plan.byName.has(runName(run))) continue;
    for (const exchange of run.open().exchanges) {
      const { recorded } = exchange;
      if (recorded === null || recorded.at === null) continue;
      const { body, ...place } = journalKey({ planned: run, sample: 0 }, exchange, context);
      const keys = byAnswer.get(`${body} ${recorded.at}`);
      if (keys === undefined || keys.size > Math.max(1, recorded.samples.length)) continue;
      for (const key of keys)
        ports.append({ kind: "moved", key, to: { body, ...place, sample: key.sample } });
      keys.clear();
    }
  }
}

/**
 * Whether a request whose outcome is unknown is sent again: where that was asked for, unless it went
 * in a batch that the API still has.
 */
export function mayBeSentAgain(
  { options, awaited, underWay }: Session,
  { batch }: UnknownOutcome,
): boolean {
  const isOpen = batch !== null && (awaited.has(batch) || underWay.followed.has(batch));
  return options.resendsUnknown && !isOpen;
}

/**
 * Takes a key out of its group that asks the same as another, from a place that asks it no more, as
 * when a line of a JSONL file has moved.
 */
function takeOrphan(
  session: Session,
  groups: Map<string, JournalKey[]>,
  key: JournalKey,
): JournalKey | undefined {
  const alike = groups.get(askedText(key)) ?? [];
  // One that is still asked is found by its own key: each is looked at once, however many are alike.
  for (let other = alike.pop(); other !== undefined; other = alike.pop())
    if (!isStillAsked(session, other)) return other;
  return undefined;
}

/** Whether a run of the tree, sent now or not, asks this very thing at this very place. */
function isStillAsked({ options }: Session, key: JournalKey): boolean {
  const { plan, context } = options;
  const planned = plan.known.get(runText(key));
  const exchange = planned?.open().exchanges[key.index];
  if (planned === undefined || exchange === undefined) return false;
  return keyText(journalKey({ planned, sample: key.sample }, exchange, context)) === keyText(key);
}

/** Whether a run that was to be recorded has been recorded by another call meanwhile. */
export function isRecordedMeanwhile({ ages }: PlannedRun, exchanges: readonly Exchange[]): boolean {
  return (
    ages.some((age) => age !== "fresh") &&
    exchanges.length > 0 &&
    exchanges.every((exchange) => recordingAge(exchange) === "fresh")
  );
}
