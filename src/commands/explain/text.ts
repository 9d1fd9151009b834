import type { QuantityClass } from "../../billing/ledger/ledger.ts";
import type { ExplainedExchange, Explanation } from "./explanation.ts";
import { priceBookDate } from "../../models/catalogue.ts";

const classNames = {
  input: "input",
  cacheWrite5m: "5m write",
  cacheWrite1h: "1h write",
  cacheRead: "cache read",
  output: "output",
  webSearches: "web searches",
} as const satisfies Readonly<Record<QuantityClass, string>>;

/** The explanation for people. */
export function explanationText(explanation: Explanation): string {
  const { scenario, asOf, traffic, exchanges, usdPerRun, usdPerMonth, runsPerMonth } = explanation;
  return [
    `${scenario}, prices of ${asOf} (price book of ${priceBookDate})` +
      (traffic === null ? ", no traffic stated: a warm cache" : `, ${traffic}`),
    "",
    ...exchanges.flatMap(exchangeLines),
    `  a run: the sum, each times its share of the runs = $${usdPerRun}`,
    ...(usdPerMonth === null ? [] : [`  a month: × ${runsPerMonth ?? ""} runs = $${usdPerMonth}`]),
    "",
  ].join("\n");
}

function exchangeLines(exchange: ExplainedExchange): readonly string[] {
  const { input, output } = exchange;
  const interval = input.low === input.high ? "" : `, ${input.low} to ${input.high}`;
  return [
    `  ${exchange.exchange}  ${exchange.share} % of runs, ${exchange.model}, at ${exchange.offsetSeconds} s`,
    `    input ${input.total} tokens (${input.witness}${interval}): ` +
      `tools ${input.tools}, system ${input.system}, messages ${input.messages}; ` +
      `output ${output.tokens} (${output.basis})`,
    ...exchange.breakpoints.map(
      (point) =>
        `    breakpoint at ${point.block} (${point.ttl}): ${point.tokens} tokens up to it, ` +
        `cached from ${point.minimum} on${point.caches ? "" : ": too few, does nothing"}`,
    ),
    ...exchange.outcomes.map(
      (outcome) =>
        `    ${outcome.percent} %: ` +
        `${outcome.hit === null ? "nothing is read" : `read up to ${outcome.hit}`}: read ` +
        `${outcome.read}, write ${outcome.write5m + outcome.write1h}, input ${outcome.input}`,
    ),
    row(["", "tokens expected", "USD per million", "USD"]),
    ...exchange.classes.map((line) =>
      row([
        classNames[line.class],
        line.tokens,
        line.usdPerMillion ?? "unknown",
        line.usd ?? "unknown",
      ]),
    ),
    row(["", "", "", exchange.usd]),
    "",
  ];
}

function row(cells: readonly string[]): string {
  return `      ${cells[0]?.padEnd(14) ?? ""}${cells
    .slice(1)
    .map((cell) => cell.padStart(20))
    .join("")}`;
}
