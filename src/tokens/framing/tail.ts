import type { Prompt } from "../../prompt/prompt.ts";
import { tails } from "./frames.ts";
import { frameOf, isNewer } from "./generation.ts";
import { findModel } from "../../models/models.ts";
import { readSettings } from "./settings.ts";

/**
 * Tokens behind the last block of a request, where the answer opens: recordings with a breakpoint
 * there bill them as input.
 */
export function tailOf(prompt: Prompt): number {
  const last = prompt.blocks.at(-1);
  // An answer that the request begins is gone on with: nothing opens it.
  if (last === undefined || last.level !== "messages" || last.role === "assistant") return 0;
  const frame = frameOf(prompt.model, findModel(prompt.model)?.model ?? null);
  if (isNewer(frame)) return (frame.kind === "C5" ? tails.C5 : tails.C).tokens;
  const afterResult = last.kind === "tool_result";
  if (frame.kind === "A6") return (afterResult ? tails.A6.result : tails.A6.text).tokens;
  const settings = readSettings(prompt.request.body, prompt.betas);
  if (settings.thinking === "enabled")
    return (afterResult ? tails.thinking.result : tails.thinking.text).tokens;
  if (settings.choice === "named") return tails.named.tokens;
  return (afterResult ? tails.A.result : frame.early ? tails.early : tails.A.text).tokens;
}
