/**
 * Answers on their way into fixtures: a file is written once, when nothing more is to come for it.
 */
import { runName, type PlannedRun } from "./plan.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { problem, type Problem } from "../problem.ts";
import { wholeNumber } from "../api/number.ts";
import type { Job, KeptAnswer, ReplayWorld } from "./session.ts";

/** What one of several times a request was sent came to. */
interface Sample {
  readonly sample: number;
  readonly usage: Json;
  readonly stop_reason: Json;
}

interface AnswerRecord {
  readonly name: string;
  readonly planned: PlannedRun;
  readonly exchange: Exchange;
  readonly text: string;
  /** Of the first time it was sent; null while that has no answer. */
  recorded: JsonObject | null;
  readonly samples: Sample[];
}

export interface PendingAnswers {
  /** `text`: of the file it was read from (`OpenRun.text`). */
  readonly put: (
    job: Job,
    sent: { readonly exchange: Exchange; readonly text: string },
    answer: { readonly response: JsonObject; readonly recorded: JsonObject },
  ) => void;
  /** Nothing more comes from this job. */
  readonly end: (job: Job) => void;
  /** Writes what is left: of runs that were never begun, nothing comes any more. */
  readonly close: () => void;
  /** Runs that are answered and kept, as the journal calls them. */
  readonly done: ReadonlySet<string>;
  /** Output tokens by exchange, where each was sent several times. */
  readonly lengths: readonly { readonly name: string; readonly tokens: readonly number[] }[];
  readonly problems: readonly Problem[];
}

/** `jobs`: everything that may bring answers. */
export function createPendingAnswers(
  jobs: readonly Job[],
  options: { readonly times: number; readonly keep: ReplayWorld["keep"] },
): PendingAnswers {
  const { times, keep } = options;
  const files = new Map<string, { open: number; readonly records: Map<string, AnswerRecord> }>();
  for (const { planned } of jobs) {
    const file = files.get(planned.file) ?? { open: 0, records: new Map<string, AnswerRecord>() };
    file.open += 1;
    files.set(planned.file, file);
  }
  const done = new Set<string>();
  const lengths: { name: string; tokens: readonly number[] }[] = [];
  const problems: Problem[] = [];

  const write = (name: string): void => {
    const records = [...(files.get(name)?.records.values() ?? [])];
    files.delete(name);
    const lost = keep(records.flatMap((record) => keptOf(record, times)));
    for (const { exchange } of lost)
      problems.push(problem("replay-not-kept", exchange.place, { exchange: exchange.id }));
    if (times > 1)
      lengths.push(
        ...records.map((record) => ({
          name: record.name,
          tokens: inOrder(record).flatMap(outputTokens),
        })),
      );
    if (lost.length > 0) return;
    const whole = new Map<PlannedRun, number>();
    for (const { planned, samples } of records)
      if (samples.length === times) whole.set(planned, (whole.get(planned) ?? 0) + 1);
    for (const [planned, exchanges] of whole)
      if (exchanges === planned.ages.length) done.add(runName(planned));
  };

  return {
    put: ({ planned, sample }, { exchange, text }, { response, recorded }) => {
      const records = files.get(planned.file)?.records;
      if (records === undefined) return;
      const place = `${runName(planned)} ${String(exchange.index)}`;
      const name = `${planned.scenario.id} ${exchange.id}`;
      const record = records.get(place) ?? {
        name,
        planned,
        exchange,
        text,
        recorded: null,
        samples: [],
      };
      records.set(place, record);
      if (sample === 0) record.recorded = recorded;
      const { usage = null, stop_reason = null } = response;
      record.samples.push({ sample, usage, stop_reason });
    },
    end: ({ planned }) => {
      const file = files.get(planned.file);
      if (file === undefined) return;
      file.open -= 1;
      if (file.open === 0) write(planned.file);
    },
    close: () => {
      for (const name of files.keys()) write(name);
    },
    done,
    lengths,
    problems,
  };
}

/**
 * The first answer, and, where it was asked for several times, beside it what every time came to.
 */
function keptOf(record: AnswerRecord, times: number): readonly KeptAnswer[] {
  const { exchange, text, recorded } = record;
  // Until it was answered as often as asked, it stays in the journal, and its recording is still
  // wanted.
  if (recorded === null || record.samples.length < times) return [];
  if (times === 1) return [{ exchange, text, recorded }];
  const samples = inOrder(record).map(({ usage, stop_reason }) => ({ usage, stop_reason }));
  return [{ exchange, text, recorded: { ...recorded, samples } }];
}

function inOrder({ samples }: AnswerRecord): readonly Sample[] {
  return samples.toSorted((a, b) => a.sample - b.sample);
}

function outputTokens({ usage }: Sample): readonly number[] {
  const tokens = isObject(usage) ? wholeNumber(usage["output_tokens"]) : null;
  return tokens === null ? [] : [tokens];
}
