import type { PlainVariant } from "../../../config/config.ts";
import { cleanName, code } from "../markdown.ts";

/** How a variant is called, where it is called anything but its name. */
interface VariantWords {
  /** In front of its cost. */
  readonly label: string | null;
  /** The heading of its column in the table of scenarios, which shows no others. */
  readonly column: string | null;
  /** How a scenario runs in it, as the end of a sentence. */
  readonly manner: string | null;
}

const byItsName: VariantWords = { label: null, column: null, manner: null };

const words = {
  "as-written": { ...byItsName, label: "as written" },
  "no-cache": { label: "no cache", column: "without cache", manner: "without the cache" },
  "cache-5m": byItsName,
  "cache-1h": byItsName,
  "auto-5m": { ...byItsName, manner: "with automatic caching" },
  "auto-1h": { ...byItsName, manner: "with automatic caching for an hour" },
  "keep-alive": { ...byItsName, label: "kept alive", manner: "with its cache kept alive" },
  best: { ...byItsName, label: "best breakpoints", manner: "with the best breakpoints" },
  batch: { ...byItsName, column: "in a batch", manner: "in a batch" },
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

/** `in a batch`, as markdown. */
export function variantManner(name: string): string {
  return wordsOf(name).manner ?? `as ${code(name)}`;
}

function wordsOf(name: string): VariantWords {
  return Object.entries<VariantWords>(words).find(([known]) => known === name)?.[1] ?? byItsName;
}
