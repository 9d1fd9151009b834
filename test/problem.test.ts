import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { hasErrors, nowhere, placeIn, problem } from "../src/problem.ts";

const folder = fileURLToPath(new URL("../src/", import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".ts"),
);

function isTable(name: string): boolean {
  return name.startsWith("problems");
}

/** The codes of every table there is, one table after the other. */
async function readCodes(): Promise<readonly string[]> {
  const tables: readonly Readonly<Record<string, unknown>>[] = await Promise.all(
    sources.filter(isTable).map((name) => import(pathToFileURL(join(folder, name)).href)),
  );
  return tables
    .flatMap((exported) => Object.values(exported))
    .filter((table) => typeof table === "object" && table !== null && !Array.isArray(table))
    .flatMap((table) => Object.keys(table ?? {}));
}

describe("problem codes", () => {
  test("are kebab-case, and each stands in one table only", async () => {
    const codes = await readCodes();
    expect(codes.length).toBeGreaterThan(100);
    for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  test("are all reported somewhere: no text for what is never said", async () => {
    const source = sources
      .filter((name) => !isTable(name))
      .map((name) => readFileSync(join(folder, name), "utf8"))
      .join("\n");
    const codes = await readCodes();
    expect(codes.filter((code) => !source.includes(`"${code}"`))).toEqual([]);
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
