/** What the SDK throws, and errors that the API answers with, as the core knows them. */
import type * as sdkModule from "@anthropic-ai/sdk";
import { shownErrorCode, shownErrorType } from "../../api/shown/error-types.ts";
import type { Failure } from "../../replay/ports.ts";
import { readRetryAfter } from "../../replay/sending/retry-after.ts";
import type { ApiRefusal, CountRefusal } from "../../tokens/token-api.ts";
import { leadsElsewhere } from "./own-address.ts";

export type Sdk = typeof sdkModule;

/** A body that lacks what every request has: the API would refuse it, so it is not sent. */
export const unsendable: Failure = {
  status: 400,
  type: "invalid_request_error",
  message: null,
  code: null,
  retryAfterMs: null,
  begun: false,
  unreached: false,
  silentMs: null,
};

/** Why a free question was refused, without a word of what was said: it may quote the request. */
export function apiRefusalOf(sdk: Sdk, error: unknown): ApiRefusal {
  if (error instanceof sdk.APIUserAbortError) return { status: null, kind: "no answer" };
  if (error instanceof sdk.APIConnectionError) return { status: null, kind: "no connection" };
  if (error instanceof sdk.APIError) {
    const status = typeof error.status === "number" ? error.status : null;
    return { status, kind: kindOf(status, error.type) };
  }
  return { status: null, kind: error instanceof Error ? error.name : "error" };
}

/** A redirect that is not followed: it would take key and prompt to another server. */
const elsewhere = "a redirect to another address";

/** What the API has is at another server. */
export const elsewhereRefusal: ApiRefusal = { status: 307, kind: elsewhere };

function kindOf(status: number | null, type: unknown): string {
  return leadsElsewhere(status) ? elsewhere : (shownErrorType(type) ?? "error");
}

/** Why `count_tokens` gave no number, of what the SDK throws. */
export function countRefusalOf(sdk: Sdk, error: unknown): CountRefusal {
  const { type, message, retryAfterMs } = failureOf(sdk, error, false);
  return { ...apiRefusalOf(sdk, error), isApiError: type !== null, message, retryAfterMs };
}

/**
 * Why a request got no answer, of what the SDK throws. `begun`: the API had begun to answer it.
 */
export function failureOf(sdk: Sdk, error: unknown, begun: boolean): Failure {
  const known = {
    status: null,
    type: null,
    message: null,
    code: null,
    retryAfterMs: null,
    begun,
    unreached: isUnreached(error),
    silentMs: null,
  };
  if (known.unreached || !(error instanceof sdk.APIError)) return known;
  const status = typeof error.status === "number" ? error.status : null;
  return {
    ...known,
    status,
    type: leadsElsewhere(status) ? elsewhere : shownErrorType(error.type),
    message: errorMessageOf(error.error),
    code: shownErrorCode(error.errorCode),
    retryAfterMs: retryAfterOf(error.headers),
  };
}

function retryAfterOf(headers: Headers | undefined): number | null {
  const header = (name: string): string | null => headers?.get(name) ?? null;
  const [ms, after, date] = [header("retry-after-ms"), header("retry-after"), header("date")];
  return readRetryAfter({ ms, after, date }, Date.now());
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

/** The type of an error that the API answers with, `error` where it names none. */
export function errorTypeOf(body: unknown): string {
  const inner = errorIn(body);
  const type = typeof inner === "object" && inner !== null && "type" in inner ? inner.type : null;
  return shownErrorType(type) ?? "error";
}

/** What an error that the API answers with says; it may quote the request. */
export function errorMessageOf(body: unknown): string | null {
  const inner = errorIn(body);
  return typeof inner === "object" &&
    inner !== null &&
    "message" in inner &&
    typeof inner.message === "string"
    ? inner.message
    : null;
}

function errorIn(body: unknown): unknown {
  return typeof body === "object" && body !== null && "error" in body ? body.error : null;
}
