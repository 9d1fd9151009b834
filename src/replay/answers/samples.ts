/**
 * Answers of an earlier call that sent each run more often (`--times`): paid for, so they serve this
 * one, and what it does not need of them is recorded all the same.
 */
import type { Exchange } from "../../fixture/fixture.ts";
import type { OpenRun } from "../../fixture/open-run.ts";
import type { JsonObject } from "../../json.ts";
import { keyText, type JournalKey } from "../journal/entry.ts";
import type { SettledAnswer } from "../journal/journal.ts";
import type { PlannedRun } from "../plan/plan.ts";
import { journalKeys, type RunSample, type Session } from "../session.ts";
import type { PendingAnswers } from "./pending-answers.ts";
import { withoutContent } from "./recording.ts";
import { findAnswered } from "./resume.ts";
import { readResponse } from "./settled.ts";

/** An answer to a sample that is not sent now. */
export interface SpareAnswer {
  readonly run: RunSample;
  readonly exchange: Exchange;
  /** Digest of the fixture's text the exchange was read from (`OpenRun.textDigest`). */
  readonly text: string;
  readonly answered: SettledAnswer;
}

/** What is known of one sample of a run, as far as its answers go. */
interface KnownSample {
  readonly sample: number;
  readonly answers: readonly KnownAnswer[];
}

interface KnownAnswer {
  readonly exchange: Exchange;
  readonly key: JournalKey;
  readonly answered: SettledAnswer;
}

/**
 * Puts samples that are answered whole in the places of those that are sent now and are not, and
 * gives the answers that are left over. Called once the session's answers are grouped
 * (`groupAlike`).
 */
export function arrangeSamples(session: Session): readonly SpareAnswer[] {
  const { plan, times } = session.options;
  const beyond = [...session.answeredAlike.values()].flat().filter(({ sample }) => sample >= times);
  if (beyond.length === 0) return [];
  const samples = [...new Set(beyond.map(({ sample }) => sample))].toSorted((a, b) => a - b);
  const bodies = new Set(beyond.map(({ body }) => body));
  return plan.runs.flatMap((planned) => arrangeRun(session, planned, { samples, bodies }));
}

/** `samples`: those beyond the ones that are sent now. `bodies`: what is answered of them. */
function arrangeRun(
  session: Session,
  planned: PlannedRun,
  {
    samples,
    bodies,
  }: { readonly samples: readonly number[]; readonly bodies: ReadonlySet<string> },
): readonly SpareAnswer[] {
  const { times } = session.options;
  const open = planned.open();
  const [first] = open.exchanges;
  if (first === undefined) return [];
  const keys = journalKeys(session, { planned, sample: 0 }, { exchange: first, asKept: first });
  if (!keys.some(({ body }) => bodies.has(body))) return [];
  const known = (sample: number): KnownSample => walk(session, { planned, sample }, open);
  const isWhole = ({ answers }: KnownSample): boolean => answers.length === planned.ages.length;
  const spare = samples.map(known);
  for (const wanted of Array.from({ length: times }, (_, sample) => known(sample))) {
    const index = isWhole(wanted) ? -1 : spare.findIndex(isWhole);
    const [taken] =
      index === -1 ? [] : spare.splice(index, 1, { ...wanted, sample: samples[index] ?? times });
    for (const { key, answered } of taken?.answers ?? [])
      session.answered.set(keyText({ ...key, sample: wanted.sample }), answered);
  }
  return spare.flatMap(({ sample, answers }) =>
    answers.map(({ exchange, answered }) => {
      return { run: { planned, sample }, exchange, text: open.textDigest, answered };
    }),
  );
}

/** The answers to one sample of a run, from its first request on. */
function walk(session: Session, run: RunSample, open: OpenRun): KnownSample {
  const { keepsAnswers } = session.options;
  const next = open.iterate();
  const nextAsKept = keepsAnswers ? null : open.iterate();
  const answers: KnownAnswer[] = [];
  let last: JsonObject | null = null;
  for (const _ of run.planned.ages) {
    const exchange: Exchange | null = next(last);
    const asKept: Exchange | null =
      nextAsKept === null ? exchange : nextAsKept(last === null ? null : withoutContent(last));
    if (exchange === null || asKept === null) break;
    const found: readonly KnownAnswer[] = journalKeys(session, run, { exchange, asKept }).flatMap(
      (key) => {
        const answered = findAnswered(session, key);
        return answered === undefined ? [] : [{ exchange, key, answered }];
      },
    );
    const answer: KnownAnswer | undefined = found[0];
    last = answer === undefined ? null : readResponse(answer.answered, session.ports);
    if (answer === undefined || last === null) break;
    answers.push(answer);
  }
  return { sample: run.sample, answers };
}

/** Puts spare answers among those that wait for their files. */
export function putSpare(
  { ports }: Pick<Session, "ports">,
  spare: readonly SpareAnswer[],
  pending: Pick<PendingAnswers, "put">,
): void {
  for (const { run, exchange, text, answered } of spare) {
    const response = readResponse(answered, ports);
    if (response !== null) pending.put({ run, exchange, text, response, recorded: {}, answered });
  }
}
