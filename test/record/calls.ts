import type { CapturedCall } from "../../src/record/captured-call.ts";
import { isObject, type JsonObject } from "../../src/json.ts";
import { parseJson } from "../../src/json-text.ts";

/** What a test says of a call; the rest is usual. */
export interface GivenCall {
  readonly request: object;
  readonly response?: object | null;
  readonly more?: Partial<CapturedCall>;
}

export function toJson(value: object): JsonObject {
  const read = parseJson(JSON.stringify(value));
  if (!isObject(read)) throw new Error("no object");
  return read;
}

/** Calls one after the other, a second each, answered by the API. */
export function makeCalls(given: readonly GivenCall[], pass = 0): readonly CapturedCall[] {
  return given.map(({ request, response = answer("Fine."), more = {} }, index) => ({
    pass,
    startedMs: index * 2_000,
    endedMs: index * 2_000 + 1_000,
    endpoint: "messages",
    request: toJson(request),
    betas: [],
    scenario: null,
    run: null,
    customId: null,
    outcome: "answered",
    status: 200,
    response: response === null ? null : toJson(response),
    at: `2026-11-28T10:00:${String(index % 60).padStart(2, "0")}Z`,
    ...more,
  }));
}

/** The same, answered by the stub. */
export function makeStubbed(given: readonly GivenCall[], pass = 0): readonly CapturedCall[] {
  return makeCalls(given, pass).map((call) => ({ ...call, at: null }));
}

export function answer(text: string, more: object = {}): object {
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-5",
    content: [{ type: "text", text }],
    stop_reason: "end_turn",
    usage: { input_tokens: 30, output_tokens: 5 },
    ...more,
  };
}

export function body(messages: readonly object[], more: object = {}): object {
  return { model: "claude-sonnet-5", max_tokens: 100, system: "Be brief.", messages, ...more };
}

export const user = (content: unknown): object => ({ role: "user", content });
export const assistant = (content: unknown): object => ({ role: "assistant", content });
