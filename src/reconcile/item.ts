import type { CostType } from "./real.ts";

/** What a bill is divided into: tokens by model, and what else is billed by its kind. */
export interface ItemName {
  readonly costType: CostType;
  /** A price book id, or the name as given; null where it is no model's. */
  readonly model: string | null;
}

export function itemKey({ costType, model }: ItemName): string {
  return `${costType} ${model ?? ""}`;
}

const titles = {
  tokens: "tokens of no model",
  web_search: "web searches",
  code_execution: "code execution",
  session_usage: "session time",
  other: "other",
} as const satisfies Readonly<Record<CostType, string>>;

/** How people read it: the model's id, or the kind of cost. */
export function itemTitle({ costType, model }: ItemName): string {
  return model ?? titles[costType];
}
