import type { EffortChange } from "../models/model.ts";
import { problem, type Place, type Problem } from "../problem.ts";
import type { BlockTable } from "./block-table.ts";
import type { CacheKeyPolicy, ModelTraits } from "./cache-key-policy.ts";
import { promptParameters } from "./cache-key.ts";
import type { Prompt } from "./prompt.ts";

/**
 * Parameters of which sources leave open how much of the cache a change loses, each with the rule
 * of the policy that decides it here.
 */
const undecided: Readonly<Record<string, Exclude<keyof CacheKeyPolicy, "toolKeyOrder">>> = {
  speed: "speed",
  thinking: "thinking",
  "output_config.effort": "effort",
  "output_config.format": "outputFormat",
  "output_config.task_budget": "taskBudget",
  betas: "betas",
  context_management: "contextManagement",
};

/** What of the cache a change loses that enters at a level, in words. */
const losses = {
  tools: "all of it",
  system: "all but that of the tools",
  messages: "that of the messages",
  none: "nothing",
} as const;

/** What of the cache a measured change keeps, in words. */
const kept = {
  all: "all of its prompt cache",
  system: "its prompt cache of tools and system, not of the messages",
  nothing: "nothing of its prompt cache",
} as const satisfies Record<EffortChange["keeps"], string>;

/**
 * Where one request of a run follows another with a changed parameter of which sources disagree or
 * say too little, a note with what was measured or is assumed (caching-rules.md §2). `before` and `after` come
 * from `table`.
 */
export function noteCacheKeyPolicy(
  before: Prompt,
  after: Prompt,
  context: { readonly table: BlockTable; readonly place: Place },
): readonly Problem[] {
  const { table, place } = context;
  // All of them at their level, so that one that enters nowhere is seen too.
  const policy: CacheKeyPolicy = { ...table.policy, betas: "tools", contextManagement: "tools" };
  const unmeasured = (model: string): ModelTraits | null => {
    const traits = table.traits(model);
    return traits === null ? null : { ...traits, effortChange: null };
  };
  const [old, current] = [before, after].map((prompt) =>
    promptParameters(prompt, { policy, traits: unmeasured }),
  );
  const measured = table.traits(after.model)?.effortChange ?? null;
  const valueOf = (list: typeof old, name: string): string =>
    list?.find((known) => known.name === name)?.value ?? "";
  return Object.entries(undecided).flatMap(([parameter, rule]) => {
    if (valueOf(old, parameter) === valueOf(current, parameter)) return [];
    if (rule === "effort" && measured !== null) {
      const { keeps, source } = measured;
      const details = { parameter, model: after.model, keeps: kept[keeps], source };
      return [problem("cache-key-measured", place, details)];
    }
    return [problem("cache-key-assumed", place, { parameter, loses: losses[table.policy[rule]] })];
  });
}
