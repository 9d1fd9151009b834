/** Hosts of models that `record` does not follow, so that it can say that a program calls them. */

interface Vendor {
  /** As people are told of it. */
  readonly name: string;
  readonly host: RegExp;
}

/**
 * By the key a preload reports it under. The first three serve Claude itself (imports.md §3: their
 * SDKs speak to hosts and paths of their own).
 */
const vendors = {
  bedrock: {
    name: "Amazon Bedrock",
    host: /^bedrock(?:-runtime|-mantle|-agent-runtime)?(?:-fips)?\.[\w-]+\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/,
  },
  vertex: {
    name: "Google Vertex AI",
    host: /^(?:[\w-]+-)?aiplatform\.(?:[\w-]+\.rep\.)?googleapis\.com$/,
  },
  foundry: {
    name: "Microsoft Foundry",
    host: /\.(?:services\.ai|inference\.ai|openai|cognitiveservices)\.azure\.com$/,
  },
  openai: { name: "OpenAI", host: /^(?:\w+\.)?api\.openai\.com$/ },
  gemini: { name: "Google Gemini", host: /^generativelanguage\.googleapis\.com$/ },
  openrouter: { name: "OpenRouter", host: /^openrouter\.ai$/ },
  vercel: { name: "Vercel AI Gateway", host: /^ai-gateway\.vercel\.sh$/ },
  mistral: { name: "Mistral", host: /^api\.mistral\.ai$/ },
  cohere: { name: "Cohere", host: /^api\.cohere\.(?:com|ai)$/ },
  groq: { name: "Groq", host: /^api\.groq\.com$/ },
  deepseek: { name: "DeepSeek", host: /^api\.deepseek\.com$/ },
  xai: { name: "xAI", host: /^api\.x\.ai$/ },
} as const satisfies Readonly<Record<string, Vendor>>;

/** Their names, by key. */
export const vendorNames: ReadonlyMap<string, string> = new Map(
  Object.entries(vendors).map(([key, { name }]) => [key, name]),
);

/** The key of the vendor a host belongs to; null: none that is known. */
export function findVendor(host: string): string | null {
  const found = Object.entries(vendors).find(([, vendor]) => vendor.host.test(host));
  return found?.[0] ?? null;
}
