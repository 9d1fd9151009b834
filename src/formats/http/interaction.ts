/** One recorded interaction, and the calls of the API it is. */
import { isArray, isObject, writeJson, type Json, type JsonObject, type Path } from "../../json.ts";
import type { Call } from "../format.ts";
import { readAddress, type Address } from "./address.ts";
import { readAnswer } from "./answer.ts";
import { readBatchRequests, readBatchResult, readBatchResults } from "./batch.ts";
import type { Unpacking } from "./bytes.ts";
import { jsonOf, readBody, type Body, type BodyContent } from "./body.ts";
import { isEventText } from "./events.ts";
import { betasOf, headerOf, timeOf } from "./headers.ts";
import type { CallFacts, Reading } from "./reading.ts";
import { readSide, reportFault, type SideContent } from "./side.ts";
import { foldStream } from "./stream.ts";

/** A request and its answer as a recorder keeps them. */
export interface Interaction {
  /** Where it stands in its document. */
  readonly path: Path;
  /** Null: not recorded. */
  readonly method: string | null;
  /** Absolute, or a path where the format has no host. */
  readonly url: string;
  readonly request: Body;
  readonly requestHeaders: Json | undefined;
  /** Null: nobody answered. */
  readonly response: Body | null;
  readonly responseHeaders: Json | undefined;
  /** Null: not recorded; then the answer's body says whether it is one. */
  readonly status: number | null;
  /** The recorder's own time; undefined: it has none. */
  readonly at: Json | undefined;
  /** The file's own id for it; null: none. */
  readonly id: string | null;
}

/**
 * The calls of one interaction: one of a message or of `count_tokens`, one for each item of a
 * batch; none where it went elsewhere, was refused or not answered, which is counted, or where its
 * bodies cannot be read, which is a problem.
 */
export function readInteraction(interaction: Interaction, reading: Reading): readonly Call[] {
  const { context } = reading;
  const { status, response, requestHeaders, responseHeaders } = interaction;
  const address = readAddress(interaction.method, interaction.url);
  if (!isOfTheApi(interaction, address, reading)) {
    const isHost = address.hostKind === "private" || address.hostKind === "other";
    context.leaveOut(
      isHost ? { why: "host", name: address.host ?? "" } : { why: "path", name: address.shownPath },
    );
    return [];
  }
  if (response === null || status === 0) {
    context.leaveOut({ why: "unanswered", name: "" });
    return [];
  }
  if (status !== null && (status < 200 || status > 299)) {
    // Asking for results that are not there yet is a poll, no call.
    context.leaveOut(
      address.endpoint === "batch-results"
        ? { why: "path", name: address.shownPath }
        : { why: "refused", name: String(status) },
    );
    return [];
  }
  const answer = readSide(
    response,
    { side: "answer", contentEncoding: headerOf(responseHeaders, "content-encoding") },
    reading,
  );
  if (answer === undefined) return [];
  const facts: CallFacts = {
    path: interaction.path,
    betas: betasOf(requestHeaders),
    at: timeOf(interaction.at, responseHeaders),
    run: null,
    id: interaction.id,
  };
  if (address.endpoint === "batch-results")
    return readResults(answer, { facts, path: response.path, ...reading });
  const sent = readSide(
    interaction.request,
    { side: "request", contentEncoding: headerOf(requestHeaders, "content-encoding") },
    reading,
  );
  if (sent === undefined) return [];
  const body = sent === null ? null : jsonOf(sent);
  if (body !== null && !isObject(body)) {
    reportFault(interaction.request, { side: "request", fault: { kind: "json" } }, reading);
    return [];
  }
  const { path } = interaction.request;
  const isParsed = sent !== null && "value" in sent;
  if (address.endpoint === "batch")
    return readBatchRequests(body, { facts, path, isParsed, ...reading });
  const endpoint = address.endpoint === "count_tokens" ? "count_tokens" : "messages";
  const read = readAnswer(answer, { endpoint, body: response, ...reading });
  if (read === null || (body === null && read.response === null)) return [];
  return [
    {
      ...facts,
      bodyPath: isParsed ? path : null,
      endpoint,
      request: body,
      response: read.response,
      batch: false,
      customId: null,
    },
  ];
}

/** Results are lines of JSON; a recorder that parses bodies makes one of them a value, or a list. */
function readResults(
  content: SideContent,
  reading: Reading & { readonly facts: CallFacts; readonly path: Path },
): readonly Call[] {
  if (content === null) {
    reading.context.leaveOut({ why: "unanswered", name: "" });
    return [];
  }
  const calls =
    "text" in content
      ? readBatchResults(content.text, reading)
      : (isArray(content.value) ? content.value : [content.value]).flatMap((line) =>
          isObject(line) ? (readBatchResult(line, reading) ?? []) : [],
        );
  return calls.filter(({ customId, response }) => {
    const id = response?.["id"];
    const key = writeJson([customId, typeof id === "string" ? id : null]);
    const isRepeated = typeof id === "string" && reading.results.has(key);
    if (isRepeated) reading.context.leaveOut({ why: "repeated", name: "" });
    reading.results.add(key);
    return !isRepeated;
  });
}

/**
 * Whether an interaction is one of the API's. Its own host is; a recording without hosts says it by
 * the path, and by a Claude request where the path alone does not. Another host is skipped, for its
 * prices are its own, but for a gateway through which the API itself answers, whose calls are
 * billed by the API: one on this machine or in a private network (`ANTHROPIC_BASE_URL`) that is
 * asked for a Claude model or answers as one, and any other one that passes the API's own headers
 * back.
 */
function isOfTheApi(interaction: Interaction, address: Address, { unpacking }: Reading): boolean {
  const { endpoint, hostKind, isVersioned } = address;
  if (endpoint === null) return false;
  if (hostKind === "api" || (hostKind === "none" && isVersioned)) return true;
  const { responseHeaders } = interaction;
  if (
    hostKind === "other" &&
    headerOf(responseHeaders, "anthropic-organization-id") === null &&
    headerOf(responseHeaders, "anthropic-ratelimit-requests-limit") === null
  )
    return false;
  return (
    endpoint === "batch-results" ||
    asksClaude(readBody(interaction.request, { encoding: null, unpacking })) ||
    answersAsClaude(interaction.response, unpacking)
  );
}

function asksClaude(content: BodyContent): boolean {
  if (content === null || "fault" in content) return false;
  const body = jsonOf(content);
  if (!isObject(body)) return false;
  const { requests } = body;
  const first = isArray(requests) ? requests[0] : body;
  const params = isObject(first) && isObject(first["params"]) ? first["params"] : first;
  return isObject(params) && isClaudeRequest(params);
}

/** Whether a body is a Messages API request for a Claude model, whatever prefix the id has. */
function isClaudeRequest({ model, messages }: JsonObject): boolean {
  return isClaude(model) && isArray(messages);
}

/** Gateways have names of their own for models; the answer then says which one it was. */
function answersAsClaude(response: Body | null, unpacking: Unpacking): boolean {
  const content = response === null ? null : readBody(response, { encoding: null, unpacking });
  if (content === null || "fault" in content) return false;
  const message =
    "text" in content && isEventText(content.text)
      ? foldStream(content.text).message
      : jsonOf(content);
  return isObject(message) && message["type"] === "message" && isClaude(message["model"]);
}

function isClaude(model: Json | undefined): boolean {
  return typeof model === "string" && /claude/i.test(model);
}
