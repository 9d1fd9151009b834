import { sum } from "../../arithmetic.ts";
import { counted } from "../../words.ts";
import type { CountedExchange, CountJson } from "./count.ts";

/** Counts for people: each exchange, its parts and its blocks, and the sum. */
export function countText(json: CountJson): string {
  const total = sum(json.exchanges.map(({ inputTokens }) => inputTokens));
  return [
    ...json.exchanges.flatMap(describe),
    `${counted(json.exchanges.length, "exchange")}, ${total} input tokens`,
    "",
  ].join("\n");
}

function describe(exchange: CountedExchange): readonly string[] {
  const { id, model, inputTokens, witness, parts, blocks } = exchange;
  return [
    `${id}  ${model}: ${inputTokens} input tokens (${witness}, ${interval(exchange)})`,
    ...(parts === null
      ? []
      : [`  tools ${parts.tools}, system ${parts.system}, messages ${parts.messages}`]),
    ...blocks.map(
      ({ block, kind, tokens }) => `  ${tokens.toString().padStart(8)}  ${block}  ${kind}`,
    ),
  ];
}

function interval({ low, high }: CountedExchange): string {
  return low === high ? "exact" : `${low} to ${high}`;
}
