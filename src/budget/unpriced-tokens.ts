import type { Config } from "../config/config.ts";
import type { Limit } from "../config/limits.ts";
import { limitPath } from "../config/limits.ts";
import { problem, type Problem } from "../problem.ts";
import { sizedParts, type LargestParts, type SizedPart } from "../projection/projection.ts";

/** What a part is called behind a number. */
const words = {
  prompt: "tokens in a prompt",
  tools: "tokens of tools",
  system: "tokens of system prompt",
  messages: "tokens of messages",
  output: "tokens in an answer",
} as const satisfies Readonly<Record<SizedPart, string>>;

/**
 * Limits of tokens that a tree's scenarios exceed, where nothing else can be judged since what they
 * cost is not known: tokens ask for no price. `largest` is null where a scenario was not counted.
 */
export function findTokensOverBudget(
  { scenarios, locate }: Config,
  largest: (scenario: string) => LargestParts | null,
): readonly Problem[] {
  return scenarios.flatMap(({ id, budget }) => {
    const sizes = largest(id);
    if (sizes === null || budget === null) return [];
    return budget.limits.flatMap((limit) => {
      const part = partOf(limit);
      // Stryker disable next-line ConditionalExpression,LogicalOperator: what holds a part is a number
      if (part === null || typeof limit.value !== "number") return [];
      const size = sizes[part];
      if (size === null || size.tokens <= limit.value) return [];
      const { tokens, exchange } = size;
      const details = { what: words[part], tokens, limit: limit.value, exchange };
      const place = locate(["scenarios", id, "budget", ...limitPath(limit.kind)]);
      return [problem("tokens-over-budget", place, details, id)];
    });
  });
}

function partOf({ kind }: Limit): SizedPart | null {
  return sizedParts.find((part) => kind === `tokens.${part}`) ?? null;
}
