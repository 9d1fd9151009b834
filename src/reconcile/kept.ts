import { folderOf, resolvePath } from "../config/paths.ts";
import { isDocument } from "../json.ts";
import { formatRatio, formatUsd, parseDecimal, parseUsd, ratio, type Pico } from "../money.ts";
import { placeIn, problem, type Problem } from "../problem.ts";
import type { Tree } from "../tree.ts";
import { sourceKinds, type SourceKind } from "./real.ts";

/** The last bill that was held against the projection, as `reconcile --write` keeps it. */
export interface KeptBill {
  /** `2026-10`, or `2026-10-01 to 2026-10-15`. */
  readonly month: string;
  /** Real over projected, decimal text. */
  readonly ratio: string;
  /** Exact decimal USD. */
  readonly usd: string;
  readonly projectedUsd: string;
  readonly source: SourceKind;
}

const version = 1;
const largest = 10_000;

/** Where it is kept: beside the baseline. */
export function keptPath(baseline: string): string {
  return resolvePath(folderOf(baseline), "reconcile.json") ?? "reconcile.json";
}

/** The file's text: sorted keys, decimal strings, no name of a key or a workspace. */
export function writeKept(
  kept: Omit<KeptBill, "ratio" | "usd" | "projectedUsd">,
  amounts: {
    readonly usd: Pico;
    readonly projectedUsd: Pico;
  },
): string {
  const { usd, projectedUsd } = amounts;
  const sorted = {
    month: kept.month,
    projectedUsd: formatUsd(projectedUsd),
    ratio: formatRatio(ratio(usd, projectedUsd), 6),
    source: kept.source,
    usd: formatUsd(usd),
    version,
  };
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

/**
 * The last bill as a tree keeps it; null where it keeps none. What is not wholly of this form is a
 * warning, never half read.
 */
export function readKept(
  tree: Tree,
  file: string,
): { readonly kept: KeptBill | null; readonly problems: readonly Problem[] } {
  if (tree.entry(file)?.kind !== "file") return { kept: null, problems: [] };
  const kept = parseKept(tree.text(file) ?? "");
  return {
    kept,
    problems: kept === null ? [problem("reconcile-kept-unreadable", placeIn(file), { file })] : [],
  };
}

function parseKept(text: string): KeptBill | null {
  if (text.length > largest) return null;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isDocument(document) || document["version"] !== version) return null;
  const { month, ratio: share, usd, projectedUsd, source } = document;
  const kind = sourceKinds.find((name) => name === source);
  if (typeof month !== "string" || !periodForm.test(month) || kind === undefined) return null;
  if (typeof share !== "string" || share.startsWith("-") || parseDecimal(share) === null)
    return null;
  if (typeof usd !== "string" || parseUsd(usd) === null) return null;
  if (typeof projectedUsd !== "string" || parseUsd(projectedUsd) === null) return null;
  return { month, ratio: share, usd, projectedUsd, source: kind };
}

const periodForm = /^\d{4}-(?:(?:0[1-9]|1[0-2])|\d{2}-\d{2} to \d{4}-\d{2}-\d{2})$/;
