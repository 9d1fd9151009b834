/**
 * Sends fixtures again under a cap, keeps what comes back, and says how good the prediction was.
 */
import { createCap } from "./cap.ts";
import type { Answered, JournalKey } from "./journal.ts";
import { unsendable } from "./plan.ts";
import { createPredictions, type PredictionRow } from "./prediction.ts";
import type { Exchange } from "../fixture/fixture.ts";
import type { OpenRun } from "../fixture/reread.ts";
import type { JsonObject } from "../json.ts";
import type { Pico } from "../money.ts";
import { placeIn, problem, type Problem } from "../problem.ts";
import { completesInput } from "../api/completed-input.ts";
import { inputTotal } from "../api/response.ts";
import { sendInBatches } from "./batches/send.ts";
import { findBound, type Bound } from "./request-bound.ts";
import { collectOpenBatches } from "./batches/collect.ts";
import { keyOf, type Session, type Job, type ReplayOptions, type ReplayWorld } from "./session.ts";
import { findAnswered, findUnknown, groupAlike, isRecordedBy } from "./resume.ts";
import { sendOne } from "./send.ts";
import { createPendingAnswers, type PendingAnswers } from "./pending-answers.ts";

export interface ReplayResult {
  readonly requests: number;
  readonly answered: number;
  readonly spent: Pico;
  readonly rows: readonly PredictionRow[];
  /** Output tokens by exchange, where each was sent several times. */
  readonly lengths: readonly { readonly name: string; readonly tokens: readonly number[] }[];
  /** Runs that are answered and kept, as the journal calls them. */
  readonly done: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

interface Sending {
  readonly job: Job;
  readonly run: OpenRun;
  /** The bound of its first request, asked for while others are under way. */
  readonly early: Promise<Bound> | null;
}

/**
 * Sends the planned runs, as many at once as asked, the exchanges of a run in order with its own
 * gaps, or all in batches. Nothing starts whose upper bound does not fit the cap; no request that
 * was answered is sent again, after a kill too.
 */
export async function replay(options: ReplayOptions, world: ReplayWorld): Promise<ReplayResult> {
  const { journal, plan, times, context } = options;
  const cap = createCap(options.maxUsd, journal.spent);
  const session: Session = {
    options,
    world,
    cap,
    predictions: createPredictions({ book: options.book, asOf: context.asOf }),
    answered: new Map(journal.answered),
    unknown: new Map(journal.unknown),
    batches: new Map(journal.batches),
    orphans: new Map(),
    lostOrphans: new Map(),
    adopted: new Set(),
    problems: [],
    repeated: new Map(),
  };
  // All first answers before the second ones: what is sent once more costs less where the cache
  // still holds it.
  const jobs = Array.from({ length: times }, (_, sample) =>
    plan.runs.map((planned): Job => ({ planned, sample })),
  ).flat();
  let of = jobs.reduce((sum, { planned: { ages } }) => sum + ages.length, 0);
  let answered = 0;
  const tell = (underWay: number): void =>
    world.tell({ done: answered + underWay, of, spent: cap.spent(), cap: options.maxUsd });
  if ([...session.unknown.values()].some(({ batch }) => batch !== null)) {
    const exchanges = exchangesByBody(session, jobs);
    await collectOpenBatches(session, (key: JournalKey) => exchanges.get(key.body) ?? null);
  }
  // Once what open batches came to is known.
  for (const [like, keys] of groupAlike(
    [...session.answered.keys()].flatMap((name) => journal.keys.get(name) ?? []),
  ))
    session.orphans.set(like, keys);
  for (const [like, keys] of groupAlike([...session.unknown.values()].map(({ key }) => key)))
    session.lostOrphans.set(like, keys);
  if (options.batch) await sendInBatches(session, jobs, tell);
  const pending = createPendingAnswers(jobs, { times, keep: world.keep });
  const queue = createQueue(session, jobs, (job) => {
    of -= job.planned.ages.length;
    pending.end(job);
  });
  const count = (): void => {
    answered += 1;
    tell(0);
  };
  const work = async (): Promise<void> => {
    for (let sending = queue.take(); sending !== null; sending = queue.take()) {
      await sendRun(session, sending, { pending, done: count });
      pending.end(sending.job);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work));
  pending.close();
  const repeated = [...session.repeated.values()].map(({ say, more }) => say(more));
  // What was adopted is in its new run's fixture, or in the journal still.
  const done = new Set([
    ...pending.done,
    ...(pending.problems.length === 0 && answered === of ? session.adopted : []),
  ]);
  const problems = [...session.problems, ...repeated, ...pending.problems];
  return {
    requests: of,
    answered,
    spent: cap.spent(),
    rows: session.predictions.rows(),
    lengths: pending.lengths,
    done,
    problems,
  };
}

/** Exchanges of planned runs by what they ask, wherever they stand now. */
function exchangesByBody(session: Session, jobs: readonly Job[]): ReadonlyMap<string, Exchange> {
  return new Map(
    jobs.flatMap((job) =>
      job.planned
        .open()
        .exchanges.map(
          (exchange) => [keyOf(job, exchange, session.options.context).body, exchange] as const,
        ),
    ),
  );
}

/**
 * Opens runs in order, each once; some ahead of those that are sent, so that their first bounds are
 * known in time.
 */
function createQueue(
  session: Session,
  jobs: readonly Job[],
  skip: (job: Job) => void,
): { readonly take: () => Sending | null } {
  const { options, world, cap } = session;
  const ready: Sending[] = [];
  let next = 0;
  const open = (job: Job): Sending | null => {
    const run = job.planned.open();
    if (isRecordedBy(job.planned, run.exchanges)) return null;
    const [exchange] = options.batch ? [] : run.exchanges;
    if (exchange === undefined) return { job, run, early: null };
    const key = keyOf(job, exchange, options.context);
    const isWanted =
      findAnswered(session, key) === undefined &&
      (findUnknown(session, key) === undefined || options.resendsUnknown);
    return { job, run, early: isWanted ? findBound(session, job.planned, exchange) : null };
  };
  return {
    take: () => {
      // What batches answered is only put in its place.
      if (!options.batch && (world.isStopped() || cap.isStopped())) return null;
      while (ready.length <= options.concurrency) {
        const job = jobs[next];
        if (job === undefined) break;
        next += 1;
        const opened = open(job);
        if (opened === null) skip(job);
        else ready.push(opened);
      }
      return ready.shift() ?? null;
    },
  };
}

async function sendRun(
  session: Session,
  sending: Sending,
  tools: { readonly pending: PendingAnswers; readonly done: () => void },
): Promise<void> {
  const { options } = session;
  const { job, run, early } = sending;
  const { planned, sample } = job;
  const { scenario, ages } = planned;
  const next = run.walk();
  // As the file will say it: without its text an answer is a block of its length.
  const nextKept = options.keepsAnswers ? null : run.walk();
  let last: JsonObject | null = null;
  let start: number | null = null;
  const first = run.exchanges[0]?.offsetMs ?? 0;
  for (const at of ages.keys()) {
    const exchange: Exchange | null = next(last);
    const asKept: Exchange | null =
      nextKept === null ? exchange : nextKept(last === null ? null : withoutContent(last));
    if (exchange === null || asKept === null) {
      const place = placeIn(planned.file);
      session.problems.push(
        problem(
          "replay-unsendable",
          place,
          { exchange: `${planned.id}#${String(at)}`, why: "unreadable" },
          scenario.id,
        ),
      );
      return;
    }
    const fault = unsendable(exchange, exchange, scenario.id);
    if (fault !== null) {
      // As when an answer that came just now is empty: there is nothing to go on with.
      session.problems.push(fault);
      return;
    }
    const due: number = options.fast || start === null ? 0 : start + exchange.offsetMs - first;
    const measured = options.context.measurer.exchange(exchange, { output: scenario.output });
    const step = await sendOne(session, job, { exchange, due, early: at === 0 ? early : null });
    if ("problem" in step) {
      if (step.problem !== null)
        session.problems.push({ ...step.problem, scenario: step.problem.scenario ?? scenario.id });
      return;
    }
    const { answered } = step;
    const sentAt = Date.parse(answered.at);
    start ??= sentAt;
    const recorded = recordedOf(session, exchange, { answered, inputHash: asKept.inputHash });
    last = answered.response;
    tools.pending.put(job, { exchange, text: run.text }, { response: answered.response, recorded });
    session.predictions.add({
      scenario: scenario.id,
      exchange:
        options.times === 1
          ? exchange.id
          : `${exchange.id} (${String(sample + 1)} of ${String(options.times)})`,
      prompt: measured.prompt,
      count: measured.count,
      output: measured.output.tokens,
      sentAt,
      response: answered.response,
      batchHitShare: answered.batch ? scenario.batchHitShare : null,
    });
    tools.done();
  }
}

function withoutContent({ content: _content, ...bare }: JsonObject): JsonObject {
  return bare;
}

/** What is kept of an answer: never a header, nothing of the environment. */
function recordedOf(
  session: Session,
  exchange: Exchange,
  kept: { readonly answered: Answered; readonly inputHash: string },
): JsonObject {
  const { context, fast, keepsAnswers } = session.options;
  const { answered, inputHash } = kept;
  const { response, requestId, at } = answered;
  const total = inputTotal(response)?.total ?? null;
  const own = context.measurer.exchange(
    { ...exchange, recorded: null, counted: null },
    { output: null },
  ).count.total;
  const { content, ...rest } = Object.fromEntries(
    ["model", "usage", "stop_reason", "content"].flatMap((name) =>
      response[name] === undefined ? [] : [[name, response[name]]],
    ),
  );
  return {
    inputHash,
    ...(total === null || completesInput(exchange.request.body)
      ? {}
      : { residual: { counter: context.counter.id, tokens: total - own } }),
    at,
    ...(requestId === null ? {} : { requestId }),
    // In a batch nothing is sent with the run's gaps either.
    ...(fast || answered.batch ? { fast: true } : {}),
    response: { ...rest, ...(keepsAnswers && content !== undefined ? { content } : {}) },
  };
}
