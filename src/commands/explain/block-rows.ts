import { shownName } from "../../shown-name.ts";
import { sumExact } from "../../arithmetic.ts";
import { knownCost, rateOf } from "../../billing/ledger/price.ts";
import type { Day } from "../../day.ts";
import type { ProjectedScenario } from "../../evaluation/project.ts";
import { placeInBody } from "../../fixture/body-places.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import { isObject } from "../../json.ts";
import type { PriceBook } from "../../models/rates.ts";
import {
  addRatio,
  compareRatio,
  divideHalfEven,
  formatRatio,
  formatUsd,
  multiplyRatio,
  ratio,
  type Ratio,
} from "../../money.ts";
import { groupBy } from "../../order.ts";
import type { Place } from "../../problem.ts";
import { blockCosts, type ExchangeBlockCosts } from "../../projection/block-costs.ts";
import type { Block } from "../../prompt/prompt.ts";
import { writeUsd } from "../../report/parts.ts";
import { problemJson, type ProblemJson } from "../problem-json.ts";
import { describeTraffic, type ExplainOptions } from "./explanation.ts";

/** What a scenario's bill is made of: the blocks of its prompts, and what is no block. */
const rowKinds = ["block", "answers", "web searches", "added by the API"] as const;

/** One row: equal blocks of all requests together. USD are exact decimal strings. */
export interface ExplainedBlock {
  readonly kind: (typeof rowKinds)[number];
  /** Where it stands in the first request that has it: `system.0`; null: it is no block. */
  readonly block: string | null;
  readonly level: Block["level"] | null;
  /** A tool's name. */
  readonly name: string | null;
  /** Where it is written. */
  readonly file: string | null;
  readonly line: number | null;
  /** How often it changes: `never`, `day`, `run`, `request`, or among how many values. */
  readonly changes: Block["changes"] | null;
  /** Tokens of one sending. */
  readonly tokens: number | null;
  /** How many of the scenario's requests carry it. */
  readonly requests: number | null;
  /** Tokens of a run, expected over the mix of fixtures. */
  readonly tokensPerRun: string;
  /** Percent of what a run costs. */
  readonly percent: string;
  readonly usdPerRun: string;
  readonly usdPerMonth: string | null;
}

/** The document that `explain SCENARIO --block --json` prints. */
export interface ExplainedBlocks {
  readonly schemaVersion: 1;
  readonly asOf: Day;
  readonly scenario: string;
  readonly traffic: string | null;
  readonly blocks: readonly ExplainedBlock[];
  readonly usdPerRun: string;
  readonly usdPerMonth: string | null;
  readonly problems: readonly ProblemJson[];
}

/**
 * What each block of a scenario's prompts costs a run and a month, the dearest first, then what is
 * no block. The rows add up to what the projection says. No prompt text.
 */
export function explainBlocks(
  projected: ProjectedScenario,
  { book, asOf, problems }: ExplainOptions,
): ExplainedBlocks {
  const { scenario, measured, projection } = projected;
  return {
    schemaVersion: 1,
    asOf,
    scenario: scenario.config.id,
    traffic: describeTraffic(measured.traffic),
    blocks: blockRows(projected, book),
    usdPerRun: formatUsd(projection.usdPerRun),
    usdPerMonth: writeUsd(projection.usdPerMonth),
    problems: problems.map(problemJson),
  };
}

function blockRows(
  { measured, projection }: ProjectedScenario,
  book: PriceBook,
): readonly ExplainedBlock[] {
  const { divisor, exchanges } = blockCosts(measured, projection, book);
  const sendings = exchanges.flatMap((costs, index) => {
    const share = projection.exchanges[index]?.share ?? ratio(0n);
    return sendingsOf(costs, { share, divisor });
  });
  const total = ratio(knownCost(projection.perRun.lines, book), projection.perRun.divisor);
  const priced = (cost: Ratio) => ({
    percent: percentOf(cost, total),
    usdPerRun: formatPico(cost),
    usdPerMonth:
      measured.traffic === null
        ? null
        : formatPico(multiplyRatio(cost, measured.traffic.runsPerMonth)),
  });
  const rows = [...groupBy(sendings, ({ block }) => `${block.level} ${block.key}`).values()]
    .flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : [{ first, group, cost: sumOf(group, ({ cost }) => cost) }];
    })
    .sort((a, b) => compareRatio(b.cost, a.cost))
    .map(({ first, group, cost }) => ({
      ...describeBlock(first),
      requests: new Set(group.map(({ request }) => request)).size,
      tokensPerRun: formatRatio(
        sumOf(group, ({ tokens, share }) => multiplyRatio(share, ratio(BigInt(tokens)))),
        6,
      ),
      ...priced(cost),
    }));
  const ofBlocks = sumOf(sendings, ({ cost }) => cost);
  return [...rows, ...otherRows({ projection, book, ofBlocks, total, priced })];
}

/** A block as one request sends it. */
interface Sending {
  readonly block: Block;
  readonly measured: ExchangeBlockCosts["measured"];
  readonly request: ExchangeBlockCosts;
  readonly tokens: number;
  readonly share: Ratio;
  readonly cost: Ratio;
}

function sendingsOf(
  request: ExchangeBlockCosts,
  { share, divisor }: { readonly share: Ratio; readonly divisor: bigint },
): readonly Sending[] {
  const { measured, blocks } = request;
  return measured.prompt.blocks.map((block, index) => ({
    block,
    measured,
    request,
    tokens: measured.count.blocks[index] ?? 0,
    share,
    cost: ratio(blocks[index] ?? 0n, divisor),
  }));
}

function describeBlock({ block, measured, tokens }: Sending) {
  const { file, line } = placeOf(block, measured.exchange);
  const { content, level, path, changes } = block;
  const name = isObject(content) && level === "tools" ? content["name"] : null;
  return {
    kind: "block" as const,
    block: path,
    level,
    name: typeof name === "string" ? shownName(name) : null,
    file,
    line,
    changes,
    tokens,
  };
}

/** Where its text is written: the file it is tied to, else the line of the request. */
function placeOf({ path }: Block, exchange: Exchange): Pick<Place, "file" | "line"> {
  const tied = exchange.request.links.find(({ kind, path: linked }) => {
    const text = linked.join(".");
    return kind === "$file" && (text === path || text === `${path}.text`);
  });
  return tied === undefined ? placeInBody(exchange, path) : { file: tied.file, line: 1 };
}

/** Answers, searches, and the passes that the API adds: what of the bill no block makes. */
function otherRows(options: {
  readonly projection: ProjectedScenario["projection"];
  readonly book: PriceBook;
  readonly ofBlocks: Ratio;
  readonly total: Ratio;
  readonly priced: (cost: Ratio) => Pick<ExplainedBlock, "percent" | "usdPerRun" | "usdPerMonth">;
}): readonly ExplainedBlock[] {
  const { projection, book, ofBlocks, total, priced } = options;
  const { divisor, lines } = projection.perRun;
  const ofClass = (name: "output" | "webSearches"): { cost: Ratio; quantity: Ratio } => ({
    cost: ratio(
      sumExact(lines.map((line) => line[name] * (rateOf(book.rates(line), name) ?? 0n))),
      divisor,
    ),
    quantity: ratio(sumExact(lines.map((line) => line[name])), divisor),
  });
  const [answers, searches] = [ofClass("output"), ofClass("webSearches")];
  const known = addRatio(ofBlocks, addRatio(answers.cost, searches.cost));
  const added = { cost: addRatio(total, ratio(-known.n, known.d)), quantity: ratio(0n) };
  return [
    { kind: "answers" as const, ...answers },
    { kind: "web searches" as const, ...searches },
    { kind: "added by the API" as const, ...added },
  ]
    .filter(({ cost }) => cost.n !== 0n)
    .map(({ kind, cost, quantity }) => ({
      kind,
      block: null,
      level: null,
      name: null,
      file: null,
      line: null,
      changes: null,
      tokens: null,
      requests: null,
      tokensPerRun: formatRatio(quantity, 6),
      ...priced(cost),
    }));
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => Ratio): Ratio {
  return items.map(of).reduce(addRatio, ratio(0n));
}

function percentOf(cost: Ratio, total: Ratio): string {
  return total.n === 0n ? "0" : formatRatio(ratio(cost.n * total.d * 100n, cost.d * total.n), 2);
}

function formatPico(cost: Ratio): string {
  return formatUsd(divideHalfEven(cost.n, cost.d));
}
