import { shownId, shownName } from "../../shown-name.ts";
import {
  quantityClasses,
  type LedgerLine,
  type QuantityClass,
} from "../../billing/ledger/ledger.ts";
import { knownCost, rateOf } from "../../billing/ledger/price.ts";
import { minimumOf } from "../../models/cache-minimum.ts";
import type { PriceBook, Rates } from "../../models/rates.ts";
import {
  divideHalfEven,
  formatRatio,
  formatUsd,
  multiplyRatio,
  ratio,
  type Ratio,
} from "../../money.ts";
import type { Place } from "../../problem.ts";
import type { MeasuredExchange, ProjectedExchange } from "../../projection/projection.ts";
import { tokensUpTo } from "../../tokens/count.ts";
import { certainty } from "../../traffic/chance.ts";

/** A line of a file; nulls where nobody knows. */
export interface WrittenAt {
  readonly file: string | null;
  readonly line: number | null;
}

/** One exchange of one run, reckoned out. Tokens are whole; USD exact decimal strings. */
export interface ExplainedExchange {
  readonly run: string;
  readonly exchange: string;
  readonly file: string | null;
  readonly line: number | null;
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
    /**
     * Under Poisson arrivals: how many other runs are expected to have left alive what is read here
     * or deeper; the chance that none has is e to the power of minus this. Null where the run itself
     * left it, or nothing is read.
     */
    readonly expectedAlive: string | null;
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

/** One exchange of a run, with what it costs and why. */
export function explainExchange(
  { prompt, count, output, exchange }: MeasuredExchange,
  { run, share, ledger, outcomes }: ProjectedExchange,
  { book, arrivals }: { readonly book: PriceBook; readonly arrivals: string | null },
): ExplainedExchange {
  const minimum = minimumOf(prompt.model);
  return {
    run: shownId(run),
    exchange: shownId(exchange.id),
    share: percentOf(share),
    ...placeOf(exchange.place),
    model: shownName(prompt.model),
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
    outcomes: withRest(outcomes)
      .filter(({ chance }) => chance > 0n)
      .map(({ chance, rest, hitBlock, read, write5m, write1h, input }) => ({
        percent: formatRatio(ratio(chance * 100n, certainty), 6),
        expectedAlive: arrivals === "poisson" && hitBlock >= 0 ? expectedAlive(rest) : null,
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

/** Each outcome with the chance, over 2⁴⁰, that none of those up to it happens. */
function withRest(outcomes: ProjectedExchange["outcomes"]) {
  let rest = certainty;
  return outcomes.map((outcome) => {
    rest -= outcome.chance;
    return { ...outcome, rest };
  });
}

/** Of what chance of none how many were expected; null where it is certain, or was rounded away. */
function expectedAlive(none: bigint): string | null {
  return none <= 0n || none >= certainty
    ? null
    : Math.log(Number(certainty) / Number(none)).toFixed(4);
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

/** Pico-dollars as exact decimal USD, rounded to one. */
export function formatPico(pico: Ratio): string {
  return formatUsd(divideHalfEven(pico.n, pico.d));
}

/** Where something is written, without its column. */
export function placeOf({ file, line }: Place): WrittenAt {
  return { file, line };
}

/** A share in percent, to four places. */
export function percentOf(share: Ratio): string {
  return formatRatio(multiplyRatio(share, ratio(100n)), 4);
}
