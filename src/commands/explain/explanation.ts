import {
  quantityClasses,
  type LedgerLine,
  type QuantityClass,
} from "../../billing/ledger/ledger.ts";
import { rateOf } from "../../billing/ledger/price.ts";
import type { OpenedBase } from "../../baseline/open-base.ts";
import type { Day } from "../../day.ts";
import { writeRuns } from "../../config/traffic.ts";
import type { ProjectedScenario } from "../../evaluation/project.ts";
import type { PriceBook, Rates } from "../../models/rates.ts";
import {
  divideHalfEven,
  formatRatio,
  formatUsd,
  multiplyRatio,
  ratio,
  type Ratio,
} from "../../money.ts";
import type { Problem } from "../../problem.ts";
import { minimumOf } from "../../models/cache-minimum.ts";
import type { MeasuredExchange, ProjectedExchange } from "../../projection/projection.ts";
import { writeUsd } from "../../report/parts.ts";
import { problemJson, type ProblemJson } from "../problem-json.ts";
import { tokensUpTo } from "../../tokens/count.ts";
import { certainty } from "../../traffic/chance.ts";

/** One exchange of one run, reckoned out. Tokens are whole; USD exact decimal strings. */
export interface ExplainedExchange {
  readonly run: string;
  readonly exchange: string;
  /** Percent of the scenario's runs that are of this fixture. */
  readonly share: string;
  readonly model: string;
  readonly offsetSeconds: number;
  readonly input: {
    readonly total: number;
    readonly low: number;
    readonly high: number;
    readonly witness: string;
    readonly tools: number;
    readonly system: number;
    readonly messages: number;
  };
  /** `low` and `high`: the ends between which nobody can tell; equal where it is known. */
  readonly output: {
    readonly tokens: number;
    readonly low: number;
    readonly high: number;
    readonly basis: string;
  };
  /** Up to each breakpoint. `caches`: it reaches the model's minimum. */
  readonly breakpoints: readonly {
    readonly block: string;
    readonly ttl: string;
    readonly tokens: number;
    readonly minimum: number;
    readonly caches: boolean;
  }[];
  readonly outcomes: readonly {
    readonly percent: string;
    readonly hit: string | null;
    readonly read: number;
    readonly write5m: number;
    readonly write1h: number;
    readonly input: number;
  }[];
  /** Expected tokens a run of this fixture, USD per million tokens, USD. */
  readonly classes: readonly {
    /** By the price book's id: an advisor's passes are another model's. */
    readonly model: string;
    readonly class: QuantityClass;
    readonly tokens: string;
    readonly usdPerMillion: string | null;
    readonly usd: string | null;
  }[];
  /** Of one run of this fixture. */
  readonly usd: string;
}

/** How a scenario's cost comes about, from exchanges to a month. */
export interface Explanation {
  readonly schemaVersion: 1;
  readonly asOf: Day;
  /** The commit whose recordings are main's, and why that one; null: there was none to be had. */
  readonly base: { readonly sha: string; readonly why: string } | null;
  readonly scenario: string;
  readonly traffic: string | null;
  readonly exchanges: readonly ExplainedExchange[];
  readonly usdPerRun: string;
  readonly usdPerMonth: string | null;
  readonly runsPerMonth: string | null;
  /** What the figures rest on: assumptions, rules of the cache that were taken, warnings. */
  readonly problems: readonly ProblemJson[];
}

/**
 * How a scenario's figure comes about: every exchange by block group, chance and rate, up to the
 * run and the month. No prompt text.
 */
export function explainScenario(
  { scenario, measured, projection }: ProjectedScenario,
  options: {
    readonly book: PriceBook;
    readonly asOf: Day;
    readonly base: OpenedBase;
    readonly problems: readonly Problem[];
  },
): Explanation {
  const { book, asOf, base } = options;
  const byPlace = new Map(
    measured.runs.flatMap(({ run, exchanges }) =>
      exchanges.map((exchange) => [`${run.id} ${exchange.exchange.index}`, exchange] as const),
    ),
  );
  const { traffic } = measured;
  return {
    schemaVersion: 1,
    asOf,
    base: "problem" in base ? null : { sha: base.commit.sha, why: base.commit.why },
    scenario: scenario.config.id,
    traffic: traffic === null ? null : `${writeRuns(traffic)}, ${traffic.arrivals.text}`,
    exchanges: projection.exchanges.flatMap((projected) => {
      const exchange = byPlace.get(`${projected.run} ${projected.index}`);
      return exchange === undefined ? [] : [explainExchange(exchange, projected, book)];
    }),
    usdPerRun: formatUsd(projection.usdPerRun),
    usdPerMonth: writeUsd(projection.usdPerMonth),
    runsPerMonth: traffic === null ? null : formatRatio(traffic.runsPerMonth, 6),
    problems: options.problems.map(problemJson),
  };
}

function explainExchange(
  { prompt, count, output, exchange }: MeasuredExchange,
  { run, share, ledger, outcomes }: ProjectedExchange,
  book: PriceBook,
): ExplainedExchange {
  const minimum = minimumOf(prompt.model);
  return {
    run,
    exchange: exchange.id,
    share: formatRatio(multiplyRatio(share, ratio(100n)), 4),
    model: prompt.model,
    offsetSeconds: exchange.offsetMs / 1000,
    input: {
      total: count.total,
      low: count.low,
      high: count.high,
      witness: count.witness,
      ...count.parts,
    },
    output: {
      tokens: output.tokens,
      low: output.low,
      high: output.high,
      basis: output.basis,
    },
    breakpoints: prompt.breakpoints.map(({ block, ttl }) => {
      const tokens = tokensUpTo(count, block, prompt);
      return {
        block: prompt.blocks[block]?.path ?? "",
        ttl,
        tokens,
        minimum,
        caches: tokens >= minimum,
      };
    }),
    outcomes: outcomes
      .filter(({ chance }) => chance > 0n)
      .map(({ chance, hitBlock, read, write5m, write1h, input }) => ({
        percent: formatRatio(ratio(chance * 100n, certainty), 6),
        hit: prompt.blocks[hitBlock]?.path ?? null,
        read,
        write5m,
        write1h,
        input,
      })),
    classes: ledger.lines.flatMap((line) => explainLine(line, ledger.divisor, book.rates(line))),
    usd: formatPico(ratio(knownCost(ledger.lines, book), ledger.divisor)),
  };
}

/**
 * What some lines cost, in pico-dollars times their ledger's divisor; unknown rates count nothing.
 */
function knownCost(lines: readonly LedgerLine[], book: PriceBook): bigint {
  return lines.reduce((total, line) => {
    const rates = book.rates(line);
    return quantityClasses.reduce(
      (sum, name) => sum + line[name] * (rateOf(rates, name) ?? 0n),
      total,
    );
  }, 0n);
}

function explainLine(
  line: LedgerLine,
  divisor: bigint,
  rates: Rates | null,
): ExplainedExchange["classes"] {
  return quantityClasses.flatMap((name) => {
    const quantity = line[name];
    if (quantity === 0n) return [];
    const rate = rateOf(rates, name);
    return [
      {
        model: line.model,
        class: name,
        tokens: formatRatio(ratio(quantity, divisor), 6),
        usdPerMillion: rate === null ? null : formatUsd(rate * 1_000_000n),
        usd: rate === null ? null : formatPico(ratio(quantity * rate, divisor)),
      },
    ];
  });
}

function formatPico(pico: Ratio): string {
  return formatUsd(divideHalfEven(pico.n, pico.d));
}
