import { renderProblems } from "../../report/views/problem-list.ts";
import { sum } from "../../arithmetic.ts";
import {
  outcomeOf,
  readPercent,
  type BilledInput,
  type CacheOutcomeName,
} from "../../billing/cache/split.ts";
import { groupDigits, plural } from "../../words.ts";
import type { SimulatedExchange, SimulatedLedger, SimulateJson } from "./json.ts";

const headings = [
  "exchange",
  "outcome",
  "",
  "read",
  "write 5m",
  "write 1h",
  "input",
  "read %",
] as const;

/** What the exchanges of each outcome did, as the sum line says it. */
const outcomes: Readonly<Record<CacheOutcomeName, string>> = {
  hit: "only read",
  partial: "read and wrote",
  write: "only wrote",
  none: "did neither",
};

/**
 * The simulation for people: input tokens of each exchange as predicted, beside the recording where
 * that says otherwise.
 */
export function simulateText({ exchanges, problems }: SimulateJson): string {
  const told = renderProblems(
    problems.map((found) => ({ ...found, scenario: null })),
    { source: null, notes: true },
  );
  if (exchanges.length === 0) return told;
  const lines = [...table([headings, ...exchanges.flatMap(rowsOf)]), ""];
  const counts = Object.entries(outcomes).flatMap(([outcome, did]) => {
    const count = exchanges.filter((exchange) => exchange.outcome === outcome).length;
    return count === 0 ? [] : [`${groupDigits(count)} ${did}`];
  });
  const share = readPercent(sumOf(exchanges.map(({ predicted }) => predicted))).toFixed(1);
  lines.push(
    `${groupDigits(exchanges.length)} ${plural(exchanges.length, "exchange")}, ` +
      `${share} % of the prompt tokens read: ${counts.join(", ")}`,
  );
  const recorded = exchanges.flatMap((exchange) =>
    exchange.recorded === null ? [] : [{ exchange, recorded: exchange.recorded }],
  );
  if (recorded.length > 0) {
    const agree = recorded.filter(
      (pair) => outcomeOf(pair.recorded) === pair.exchange.outcome,
    ).length;
    const equal = recorded.filter((pair) =>
      sameInput(pair.exchange.predicted, pair.recorded),
    ).length;
    lines.push(
      `${groupDigits(recorded.length)} recorded: ${groupDigits(agree)} with the predicted outcome, ` +
        `${groupDigits(equal)} to the token`,
    );
  }
  if (exchanges.some(({ cachedBefore }) => cachedBefore))
    lines.push("* read a cache from before the recording began");
  return `${lines.join("\n")}\n${told === "" ? "" : `\n${told}`}`;
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = headings.map((_, column) =>
    rows.reduce((most, row) => Math.max(most, (row[column] ?? "").length), 0),
  );
  const pad = (cell: string, column: number): string =>
    column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join("  ").trimEnd());
}

/** Two rows where the recording says otherwise, one where it agrees or there is none. */
function rowsOf({
  id,
  predicted,
  recorded,
  outcome,
  cachedBefore,
}: SimulatedExchange): readonly (readonly string[])[] {
  const mark = cachedBefore ? "*" : "";
  if (recorded === null) return [[id, `${outcome}${mark}`, "predicted", ...cells(predicted)]];
  if (sameInput(predicted, recorded))
    return [[id, `${outcome}${mark}`, "as recorded", ...cells(predicted)]];
  return [
    [id, `${outcome}${mark}`, "predicted", ...cells(predicted)],
    ["", outcomeOf(recorded), "recorded", ...cells(recorded)],
  ];
}

function cells(ledger: SimulatedLedger): readonly string[] {
  const tokens = [ledger.cacheRead, ledger.cacheWrite5m, ledger.cacheWrite1h, ledger.input];
  return [...tokens.map(groupDigits), readPercent(ledger).toFixed(1)];
}

/** All input of some exchanges. */
function sumOf(ledgers: readonly SimulatedLedger[]): BilledInput {
  const total = (name: keyof BilledInput): number => sum(ledgers.map((ledger) => ledger[name]));
  return {
    input: total("input"),
    cacheRead: total("cacheRead"),
    cacheWrite5m: total("cacheWrite5m"),
    cacheWrite1h: total("cacheWrite1h"),
  };
}

function sameInput(a: SimulatedLedger, b: SimulatedLedger): boolean {
  return cells(a).join() === cells(b).join();
}
