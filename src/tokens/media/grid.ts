import type { Model } from "../../models/model.ts";
import type { Size } from "./image-size.ts";

/**
 * How pictures become tokens: edge of a patch in pixels, patches a token row is counted in, and the
 * largest picture.
 */
export interface GridRule {
  readonly patch: number;
  /** Tokens per patch. */
  readonly weight: number;
  readonly maxEdge: number;
  readonly maxTokens: number;
}

/** The published tiers (billing.md §5), and patches of twice the edge (framing-messages.md §4). */
export const grids = {
  standard: { patch: 28, weight: 1, maxEdge: 1568, maxTokens: 1568 },
  high: { patch: 28, weight: 1, maxEdge: 2576, maxTokens: 4784 },
  double: { patch: 56, weight: 4, maxEdge: 1568, maxTokens: 1568 },
} as const satisfies Record<NonNullable<Model["imageTier"]> | "double", GridRule>;

/**
 * Tokens of a picture's grid, scaled down where it is too big (billing.md §5, framing-messages.md
 * §4).
 */
export function imageGrid(
  size: Size,
  rule: GridRule,
): { readonly tokens: number; readonly scaled: boolean } {
  const tokens = tokensAt(size.width, size.height, rule);
  const long = Math.max(size.width, size.height);
  if (long <= rule.maxEdge && tokens <= rule.maxTokens) return { tokens, scaled: false };
  return { tokens: fit(size, rule, Math.min(rule.maxEdge, long)), scaled: true };
}

function tokensAt(width: number, height: number, rule: GridRule): number {
  return rule.weight * Math.ceil(width / rule.patch) * Math.ceil(height / rule.patch);
}

/** A picture as the model sees it: scaled down where it is too big. */
export function seenSize(size: Size, rule: GridRule): Size {
  const long = Math.max(size.width, size.height);
  if (long <= rule.maxEdge && tokensAt(size.width, size.height, rule) <= rule.maxTokens)
    return size;
  const [edge, other] = fitEdges(size, rule, Math.min(rule.maxEdge, long));
  return size.width >= size.height
    ? { width: edge, height: other }
    : { width: other, height: edge };
}

function fit(size: Size, rule: GridRule, edge: number): number {
  return tokensAt(...fitEdges(size, rule, edge), rule);
}

/**
 * The long and the short edge of the largest size of the same aspect that fits the rule, the other
 * side cut to whole pixels.
 */
function fitEdges(size: Size, rule: GridRule, edge: number): readonly [number, number] {
  const [long, short] = [Math.max(size.width, size.height), Math.min(size.width, size.height)];
  for (let side = edge; side >= 1; side -= 1) {
    const other = Math.max(1, Math.floor((side * short) / long));
    if (tokensAt(side, other, rule) <= rule.maxTokens) return [side, other];
  }
  return [1, 1];
}

/**
 * Tokens of a PDF page's picture: the largest size of the page's aspect that fits, up or down
 * (framing-messages.md §4).
 */
export function pageGrid(page: Size, rule: GridRule): number {
  return fit(page, rule, rule.maxEdge);
}
