import { isArray, isObject } from "../../json.ts";
import { invokeText, tagPrefix } from "./blocks/calls.ts";
import { putBlock, putResultText } from "./blocks/contents.ts";
import { isServerResult, putServerResult } from "./blocks/server-results.ts";
import { putThought } from "./blocks/thinking.ts";
import { memberText, ownerOf, type RenderContext, type Item, type Turn } from "./render-context.ts";

/**
 * The assistant's turn (framing-tools.md §3). `state` says what stands before the next part,
 * because the white space between them depends on it.
 */
export function putAssistant(
  context: RenderContext,
  turn: Turn,
  request: {
    readonly afterResults: boolean;
    readonly tools: boolean;
    /** Index of the last user block that is no tool result. */
    readonly lastUser: number;
  },
): void {
  const { writer, frame, settings } = context;
  const keeps = frame.keepsThinking || settings.keepsAllThinking;
  const items = turn.messages
    .flat()
    .filter((item) => !isThinking(item) || keeps || item.index > request.lastUser);
  const starts = new Set(turn.messages.map((message) => message[0]?.index));
  const head = turn.messages[0]?.[0];
  if (head !== undefined && !request.afterResults) writer.text(ownerOf(head), "\n\nAssistant:");
  let state: "first" | "results" | "text" | "calls" | "thinking" = request.afterResults
    ? "results"
    : "first";
  for (const [position, item] of items.entries()) {
    const owner = ownerOf(item);
    if (isThinking(item)) {
      putThinking(context, item, {
        tools: request.tools,
        opens: state === "results" || state === "thinking" ? "" : "\n\n",
      });
      state = "thinking";
    } else if (isCall(item)) {
      if (state !== "calls")
        writer.text(
          owner,
          `${state === "first" || state === "text" ? "\n\n" : ""}<${tagPrefix}function_calls>\n`,
        );
      else writer.text(owner, "\n");
      writer.text(
        owner,
        invokeText(item.block.content, { prefix: tagPrefix, ascii: frame.kind.escapesNonAscii }),
      );
      if (!isCall(items[position + 1])) writer.text(owner, `\n</${tagPrefix}function_calls>`);
      state = "calls";
    } else if (isServerResult(item.block.kind) && isObject(item.block.content)) {
      // A server's result stands in the assistant's own turn, where a client's stands between two.
      writer.text(owner, "\n\n<function_results>");
      putServerResult(context, item, item.block.content);
      writer.text(owner, "</function_results>\n\n");
      state = "results";
    } else {
      if (state === "first") writer.text(owner, " ");
      else if (state === "text" && starts.has(item.index)) writer.text(owner, "\n");
      putBlock(context, item, item.block.content);
      state = "text";
    }
  }
  if (state === "first" && head !== undefined) writer.text(ownerOf(head), " ");
}

function isThinking(item: Item): boolean {
  return item.block.kind === "thinking" || item.block.kind === "redacted_thinking";
}

function putThinking(
  context: RenderContext,
  item: Item,
  layout: { readonly tools: boolean; readonly opens: string },
): void {
  const owner = ownerOf(item);
  const start = layout.tools
    ? `${layout.opens}<${tagPrefix}thinking>`
    : ` <${tagPrefix}thinking>\n`;
  context.writer.text(owner, start);
  putThought(context, item);
  context.writer.text(owner, `\n</${tagPrefix}thinking>\n\n`);
}

function isCall(item: Item | undefined): boolean {
  return item !== undefined && /^(server_|mcp_)?tool_use$/.test(item.block.kind);
}

/**
 * Tool results of one turn, together (framing-tools.md §3). The newlines after them are written by
 * what follows.
 */
export function putResults(context: RenderContext, items: readonly Item[]): void {
  const { writer } = context;
  const [only] = items;
  if (only === undefined) return;
  if (items.length === 1) {
    const [open, close] = isError(only) ? ["\n<error>", "</error>\n"] : ["", ""];
    writer.text(ownerOf(only), `\n\n<function_results>${open}`);
    putResultText(context, only);
    writer.text(ownerOf(only), `${close}</function_results>`);
    return;
  }
  for (const [position, item] of items.entries()) {
    const owner = ownerOf(item);
    const tag = isError(item) ? "error" : "output";
    const bare = hasReference(item);
    const start = position === 0 ? "\n\n<function_results>\n" : "";
    writer.text(
      owner,
      `${start}<result>\n<name>${nameOfCall(context, item)}</name>\n${bare ? "" : `<${tag}>`}`,
    );
    putResultText(context, item);
    writer.text(owner, `${bare ? "" : `</${tag}>\n`}</result>\n`);
    if (position === items.length - 1) writer.text(owner, "</function_results>");
  }
}

function isError(item: Item): boolean {
  return isObject(item.block.content) && item.block.content["is_error"] === true;
}

function hasReference(item: Item): boolean {
  const content = isObject(item.block.content) ? item.block.content["content"] : null;
  return (
    isArray(content) && content.some((part) => isObject(part) && part["type"] === "tool_reference")
  );
}

function nameOfCall(context: RenderContext, item: Item): string {
  const id = memberText(item, "tool_use_id");
  return context.callNames.get(id) ?? "";
}
