import type { Day } from "../../day.ts";
import { lookbackRule } from "../../models/cache-rules.ts";
import { problem, type Place, type Problem } from "../../problem.ts";
import type { Block, Prompt } from "../../prompt/prompt.ts";
import { lookback } from "./layout.ts";

/**
 * Which rule the lookback of a request counts by, where it can matter: more than 20 blocks up to the
 * last breakpoint, a run of tool_use or tool_result among them. `day`: the request's own, else that
 * of the table it was read with; null: the newest rules were taken.
 */
export function noteLookbackRule(
  prompt: Prompt,
  { day, place }: { readonly day: Day | null; readonly place: Place },
): readonly Problem[] {
  const last = prompt.breakpoints.at(-1)?.block ?? -1;
  const blocks = prompt.blocks.slice(0, last + 1);
  if (blocks.length <= lookback || !blocks.some(continuesRun)) return [];
  const { joinsRuns, why } = lookbackRule(prompt.model, day);
  return [
    problem("lookback-rule", place, {
      model: prompt.model,
      joins: joinsRuns,
      known: why,
      day: day ?? "today",
    }),
  ];
}

function continuesRun(block: Block, index: number, blocks: readonly Block[]): boolean {
  return (
    (block.kind === "tool_use" || block.kind === "tool_result") &&
    blocks[index - 1]?.kind === block.kind
  );
}
