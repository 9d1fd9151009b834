/**
 * The one place that talks to the Claude API: only when a user says so, and with the key the user
 * gave for it.
 */
import type Anthropic from "@anthropic-ai/sdk";
import { countTokensBody } from "../../api/count-tokens.ts";
import { readApiId } from "../../api/shown/ids.ts";
import { maxTokensOf } from "../../api/request.ts";
import type { JsonObject } from "../../json.ts";
import { nowhere, problem, type Problem } from "../../problem.ts";
import type { ReplayApi, SendResult } from "../../replay/ports.ts";
import type { CountRefusal } from "../../tokens/token-api.ts";
import { digest } from "../hash.ts";
import { connectBatches } from "./batches.ts";
import { copyAnswer, countOf, isCountable, isSendable } from "./bodies.ts";
import { countRefusalOf, failureOf, unsendable } from "./errors.ts";
import { fetchFrom, findSettingsFault } from "./own-address.ts";
import {
  answerSilenceMs,
  endQuietAnswer,
  usualPatience,
  watchSilence,
  withinSilence,
  type Patience,
} from "./patience.ts";

/** How the API is reached. */
interface Connection {
  /** Null: that of the environment. */
  readonly apiKey?: string | null;
  /** Once it is aborted, questions that are free end at once. */
  readonly stopped?: AbortSignal;
  readonly patience?: Patience;
}

/**
 * Connects with a key, or with that of the environment (`ANTHROPIC_API_KEY`, `ANTHROPIC_BASE_URL`).
 * The SDK is loaded here and nowhere else. `api-settings` where nothing can be sent with them.
 */
export async function connectAnthropic({
  apiKey = null,
  stopped,
  patience = usualPatience,
}: Connection = {}): Promise<ReplayApi | Problem> {
  const sdk = await import("@anthropic-ai/sdk");
  warnOnce();
  const client: Anthropic = new sdk.default({
    // Whatever ANTHROPIC_LOG and a tracer of the process ask for: both are shown requests.
    logLevel: "off",
    openTelemetry: false,
    fetch: fetchFrom(
      () => client.baseURL,
      async (url, init) => endQuietAnswer(await fetch(url, init), patience.quietMs),
    ),
    ...(apiKey === null ? {} : { apiKey, authToken: null }),
  });
  const secret = client.apiKey ?? client.authToken ?? "";
  const fault = findSettingsFault(client.baseURL, secret);
  if (fault !== null) return problem("api-settings", nowhere, { fault });
  return {
    // Half a digest: enough to tell accounts apart.
    account: digest(`${client.baseURL}\n${secret}`).slice(0, 32),
    batches: connectBatches(sdk, client, { patience, stopped }),
    countTokens: async (body, betas, retries) => {
      const params: unknown = countTokensBody(body);
      if (!isCountable(params)) return uncountable;
      // Where the SDK asks again it waits as long as it is told to.
      const ms = (retries === 0 ? 1 : 5) * patience.questionMs;
      try {
        return await withinSilence({ ms, stopped }, async ({ signal }) => {
          const tries = retries === undefined ? {} : { maxRetries: retries };
          const options = { signal, timeout: patience.questionMs, ...tries };
          const answer: unknown =
            betas.length === 0
              ? await client.messages.countTokens(params, options)
              : await client.beta.messages.countTokens({ ...params, betas: [...betas] }, options);
          return countOf(answer) ?? noCount;
        });
      } catch (error) {
        return countRefusalOf(sdk, error);
      }
    },
    send: async (body, betas): Promise<SendResult> => {
      const { stream: _stream, ...rest } = body;
      const params: unknown = rest;
      if (!isSendable(params)) return { kind: "failed", failure: unsendable };
      let begun = false;
      let begunAt: number | null = null;
      // What an answer used is whole only in the last event but one: what it begins with says one
      // token of output (caching-rules.md §10).
      let isCounted = false;
      const silenceMs = answerSilenceMs(params.max_tokens, patience);
      const watch = watchSilence(silenceMs);
      try {
        // The SDK's own retries are off: the caller decides what may be sent again, since it knows
        // what was spent.
        // The limit of the SDK ends with the first byte.
        const timeout = Math.min(silenceMs, patience.quietMs);
        const options = { maxRetries: 0, timeout, signal: watch.signal };
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
          return answerOf(copyAnswer(client, data), {
            requestId: readApiId(requestId),
            begunAt: null,
          });
        }
        const connected = (): void => {
          begun = true;
          begunAt = Date.now();
        };
        const heard = ({ type }: { readonly type: string }): void => {
          isCounted ||= type === "message_delta";
          // The SDK takes the pings out.
          if (type.startsWith("message_") || type.startsWith("content_block_")) watch.renew();
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
        const response = copyAnswer(client, await stream.finalMessage());
        const requestId = readApiId(stream.request_id);
        return answerOf(isCounted ? response : null, { requestId, begunAt });
      } catch (error) {
        const failure = failureOf(sdk, error, begun);
        const silentMs = watch.signal.aborted ? silenceMs : null;
        return { kind: "failed", failure: { ...failure, silentMs } };
      } finally {
        watch.end();
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
function answerOf(
  response: JsonObject | null,
  heard: { readonly requestId: string | null; readonly begunAt: number | null },
): SendResult {
  return response === null
    ? { kind: "failed", failure: { ...unsendable, status: null, type: null, begun: true } }
    : { kind: "answered", response, ...heard };
}

/** The SDK warns of a model with every request: each warning is shown once. */
function warnOnce(): void {
  const shown = new Set<unknown>();
  const { warn } = console;
  console.warn = (first: unknown, ...rest: readonly unknown[]): void => {
    // On a terminal a line of progress may stand open.
    if (!shown.has(first)) warn(process.stderr.isTTY ? `\n${String(first)}` : first, ...rest);
    shown.add(first);
  };
}
