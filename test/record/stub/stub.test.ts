import { expect, test } from "vitest";
import { hashInput } from "../../../src/fixture/input-hash.ts";
import { digest } from "../../../src/io/hash.ts";
import type { JsonObject } from "../../../src/json.ts";
import type { RecordedAnswer } from "../../../src/record/stub/recorded-answers.ts";
import { createStub, type StubOptions } from "../../../src/record/stub/stub.ts";
import { stubCall, stubOptions } from "../../servers/stub.ts";

function ask(content: string, over: JsonObject = {}): JsonObject {
  return {
    model: "claude-sonnet-5",
    max_tokens: 300,
    messages: [{ role: "user", content }],
    ...over,
  };
}

function recorded(
  body: JsonObject,
  text: string,
  over: Partial<RecordedAnswer> = {},
): RecordedAnswer {
  const usage = { input_tokens: 20, output_tokens: 7 };
  return {
    body,
    hashes: [hashInput({ body, betas: [] }, digest)],
    run: null,
    response: { model: "claude-sonnet-5", usage, content: [{ type: "text", text }] },
    isVolatile: false,
    ...over,
  };
}

/** Asks one after the other, and gives what each was answered. */
function answersTo(
  bodies: readonly JsonObject[],
  options: Partial<StubOptions>,
): { readonly texts: readonly string[]; readonly tally: object } {
  const stub = createStub(stubOptions(options));
  const texts = bodies.map((body) => {
    const answer = stub.answer(stubCall(body));
    const message = JSON.parse(answer?.text ?? "{}");
    return String(message.content?.[0]?.text ?? answer?.status ?? "passed on");
  });
  return { texts, tally: stub.tally() };
}

test("a request that was recorded several times gets each answer in turn", () => {
  const again = ask("Roll a die.");
  const recordings = [recorded(again, "one"), recorded(again, "two")];
  const { texts } = answersTo([again, again, again], { recordings });
  expect(texts).toEqual(["one", "two", "one"]);
});

test("what changes no input count changes no answer", () => {
  const recordings = [recorded(ask("Hello"), "Hi")];
  const { tally } = answersTo([ask("Hello", { max_tokens: 9, metadata: {} })], { recordings });
  expect(tally).toEqual({ same: 1, changed: 0, made: 0, refused: 0 });
});

test("a request that the API would refuse is refused, unless it was recorded or its key is known", () => {
  const odd = ask("Hello", { user_id: "u-1" });
  expect(answersTo([odd], {}).texts).toEqual(["400"]);
  expect(answersTo([ask("Hello", { max_tokens: "many" })], {}).texts).toEqual(["400"]);
  // A request in whose place one stands that was taken is no witness for it.
  const recordings = [recorded(ask("Hello"), "Hi")];
  expect(answersTo([odd], { recordings }).texts).toEqual(["400"]);
  expect(answersTo([odd], { recordings: [recorded(odd, "Hi")] }).texts).toEqual(["Hi"]);
  expect(answersTo([odd], { recordings, extraKeys: ["user_id"] }).tally).toMatchObject({
    refused: 0,
  });
  const refusal = createStub(stubOptions()).answer(stubCall(odd));
  expect(JSON.parse(refusal?.text ?? "")).toMatchObject({
    type: "error",
    error: {
      type: "invalid_request_error",
      message: expect.stringContaining("`user_id` is no key"),
    },
  });
});

test("a changed system prompt leaves each question its own answer, in whatever order they come", () => {
  const questions = ["Where is my order?", "How many days off?", "Who are you?"];
  const recordings = questions.map((question) => recorded(ask(question), `re: ${question}`));
  const changed = questions.toReversed().map((question) => ask(question, { system: "Be brief." }));
  const { texts, tally } = answersTo(changed, { recordings });
  expect(texts).toEqual(questions.toReversed().map((question) => `re: ${question}`));
  expect(tally).toMatchObject({ changed: 3, made: 0 });
});

test("a text that changes by itself does not hide the request it stands in", () => {
  const at = (time: string): JsonObject => ask(`It is ${time}. Where is my order?`);
  const { texts } = answersTo([at("11:07:31")], { recordings: [recorded(at("10:00:00"), "here")] });
  expect(texts).toEqual(["here"]);
  const whole = { recordings: [recorded(ask("b1946ac9"), "hashed", { isVolatile: true })] };
  expect(answersTo([ask("591785b7")], whole).texts).toEqual(["hashed"]);
});

test("a request of a named run is found by the name", () => {
  const recordings = [
    recorded(ask("Hello"), "first", { run: "first" }),
    recorded(ask("Hello there"), "second", { run: "second" }),
  ];
  const stub = createStub(stubOptions({ recordings }));
  const answer = stub.answer(stubCall(ask("Something else"), { run: "second" }));
  expect(answer?.text).toContain('"second"');
});

test("another question is new", () => {
  const recordings = [recorded(ask("Where is my order?"), "here")];
  const other = ask("Translate this into French: good morning to you all");
  expect(answersTo([other], { recordings }).tally).toMatchObject({ made: 1 });
  expect(answersTo([other], { recordings, newAnswers: "fail" }).texts).toEqual(["400"]);
  expect(answersTo([other], { recordings, newAnswers: "pass" }).texts).toEqual(["passed on"]);
});

test("a recorded answer that the changed request could not have is not given", () => {
  const call = { type: "tool_use", id: "toolu_1", name: "gone", input: {} };
  const tools = [{ name: "gone", input_schema: { type: "object" } }];
  const before = recorded(ask("Go.", { tools }), "", {});
  const recordings = [{ ...before, response: { ...before.response, content: [call] } }];
  expect(answersTo([ask("Go.", { tools })], { recordings }).tally).toMatchObject({ same: 1 });
  expect(answersTo([ask("Go.")], { recordings }).tally).toMatchObject({ made: 1 });
});

test("an answer is as long as stated, and never longer than the request allows", () => {
  const stub = createStub(stubOptions({ lengthIn: () => 200 }));
  const message = (body: JsonObject): JsonObject =>
    JSON.parse(stub.answer(stubCall(body))?.text ?? "");
  expect(message(ask("Hello"))).toMatchObject({
    stop_reason: "end_turn",
    usage: { output_tokens: 200 },
  });
  expect(message(ask("Hello", { max_tokens: 50 }))).toMatchObject({
    stop_reason: "max_tokens",
    usage: { output_tokens: 50 },
  });
  expect(message(ask("Hello", { max_tokens: 0 }))).toMatchObject({
    stop_reason: "max_tokens",
    content: [],
    usage: { output_tokens: 0 },
  });
});

test("an answer that must be JSON of a schema is", () => {
  const schema = {
    type: "object",
    properties: { label: { enum: ["spam", "ham"] }, score: { type: "number" } },
    required: ["label"],
  };
  const format = { type: "json_schema", schema };
  const { texts } = answersTo(
    [ask("Label.", { output_config: { format } }), ask("Label.", { output_format: format })],
    {},
  );
  expect(texts.map((text) => JSON.parse(text))).toEqual([{ label: "spam" }, { label: "spam" }]);
});

test("the id of a made-up call depends on where it stands, not on the prompt around it", () => {
  const stub = createStub(stubOptions());
  const forced = {
    tools: [{ name: "go", input_schema: { type: "object" } }],
    tool_choice: { type: "any" },
  };
  const idOf = (body: JsonObject): unknown =>
    JSON.parse(stub.answer(stubCall(body))?.text ?? "").content[0].id;
  const first = idOf(ask("Go.", forced));
  expect(first).toMatch(/^toolu_\w{24}$/);
  expect(idOf(ask("Go.", { ...forced, system: "It is 12:00." }))).toBe(first);
});

test("count_tokens says what it said, else what we count", () => {
  const body = ask("Hello");
  const counted = new Map([[hashInput({ body, betas: [] }, digest), 4711]]);
  const stub = createStub(stubOptions({ counted }));
  const count = (request: JsonObject): unknown =>
    JSON.parse(stub.answer(stubCall(request, { endpoint: "count_tokens" }))?.text ?? "");
  expect(count(body)).toEqual({ input_tokens: 4711 });
  expect(count(ask("Hello there"))).toEqual({
    input_tokens: stubOptions().countInput(ask("Hello there"), []),
  });
});

test("a request that the API takes from nobody is refused as the API does", () => {
  const { model = "", messages = [] } = ask("Hello");
  const bodies: readonly JsonObject[] = [
    { model, messages: [], max_tokens: 5 },
    { messages, max_tokens: 5 },
    { model, messages },
  ];
  const stub = createStub(stubOptions());
  const said = bodies.map((body) => {
    const answer = stub.answer(stubCall(body));
    return [answer?.status, JSON.parse(answer?.text ?? "").error.message];
  });
  expect(said).toEqual([
    [400, "messages: Field required"],
    [400, "model: Field required"],
    [400, "max_tokens: Field required"],
  ]);
  expect(stub.tally()).toEqual({ same: 0, changed: 0, made: 0, refused: 0 });
});
