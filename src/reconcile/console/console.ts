import { noQuantities } from "../../billing/ledger/ledger.ts";
import { readMoment } from "../../moment.ts";
import { findByPriceBookId } from "../../models/lookup.ts";
import { nowhere, placeIn, problem, type Place, type Problem } from "../../problem.ts";
import { readUsdAmount } from "../amounts.ts";
import { modelIdOf } from "../model-names.ts";
import { bandOfWindow, geoOf, speedOf, tierOf } from "../rates.ts";
import type { CostType, Filters, RealBill, RealCharge, RealUsage } from "../real.ts";
import { kindOf, knownColumns, missingColumns, type ExportKind } from "./columns.ts";
import { readCsv, type CsvRow, type CsvTable } from "./csv.ts";
import { createSums } from "./sums.ts";

/** A file of the Console, as it stands. */
export interface ConsoleFile {
  readonly path: string;
  readonly text: string;
}

/** Whether a text begins with columns of one of the Console's exports. */
export function looksLikeConsole(text: string): boolean {
  return text.slice(0, 4_000).split(/\r?\n/, 1)[0]?.includes("usage_date_utc") === true;
}

/**
 * The bill that the Console's CSV exports hold: usage, cost, or both. A row that stands in two files
 * of a kind alike was exported twice and counts once. Columns are found by name; what keeps a file
 * from being read is a problem.
 */
export function readConsole(files: readonly ConsoleFile[], filters: Filters): RealBill {
  const problems: Problem[] = [];
  const sums = createSums();
  const kinds = new Set<ExportKind>();
  const seen = new Set<string>();
  const unknown = new Set<string>();
  for (const [at, { path, text }] of files.entries()) {
    const place = { ...placeIn(path), line: 1 };
    const table = readCsv(text);
    const kind = kindOf(table.columns);
    problems.push(...checkColumns(table, kind, place), ...checkFilters(table, filters));
    if (kind === null || missingColumns(kind, table.columns).length > 0) continue;
    kinds.add(kind);
    const faults = new Map<string, Problem>();
    const fault: Fault = (row, column, expected) => {
      if (faults.has(column)) return;
      const at = { ...placeIn(path, column), line: row.line };
      faults.set(column, problem("console-row", at, { column, expected }));
    };
    const isLast = at === files.length - 1;
    const own = new Set<string>();
    for (const row of table.rows) {
      const name = `${kind} ${row.text}`;
      if (!isLast) own.add(name);
      if (seen.has(name) || !passes(row, filters)) continue;
      const read = kind === "usage" ? usageOf(row, fault) : chargeOf(row, fault);
      if (read === null) continue;
      if (read.model !== null && findByPriceBookId(read.model) === null) unknown.add(read.model);
      if ("quantities" in read) sums.addUsage(read);
      else sums.addCharge(read);
    }
    for (const name of own) seen.add(name);
    problems.push(...faults.values());
  }
  if (unknown.size > 0) problems.push(problem("console-model", nowhere, { models: unknown.size }));
  return {
    source: "console",
    usage: kinds.has("usage") ? sums.usage() : null,
    charges: kinds.has("cost") ? sums.charges() : null,
    completeTo: null,
    problems,
  };
}

function checkColumns(
  { columns }: CsvTable,
  kind: ExportKind | null,
  place: Place,
): readonly Problem[] {
  const missing = missingColumns(kind, columns);
  const known = new Set(kind === null ? [] : knownColumns(kind));
  if (missing.length > 0)
    return [
      problem("console-columns", place, {
        missing,
        found: columns.filter((name) => known.has(name)),
      }),
    ];
  const unknown = columns.filter((name) => !known.has(name));
  return unknown.length === 0
    ? []
    : [problem("console-column-unknown", place, { columns: unknown.length, known: [...known] })];
}

const filterColumns = {
  workspace: ["workspace", "workspace_id"],
  apiKeyId: ["api_key_id", "api_key"],
} as const satisfies Record<keyof Filters, readonly string[]>;

function checkFilters({ columns }: CsvTable, filters: Filters): readonly Problem[] {
  return (["workspace", "apiKeyId"] as const).flatMap((name) =>
    filters[name] === null || filterColumns[name].some((column) => columns.includes(column))
      ? []
      : [
          problem("reconcile-filter", nowhere, {
            option: name === "workspace" ? "workspace" : "api-key-id",
            source: "this export",
          }),
        ],
  );
}

/** A key or a workspace is asked for by its id, or by the name that the export gives it. */
function passes(row: CsvRow, filters: Filters): boolean {
  return (["workspace", "apiKeyId"] as const).every(
    (name) =>
      filters[name] === null ||
      filterColumns[name].some((column) => row.cell(column) === filters[name]),
  );
}

type Fault = (row: CsvRow, column: string, expected: string) => void;

function usageOf(row: CsvRow, fault: Fault): RealUsage | null {
  const day = dayOf(row, fault);
  const model = row.cell("model_version");
  if (model === "") fault(row, "model_version", "a model");
  const count = (column: string): bigint | null => {
    const match = /^(\d{1,15})(?:\.0+)?$/.exec(row.cell(column));
    if (match === null) fault(row, column, "a number of tokens");
    return match === null ? null : BigInt(match[1] ?? "0");
  };
  const input = count("usage_input_tokens_no_cache");
  const cacheWrite5m = count("usage_input_tokens_cache_write_5m");
  const cacheWrite1h = count("usage_input_tokens_cache_write_1h");
  const cacheRead = count("usage_input_tokens_cache_read");
  const output = count("usage_output_tokens");
  // Older exports have no such column.
  const webSearches = row.cell("web_search_count") === "" ? 0n : count("web_search_count");
  if (day === null || model === "" || input === null || cacheWrite5m === null) return null;
  if (cacheWrite1h === null || cacheRead === null || output === null || webSearches === null)
    return null;
  const id = modelIdOf(model);
  return {
    day,
    model: id,
    tier: tierOf(row.cell("usage_type")) ?? "standard",
    band: bandOfWindow(row.cell("context_window"), id, day),
    geo: geoOf(row.cell("inference_geo")),
    speed: speedOf(row.cell("speed")),
    quantities: {
      ...noQuantities,
      input,
      cacheWrite5m,
      cacheWrite1h,
      cacheRead,
      output,
      webSearches,
    },
    requests: null,
  };
}

function chargeOf(row: CsvRow, fault: Fault): RealCharge | null {
  const day = dayOf(row, fault);
  const usd = usdOf(row, "cost_usd", fault);
  const list = row.cell("list_price_usd");
  const listUsd = list === "" ? null : usdOf(row, "list_price_usd", fault);
  if (day === null || usd === null) return null;
  const costType = costTypeOf(row.cell("cost_type"), row.cell("token_type"));
  const model = row.cell("model");
  return {
    day,
    costType,
    model: costType !== "tokens" || model === "" ? null : modelIdOf(model),
    tier: tierOf(row.cell("usage_type")),
    usd,
    listUsd,
  };
}

function dayOf(row: CsvRow, fault: Fault): string | null {
  const day = readMoment(row.cell("usage_date_utc"))?.day ?? null;
  if (day === null) fault(row, "usage_date_utc", "a day such as 2026-10-01");
  return day;
}

function usdOf(row: CsvRow, column: string, fault: Fault): bigint | null {
  const usd = readUsdAmount(row.cell(column));
  if (usd === null) fault(row, column, "an amount in USD with a decimal point, such as 0.19");
  return usd;
}

/** `token` in the CSV is `tokens` in the reports. */
function costTypeOf(written: string, tokenType: string): CostType {
  if (/^tokens?$/.test(written) || tokenType !== "") return "tokens";
  const known = ["web_search", "code_execution", "session_usage"] as const;
  return known.find((name) => name === written) ?? (written === "" ? "tokens" : "other");
}
