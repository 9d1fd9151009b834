/**
 * Answers that wait to be written into their fixtures: a file is written once, when nothing more is
 * to come for it. Until then their responses are in the journal only.
 */
import { outputTokens, usageOf } from "../../api/response.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { Json, JsonObject } from "../../json.ts";
import { problem, type Problem } from "../../problem.ts";
import { runName, type PlannedRun } from "../plan/plan.ts";
import type { SettledAnswer } from "../journal/journal.ts";
import type { ReplayOptions, RunSample, SessionPorts } from "../session.ts";
import type { AnswerToKeep } from "./keep.ts";
import { recordResponse } from "./recording.ts";
import { readResponse } from "./settled.ts";

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
  readonly answered: Pick<SettledAnswer, "response">;
  readonly response: JsonObject;
  /** What is recorded of it beside its response (`recordAnswer`). */
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
  readonly exchange: AnswerToKeep["exchange"];
  readonly text: string;
  /** Of the first time it was sent; null while that has no answer. */
  first: Pick<PendingAnswer, "answered" | "recorded"> | null;
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
  options: Pick<ReplayOptions, "times" | "keepsAnswers">,
  ports: Pick<SessionPorts, "keep" | "readLine">,
): PendingAnswers {
  const { times } = options;
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
    const gone = new Set<AnswerToKeep["exchange"]>();
    const toKeep = answers.flatMap((answer): readonly AnswerToKeep[] => {
      const { exchange, text, first, samples } = answer;
      // Its answers stay in the journal until it was answered as often as asked: the next call
      // sends what is missing.
      if (first === null || countBelow(samples, times) < times) return [];
      const recorded = (): JsonObject | undefined => {
        const response = readResponse(first.answered, ports);
        if (response === null) {
          gone.add(exchange);
          return undefined;
        }
        return {
          ...first.recorded,
          response: recordResponse(response, options),
          ...(samples.length === 1 ? {} : { samples: recordSamples(answer, response) }),
        };
      };
      return [{ exchange, text, recorded }];
    });
    const lost = ports.keep(toKeep);
    for (const { exchange } of lost) {
      const why = gone.has(exchange) ? "replay-journal-changed" : "replay-not-kept";
      problems.push(problem(why, exchange.place, { exchange: exchange.id }));
    }
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
    put: ({ run: { planned, sample }, exchange, text, response, recorded, answered }) => {
      const answers = files.get(planned.file)?.answers;
      if (answers === undefined) return;
      const key = `${runName(planned)} ${String(exchange.index)}`;
      const name = `${planned.scenario.id} ${exchange.id}`;
      const { id, index, place } = exchange;
      const answer = answers.get(key) ?? {
        name,
        planned,
        // A copy of the place: where it is looked up, it holds what it looks into.
        exchange: { id, index, place: { ...place } },
        text,
        first: null,
        samples: [],
      };
      answers.set(key, answer);
      if (sample === 0) answer.first = { answered: { response: answered.response }, recorded };
      const { stop_reason = null } = response;
      // Needed beside others only: an earlier call may have sent it more often.
      const isOne = times === 1 && sample === 0 && answer.samples.length === 0;
      const usage = isOne ? null : (usageOf(response) ?? null);
      answer.samples.push({ sample, usage, stop_reason });
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

/** Runs of which every exchange was answered as often as asked. */
function answeredRuns(answers: readonly ExchangeAnswers[], times: number): readonly PlannedRun[] {
  const counts = new Map<PlannedRun, number>();
  for (const { planned, samples } of answers)
    if (countBelow(samples, times) === times) counts.set(planned, (counts.get(planned) ?? 0) + 1);
  return [...counts].flatMap(([run, count]) => (count === run.ages.length ? [run] : []));
}

/** How many of the samples are asked for now; an earlier call may have asked for more. */
function countBelow(samples: readonly Sample[], times: number): number {
  return samples.filter(({ sample }) => sample < times).length;
}

function inOrder({ samples }: ExchangeAnswers): readonly Sample[] {
  return samples.toSorted((a, b) => a.sample - b.sample);
}

/** `first`: the response to the first one, which knows its usage where that is not held. */
function recordSamples(answers: ExchangeAnswers, first: JsonObject): readonly JsonObject[] {
  return inOrder(answers).map(({ sample, usage, stop_reason }) => ({
    usage: sample === 0 ? (usageOf(first) ?? null) : usage,
    stop_reason,
  }));
}

function lengthOf({ usage }: Sample): readonly number[] {
  const tokens = outputTokens({ usage });
  return tokens === null ? [] : [tokens];
}
