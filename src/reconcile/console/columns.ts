/** The columns of the Console's CSV exports. Source: llm-cost.md §6, rows Console usage and cost. */

/** A kind of export: what tells it, what it must have, and what else it may have. */
export interface ExportColumns {
  readonly telling: readonly string[];
  readonly needed: readonly string[];
  readonly other: readonly string[];
}

const common = [
  "workspace",
  "workspace_id",
  "api_key",
  "api_key_id",
  "api_key_status",
  "usage_type",
  "context_window",
  "inference_geo",
  "speed",
];

export const exports = {
  usage: {
    telling: ["model_version", "usage_input_tokens_no_cache", "usage_output_tokens"],
    needed: [
      "usage_date_utc",
      "model_version",
      "usage_input_tokens_no_cache",
      "usage_input_tokens_cache_write_5m",
      "usage_input_tokens_cache_write_1h",
      "usage_input_tokens_cache_read",
      "usage_output_tokens",
    ],
    other: [...common, "web_search_count"],
  },
  cost: {
    telling: ["cost_usd", "list_price_usd", "cost_type"],
    needed: ["usage_date_utc", "model", "cost_usd"],
    other: [...common, "token_type", "list_price_usd", "cost_type"],
  },
} as const satisfies Record<string, ExportColumns>;

export type ExportKind = keyof typeof exports;

/** Which export has these columns; null: neither. */
export function kindOf(columns: readonly string[]): ExportKind | null {
  const has = (kind: ExportKind): boolean =>
    exports[kind].telling.some((name) => columns.includes(name));
  return has("usage") ? "usage" : has("cost") ? "cost" : null;
}

/** The columns an export lacks; of a file that is neither, those both have and one of each. */
export function missingColumns(
  kind: ExportKind | null,
  columns: readonly string[],
): readonly string[] {
  const needed =
    kind === null ? ["usage_date_utc", "model_version", "cost_usd"] : exports[kind].needed;
  return needed.filter((name) => !columns.includes(name));
}

/** Those of some columns that no export of the kind is known to have. */
export function knownColumns(kind: ExportKind): readonly string[] {
  return [...exports[kind].needed, ...exports[kind].other];
}
