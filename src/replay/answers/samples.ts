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
import { journalKeys, type RunSample, type Session, type SpareAnswer } from "../session.ts";
import type { PendingAnswers } from "./pending-answers.ts";
import { withoutContent } from "./recording.ts";
import { findAnswered } from "./resume.ts";
import { readResponse } from "./settled.ts";

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
 * remembers the answers that are left over (`putSpare`). Called once no open batch may answer
 * anything of the run; called again it changes nothing.
 */
export function arrangeSamples(session: Session, planned: PlannedRun, open: OpenRun): void {
  const [first] = open.exchanges;
  if (session.beyond.size === 0 || first === undefined) return;
  const keys = journalKeys(session, { planned, sample: 0 }, { exchange: first, asKept: first });
  const samples = new Set(keys.flatMap(({ body }) => [...(session.beyond.get(body) ?? [])]));
  const known = (sample: number): KnownSample => walk(session, { planned, sample }, open);
  const isWhole = ({ answers }: KnownSample): boolean => answers.length === planned.ages.length;
  const spare = [...samples].toSorted((a, b) => a - b).map(known);
  for (let sample = 0; spare.length > 0 && sample < session.options.times; sample += 1) {
    const wanted = known(sample);
    const index = isWhole(wanted) ? -1 : spare.findIndex(isWhole);
    const taken = spare[index];
    if (taken === undefined) continue;
    spare[index] = { ...wanted, sample: taken.sample };
    for (const { key } of [...taken.answers, ...wanted.answers])
      session.answered.delete(keyText(key));
    for (const [from, to] of [
      [taken, sample],
      [wanted, taken.sample],
    ] as const)
      for (const { key, answered } of from.answers)
        session.answered.set(keyText({ ...key, sample: to }), answered);
  }
  const answers = spare.flatMap(({ sample, answers }) =>
    answers.map(({ exchange, answered }): SpareAnswer => {
      return { run: { planned, sample }, exchange, text: open.textDigest, answered };
    }),
  );
  session.spare.set(planned, answers);
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

/** Puts the spare answers of a run among those that wait for their file, once. */
export function putSpare(
  { ports, spare }: Session,
  planned: PlannedRun,
  pending: Pick<PendingAnswers, "put">,
): void {
  for (const { run, exchange, text, answered } of spare.get(planned) ?? []) {
    const response = readResponse(answered, ports);
    if (response !== null) pending.put({ run, exchange, text, response, recorded: {}, answered });
  }
  if (spare.has(planned)) spare.set(planned, []);
}
