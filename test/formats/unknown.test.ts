import { describe, expect, test } from "vitest";
import { readContent } from "../../src/fixture/recordings/content.ts";
import { digest } from "../../src/io/hash.ts";

/** The problem that a file of nothing known gives. */
function unknown(text: string, file = "some.file"): string {
  const again = (): string => text;
  const content = readContent({ file, text, again }, { digest, beside: () => null });
  expect(content.kind).toBe("unknown");
  expect(content.problems.map(({ code }) => code)).toEqual(["recording-unknown"]);
  return content.problems[0]?.message ?? "";
}

describe("a file of nothing known says what it looks like", () => {
  const messages = [{ role: "user", content: "Good morning" }];
  test.each([
    [{ model: "gpt-5-mini", messages }, "a request for OpenAI's API"],
    [
      { model: "some/model", messages, tools: [{ type: "function", function: { name: "f" } }] },
      "a request for OpenAI's API",
    ],
    [{ model: "m", messages: [{ role: "system", content: "x" }] }, "a request for OpenAI's API"],
    [{ object: "x", choices: [{ index: 0 }] }, "an answer of OpenAI's API"],
    [{ contents: [{ parts: [] }] }, "a request for Gemini's API"],
    [{ type: "message", role: "assistant", content: [] }, "an answer of the API without its usage"],
    [{ type: "error", error: { type: "overloaded_error" } }, "an error of the API"],
    [{ openapi: "3.1.0", paths: {} }, "an OpenAPI description"],
    [{ name: "shop", dependencies: { zod: "4" } }, "a `package.json`"],
    [{ compilerOptions: {} }, "a TypeScript configuration"],
    [{ name: "x", input_schema: {} }, "the definition of a tool"],
    [{ interactions: [{ request: {} }] }, "a cassette whose `interactions`"],
    [
      { alpha: 1, beta: 2, "Good morning, dear": 3 },
      "an object with `alpha` and `beta` and 1 other key",
    ],
    [{ "Good morning, dear": 3 }, "an object with 1 key"],
  ])("%j", (document, looks) => {
    expect(unknown(JSON.stringify(document))).toContain(`looks like ${looks}`);
  });

  test.each([
    ["<!doctype html>\n<p>Hello</p>", "an HTML page"],
    ["day,calls,tokens\nMonday,4,200\nTuesday,5,260\n", "a table of separated values (CSV)"],
    ["Good morning. This is a prompt\nof two lines.\n", "plain text"],
    ["import json\n\nprint(json.dumps({}))\n", "a program"],
    ["# A page\n\nWith a text.\n", "a Markdown page"],
    ["event: ping\ndata: {}\n\n", "a stream of events"],
  ])("%j", (text, looks) => {
    expect(unknown(text)).toContain(`looks like ${looks}`);
  });

  test("and nothing of its text", () => {
    const text = unknown(JSON.stringify({ greeting: "Good morning, dear" }));
    expect(text).not.toContain("morning");
  });
});
