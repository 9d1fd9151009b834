import { isObject } from "../../json.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import type { Block } from "../../prompt/prompt.ts";

/** A part of a block that an earlier block of the same request holds too, or that it repeats itself. */
export interface Repetition {
  /** The key of the block that has it first. */
  readonly first: number;
  readonly second: number;
  /** Characters of the second block's text; the whole text where the block has none. */
  readonly start: number;
  readonly end: number;
}

/** Fewer tokens than this may be said twice. */
const leastTokens = 200;
/** A line shorter than this begins no repetition: `}` stands in many places. */
const leastLine = 20;

/** A line of a text, where it stands. */
interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A block of a request that can be looked through. */
interface Lines {
  readonly key: number;
  readonly lines: readonly Line[];
  /** Characters from which on a part of it has `leastTokens`. */
  readonly least: number;
}

/**
 * Finds what requests say twice: stretches of whole lines, of at least 200 tokens, that stand in two
 * blocks of one request, or twice in one. One finder for a scenario: a block's text is taken apart
 * once. What the assistant said is left out. Linear in the text of a request.
 */
export function createRepetitionFinder(): (exchange: MeasuredExchange) => readonly Repetition[] {
  const known = new Map<number, Lines | null>();
  const linesOf = (block: Block, tokens: number): Lines | null => {
    const before = known.get(block.key);
    if (before !== undefined) return before;
    const lines =
      tokens < leastTokens || block.role === "assistant" ? null : readLines(block, tokens);
    known.set(block.key, lines);
    return lines;
  };
  return ({ prompt, count }) => {
    const parts = prompt.blocks.flatMap((block, index): readonly Lines[] => {
      const lines = block.level === "tools" ? null : linesOf(block, count.blocks[index] ?? 0);
      return lines === null ? [] : [lines];
    });
    return findRepetitions(parts);
  };
}

/** The text of a block that may be said twice, null where it has none of its own. */
export function repeatableText({ kind, content }: Block): string | null {
  if (!isObject(content)) return null;
  const source = content["source"];
  const text =
    kind === "text"
      ? content["text"]
      : kind === "tool_result"
        ? content["content"]
        : kind === "document" && isObject(source) && source["type"] === "text"
          ? source["data"]
          : null;
  return typeof text === "string" ? text : null;
}

function readLines(block: Block, tokens: number): Lines | null {
  const { key, kind } = block;
  const text = repeatableText(block);
  if (text === null)
    return kind === "document" || kind === "image" || (kind === "text" && isDeclared(block))
      ? { key, lines: [{ text: `block ${key} as a whole`, start: 0, end: 1 }], least: 1 }
      : null;
  const lines: Line[] = [];
  for (let start = 0; start <= text.length;) {
    const stop = text.indexOf("\n", start);
    const end = stop === -1 ? text.length : stop + 1;
    lines.push({ text: text.slice(start, end).trimEnd(), start, end });
    if (stop === -1) break;
    start = end;
  }
  return { key, lines, least: (leastTokens * text.length) / tokens };
}

/** Declared by its size: equal names and sizes are equal bytes. */
function isDeclared({ content }: Block): boolean {
  return isObject(content) && isObject(content["text"]);
}

/** Where a line stood first. */
interface Standing {
  readonly part: number;
  readonly line: number;
}

function findRepetitions(parts: readonly Lines[]): readonly Repetition[] {
  const found: Repetition[] = [];
  const standings = new Map<string, Standing>();
  for (const [index, { key, lines, least }] of parts.entries()) {
    for (let at = 0; at < lines.length;) {
      const line = lines[at];
      if (line === undefined) break;
      const first = line.text.length < leastLine ? undefined : standings.get(line.text);
      const length = first === undefined ? 0 : equalLines(parts, first, { part: index, line: at });
      const end = lines[at + length - 1]?.end ?? line.start;
      if (first !== undefined && length > 0 && end - line.start >= least) {
        found.push({ first: parts[first.part]?.key ?? key, second: key, start: line.start, end });
        at += length;
      } else {
        if (first === undefined) standings.set(line.text, { part: index, line: at });
        at += 1;
      }
    }
  }
  return found;
}

/** How many lines are equal from two places on; the two stretches do not overlap. */
function equalLines(parts: readonly Lines[], first: Standing, second: Standing): number {
  const [before, after] = [parts[first.part]?.lines ?? [], parts[second.part]?.lines ?? []];
  const most = first.part === second.part ? second.line - first.line : before.length - first.line;
  let length = 0;
  while (
    length < most &&
    second.line + length < after.length &&
    before[first.line + length]?.text === after[second.line + length]?.text
  )
    length += 1;
  return length;
}
