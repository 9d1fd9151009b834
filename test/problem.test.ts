import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { hasErrors, nowhere, placeIn, problem, problemCodes } from "../src/problem.ts";

const folder = fileURLToPath(new URL("../src/", import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".ts"),
);
function textOf(names: readonly string[]): string {
  return names.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
}
function isTable(name: string): boolean {
  return name.startsWith("problems");
}

describe("problem codes", () => {
  test("are kebab-case, and each stands in one table only", () => {
    const tables = textOf(sources.filter(isTable));
    for (const code of problemCodes) {
      expect(code).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
      const stands = tables
        .split("\n")
        .filter((line) => line.startsWith(`  "${code}":`) || line.startsWith(`  ${code}:`));
      expect([code, stands.length]).toEqual([code, 1]);
    }
  });

  test("are all reported somewhere: no text for what is never said", () => {
    const code = textOf(sources.filter((name) => !isTable(name)));
    expect(problemCodes.filter((name) => !code.includes(`"${name}"`))).toEqual([]);
  });
});

test("a problem has its place, what is wrong and what to do; only errors end a command", () => {
  const missing = problem("config-not-found", placeIn("promptcost.yml"), {
    file: "promptcost.yml",
    kind: "missing",
  });
  expect(missing).toMatchObject({
    code: "config-not-found",
    severity: "error",
    file: "promptcost.yml",
    line: null,
    scenario: null,
  });
  expect(missing.message).not.toBe("");
  expect(missing.fix).not.toBe("");
  const note = problem("server-completes-input", nowhere, { what: "web_search" });
  expect(note.severity).not.toBe("error");
  expect([hasErrors([note]), hasErrors([note, missing])]).toEqual([false, true]);
});
