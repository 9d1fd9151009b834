import type { Json } from "../../json.ts";
import type { MeasuredExchange, MeasuredRun } from "../../projection/projection.ts";
import type { Block } from "../../prompt/prompt.ts";
import { counted, groupDigits } from "../../words.ts";
import type { AdviceContext, Proposal } from "../advice.ts";
import { withChangedRequests } from "../changed-requests.ts";
import { blockPlace } from "../place.ts";
import {
  blockTotals,
  costOfBlocks,
  differentBlocks,
  isWorth,
  type BlockTotal,
} from "./block-totals.ts";
import { changeBlocks } from "./changed-request.ts";
import { changesByKey, textOf, withText } from "./text-blocks.ts";

/**
 * Examples of how to answer: sections of the system prompt between `<example>` tags, and pairs of a
 * user's and the assistant's turn that stand at the head of every run. The changed scenario has none
 * of them.
 */
export function fewShotExamples(context: AdviceContext): readonly Proposal[] {
  return [...exampleSections(context), ...exampleTurns(context)];
}

/** `<example>` or `<examples>` with what they hold; one within another goes with the outer one. */
const section = /<examples\b[^>]*>[\s\S]*?<\/examples>|<example\b[^>]*>[\s\S]*?<\/example>/g;

function exampleSections(context: AdviceContext): readonly Proposal[] {
  const { projection } = context;
  const found = differentBlocks(context.measured).flatMap((total) => {
    const { block } = total;
    const text = block.level === "system" ? textOf(block) : null;
    if (text === null || !text.includes("<example")) return [];
    const cost = costOfBlocks([total], context);
    const sections = text.match(section) ?? [];
    const length = sections.reduce((sum, each) => sum + each.length, 0);
    if (!isWorth((cost * length) / text.length, projection)) return [];
    const left = text.replaceAll(section, "").trim();
    return [{ total, count: sections.length, changed: left === "" ? null : withText(block, left) }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const changes = new Map<number, Json | null>(
    found.map(({ total, changed }) => [total.block.key, changed]),
  );
  const changed = withChangedRequests(context, ({ prompt, exchange }) =>
    changeBlocks(exchange.request, changesByKey(prompt.blocks, changes)),
  );
  const sections = found.reduce((sum, { count }) => sum + count, 0);
  return [
    {
      code: "few-shot-examples",
      change:
        `drop or shorten the ${counted(sections, "section")} of examples ` +
        "in the system prompt, if the answers stay as good without",
      ...blockPlace(first.total.measured.exchange, first.total.block.path),
      confidence: "possible",
      changed,
    },
  ];
}

/** So many pairs at least are examples; one may be how every conversation begins. */
const leastPairs = 2;

function exampleTurns(context: AdviceContext): readonly Proposal[] {
  const { runs } = context.measured;
  const pairs = commonPairs(runs);
  const first = runs[0]?.exchanges[0];
  if (first === undefined || pairs < leastPairs) return [];
  const isExample = ({ level, message }: Block): boolean =>
    level === "messages" && message < 2 * pairs;
  const totals = blockTotals(context);
  const examples = first.prompt.blocks.flatMap((block): readonly BlockTotal[] => {
    const total = totals.get(block.key);
    return total !== undefined && isExample(block) ? [total] : [];
  });
  const cost = examples.reduce((sum, total) => sum + total.cost, 0);
  const block = first.prompt.blocks.find(isExample);
  if (block === undefined || !isWorth(cost, context.projection)) return [];
  const gone = new Map(
    Array.from({ length: 2 * pairs }, (_, index) => [`messages.${index}`, null] as const),
  );
  const tokens = examples.reduce((sum, total) => sum + total.tokens, 0);
  return [
    {
      code: "few-shot-examples",
      change:
        `drop or shorten the ${counted(pairs, "example turn")} that every run begins with ` +
        `(${groupDigits(tokens)} tokens), if the answers stay as good without`,
      ...blockPlace(first.exchange, block.path),
      confidence: "possible",
      changed: withChangedRequests(context, ({ exchange }) => changeBlocks(exchange.request, gone)),
    },
  ];
}

/**
 * How many pairs of turns stand at the head of every request, equal in all runs and followed by more:
 * of a single run nobody can tell examples from what was said.
 */
function commonPairs(runs: readonly MeasuredRun[]): number {
  const [first, ...others] = runs.flatMap((run) => run.exchanges.slice(0, 1));
  if (first === undefined || others.length === 0) return 0;
  const turns = turnsOf(first);
  let common = Math.max(0, turns.length - 1);
  for (const other of others) {
    const theirs = turnsOf(other);
    let equal = 0;
    while (equal < common && equal < theirs.length - 1 && theirs[equal] === turns[equal])
      equal += 1;
    common = equal;
  }
  return Math.floor(common / 2);
}

/** The messages of a request up to where the two roles stop taking turns in text, each as one key. */
function turnsOf({ prompt }: MeasuredExchange): readonly string[] {
  const turns: string[] = [];
  for (const { level, message, role, kind, key } of prompt.blocks) {
    if (level !== "messages") continue;
    const expected = message % 2 === 0 ? "user" : "assistant";
    if (role !== expected || kind !== "text") break;
    turns[message] = `${turns[message] ?? role} ${key}`;
  }
  return turns;
}
