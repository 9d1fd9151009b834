import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { findRepository, pathFromRoot, writeAtomically } from "../../src/io/files.ts";
import { readLines } from "../../src/io/lines.ts";
import { replaceFiles } from "../../src/io/replace-files.ts";
import { blobId, digest } from "../../src/io/hash.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "promptcost-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("lines come one at a time, however they lie in the file", () => {
  const path = join(folder, "lines.jsonl");
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: "grapheme" }).filter((line) => !line.includes("\n")),
        { maxLength: 20 },
      ),
      fc.boolean(),
      (lines, ended) => {
        const text = lines.join("\n") + (ended ? "\n" : "");
        writeFileSync(path, text);
        const expected = text.split("\n");
        if (expected.at(-1) === "") expected.pop();
        expect([...readLines(path)]).toEqual(expected);
      },
    ),
    { numRuns: 30 },
  );
});

test("a letter that two chunks share is read whole", () => {
  const path = join(folder, "long.jsonl");
  const text = `${"é".repeat((1 << 19) + 7)}x\nß\n`;
  writeFileSync(path, `y${text}`);
  expect([...readLines(path)].join("\n")).toBe(`y${text}`.trimEnd());
});

test("a file is replaced whole, its folders made, nothing left beside it", () => {
  const path = join(folder, "new", "deep", "baseline.json");
  writeAtomically(path, "one");
  writeAtomically(path, "two");
  expect(readFileSync(path, "utf8")).toBe("two");
  expect(readdirSync(join(folder, "new", "deep"))).toEqual(["baseline.json"]);
  expect(() => writeAtomically(folder, "x")).toThrow();
});

describe.skipIf(process.platform === "win32")("a file that is replaced", () => {
  const path = join(folder, "modes.json");
  function modeOf(file: string): number {
    return statSync(file).mode & 0o7777;
  }

  test.each([0o644, 0o600, 0o640, 0o664, 0o755, 0o777])("keeps its mode %o", (mode) => {
    writeFileSync(path, "one");
    chmodSync(path, mode);
    const usual = process.umask(0o027);
    writeAtomically(path, "two");
    process.umask(usual);
    expect([readFileSync(path, "utf8"), modeOf(path)]).toEqual(["two", mode]);
  });

  test("keeps its mode among several that are replaced together", () => {
    writeFileSync(path, "one");
    chmodSync(path, 0o640);
    const changes = [
      { path: "modes.json", text: "two" },
      { path: "made.json", text: "new" },
    ];
    expect(replaceFiles(folder, changes, join(folder, "drafts"))).toBeNull();
    expect([readFileSync(path, "utf8"), modeOf(path)]).toEqual(["two", 0o640]);
  });

  test.skipIf(process.getuid?.() !== 0)("keeps its owner where the system lets us", () => {
    writeFileSync(path, "one");
    chownSync(path, 1234, 4321);
    chmodSync(path, 0o640);
    writeAtomically(path, "two");
    const { uid, gid } = statSync(path);
    expect([uid, gid, modeOf(path)]).toEqual([1234, 4321, 0o640]);
  });

  test("leaves what another name of it holds", () => {
    writeFileSync(path, "one");
    linkSync(path, join(folder, "other-name.json"));
    writeAtomically(path, "two");
    expect(readFileSync(join(folder, "other-name.json"), "utf8")).toBe("one");
  });

  test("takes the place of a draft that a process with the same number left", () => {
    const draft = `${path}.${String(process.pid)}.tmp`;
    writeFileSync(path, "one");
    writeFileSync(join(folder, "elsewhere.json"), "mine");
    symlinkSync(join(folder, "elsewhere.json"), draft);
    writeAtomically(path, "two");
    expect([readFileSync(path, "utf8"), existsSync(draft)]).toEqual(["two", false]);
    expect(readFileSync(join(folder, "elsewhere.json"), "utf8")).toBe("mine");
  });
});

test("a user's link to a file is written through", () => {
  writeFileSync(join(folder, "target.json"), "one");
  symlinkSync("target.json", join(folder, "alias.json"));
  writeAtomically(join(folder, "alias.json"), "two");
  expect(readFileSync(join(folder, "target.json"), "utf8")).toBe("two");
});

test("paths from a root, and the repository above", () => {
  expect(pathFromRoot("/a/b", "/a/b/c/d.json")).toBe("c/d.json");
  expect(pathFromRoot("/a/b", "/a/b")).toBe("");
  expect(pathFromRoot("/a/b", "/a/bc/d")).toBeNull();
  expect(pathFromRoot("/", "/a")).toBe("a");
  expect(findRepository(folder)).toBeNull();
});

test("digests", () => {
  expect(digest("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(blobId(new TextEncoder().encode("a\n"))).toBe("78981922613b2afb6025042ff6bd878ac1994e85");
});
