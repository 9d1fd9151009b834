import { createReplay } from "../billing/replay.ts";
import { firstSampling, isOneSampling, recordedSplit } from "../billing/recorded-split.ts";
import type { RecordedSplit } from "../billing/recorded-split.ts";
import { createUsageChain } from "../billing/usage-chain.ts";
import { readUsage } from "../billing/usage.ts";
import type { Usage } from "../billing/usage.ts";
import type { FileExchange } from "../fixture/exchanges.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { problem } from "../problem.ts";
import type { Place, Problem } from "../problem.ts";
import { findMinimum } from "../projection/minimum.ts";
import { readPrompt } from "../prompt/blocks.ts";
import type { BlockTable } from "../prompt/blocks.ts";
import { checkPrompt } from "../prompt/check.ts";
import type { Counter } from "../tokens/count.ts";

export interface SimulateInput {
  /** In order of their offsets within a run. A run sees its own cache, never another's. */
  readonly exchanges: Iterable<FileExchange>;
  readonly counter: Counter;
  readonly table: BlockTable;
  /** What reading the files found; may grow while the exchanges are read. */
  readonly problems?: readonly Problem[];
}

/** Billed quantities: tokens, and searches. */
export interface SimulatedLedger {
  readonly input: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
  readonly output: number;
  readonly webSearches: number;
}

/** What the cache did for a request: only read; read and wrote; only wrote; neither. */
export type Outcome = "hit" | "partial" | "write" | "none";

export interface SimulatedExchange {
  readonly id: string;
  readonly predicted: SimulatedLedger;
  readonly recorded: SimulatedLedger | null;
  /** Of the prediction. */
  readonly outcome: Outcome;
  /** True where the recording read what only requests before it can have written; the prediction then believes it. */
  readonly cachedBefore: boolean;
}

/** The document that `simulate --json` prints. */
export interface SimulateJson {
  readonly schemaVersion: 1;
  readonly exchanges: readonly SimulatedExchange[];
  readonly problems: readonly Omit<Problem, "scenario">[];
}

/** How the input classes of a request read as an outcome. */
export const outcomeOf = ({ cacheRead, cacheWrite5m, cacheWrite1h }: SimulatedLedger): Outcome => {
  const writes = cacheWrite5m + cacheWrite1h > 0;
  if (cacheRead > 0) return writes ? "partial" : "hit";
  return writes ? "write" : "none";
};

const ledgerOf = (split: RecordedSplit, output: number, webSearches: number): SimulatedLedger => ({
  input: split.input,
  cacheWrite5m: split.write5m,
  cacheWrite1h: split.write1h,
  cacheRead: split.read,
  output,
  webSearches,
});

const modelOf = ({ recorded, request }: Exchange): string => {
  const named = recorded?.response["model"] ?? request.body["model"];
  return typeof named === "string" ? named : "";
};

const maxTokens = ({ request }: Exchange): number => {
  const most = request.body["max_tokens"];
  return typeof most === "number" && most > 0 ? Math.floor(most) : 0;
};

/** Problems as they come; what is only said, not wrong, is said once per file. */
const createCollector = () => {
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
};

type Collector = ReturnType<typeof createCollector>;

/** What is recorded of an exchange: the usage, and the classes of the one prompt it measures. */
interface Measured {
  readonly usage: Usage | null;
  readonly whole: RecordedSplit | null;
  /** Of this very body, over all its samplings. */
  readonly sum: RecordedSplit | null;
  /** Of this very body's first sampling; null where nothing vouches for that. */
  readonly prompt: RecordedSplit | null;
}

const nothingRecorded: Measured = { usage: null, whole: null, sum: null, prompt: null };

const readRecorded = ({ exchange, body }: FileExchange, collector: Collector): Measured => {
  const { recorded, place, inputHash } = exchange;
  if (recorded === null) return nothingRecorded;
  const { usage, problems } = readUsage(recorded.response["usage"], recorded.place);
  collector.add(problems);
  if (usage === null) return nothingRecorded;
  const request = body === "whole" ? exchange.request.body : null;
  const whole = recordedSplit(usage, request);
  if (recorded.inputHash !== null && recorded.inputHash !== inputHash) return { usage, whole, sum: null, prompt: null };
  if (isOneSampling(usage, recorded.response)) return { usage, whole, sum: whole, prompt: whole };
  collector.note(place, "simulated-first-sampling", () => problem("simulated-first-sampling", place, {}));
  return { usage, whole, sum: whole, prompt: firstSampling(usage, request) };
};

const outputOf = (exchange: Exchange, usage: Usage | null, collector: Collector): number => {
  if (usage !== null) return usage.output;
  if (exchange.expectedOutput !== null) return exchange.expectedOutput;
  const tokens = maxTokens(exchange);
  collector.add([problem("simulated-at-most", exchange.place, { tokens })]);
  return tokens;
};

/** The machines of one run: for whole requests, and for usage without them. */
const createRunMachines = ({ counter, table }: SimulateInput) => ({ replay: createReplay({ counter, table }), follow: createUsageChain() });

/**
 * What the cache machine says each exchange's usage is, in the order given, beside what was recorded (DESIGN.md,
 * "Commands"). A usage without its request is foreseen from the one before it. Of what was cached before a run's
 * recording began only that is known which it read: that is believed, and said. An exchange with neither request nor
 * usage is a problem and is left out.
 */
export const simulateExchanges = (input: SimulateInput): SimulateJson => {
  const collector = createCollector();
  const runs = new Map<string, ReturnType<typeof createRunMachines>>();
  const results: SimulatedExchange[] = [];
  for (const one of input.exchanges) {
    if (one.endpoint === "count_tokens") continue;
    const { exchange } = one;
    const { id, place, offsetMs: at } = exchange;
    const name = `${place.file ?? ""}\n${one.run}`;
    const machines = runs.get(name) ?? createRunMachines(input);
    runs.set(name, machines);
    const { usage, whole, sum, prompt: measured } = readRecorded(one, collector);
    const model = modelOf(exchange);
    if (one.body !== "whole" && whole === null) {
      collector.add([problem("simulated-nothing", place, {})]);
      continue;
    }
    const output = outputOf(exchange, usage, collector);
    const webSearches = usage?.webSearches ?? 0;
    let split: RecordedSplit;
    let cachedBefore = false;
    if (one.body !== "whole" && whole !== null) {
      split = machines.follow({ model, at, recorded: whole });
    } else {
      const prompt = readPrompt({ request: exchange.request, betas: exchange.betas, table: input.table });
      collector.add(checkPrompt(prompt, place));
      const minimum = findMinimum(model);
      if (!minimum.known && prompt.breakpoints.length > 0) {
        collector.note(place, `minimum ${model}`, () => problem("cache-minimum-unknown", place, { model, assumed: minimum.tokens }));
      }
      const replayed = machines.replay({
        prompt,
        at,
        minimum: minimum.tokens,
        // Where nothing is marked, a sum over samplings divides like one prompt: all of it is input.
        recorded: measured ?? (prompt.breakpoints.length === 0 ? sum : null),
        response: exchange.recorded?.response ?? null,
      });
      split = replayed.split;
      cachedBefore = replayed.cachedBefore;
    }
    if (cachedBefore) collector.note(place, "simulated-cached-before", () => problem("simulated-cached-before", place, {}));
    const predicted = ledgerOf(split, output, webSearches);
    const recorded = whole === null ? null : ledgerOf(whole, output, webSearches);
    results.push({ id, predicted, recorded, outcome: outcomeOf(predicted), cachedBefore });
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
};
