import { describe, expect, test } from "vitest";
import { check, block, request, config, of } from "./two-trees.ts";

describe("an answer that the next request repeats", () => {
  const yml = config("1000/day", "{ increase: { percent: 1 } }");
  const append = {
    messages: {
      $append: [
        { role: "assistant", content: [{ $answer: true }] },
        { role: "user", content: "and then?" },
      ],
    },
  };
  const chat = (system: number, output: number, recorded: object | null = null) => ({
    exchanges: [
      {
        request: request(system),
        ...(recorded === null ? { expect: { output_tokens: output } } : { recorded }),
      },
      { request: append, expect: { output_tokens: 50 } },
    ],
  });
  const base = { "promptcost.yml": yml, "f/run.json": chat(1000, 3000) };
  const recordedAs = (words: number) => ({
    response: {
      model: "claude-opus-5",
      usage: {
        input_tokens: 100,
        cache_read_input_tokens: 0,
        cache_creation_input_tokens: 1000,
        output_tokens: words,
      },
      stop_reason: "end_turn",
      content: [{ type: "text", text: "word ".repeat(words) }],
    },
  });

  test("expected shorter offsets nothing", () => {
    const alone = check(base, { "f/run.json": chat(2000, 3000) });
    const shorter = check(base, { "f/run.json": chat(2000, 300) });
    expect([of(alone, "a")?.deltaUsd, alone.verdict]).toEqual([
      of(shorter, "a")?.deltaUsd,
      shorter.verdict,
    ]);
    expect(of(shorter, "a")?.causes.map(({ kind }) => kind)).toEqual(
      of(alone, "a")?.causes.map(({ kind }) => kind),
    );
    expect(of(shorter, "a")?.adjustments.map(({ kind }) => kind)).toEqual(["assumed"]);
  });

  test("recorded anew costs nothing either, and what else the request changes is its own", () => {
    const recorded = { "promptcost.yml": yml, "f/run.json": chat(1000, 0, recordedAs(200)) };
    const anew = check(recorded, { "f/run.json": chat(1000, 0, recordedAs(4000)) });
    expect([of(anew, "a")?.deltaUsd, of(anew, "a")?.causes, anew.verdict]).toEqual([
      "0",
      [],
      "pass",
    ]);
    expect(new Set(of(anew, "a")?.adjustments.map(({ kind }) => kind))).toEqual(
      new Set(["re-recorded"]),
    );
    const more = {
      exchanges: chat(1000, 0, recordedAs(4000)).exchanges.map((exchange, at) =>
        at === 0
          ? exchange
          : {
              ...exchange,
              request: {
                messages: {
                  $append: [
                    append.messages.$append[0],
                    {
                      role: "user",
                      content: [block(500, "appendix"), { type: "text", text: "and then?" }],
                    },
                  ],
                },
              },
            },
      ),
    };
    const both = check(recorded, { "f/run.json": more });
    expect(of(both, "a")?.causes.map(({ kind }) => kind)).toEqual(["messages"]);
    // 500 tokens of input at $5 per million in each of 30,416.67 runs a month.
    expect(Number(of(both, "a")?.deltaUsd)).toBeCloseTo((500 * 5 * 1000 * 730) / 24 / 1e6, -1);
  });
});
