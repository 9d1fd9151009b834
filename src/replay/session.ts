/** One replay while it runs: what it was asked for, and what it knows so far. */
import { sum } from "../arithmetic.ts";
import type { EvaluationContext } from "../evaluation/context.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { writeSent } from "../fixture/sent.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Pico } from "../money.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import { createCap, type Cap } from "./cost/cap.ts";
import type { Pricing } from "./cost/maximum-cost.ts";
import type { JournalKey, SentBatch, UnknownOutcome } from "./journal/entry.ts";
import type { Journal, SettledAnswer } from "./journal/journal.ts";
import type { PlannedRun, ReplayPlan } from "./plan/plan.ts";
import type { AnswerToKeep } from "./answers/keep.ts";
import type { Interrupts, OpenJournal, ReplayApi } from "./ports.ts";
import { createPredictions, type Predictions } from "./prediction/predictions.ts";
import type { Progress } from "./text/progress.ts";

/** What a replay was asked for. */
export interface ReplayOptions {
  readonly plan: ReplayPlan;
  readonly journal: Journal;
  readonly context: EvaluationContext;
  readonly book: PriceBook;
  /** The cap, pico-dollars. */
  readonly maxUsd: Pico;
  /** How many requests are under way at once. */
  readonly concurrency: number;
  /** How often each run is sent. */
  readonly times: number;
  /** Without the runs' own gaps. */
  readonly fast: boolean;
  /** Through the Message Batches API. */
  readonly batch: boolean;
  /** Whether the answers' content is written into the fixtures. */
  readonly keepsAnswers: boolean;
  /** Whether requests whose outcome is unknown are sent again. */
  readonly resendsUnknown: boolean;
  /** Ids of scenarios whose requests may be sent though nothing bounds what they cost. */
  readonly unbounded: ReadonlySet<string>;
}

/**
 * What a session calls: the ports, opened, and what is put together of them (`with-journal.ts`).
 */
/** A replay while it runs. The maps and lists change as it goes. */
export interface SessionPorts extends Interrupts {
  readonly api: ReplayApi;
  readonly append: OpenJournal["append"];
  readonly readLine: OpenJournal["readLine"];
  /** Writes answers into their fixtures, each file once; gives those it could not write. */
  readonly keep: (answers: readonly AnswerToKeep[]) => readonly AnswerToKeep[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly reportProgress: (progress: Progress) => void;
}

/** A run to be sent, and which of several times this is; `sample` counts from 0. */
export interface RunSample {
  readonly planned: PlannedRun;
  readonly sample: number;
}

/** Why a request has no answer; null: that was reported already. */
export interface NotSent {
  readonly problem: Problem | null;
}

export interface Session {
  readonly options: ReplayOptions;
  readonly ports: SessionPorts;
  readonly pricing: Pricing;
  readonly cap: Cap;
  readonly predictions: Predictions;
  /** How far it is. */
  readonly counts: RequestCounts;
  /** By `keyText`: of earlier calls, and of this call's batches. */
  readonly answered: Map<string, SettledAnswer>;
  /** By `keyText`. */
  readonly unknown: Map<string, UnknownOutcome>;
  /** By name. */
  readonly batches: Map<string, SentBatch>;
  /** Keys of `answered`, grouped by what they ask (`groupAlike`). */
  readonly answeredAlike: Map<string, JournalKey[]>;
  /** Keys of `unknown`, grouped the same way. */
  readonly unknownAlike: Map<string, JournalKey[]>;
  /** Runs whose answers another run has taken over, by `runText`. */
  readonly adopted: Set<string>;
  readonly problems: Problem[];
  /** Problems that stand for several requests, by what those have in common. */
  readonly grouped: Map<string, GroupedProblem>;
}

interface RequestCounts {
  /** Those there are, each time that a run is sent; fewer once another call has recorded a run. */
  requests: number;
  answered: number;
}

interface GroupedProblem {
  /** The problem of the first request; `more`: how many others have the same. */
  readonly create: (more: number) => Problem;
  more: number;
}

export function createSession(options: ReplayOptions, ports: SessionPorts): Session {
  const { plan, journal, book, context, maxUsd, times } = options;
  const pricing = { book, asOf: context.asOf };
  return {
    options,
    ports,
    pricing,
    cap: createCap(maxUsd, journal.spent),
    predictions: createPredictions(pricing),
    counts: { requests: times * sum(plan.runs.map(({ ages }) => ages.length)), answered: 0 },
    answered: new Map(journal.answered),
    unknown: new Map(journal.unknown),
    batches: new Map(journal.batches),
    answeredAlike: new Map(),
    unknownAlike: new Map(),
    adopted: new Set(),
    problems: [],
    grouped: new Map(),
  };
}

/**
 * Shows how far the session is. `inBatches`: requests that are answered in batches that have not
 * ended, so that they are not counted yet.
 */
export function reportProgress({ options, ports, cap, counts }: Session, inBatches = 0): void {
  ports.reportProgress({
    done: counts.answered + inBatches,
    of: counts.requests,
    spent: cap.spent(),
    cap: options.maxUsd,
  });
}

/** What identifies one exchange of a run in the journal. */
export function journalKey(
  { planned: { scenario, id }, sample }: RunSample,
  exchange: Exchange,
  context: EvaluationContext,
): JournalKey {
  return {
    scenario: scenario.id,
    run: id,
    index: exchange.index,
    sample,
    body: context.digest(writeSent(exchange)),
  };
}

/** Reports a problem of one request, once for all requests with the same `group`. */
export function reportOnce(
  session: Session,
  group: string,
  create: (more: number) => Problem,
): void {
  const known = session.grouped.get(group);
  if (known === undefined) session.grouped.set(group, { create, more: 0 });
  else known.more += 1;
}

/** Stops everything: no request is taken until the user mends something. */
export function stopDenied(session: Session, status: number, kind: string): void {
  stopFor(session, problem("replay-denied", nowhere, { status, kind }));
}

/** Stops everything: nothing may be sent that cannot be written down before. */
export function stopUnwritten(session: Session): void {
  stopFor(session, problem("replay-journal-failed", nowhere, {}));
}

/** Says why it stops once, however many requests meet it. */
function stopFor(session: Session, reason: Problem): void {
  session.cap.stop();
  if (!session.problems.some(({ code }) => code === reason.code)) session.problems.push(reason);
}
