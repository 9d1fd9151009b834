import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { countMessage } from "./message.ts";

const folder = fileURLToPath(new URL("../../../../shared/corpus/counts/", import.meta.url));
const present = existsSync(folder);
if (!present)
  console.warn(
    `SKIPPED: recorded counts are not there (${folder}); exactness of the tokenizer is not tested`,
  );

const Line = z.object({ family: z.enum(["v3", "v4.7", "v5"]), text: z.string(), tokens: z.int() });

function readLines(name: string): z.infer<typeof Line>[] {
  const bytes = readFileSync(`${folder}${name}`);
  const text = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => Line.parse(JSON.parse(line)));
}

describe.skipIf(!present)("recorded counts", () => {
  test.each([
    ["multipl_e.jsonl.gz", 66],
    ["rosetta.jsonl.gz", 1350],
    ["rosetta_holdout.jsonl.gz", 750],
    ["udhr.jsonl.gz", 456],
    ["witness.jsonl.gz", 64_039],
    ["vectors.jsonl", 1102],
  ])("%s: each of %i is exact", (name, count) => {
    const lines = readLines(name);
    expect(lines).toHaveLength(count);
    const wrong = lines.flatMap(({ family, text, tokens }, at) => {
      const counted = countMessage(family, text);
      return counted === tokens ? [] : [{ line: at + 1, family, tokens, counted }];
    });
    expect(wrong).toEqual([]);
  });
});
