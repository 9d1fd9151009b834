/** One replay while it runs: what it was asked for, and what it knows so far. */
import { sum } from "../arithmetic.ts";
import type { EvaluationContext } from "../evaluation/context.ts";
import type { Exchange } from "../fixture/fixture.ts";
import type { RunPlace } from "../fixture/open-run.ts";
import { writeSent } from "../fixture/sent.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Pico } from "../money.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import type { Denial } from "../problems/replaying/refusing.ts";
import { createCap, type Cap } from "./cost/cap.ts";
import type { Pricing } from "./cost/maximum-cost.ts";
import type { JournalKey, SentBatch, UnknownOutcome } from "./journal/entry.ts";
import type { Journal, SettledAnswer } from "./journal/journal.ts";
import type { PlannedRun, ReplayPlan } from "./plan/plan.ts";
import type { AnswerToKeep } from "./answers/keep.ts";
import type { ApiRefusal } from "../tokens/token-api.ts";
import type { Clocks, Interrupts, OpenJournal, ReplayApi } from "./ports.ts";
import { createPredictions, type Predictions } from "./prediction/predictions.ts";
import { findDenial } from "./sending/failure.ts";
import { createPauses, pauseUntilStopped } from "./sending/pauses.ts";
import { createTurns, type Turns } from "./sending/turns.ts";
import type { Progress, ProgressDisplay } from "./text/progress.ts";
import { countUnderWay, type CountedPorts } from "./under-way.ts";

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
export interface SessionPorts extends Interrupts, Clocks {
  readonly api: ReplayApi;
  readonly append: OpenJournal["append"];
  readonly readLine: OpenJournal["readLine"];
  /** Writes answers into their fixtures, each file once; gives those it could not write. */
  readonly keep: (answers: readonly AnswerToKeep[]) => readonly AnswerToKeep[];
  readonly progress: Pick<ProgressDisplay, "start" | "renew">;
}

/** A run to be sent, and which of several times this is; `sample` counts from 0. */
export interface RunSample {
  readonly planned: PlannedRun;
  readonly sample: number;
}

/** An answer to a sample that is not sent now (`answers/samples.ts`). */
export interface SpareAnswer {
  readonly run: RunSample;
  readonly exchange: Exchange;
  /** Digest of the fixture's text the exchange was read from (`OpenRun.textDigest`). */
  readonly text: string;
  readonly answered: SettledAnswer;
}

/** Why a request has no answer; null: that was reported already. */
export interface NotSent {
  readonly problem: Problem | null;
}

/** A replay while it runs. The maps and lists change as it goes. */
export interface Session {
  readonly options: ReplayOptions;
  readonly ports: SessionPorts;
  readonly pricing: Pricing;
  readonly cap: Cap;
  readonly predictions: Predictions;
  /** For what nothing bounds: under way one at a time, so that one passes the cap at most. */
  readonly alone: Turns;
  /** The pause of a request that was told to wait so long: several do not wake at once. */
  readonly pause: (askedMs: number) => number;
  /** How far it is. */
  readonly counts: RequestCounts;
  readonly underWay: Pick<CountedPorts, "followed" | "read">;
  /** By `keyText`: of earlier calls, and of this call's batches. */
  readonly answered: Map<string, SettledAnswer>;
  /** By `keyText`. */
  readonly unknown: Map<string, UnknownOutcome>;
  /** By `keyText`: earlier times the requests of `unknown` were sent, whose outcome is unknown too. */
  readonly unknownBefore: Map<string, readonly UnknownOutcome[]>;
  /** By name. */
  readonly batches: Map<string, SentBatch>;
  /** Names of batches that the API has, and that have no outcome yet: it will come. */
  readonly awaited: Set<string>;
  /** Keys of `answered`, grouped by what they ask (`groupAlike`). */
  readonly answeredAlike: Map<string, JournalKey[]>;
  /** Keys of `unknown`, grouped the same way. */
  readonly unknownAlike: Map<string, JournalKey[]>;
  /** Samples beyond those that are sent now, which have answers: by what they ask. */
  readonly beyond: Map<string, Set<number>>;
  /** Answers to samples that are not sent now, of runs whose samples are arranged. */
  readonly spare: Map<PlannedRun, readonly SpareAnswer[]>;
  readonly problems: Problem[];
  /** Problems that stand for several requests, by what those have in common. */
  readonly grouped: Map<string, GroupedProblem>;
}

interface RequestCounts {
  /** Those there are, each time that a run is sent; fewer once another call has recorded a run. */
  requests: number;
  answered: number;
  /** How often `count_tokens` gave a number. */
  counted: number;
  /** Those of `answered` whose answer came in a batch. */
  byBatch: number;
  /** Answers in batches that this call sent or goes on with, by the batch's name. */
  readonly inBatches: Map<string, number>;
}

interface GroupedProblem {
  /** The problem of the first request; `more`: how many others have the same. */
  readonly create: (more: number) => Problem;
  more: number;
}

export function createSession(options: ReplayOptions, ports: SessionPorts): Session {
  const { plan, journal, book, context, maxUsd, times } = options;
  const pricing = { book, asOf: context.asOf };
  const cap = createCap(maxUsd, journal.spent);
  const underWay = countUnderWay({ ...ports, wait: pauseUntilStopped(ports.wait, cap) });
  return {
    options,
    ports: { ...ports, api: underWay.api, wait: underWay.wait },
    underWay,
    pricing,
    cap,
    predictions: createPredictions(pricing),
    alone: createTurns(),
    pause: createPauses(ports.elapsed),
    counts: {
      requests: times * sum(plan.runs.map(({ ages }) => ages.length)),
      answered: 0,
      counted: 0,
      byBatch: 0,
      inBatches: new Map(),
    },
    answered: new Map(journal.answered),
    unknown: new Map(journal.unknown),
    unknownBefore: new Map(journal.unknownBefore),
    batches: new Map(journal.batches),
    awaited: new Set(),
    answeredAlike: new Map(),
    unknownAlike: new Map(),
    beyond: new Map(),
    spare: new Map(),
    problems: [],
    grouped: new Map(),
  };
}

/** How far a session is, and what is under way. */
export function progressOf({ options, cap, counts, underWay }: Session): Progress {
  const { answered, byBatch, requests } = counts;
  const inBatches = sum(counts.inBatches.values());
  return {
    // An answer of a batch is counted when it comes, not again when it is put into its place.
    done: answered - byBatch + Math.max(byBatch, inBatches),
    of: requests,
    spent: cap.spent(),
    cap: options.maxUsd,
    underWay: underWay.read(),
  };
}

/** Whether nothing more is sent: the user wants that, or something stopped everything. */
export function isStopped({ ports, cap }: Pick<Session, "ports" | "cap">): boolean {
  return ports.isStopped() || cap.isStopped();
}

/** What identifies one exchange of a run in the journal. */
export function journalKey(
  { planned: { scenario, id }, sample }: Pick<RunSample, "sample"> & { readonly planned: RunPlace },
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

/**
 * The keys an exchange may have in the journal, the one that it is written with first. Where answers
 * are not kept that is of the exchange as its fixture will say it: the next call, which has no more
 * than that, finds it again. One that kept them wrote the whole.
 */
export function journalKeys(
  { options: { context, keepsAnswers } }: Session,
  run: RunSample,
  { exchange, asKept }: { readonly exchange: Exchange; readonly asKept: Exchange },
): readonly [JournalKey, ...JournalKey[]] {
  const whole = journalKey(run, exchange, context);
  return keepsAnswers || exchange === asKept ? [whole] : [journalKey(run, asKept, context), whole];
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
export function stopDenied(session: Session, why: Denial, { status, kind }: ApiRefusal): void {
  stopFor(session, problem("replay-denied", nowhere, { why, status, kind }));
}

/** Stops everything where a free question was led to another server: requests would be too. */
export function stopElsewhere(session: Session, refusal: ApiRefusal): void {
  if (findDenial(refusal.status) === "elsewhere") stopDenied(session, "elsewhere", refusal);
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
