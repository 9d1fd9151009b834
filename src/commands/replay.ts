/** Sends fixtures again under a cap, keeps what comes back, and says how good the prediction was. */
import { createCap } from "../capture/cap.ts";
import type { Answered } from "../capture/journal.ts";
import type { PlannedRun } from "../capture/plan.ts";
import { comparePredictions, type PredictionRow } from "../capture/prediction.ts";
import type { Exchange } from "../fixture/fixture.ts";
import type { JsonObject } from "../json.ts";
import type { Pico } from "../money.ts";
import { problem, type Problem } from "../problem.ts";
import { completesInput } from "../tokens/plausible.ts";
import { countTotal } from "../tokens/recorded-total.ts";
import { sendOne, type Desk, type ReplayOptions, type ReplayWorld } from "./replay-send.ts";

export interface ReplayResult {
  readonly requests: number;
  readonly answered: number;
  readonly spent: Pico;
  readonly rows: readonly PredictionRow[];
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

const sendRun = async (desk: Desk, planned: PlannedRun, done: () => void): Promise<void> => {
  const { options } = desk;
  const { scenario, run, read } = planned;
  const answers: JsonObject[] = [];
  // As the file will say them: without its text an answer is a block of its length.
  const kept: JsonObject[] = [];
  let start: number | null = null;
  for (const { offsetMs } of run.exchanges) {
    const exchange = read(answers);
    if (exchange === null) return;
    const due: number = options.fast || start === null ? 0 : start + offsetMs - (run.exchanges[0]?.offsetMs ?? 0);
    const measured = options.workbench.measurer.exchange(exchange, { output: scenario.config.output });
    const step = await sendOne(desk, planned, exchange, due);
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
    desk.kept.push({ exchange, recorded });
    desk.foretold.push({
      scenario: scenario.config.id,
      exchange: exchange.id,
      prompt: measured.prompt,
      count: measured.count,
      output: measured.output.tokens,
      sentAt,
      response: answered.response,
    });
    done();
  }
};

/**
 * Sends the planned runs, as many at once as asked, the exchanges of a run in order with its own gaps. Nothing starts whose
 * upper bound does not fit the cap; no request that was answered is sent again, after a kill too.
 */
export const replay = async (options: ReplayOptions, world: ReplayWorld): Promise<ReplayResult> => {
  const cap = createCap(options.maxUsd, options.journal.spent);
  const desk: Desk = { options, world, cap, foretold: [], kept: [], problems: [], said: new Set() };
  const { runs } = options.plan;
  const of = runs.reduce((sum, { run }) => sum + run.exchanges.length, 0);
  let next = 0;
  let answered = 0;
  const done = (): void => {
    answered += 1;
    world.tell({ done: answered, of, spent: cap.spent(), cap: options.maxUsd });
  };
  const work = async (): Promise<void> => {
    while (next < runs.length && !world.isStopped()) {
      const planned = runs[next];
      next += 1;
      if (planned !== undefined) await sendRun(desk, planned, done);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work));
  for (const { exchange } of world.keep(desk.kept))
    desk.problems.push(problem("replay-not-kept", exchange.place, { exchange: exchange.id }));
  const rows = comparePredictions(desk.foretold, { book: options.book, asOf: options.workbench.asOf });
  return { requests: of, answered, spent: cap.spent(), rows, problems: desk.problems };
};
