/** One run of a replay: its exchanges in order, each with the answer to the one before it. */
import type { Exchange } from "../../fixture/fixture.ts";
import type { OpenRun } from "../../fixture/open-run.ts";
import type { JsonObject } from "../../json.ts";
import { problem, type Problem } from "../../problem.ts";
import type { PendingAnswers } from "../answers/pending-answers.ts";
import { recordAnswer, withoutContent } from "../answers/recording.ts";
import type { CostBound } from "../cost/cost-bound.ts";
import type { SettledAnswer } from "../journal/journal.ts";
import { type NotSent, type RunSample, type Session } from "../session.ts";
import { dueAfter, isOutOfTime, type SentExchange } from "./gaps.ts";
import { isHeldUp } from "./held-up.ts";
import { findObstacle } from "./obstacle.ts";
import { sendExchange } from "./request.ts";

/** A run that is open for sending. */
export interface OpenedRun {
  readonly run: RunSample;
  readonly open: OpenRun;
  /** The bound of its first request, asked for while other runs are sent. */
  readonly earlyBound: Promise<CostBound | NotSent> | null;
}

/**
 * Sends a run as far as it gets. Each answer is put among the pending ones and into the prediction;
 * what stops the run is added to the session's problems.
 */
export async function sendRun(
  session: Session,
  { run, open, earlyBound }: OpenedRun,
  pending: PendingAnswers,
): Promise<void> {
  const { options } = session;
  const { scenario, ages } = run.planned;
  const next = open.iterate();
  // The run as the fixtures will say it: an answer whose content is not kept is read as a block of
  // its length.
  const nextAsKept = options.keepsAnswers ? null : open.iterate();
  // Answers that an earlier call did not keep whole, and that a later request holds: paid anew.
  const isAnew = options.resendsUnknown && isHeldUp(session, run, open);
  let last: JsonObject | null = null;
  let before: SentExchange | null = null;
  for (const index of ages.keys()) {
    const exchange: Exchange | null = next(last);
    const asKept: Exchange | null =
      nextAsKept === null ? exchange : nextAsKept(last === null ? null : withoutContent(last));
    if (exchange === null || asKept === null) {
      session.problems.push(unreadable(run, index));
      return;
    }
    const due: number =
      options.fast || before === null ? 0 : dueAfter(before, exchange, session.ports);
    // Before it is sent: the prediction rests on what was known then.
    const measured = options.context.measurer.exchange(exchange, { output: scenario.output });
    const outcome = await sendExchange(session, run, {
      exchange,
      asKept,
      obstacle: () => findObstacle(exchange, last, scenario.id),
      isAnew,
      due,
      earlyBound: index === 0 ? earlyBound : null,
    });
    if ("problem" in outcome) {
      const { problem: reason } = outcome;
      if (reason !== null)
        session.problems.push({ ...reason, scenario: reason.scenario ?? scenario.id });
      return;
    }
    const answered: SettledAnswer = outcome.answered;
    const response: JsonObject = outcome.response;
    const sentAt = Date.parse(answered.at);
    const { elapsedAt }: { readonly elapsedAt?: number } = outcome;
    const sent: SentExchange = {
      exchange,
      sentAt,
      ...(elapsedAt === undefined ? {} : { elapsedAt }),
    };
    const recorded = recordAnswer(
      exchange,
      {
        answered: { ...answered, response },
        inputHash: asKept.inputHash,
        isOutOfTime: before !== null && isOutOfTime(before, sent),
      },
      options,
    );
    before = sent;
    last = response;
    pending.put({ run, exchange, text: open.textDigest, response, recorded, answered });
    session.predictions.add({
      scenario: scenario.id,
      exchange: sampleName(run, exchange, options.times),
      prompt: measured.prompt,
      count: measured.count,
      output: measured.output.tokens,
      sentAt,
      begunAt: outcome.begunAt,
      response,
      usd: answered.usd,
      batchHitShare: answered.batch ? scenario.batchHitShare : null,
    });
    session.counts.answered += 1;
    if (answered.batch) session.counts.byBatch += 1;
    session.ports.progress.renew();
  }
}

function unreadable({ planned }: RunSample, index: number): Problem {
  const details = { exchange: `${planned.id}#${String(index)}`, why: "unreadable" } as const;
  return problem("replay-unsendable", planned.place, details, planned.scenario.id);
}

function sampleName({ sample }: RunSample, { id }: Exchange, times: number): string {
  return times === 1 ? id : `${id} (${String(sample + 1)} of ${String(times)})`;
}
