import { modelMember } from "../../api/model.ts";
import type { Usage } from "../../api/usage.ts";
import { outcomeOf } from "../../billing/cache/split.ts";
import { splitLoop } from "../../billing/recorded/loop-split.ts";
import { createSimulation } from "../../billing/cache/simulation.ts";
import { firstSampling } from "../../billing/recorded/split.ts";
import type { RecordedSplit } from "../../billing/recorded/split.ts";
import { createUsageChain } from "../../billing/recorded/usage-chain.ts";
import type { FileExchange } from "../../fixture/files/exchanges.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import { problem } from "../../problem.ts";
import type { Place, Problem } from "../../problem.ts";
import { findMinimum } from "../../models/cache-minimum.ts";
import { noteCacheKeyPolicy } from "../../prompt/assumptions.ts";
import { readPrompt } from "../../prompt/blocks.ts";
import type { BlockTable } from "../../prompt/blocks.ts";
import { checkPrompt } from "../../prompt/check.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { Counter } from "../../tokens/count.ts";
import type { SimulatedExchange, SimulatedLedger, SimulateJson } from "./json.ts";
import { readRecordedSize, samplingTotals } from "./recorded.ts";
import type { RecordedSize } from "./recorded.ts";

export interface SimulateInput {
  /** In order of their offsets within a run. A run sees its own cache, never another's. */
  readonly exchanges: Iterable<FileExchange>;
  readonly counter: Counter;
  readonly table: BlockTable;
  /** What reading the files found; may grow while the exchanges are read. */
  readonly problems?: readonly Problem[];
}

type Collector = ReturnType<typeof createCollector>;

interface RunMachines {
  readonly replay: ReturnType<typeof createSimulation>;
  readonly follow: ReturnType<typeof createUsageChain>;
  before: Prompt | null;
}

interface Simulated {
  readonly split: RecordedSplit;
  readonly cachedBefore: boolean;
}

/**
 * What the cache machine says each exchange's usage is, in the order given, beside what was
 * recorded (DESIGN.md, "Commands"). A usage without its request is foreseen from the one before it.
 * Of what was cached before a run's recording began only that is known which it read: that is
 * believed, and said. An exchange with neither request nor usage is a problem and is left out.
 */
export function simulateExchanges(input: SimulateInput): SimulateJson {
  const collector = createCollector();
  const runs = new Map<string, RunMachines>();
  const results: SimulatedExchange[] = [];
  for (const one of input.exchanges) {
    if (one.endpoint === "count_tokens") continue;
    const { exchange } = one;
    const name = `${exchange.place.file ?? ""}\n${one.run}`;
    const machines = runs.get(name) ?? createRunMachines(input);
    runs.set(name, machines);
    const found: Problem[] = [];
    const size = readRecordedSize(one, found);
    collector.add(found);
    const { usage, whole } = size;
    if (one.body !== "whole" && whole === null) {
      collector.add([problem("simulated-nothing", exchange.place, {})]);
      continue;
    }
    const output = outputOf(exchange, usage, collector);
    const webSearches = usage?.webSearches ?? 0;
    const { split, cachedBefore } =
      one.body !== "whole" && whole !== null
        ? {
            split: machines.follow({
              model: billedModel(exchange),
              at: exchange.offsetMs,
              recorded: whole,
            }),
            cachedBefore: false,
          }
        : simulateRequest(one, size, { input, machines, collector });
    const predicted = ledgerOf(split, output, webSearches);
    const recorded = whole === null ? null : ledgerOf(whole, output, webSearches);
    results.push({
      id: exchange.id,
      predicted,
      recorded,
      outcome: outcomeOf(predicted),
      cachedBefore,
    });
  }
  const problems = [...(input.problems ?? []), ...collector.all];
  return {
    schemaVersion: 1,
    exchanges: results,
    problems: problems.map(({ code, severity, file, line, column, path, message, fix }) => ({
      code,
      severity,
      file,
      line,
      column,
      path,
      message,
      fix,
    })),
  };
}

/** Problems as they come; what is only said, not wrong, is said once per file. */
function createCollector() {
  const all: Problem[] = [];
  const said = new Set<string>();
  const add = (found: readonly Problem[]): void => {
    for (const one of found) {
      const name = `${one.code} ${one.file ?? ""} ${one.message}`;
      if (one.severity !== "error" && said.has(name)) continue;
      said.add(name);
      all.push(one);
    }
  };
  /** Looks up the place only the first time: finding a line may mean reading the file again. */
  const note = (place: Place, about: string, make: () => Problem): void => {
    const name = `${about} ${place.file ?? ""}`;
    if (said.has(name)) return;
    said.add(name);
    all.push(make());
  };
  return { all, add, note };
}

/** The machines of one run: for whole requests, and for usage without them. */
function createRunMachines({ counter, table }: SimulateInput): RunMachines {
  return {
    replay: createSimulation({ counter, table }),
    follow: createUsageChain(),
    before: null,
  };
}

function outputOf(exchange: Exchange, usage: Usage | null, collector: Collector): number {
  if (usage !== null) return usage.output;
  if (exchange.expectedOutput !== null) return exchange.expectedOutput;
  const tokens = maxTokens(exchange);
  collector.add([problem("simulated-at-most", exchange.place, { tokens })]);
  return tokens;
}

function maxTokens({ request }: Exchange): number {
  const most = request.body["max_tokens"];
  return typeof most === "number" && most > 0 ? Math.floor(most) : 0;
}

/** The model that answered, else the one that was asked; empty where what is named is no text. */
function billedModel({ recorded, request }: Exchange): string {
  const named = modelMember(recorded?.response ?? null) ?? modelMember(request.body);
  return typeof named === "string" ? named : "";
}

/** What the machine says of a whole request, held against the size its recording vouches for. */
function simulateRequest(
  { exchange }: FileExchange,
  size: RecordedSize,
  tools: {
    readonly input: SimulateInput;
    readonly machines: RunMachines;
    readonly collector: Collector;
  },
): Simulated {
  const { input, machines, collector } = tools;
  const { place, offsetMs: at } = exchange;
  const model = billedModel(exchange);
  const response = exchange.recorded?.response ?? null;
  const prompt = readPrompt({
    request: exchange.request,
    betas: exchange.betas,
    table: input.table,
  });
  collector.add(checkPrompt(prompt, place));
  if (machines.before !== null)
    collector.add(noteCacheKeyPolicy(machines.before, prompt, { table: input.table, place }));
  machines.before = prompt;
  const marked = prompt.breakpoints.length > 0;
  const minimum = findMinimum(model);
  if (!minimum.known && marked) {
    collector.note(place, `minimum ${model}`, () =>
      problem("cache-minimum-unknown", place, { model, assumed: minimum.tokens }),
    );
  }
  const { usage, whole, vouches, summed } = size;
  const loops = usage !== null && whole !== null && vouches && summed && marked;
  const totals = loops
    ? samplingTotals({ usage, whole }, response, input.counter.count(prompt).total)
    : [];
  const measured = loops
    ? (firstSampling(usage, exchange.request.body) ?? sizeOf(whole, totals[0] ?? 0))
    : whole;
  const replayed = machines.replay({
    prompt,
    startMs: at,
    minimum: minimum.tokens,
    recorded: vouches ? measured : null,
    response,
  });
  const { split, cachedBefore } = replayed;
  if (cachedBefore)
    collector.note(place, "simulated-cached-before", () =>
      problem("simulated-cached-before", place, {}),
    );
  if (!loops) return { split, cachedBefore };
  if (cachedBefore && writesNothing(whole)) return { split: whole, cachedBefore };
  collector.note(place, "simulated-loop", () => problem("simulated-loop", place, {}));
  return { split: splitLoop({ first: split, totals, minimum: minimum.tokens }), cachedBefore };
}

/**
 * A first sampling of which only the size is known; where nothing at all was written, it was read
 * too.
 */
function sizeOf(sum: RecordedSplit, tokens: number): RecordedSplit {
  return writesNothing(sum)
    ? { read: tokens, write5m: 0, write1h: 0, input: 0 }
    : { read: 0, write5m: 0, write1h: 0, input: tokens };
}

function writesNothing(split: RecordedSplit): boolean {
  return split.read > 0 && split.write5m + split.write1h === 0;
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
