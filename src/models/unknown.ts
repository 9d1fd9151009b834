import type { Framing, ToolGeneration } from "./framing.ts";
import type { Model } from "./model.ts";
import { inVendorsOrder, readName } from "./names.ts";
import { sonnet55 } from "./sonnet/sonnet-5-5.ts";

/** What counting asks of a model, known or not. */
export interface CountedModel extends Pick<
  Model,
  "tokenizer" | "imageTier" | "keepsPriorThinking" | "framing"
> {
  readonly id: string;
}

/**
 * What an id that the price book does not know is counted as: the newest generation. Only the tool
 * prompt, and what Sonnet 5.5 has of its own, go by the name. It is an assumption; the problem
 * `tokenizer-assumed` states it wherever something is counted so, and `overhead-assumed` that the
 * tool prompt is.
 */
export function assumeModel(id: string): CountedModel {
  const { id: bare } = readName(id);
  // Something else than a known platform or gateway may stand before the name.
  const after = bare.slice(Math.max(0, bare.indexOf("claude-")));
  const name = after.startsWith("claude-3") ? after : (inVendorsOrder(after) ?? after);
  const newest = name.includes("sonnet-5-5") ? sonnet55.framing : newestFraming;
  const generation = generationsByName.find(([pattern]) => pattern.test(name))?.[1] ?? "5.5";
  return {
    id,
    tokenizer: "v4.7",
    imageTier: "high",
    keepsPriorThinking: true,
    framing: { ...newest, inferred: true, generation },
  };
}

const newestFraming: Framing = { kind: "C5", inferred: true, generation: "5.5" };

/**
 * What names of unknown models say of their tool prompt; the first that fits decides. They are
 * dated ids that nobody listed (`claude-opus-4-1-20991231`), and models that were never sold under
 * one of the ids we know. Models of the price book say it themselves.
 */
const generationsByName: readonly (readonly [RegExp, ToolGeneration])[] = [
  [/^claude-(opus|sonnet)-4-6/, "4.6"],
  [/^claude-(opus|sonnet|haiku)-4-5/, "4.5"],
  [/^claude-opus-4-7/, "4.7"],
  [/^claude-opus-4-8/, "4.8"],
  [/^claude-(opus|sonnet)-4(-[01])?(-2025|$|-0$)/, "4"],
  [/^claude-opus-4-1/, "4"],
  [/^claude-3-5-sonnet-20240620/, "3.5-sonnet-june"],
  [/^claude-3-[57]-sonnet/, "3.5-sonnet"],
  [/^claude-3(-5)?-haiku/, "3-haiku"],
  [/^claude-3-opus/, "3-opus"],
  [/^claude-3-sonnet/, "3-sonnet"],
  [/^claude-haiku-5-5/, "5.5-haiku"],
  [/^claude-(opus|sonnet)-5-5/, "5.5"],
  [/^claude-opus-5/, "5-opus"],
  [/^claude-sonnet-5/, "5-sonnet"],
  [/^claude-(fable|mythos)/, "fable"],
];
