/** The one place that talks to the Claude API. It asks count_tokens, which is free, and only when a user says so. */
import type Anthropic from "@anthropic-ai/sdk";
import type { JsonObject } from "../json.ts";
import type { TokenApi } from "../commands/count-api.ts";

type Params = Anthropic.MessageCountTokensParams;
type BetaParams = Anthropic.Beta.MessageCountTokensParams;

/** What the endpoint takes; it refuses any other field (caching-rules.md §10, billing.md §4). */
const taken = new Set([
  "messages",
  "model",
  "system",
  "tools",
  "tool_choice",
  "thinking",
  "output_config",
  "output_format",
  "cache_control",
  "speed",
]);

const isParams = (value: unknown): value is Params & BetaParams =>
  typeof value === "object" &&
  value !== null &&
  "model" in value &&
  typeof value.model === "string" &&
  "messages" in value &&
  Array.isArray(value.messages);

const strip = (body: JsonObject): unknown => Object.fromEntries(Object.entries(body).filter(([key]) => taken.has(key)));

/** Connects with the key of the environment (`ANTHROPIC_API_KEY`, `ANTHROPIC_BASE_URL`). The SDK is loaded here and nowhere else. */
export const connectAnthropic = async (): Promise<TokenApi> => {
  const sdk = await import("@anthropic-ai/sdk");
  const client = new sdk.default({ logLevel: "off" });
  return {
    countTokens: async (body, betas) => {
      const params = strip(body);
      if (!isParams(params)) return { status: 400, kind: "invalid_request_error" };
      try {
        const answer =
          betas.length === 0
            ? await client.messages.countTokens(params)
            : await client.beta.messages.countTokens({ ...params, betas: [...betas] });
        return answer.input_tokens;
      } catch (error) {
        // Its message may quote the request, so only its kind is passed on.
        if (error instanceof sdk.APIConnectionError) return { status: null, kind: "no connection" };
        if (error instanceof sdk.APIError)
          return { status: typeof error.status === "number" ? error.status : null, kind: error.type ?? "error" };
        return { status: null, kind: error instanceof Error ? error.name : "error" };
      }
    },
  };
};
