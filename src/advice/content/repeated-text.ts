import { isArray, isObject, valueAt, readPath, type Json } from "../../json.ts";
import { descendingBy, groupBy, uniqueBy } from "../../order.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import type { Block } from "../../prompt/prompt.ts";
import type { AdviceContext, Proposal } from "../advice.ts";
import { withChangedRequests } from "../changed-requests.ts";
import { blockName, blockPlace } from "../place.ts";
import { blockTotals, isWorth } from "./block-totals.ts";
import { changeBlocks, type BlockChanges } from "./changed-request.ts";
import { createRepetitionFinder, repeatableText, type Repetition } from "./repetition.ts";

/** So many runs are looked into before all are. */
const sampledRuns = 12;
/** What stands where a message, or a tool's result, would be empty without what it repeats. */
const reference = "(as above)";

/**
 * Text of at least 200 tokens that one request holds twice. The changed scenario holds it once: the
 * second is dropped, or refers to the first where something must stand.
 */
export function repeatedText(context: AdviceContext): readonly Proposal[] {
  const { measured, projection } = context;
  const find = createRepetitionFinder();
  // The last request of a run holds what the ones before it do.
  const lasts = measured.runs.flatMap(({ exchanges }) => exchanges.slice(-1));
  const sampled = lasts.slice(0, sampledRuns).flatMap(find);
  if (sampled.length === 0) return [];
  const found = uniqueBy([...sampled, ...lasts.slice(sampledRuns).flatMap(find)], (each) =>
    [each.first, each.second, each.start].join(" "),
  );
  const totals = blockTotals(context);
  const costOf = ({ second, start, end }: Repetition): number => {
    const total = totals.get(second);
    const length = total === undefined ? 1 : (repeatableText(total.block)?.length ?? 1);
    // A block that is the first again holds half of what both cost.
    return ((total?.cost ?? 0) * (end - start)) / Math.max(1, length);
  };
  const dearest = found.toSorted(descendingBy(costOf))[0];
  const cost = found.reduce((sum, each) => sum + costOf(each), 0);
  if (dearest === undefined || !isWorth(cost, projection)) return [];
  const shown = lasts.find((exchange) => standsIn(exchange, dearest));
  const bySecond = groupBy(found, ({ second }) => second);
  const [first, second] = shown === undefined ? [] : pairIn(shown, dearest);
  if (shown === undefined || second === undefined) return [];
  return [
    {
      code: "repeated-text",
      change:
        first === undefined || first.path === second.path
          ? `say it once: \`${blockName(second.path)}\` holds the same text twice`
          : `say it once: text of \`${blockName(first.path)}\` stands again in \`${blockName(second.path)}\``,
      ...blockPlace(shown.exchange, second.path),
      confidence: "likely",
      changed: withChangedRequests(context, ({ prompt, exchange }) =>
        changeBlocks(
          exchange.request,
          withoutRepetitions(prompt.blocks, bySecond, exchange.request.body),
        ),
      ),
    },
  ];
}

/** The two blocks of a repetition in a request. */
function pairIn(
  { prompt }: MeasuredExchange,
  { first, second }: Repetition,
): readonly [Block | undefined, Block | undefined] {
  return [
    prompt.blocks.find(({ key }) => key === first),
    prompt.blocks.findLast(({ key }) => key === second),
  ];
}

function standsIn(exchange: MeasuredExchange, repetition: Repetition): boolean {
  const [first, second] = pairIn(exchange, repetition);
  return first !== undefined && second !== undefined;
}

/** What becomes of the blocks of a prompt that repeat earlier ones of it, or themselves. */
function withoutRepetitions(
  blocks: readonly Block[],
  bySecond: ReadonlyMap<number, readonly Repetition[]>,
  body: Json,
): BlockChanges {
  const changes = new Map<string, Json | null>();
  const seen = new Set<number>();
  for (const block of blocks) {
    const own = (bySecond.get(block.key) ?? []).filter(
      ({ first, second, start, end }) =>
        seen.has(first) || (first === second && end - start < (repeatableText(block)?.length ?? 0)),
    );
    const whole = own.some(({ first, second }) => first === second && seen.has(second));
    if (own.length > 0) {
      const change = withoutParts(block, whole ? null : own, body);
      if (change !== undefined) changes.set(block.path, change);
    }
    seen.add(block.key);
  }
  return changes;
}

/** A block without some parts of its text, null: without all of it; undefined: it stays. */
function withoutParts(
  block: Block,
  parts: readonly Repetition[] | null,
  body: Json,
): Json | null | undefined {
  const { content, kind, level, path } = block;
  const text = repeatableText(block);
  let left = parts === null ? "" : (text ?? "");
  for (const { start, end } of (parts ?? []).toSorted(descendingBy((part) => part.start)))
    left = left.slice(0, start) + left.slice(end);
  left = left.trim();
  const list = valueAt(body, readPath(path).slice(0, -1));
  const isAlone = !isArray(list) || list.length < 2;
  if (left === "" && kind !== "tool_result" && !(level === "messages" && isAlone)) return null;
  if (!isObject(content)) return undefined;
  const said = left === "" ? reference : left;
  if (kind === "tool_result") return { ...content, content: said };
  if (kind === "text") return { ...content, text: said };
  const { source } = content;
  return kind === "document" && isObject(source) && text !== null
    ? { ...content, source: { ...source, data: said } }
    : { type: "text", text: reference };
}
