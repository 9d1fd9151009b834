import { shownName } from "../../../shown-name.ts";
import { isNewer, type Frame } from "../frame.ts";
import { blockKinds } from "./block-kinds.ts";
import { kind, type ContentKind, type Scope } from "./content-kind.ts";
import type { Content } from "./content.ts";
import { pairsOf } from "./pair-kinds.ts";
import { settingKinds } from "./setting-kinds.ts";
import { turnKinds } from "./turn-kinds.ts";

/**
 * The recordings behind a kind of content, and how far our counts of them were off: tokens that the
 * truth lay under or over what the rules allow, at least 95 % of the recordings being inside.
 */
export type Recorded = readonly [
  n: number,
  sources: number,
  exact: number,
  low: number,
  high: number,
];

/** What was recorded, by key (`backingOf`). */
export type Backing = Readonly<Record<string, Recorded>>;

/** A kind of content of a request, and the key of the recordings that back it. */
export interface Backed {
  readonly key: string;
  readonly kind: ContentKind;
}

const everyKind: readonly (readonly [string, ContentKind])[] = Object.entries({
  ...blockKinds,
  ...settingKinds,
  ...turnKinds,
});

/** The kinds of content a request holds, the most particular first. */
export function backingOf(content: Content): readonly Backed[] {
  const { frame, settings } = content;
  const types = new Set(
    settings.tools.flatMap(({ type }) => (typeof type === "string" ? [type] : [])),
  );
  types.delete("custom");
  const builtIn = [...types].map((type): readonly [string, ContentKind] => [
    `tool ${type}`,
    kind(shownName(type), isNewer(frame) ? "generation" : "kind", [2, 1000], () => true),
  ]);
  const held = everyKind.filter(([, { holds }]) => holds(content));
  return [...builtIn, ...held, ...pairsOf(content)].map(([id, row]) => ({
    key: `${groupOf(frame, row.scope)}: ${id}`,
    kind: row,
  }));
}

/** Whose recordings back a kind: models whose framing of it is one and the same. */
function groupOf(frame: Frame, scope: Scope): string {
  const { names, model, known } = frame;
  if (scope === "model") return model;
  // A name that nobody knows says nothing of a tool prompt.
  if (scope === "generation") return known ? names.generation : model;
  if (scope === "images" && frame.images.patch > 28) return `${names.kind} doubled`;
  if (scope === "adaptive" && frame.showsAdaptiveThinking) return `${names.kind} shown`;
  return names.kind;
}
