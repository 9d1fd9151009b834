import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { entries, rooms } from "../oxlint.config.ts";

/** What the tree of `src/` looks like, as far as no other check holds it. */
const root = join(import.meta.dirname, "..");
const generated = join("tokens", "vocabulary.ts");
const sources = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(join(root, "src"), join(entry.parentPath, entry.name)))
  .filter((path) => path !== generated);

function linesOf(path: string): readonly string[] {
  return readFileSync(join(root, "src", path), "utf8")
    .trimEnd()
    .split("\n");
}

test("every folder of src/ is a room or an entry, and every room is there", () => {
  const folders = readdirSync(join(root, "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(folders.toSorted()).toEqual([...rooms, ...entries].toSorted());
});

test("what is checked without node's types is all but the edge and the entries", () => {
  const core: unknown = JSON.parse(
    readFileSync(join(root, "tsconfig.core.json"), "utf8").replace(/^\s*\/\/.*$/gm, ""),
  );
  const edge = ["io", ...entries.flatMap((entry) => [entry, `${entry}.ts`])];
  expect(core).toMatchObject({ exclude: edge.map((name) => `src/${name}`) });
});

test("a file is read in one sitting", () => {
  expect(sources.filter((path) => linesOf(path).length > 250)).toEqual([]);
});

test("no line is longer than 120 characters", () => {
  const wide = sources.flatMap((path) =>
    linesOf(path).flatMap((line, index) => (line.length > 120 ? [`${path}:${index + 1}`] : [])),
  );
  expect(wide).toEqual([]);
});

test("a folder with many files is divided", () => {
  const sizes = new Map<string, number>();
  for (const folder of sources.map(dirname)) sizes.set(folder, (sizes.get(folder) ?? 0) + 1);
  expect([...sizes].filter(([folder, size]) => folder !== "." && size > 15)).toEqual([]);
});

test("no folder or file is called by a name that says nothing", () => {
  const vague = /(^|[/\\])(utils?|helpers?|types|constants|misc|common)(\.ts|[/\\])/;
  expect(sources.filter((path) => vague.test(path))).toEqual([]);
});

test("functions are declared, not assigned", () => {
  const assigned = sources.filter((path) =>
    linesOf(path).some((line) =>
      /^(export )?const \w+ = (async )?(<.*>)?\(.*(=>|,|\()$/.test(line),
    ),
  );
  expect(assigned).toEqual([]);
});

test("no String.raw holds what the build would write as an escape", () => {
  const changed = sources.filter((path) =>
    /String\.raw\s*`[^`]*[^\0-\x7F`]/.test(linesOf(path).join("\n")),
  );
  expect(changed).toEqual([]);
});

test("every file and folder that ARCHITECTURE.md names is there", () => {
  const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
  const [, body = page] = /^([\s\S]*)## Where this differs/m.exec(page) ?? [];
  const linked = [...page.matchAll(/\]\(([\w./-]+)\)/g)].map(([, path = ""]) => path);
  const named = [...body.matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map(([, path = ""]) => path);
  const missing = [...linked, ...named].filter(
    (path) => !existsSync(join(root, path)) && !existsSync(join(root, "src", path)),
  );
  expect(missing).toEqual([]);
});
