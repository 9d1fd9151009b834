import type { BlockTable } from "../../prompt/block-table.ts";
import { readPrompt } from "../../prompt/blocks.ts";
import type { Counter } from "../../tokens/count.ts";
import type { StubOptions } from "./stub.ts";

/** Our own counts of what a stub is asked and answers. */
export function countsOf(
  counter: Counter,
  table: BlockTable,
): Pick<StubOptions, "countInput" | "countOutput"> {
  return {
    countInput: (body, betas) => {
      const request = { body, placeholders: [], links: [] };
      return counter.count(readPrompt({ request, betas, table })).total;
    },
    countOutput: (model, answer) => counter.countOutput(model, answer),
  };
}
