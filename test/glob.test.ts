import { array, assert, constantFrom, oneof, pre, property, stringMatching } from "fast-check";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { matchesGlob } from "../src/glob-match.ts";
import { readGlob } from "../src/glob-pattern.ts";

function matches(glob: string, path: string): boolean {
  const pattern = readGlob(glob);
  if (typeof pattern === "string") throw new Error(pattern);
  return matchesGlob(pattern, path);
}

test.each([
  ["runs/*.json", "runs/a.json", true],
  ["runs/*.json", "runs/.json", false],
  ["runs/*.json", "runs/.a.json", false],
  ["runs/*.json", "runs/a/b.json", false],
  ["runs/.*", "runs/.a", true],
  ["**/*.json", "a.json", true],
  ["**/*.json", "a/b/c.json", true],
  ["**/*.json", "a/.b/c.json", false],
  ["runs/**", "runs/a/b", true],
  ["runs/**", "runs/.a/b", false],
  ["runs/a**b", "runs/a/b", false],
  ["runs/a**b", "runs/axxb", true],
  ["{a/b,c}/*.json", "a/b/x.json", true],
  ["{a/b,c}/*.json", "b/x.json", false],
  ["{**/,}x.json", "a/b/x.json", true],
  ["f{1..12}.json", "f12.json", true],
  ["f{1..12}.json", "f13.json", false],
  ["f{1}.json", "f{1}.json", true],
  ["f{1.json", "f{1.json", true],
  ["f[1.json", "f[1.json", true],
  ["f[]1].json", "f].json", true],
  ["f[a-c!].json", "f!.json", true],
  ["f[!a-c].json", "fd.json", true],
  ["f[!a-c].json", "fb.json", false],
  ["f(1)*.json", "f(1).json", true],
  ["f(a|b).json", "fb.json", true],
  ["+(ab|c)d", "abcabd", true],
  ["+(ab|c)d", "d", false],
  ["*(ab|c)d", "d", true],
  ["?(ab)d", "ababd", false],
  ["@(ab)d", "abd", true],
  ["!(a|b).json", "c.json", true],
  ["!(a|b).json", "a.json", false],
  ["runs/!(a)/x", "runs/b/x", true],
  ["runs/!(a)/x", "runs/a/x", false],
  [String.raw`\*.json`, "*.json", true],
  [String.raw`\*.json`, "a.json", false],
  ["", "", true],
] as const)("%s on %s: %s", (glob, path, expected) => {
  expect(matches(glob, path)).toBe(expected);
});

test("without brackets a pattern means what it means to others", () => {
  const names = stringMatching(/^[ab.]{1,4}$/);
  const parts = oneof(names, constantFrom("*", "**", "?", "*a", "a*", "*.b", "[ab]", "{a,b}b"));
  const options = { strictSlashes: true, nonegate: true, windows: false };
  assert(
    property(
      array(parts, { minLength: 1, maxLength: 4 }).map((list) => list.join("/")),
      array(names, { minLength: 1, maxLength: 4 }).map((list) => list.join("/")),
      (glob, path) => {
        // Names of dots alone are steps of a path, and stand in none; `a/**` takes `a` there.
        pre(!/(^|\/)\.+(\/|$)/.test(`${glob}\n${path}`));
        pre(!(glob.endsWith("/**") && picomatch(glob.slice(0, -3), options)(path)));
        expect(matches(glob, path)).toBe(picomatch(glob, options)(path));
      },
    ),
    { numRuns: 2_000 },
  );
});

describe("no pattern takes long", () => {
  const name = "a".repeat(250);
  const deep = `${"a/".repeat(100)}x`;
  test.each([
    [`${"*a".repeat(45)}*b`, name],
    [`${"**/*/".repeat(12)}z`, deep],
    [`${"**/".repeat(99)}z`, deep],
    ["+(+(+(a|aa)|aaa)|a)b", name],
    ["*(*(*(a)*)*)b", name],
    ["(a+|a|aa)+b", name],
    [`${"{a,aa}".repeat(30)}b`, name],
    ["!(*(a|aa)b)!(*(a|aa)b)!(+(a)b)c", name],
    ["?".repeat(90), name],
  ])("%s", (glob, path) => {
    const started = process.cpuUsage();
    expect(matches(glob, path)).toBe(false);
    expect(process.cpuUsage(started).user).toBeLessThan(1_000_000);
  });
});

test.each([
  ["length", "a".repeat(1_001)],
  ["wildcards", "*a".repeat(101)],
  ["wildcards", `{${"a,".repeat(200)}b}`],
  ["nesting", `${"@(".repeat(11)}a${")".repeat(11)}`],
  ["range", "{1..1001}"],
  ["not", "!(a!(b))"],
  ["not", "!(a)".repeat(5)],
])("too much of %s is said", (fault, glob) => {
  expect(readGlob(glob)).toBe(fault);
});
