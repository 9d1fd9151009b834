import { kind, type ContentKind } from "./content-kind.ts";

/** Kinds that blocks of messages decide, the most particular first. */
export const blockKinds = {
  "picture-beside-results": kind(
    "a picture beside tool results",
    "kind",
    [4, 20],
    besideResults("image"),
  ),
  "document-beside-results": kind(
    "a document beside tool results",
    "kind",
    [15, 40],
    besideResults("document"),
  ),
  "pdf-in-result": kind("a PDF in a tool result", "generation", [20, 40], has("result:pdf")),
  "document-in-result": kind(
    "a text document in a tool result",
    "generation",
    [20, 40],
    has("result:document", "result:document-of-blocks"),
  ),
  "search-result": kind(
    "a search result",
    "model",
    [15, 40],
    has("user:search_result", "result:search_result"),
  ),
  "image-in-result": kind("a picture in a tool result", "generation", [8, 30], has("result:image")),
  "cited-answer": kind("an answer that cites", "model", [20, 20], has("assistant:cited")),
  "cited-document": kind("a document to be cited", "model", [5, 90], ({ cites }) => cites),
  pdf: kind("a PDF", "kind", [5, 40], has("user:pdf")),
  document: kind("a text document", "kind", [2, 10], has("user:document")),
  "document-of-blocks": kind(
    "a document of blocks",
    "kind",
    [20, 30],
    has("user:document-of-blocks"),
  ),
  "tool-addition": kind(
    "a tool added by a message",
    "generation",
    [3, 10],
    has("system:tool_addition"),
  ),
  "tool-removal": kind(
    "a tool taken away by a message",
    "generation",
    [3, 10],
    has("system:tool_removal"),
  ),
  "tool-reference": kind(
    "a tool that a search names",
    "generation",
    [5, 10],
    has("result:tool_reference"),
  ),
  "thinking-hidden": kind("thinking without its text", "model", [0, 0], has("assistant:hidden")),
  "thinking-beside-tools": kind(
    "thinking sent back beside tools",
    "generation",
    [2, 5],
    ({ tools, blocks }) => tools && blocks.has("assistant:thinking"),
  ),
  "thinking-sent-back": kind("thinking sent back", "generation", [2, 5], has("assistant:thinking")),
} as const satisfies Readonly<Record<string, ContentKind>>;

function has(...names: readonly string[]): ContentKind["holds"] {
  return ({ blocks }) => names.some((name) => blocks.has(name));
}

/** A block of some kind in one turn with results of tools. */
function besideResults(kind: string): ContentKind["holds"] {
  return ({ turns }) =>
    turns.some(({ messages }) => {
      const items = messages.flat();
      return (
        items.some(({ block }) => block.kind === "tool_result") &&
        items.some(({ block }) => block.kind === kind)
      );
    });
}
