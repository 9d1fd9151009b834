import { defineConfig } from "oxlint";

/**
 * The rooms of `src/`, in order: each imports only from those above it, and from the files that
 * stand in `src/` itself. A new room is a line here.
 */
export const rooms = [
  "problems",
  "models",
  "api",
  "formats",
  "config",
  "fixture",
  "prompt",
  "tokens",
  "billing",
  "traffic",
  "projection",
  "variants",
  "baseline",
  "evaluation",
  "compare",
  "advice",
  "budget",
  "report",
  "publish",
  "replay",
  "record",
  "reconcile",
  "commands",
  "io",
] as const;

/**
 * Who turns a command line or a workflow's step into a command. They touch the world, and not each
 * other.
 */
export const entries = ["cli", "action"] as const;

/** The room that touches the world; what is above it is pure. */
const edge = "io";

const entryFiles = entries.map((name) => `src/${name}.ts`);
interface Pattern {
  group: string[];
  message: string;
}

const inside = (names: readonly string[]): string[] => names.map((name) => `**/${name}/**`);
const world = {
  group: ["node:*", "@actions/*", "@octokit/*", "@anthropic-ai/*"],
  message: "The core is pure: what touches the world lives in src/io/.",
};

/** The rule with its patterns. */
function restrict(...patterns: readonly Pattern[]): ["error", { patterns: Pattern[] }] {
  return ["error", { patterns: [...patterns] }];
}

const roomRules = rooms.map((room, at) => {
  const below = [...rooms.slice(at + 1), ...entries];
  const forward = {
    group: [...inside(below), ...entries.map((name) => `**/${name}.ts`)],
    message: `${room}/ imports only from the folders above it (ARCHITECTURE.md).`,
  };
  return {
    files: [`src/${room}/**`],
    rules: {
      "no-restricted-imports": room === edge ? restrict(forward) : restrict(world, forward),
    },
  };
});

const entryRules = entries.map((entry) => {
  const others = entries.filter((name) => name !== entry);
  return {
    files: [`src/${entry}/**`, `src/${entry}.ts`],
    rules: {
      "no-restricted-imports": restrict({
        group: [...inside(others), ...others.map((name) => `**/${name}.ts`)],
        message: "The entries do not know each other: what both need is in a room.",
      }),
    },
  };
});

/** The files of `src/` itself: they know the problems' texts, and no other room. */
const foundation = {
  files: ["src/*.ts"],
  excludeFiles: entryFiles,
  rules: {
    "no-restricted-imports": restrict(world, {
      group: inside([...rooms.filter((room) => room !== "problems"), ...entries]),
      message: "The files of src/ itself import no room but problems/ (ARCHITECTURE.md).",
    }),
  },
};

// oxlint-disable-next-line import/no-default-export -- the tool asks for it
export default defineConfig({
  plugins: ["typescript", "import", "unicorn", "oxc"],
  categories: { correctness: "error", suspicious: "error" },
  options: { typeAware: true },
  ignorePatterns: ["dist/**", "src/tokens/vocabulary.ts", "fixtures/**"],
  rules: {
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "import/no-default-export": "error",
    "no-shadow": "off",
    "no-underscore-dangle": "off",
    "no-await-in-loop": "off",
    "typescript/no-explicit-any": "error",
    "typescript/no-floating-promises": "error",
    "typescript/switch-exhaustiveness-check": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-misused-promises": "error",
    eqeqeq: "error",
    "no-var": "error",
    "prefer-const": "error",
    "no-param-reassign": "error",
    "unicorn/no-array-sort": "off",
    "import/no-unassigned-import": "off",
    "typescript/no-unsafe-type-assertion": "error",
    "unicorn/consistent-function-scoping": "off",
  },
  overrides: [
    ...roomRules,
    ...entryRules,
    foundation,
    {
      files: ["src/**"],
      excludeFiles: [`src/${edge}/**`, ...entries.map((name) => `src/${name}/**`), ...entryFiles],
      rules: {
        "no-restricted-globals": [
          "error",
          "process",
          "fetch",
          "console",
          "Buffer",
          "setTimeout",
          "setInterval",
          "performance",
          "crypto",
        ],
        "no-restricted-properties": [
          "error",
          { object: "Date", property: "now", message: "The clock is read in src/io/." },
          { object: "Math", property: "random", message: "No chance in the core." },
        ],
        "no-console": "error",
      },
    },
    {
      files: ["test/**", "scripts/**", "bench/**"],
      rules: { "typescript/no-non-null-assertion": "off", "no-await-in-loop": "off" },
    },
  ],
});
