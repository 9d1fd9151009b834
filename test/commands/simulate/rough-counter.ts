import { isObject, writeJson, type Json } from "../../../src/json.ts";
import type { Counter } from "../../../src/tokens/count.ts";

/**
 * A counter by length alone, for tests that need sizes and not tokens: a token is four UTF-16 units
 * of a block's JSON.
 */
export const roughCounter: Counter = counterOf("rough", (content) =>
  Math.ceil(writeJson(content).length / 4),
);

/** A counter of texts declared by size, which have nothing around them. */
export const declaredCounter: Counter = counterOf("declared", (content) => {
  const text = isObject(content) ? content["text"] : undefined;
  return isObject(text) && typeof text["$tokens"] === "number" ? text["$tokens"] : 0;
});

function counterOf(id: string, tokensOf: (content: Json) => number): Counter {
  return {
    id,
    count: (prompt) => {
      const blocks = prompt.blocks.map((block) => tokensOf(block.content));
      const sumOf = (level: string) =>
        blocks.reduce(
          (sum, tokens, at) => sum + (prompt.blocks[at]?.level === level ? tokens : 0),
          0,
        );
      const parts = { tools: sumOf("tools"), system: sumOf("system"), messages: sumOf("messages") };
      const total = parts.tools + parts.system + parts.messages;
      return {
        total,
        low: total,
        high: total,
        witness: "computed",
        parts,
        blocks,
        tail: 0,
        problems: [],
      };
    },
    countOutput: () => null,
    forget: () => undefined,
  };
}
