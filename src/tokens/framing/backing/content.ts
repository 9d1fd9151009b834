import { isArray, isObject, type Json } from "../../../json.ts";
import type { Prompt } from "../../../prompt/prompt.ts";
import { contentItems } from "../blocks/calls.ts";
import type { Frame } from "../frame.ts";
import type { RenderContext, Turn } from "../render-context.ts";
import type { Settings } from "../settings.ts";
import { hasBillingHeader, hasTools, readTurns } from "../turns.ts";

/** What a request holds, as far as its framing depends on it. */
export interface Content {
  readonly frame: Frame;
  readonly settings: Settings;
  readonly prompt: Prompt;
  readonly tools: boolean;
  readonly cites: boolean;
  readonly billingHeader: boolean;
  readonly turns: readonly Turn[];
  /**
   * Kinds of blocks with their role, as `assistant:thinking`; in a tool result as `result:image`.
   * Documents by source (`user:pdf`), thinking without its text as `hidden`, an answer that cites
   * as `assistant:cited`.
   */
  readonly blocks: ReadonlySet<string>;
}

/** Reads what a prompt holds. */
export function contentOf(
  prompt: Prompt,
  context: Pick<RenderContext, "frame" | "settings" | "cites">,
): Content {
  const { frame, settings, cites } = context;
  return {
    frame,
    settings,
    prompt,
    cites,
    tools: hasTools(prompt),
    billingHeader: hasBillingHeader(prompt),
    turns: readTurns(prompt),
    blocks: new Set(
      prompt.blocks
        .filter(({ level }) => level === "messages")
        .flatMap(({ role, kind, content }) => namesOf(content, role ?? "user", kind)),
    ),
  };
}

function namesOf(content: Json, role: string, kind: string): readonly string[] {
  const own = `${role}:${nameOf(content, kind)}`;
  if (kind !== "tool_result" || !isObject(content)) return [own];
  const inside = contentItems(content["content"]).map(
    (part) => `result:${nameOf(part, typeOf(part))}`,
  );
  return content["is_error"] === true ? [own, "result:error", ...inside] : [own, ...inside];
}

function typeOf(part: Json): string {
  return isObject(part) && typeof part["type"] === "string" ? part["type"] : "text";
}

const documentsBySource = new Map([
  ["base64", "pdf"],
  ["text", "document"],
  ["content", "document-of-blocks"],
]);

function nameOf(content: Json, kind: string): string {
  if (!isObject(content)) return kind;
  if (kind === "redacted_thinking" || (kind === "thinking" && content["thinking"] === ""))
    return "hidden";
  if (kind === "text" && isArray(content["citations"]) && content["citations"].length > 0)
    return "cited";
  if (kind !== "document") return kind;
  const source = isObject(content["source"]) ? content["source"]["type"] : null;
  return documentsBySource.get(typeof source === "string" ? source : "") ?? "document-elsewhere";
}
