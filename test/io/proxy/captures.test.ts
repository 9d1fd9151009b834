import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openCaptures } from "../../../src/io/proxy/captures.ts";
import { parseJson } from "../../../src/json-text.ts";
import { isObject, type JsonObject } from "../../../src/json.ts";
import type { CapturedCall } from "../../../src/record/captured-call.ts";
import { createRedactor } from "../../../src/record/redact/redactor.ts";
import { scratchFolder } from "../../repositories/scratch-repository.ts";

function objectOf(text: string): JsonObject {
  const value = parseJson(text);
  if (!isObject(value)) throw new Error("no object");
  return value;
}

function callOf(over: Partial<CapturedCall> = {}): CapturedCall {
  return {
    pass: 0,
    startedMs: 1.5,
    endedMs: 20.25,
    endpoint: "messages",
    request: objectOf(
      '{"model":"m","temperature":1.0,"messages":[{"role":"user","content":"secret one"}]}',
    ),
    betas: ["a", "b"],
    scenario: "s",
    run: null,
    customId: null,
    outcome: "answered",
    status: 200,
    response: objectOf('{"model":"m","usage":{"input_tokens":3,"output_tokens":1},"content":[]}'),
    at: "2026-11-28T00:00:00.000Z",
    ...over,
  };
}

function open(folder: string, redact = (text: string): string => text) {
  const opened = openCaptures(folder, redact);
  if ("failed" in opened || "running" in opened) throw new Error(JSON.stringify(opened));
  return opened;
}

test("calls come back as they were, in the order they were sent in", () => {
  const folder = scratchFolder();
  const captures = open(folder);
  const calls = [
    callOf({ pass: 1, startedMs: 0 }),
    callOf({ startedMs: 7, outcome: "cut", response: null, endedMs: null, status: null }),
    callOf({ startedMs: 2, endpoint: "count_tokens", customId: "c", run: "r", at: null }),
  ];
  for (const call of calls) expect(captures.append(call)).toBe(true);
  const read = captures.calls();
  expect(read).toEqual(
    [calls[2], calls[1], calls[0]].map((call) => ({ ...call, request: expect.anything() })),
  );
  expect(read[0]?.request["temperature"]).toMatchObject({ numberText: "1.0" });
  captures.close(true);
  expect(existsSync(folder)).toBe(false);
});

test("of a call that lost a text it is kept that it did, headers among it", () => {
  const folder = scratchFolder();
  const captures = open(folder, createRedactor(["secret \\w+", "[0-9]{16}"]));
  const plain = { request: objectOf('{"model":"m","messages":[]}') };
  const card = `{"messages":[{"content":[{"type":"tool_use","input":{"card":4012888888881881}}]}]}`;
  for (const over of [{}, plain, { ...plain, betas: ["secret beta"] }, { request: objectOf(card) }])
    captures.append(callOf(over));
  const [text, none, beta, number] = captures.calls();
  expect([text, none, beta, number].map((call) => call?.redacted === true)).toEqual([
    true,
    false,
    true,
    true,
  ]);
  captures.close(false);
  const written = readFileSync(join(folder, "record", "journal.jsonl"), "utf8");
  expect(written).not.toMatch(/secret (?:one|beta)|4012888888881881/);
  expect(written).toContain('"card":1111111111111111');
});

test("an answer that was paid for is there for the next record, whatever cut the file off", () => {
  const folder = scratchFolder();
  const file = join(folder, "record", "journal.jsonl");
  const first = open(folder);
  first.append(callOf({ startedMs: 1 }));
  first.append(callOf({ startedMs: 2, outcome: "refused", response: null }));
  first.append(callOf({ startedMs: 3, at: null }));
  first.close(false);
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
  appendFileSync(file, readFileSync(file, "utf8").slice(0, 100));
  const second = open(folder);
  expect(second.before.map(({ startedMs }) => startedMs)).toEqual([1]);
  expect(second.calls()).toEqual([]);
  second.append(callOf({ startedMs: 4 }));
  expect(second.calls().map(({ startedMs }) => startedMs)).toEqual([4]);
  second.close(false);
  truncateSync(file, statSync(file).size - 5);
  const third = open(folder);
  expect(third.before.map(({ startedMs }) => startedMs)).toEqual([1]);
  third.close(true);
  expect(existsSync(folder)).toBe(false);
});

test("what a kill left of a draft is taken away with the folder", () => {
  const folder = scratchFolder();
  mkdirSync(join(folder, "record"));
  writeFileSync(join(folder, "record", "journal.jsonl.123.tmp"), "half");
  open(folder).close(true);
  expect(existsSync(folder)).toBe(false);
});

test("what a stub answered is kept for nobody", () => {
  const folder = scratchFolder();
  const captures = open(folder);
  captures.append(callOf({ at: null }));
  expect(captures.calls()).toHaveLength(1);
  captures.close(false);
  expect(existsSync(folder)).toBe(false);
});

test("every text is redacted as a whole before it is written: values, keys, names", () => {
  const folder = scratchFolder();
  const redact = (text: string): string => text.replace(/secret one/g, "[gone]");
  const captures = open(folder, redact);
  captures.append(
    callOf({
      scenario: "secret one",
      run: "a secret one",
      customId: "secret one",
      response: { content: [{ type: "tool_use", input: { "secret one": ["x secret one"] } }] },
    }),
  );
  expect(readFileSync(join(folder, "record", "journal.jsonl"), "utf8")).not.toContain("secret one");
  expect(captures.calls()).toMatchObject([
    {
      scenario: "[gone]",
      // What the whole body cost is not what is left of it costs.
      redacted: true,
      request: { messages: [{ content: "[gone]" }] },
      response: { content: [{ input: { "[gone]": ["x [gone]"] } }] },
    },
  ]);
  captures.close(true);
});

test("one record at a time, and none behind a link; git ignores the folder", () => {
  const folder = scratchFolder();
  const elsewhere = scratchFolder();
  const captures = open(folder);
  expect(readFileSync(join(folder, "record", ".gitignore"), "utf8")).toBe("*\n");
  captures.close(true);
  mkdirSync(folder);
  symlinkSync(elsewhere, join(folder, "record"));
  expect(openCaptures(folder, (text) => text)).toEqual({ failed: true });
  expect(readdirSync(elsewhere)).toEqual([]);
});
