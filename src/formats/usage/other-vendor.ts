/** Calls of other vendors' models, which logs of many vendors hold beside Claude's. */
import type { FormatContext } from "../format.ts";

/** How the names of their models begin, wherever in an id. */
const otherModels = startsWithOne([
  "gpt-|chatgpt|o[134](?:-|$)|codex|text-embedding|whisper|tts-|dall-e",
  "gemini|gemma|imagen|veo-|mistral|mixtral|codestral|magistral|llama|phi-|nova-|titan-",
  "deepseek|grok|command-(?:r|a|light|nightly)|embed-|rerank-|qwen|kimi|glm-|sonar|voyage-",
]);

/** Providers that serve no Claude model. */
const otherProviders = new RegExp(
  [
    "^(?:openai|azure[._]?(?:ai[._])?openai|gemini|gcp\\.gemini|google[._](?:generative[._-]?ai|genai)",
    "mistral(?:_?ai)?|cohere|groq|deepseek|x_?ai|perplexity|together(?:_?ai)?|fireworks(?:_?ai)?",
    "ollama|cerebras|voyage|huggingface)(?:[./].*)?$",
  ].join("|"),
  "i",
);

function startsWithOne(names: readonly string[]): RegExp {
  return new RegExp(`(?:^|[/.:@])(?:${names.join("|")})`, "i");
}

/**
 * Who made a model, where that is somebody else than Anthropic; null where it is Claude, or may be.
 * A model that names Claude is Claude, whoever serves it.
 */
export function otherVendor(model: string | null, provider: string | null): string | null {
  if (model !== null && /claude|anthropic/i.test(model)) return null;
  if (provider !== null && otherProviders.test(provider)) return provider;
  return model !== null && otherModels.test(model) ? model : null;
}

/** Whether a call was to somebody else than Anthropic; it is then counted as left out. */
export function leaveOutOther(
  model: string | null,
  provider: string | null,
  context: FormatContext,
): boolean {
  const other = otherVendor(model, provider);
  if (other !== null) context.leaveOut({ why: "host", name: other });
  return other !== null;
}
