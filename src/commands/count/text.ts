import type { CountedExchange, CountJson } from "./count.ts";

/** Counts for people: each exchange, its parts and its blocks, and the sum. */
export function countText(json: CountJson): string {
  const total = json.exchanges.reduce((sum, one) => sum + one.inputTokens, 0);
  const word = json.exchanges.length === 1 ? "exchange" : "exchanges";
  return [
    ...json.exchanges.flatMap(describe),
    `${json.exchanges.length} ${word}, ${total} input tokens`,
    "",
  ].join("\n");
}

function describe(one: CountedExchange): readonly string[] {
  return [
    `${one.id}  ${one.model}: ${one.inputTokens} input tokens (${one.witness}, ${interval(one)})`,
    ...(one.parts === null
      ? []
      : [`  tools ${one.parts.tools}, system ${one.parts.system}, messages ${one.parts.messages}`]),
    ...one.blocks.map(
      (block) => `  ${block.tokens.toString().padStart(8)}  ${block.block}  ${block.kind}`,
    ),
  ];
}

function interval(one: CountedExchange): string {
  return one.low === one.high ? "exact" : `${one.low} to ${one.high}`;
}
