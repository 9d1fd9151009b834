/**
 * Answers that wait to be written into their fixtures: a file is written once, when nothing more is
 * to come for it.
 */
import { outputTokens, usageOf } from "../../api/response.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { Json, JsonObject } from "../../json.ts";
import { problem, type Problem } from "../../problem.ts";
import { runName, type PlannedRun } from "../plan/plan.ts";
import type { RunSample, SessionPorts } from "../session.ts";
import type { AnswerToKeep } from "./keep.ts";

/** Answers on their way into the fixtures, and what became of those that are written. */
export interface PendingAnswers {
  readonly put: (answer: PendingAnswer) => void;
  /** Nothing more comes for this run and sample. */
  readonly end: (run: RunSample) => void;
  /** Writes what is left, of runs that were never begun. */
  readonly close: () => void;
  /** Runs that are answered and kept, by `runText`. */
  readonly done: ReadonlySet<string>;
  /** Where each run is sent several times. */
  readonly lengths: readonly AnswerLengths[];
  readonly problems: readonly Problem[];
}

interface PendingAnswer {
  readonly run: RunSample;
  readonly exchange: Exchange;
  /** Digest of the fixture's text the exchange was read from (`OpenRun.textDigest`). */
  readonly text: string;
  readonly response: JsonObject;
  readonly recorded: JsonObject;
}

/** Output tokens of one exchange, of each time it was sent. */
export interface AnswerLengths {
  readonly name: string;
  readonly tokens: readonly number[];
}

/** What is recorded of one of several times a request was sent. */
interface Sample {
  readonly sample: number;
  readonly usage: Json;
  readonly stop_reason: Json;
}

/** The answers to one exchange. */
interface ExchangeAnswers {
  readonly name: string;
  readonly planned: PlannedRun;
  readonly exchange: Exchange;
  readonly text: string;
  /** Of the first time it was sent; null while that has no answer. */
  recorded: JsonObject | null;
  readonly samples: Sample[];
}

interface PendingFile {
  /** How many runs and samples may still bring answers. */
  open: number;
  /** By run and position. */
  readonly answers: Map<string, ExchangeAnswers>;
}

/** `runs`: everything that may bring answers. */
export function createPendingAnswers(
  runs: readonly RunSample[],
  options: { readonly times: number; readonly keep: SessionPorts["keep"] },
): PendingAnswers {
  const { times, keep } = options;
  const files = new Map<string, PendingFile>();
  for (const { planned } of runs) {
    const file = files.get(planned.file) ?? { open: 0, answers: new Map() };
    file.open += 1;
    files.set(planned.file, file);
  }
  const done = new Set<string>();
  const lengths: AnswerLengths[] = [];
  const problems: Problem[] = [];

  const write = (path: string): void => {
    const answers = [...(files.get(path)?.answers.values() ?? [])];
    files.delete(path);
    const lost = keep(answers.flatMap((answer) => answerToKeep(answer, times)));
    for (const { exchange } of lost)
      problems.push(problem("replay-not-kept", exchange.place, { exchange: exchange.id }));
    if (times > 1)
      lengths.push(
        ...answers.map((answer) => ({
          name: answer.name,
          tokens: inOrder(answer).flatMap(lengthOf),
        })),
      );
    if (lost.length === 0) for (const run of answeredRuns(answers, times)) done.add(runName(run));
  };

  return {
    put: ({ run: { planned, sample }, exchange, text, response, recorded }) => {
      const answers = files.get(planned.file)?.answers;
      if (answers === undefined) return;
      const place = `${runName(planned)} ${String(exchange.index)}`;
      const name = `${planned.scenario.id} ${exchange.id}`;
      const answer = answers.get(place) ?? {
        name,
        planned,
        exchange,
        text,
        recorded: null,
        samples: [],
      };
      answers.set(place, answer);
      if (sample === 0) answer.recorded = recorded;
      const { stop_reason = null } = response;
      answer.samples.push({ sample, usage: usageOf(response) ?? null, stop_reason });
    },
    end: ({ planned }) => {
      const file = files.get(planned.file);
      if (file === undefined) return;
      file.open -= 1;
      if (file.open === 0) write(planned.file);
    },
    close: () => {
      for (const path of files.keys()) write(path);
    },
    done,
    lengths,
    problems,
  };
}

/**
 * What is written of an exchange: the first answer and, where it was asked for several times, what
 * each time came to. Nothing until it was answered as often as asked: its answers stay in the
 * journal, and the next call sends what is missing.
 */
function answerToKeep(answers: ExchangeAnswers, times: number): readonly AnswerToKeep[] {
  const { exchange, text, recorded } = answers;
  if (recorded === null || answers.samples.length < times) return [];
  if (times === 1) return [{ exchange, text, recorded }];
  const samples = inOrder(answers).map(({ usage, stop_reason }) => ({ usage, stop_reason }));
  return [{ exchange, text, recorded: { ...recorded, samples } }];
}

/** Runs of which every exchange was answered as often as asked. */
function answeredRuns(answers: readonly ExchangeAnswers[], times: number): readonly PlannedRun[] {
  const counts = new Map<PlannedRun, number>();
  for (const { planned, samples } of answers)
    if (samples.length === times) counts.set(planned, (counts.get(planned) ?? 0) + 1);
  return [...counts].flatMap(([run, count]) => (count === run.ages.length ? [run] : []));
}

function inOrder({ samples }: ExchangeAnswers): readonly Sample[] {
  return samples.toSorted((a, b) => a.sample - b.sample);
}

function lengthOf({ usage }: Sample): readonly number[] {
  const tokens = outputTokens({ usage });
  return tokens === null ? [] : [tokens];
}
