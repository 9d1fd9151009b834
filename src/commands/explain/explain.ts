import type { LedgerLine } from "../../billing/ledger/ledger.ts";
import { quantityClasses } from "../../billing/ledger/ledger.ts";
import type { Side } from "../../evaluation/side.ts";
import type { Day } from "../../digest.ts";
import type { PriceBook, Rates } from "../../models/rates.ts";
import { formatUsd, multiplyRatio, divideHalfEven, ratio, type Ratio } from "../../money.ts";
import { minimumOf } from "../../models/cache-minimum.ts";
import type { MeasuredExchange, ProjectedExchange } from "../../projection/projection.ts";
import { tokensUpTo } from "../../tokens/count.ts";

const CERTAIN = 2n ** 40n;

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
  readonly output: { readonly tokens: number; readonly basis: string };
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
    readonly class: string;
    readonly tokens: string;
    readonly usdPerMillion: string | null;
    readonly usd: string | null;
  }[];
  /** Of one run of this fixture. */
  readonly usd: string;
}

export interface Explained {
  readonly schemaVersion: 1;
  readonly asOf: Day;
  readonly scenario: string;
  readonly traffic: string | null;
  readonly exchanges: readonly ExplainedExchange[];
  readonly usdPerRun: string;
  readonly usdPerMonth: string | null;
  readonly runsPerMonth: string | null;
}

/**
 * How a scenario's figure comes about: every exchange by block group, chance and rate, up to the
 * run and the month. No prompt text.
 */
export function explainScenario(
  side: Side,
  options: { readonly book: PriceBook; readonly asOf: Day },
): Explained {
  const measured = new Map(
    side.measured.runs.flatMap((run) =>
      run.exchanges.map((one) => [`${run.run.id} ${one.exchange.index}`, one] as const),
    ),
  );
  const { traffic } = side.measured;
  return {
    schemaVersion: 1,
    asOf: options.asOf,
    scenario: side.scenario.config.id,
    traffic: traffic === null ? null : `${traffic.written}, ${traffic.arrivals}`,
    exchanges: side.projection.exchanges.flatMap((projected) => {
      const one = measured.get(`${projected.run} ${projected.index}`);
      return one === undefined ? [] : [explainExchange(one, projected, options.book)];
    }),
    usdPerRun: formatUsd(side.projection.usdPerRun),
    usdPerMonth:
      side.projection.usdPerMonth === null ? null : formatUsd(side.projection.usdPerMonth),
    runsPerMonth: traffic === null ? null : decimal(traffic.runsPerMonth, 6),
  };
}

function explainExchange(
  one: MeasuredExchange,
  projected: ProjectedExchange,
  book: PriceBook,
): ExplainedExchange {
  const { prompt, count, output, exchange } = one;
  const minimum = minimumOf(prompt.model);
  const { ledger } = projected;
  const classes = ledger.lines.flatMap((line) =>
    explainLine(line, ledger.divisor, book.rates(line)),
  );
  const exact = ledger.lines.reduce((sum, line) => {
    const rates = book.rates(line);
    return quantityClasses.reduce(
      (all, name) =>
        all + line[name] * ((name === "webSearches" ? rates?.webSearch : rates?.[name]) ?? 0n),
      sum,
    );
  }, 0n);
  return {
    run: projected.run,
    exchange: exchange.id,
    share: decimal(multiplyRatio(projected.share, ratio(100n)), 4),
    model: prompt.model,
    offsetSeconds: exchange.offsetMs / 1000,
    input: {
      total: count.total,
      low: count.low,
      high: count.high,
      witness: count.witness,
      ...count.parts,
    },
    output: { tokens: output.tokens, basis: output.basis },
    breakpoints: prompt.breakpoints.map(({ block, ttl }) => {
      const tokens = tokensUpTo(count, block);
      return {
        block: prompt.blocks[block]?.path ?? "",
        ttl,
        tokens,
        minimum,
        caches: tokens >= minimum,
      };
    }),
    outcomes: projected.outcomes
      .filter(({ chance }) => chance > 0n)
      .map(({ chance, hitBlock, read, write5m, write1h, input }) => ({
        percent: decimal(ratio(chance * 100n, CERTAIN), 6),
        hit: prompt.blocks[hitBlock]?.path ?? null,
        read,
        write5m,
        write1h,
        input,
      })),
    classes,
    usd: pico(ratio(exact, ledger.divisor)),
  };
}

function explainLine(
  line: LedgerLine,
  divisor: bigint,
  rates: Rates | null,
): ExplainedExchange["classes"] {
  return quantityClasses.flatMap((name) => {
    const quantity = line[name];
    if (quantity === 0n) return [];
    const rate = rates === null ? null : name === "webSearches" ? rates.webSearch : rates[name];
    return [
      {
        class: name,
        tokens: decimal(ratio(quantity, divisor), 6),
        usdPerMillion: perMillion(rate),
        usd: rate === null ? null : pico(ratio(quantity * rate, divisor)),
      },
    ];
  });
}

function decimal(value: Ratio, digits: number): string {
  const scaled = divideHalfEven(value.n * 10n ** BigInt(digits), value.d);
  return formatUsd(scaled * 10n ** BigInt(12 - digits));
}

function perMillion(rate: bigint | null): string | null {
  return rate === null ? null : formatUsd(rate * 1_000_000n);
}

function pico(value: Ratio): string {
  return formatUsd(divideHalfEven(value.n, value.d));
}

const names: Readonly<Record<string, string>> = {
  input: "input",
  cacheWrite5m: "5m write",
  cacheWrite1h: "1h write",
  cacheRead: "cache read",
  output: "output",
  webSearches: "web searches",
};

/** The same for people. */
export function explainedText(explained: Explained): string {
  return [
    `${explained.scenario}, prices of ${explained.asOf}${explained.traffic === null ? ", no traffic stated: a warm cache" : `, ${explained.traffic}`}`,
    "",
    ...explained.exchanges.flatMap(explainText),
    `  a run: the sum, each times its share of the runs = $${explained.usdPerRun}`,
    ...(explained.usdPerMonth === null
      ? []
      : [`  a month: × ${explained.runsPerMonth ?? ""} runs = $${explained.usdPerMonth}`]),
    "",
  ].join("\n");
}

function explainText(one: ExplainedExchange): readonly string[] {
  return [
    `  ${one.exchange}  ${one.share} % of runs, ${one.model}, at ${one.offsetSeconds} s`,
    `    input ${one.input.total} tokens (${one.input.witness}${one.input.low === one.input.high ? "" : `, ${one.input.low} to ${one.input.high}`}): ` +
      `tools ${one.input.tools}, system ${one.input.system}, messages ${one.input.messages}; ` +
      `output ${one.output.tokens} (${one.output.basis})`,
    ...one.breakpoints.map(
      (point) =>
        `    breakpoint at ${point.block} (${point.ttl}): ${point.tokens} tokens up to it, ` +
        `cached from ${point.minimum} on${point.caches ? "" : ": too few, does nothing"}`,
    ),
    ...one.outcomes.map(
      (outcome) =>
        `    ${outcome.percent} %: ` +
        `${outcome.hit === null ? "nothing is read" : `read up to ${outcome.hit}`}: read ` +
        `${outcome.read}, write ${outcome.write5m + outcome.write1h}, input ${outcome.input}`,
    ),
    row(["", "tokens expected", "USD per million", "USD"]),
    ...one.classes.map((line) =>
      row([
        names[line.class] ?? line.class,
        line.tokens,
        line.usdPerMillion ?? "unknown",
        line.usd ?? "unknown",
      ]),
    ),
    row(["", "", "", one.usd]),
    "",
  ];
}

function row(cells: readonly string[]): string {
  return `      ${cells[0]?.padEnd(14) ?? ""}${cells
    .slice(1)
    .map((cell) => cell.padStart(20))
    .join("")}`;
}
