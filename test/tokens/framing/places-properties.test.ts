import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/json.ts";
import { tokensUpTo } from "../../../src/tokens/count.ts";
import { frameOf } from "../../../src/tokens/framing/frame.ts";
import { placesOf, placeToolPrompt } from "../../../src/tokens/framing/places.ts";
import { readSettings } from "../../../src/tokens/framing/settings.ts";
import { createWriter } from "../../../src/tokens/framing/writer.ts";
import { noPdfs } from "../../../src/tokens/media/pdf-cache.ts";
import { assistant, counter, promptOf, user } from "../prompts.ts";

const models = [
  "claude-3-5-haiku-20241022",
  "claude-sonnet-4-20250514",
  "claude-haiku-4-5",
  "claude-sonnet-4-6",
  "claude-opus-4-7",
  "claude-opus-5",
  "claude-sonnet-5-5",
] as const;

const texts = fc.array(fc.constantFrom("Be kind.", "a", "\n", "Long enough to be cached."), {
  minLength: 1,
  maxLength: 3,
});

function blocks(values: readonly string[]): readonly JsonObject[] {
  return values.map((text) => ({ type: "text", text }));
}

const bodies = fc
  .record({
    model: fc.constantFrom(...models),
    tools: fc.nat(3),
    system: fc.option(texts, { nil: null }),
    messages: fc.array(texts, { minLength: 1, maxLength: 3 }),
    choice: fc.constantFrom("auto", "any", "tool", "none"),
    thinks: fc.boolean(),
  })
  .map(({ model, tools, system, messages, choice, thinks }): JsonObject => {
    const named = Array.from({ length: tools }, (_, index) => ({
      name: `t${String(index)}`,
      input_schema: { type: "object" },
    }));
    return {
      model,
      messages: messages.map((values, index) =>
        index % 2 === 0 ? user(blocks(values)) : assistant(blocks(values)),
      ),
      ...(system === null ? {} : { system: blocks(system) }),
      ...(tools === 0 ? {} : { tools: named, tool_choice: { type: choice, name: "t0" } }),
      ...(thinks ? { thinking: { type: "enabled", budget_tokens: 1024 } } : {}),
    };
  });

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

test("blocks and parts add up to the total, and no prefix is longer than the next", () => {
  fc.assert(
    fc.property(bodies, (body) => {
      const prompt = promptOf(body);
      const count = counter.count(prompt);
      expect(sum(count.blocks)).toBe(count.total);
      expect(sum(Object.values(count.parts))).toBe(count.total);
      const prefixes = prompt.blocks.map((_, index) => tokensUpTo(count, index, prompt));
      expect(prefixes).toEqual([...prefixes].sort((a, b) => a - b));
      expect(Math.min(...prefixes)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 300 },
  );
});

test("taking the tool prompt apart changes no total, whatever its size", () => {
  fc.assert(
    fc.property(bodies, fc.integer({ min: 0, max: 2_000 }), fc.nat(40), (body, size, atEnd) => {
      const prompt = promptOf(body);
      const writer = createWriter(({ tokens }) => tokens);
      const context = {
        frame: frameOf(prompt.model),
        pdfs: noPdfs,
        settings: readSettings(body, []),
        writer,
        cites: false,
        callNames: new Map<string, string>(),
        known: new Map<number, number>(),
        redacted: new Set<string>(),
        count: () => 0,
      };
      placeToolPrompt(context, prompt, { places: placesOf(prompt), size, atEnd });
      const moved = writer
        .textRuns()
        .flatMap(({ pieces }) => pieces)
        .map((piece) => (piece.kind === "tokens" ? piece.tokens : Number.NaN));
      expect(sum(moved)).toBe(0);
    }),
  );
});

test("markers cost nothing, wherever they stand", () => {
  const cached = { cache_control: { type: "ephemeral" } };
  fc.assert(
    fc.property(bodies, (body) => {
      const { messages } = body;
      if (!Array.isArray(messages)) return;
      const put = (marker: JsonObject): JsonObject => ({
        ...body,
        messages: [...messages, user([{ type: "text", text: "x", ...marker }])],
      });
      expect(counter.count(promptOf(put(cached))).total).toBe(
        counter.count(promptOf(put({}))).total,
      );
    }),
  );
});
