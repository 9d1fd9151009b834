/** Bodies, answers and refusals of the Claude API between the SDK and the core. */
import type * as sdkModule from "@anthropic-ai/sdk";
import type Anthropic from "@anthropic-ai/sdk";
import type { Failure } from "../../replay/ports.ts";
import type { ApiRefusal } from "../../tokens/token-api.ts";
import { isDocument, type JsonObject } from "../../json.ts";

export type Sdk = typeof sdkModule;

type Params = Anthropic.MessageCountTokensParams;
type BetaParams = Anthropic.Beta.MessageCountTokensParams;

export function isParams(value: unknown): value is Params & BetaParams {
  return (
    typeof value === "object" &&
    value !== null &&
    "model" in value &&
    typeof value.model === "string" &&
    "messages" in value &&
    Array.isArray(value.messages)
  );
}

type Sendable = Parameters<Anthropic["messages"]["stream"]>[0] &
  Parameters<Anthropic["beta"]["messages"]["stream"]>[0];

export function isSendable(value: unknown): value is Sendable {
  return isParams(value) && "max_tokens" in value;
}

/** Codes of a connection that was never made: nothing can have been billed. */
const unreached = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** The same codes can end a connection that was made. */
const opening = new Set<unknown>(["connect", "getaddrinfo"]);

export function copyDocument(value: unknown): JsonObject | null {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  return isDocument(plain) ? plain : null;
}

/** Why a free question was refused, without a word of what was said: it may quote the request. */
export function apiRefusalOf(sdk: Sdk, error: unknown): ApiRefusal {
  if (error instanceof sdk.APIConnectionError) return { status: null, kind: "no connection" };
  if (error instanceof sdk.APIError)
    return {
      status: typeof error.status === "number" ? error.status : null,
      kind: error.type ?? "error",
    };
  return { status: null, kind: error instanceof Error ? error.name : "error" };
}

export function typeOf(body: unknown): string {
  const inner = errorIn(body);
  return typeof inner === "object" &&
    inner !== null &&
    "type" in inner &&
    typeof inner.type === "string"
    ? inner.type
    : "error";
}

function errorIn(body: unknown): unknown {
  return typeof body === "object" && body !== null && "error" in body ? body.error : null;
}

export function messageOf(body: unknown): string | null {
  const inner = errorIn(body);
  return typeof inner === "object" &&
    inner !== null &&
    "message" in inner &&
    typeof inner.message === "string"
    ? inner.message
    : null;
}

export function failureOf(sdk: Sdk, error: unknown, begun: boolean): Failure {
  const known = {
    status: null,
    type: null,
    message: null,
    code: null,
    retryAfterMs: null,
    begun,
    unreached: isUnreached(error),
  };
  if (known.unreached || !(error instanceof sdk.APIError)) return known;
  return {
    ...known,
    status: typeof error.status === "number" ? error.status : null,
    type: error.type,
    message: messageOf(error.error),
    code: error.errorCode,
    retryAfterMs: retryAfter(error.headers),
  };
}

function isUnreached(error: unknown): boolean {
  for (
    let cause = error, depth = 0;
    cause instanceof Error && depth < 5;
    cause = cause.cause, depth += 1
  )
    if ("code" in cause && typeof cause.code === "string" && unreached.has(cause.code))
      return !("syscall" in cause) || opening.has(cause.syscall);
  return false;
}

/** `retry-after-ms`, else `retry-after` in seconds. */
function retryAfter(headers: Headers | undefined): number | null {
  const [ms, seconds] = [headers?.get("retry-after-ms"), headers?.get("retry-after")].map((text) =>
    Number(text ?? Number.NaN),
  );
  if (ms !== undefined && Number.isFinite(ms) && ms >= 0) return ms;
  return seconds !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

export const unsendable: Failure = {
  status: 400,
  type: "invalid_request_error",
  message: null,
  code: null,
  retryAfterMs: null,
  begun: false,
  unreached: false,
};
