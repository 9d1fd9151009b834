import * as fc from "fast-check";
import picomatch from "picomatch";
import { expect, test } from "vitest";
import { globsOf } from "../../../src/commands/init/recordings/globs.ts";

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  [
    "a folder of its own",
    ["c/a/1.yaml", "c/a/2.yaml"],
    ["c/b/1.yaml", "c/a/1.txt"],
    ["c/a/*.yaml"],
  ],
  ["folders below one", ["c/a/1.yaml", "c/b/2.yaml"], ["x/1.yaml"], ["c/**/*.yaml"]],
  [
    "names that begin alike",
    ["c/agent_1.yaml", "c/agent_2.yaml"],
    ["c/label.yaml"],
    ["c/agent_*.yaml"],
  ],
  ["nothing in common", ["c/a.yaml", "c/b.yaml"], ["c/d.yaml"], ["c/a.yaml", "c/b.yaml"]],
  ["the root", ["a.json", "b.json"], ["c/x.json"], ["*.json"]],
  [
    "characters that mean something",
    ["c[1]/a.json", "c[1]/b.json"],
    [],
    ["c[1]/a.json", "c[1]/b.json"],
  ],
  ["two endings", ["c/a.json", "c/b.yaml"], ["c/readme.md"], ["c/a.json", "c/b.yaml"]],
])("%s", (_, files, others, globs) => {
  expect(globsOf(files, [...files, ...others])).toEqual(globs);
});

test("globs match all files they are for, and no other", () => {
  const name = fc.stringMatching(/^[a-c]{1,2}(?:\/[a-c(+[]{1,2}){0,2}$/);
  const path = fc.tuple(name, fc.constantFrom(".json", ".yaml", "")).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.uniqueArray(path, { maxLength: 12 }), fc.nat(12), (paths, count) => {
      const files = paths.slice(0, count);
      const found = globsOf(files, paths);
      const matches = (of: string): boolean =>
        found.some((glob) => glob === of || (!paths.includes(glob) && picomatch(glob)(of)));
      expect(paths.filter(matches)).toEqual(files);
    }),
    { numRuns: 500 },
  );
});
