import { nowhere, problem } from "../../../problem.ts";
import { sum } from "../../../arithmetic.ts";
import type { Doubt } from "../writer.ts";
import { backingOf, type Backed, type Backing, type Recorded } from "./backing.ts";
import { widthUnrecorded, type ContentKind } from "./content-kind.ts";
import type { Content } from "./content.ts";

/** A kind is known where all its recordings are exact, at least so many, of more than one source. */
const enough = { recordings: 5, sources: 2 } as const;

/**
 * How far a request's count may be off because of the kinds of content it holds: nothing where each
 * is exact on every recording of the models that frame it alike; as far as 95 % of the recordings
 * are off; and at least a stated width where they are few. What nobody recorded is said, once.
 */
export function widthsOf(content: Content, backing: Backing): readonly Doubt[] {
  const held = backingOf(content);
  const doubts = held.map(({ key, kind }) => widthOf(content, kind, backing[key]));
  const unknown = held.filter(({ key, kind }) => kind.none > 0 && backing[key] === undefined);
  return unknown.length === 0 ? doubts : [...doubts, unrecorded(content, unknown)];
}

function widthOf({ frame }: Content, kind: ContentKind, recorded: Recorded | undefined): Doubt {
  if (recorded === undefined) {
    const width = widthUnrecorded(kind, frame);
    return { below: width, above: width, problem: null };
  }
  const [n, sources, , low, high] = recorded;
  const least = n < enough.recordings || sources < enough.sources ? kind.few : 0;
  return { below: Math.max(least, -low), above: Math.max(least, high), problem: null };
}

function unrecorded({ frame }: Content, unknown: readonly Backed[]): Doubt {
  const words = unknown.map(({ kind }) => kind.words);
  const details = {
    what: words.join(", "),
    model: frame.model,
    tokens: sum(unknown.map(({ kind }) => widthUnrecorded(kind, frame))),
  };
  return { below: 0, above: 0, problem: problem("overhead-assumed", nowhere, details) };
}
