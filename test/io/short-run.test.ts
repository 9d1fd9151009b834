import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shortRunFlags } from "../../src/io/short-run.ts";

test("this Node's V8 takes every flag it is given", () => {
  const taken = execFileSync(process.execPath, ["--v8-options"], { encoding: "utf8" });
  for (const flag of shortRunFlags(process.versions.node))
    expect(taken).toContain(`  ${flag.replace(/=.*/, "")} (`);
});

test("a Node that is not known is given none", () => {
  expect(shortRunFlags("20.0.0")).not.toEqual([]);
  expect(shortRunFlags("99.0.0")).toEqual([]);
});
