import { shownId } from "../../shown-name.ts";
import { maxTokensOf } from "../../api/request.ts";
import { outcomeOf, readPercent } from "../../billing/cache/split.ts";
import type { RecordedSplit } from "../../billing/recorded/split.ts";
import type { Usage } from "../../api/usage.ts";
import {
  createProblemCollector,
  oncePerFile,
  type ProblemCollector,
} from "../../evaluation/collector.ts";
import type { Exchange, FileExchange } from "../../fixture/fixture.ts";
import { problem, type Problem } from "../../problem.ts";
import type { BlockTable } from "../../prompt/block-table.ts";
import type { Counter } from "../../tokens/count.ts";
import { problemJson } from "../problem-json.ts";
import type { SimulatedExchange, SimulatedLedger, SimulateJson } from "./json.ts";
import { readRecordedSize, type RecordedSize } from "./recorded.ts";
import { billedModel, createSimulatedRun, simulateRequest, type SimulatedRun } from "./request.ts";
import { sortByPlace } from "../../problem-order.ts";

export interface SimulateInput {
  /** In order of their offsets within a run. A run sees its own cache, never another's. */
  readonly exchanges: Iterable<FileExchange>;
  readonly counter: Counter;
  readonly table: BlockTable;
  /** What reading the files found; may grow while the exchanges are read. */
  readonly problems?: readonly Problem[];
}

/**
 * What the cache machine says each exchange's usage is, in the order given, beside what was
 * recorded (DESIGN.md, "Commands"). A usage without its request is predicted from the one before
 * it. Of what was cached before a run's recording began only that is known which it read: that is
 * believed, and said. An exchange with neither request nor usage is a problem and is left out.
 */
export function simulateExchanges(input: SimulateInput): SimulateJson {
  const collector = createProblemCollector(oncePerFile);
  const runs = new Map<string, SimulatedRun>();
  const results: SimulatedExchange[] = [];
  for (const recording of input.exchanges) {
    if (recording.endpoint === "count_tokens") continue;
    const name = `${recording.exchange.place.file ?? ""}\n${recording.run}`;
    const run = runs.get(name) ?? createSimulatedRun(input);
    runs.set(name, run);
    const simulated = simulateExchange(recording, { run, table: input.table, collector });
    if (simulated !== null) results.push(simulated);
  }
  const problems = [...(input.problems ?? []), ...collector.problems];
  return { schemaVersion: 1, exchanges: results, problems: sortByPlace(problems).map(problemJson) };
}

/** Null where there is neither a request nor a usage. */
function simulateExchange(
  recording: FileExchange,
  options: {
    readonly run: SimulatedRun;
    readonly table: BlockTable;
    readonly collector: ProblemCollector;
  },
): SimulatedExchange | null {
  const { collector } = options;
  const { exchange } = recording;
  const found: Problem[] = [];
  const size = readRecordedSize(recording, found);
  collector.add(found);
  if (recording.body !== "whole" && size.whole === null) {
    collector.add([problem("simulated-nothing", exchange.place, {})]);
    return null;
  }
  const output = outputOf(exchange, size.usage, collector);
  const webSearches = size.usage?.webSearches ?? 0;
  const { split, cachedBefore } = predict(recording, size, options);
  const predicted = ledgerOf(split, output, webSearches);
  return {
    id: shownId(exchange.id),
    predicted,
    recorded: size.whole === null ? null : ledgerOf(size.whole, output, webSearches),
    outcome: outcomeOf(predicted),
    readPercent: readPercent(predicted),
    cachedBefore,
  };
}

/** How input divides: by the request, or, without one, by the usages before it. */
function predict(
  recording: FileExchange,
  size: RecordedSize,
  options: Parameters<typeof simulateExchange>[1],
): { readonly split: RecordedSplit; readonly cachedBefore: boolean } {
  const { exchange, body } = recording;
  if (body === "whole" || size.whole === null) return simulateRequest(recording, size, options);
  const split = options.run.follow({
    model: billedModel(exchange),
    startMs: exchange.offsetMs,
    recorded: size.whole,
  });
  return { split, cachedBefore: false };
}

/** Tokens of the answer: as recorded, as expected, or else the most the request allows. */
function outputOf(exchange: Exchange, usage: Usage | null, collector: ProblemCollector): number {
  if (usage !== null) return usage.output;
  if (exchange.expectedOutput !== null) return exchange.expectedOutput;
  const tokens = maxTokensOf(exchange.request.body) ?? 0;
  collector.add([problem("simulated-at-most", exchange.place, { tokens })]);
  return tokens;
}

function ledgerOf(split: RecordedSplit, output: number, webSearches: number): SimulatedLedger {
  return {
    input: split.input,
    cacheWrite5m: split.write5m,
    cacheWrite1h: split.write1h,
    cacheRead: split.read,
    output,
    webSearches,
  };
}
