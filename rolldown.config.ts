import { defineConfig, type RolldownOptions } from "rolldown";
import licenseModule, { type Dependency } from "rollup-plugin-license";

// The package's types name another default export than the one it has.
const license: typeof licenseModule.default =
  typeof licenseModule === "function" ? licenseModule : licenseModule.default;

/**
 * Licences a bundled package may have. Another one stops the build: its terms must be looked at
 * first.
 */
const allowed = [
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "Unlicense",
  "(MIT OR Apache-2.0)",
];

/** What the command line's chunk `core` holds: packages and rooms, but not what is the start itself. */
const ofEveryRoom =
  /src.(?!cli\.ts|cli.(usage|options|arguments|command-line)\.ts|io.(anthropic|pdf|crash))|node_modules/;

/** What only one command or two load: `check` is quicker to start without it. */
const ofOneCommand =
  /src.(record|replay|reconcile|io.(admin|proxy|replay|journal)|commands.(bill|count|explain|history|init|reconcile|record|simulate|update)|cli.run)[^a-z]/;

/**
 * Writes what is beyond ASCII as escapes: one `→` in a text would have V8 hold the whole file in two
 * bytes a character, and take a fifth longer to read it. `String.raw` must hold none: a test sees to it.
 */
const ascii = {
  name: "ascii",
  renderChunk: (code: string): string =>
    code.replaceAll(
      /[^\0-\x7F]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
};

/**
 * Unminified and without a map: readable stacks, reviewable diffs, no install at run time. The
 * action is a file, and the SDK and what reads PDFs beside it, loaded when they are needed. The
 * command line is a small file that says what it takes, and loads its commands too from files
 * beside it when they are called.
 */
const bundle = (name: "action" | "cli"): RolldownOptions => ({
  input: { [name]: `src/${name}.ts`, [`${name}/pdf-worker`]: "src/io/pdf/worker.ts" },
  platform: "node",
  tsconfig: false,
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: `${name}/[name].js`,
    codeSplitting: {
      groups: [
        { name: "anthropic", test: /node_modules.@anthropic-ai/ },
        { name: "pdf", test: /node_modules.unpdf/ },
        ...(name === "cli"
          ? [{ name: "core", test: (id: string) => ofEveryRoom.test(id) && !ofOneCommand.test(id) }]
          : []),
      ],
    },
    minify: false,
    // What explains the source stands there; licences stay.
    comments: { legal: true, annotation: true, jsdoc: false },
    sourcemap: false,
  },
  plugins: [
    ascii,
    license({
      thirdParty: {
        includePrivate: false,
        allow: {
          test: (dependency: Dependency) =>
            typeof dependency.license === "string" && allowed.includes(dependency.license),
          failOnUnlicensed: true,
          failOnViolation: true,
        },
        output: { file: `dist/${name}.licenses.txt` },
      },
    }),
  ],
});

/**
 * What `record` has loaded into the Node programs it runs: one file that any of them can `--require`,
 * an old one too.
 */
export const preload: RolldownOptions = {
  input: { preload: "src/io/proxy/command/preload.ts" },
  platform: "node",
  tsconfig: false,
  transform: { target: "node18" },
  output: {
    dir: "dist/cli",
    format: "cjs",
    entryFileNames: "[name].cjs",
    minify: false,
    comments: { legal: true, annotation: true, jsdoc: false },
    sourcemap: false,
  },
};

// oxlint-disable-next-line import/no-default-export -- the tool asks for it
export default defineConfig([bundle("action"), bundle("cli"), preload]);
