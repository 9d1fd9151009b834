import { wholeNumber } from "../../api/number.ts";
import { isArray, isObject, valueAt, type Json, type JsonObject } from "../../json.ts";
import type { Format } from "../format.ts";
import type { Body } from "../http/body.ts";
import { readInteraction, type Interaction } from "../http/interaction.ts";
import { readElements, statusOf, textOf } from "./shape.ts";

/** What people call the time of a call. */
const timeNames = [
  "timestamp",
  "captured_at",
  "recorded_at",
  "recordedAt",
  "started_at",
  "created_at",
  "at",
];

/**
 * A request with its response, an object each: the two bodies themselves, with or without a status
 * and headers beside them (the vendor's shape), or HTTP messages that hold them: datadog's
 * (`status.code`), the Python SDK's snapshots (`status_code`), claude-trace's (`body_raw` of a
 * stream; `response: null` of a request that nobody answered). Sources: imports.md §1.
 */
export const pairs: Format = {
  title: "a file of requests with their responses",
  sees,
  runs: "log",
  open: readElements(isPair, (pair, reading) => {
    const interaction = interactionOf(pair);
    return interaction === null ? [] : readInteraction(interaction, reading);
  }),
};

function sees(document: Json): boolean {
  return isPair(document) && isObject(document) && document["response"] !== undefined;
}

/** Among pairs one may stand that nobody answered, without a `response` at all. */
function isPair(document: Json): boolean {
  return (
    isObject(document) &&
    isObject(document["request"]) &&
    (isBody(document["request"]) || addressIn(document, document["request"]) !== null)
  );
}

function interactionOf(pair: JsonObject): Interaction | null {
  const { request, response = null } = pair;
  if (!isObject(request)) return null;
  const asked = isBody(request) ? null : request;
  const answered = isHttpMessage(response) ? response : null;
  const { headers = null, status = pair["status_code"] } = pair;
  return {
    path: [],
    method: textOf((asked ?? pair)["method"]),
    url: addressIn(pair, request) ?? addressOf(request, response),
    request: asked === null ? { value: request, path: ["request"] } : bodyOf(asked, "request"),
    requestHeaders:
      asked?.["headers"] ?? pair["request_headers"] ?? pair["requestHeaders"] ?? headers,
    response:
      answered !== null
        ? (chunksIn(pair, answered) ?? bodyOf(answered, "response"))
        : response === null
          ? null
          : { value: response, path: ["response"] },
    responseHeaders:
      answered?.["headers"] ?? pair["response_headers"] ?? pair["responseHeaders"] ?? headers,
    status: statusOf(answered?.["status"] ?? answered?.["status_code"] ?? status),
    at: timeIn(pair) ?? (asked === null ? undefined : timeIn(asked)),
    id: textOf(pair["id"]),
  };
}

/** Whether an object is a body of the API, and no HTTP message that holds one. */
function isBody(request: JsonObject): boolean {
  return isArray(request["messages"]) || isArray(request["requests"]);
}

/** The address a pair names; null: it names none. */
function addressIn(pair: JsonObject, request: JsonObject): string | null {
  const named = isBody(request) ? pair : { ...pair, ...request };
  const address = textOf(named["url"]) ?? textOf(named["uri"]);
  const path = textOf(named["path"]);
  const host = textOf(named["host"]);
  if (address !== null) return address;
  if (path === null || !path.startsWith("/")) return null;
  return host === null ? path : `https://${host}${path}`;
}

/** Of two bare bodies the address follows from what they are. */
function addressOf(request: JsonObject, response: Json | undefined): string {
  if (isArray(request["requests"])) return "/v1/messages/batches";
  const isCount =
    isObject(response) &&
    wholeNumber(response["input_tokens"]) !== null &&
    response["content"] === undefined;
  return isCount ? "/v1/messages/count_tokens" : "/v1/messages";
}

/** Whether an answer is an HTTP message that holds the body, and not the body itself. */
function isHttpMessage(response: Json): response is JsonObject {
  if (!isObject(response)) return false;
  const hasStatus = ["status", "status_code"].some((name) => response[name] !== undefined);
  return (
    response["body"] !== undefined ||
    response["body_raw"] !== undefined ||
    (hasStatus && response["headers"] !== undefined)
  );
}

/** A stream whose pieces stand beside the pair, each in base64 (req_llm); null: none do. */
function chunksIn(pair: JsonObject, answered: JsonObject): Body | null {
  const { chunks } = pair;
  if (!isAbsent(answered["body"]) || !isArray(chunks) || chunks.length === 0) return null;
  const pieces = chunks.flatMap((chunk) => textOf(valueAt(chunk, ["b64"])) ?? []);
  return pieces.length === chunks.length ? { value: pieces, path: ["chunks"] } : null;
}

/** The body of an HTTP message: `body_raw` where `body` is none; datadog marks base64 by a prefix. */
function bodyOf(message: JsonObject, side: "request" | "response"): Body {
  const name = isAbsent(message["body"]) && !isAbsent(message["body_raw"]) ? "body_raw" : "body";
  const { [name]: value } = message;
  const prefix = "base64:";
  return typeof value === "string" && value.startsWith(prefix)
    ? { value: value.slice(prefix.length), path: [side, name], isBase64: true }
    : { value, path: [side, name] };
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null;
}

function timeIn(holder: JsonObject): Json | undefined {
  const name = timeNames.find((key) => !isAbsent(holder[key]));
  return name === undefined ? undefined : holder[name];
}
