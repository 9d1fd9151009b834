import type { PlainVariant } from "../../../config/config.ts";
import { cleanName } from "../markdown.ts";

/** How a variant is called, where it is called anything but its name. */
interface VariantWords {
  /** In front of its cost. */
  readonly label: string | null;
  /** The heading of its column in the table of scenarios, which shows no others. */
  readonly column: string | null;
}

const byItsName: VariantWords = { label: null, column: null };

const words = {
  "as-written": { ...byItsName, label: "as written" },
  "no-cache": { label: "no cache", column: "without cache" },
  "cache-5m": byItsName,
  "cache-1h": byItsName,
  "auto-5m": byItsName,
  "auto-1h": byItsName,
  "keep-alive": { ...byItsName, label: "kept alive" },
  best: { ...byItsName, label: "best breakpoints" },
  batch: { ...byItsName, column: "in a batch" },
  "batch+cache": byItsName,
} as const satisfies Readonly<Record<PlainVariant, VariantWords>>;

/** The variants that have a column of their own, in order. */
export const variantColumns = Object.entries<VariantWords>(words).flatMap(([name, { column }]) =>
  column === null ? [] : [{ name, title: column }],
);

/** `no cache`; plain text. */
export function variantLabel(name: string): string {
  return wordsOf(name).label ?? cleanName(name);
}

function wordsOf(name: string): VariantWords {
  return Object.entries<VariantWords>(words).find(([known]) => known === name)?.[1] ?? byItsName;
}
