/**
 * The one place that talks to the Claude API: only when a user says so, and with the key the user
 * gave for it.
 */
import { countTokensBody } from "../../api/count-tokens.ts";
import { maxTokensOf } from "../../api/request.ts";
import type { JsonObject } from "../../json.ts";
import type { ReplayApi, SendResult } from "../../replay/ports.ts";
import type { CountRefusal } from "../../tokens/token-api.ts";
import { digest } from "../hash.ts";
import { connectBatches } from "./batches.ts";
import { copyDocument, countOf, isCountable, isSendable } from "./bodies.ts";
import { countRefusalOf, failureOf, unsendable } from "./errors.ts";

/**
 * Connects with a key, or with that of the environment (`ANTHROPIC_API_KEY`, `ANTHROPIC_BASE_URL`).
 * The SDK is loaded here and nowhere else.
 */
export async function connectAnthropic(apiKey: string | null = null): Promise<ReplayApi> {
  const sdk = await import("@anthropic-ai/sdk");
  warnOnce();
  const client = new sdk.default({
    logLevel: "off",
    ...(apiKey === null ? {} : { apiKey, authToken: null }),
  });
  const secret = client.apiKey ?? client.authToken ?? "";
  return {
    // Half a digest: enough to tell accounts apart.
    account: digest(`${client.baseURL}\n${secret}`).slice(0, 32),
    batches: connectBatches(sdk, client),
    countTokens: async (body, betas, retries) => {
      const params: unknown = countTokensBody(body);
      if (!isCountable(params)) return uncountable;
      try {
        const options = retries === undefined ? {} : { maxRetries: retries };
        const answer: unknown =
          betas.length === 0
            ? await client.messages.countTokens(params, options)
            : await client.beta.messages.countTokens({ ...params, betas: [...betas] }, options);
        return countOf(answer) ?? noCount;
      } catch (error) {
        return countRefusalOf(sdk, error);
      }
    },
    send: async (body, betas): Promise<SendResult> => {
      const { stream: _stream, ...rest } = body;
      const params: unknown = rest;
      if (!isSendable(params)) return { kind: "failed", failure: unsendable };
      let begun = false;
      // What an answer used is whole only in the last event but one: what it begins with says one
      // token of output (caching-rules.md §10).
      let isCounted = false;
      try {
        // The SDK's own retries are off: the caller decides what may be sent again, since it knows
        // what was spent.
        const options = { maxRetries: 0 };
        // Without output the API takes no stream (billing.md §2, "Pre-warm").
        if (maxTokensOf(body) === 0) {
          const { data, request_id: requestId } = await (
            betas.length === 0
              ? client.messages.create({ ...params, stream: false }, options)
              : client.beta.messages.create(
                  { ...params, stream: false, betas: [...betas] },
                  options,
                )
          ).withResponse();
          return answerOf(copyDocument(data), requestId ?? null);
        }
        const connected = (): void => {
          begun = true;
        };
        const heard = ({ type }: { readonly type: string }): void => {
          isCounted ||= type === "message_delta";
        };
        const stream =
          betas.length === 0
            ? client.messages
                .stream(params, options)
                .on("connect", connected)
                .on("streamEvent", heard)
            : client.beta.messages
                .stream({ ...params, betas: [...betas] }, options)
                .on("connect", connected)
                .on("streamEvent", heard);
        const response = copyDocument(await stream.finalMessage());
        return answerOf(isCounted ? response : null, stream.request_id ?? null);
      } catch (error) {
        return { kind: "failed", failure: failureOf(sdk, error, begun) };
      }
    },
  };
}

/** What `count_tokens` is not asked about, since it would refuse it. */
const uncountable: CountRefusal = {
  status: 400,
  kind: "invalid_request_error",
  isApiError: true,
  message: null,
  retryAfterMs: null,
};

/** Something answered that is no count. */
const noCount: CountRefusal = { ...uncountable, status: 200, kind: "no count", isApiError: false };

/** Null: it is no whole answer, though the API had begun one. */
function answerOf(response: JsonObject | null, requestId: string | null): SendResult {
  return response === null
    ? { kind: "failed", failure: { ...unsendable, status: null, type: null, begun: true } }
    : { kind: "answered", response, requestId };
}

/** The SDK warns of a model with every request: each warning is shown once. */
function warnOnce(): void {
  const shown = new Set<unknown>();
  const { warn } = console;
  console.warn = (first: unknown, ...rest: readonly unknown[]): void => {
    if (!shown.has(first)) warn(first, ...rest);
    shown.add(first);
  };
}
