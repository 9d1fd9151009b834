import type { Frame } from "../frame.ts";
import type { Content } from "./content.ts";

/**
 * What decides how a kind of content is framed: the recordings of all models that have it in common
 * back it. `images`: the kind of framing and the size of patches; `adaptive`: the kind of framing and
 * whether adaptive thinking is shown.
 */
export type Scope = "kind" | "generation" | "model" | "images" | "adaptive";

/** A kind of content, and how it is known to be framed. */
export interface ContentKind {
  /** For people, in the middle of a sentence. */
  readonly words: string;
  readonly scope: Scope;
  /**
   * How far a count may be off, tokens to either side: where few recordings back the kind, and where
   * none does; 0 where its own rule says how far, and why. Set by what other models have, and held
   * by recordings of sources left out (ACCURACY.md).
   */
  readonly few: number;
  readonly none: number;
  /** The published tool prompt that says how large it is, on models that have one (billing.md §5). */
  readonly published: "auto" | "forced" | null;
  readonly holds: (content: Content) => boolean;
}

/** A row of a table of kinds: words, scope, widths, and what holds it. */
export function kind(
  words: string,
  scope: Scope,
  widths: readonly [few: number, none: number],
  holds: ContentKind["holds"],
): ContentKind {
  return { words, scope, few: widths[0], none: widths[1], published: null, holds };
}

/**
 * How far a tool prompt may be off that is published and not recorded: where both are known, they
 * are at most two tokens further apart than on other models (Opus 4.7).
 */
const publishedWidth = 5;

/** How far a kind may be off on a model of which nothing of it is recorded. */
export function widthUnrecorded({ none, published }: ContentKind, { publishes }: Frame): number {
  return published !== null && publishes[published] ? Math.min(none, publishedWidth) : none;
}
