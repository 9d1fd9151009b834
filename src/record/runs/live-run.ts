/** Calls as the runs they make. */
import { withoutMarkers } from "../../api/cache-control.ts";
import { messagesOf } from "../../api/request.ts";
import type { Digest } from "../../digest.ts";
import { createThreads, type Threads } from "../../fixture/recordings/threads.ts";
import { isArray, isObject, writeJson, type Json, type JsonObject } from "../../json.ts";
import { redactObject, type Redactor } from "../redact/redactor.ts";
import type { CapturedCall } from "../captured-call.ts";
import { findHeirs } from "./heirs.ts";
import { inBlocks } from "./masked.ts";
import { orderMembers } from "./order-members.ts";

/** A request that was answered. */
export interface LiveExchange {
  readonly call: CapturedCall;
  /**
   * As sent, its top-level members in the order fixtures have, what is not to be kept replaced. One
   * that continues a thread has the messages that the API held in front of its own.
   */
  readonly body: JsonObject;
  /** The answer, with the same replaced. */
  readonly response: JsonObject | null;
  /** Something of the body was replaced: what it cost is not what this body costs. */
  readonly redacted: boolean;
}

/** What one unit of work sent, in order. */
export interface LiveRun {
  /** The scenario it says itself; null: it says none. */
  readonly scenario: string | null;
  /** The name it says itself: its header, or its `custom_id` in a batch. */
  readonly name: string | null;
  readonly exchanges: readonly LiveExchange[];
}

interface GroupingOptions {
  readonly digest: Digest;
  readonly redact: Redactor;
  /** The scenario of calls that say none; null: what they are alike in decides. */
  readonly scenario: string | null;
}

interface OpenRun {
  readonly scenario: string | null;
  readonly name: string | null;
  readonly exchanges: LiveExchange[];
}

/**
 * The runs that answered calls of `messages` make, in the order they began. Calls that say their
 * run are one. Of the others a call whose messages begin with all of an earlier one's, markers
 * aside, and go on, continues it: the one with most messages, that answered before; of several the
 * one whose answer it repeats, then the oldest. A call is continued once, by the one of several that
 * goes on longest.
 */
export function groupRuns(
  calls: readonly CapturedCall[],
  { digest, redact, scenario: given }: GroupingOptions,
): readonly LiveRun[] {
  const runs: OpenRun[] = [];
  const threads = createThreads();
  const named = new Map<string, OpenRun>();
  /** The runs that may go on, by scenario and all their messages so far. */
  const tails = new Map<string, OpenRun[]>();
  const open = (scenario: string | null, name: string | null): OpenRun => {
    const run = { scenario, name, exchanges: [] };
    runs.push(run);
    return run;
  };
  const answered = calls.flatMap((call) => {
    if (call.endpoint !== "messages" || call.outcome !== "answered") return [];
    const exchange = readExchange(call, redact, threads);
    const scenario = call.scenario ?? given;
    const isNamed = call.customId !== null || call.run !== null;
    const keys = isNamed ? [] : prefixKeys(exchange.body, scenario ?? "", digest);
    const isAnswer = (message: Json | undefined): boolean => isAnswerOf(exchange, message);
    return [{ call, exchange, scenario, body: exchange.body, keys, isAnswer }];
  });
  const heirs = findHeirs(answered);
  for (const made of answered) {
    const { call, exchange, scenario, keys } = made;
    if (call.customId !== null) {
      open(scenario, call.run ?? call.customId).exchanges.push(exchange);
      continue;
    }
    if (call.run !== null) {
      const key = JSON.stringify([scenario, call.run]);
      const run = named.get(key) ?? open(scenario, call.run);
      named.set(key, run);
      run.exchanges.push(exchange);
      continue;
    }
    const tail = heirs.has(made) ? takeTail(tails, keys, exchange) : null;
    const run = tail ?? open(scenario, null);
    run.exchanges.push(exchange);
    const last = keys.at(-1);
    if (last !== undefined) tails.set(last, [...(tails.get(last) ?? []), run]);
  }
  return runs;
}

/** A call with what may be kept of it; of one that continues a thread the whole body. */
function readExchange(call: CapturedCall, redact: Redactor, threads: Threads): LiveExchange {
  const sent = redactObject(call.request, redact);
  const response = call.response === null ? null : redactObject(call.response, redact);
  const whole = threads.join({ request: sent, response }) ?? sent;
  return {
    call,
    body: orderMembers(whole),
    response,
    redacted: call.redacted === true || sent !== call.request,
  };
}

/** For each number of messages, the first ones as a key: equal where they are, markers aside. */
function prefixKeys(body: JsonObject, scenario: string, digest: Digest): readonly string[] {
  let key = JSON.stringify(scenario);
  return (messagesOf(body) ?? []).map((message) => {
    key = digest(`${key}\n${writeJson(withoutMarkers(inBlocks(message)))}`);
    return key;
  });
}

/** Takes the run that a call continues out of those that may go on; null: it continues none. */
function takeTail(
  tails: Map<string, OpenRun[]>,
  keys: readonly string[],
  exchange: LiveExchange,
): OpenRun | null {
  for (let length = keys.length - 1; length > 0; length -= 1) {
    const key = keys[length - 1] ?? "";
    const waiting = tails.get(key) ?? [];
    const ready = waiting.filter((run) => isAnsweredBefore(run, exchange));
    const next = messagesOf(exchange.body)?.[length];
    const run = ready.find(({ exchanges }) => isAnswerOf(exchanges.at(-1), next)) ?? ready[0];
    if (run === undefined) continue;
    const left = waiting.filter((other) => other !== run);
    if (left.length === 0) tails.delete(key);
    else tails.set(key, left);
    return run;
  }
  return null;
}

function isAnsweredBefore({ exchanges }: OpenRun, { call }: LiveExchange): boolean {
  const ended = exchanges.at(-1)?.call.endedMs ?? null;
  return ended !== null && ended <= call.startedMs;
}

/** Whether a message is what a request was answered, sent back. */
function isAnswerOf(exchange: LiveExchange | undefined, message: Json | undefined): boolean {
  const content = exchange?.response?.["content"];
  const blocks = message === undefined ? null : inBlocks(message);
  if (!isObject(blocks) || !isArray(content)) return false;
  return writeJson(withoutMarkers(blocks["content"] ?? null)) === writeJson(content);
}
