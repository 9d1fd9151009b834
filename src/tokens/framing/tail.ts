import type { Prompt } from "../../prompt/prompt.ts";
import type { RenderContext } from "./render-context.ts";

/**
 * Tokens behind the last block of a request, where the answer opens: recordings with a breakpoint
 * there bill them as input.
 */
export function tailOf(
  prompt: Prompt,
  { frame, settings }: Pick<RenderContext, "frame" | "settings">,
): number {
  const last = prompt.blocks.at(-1);
  // An answer that the request begins is gone on with: nothing opens it.
  if (last === undefined || last.level !== "messages" || last.role === "assistant") return 0;
  const { kind, generation } = frame;
  const { cases, ...ends } = kind.tail;
  const after = last.kind === "tool_result" ? "result" : "text";
  if (cases === null) return ends[after].tokens;
  if (settings.thinking === "enabled") return cases.thinking[after].tokens;
  if (settings.choice === "named") return cases.named.tokens;
  return (after === "text" && generation.early ? cases.early : ends[after]).tokens;
}
