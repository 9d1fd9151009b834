import { anyNumber } from "../../api/number.ts";
import { isObject, type Json } from "../../json.ts";
import {
  nowhere,
  problem,
  type Place,
  type ProblemCode,
  type ProblemDetails,
} from "../../problem.ts";
import type { Block } from "../../prompt/prompt.ts";
import type { PdfPages } from "../media/pdf-cache.ts";
import type { CountText, Owner } from "../text-run.ts";
import type { Frame } from "./frame.ts";
import type { Settings } from "./settings.ts";
import type { Writer } from "./writer.ts";

/**
 * What the renderers work with: the model's frame, the request's settings, and the writer that
 * takes what they write.
 */
export interface RenderContext {
  readonly frame: Frame;
  readonly settings: Settings;
  readonly writer: Writer;
  readonly pdfs: PdfPages;
  /** Whether a document asks for citations: the section for them stands once in a request. */
  readonly cites: boolean;
  /** Names of the tools that were called, by the call's id. */
  readonly callNames: ReadonlyMap<string, string>;
  /** Tokens of thinking that the run's recorded answers tell of, by the block's index. */
  readonly known: ReadonlyMap<number, number>;
  /** Members of blocks that the recording says were replaced: the last name of each path. */
  readonly redacted: ReadonlySet<string>;
  /** Counts a text by the model's tokenizer. */
  readonly count: CountText;
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

/** Who owns what a block brings; `part`: the part of the count it goes to. */
export function ownerOf(item: Item, part: Owner["part"] = "messages"): Owner {
  return { block: item.index, part };
}

/** A text among the members of a block; empty where there is none. */
export function memberText(item: Item, key: string): string {
  const value = isObject(item.block.content) ? item.block.content[key] : null;
  return typeof value === "string" ? value : "";
}

/** States an assumption about a block, and how far it may be off. */
export function assume<Code extends ProblemCode>(
  context: RenderContext,
  item: Item,
  assumption: {
    readonly code: Code;
    readonly details: ProblemDetails<Code>;
    readonly below: number;
    readonly above: number;
  },
): void {
  const { code, details, below, above } = assumption;
  context.writer.doubt(below, above, problem(code, placeOf(item), details));
}

function placeOf(item: Item): Place {
  return { ...nowhere, path: item.block.path };
}

/** Tokens of a text, tool or answer declared by size; null where the value is not declared. */
export function declaredTokens(value: Json | undefined): number | null {
  if (!isObject(value)) return null;
  const tokens = anyNumber(value["$tokens"]);
  return Number.isFinite(tokens) && tokens >= 0 ? Math.round(tokens) : null;
}

/**
 * Tokens a whole block is declared to have: as a block, or by its text; null where it is not
 * declared.
 */
export function declaredBlock(content: Json): number | null {
  const own = declaredTokens(content);
  return own ?? (isObject(content) ? declaredTokens(content["text"]) : null);
}

/**
 * Puts a text, or a word in the place of one that is declared by size, so that the frame around it
 * counts as it would.
 */
export function putText(context: RenderContext, owner: Owner, value: Json | undefined): void {
  const declared = declaredTokens(value);
  if (declared === null) {
    context.writer.text(owner, typeof value === "string" ? value : "");
    return;
  }
  if (declared === 0) return;
  context.writer.text(owner, "x");
  context.writer.add(owner, declared - 1);
}
