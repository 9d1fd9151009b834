import type { Changes, ScenarioConfig, Traffic } from "../../src/config/config.ts";
import type { Exchange, Placeholder, Run, Scenario } from "../../src/fixture/fixture.ts";
import { isObject, writeJson, type Json, type JsonObject } from "../../src/json.ts";
import { createPriceBook } from "../../src/models/price-book.ts";
import { ratio } from "../../src/money.ts";
import { nowhere } from "../../src/problem.ts";
import { project } from "../../src/projection/project.ts";
import type { MeasuredExchange, MeasuredScenario } from "../../src/projection/projection.ts";
import { createBlockTable } from "../../src/prompt/block-table.ts";
import { readPrompt } from "../../src/prompt/blocks.ts";
import type { Prompt } from "../../src/prompt/prompt.ts";
import type { Estimator } from "../../src/evaluation/estimator.ts";
import type { ProjectedScenario } from "../../src/evaluation/project.ts";
import type { OutputCount } from "../../src/tokens/count.ts";
import { trafficOf as plainTraffic } from "../projection/scenario.ts";

/** What a test says of an exchange; the rest has usual values. */
export interface Ask {
  readonly body: JsonObject;
  readonly placeholders?: readonly Placeholder[];
  readonly offsetMs?: number;
  readonly output?: number;
  readonly basis?: OutputCount["basis"];
  readonly expected?: number | null;
  /**
   * Names a recording: equal names are the same one. It vouches for so many tokens more than are
   * counted.
   */
  readonly recorded?: string | undefined;
  readonly residual?: number;
  readonly webSearches?: number;
  readonly wide?: number;
}

/** What a test says of a scenario; the rest has usual values. */
export interface ScenarioSpec {
  readonly id?: string;
  readonly traffic?: number | null;
  readonly arrivals?: "poisson" | "steady";
  readonly output?: number;
  readonly cacheGroup?: string;
  readonly runs: readonly {
    readonly id: string;
    readonly weight?: number;
    readonly file?: string;
    readonly asks: readonly Ask[];
  }[];
}

export function declared(name: string, tokens: number, marked = false, ttl?: "1h"): JsonObject {
  return {
    type: "text",
    text: { $tokens: tokens, name },
    ...(marked
      ? { cache_control: { type: "ephemeral", ...(ttl === undefined ? {} : { ttl }) } }
      : {}),
  };
}

export function placeholder(
  path: Placeholder["path"],
  name: string,
  changes: Changes,
): Placeholder {
  return {
    path,
    name,
    changes,
    tokens: null,
    undeclared: false,
    kind: "text",
    offset: 0,
    inherited: false,
    place: { file: "prompts/policy.md", line: 1, column: null, path: null },
  };
}

const table = createBlockTable();
const book = createPriceBook();
const asks = new Map<Exchange, Ask>();

function sizeOf(content: Json): number {
  if (isObject(content) && typeof content["$tokens"] === "number") return content["$tokens"];
  const text = isObject(content) ? content["text"] : undefined;
  if (isObject(text ?? null) && isObject(text) && typeof text["$tokens"] === "number")
    return text["$tokens"];
  return Math.ceil(writeJson(content).length / 4);
}

function countOf(prompt: Prompt, residual: number, wide: number): MeasuredExchange["count"] {
  const blocks = prompt.blocks.map((block) => sizeOf(block.content));
  const last = blocks.length - 1;
  if (last >= 0) blocks[last] = (blocks[last] ?? 0) + residual;
  const parts = { tools: 0, system: 0, messages: 0 };
  for (const [index, block] of prompt.blocks.entries()) parts[block.level] += blocks[index] ?? 0;
  const total = blocks.reduce((sum, one) => sum + one, 0);
  return {
    total,
    low: total - wide,
    high: total + wide,
    witness: "declared",
    parts,
    blocks,
    tail: 0,
    problems: [],
  };
}

function measure(exchange: Exchange, residual: number): MeasuredExchange {
  const ask = asks.get(exchange);
  const prompt = readPrompt({ request: exchange.request, betas: exchange.betas, table });
  const tokens = ask?.output ?? 0;
  return {
    exchange,
    prompt,
    count: countOf(prompt, residual, ask?.wide ?? 0),
    output: { tokens, low: tokens, high: tokens, basis: ask?.basis ?? "expected", problems: [] },
    earned: exchange.request.body,
    webSearches: ask?.webSearches ?? 0,
    passes: [],
    speed: exchange.request.body["speed"] === "fast" ? "fast" : "standard",
    geo: exchange.request.body["inference_geo"] === "us" ? "us" : "global",
  };
}

function exchangeOf(ask: Ask, run: string, index: number): Exchange {
  const exchange: Exchange = {
    id: `${run}#${index}`,
    index,
    place: nowhere,
    offsetMs: ask.offsetMs ?? index * 10_000,
    at: null,
    betas: [],
    request: { body: ask.body, placeholders: ask.placeholders ?? [], links: [] },
    inputHash: "sha256:0",
    recorded:
      ask.recorded === undefined
        ? null
        : {
            inputHash: null,
            residual: null,
            samples: [],
            at: null,
            fast: false,
            response: { id: ask.recorded },
            place: nowhere,
          },
    counted: null,
    expectedOutput: ask.expected === undefined ? (ask.output ?? null) : ask.expected,
    needsPrevious: index > 0,
  };
  asks.set(exchange, ask);
  return exchange;
}

function trafficOf(runs: number, arrivals?: "poisson" | "steady"): Traffic {
  return { ...plainTraffic(runs, arrivals), written: `${runs}/month` };
}

export function configOf(spec: Omit<ScenarioSpec, "runs">): ScenarioConfig {
  return {
    id: spec.id ?? "a",
    fixtures: ["fixtures/*.json"],
    traffic:
      spec.traffic === undefined || spec.traffic === null
        ? null
        : trafficOf(spec.traffic, spec.arrivals),
    variants: [],
    budget: null,
    output: spec.output ?? null,
    cacheGroup: spec.cacheGroup ?? null,
    batchHitShare: ratio(1n, 2n),
    vars: {},
  };
}

function projectReally(scenario: MeasuredScenario) {
  return project({ scenario, neighbours: [], book, asOf: "2026-11-24" });
}

/**
 * One side of a comparison from what a test says of it, measured and projected by the real code.
 */
export function sideOf(spec: ScenarioSpec): ProjectedScenario {
  const runs = [...spec.runs]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((run): Run => ({
      id: run.id,
      weight: run.weight ?? 1,
      exchanges: run.asks.map((ask, index) => exchangeOf(ask, run.id, index)),
      place: { ...nowhere, file: run.file ?? `fixtures/${run.id}.json` },
    }));
  const config = configOf(spec);
  const scenario: Scenario = { config, runs, inputs: JSON.stringify(spec), notLinked: [] };
  const measured: MeasuredScenario = {
    id: config.id,
    runs: runs.map((run) => ({
      run,
      weight: run.weight,
      exchanges: run.exchanges.map((exchange) =>
        measure(exchange, asks.get(exchange)?.residual ?? 0),
      ),
    })),
    traffic: config.traffic,
    shared: {},
    tier: "standard",
    batchHitShare: ratio(1n, 2n),
  };
  return { scenario, measured, projection: projectReally(measured) };
}

/**
 * The real projection; a changed exchange is counted with main's residual on both sides, and in
 * between.
 */
export const estimator: Estimator = {
  measurePair: ({ head, base }) => {
    const residual = asks.get(base)?.residual ?? 0;
    return { head: measure(head, residual), base: measure(base, residual) };
  },
  measureCounterfactual: (counterfactual, { head, base }) =>
    measure(counterfactual, asks.get(base ?? head)?.residual ?? 0),
  project: projectReally,
  neighboursMoved: () => false,
  rates: book.rates,
};
