import { describe, expect, test } from "vitest";
import { countBody, user } from "../prompts.ts";

const beta = ["interleaved-thinking-2025-05-14"];
const tools = [{ name: "add", description: "Adds", input_schema: { type: "object" } }];

function bodyOf(model: string) {
  return {
    model,
    max_tokens: 4096,
    thinking: { type: "enabled", budget_tokens: 1024 },
    messages: [user("Add two and three")],
    tools,
  };
}

function noteOf(model: string): number {
  return countBody(bodyOf(model), beta).total - countBody(bodyOf(model)).total;
}

describe("thinking between calls of tools, asked for by its beta header", () => {
  test.each([
    "claude-sonnet-4-20250514",
    "claude-opus-4-1-20250805",
    "claude-sonnet-4-5",
    "claude-haiku-4-5",
  ])("costs 148 on %s, within one", (model) => {
    expect(noteOf(model)).toBe(148);
    const { total, low, high, problems } = countBody(bodyOf(model), beta);
    expect([low - total, high - total]).toEqual([-1, 1]);
    expect(problems).toEqual([]);
  });

  test("is read from the body too, where Bedrock and Vertex have it", () => {
    const body = bodyOf("claude-sonnet-4-5");
    expect(countBody({ ...body, anthropic_beta: beta })).toEqual(countBody(body, beta));
  });

  test("costs nothing on 3.7, without tools, and without a budget", () => {
    expect(noteOf("claude-3-7-sonnet-20250219")).toBe(0);
    const { tools: _, ...plain } = bodyOf("claude-sonnet-4-5");
    expect(countBody(plain, beta).total).toBe(countBody(plain).total);
    const { thinking: __, ...still } = bodyOf("claude-sonnet-4-5");
    expect(countBody(still, beta)).toEqual(countBody(still));
  });

  test("is said to be unknown on 4.6, where nobody recorded it", () => {
    const { total, low, high, problems } = countBody(bodyOf("claude-sonnet-4-6"), beta);
    expect(low).toBeLessThanOrEqual(total - 148);
    expect(high).toBeGreaterThanOrEqual(total + 148);
    expect(problems.map(({ code }) => code)).toEqual(["overhead-assumed"]);
  });
});
