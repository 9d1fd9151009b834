import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, readdirSync, symlinkSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchFolder, write } from "./repositories/scratch-repository.ts";

/**
 * The rules that keep the core pure and the arrows forward fire when they are broken: a rule that
 * never fires holds nothing.
 */
const root = join(import.meta.dirname, "..");
const configuration = readdirSync(root).filter((name) =>
  /^\.oxlintrc|^oxlint\.config|^tsconfig/.test(name),
);

/** Files that break a rule, each a rule of its own; one run of lint has them all. */
const broken: readonly (readonly [what: string, path: string, text: string])[] = [
  [
    "the core reads a file",
    "src/billing/probe-file.ts",
    'import { readFileSync } from "node:fs";\nexport const text = readFileSync("a", "utf8");\n',
  ],
  ["the core asks the clock", "src/billing/probe-clock.ts", "export const now = Date.now();\n"],
  ["the core asks chance", "src/billing/probe-chance.ts", "export const dice = Math.random();\n"],
  [
    "the core reads the environment",
    "src/billing/probe-environment.ts",
    'export const key = process.env["KEY"];\n',
  ],
  [
    "the core asks the network",
    "src/billing/probe-network.ts",
    'export const answer = fetch("https://example.com");\n',
  ],
  [
    "the core imports an edge",
    "src/billing/probe-edge.ts",
    'import { today } from "../io/clock.ts";\nexport const day = today();\n',
  ],
  [
    "src/ imports billing",
    "src/money-probe.ts",
    'import { createLedger } from "./billing/ledger.ts";\nexport const probe = createLedger;\n',
  ],
  [
    "tokens imports projection",
    "src/tokens/probe.ts",
    'import { project } from "../projection/project.ts";\nexport const probe = project;\n',
  ],
  [
    "billing imports report",
    "src/billing/probe-report.ts",
    'import { writeReport } from "../report/report.ts";\nexport const probe = writeReport;\n',
  ],
  [
    "report imports io",
    "src/report/probe.ts",
    'import { digest } from "../io/hash.ts";\nexport const probe = digest;\n',
  ],
];

const fine = "src/billing/probe-fine.ts";

/** Paths that lint finds errors in, of those above and one that is fine. */
function findErrors(): ReadonlySet<string> {
  const folder = scratchFolder();
  for (const name of [...configuration, "package.json"])
    cpSync(join(root, name), join(folder, name));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  mkdirSync(join(folder, "src"));
  cpSync(join(root, "src"), join(folder, "src"), { recursive: true });
  write(folder, Object.fromEntries(broken.map(([, path, text]) => [path, text])));
  write(folder, { [fine]: "export const probe = 1n;\n" });
  const paths = [...broken.map(([, path]) => path), fine];
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  const { stdout } = spawnSync(process.execPath, [oxlint, "--format", "json", ...paths], {
    cwd: folder,
    encoding: "utf8",
  });
  const { diagnostics }: { readonly diagnostics: readonly Diagnostic[] } = JSON.parse(stdout);
  return new Set(
    diagnostics.filter(({ severity }) => severity === "error").map(({ filename }) => filename),
  );
}

interface Diagnostic {
  readonly severity: string;
  readonly filename: string;
}

test("each rule that is broken is found, and nothing else", () => {
  const found = findErrors();
  expect(broken.filter(([, path]) => !found.has(path)).map(([what]) => what)).toEqual([]);
  expect(found.has(fine)).toBe(false);
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
