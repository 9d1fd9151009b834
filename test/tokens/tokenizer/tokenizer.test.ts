import { describe, expect, test } from "vitest";
import { loadTokenizer } from "../../../src/io/context.ts";
import { createTokenizer } from "../../../src/tokens/tokenizer/tokenizer.ts";
import { countMessage } from "./message.ts";

/** tokenizer.md §13: text, and tokens of the message in v3, v4.7 and v5. */
const messages: readonly (readonly [string, number, number, number])[] = [
  ["", 8, 12, 6],
  ["hello, world", 10, 15, 10],
  ["NASA", 8, 14, 9],
  ["it's", 9, 13, 8],
  ["x'S", 10, 14, 9],
  ["a 'b", 11, 15, 10],
  ["a ! b", 10, 15, 10],
  ["a  ! b", 11, 16, 11],
  ["1 ← 1", 14, 18, 12],
  ["1←1", 11, 15, 9],
  ["1234567", 11, 15, 9],
  ["123", 9, 13, 7],
  ["日本語", 11, 15, 9],
  ["한국어 조사", 14, 18, 12],
  ["क्ष", 11, 15, 10],
  ["x \u0363The x", 13, 18, 13],
  ["a ٣ b", 13, 17, 12],
  ["½ x", 11, 15, 9],
  ["1。？ 1", 14, 18, 12],
  ["⚖️ 5", 15, 19, 13],
  [" a", 8, 12, 8],
  ["a ", 9, 13, 7],
  [`a${"\n".repeat(29)}`, 9, 13, 7],
];

describe("a message of one text", () => {
  test.each(messages)("%j", (text, v3, v47, v5) => {
    expect([
      countMessage("v3", text),
      countMessage("v4.7", text),
      countMessage("v5", text),
    ]).toEqual([v3, v47, v5]);
  });
});

describe("a bare text", () => {
  const v3 = loadTokenizer("v3");
  const v47 = loadTokenizer("v4.7");

  test("has neither frame nor first word start", () => {
    expect([v3.count(""), v47.count("")]).toEqual([0, 0]);
    expect(v3.count("123")).toBe(1);
    expect(v3.count("\n\nAssistant:")).toBe(3);
  });

  test("keeps the white space at both ends", () => {
    expect(v3.count(" a")).toBe(v3.count("a") + 1);
    expect(v3.count("a ")).toBe(v3.count("a") + 1);
    expect(v3.count("a\n\n")).toBe(v3.count("a") + 1);
  });

  test("the published examples of framed texts", () => {
    expect(1 + v3.count("\n\nHuman: Tell me three jokes about statisticians\n\nAssistant:")).toBe(
      14,
    );
    const turns =
      "\n\nHuman: an earlier question with some length to it\n\nAssistant: an earlier " +
      "answer\n\nHuman: and one more question";
    expect(1 + v3.count(`\nYou are a terse assistant.${turns}\n\nAssistant:`)).toBe(36);
    expect(v47.count("\nYou are an overridden assistant.Please respond concisely.")).toBe(19);
    expect(v47.count("Hello, Claude!")).toBe(8);
    expect(v47.count("Say hello. Use only one word.")).toBe(11);
  });

  test("curly quotes are straight ones to v3 only", () => {
    expect(v3.count("it’s “x”")).toBe(v3.count('it\'s "x"'));
    expect(v47.count("it’s “x”")).toBeGreaterThan(v47.count('it\'s "x"'));
  });

  test("a contraction needs an apostrophe that stands alone before it and may be one", () => {
    const parted = (before: string): number => v3.count(`${before}'s`) - v3.count(before);
    expect([parted("x"), parted("文"), parted("7"), parted("ⓐ"), parted("٣")]).toEqual([
      1, 1, 1, 2, 2,
    ]);
  });

  test("a family is unpacked once", () => {
    expect(loadTokenizer("v3")).toBe(v3);
    expect([v3.family, v47.family]).toEqual(["v3", "v4.7"]);
  });

  test("other bytes are not a vocabulary", () => {
    expect(() => createTokenizer("v3", new Uint8Array(20).fill(1))).toThrow("not a vocabulary");
  });
});
