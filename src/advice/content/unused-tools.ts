import { shownName } from "../../shown-name.ts";
import { contentOf } from "../../api/response.ts";
import { isArray, isObject, type Json } from "../../json.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import { descendingBy } from "../../order.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import type { Block } from "../../prompt/prompt.ts";
import { counted, groupDigits, plural, quoteNames } from "../../words.ts";
import type { AdviceContext, Proposal } from "../advice.ts";
import { withChangedRequests } from "../changed-requests.ts";
import { blockPlace } from "../place.ts";
import { changeBlocks, type BlockChanges } from "./changed-request.ts";
import { blockTotals, differentBlocks, isWorth, type BlockTotal } from "./block-totals.ts";

/** Fewer recorded answers than this say nothing of what is never called. */
const leastAnswers = 3;
/** So many tools are named. */
const mostNamed = 3;

/**
 * Tools that no recorded answer of the scenario calls, nor any message it sends. Left out: tools of
 * the API's own, deferred ones (they are no blocks), those that `tool_choice` names, and those that
 * too few answers could have called.
 */
export function unusedTools(context: AdviceContext): readonly Proposal[] {
  const exchanges = context.measured.runs.flatMap((run) => run.exchanges);
  if (!exchanges.some(({ prompt }) => prompt.blocks.some(isOwnTool))) return [];
  const answers = recordedAnswers(exchanges.map(({ exchange }) => exchange));
  if (answers === null || answers.length < leastAnswers) return [];
  const chances = chancesToCall(exchanges);
  const called = new Set(answers.flatMap(callsIn));
  for (const { exchange, prompt } of exchanges) {
    const chosen = exchange.request.body["tool_choice"];
    if (isObject(chosen) && typeof chosen["name"] === "string") called.add(chosen["name"]);
    for (const { level, content } of prompt.blocks)
      if (level === "messages") for (const name of callsIn([content])) called.add(name);
  }
  const found = differentBlocks(context.measured).filter(
    ({ block }) =>
      isOwnTool(block) &&
      !called.has(toolName(block)) &&
      (chances.get(block.key) ?? 0) >= leastAnswers,
  );
  if (found.length === 0) return [];
  const totals = blockTotals(context);
  const unused = found
    .flatMap(({ block }) => totals.get(block.key) ?? [])
    .sort(descendingBy(({ cost }) => cost));
  const [dearest] = unused;
  const cost = unused.reduce((total, each) => total + each.cost, 0);
  if (dearest === undefined || !isWorth(cost, context.projection)) return [];
  const keys = new Set(unused.map(({ block }) => block.key));
  const changed = withChangedRequests(context, (exchange) =>
    changeBlocks(exchange.exchange.request, dropped(exchange, keys)),
  );
  return [
    {
      code: "unused-tools",
      change: sentence(unused, Math.min(...unused.map(({ block }) => chances.get(block.key) ?? 0))),
      ...blockPlace(dearest.measured.exchange, dearest.block.path),
      confidence: "possible",
      changed,
    },
  ];
}

/**
 * In how many recorded answers each tool could have been called, by its block's key: one that the
 * request did not send, or that its `tool_choice` forbids, could not.
 */
function chancesToCall(exchanges: readonly MeasuredExchange[]): ReadonlyMap<number, number> {
  const chances = new Map<number, number>();
  for (const { exchange, prompt } of exchanges) {
    const choice = exchange.request.body["tool_choice"];
    const type = isObject(choice) ? choice["type"] : "auto";
    if (exchange.recorded === null || type === "none" || type === "tool") continue;
    for (const block of prompt.blocks)
      if (isOwnTool(block)) chances.set(block.key, (chances.get(block.key) ?? 0) + 1);
  }
  return chances;
}

function dropped({ prompt }: MeasuredExchange, keys: ReadonlySet<number>): BlockChanges {
  return new Map(
    prompt.blocks.flatMap(({ level, key, path }) =>
      level === "tools" && keys.has(key) ? [[path, null] as const] : [],
    ),
  );
}

/** A tool of the request's own: one of the API's may work without a call that an answer shows. */
function isOwnTool(block: Block): boolean {
  return block.level === "tools" && block.kind === "custom" && toolName(block) !== "";
}

function toolName({ content }: Block): string {
  const name = isObject(content) ? content["name"] : undefined;
  return typeof name === "string" ? name : "";
}

/** The recorded answers' blocks; null where one that called a tool does not say which. */
function recordedAnswers(exchanges: readonly Exchange[]): readonly (readonly Json[])[] | null {
  const answers = [];
  for (const { recorded } of exchanges) {
    if (recorded === null) continue;
    const content = contentOf(recorded.response);
    if (content !== null) answers.push(content);
    else if (recorded.response["stop_reason"] !== "end_turn") return null;
  }
  return answers;
}

/** The names of the tools that blocks call. */
function callsIn(blocks: readonly Json[]): readonly string[] {
  return blocks.flatMap((block) => {
    if (!isObject(block)) return [];
    const { type, name, content } = block;
    if (type === "tool_use" && typeof name === "string") return [name];
    if (type === "tool_reference" && typeof block["tool_name"] === "string")
      return [block["tool_name"]];
    return isArray(content) ? callsIn(content) : [];
  });
}

function sentence(unused: readonly BlockTotal[], answers: number): string {
  const names = [...new Set(unused.map(({ block }) => toolName(block)))];
  const more = names.length - mostNamed;
  const tokens = unused.reduce((total, each) => total + each.tokens, 0);
  return (
    `drop the ${plural(names.length, "tool")} ${quoteNames(names.slice(0, mostNamed).map(shownName)).join(", ")}` +
    `${more > 0 ? ` (and ${more} more)` : ""}, ${groupDigits(tokens)} tokens: ` +
    `never called in ${counted(answers, "recorded answer")} that could have`
  );
}
