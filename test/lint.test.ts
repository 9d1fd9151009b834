import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, readdirSync, symlinkSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { scratchFolder, write } from "./repositories/scratch-repository.ts";

/**
 * The rules that keep the core pure and the arrows forward fire when they are broken: a rule that
 * never fires holds nothing.
 */
const root = join(import.meta.dirname, "..");
const configuration = readdirSync(root).filter((name) =>
  /^\.oxlintrc|^oxlint\.config|^tsconfig/.test(name),
);

function lint(path: string, text: string): string {
  const folder = scratchFolder();
  for (const name of [...configuration, "package.json"])
    cpSync(join(root, name), join(folder, name));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  mkdirSync(join(folder, "src"));
  cpSync(join(root, "src"), join(folder, "src"), { recursive: true });
  write(folder, { [path]: text });
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, path], {
    cwd: folder,
    encoding: "utf8",
  });
  return stdout + stderr;
}

describe("the pure core", () => {
  test.each([
    [
      "a file",
      'import { readFileSync } from "node:fs";\nexport const text = readFileSync("a", "utf8");\n',
    ],
    ["the clock", "export const now = Date.now();\n"],
    ["chance", "export const dice = Math.random();\n"],
    ["the environment", 'export const key = process.env["KEY"];\n'],
    ["the network", 'export const answer = fetch("https://example.com");\n'],
    ["an edge", 'import { today } from "../io/clock.ts";\nexport const day = today();\n'],
  ])("may not reach for %s", (_, text) => {
    expect(lint("src/billing/probe.ts", text)).toMatch(/error|×/);
  });

  test("the probe itself is fine", () => {
    expect(lint("src/billing/probe.ts", "export const probe = 1n;\n")).toContain("0 errors");
  });
});

test.each([
  [
    "src/money.ts of billing",
    "src/money-probe.ts",
    'import { createLedger } from "./billing/ledger.ts";\nexport const probe = createLedger;\n',
  ],
  [
    "tokens of projection",
    "src/tokens/probe.ts",
    'import { project } from "../projection/project.ts";\nexport const probe = project;\n',
  ],
  [
    "billing of report",
    "src/billing/probe.ts",
    'import { writeReport } from "../report/report.ts";\nexport const probe = writeReport;\n',
  ],
  [
    "report of io",
    "src/report/probe.ts",
    'import { digest } from "../io/hash.ts";\nexport const probe = digest;\n',
  ],
])("no arrow goes back: %s", (_, path, text) => {
  expect(lint(path, text)).toMatch(/error|×/);
});

test("dist holds no file that an earlier build left and nothing loads", () => {
  for (const name of ["cli", "action"]) {
    const folder = join(root, "dist", name);
    const files = readdirSync(folder).filter((file) => file.endsWith(".js"));
    const texts = [
      join(root, "dist", `${name}.js`),
      ...files.map((file) => join(folder, file)),
    ].map((path) => ({
      path,
      text: readFileSync(path, "utf8"),
    }));
    const stale = files.filter(
      (file) =>
        // Imported, or started as a thread beside the file that starts it.
        !texts.some(
          ({ path, text }) =>
            !path.endsWith(`/${file}`) && new RegExp(`["/]${file}["\`]`).test(text),
        ),
    );
    expect([name, stale]).toEqual([name, []]);
  }
});
