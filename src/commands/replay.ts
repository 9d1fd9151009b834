/** Sends fixtures again under a cap, keeps what comes back, and says how good the prediction was. */
import { createCap } from "../capture/cap.ts";
import { runText, type Answered } from "../capture/journal.ts";
import type { PlannedRun } from "../capture/plan.ts";
import { comparePredictions, type PredictionRow } from "../capture/prediction.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { Pico } from "../money.ts";
import { problem, type Problem } from "../problem.ts";
import { wholeNumber } from "../tokens/answer.ts";
import { completesInput } from "../tokens/plausible.ts";
import { countTotal } from "../tokens/recorded-total.ts";
import {
  sendOne,
  type AnswerRecord,
  type Desk,
  type Job,
  type KeptAnswer,
  type ReplayOptions,
  type ReplayWorld,
  type Sample,
} from "./replay-send.ts";

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

/** What is kept of an answer: never a header, nothing of the environment. */
const recordedOf = (desk: Desk, exchange: Exchange, kept: { readonly answered: Answered; readonly inputHash: string }): JsonObject => {
  const { workbench, fast, keepsAnswers } = desk.options;
  const { answered, inputHash } = kept;
  const { response, requestId, at } = answered;
  const total = countTotal(response)?.total ?? null;
  const own = workbench.measurer.exchange({ ...exchange, recorded: null, counted: null }, { output: null }).count.total;
  const { content, ...rest } = Object.fromEntries(
    ["model", "usage", "stop_reason", "content"].flatMap((name) => (response[name] === undefined ? [] : [[name, response[name]]])),
  );
  return {
    inputHash,
    ...(total === null || completesInput(exchange.request.body)
      ? {}
      : { residual: { counter: workbench.counter.id, tokens: total - own } }),
    at,
    ...(requestId === null ? {} : { requestId }),
    ...(fast ? { fast: true } : {}),
    response: { ...rest, ...(keepsAnswers && content !== undefined ? { content } : {}) },
  };
};

const placeOf = ({ scenario, run }: PlannedRun, { index }: Exchange): string => JSON.stringify([scenario.config.id, run.id, index]);

const sendRun = async (desk: Desk, job: Job, done: () => void): Promise<void> => {
  const { options } = desk;
  const { planned, sample } = job;
  const { scenario, run } = planned;
  const read = planned.open();
  const answers: JsonObject[] = [];
  // As the file will say them: without its text an answer is a block of its length.
  const kept: JsonObject[] = [];
  let start: number | null = null;
  for (const { offsetMs } of run.exchanges) {
    const exchange = read(answers);
    if (exchange === null) return;
    const due: number = options.fast || start === null ? 0 : start + offsetMs - (run.exchanges[0]?.offsetMs ?? 0);
    const measured = options.workbench.measurer.exchange(exchange, { output: scenario.config.output });
    const step = await sendOne(desk, job, exchange, due);
    if ("problem" in step) {
      if (step.problem !== null) desk.problems.push({ ...step.problem, scenario: step.problem.scenario ?? scenario.config.id });
      return;
    }
    const { answered } = step;
    const sentAt = Date.parse(answered.at);
    start ??= sentAt;
    const inputHash = (options.keepsAnswers ? exchange : read(kept))?.inputHash ?? exchange.inputHash;
    const recorded = recordedOf(desk, exchange, { answered, inputHash });
    answers.push(answered.response);
    const { content: _content, ...bare } = answered.response;
    kept.push(bare);
    const place = placeOf(planned, exchange);
    const record = desk.records.get(place) ?? { name: `${scenario.config.id} ${exchange.id}`, exchange, recorded: null, samples: [] };
    desk.records.set(place, record);
    if (sample === 0) record.recorded = recorded;
    const { usage = null, stop_reason = null } = answered.response;
    record.samples.push({ sample, usage, stop_reason });
    desk.foretold.push({
      scenario: scenario.config.id,
      exchange: options.times === 1 ? exchange.id : `${exchange.id} (${String(sample + 1)} of ${String(options.times)})`,
      prompt: measured.prompt,
      count: measured.count,
      output: measured.output.tokens,
      sentAt,
      response: answered.response,
    });
    done();
  }
};

const outputTokens = ({ usage }: Sample): readonly number[] => {
  const tokens = isObject(usage) ? wholeNumber(usage["output_tokens"]) : null;
  return tokens === null ? [] : [tokens];
};

const inOrder = ({ samples }: AnswerRecord): readonly Sample[] => samples.toSorted((a, b) => a.sample - b.sample);

/** The first answer, and, where it was asked for several times, beside it what every time came to. */
const keptOf = (record: AnswerRecord, times: number): readonly KeptAnswer[] => {
  const { exchange, recorded } = record;
  if (recorded === null) return [];
  if (times === 1) return [{ exchange, recorded }];
  const samples = inOrder(record).map(({ usage, stop_reason }) => ({ usage, stop_reason }));
  return [{ exchange, recorded: { ...recorded, samples } }];
};

/** Runs whose answers are all in their fixtures; of the others the journal keeps them. */
const finishedRuns = ({ options, records }: Desk, lost: readonly KeptAnswer[]): ReadonlySet<string> => {
  const unkept = new Set(lost.map(({ exchange }) => exchange.place.file));
  const finished = options.plan.runs.filter(
    (planned) =>
      !unkept.has(planned.run.place.file) &&
      planned.run.exchanges.every((exchange) => records.get(placeOf(planned, exchange))?.samples.length === options.times),
  );
  return new Set(finished.map(({ scenario, run }) => runText({ scenario: scenario.config.id, run: run.id })));
};

/**
 * Sends the planned runs, as many at once as asked, the exchanges of a run in order with its own gaps. Nothing starts whose
 * upper bound does not fit the cap; no request that was answered is sent again, after a kill too.
 */
export const replay = async (options: ReplayOptions, world: ReplayWorld): Promise<ReplayResult> => {
  const cap = createCap(options.maxUsd, options.journal.spent);
  const desk: Desk = { options, world, cap, foretold: [], records: new Map(), problems: [], said: new Set() };
  const { runs } = options.plan;
  // All first answers before the second ones: what is sent once more costs less where the cache still holds it.
  const jobs = Array.from({ length: options.times }, (_, sample) => runs.map((planned): Job => ({ planned, sample }))).flat();
  const of = jobs.reduce((sum, { planned: { run } }) => sum + run.exchanges.length, 0);
  let next = 0;
  let answered = 0;
  const done = (): void => {
    answered += 1;
    world.tell({ done: answered, of, spent: cap.spent(), cap: options.maxUsd });
  };
  const work = async (): Promise<void> => {
    while (next < jobs.length && !world.isStopped()) {
      const job = jobs[next];
      next += 1;
      if (job !== undefined) await sendRun(desk, job, done);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work));
  const records = [...desk.records.values()];
  const lost = world.keep(records.flatMap((record) => keptOf(record, options.times)));
  for (const { exchange } of lost) desk.problems.push(problem("replay-not-kept", exchange.place, { exchange: exchange.id }));
  const rows = comparePredictions(desk.foretold, { book: options.book, asOf: options.workbench.asOf });
  const lengths =
    options.times === 1 ? [] : records.map((record) => ({ name: record.name, tokens: inOrder(record).flatMap(outputTokens) }));
  return { requests: of, answered, spent: cap.spent(), rows, lengths, done: finishedRuns(desk, lost), problems: desk.problems };
};
