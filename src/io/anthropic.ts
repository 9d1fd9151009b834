/** The one place that talks to the Claude API. It asks count_tokens, which is free, and only when a user says so. */
import type Anthropic from "@anthropic-ai/sdk";
import { isDocument, type JsonObject } from "../json.ts";
import type { ReplayApi, Sent } from "../commands/replay-send.ts";

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

type Sendable = Parameters<Anthropic["messages"]["stream"]>[0] & Parameters<Anthropic["beta"]["messages"]["stream"]>[0];

/** Codes of a connection that was never made: nothing can have been billed. */
const unreached = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

const isUnreached = (error: unknown): boolean => {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1)
    if ("code" in cause && typeof cause.code === "string" && unreached.has(cause.code)) return true;
  return false;
};

const isSendable = (value: unknown): value is Sendable => isParams(value) && "max_tokens" in value;

/** `retry-after-ms`, else `retry-after` in seconds. */
const retryAfter = (headers: Headers | undefined): number | null => {
  const [ms, seconds] = [headers?.get("retry-after-ms"), headers?.get("retry-after")].map((text) => Number(text ?? Number.NaN));
  if (ms !== undefined && Number.isFinite(ms) && ms >= 0) return ms;
  return seconds !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
};

/** Connects with the key of the environment (`ANTHROPIC_API_KEY`, `ANTHROPIC_BASE_URL`). The SDK is loaded here and nowhere else. */
export const connectAnthropic = async (): Promise<ReplayApi> => {
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
    send: async (body, betas): Promise<Sent> => {
      const { stream: _stream, ...rest } = body;
      const params: unknown = rest;
      const failed = (failure: Partial<Extract<Sent, { kind: "failed" }>["failure"]>): Sent => ({
        kind: "failed",
        failure: { status: null, type: null, code: null, retryAfterMs: null, begun: false, unreached: false, ...failure },
      });
      if (!isSendable(params)) return failed({ status: 400, type: "invalid_request_error" });
      let begun = false;
      try {
        // Its own retries are off: what may be sent again is decided by whoever asks, who knows what was spent.
        const options = { maxRetries: 0 };
        const connected = (): void => {
          begun = true;
        };
        const stream =
          betas.length === 0
            ? client.messages.stream(params, options).on("connect", connected)
            : client.beta.messages.stream({ ...params, betas: [...betas] }, options).on("connect", connected);
        const message: unknown = JSON.parse(JSON.stringify(await stream.finalMessage()));
        return isDocument(message) ? { kind: "answered", response: message, requestId: stream.request_id ?? null } : failed({ begun });
      } catch (error) {
        if (isUnreached(error)) return failed({ unreached: true });
        if (!(error instanceof sdk.APIError)) return failed({ begun });
        const status = typeof error.status === "number" ? error.status : null;
        return failed({ status, type: error.type, code: error.errorCode, retryAfterMs: retryAfter(error.headers), begun });
      }
    },
  };
};
