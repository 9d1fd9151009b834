import { shorten } from "../../baseline/base-commit.ts";
import type { QuantityClass } from "../../billing/ledger/ledger.ts";
import type { ExplainedExchange } from "./exchange.ts";
import type { Explanation } from "./explanation.ts";
import type { ExplainedTraffic } from "./other-traffic.ts";
import { priceBookDate } from "../../models/catalogue.ts";
import { describeBreakEvens } from "../../report/views/words/spread.ts";
import { counted } from "../../words.ts";

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
  const { base, runs, trafficPlace } = explanation;
  const stated = trafficPlace === null ? "" : ` (${writtenAt(trafficPlace)})`;
  return [
    `${scenario}, prices of ${asOf} (price book of ${priceBookDate})` +
      (traffic === null ? ", no traffic stated: a warm cache" : `, ${traffic}${stated}`),
    base === null
      ? "no base to be had: recordings are judged by this tree alone"
      : `recordings are judged by base ${shorten(base.sha)} (${base.why})`,
    "",
    ...exchanges.flatMap(exchangeLines),
    ...runLines(runs, usdPerRun),
    ...(usdPerMonth === null
      ? []
      : [`  a month: $${usdPerRun} × ${runsPerMonth ?? ""} runs = $${usdPerMonth}`]),
    ...trafficLines(explanation.otherTraffic),
    ...restsOn(explanation),
    "",
  ].join("\n");
}

/** What a run would cost at other traffic, and when a cache write has paid. */
function trafficLines(other: ExplainedTraffic): readonly string[] {
  const names = Object.keys(other.curve[0]?.usdPerRun ?? {});
  const breakEvens = describeBreakEvens(other);
  return [
    "",
    "  USD a run at other traffic, all else as it is:",
    ...table([
      ["runs an hour", ...names],
      ...other.curve.map(({ runsPerHour, usdPerRun }) => [
        runsPerHour,
        ...Object.values(usdPerRun),
      ]),
    ]),
    ...(breakEvens === "" ? [] : [`    ${breakEvens}`]),
    ...other.readsToPay.map(
      ({ model, ttl, reads, whole }) =>
        `    a write for ${ttl} has paid after ${counted(whole, "read")}, ${model}: ` +
        `(write − input) / (input − read) = ${reads}`,
    ),
  ];
}

/** The sum of the fixtures, each times its share. */
function runLines(runs: Explanation["runs"], usdPerRun: string): readonly string[] {
  const [only, ...others] = runs;
  if (only === undefined || others.length === 0) return [`  a run: $${usdPerRun}`];
  return [
    "  a run: each fixture's cost times its share of the runs",
    ...runs.map(
      ({ run, share, usd, file, line }) =>
        `    $${usd} × ${share} %  ${run} (${writtenAt({ file, line })})`,
    ),
    `    = $${usdPerRun}`,
  ];
}

function writtenAt({ file, line }: NonNullable<Explanation["trafficPlace"]>): string {
  return `${file ?? "no file"}${line === null ? "" : `:${line}`}`;
}

function restsOn({ problems }: Explanation): readonly string[] {
  const messages = new Set(problems.map(({ message }) => message));
  return messages.size === 0
    ? []
    : ["", "  it rests on:", ...[...messages].map((message) => `  - ${message}`)];
}

function exchangeLines(exchange: ExplainedExchange): readonly string[] {
  const { input, output } = exchange;
  const models = new Set(exchange.classes.map(({ model }) => model));
  return [
    `  ${exchange.exchange}  ${exchange.share} % of runs, ${exchange.model}, ` +
      `at ${exchange.offsetSeconds} s (${writtenAt(exchange)})`,
    `    input ${input.total} tokens (${input.witness}${range(input)}): ` +
      `tools ${input.tools}, system ${input.system}, messages ${input.messages}; ` +
      `output ${output.tokens} (${output.basis}${range(output)})`,
    ...exchange.breakpoints.map(
      (point) =>
        `    breakpoint at ${point.block} (${point.ttl}): ${point.tokens} tokens up to it, ` +
        `cached from ${point.minimum} on${point.caches ? "" : ": too few, does nothing"}`,
    ),
    ...exchange.outcomes.map(
      (outcome) =>
        `    ${outcome.percent} %: ` +
        `${outcome.hit === null ? "nothing is read" : `read up to ${outcome.hit}`}: read ` +
        `${outcome.read}, write ${outcome.write5m + outcome.write1h}, input ${outcome.input}` +
        (outcome.expectedAlive === null
          ? ""
          : ` (${outcome.expectedAlive} other runs are expected to keep it: ` +
            `none does with e^-${outcome.expectedAlive})`),
    ),
    ...table([
      ["", "tokens expected", "USD per million", "USD"],
      ...exchange.classes.map((line) => [
        classNames[line.class] + (models.size > 1 ? `, ${line.model}` : ""),
        line.tokens,
        line.usdPerMillion ?? "unknown",
        line.usd ?? "unknown",
      ]),
      ["", "", "", exchange.usd],
    ]),
    "",
  ];
}

/** `, 300 to 900`; empty where both ends are one. */
function range({ low, high }: { readonly low: number; readonly high: number }): string {
  return low === high ? "" : `, ${low} to ${high}`;
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const width = rows.reduce((most, [label = ""]) => Math.max(most, label.length + 1), 14);
  return rows.map(
    ([label = "", ...cells]) =>
      `      ${label.padEnd(width)}${cells.map((cell) => cell.padStart(20)).join("")}`,
  );
}
