/** How a repository's own tests are run, and what a workflow sets up before. */
import { isObject } from "../../../json.ts";
import { parseJson } from "../../../json-text.ts";
import type { EcosystemName } from "./ecosystems.ts";

/** A command that runs tests. */
export interface TestCommand {
  /** As it is typed in the folder. */
  readonly words: string;
  /** Steps of a workflow that come before it, each the lines of one, without indent. */
  readonly setup: readonly string[];
}

/** The files of the folder that tests are run in. */
export interface ProjectFiles {
  /** Paths from the folder. */
  readonly has: (path: string) => boolean;
  /** Whether any path is such a one. */
  readonly some: (pattern: RegExp) => boolean;
  /** Null: there is no such file, or no text. */
  readonly text: (path: string) => string | null;
}

/** The command that runs a project's tests, by its manifests; null: none is seen. */
export function findTestCommand(ecosystem: EcosystemName, files: ProjectFiles): TestCommand | null {
  return finders[ecosystem](files);
}

const finders: Readonly<Record<EcosystemName, (files: ProjectFiles) => TestCommand | null>> = {
  node: findNode,
  python: findPython,
  go: ({ has, some }) =>
    has("go.mod") && some(/_test\.go$/)
      ? {
          words: "go test ./...",
          setup: ["uses: actions/setup-go@v6\nwith: { go-version: stable }"],
        }
      : null,
  ruby: findRuby,
  java: findJava,
  php: findPhp,
  dotnet: ({ some }) =>
    some(/tests?\b[^/]*\.(?:cs|fs|vb)proj$/i)
      ? { words: "dotnet test", setup: ["uses: actions/setup-dotnet@v5"] }
      : null,
};

const setupNode = "uses: actions/setup-node@v6\nwith: { node-version: lts/* }";

/** By lock file, the first that is there; npm where there is none. */
const packageManagers = [
  {
    lock: "pnpm-lock.yaml",
    name: "pnpm",
    setup: ["uses: pnpm/action-setup@v4", setupNode],
    install: "pnpm install",
  },
  {
    lock: "yarn.lock",
    name: "yarn",
    setup: [setupNode, "run: corepack enable"],
    install: "yarn install",
  },
  {
    lock: "bun.lock",
    name: "bun run",
    setup: ["uses: oven-sh/setup-bun@v2"],
    install: "bun install",
  },
  {
    lock: "bun.lockb",
    name: "bun run",
    setup: ["uses: oven-sh/setup-bun@v2"],
    install: "bun install",
  },
  { lock: "package-lock.json", name: "npm", setup: [setupNode], install: "npm ci" },
  { lock: "npm-shrinkwrap.json", name: "npm", setup: [setupNode], install: "npm ci" },
] as const;

function findNode({ has, text }: ProjectFiles): TestCommand | null {
  const manifest = parseJson(text("package.json") ?? "");
  const scripts = isObject(manifest) ? manifest["scripts"] : undefined;
  const script = isObject(scripts) ? scripts["test"] : undefined;
  // What `npm init` writes is no test.
  if (typeof script !== "string" || /no test specified/.test(script)) return null;
  const manager = packageManagers.find(({ lock }) => has(lock));
  const { name, setup, install } = manager ?? {
    name: "npm",
    setup: [setupNode],
    install: "npm install",
  };
  return {
    words: `${name} test${endingWords(script, name)}`,
    setup: [...setup, `run: ${install}`],
  };
}

/** What has a script end by itself that watches files at a terminal; nothing: it ends. */
function endingWords(script: string, manager: string): string {
  const watching = watchers.find(({ runs, ends }) => runs.test(script) && !ends.test(script));
  // npm alone takes what stands behind `--` for the script's and the rest for its own.
  return watching === undefined ? "" : ` ${manager === "npm" ? "-- " : ""}${watching.word}`;
}

/** https://vitest.dev/guide/cli, https://create-react-app.dev/docs/running-tests */
const watchers = [
  {
    runs: /(?:^|[\s/&;])vitest(?:\s+(?:dev|watch|-|$)|\s*$)/,
    ends: /--run\b|--no-watch|--watch[= ]false/,
    word: "--run",
  },
  {
    runs: /\b(?:react-scripts|craco) test\b/,
    ends: /--watchAll[= ]false|\bCI=/,
    word: "--watchAll=false",
  },
] as const;

const setupPython = "uses: actions/setup-python@v6\nwith: { python-version: 3.x }";

function findPython({ has, some, text }: ProjectFiles): TestCommand | null {
  const manifests = [
    "pyproject.toml",
    "setup.cfg",
    "requirements.txt",
    "requirements-dev.txt",
    "tox.ini",
    "Pipfile",
  ];
  const said = manifests.map((path) => text(path) ?? "").join("\n");
  const tests = some(/(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/);
  const pytest = has("pytest.ini") || some(/(?:^|\/)conftest\.py$/) || /\bpytest\b/.test(said);
  if (!tests) return null;
  const command = pytest ? "pytest" : "python -m unittest";
  if (has("uv.lock"))
    return {
      words: `uv run ${command}`,
      setup: ["uses: astral-sh/setup-uv@v7", "run: uv sync --all-extras"],
    };
  if (has("poetry.lock"))
    return {
      words: `poetry run ${command}`,
      setup: [setupPython, "run: pipx install poetry && poetry install"],
    };
  const requirements = ["requirements.txt", "requirements-dev.txt"].filter(has);
  const project = text("pyproject.toml") ?? "";
  const install = [
    ...requirements.map((path) => `-r ${path}`),
    ...(has("pyproject.toml") || has("setup.py") ? [`-e ${quoted(`.${extrasOf(project)}`)}`] : []),
    ...groupsOf(project).map((group) => `--group ${group}`),
    ...(pytest ? ["pytest"] : []),
  ];
  return {
    words: command,
    setup: [
      setupPython,
      ...(install.length === 0 ? [] : [`run: pip install ${install.join(" ")}`]),
    ],
  };
}

/** What tests need beside the project: names of extras and of dependency groups (PEP 621, 735). */
const forTests = /^\s*["']?((?:dev|tests?|testing)[\w-]*)["']?\s*=\s*\[/gm;

/** The extras for tests, as pip takes them: `[dev,test]`; nothing: there are none. */
function extrasOf(project: string): string {
  const names = namesIn(project, "project.optional-dependencies");
  return names.length === 0 ? "" : `[${names.join(",")}]`;
}

/** `pip install --group` takes them since 25.1. */
function groupsOf(project: string): readonly string[] {
  return namesIn(project, "dependency-groups");
}

function namesIn(project: string, table: string): readonly string[] {
  const start = project.indexOf(`[${table}]\n`);
  if (start === -1) return [];
  const [body = ""] = project.slice(start + table.length + 3).split(/^\[/m);
  return [...body.matchAll(forTests)].map(([, name = ""]) => name);
}

/** As a shell takes it: it reads brackets as a pattern. */
function quoted(word: string): string {
  return word.includes("[") ? `"${word}"` : word;
}

function findRuby({ has, some, text }: ProjectFiles): TestCommand | null {
  if (!has("Gemfile")) return null;
  const setup = ['uses: ruby/setup-ruby@v1\nwith: { ruby-version: "3.4" }', "run: bundle install"];
  if (some(/^spec\/.*_spec\.rb$/)) return { words: "bundle exec rspec", setup };
  const rake = /test/i.test(text("Rakefile") ?? "");
  return rake && some(/^test\/.*\.rb$/) ? { words: "bundle exec rake test", setup } : null;
}

const setupJava = "uses: actions/setup-java@v5\nwith: { distribution: temurin, java-version: 21 }";

function findJava({ has, some }: ProjectFiles): TestCommand | null {
  if (!some(/(?:^|\/)src\/test\//)) return null;
  const setup = [setupJava];
  if (has("pom.xml")) return { words: `${has("mvnw") ? "./mvnw" : "mvn"} -q test`, setup };
  return has("build.gradle") || has("build.gradle.kts")
    ? { words: `${has("gradlew") ? "./gradlew" : "gradle"} test`, setup }
    : null;
}

function findPhp({ has, text }: ProjectFiles): TestCommand | null {
  const manifest = parseJson(text("composer.json") ?? "");
  const scripts = isObject(manifest) ? manifest["scripts"] : undefined;
  const setup = [
    "uses: shivammathur/setup-php@v2\nwith: { php-version: 8.4 }",
    "run: composer install",
  ];
  if (isObject(scripts) && scripts["test"] !== undefined) return { words: "composer test", setup };
  return has("phpunit.xml") || has("phpunit.xml.dist")
    ? { words: "vendor/bin/phpunit", setup }
    : null;
}
