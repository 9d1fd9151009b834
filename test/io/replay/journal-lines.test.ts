import { closeSync, openSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readJournalLines, readTextAt } from "../../../src/io/replay/journal-lines.ts";
import { scratchFolder } from "../../repositories/scratch-repository.ts";

function withFile<Result>(path: string, use: (file: number) => Result): Result {
  const file = openSync(path, "r");
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}

/** The last line may have no break: a kill cut it off. */
function linesOf(text: string): readonly string[] {
  return text.endsWith("\n") ? text.slice(0, -1).split("\n") : text === "" ? [] : text.split("\n");
}

test("lines are read one by one, and each again by its place, however long", () => {
  const path = join(scratchFolder(), "journal.jsonl");
  const line = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 20 }),
    // Longer than what is read at once, with characters of several bytes where that ends.
    fc.integer({ min: 262_100, max: 262_200 }).map((length) => "é".repeat(length)),
    fc.constant("x".repeat(600_000)),
  );
  const text = fc
    .tuple(fc.array(line, { maxLength: 6 }), fc.boolean())
    .map(
      ([lines, isTorn]) =>
        lines.map((each) => each.replaceAll("\n", "")).join("\n") + (isTorn ? "" : "\n"),
    );
  fc.assert(
    fc.property(text, (written) => {
      writeFileSync(path, written);
      const lines = [...readJournalLines(path)];
      expect(lines.map((each) => each.text)).toEqual(linesOf(written));
      withFile(path, (file) => {
        for (const each of lines) expect(readTextAt(file, each.place())).toBe(each.text);
      });
    }),
    { numRuns: 60 },
  );
});

test("what is not there any more is not read", () => {
  const path = join(scratchFolder(), "journal.jsonl");
  writeFileSync(path, "one\ntwo\n");
  const [, two] = [...readJournalLines(path)];
  truncateSync(path, 6);
  expect(withFile(path, (file) => readTextAt(file, two!.place()))).toBeNull();
});

test("a line that no text can hold is an error, and no memory", () => {
  const path = join(scratchFolder(), "journal.jsonl");
  writeFileSync(path, `short\n${"x".repeat(700_000)}\nshort\n`);
  const lines = readJournalLines(path, 300_000);
  expect(lines.next().value?.text).toBe("short");
  expect(() => lines.next()).toThrow("too long");
});
