/**
 * The API as far as recordings can stand for it: what a call gets without key and network. Recorded
 * answers, else made up, refused or passed on.
 */
import { modelOf } from "../../api/model.ts";
import { maxTokensOf, messagesOf } from "../../api/request.ts";
import { contentOf, outputTokens } from "../../api/response.ts";
import { writeUsage } from "../../api/usage.ts";
import type { Digest } from "../../digest.ts";
import { hashInput } from "../../fixture/input-hash.ts";
import { writeJson, type Json, type JsonObject } from "../../json.ts";
import type { Answerer, StubAnswer, StubCall } from "../ports.ts";
import { findApiRefusal } from "./api-refusal.ts";
import { writeEvents } from "./events.ts";
import { fitsRequest } from "./fit.ts";
import { makeAnswer } from "./new-answer.ts";
import { openRecordedAnswers, type FoundAnswer, type RecordedAnswer } from "./recorded-answers.ts";

/** What becomes of a request that is not recorded. */
export type NewAnswers = "echo" | "fail" | "pass";

export interface StubOptions {
  readonly recordings: readonly RecordedAnswer[];
  /** What `count_tokens` said, by input hash. */
  readonly counted: ReadonlyMap<string, number>;
  readonly newAnswers: NewAnswers;
  /** Keys of requests that the config lets pass. */
  readonly extraKeys: readonly string[];
  /** Only the very requests that were recorded are answered, none that stands in the place of one. */
  readonly exactOnly?: boolean;
  /** A request as recordings keep it: what may stand in no file replaced. */
  readonly asKept: (body: JsonObject) => JsonObject;
  /** Output tokens of an answer in a scenario, where somebody says so; null: nobody does. */
  readonly lengthIn: (scenario: string | null) => number | null;
  readonly digest: Digest;
  /** Our own counts, in tokens. */
  readonly countInput: (body: JsonObject, betas: readonly string[]) => number;
  readonly countOutput: (
    model: string,
    answer: { readonly request: JsonObject; readonly response: JsonObject },
  ) => number | null;
}

/** What became of requests: how many by how they were answered. */
export interface StubTally {
  /** With the answer to the very request. */
  readonly same: number;
  /** With the answer to one that stands in its place. */
  readonly changed: number;
  /** With one that was made up. */
  readonly made: number;
  readonly refused: number;
}

/** Answers calls from recordings. It remembers which of them were given. */
export interface Stub {
  readonly answer: Answerer;
  readonly tally: () => StubTally;
}

const notRecorded =
  "promptcost: this request is not recorded, and `--new=fail` answers no others. Run " +
  "`promptcost record` with a key to record its answer, or leave out `--new=fail`.";

/** A stub over recordings. */
export function createStub(options: StubOptions): Stub {
  const { newAnswers, digest, countInput } = options;
  const answers = openRecordedAnswers(options.recordings, digest);
  const tally = { same: 0, changed: 0, made: 0, refused: 0 };
  const message = (call: StubCall): StubAnswer | null => {
    const body = options.asKept(call.request);
    const hash = hashInput({ body, betas: call.betas }, digest);
    const found = answers.find({ body, hash, run: call.run }, (response) =>
      options.exactOnly === true ? false : fitsRequest(response, body),
    );
    // Of a request that was recorded the API's own answer is known.
    const refused =
      found?.how === "same" || newAnswers === "pass"
        ? null
        : findApiRefusal(body, options.extraKeys);
    if (refused !== null) return refusal(refused);
    if (found !== null) {
      tally[found.how] += 1;
      return messageAnswer(recordedMessage(found, { call, hash, options }), call);
    }
    if (newAnswers === "pass") return null;
    if (newAnswers === "fail") {
      tally.refused += 1;
      return refusal(notRecorded);
    }
    tally.made += 1;
    return { ...messageAnswer(newMessage({ call, hash, options }), call), isMadeUp: true };
  };
  const countTokens = ({ request: body, betas }: StubCall): StubAnswer | null => {
    const known = options.counted.get(hashInput({ body: options.asKept(body), betas }, digest));
    if (known === undefined && newAnswers === "pass") return null;
    return jsonAnswer({ input_tokens: known ?? countInput(body, betas) });
  };
  return {
    answer: (call) => {
      const missing = newAnswers === "pass" ? null : findMissing(call);
      if (missing !== null) return refusal(`${missing}: Field required`);
      return call.endpoint === "count_tokens" ? countTokens(call) : message(call);
    },
    tally: () => ({ ...tally }),
  };
}

/** The member without which the API answers no request; null: all are there. */
function findMissing({ request, endpoint }: StubCall): string | null {
  if (modelOf(request) === null) return "model";
  if ((messagesOf(request) ?? []).length === 0) return "messages";
  return endpoint === "messages" && maxTokensOf(request) === null ? "max_tokens" : null;
}

/** A message as the call takes it: in one piece, or as a stream of events. */
function messageAnswer(message: JsonObject, { request, customId }: StubCall): StubAnswer {
  return request["stream"] === true && customId === null
    ? { status: 200, contentType: "text/event-stream", text: writeEvents(message) }
    : jsonAnswer(message);
}

function jsonAnswer(value: JsonObject): StubAnswer {
  return { status: 200, contentType: "application/json", text: writeJson(value) };
}

/** A refusal in the API's shape (https://docs.claude.com/en/api/errors) that no client repeats. */
function refusal(message: string): StubAnswer {
  const error = { type: "invalid_request_error", message };
  return { ...jsonAnswer({ type: "error", error }), status: 400 };
}

/** A call on its way to an answer. */
interface Asked {
  readonly call: StubCall;
  readonly hash: string;
  readonly options: StubOptions;
}

/** A message as the API gives it: what a fixture keeps of it, and the members that it does not. */
function wholeMessage(
  members: JsonObject,
  { call: { request: body }, hash, options }: Asked,
): JsonObject {
  const at = String((messagesOf(body) ?? []).length);
  return {
    id: `msg_${options.digest(`${hash} ${at}`).slice(0, 24)}`,
    type: "message",
    role: "assistant",
    model: modelOf(body) ?? "",
    content: [],
    stop_reason: "end_turn",
    stop_sequence: null,
    ...members,
  };
}

function recordedMessage({ recorded, how }: FoundAnswer, asked: Asked): JsonObject {
  const { call, options } = asked;
  const { response } = recorded;
  const output = outputTokens(response) ?? 0;
  // What was counted of another body says nothing of this one's input.
  const usage =
    how === "same" ? {} : { usage: usageOf(options.countInput(call.request, call.betas), output) };
  // A recording may say how long the answer was and not what it said.
  const made = contentOf(response) === null ? madeContent(asked, output) : {};
  return wholeMessage({ ...response, ...made, ...usage }, asked);
}

function madeContent(asked: Asked, length: number | null): JsonObject {
  const { content, stop_reason } = answerTo(asked, length);
  return { content, stop_reason };
}

function newMessage(asked: Asked): JsonObject {
  const { call, options } = asked;
  const { content, stop_reason, output } = answerTo(asked, options.lengthIn(call.scenario));
  const usage = usageOf(options.countInput(call.request, call.betas), output);
  return wholeMessage({ content, stop_reason, usage }, asked);
}

function answerTo(
  { call: { request: body }, options }: Asked,
  length: number | null,
): ReturnType<typeof makeAnswer> {
  const countOutput = (content: readonly Json[]): number | null =>
    options.countOutput(modelOf(body) ?? "", { request: body, response: { content } });
  return makeAnswer(body, { digest: options.digest, length, countOutput });
}

/** Nothing was cached: nobody was asked. */
function usageOf(input: number, output: number): JsonObject {
  return writeUsage({ input, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output });
}
