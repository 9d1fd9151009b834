import { maxTokensOf } from "../../api/request.ts";
import { isObject } from "../../json.ts";
import { rateOf } from "../../billing/ledger/price.ts";
import { placeInBody } from "../../fixture/body-places.ts";
import { formatUsd, type Pico } from "../../money.ts";
import { descendingBy } from "../../order.ts";
import type { MeasuredExchange, ProjectedExchange } from "../../projection/projection.ts";
import { counted, groupDigits } from "../../words.ts";
import type { AdviceContext, Proposal } from "../advice.ts";

/** `max_tokens` is far too large from so many times the longest answer on. */
const farTooLarge = 8;
/** Fewer recorded answers than this say nothing of how long they get. */
const leastAnswers = 3;
/** A limit up to this bounds no cost worth a word, whatever the answers need. */
const leastLimit = 1024;

/** An exchange with the `max_tokens` it sends, and the rate of its answer. */
interface Limited {
  readonly measured: MeasuredExchange;
  readonly rate: ProjectedExchange["rate"] | undefined;
  readonly limit: number;
}

/**
 * `max_tokens` many times as large as any answer gets, or an answer of which nobody says anything
 * else. It costs nothing by itself and no rate limit counts it (billing.md §7): it only bounds what
 * one answer that does not end may cost, so there is no saving to prove.
 */
export function maxTokensTooLarge(context: AdviceContext): readonly Proposal[] {
  const { measured, projection } = context;
  const limited = measured.runs
    .flatMap((run) => run.exchanges)
    .flatMap((exchange, index): readonly Limited[] => {
      const limit = maxTokensOf(exchange.exchange.request.body);
      const rate = projection.exchanges[index]?.rate;
      return limit === null || limit <= leastLimit ? [] : [{ measured: exchange, rate, limit }];
    });
  return [...unknownAnswers(limited), ...longLimits(limited, context)].slice(0, 1);
}

/** Answers that count as `max_tokens` long. */
function unknownAnswers(limited: readonly Limited[]): readonly Proposal[] {
  const unknown = limited
    .filter(({ measured }) => measured.output.basis === "at-most")
    .sort(descendingBy(({ limit }) => limit));
  const [first] = unknown;
  if (first === undefined) return [];
  return [
    {
      code: "max-tokens-too-large",
      change:
        `lower \`max_tokens\` (${groupDigits(first.limit)}) to what an answer needs, or record one: ` +
        `${counted(unknown.length, "request")} of the scenario ` +
        `${unknown.length === 1 ? "counts" : "count"} as answered ` +
        "at that length, because nobody says how long its answers are",
      place: placeInBody(first.measured.exchange, "max_tokens"),
      block: null,
      confidence: "possible",
      changed: null,
    },
  ];
}

/** Answers of which the longest that is known is a small part of `max_tokens`. */
function longLimits(limited: readonly Limited[], { book }: AdviceContext): readonly Proposal[] {
  const known = limited.filter(({ measured }) => measured.output.basis !== "at-most");
  const recorded = known.filter(({ measured }) => measured.output.basis === "recorded");
  const [first] = known.toSorted(descendingBy(({ limit }) => limit));
  if (first === undefined || known.length < limited.length) return [];
  if (recorded.length > 0 && recorded.length < leastAnswers) return [];
  const longest = Math.max(...known.map(({ measured }) => measured.output.high));
  const enough = Math.max(roundUp(2 * longest), thinkingBudget(first.measured) + roundUp(longest));
  if (first.limit < farTooLarge * Math.max(1, longest) || enough * 2 > first.limit) return [];
  const rates = first.rate === undefined ? null : book.rates(first.rate);
  const price = rateOf(rates, "output");
  return [
    {
      code: "max-tokens-too-large",
      change:
        `lower \`max_tokens\` from ${groupDigits(first.limit)} to ${groupDigits(enough)}: the longest of ` +
        `${counted(known.length, recorded.length > 0 ? "recorded answer" : "expected answer")} has ` +
        counted(longest, "token") +
        (price === null
          ? ""
          : `; one that does not end then costs at most ${dollars(price * BigInt(enough))}, ` +
            `not ${dollars(price * BigInt(first.limit))}`),
      place: placeInBody(first.measured.exchange, "max_tokens"),
      block: null,
      confidence: recorded.length > 0 ? "likely" : "possible",
      changed: null,
    },
  ];
}

/** To a number that people write: the next of 256, 512, 1,024 … */
function roundUp(tokens: number): number {
  let round = 256;
  while (round < tokens) round *= 2;
  return round;
}

/** `thinking.budget_tokens`, which has to be below `max_tokens`. */
function thinkingBudget({ exchange }: MeasuredExchange): number {
  const { thinking } = exchange.request.body;
  const budget = isObject(thinking) ? thinking["budget_tokens"] : 0;
  return typeof budget === "number" ? budget : 0;
}

function dollars(amount: Pico): string {
  return `$${formatUsd(amount)}`;
}
