import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Rewriting } from "../../src/fixture/keeping/keep-in-files.ts";
import { digest } from "../../src/io/hash.ts";
import { rewriteFile } from "../../src/io/rewrite-file.ts";
import { scratchFolder } from "../repositories/scratch-repository.ts";

function fileOf(content: string | Uint8Array) {
  const root = scratchFolder();
  const path = join(root, "f.jsonl");
  writeFileSync(path, content);
  return { path, names: () => readdirSync(root), text: () => readFileSync(path, "utf8") };
}

/** Gives the lines as they are, and notes what they were. */
function copying(noted: { lines: string[]; digest: string }): Rewriting {
  return function* (old) {
    for (const line of old.lines) {
      noted.lines.push(line);
      yield line;
    }
    noted.digest = old.digest();
    return true;
  };
}

test("lines come as they are, however long and wherever a character lies; so does the digest", () => {
  // Characters of 1 to 4 bytes across every place where the reading may be cut.
  const long = "aé€😀".repeat(40_000);
  for (const mark of ["", "\uFEFF"])
    for (const rest of [`${long}\r\n\n${long}x\n`, `a\n${long}`, "", "\n", "a"]) {
      const { path, names, text } = fileOf(mark + rest);
      chmodSync(path, 0o640);
      const noted = { lines: new Array<string>(), digest: "" };
      expect(rewriteFile(path, copying(noted))).toBe(true);
      expect(noted.lines).toEqual((mark + rest).match(/[^\n]*\n|[^\n]+$/g) ?? []);
      expect(noted.digest).toBe(digest(rest));
      expect([text() === mark + rest, names()]).toEqual([true, ["f.jsonl"]]);
      if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o640);
    }
});

test("a file that is left as it is, is no text, or is written by others meanwhile, stays", () => {
  const left = fileOf("one\ntwo\n");
  const isChanged = rewriteFile(left.path, function* () {
    yield "half";
    return false;
  });
  expect([isChanged, left.text(), left.names()]).toEqual([false, "one\ntwo\n", ["f.jsonl"]]);

  const noText = fileOf(new Uint8Array([0x61, 0x0a, 0xff, 0x0a]));
  expect(() => rewriteFile(noText.path, copying({ lines: [], digest: "" }))).toThrow(TypeError);
  expect([statSync(noText.path).size, noText.names()]).toEqual([4, ["f.jsonl"]]);

  const others = fileOf("one\ntwo\n");
  expect(() =>
    rewriteFile(others.path, function* ({ lines }) {
      yield* lines;
      writeFileSync(others.path, "theirs");
      return true;
    }),
  ).toThrow();
  expect([others.text(), others.names()]).toEqual(["theirs", ["f.jsonl"]]);
});
