import { contentOf } from "../../api/response.ts";
import { withRequest } from "../../fixture/fixture.ts";
import { isObject, writeJson, type Json } from "../../json.ts";
import { descendingBy } from "../../order.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import { computedEvidence } from "../../tokens/witness/evidence.ts";
import { withExchanges, withRuns } from "../../variants/kept.ts";
import { counted } from "../../words.ts";
import type { AdviceContext, Proposal } from "../advice.ts";
import { withChangedRequests } from "../changed-requests.ts";
import { blockPlace } from "../place.ts";
import { costOfBlocks, differentBlocks, isWorth } from "./block-totals.ts";
import { changeBlocks } from "./changed-request.ts";
import { compactBlock } from "./compact-block.ts";
import { compactText } from "./compact-text.ts";
import { changesByKey } from "./text-blocks.ts";

/**
 * JSON that is written with more white space than it needs: in what is sent, and in what is
 * answered. The changed scenario sends, or is answered, the same in its compact form.
 */
export function compactJson(context: AdviceContext): readonly Proposal[] {
  return [...compactPrompts(context), ...compactAnswers(context)];
}

function compactPrompts(context: AdviceContext): readonly Proposal[] {
  const { projection } = context;
  const found = differentBlocks(context.measured).flatMap((total) => {
    const changed = compactBlock(total.block);
    if (changed === null) return [];
    const [before, after] = [total.block.content, changed].map((each) => writeJson(each).length);
    const share = before === undefined || after === undefined ? 0 : (before - after) / before;
    return [{ total, changed, cost: costOfBlocks([total], context) * share }];
  });
  const dearest = found.toSorted(descendingBy(({ cost }) => cost))[0];
  const cost = found.reduce((sum, each) => sum + each.cost, 0);
  if (dearest === undefined || !isWorth(cost, projection)) return [];
  const changes = new Map<number, Json>(
    found.map(({ total, changed }) => [total.block.key, changed]),
  );
  return [
    {
      code: "compact-json",
      change:
        changeWords(found.map(({ total, changed: to }) => hasOnlyTitles(total.block.content, to))) +
        ` (${counted(found.length, "block")})`,
      ...blockPlace(dearest.total.measured.exchange, dearest.total.block.path),
      confidence: "likely",
      changed: withChangedRequests(context, ({ prompt, exchange }) =>
        changeBlocks(exchange.request, changesByKey(prompt.blocks, changes)),
      ),
    },
  ];
}

/** Whether a block is a tool whose schema alone gets shorter, by its titles. */
function hasOnlyTitles(before: Json, after: Json): boolean {
  return (
    isObject(before) &&
    isObject(after) &&
    before["input_schema"] !== after["input_schema"] &&
    before["description"] === after["description"]
  );
}

function changeWords(onlyTitles: readonly boolean[]): string {
  const titles = "each `title` that repeats its property's name";
  if (!onlyTitles.includes(false)) return `take ${titles} out of the schemas of tools`;
  const spaces = "send JSON without indentation and spaces between its parts";
  return onlyTitles.includes(true) ? `${spaces}, and schemas of tools without ${titles}` : spaces;
}

function compactAnswers(context: AdviceContext): readonly Proposal[] {
  const { measured } = context;
  let first: MeasuredExchange | null = null;
  let answers = 0;
  const changed = withRuns(measured, (run) =>
    withExchanges(run, (exchange) => {
      const fewer = tokensSpared(exchange, context);
      if (fewer <= 0) return exchange;
      first ??= exchange;
      answers += 1;
      const { output } = exchange;
      const spared = (tokens: number): number => Math.max(0, tokens - fewer);
      return {
        ...exchange,
        output: {
          ...output,
          tokens: spared(output.tokens),
          low: spared(output.low),
          high: spared(output.high),
        },
      };
    }),
  );
  const found: MeasuredExchange | null = first;
  return found === null
    ? []
    : [
        {
          code: "compact-json",
          change: `ask for JSON without indentation in the answers (${counted(answers, "recorded answer")} had it)`,
          place: placeOf(found),
          block: null,
          confidence: "possible",
          changed,
        },
      ];
}

function placeOf({ exchange }: MeasuredExchange): Proposal["place"] {
  return exchange.recorded?.place ?? exchange.place;
}

/** By how many tokens the recorded answer is longer than with its JSON compact. */
function tokensSpared(measured: MeasuredExchange, context: AdviceContext): number {
  const { exchange, output } = measured;
  if (output.basis !== "recorded" || exchange.recorded === null) return 0;
  const spared = (contentOf(exchange.recorded.response) ?? []).map((block) => {
    const text = isObject(block) && block["type"] === "text" ? block["text"] : null;
    if (typeof text !== "string") return 0;
    const compact = compactText(text);
    if (compact === null) return 0;
    return tokensOf(text, measured, context) - tokensOf(compact, measured, context);
  });
  return spared.reduce((sum, tokens) => sum + tokens, 0);
}

/** Tokens of a text on the exchange's model, with a frame that is the same for all texts. */
function tokensOf(
  text: string,
  { exchange, prompt }: MeasuredExchange,
  context: AdviceContext,
): number {
  const body = { model: prompt.model, max_tokens: 1, messages: [{ role: "user", content: text }] };
  const asked = withRequest(exchange, { body, placeholders: [], links: [] });
  const alone = { ...asked, recorded: null };
  return context.measurer.exchange(alone, { output: 0, evidence: computedEvidence }).count.total;
}
