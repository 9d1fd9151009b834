/** What the cache machine says of requests that were recorded as a whole. */
import { modelMember } from "../../api/model.ts";
import type { CacheLayout } from "../../billing/cache/layout.ts";
import { createSimulation } from "../../billing/cache/simulation.ts";
import { splitLoop } from "../../billing/recorded/loop-split.ts";
import { firstSampling, type RecordedSplit } from "../../billing/recorded/split.ts";
import { createUsageChain } from "../../billing/recorded/usage-chain.ts";
import { checkRequest } from "../../evaluation/request-check.ts";
import type { ProblemCollector } from "../../evaluation/collector.ts";
import type { Exchange, FileExchange } from "../../fixture/fixture.ts";
import { atItsLine, placeInBody } from "../../fixture/body-places.ts";
import { problem, type Place } from "../../problem.ts";
import { readMoment } from "../../moment.ts";
import { findMinimum } from "../../models/cache-minimum.ts";
import { noteCacheKeyPolicy } from "../../prompt/cache-key-assumptions.ts";
import type { BlockTable } from "../../prompt/block-table.ts";
import { readPrompt } from "../../prompt/blocks.ts";
import { noteLookbackRule } from "../../billing/cache/lookback-note.ts";
import { withFreshPrefixes } from "../../prompt/fresh-prefixes.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { Counter } from "../../tokens/count.ts";
import { samplingTotals, type RecordedSize } from "./recorded.ts";

/** The cache of one run: as whole requests leave it, and as usages without requests do. */
export interface SimulatedRun {
  readonly counter: Counter;
  readonly simulate: ReturnType<typeof createSimulation>;
  readonly follow: ReturnType<typeof createUsageChain>;
  /** The request before the next one. */
  before: Prompt | null;
}

export function createSimulatedRun(options: {
  readonly counter: Counter;
  readonly table: BlockTable;
}): SimulatedRun {
  const { counter, table } = options;
  return {
    counter,
    simulate: createSimulation({ counter, table }),
    follow: createUsageChain(),
    before: null,
  };
}

/** What the machine says of a whole request, held against the size its recording vouches for. */
export function simulateRequest(
  { exchange }: FileExchange,
  size: RecordedSize,
  options: {
    readonly run: SimulatedRun;
    readonly table: BlockTable;
    readonly collector: ProblemCollector;
  },
): { readonly split: RecordedSplit; readonly cachedBefore: boolean } {
  const { run, collector } = options;
  const { place } = exchange;
  const prompt = readNext(exchange, { ...options, vouches: size.vouches });
  const minimum = minimumTokens(billedModel(exchange), prompt, { place, collector });
  const response = exchange.recorded?.response ?? null;
  const { usage, whole, vouches, summed } = size;
  const loops =
    usage !== null && whole !== null && vouches && summed && prompt.breakpoints.length > 0;
  const totals = loops
    ? samplingTotals({ usage, whole }, response, run.counter.count(prompt).total)
    : [];
  const measured = loops
    ? (firstSampling(usage, exchange.request.body) ?? splitOfSize(whole, totals[0] ?? 0))
    : whole;
  const { split, cachedBefore, layout } = run.simulate({
    prompt,
    startMs: exchange.offsetMs,
    at: exchange.at ?? exchange.recorded?.at ?? null,
    minimum,
    recorded: vouches ? measured : null,
    response,
  });
  noteSmallPrefixes(layout, { exchange, prompt, collector });
  const noteOnce = (code: "simulated-cached-before" | "simulated-loop"): void =>
    collector.addOnce(`${code} ${place.file ?? ""}`, () => problem(code, place, {}));
  if (cachedBefore) noteOnce("simulated-cached-before");
  if (!loops) return { split, cachedBefore };
  if (cachedBefore && writesNothing(whole)) return { split: whole, cachedBefore };
  noteOnce("simulated-loop");
  return { split: splitLoop({ first: split, totals, minimum }), cachedBefore };
}

/** The model that answered, else the one that was asked; empty where none is named. */
export function billedModel({ recorded, request }: Exchange): string {
  const named = modelMember(recorded?.response ?? null) ?? modelMember(request.body);
  return typeof named === "string" ? named : "";
}

/**
 * The request as a prompt; what is wrong with it, and with its cache key after the one before it,
 * is noted.
 */
function readNext(
  exchange: Exchange,
  options: {
    readonly run: SimulatedRun;
    readonly table: BlockTable;
    readonly collector: ProblemCollector;
    readonly vouches: boolean;
  },
): Prompt {
  const { run, table, collector, vouches } = options;
  const { request, betas, place } = exchange;
  const at = exchange.at ?? exchange.recorded?.at ?? null;
  const day = (at === null ? null : readMoment(at)?.day) ?? table.asOf;
  const read = readPrompt({ request, betas, table, day });
  // The bytes of a recorded request are known to be these; else what changes with every request
  // has other bytes here than in the request before.
  const prompt = vouches ? read : withFreshPrefixes(read, { table, request: nameOf(exchange) });
  collector.add(noteLookbackRule(prompt, { day, place }));
  collector.add(checkRequest(prompt, exchange), (found) => atItsLine(found, exchange));
  if (run.before !== null) collector.add(noteCacheKeyPolicy(run.before, prompt, { table, place }));
  run.before = prompt;
  return prompt;
}

function nameOf({ place, id }: Exchange): string {
  return JSON.stringify([place.file, id]);
}

/**
 * Fewest tokens that a model caches; one that is assumed is noted where a breakpoint asks for it.
 */
function minimumTokens(
  model: string,
  prompt: Prompt,
  options: { readonly place: Place; readonly collector: ProblemCollector },
): number {
  const { place, collector } = options;
  const { known, tokens } = findMinimum(model);
  if (!known && prompt.breakpoints.length > 0)
    collector.addOnce(`minimum ${model} ${place.file ?? ""}`, () =>
      problem("cache-minimum-unknown", place, { model, assumed: tokens }),
    );
  return tokens;
}

/** Breakpoints whose prefix is too small to be cached, each block of a file once. */
function noteSmallPrefixes(
  { positions, breakpoints, minimum }: CacheLayout,
  options: {
    readonly exchange: Exchange;
    readonly prompt: Prompt;
    readonly collector: ProblemCollector;
  },
): void {
  const { exchange, prompt, collector } = options;
  const { place } = exchange;
  for (const { index } of breakpoints) {
    const tokens = positions[index]?.tokens ?? 0;
    if (tokens >= minimum) continue;
    const block = prompt.blocks[index]?.path ?? "";
    collector.addOnce(`small ${block} ${place.file ?? ""}`, () =>
      problem("below-cache-minimum", placeInBody(exchange, block), {
        block,
        model: prompt.model,
        tokens,
        minimum,
      }),
    );
  }
}

/**
 * A first sampling of which only the size is known; where nothing at all was written, it was read
 * too.
 */
function splitOfSize(sum: RecordedSplit, tokens: number): RecordedSplit {
  return writesNothing(sum)
    ? { read: tokens, write5m: 0, write1h: 0, input: 0 }
    : { read: 0, write5m: 0, write1h: 0, input: tokens };
}

function writesNothing(split: RecordedSplit): boolean {
  return split.read > 0 && split.write5m + split.write1h === 0;
}
