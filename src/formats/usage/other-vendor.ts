/** Calls of other vendors' models, which logs of many vendors hold beside Claude's. */

/** How the models of other vendors are named that such logs hold most. */
const otherModels =
  /(?:^|[/.:@])(?:gpt-|chatgpt|o[134](?:-|$)|codex|gemini|gemma|text-embedding|embed|mistral|mixtral|codestral|magistral|llama|deepseek|grok|command|qwen|nova-|titan|kimi|glm-|sonar|whisper|tts-|dall-e|phi-|voyage|rerank|imagen|veo-)/i;

/** Providers that serve no Claude model. */
const otherProviders =
  /^(?:openai|azure[._]?(?:ai[._])?openai|gcp\.gemini|gemini|google[._](?:generative[._-]?ai|genai)|mistral(?:ai|_ai)?|cohere|groq|deepseek|xai|x_ai|perplexity|together(?:ai|_ai)?|fireworks(?:ai|_ai)?|ollama|cerebras|voyage|huggingface)(?:[./].*)?$/i;

/**
 * Who made a model, where that is somebody else than Anthropic; null where it is Claude, or may be.
 * A model that names Claude is Claude, whoever serves it.
 */
export function otherVendor(model: string | null, provider: string | null): string | null {
  if (model !== null && /claude|anthropic/i.test(model)) return null;
  if (provider !== null && otherProviders.test(provider)) return provider;
  return model !== null && otherModels.test(model) ? model : null;
}
