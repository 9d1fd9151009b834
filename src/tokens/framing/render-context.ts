import type { Json } from "../../json.ts";
import { isNumberText, isObject } from "../../json.ts";
import { nowhere, problem } from "../../problem.ts";
import type { Place, ProblemCode, ProblemDetails } from "../../problem.ts";
import type { Block } from "../../prompt/prompt.ts";
import type { PdfPages } from "../media/pdf-cache.ts";
import type { Owner } from "../text-run.ts";
import type { Measured } from "./frames.ts";
import type { Frame } from "./generation.ts";
import type { Settings } from "./settings.ts";
import type { Sheet } from "./writer.ts";

/** What the renderers work with: the model's frame, the request's settings, and the sheet they write on. */
export interface Desk {
  readonly frame: Frame;
  readonly settings: Settings;
  readonly sheet: Sheet;
  readonly pdfs: PdfPages;
  /** Whether a document asks for citations: the section for them stands once in a request. */
  readonly cites: boolean;
  /** Names of the tools that were called, by the call's id. */
  readonly callNames: ReadonlyMap<string, string>;
}

/** A block of the prompt and its index in render order. */
export interface Item {
  readonly index: number;
  readonly block: Block;
}

/** Messages of one role in a row. Each message keeps its own blocks. */
export interface Turn {
  readonly role: "user" | "assistant" | "system";
  readonly messages: readonly (readonly Item[])[];
}

export const ownerOf = (item: Item, part: Owner["part"] = "messages"): Owner => ({ block: item.index, part });

const placeOf = (item: Item): Place => ({ ...nowhere, path: item.block.path });

/** States an assumption about a block, and how far it may be off. */
export const assume = <Code extends ProblemCode>(
  desk: Desk,
  item: Item,
  said: { readonly code: Code; readonly details: ProblemDetails<Code>; readonly below: number; readonly above: number },
): void => desk.sheet.doubt(said.below, said.above, problem(said.code, placeOf(item), said.details));

/** Adds an overhead that is known by measurement; says so where no recording backs it or the vendor publishes none. */
export const addMeasured = (
  desk: Desk,
  owner: Owner,
  what: { readonly name: string; readonly size: Measured; readonly slack: number },
): void => {
  desk.sheet.add(owner, what.size);
  if (what.size.n > 0) return;
  const details = { what: what.name, model: desk.frame.model, tokens: what.size.tokens };
  desk.sheet.doubt(what.slack, what.slack, problem("overhead-assumed", nowhere, details));
};

/** Tokens of a text, tool or answer declared by size; null where the value is not declared. */
export const declaredTokens = (value: Json | undefined): number | null => {
  if (!isObject(value)) return null;
  const tokens = value["$tokens"];
  const count = typeof tokens === "number" ? tokens : tokens !== undefined && isNumberText(tokens) ? Number(tokens.numberText) : Number.NaN;
  return Number.isFinite(count) && count >= 0 ? Math.round(count) : null;
};

/** Tokens a whole block is declared to have: as a block, or by its text; null where it is not declared. */
export const declaredBlock = (content: Json): number | null => {
  const own = declaredTokens(content);
  return own ?? (isObject(content) ? declaredTokens(content["text"]) : null);
};

/** Puts a text, or a word in the place of one that is declared by size, so that the frame beside it counts as it would. */
export const putText = (desk: Desk, owner: Owner, value: Json | undefined): void => {
  const declared = declaredTokens(value);
  if (declared === null) {
    desk.sheet.text(owner, typeof value === "string" ? value : "");
    return;
  }
  if (declared === 0) return;
  desk.sheet.text(owner, "x");
  desk.sheet.add(owner, declared - 1);
};
