import { expect, test } from "vitest";
import { rememberTexts } from "../src/text-memo.ts";

test("a long text is worked out once, and gives the same; a short one is not held", () => {
  const worked: string[] = [];
  const work = rememberTexts((text) => {
    worked.push(text);
    return text.toUpperCase();
  });
  const long = "a text that every request of a run sends again";
  expect([work(long), work(` ${long}`.trim()), work("short"), work("short")]).toEqual([
    long.toUpperCase(),
    long.toUpperCase(),
    "SHORT",
    "SHORT",
  ]);
  expect(worked).toEqual([long, "short", "short"]);
});

test("what is held is bounded: a text that was forgotten is worked out anew", () => {
  let worked = 0;
  const work = rememberTexts((text) => {
    worked += 1;
    return text;
  });
  const texts = Array.from({ length: 20 }, (_, index) => String(index).padEnd(1 << 20, "x"));
  for (const text of [...texts, texts[0] ?? ""]) expect(work(text)).toBe(text);
  expect(worked).toBe(texts.length + 1);
});
