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
  return manager === undefined
    ? { words: "npm test", setup: [setupNode, "run: npm install"] }
    : { words: `${manager.name} test`, setup: [...manager.setup, `run: ${manager.install}`] };
}

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
  const install = [
    ...requirements.map((path) => `-r ${path}`),
    ...(has("pyproject.toml") || has("setup.py") ? ["-e ."] : []),
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
