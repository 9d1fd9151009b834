import { groupBy } from "../../../order.ts";
import type { MeasuredScenario } from "../../../projection/projection.ts";
import type { Block, Prompt } from "../../../prompt/prompt.ts";
import { momentForms } from "../../../written-moments.ts";
import { differentBlocks } from "../../content/block-totals.ts";
import { textOf } from "../../content/text-blocks.ts";

/** What a value may be that is another one in each recording. */
export type LiteralKind = "time" | "id" | "number";

/**
 * What a value looks like, in one pattern. A date alone changes nothing: whoever asks on that day sends
 * the same.
 */
const forms: readonly { readonly kind: LiteralKind | "date"; readonly pattern: string }[] = [
  { kind: "id", pattern: "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![\\w-])" },
  { kind: "time", pattern: momentForms.moment },
  { kind: "date", pattern: `(?:${momentForms.date})(?!\\d)` },
  { kind: "time", pattern: `(?:${momentForms.clock})(?![\\d:])` },
  // Seconds or milliseconds since 1970.
  { kind: "time", pattern: String.raw`1\d{9}(?:\d{3})?(?![\w.-])` },
  { kind: "number", pattern: String.raw`\d{1,40}(?:[.,]\d{1,40})?(?![\w-])` },
  { kind: "id", pattern: String.raw`(?=[\w-]{0,60}\d)(?=[\w-]{0,60}[A-Za-z])[\w-]{12,200}` },
];
const values = new RegExp(
  String.raw`(?<![\p{L}\p{N}_-])(?:${forms.map(({ pattern }) => `(${pattern})`).join("|")})`,
  "gu",
);

/** A piece of a block's text that other recordings hold another one of, by UTF-16 units. */
interface Literal {
  readonly kind: LiteralKind;
  readonly offset: number;
  readonly width: number;
  /** Whether one run holds several of them. */
  readonly isOfRequest: boolean;
}

/** By the key of the block they stand in. */
export type Literals = ReadonlyMap<number, readonly Literal[]>;

/** So many texts of one place are compared before all are. */
const sampledTexts = 12;

const known = new WeakMap<MeasuredScenario, Literals>();

/**
 * The times, ids and numbers that stand in system prompts as they were recorded: texts that are equal
 * but for them. One recording alone does not show them.
 */
export function findLiterals(scenario: MeasuredScenario): Literals {
  const before = known.get(scenario);
  if (before !== undefined) return before;
  const found = new Map<number, readonly Literal[]>();
  const blocks = differentBlocks(scenario).flatMap(({ block }) =>
    isComparable(block) ? [block] : [],
  );
  for (const [, alternatives] of groupBy(blocks, ({ path }) => path))
    for (const alike of alikeBlocks(alternatives))
      for (const [key, literals] of literalsOf(alike, scenario)) found.set(key, literals);
  known.set(scenario, found);
  return found;
}

/** A text that is written out: what a placeholder fills says itself how often it changes. */
function isComparable(block: Block): boolean {
  return block.level === "system" && block.placeholders.length === 0 && textOf(block) !== null;
}

/** A text with what stands where its values are, and those. */
interface Alternative {
  readonly key: number;
  readonly template: string;
  readonly values: readonly {
    readonly kind: LiteralKind | "date";
    readonly offset: number;
    readonly text: string;
  }[];
}

/** Those blocks of one place that are equal but for their values. */
function alikeBlocks(blocks: readonly Block[]): readonly (readonly Alternative[])[] {
  const groupsOf = (some: readonly Block[]): readonly (readonly Alternative[])[] =>
    [...groupBy(some.map(readAlternative), ({ template }) => template)]
      .map(([, alike]) => alike)
      .filter((alike) => alike.length > 1);
  if (blocks.length < 2 || groupsOf(blocks.slice(0, sampledTexts)).length === 0) return [];
  return groupsOf(blocks);
}

function readAlternative(block: Block): Alternative {
  const text = textOf(block) ?? "";
  const found = [...text.matchAll(values)].map((match) => ({
    kind: forms.find((_, at) => match[at + 1] !== undefined)?.kind ?? "number",
    offset: match.index,
    text: match[0],
  }));
  let from = 0;
  const between = found.map(({ offset, text: value }) => {
    const before = text.slice(from, offset);
    from = offset + value.length;
    return before;
  });
  return { key: block.key, template: [...between, text.slice(from)].join("\0"), values: found };
}

/** The values that are not the same in all of some texts which are equal otherwise. */
function literalsOf(
  alike: readonly Alternative[],
  { runs }: MeasuredScenario,
): ReadonlyMap<number, readonly Literal[]> {
  const [first] = alike;
  const differing = new Set(
    (first?.values ?? []).flatMap(({ text }, at) =>
      alike.every(({ values: own }) => own[at]?.text === text) ? [] : [at],
    ),
  );
  const keys = new Set(alike.map(({ key }) => key));
  const isOfRequest = runs.some(({ exchanges }) => {
    const own = exchanges.flatMap(({ prompt }) =>
      prompt.blocks.flatMap(({ key }) => (keys.has(key) ? [key] : [])),
    );
    return new Set(own).size > 1;
  });
  return new Map(
    alike.map(({ key, values: own }) => [
      key,
      own.flatMap(({ kind, offset, text }, at): readonly Literal[] =>
        kind === "date" || !differing.has(at)
          ? []
          : [{ kind, offset, width: text.length, isOfRequest }],
      ),
    ]),
  );
}

/** How many blocks stand before the first with such a value. */
export function blocksBeforeLiterals({ blocks }: Prompt, literals: Literals): number {
  if (literals.size === 0) return blocks.length;
  const first = blocks.findIndex(({ level, key }) => level === "system" && literals.has(key));
  return first === -1 ? blocks.length : first;
}

/** Whether a marker stands behind such a value: what it writes may be of no use to any other request. */
export function isMarkedBehindLiterals(scenario: MeasuredScenario): boolean {
  const literals = findLiterals(scenario);
  if (literals.size === 0) return false;
  return scenario.runs.some(({ exchanges }) =>
    exchanges.some(({ prompt }) => {
      const last = prompt.breakpoints.at(-1)?.block ?? -1;
      return last >= blocksBeforeLiterals(prompt, literals);
    }),
  );
}
