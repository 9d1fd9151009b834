/** What a block of a prompt is, as people name it: the result of a tool, a document, a message. */
import { isObject, type Json } from "../../json.ts";
import { rememberBy } from "../../remember.ts";
import type { Block, Prompt } from "../../prompt/prompt.ts";
import type { Change } from "../comparison.ts";

/** The API's names of tools are of these characters; anything else may be text. */
const toolNames = /^[\w-]{1,128}$/;
/** As are its types. */
const typeNames = /^[a-z][a-z0-9_]{0,39}$/;

/** What a block is, by its path: its type, the tool it calls or answers for, its message. */
export function subjectOf(
  prompt: Prompt,
  path: string | null,
): Pick<Change, "item" | "tool" | "message"> {
  const block = path === null ? undefined : blocksByPath(prompt).get(path);
  if (block === undefined) return { item: null, tool: null, message: null };
  const item = block.level === "tools" ? "tool" : typeNames.test(block.kind) ? block.kind : null;
  const message = block.level === "messages" ? block.message + 1 : null;
  return { item, tool: block.level === "tools" ? null : toolOf(prompt, block.content), message };
}

/** The tool that a call is of, or the result. */
function toolOf(prompt: Prompt, content: Json): string | null {
  if (!isObject(content)) return null;
  const answered = content["tool_use_id"];
  const name = typeof answered === "string" ? toolsById(prompt).get(answered) : nameOfCall(content);
  return typeof name === "string" && toolNames.test(name) ? name : null;
}

function nameOfCall(content: Json): string | undefined {
  if (!isObject(content) || typeof content["id"] !== "string") return undefined;
  const { name } = content;
  return typeof name === "string" ? name : undefined;
}

const blocksByPath = rememberBy(
  ({ blocks }: Prompt): ReadonlyMap<string, Block> =>
    new Map(blocks.map((block) => [block.path, block])),
);

const toolsById = rememberBy(
  ({ blocks }: Prompt): ReadonlyMap<string, string> =>
    new Map(
      blocks.flatMap(({ content }) => {
        const name = nameOfCall(content);
        const id = isObject(content) ? content["id"] : undefined;
        return name === undefined || typeof id !== "string" ? [] : [[id, name] as const];
      }),
    ),
);
