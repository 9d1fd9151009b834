import { describe, expect, test } from "vitest";
import { assistant, countBody, tokens, user } from "../prompts.ts";

const add = { name: "add", description: "Adds two numbers", input_schema: { type: "object" } };
const asked = user("Add two and three");
const called = assistant([{ type: "tool_use", id: "toolu_1", name: "add", input: { a: 2 } }]);
const answered = user([{ type: "tool_result", tool_use_id: "toolu_1", content: "5" }]);

describe("Claude 3 to 3.7", () => {
  test("nothing stands behind a last result, whether its tool is defined or not", () => {
    const messages = [asked, called, answered];
    for (const tools of [{}, { tools: [add] }]) {
      const size = (model: string): number =>
        countBody({ model, messages, ...tools }).total -
        countBody({ model, messages: [asked], ...tools }).total;
      expect(size("claude-3-7-sonnet-20250219")).toBe(
        size("claude-sonnet-4-20250514") - tokens("\n\n"),
      );
    }
  });

  test("white space around a system prompt is free, with tools and without", () => {
    for (const tools of [{}, { tools: [add] }]) {
      const size = (system: string): number =>
        countBody({
          model: "claude-3-7-sonnet-20250219",
          system,
          messages: [asked],
          ...tools,
        }).total;
      expect(size("\n  You are terse.\n")).toBe(size("You are terse."));
    }
  });

  test("a forced call on Claude 3 costs 6 more than is published", () => {
    const frame = (model: string): number =>
      countBody({ model, messages: [asked], tools: [add], tool_choice: { type: "any" } }).total;
    const haiku = frame("claude-3-haiku-20240307") - 340;
    expect(frame("claude-3-opus-20240229") - 281).toBe(haiku);
    expect(frame("claude-3-5-sonnet-20240620") - 261).toBe(haiku);
    expect(frame("claude-3-sonnet-20240229") - 235).toBe(haiku);
  });

  test("thinking tags that an answer wrote as text are counted within a range", () => {
    const body = (text: string) => ({
      model: "claude-3-opus-20240229",
      messages: [asked, assistant(text), user("Go on")],
    });
    const exact = countBody(body("Two and three are five"));
    expect(exact.low).toBe(exact.high);
    const tagged = countBody(body("<thinking>\nAdd them.\n</thinking>"));
    expect(tagged.low).toBeLessThanOrEqual(tagged.total - 3);
    expect(tagged.problems.map(({ code }) => code)).toEqual(["overhead-assumed"]);
  });
});
