import { isArray, isObject } from "../../json.ts";
import { invokeText, tagPrefix } from "./calls.ts";
import { putBlock, putResultText } from "./contents.ts";
import { assume, ownerOf, putText } from "./render-context.ts";
import type { Desk, Item, Turn } from "./render-context.ts";

const isCall = (item: Item | undefined): boolean => item !== undefined && /^(server_|mcp_)?tool_use$/.test(item.block.kind);
const isThinking = (item: Item): boolean => item.block.kind === "thinking" || item.block.kind === "redacted_thinking";

const memberText = (item: Item, key: string): string => {
  const value = isObject(item.block.content) ? item.block.content[key] : null;
  return typeof value === "string" ? value : "";
};

/** Tokens assumed for thinking of which only an opaque form is there: base64 of about four bytes a token. */
const hiddenTokens = (item: Item): number =>
  Math.max(20, Math.round((memberText(item, "data") || memberText(item, "signature")).length / 8));

export const putHiddenThinking = (desk: Desk, item: Item, tokens = hiddenTokens(item)): void => {
  desk.sheet.add(ownerOf(item), tokens);
  assume(desk, item, { code: "thinking-hidden", details: { tokens }, below: tokens - 3, above: Math.max(40, tokens * 2) });
};

const putThinking = (desk: Desk, item: Item, where: { readonly tools: boolean; readonly opens: string }): void => {
  const owner = ownerOf(item);
  if (item.block.kind === "redacted_thinking") {
    putHiddenThinking(desk, item);
    return;
  }
  const [start, end] = where.tools ? [`${where.opens}<${tagPrefix}thinking>`, "\n"] : [` <${tagPrefix}thinking>\n`, "\n"];
  desk.sheet.text(owner, start);
  putText(desk, owner, memberText(item, "thinking"));
  desk.sheet.text(owner, `${end}</${tagPrefix}thinking>\n\n`);
};

/**
 * The assistant's turn (framing-tools.md §3): `opens` says whether a part stands first, after thinking, after a text or
 * after calls, because the white space before the next part depends on it.
 */
export const putAssistant = (
  desk: Desk,
  turn: Turn,
  where: { readonly afterResults: boolean; readonly tools: boolean; readonly lastUser: number },
): void => {
  const { sheet, frame, settings } = desk;
  const keeps = frame.keepsThinking || settings.keepsAllThinking;
  const items = turn.messages.flat().filter((item) => !isThinking(item) || keeps || item.index > where.lastUser);
  const starts = new Set(turn.messages.map((message) => message[0]?.index));
  const head = turn.messages[0]?.[0];
  if (head !== undefined && !where.afterResults) sheet.text(ownerOf(head), "\n\nAssistant:");
  let state: "first" | "results" | "text" | "calls" | "thinking" = where.afterResults ? "results" : "first";
  for (const [at, item] of items.entries()) {
    const owner = ownerOf(item);
    if (isThinking(item)) {
      putThinking(desk, item, { tools: where.tools, opens: state === "results" || state === "thinking" ? "" : "\n\n" });
      state = "thinking";
    } else if (isCall(item)) {
      if (state !== "calls") sheet.text(owner, `${state === "first" || state === "text" ? "\n\n" : ""}<${tagPrefix}function_calls>\n`);
      else sheet.text(owner, "\n");
      sheet.text(owner, invokeText(item.block.content, { prefix: tagPrefix, ascii: frame.ascii }));
      if (!isCall(items[at + 1])) sheet.text(owner, `\n</${tagPrefix}function_calls>`);
      state = "calls";
    } else {
      if (state === "first") sheet.text(owner, " ");
      else if (state === "text" && starts.has(item.index)) sheet.text(owner, "\n");
      putBlock(desk, item, item.block.content);
      state = "text";
    }
  }
  if (state === "first" && head !== undefined) sheet.text(ownerOf(head), " ");
};

const nameOfCall = (desk: Desk, item: Item): string => {
  const id = memberText(item, "tool_use_id");
  return desk.callNames.get(id) ?? "";
};

const isError = (item: Item): boolean => isObject(item.block.content) && item.block.content["is_error"] === true;

const hasReference = (item: Item): boolean => {
  const content = isObject(item.block.content) ? item.block.content["content"] : null;
  return isArray(content) && content.some((part) => isObject(part) && part["type"] === "tool_reference");
};

/** Tool results of one turn, together (framing-tools.md §3). The newlines after them are written by what follows. */
export const putResults = (desk: Desk, items: readonly Item[]): void => {
  const { sheet } = desk;
  const [only] = items;
  if (only === undefined) return;
  if (items.length === 1) {
    const [open, close] = isError(only) ? ["\n<error>", "</error>\n"] : ["", ""];
    sheet.text(ownerOf(only), `\n\n<function_results>${open}`);
    putResultText(desk, only);
    sheet.text(ownerOf(only), `${close}</function_results>`);
    return;
  }
  for (const [at, item] of items.entries()) {
    const owner = ownerOf(item);
    const tag = isError(item) ? "error" : "output";
    const bare = hasReference(item);
    const start = at === 0 ? "\n\n<function_results>\n" : "";
    sheet.text(owner, `${start}<result>\n<name>${nameOfCall(desk, item)}</name>\n${bare ? "" : `<${tag}>`}`);
    putResultText(desk, item);
    sheet.text(owner, `${bare ? "" : `</${tag}>\n`}</result>\n`);
    if (at === items.length - 1) sheet.text(owner, "</function_results>");
  }
};
