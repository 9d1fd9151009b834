import { expect, test } from "vitest";
import { readCode } from "../../../src/commands/init/code/calls.ts";
import {
  ecosystems,
  packagesIn,
  type EcosystemName,
} from "../../../src/commands/init/code/ecosystems.ts";
import { isPromptFile } from "../../../src/commands/init/code/prompt-files.ts";
import { findTestCommand } from "../../../src/commands/init/code/test-command.ts";

test.each<[EcosystemName, string, string]>([
  ["node", "a.ts", "const m = await anthropic.messages.create({"],
  ["node", "a.ts", 'const m = client.beta.messages.stream({ model: "claude-opus-5" })'],
  ["python", "a.py", "with claude.messages.stream(model=m) as stream:"],
  ["python", "a.py", 'llm = ChatAnthropic(model="x")'],
  ["go", "a.go", "message, err := client.Messages.New(ctx, anthropic.MessageNewParams{"],
  ["ruby", "a.rb", "anthropic.messages.create(max_tokens: 1024)"],
  ["java", "A.java", "Message message = anthropicClient.messages().create(params);"],
  ["php", "a.php", "$message = $claude->messages->create("],
  ["dotnet", "A.cs", "var message = await claude.Messages.Create(parameters);"],
  ["node", "a.js", 'fetch("https://api.anthropic.com/v1/messages", {'],
])("a call in %s: %s %s", (name, file, line) => {
  expect(ecosystems[name].code.test(file)).toBe(true);
  const { sites } = readCode(file, `\n// the client\n${line}\n`);
  expect(sites).toMatchObject([{ file, line: 3 }]);
});

test.each([
  ["somebody else's messages", "twilio.messages.create({ body })"],
  ["OpenAI's threads", "// not claude\nopenai.beta.threads.messages.create(id)"],
  ["a comment", "// claude: client.messages.create({})"],
  ["a name in prose", "displayName: 'Anthropic (Claude Sonnet, Opus)'"],
])("no call: %s", (_, text) => {
  expect(readCode("a.ts", text).sites).toEqual([]);
});

test("models and breakpoints of the code", () => {
  const text =
    'anthropic.messages.create({ model: "claude-haiku-4-5", system: [{ cache_control }] }); // claude-haiku-4-5 or claude-opus-5';
  expect(readCode("a.ts", text)).toMatchObject({
    models: ["claude-haiku-4-5", "claude-opus-5"],
    caches: true,
  });
});

test.each<[EcosystemName, string, readonly string[]]>([
  ["node", '{ "dependencies": { "@anthropic-ai/sdk": "^1" } }', ["@anthropic-ai/sdk"]],
  ["node", '{ "name": "x", "description": "not @anthropic-ai/sdk" }', []],
  ["python", 'dependencies = ["anthropic>=0.40", "httpx"]', ["anthropic"]],
  ["python", "anthropic[bedrock]==1.0\nlitellm\n", ["anthropic", "litellm"]],
  ["python", "anthropic-extras==1\nmyanthropic\n", []],
  [
    "go",
    "require (\n\tgithub.com/anthropics/anthropic-sdk-go v1.2.3\n)",
    ["github.com/anthropics/anthropic-sdk-go"],
  ],
  ["ruby", 'gem "anthropic", "~> 1.0"', ["anthropic"]],
  ["java", 'implementation("com.anthropic:anthropic-java:2.0.0")', ["anthropic-java"]],
  ["php", '{ "require": { "anthropic-ai/sdk": "^0.3" } }', ["anthropic-ai/sdk"]],
  ["dotnet", '<PackageReference Include="Anthropic" Version="1.0.0" />', ["Anthropic"]],
])("packages of %s: %s", (name, manifest, packages) => {
  expect(packagesIn(name, manifest)).toEqual(packages);
});

test.each([
  ["prompts/policy.md", true],
  ["src/agent/prompts/system.txt", true],
  ["src/system-prompt.md", true],
  ["README.md", false],
  ["docs/prompts/how.md", false],
  ["prompts/README.md", false],
  ["prompts/load.ts", false],
])("%s is a prompt: %s", (path, is) => {
  expect(isPromptFile(path)).toBe(is);
});

function script(test: string): string {
  return JSON.stringify({ scripts: { test } });
}

const scripts = script("vitest");
test.each<[EcosystemName, Readonly<Record<string, string>>, string | null]>([
  ["node", { "package.json": scripts, "package-lock.json": "" }, "npm test -- --run"],
  ["node", { "package.json": scripts, "pnpm-lock.yaml": "" }, "pnpm test --run"],
  ["node", { "package.json": scripts, "bun.lock": "" }, "bun run test --run"],
  ["node", { "package.json": script("vitest run --coverage") }, "npm test"],
  ["node", { "package.json": script("vitest --run") }, "npm test"],
  ["node", { "package.json": script("tsc && vitest --coverage") }, "npm test -- --run"],
  ["node", { "package.json": script("react-scripts test") }, "npm test -- --watchAll=false"],
  [
    "node",
    {
      "package.json": '{ "scripts": { "test": "echo \\"Error: no test specified\\" && exit 1" } }',
    },
    null,
  ],
  ["node", { "package.json": "{ broken" }, null],
  ["python", { "pyproject.toml": "[tool.pytest.ini_options]", "tests/test_a.py": "" }, "pytest"],
  ["python", { "pyproject.toml": "pytest", "uv.lock": "", "tests/test_a.py": "" }, "uv run pytest"],
  ["python", { "setup.py": "", "tests/test_a.py": "" }, "python -m unittest"],
  ["python", { "pyproject.toml": "pytest" }, null],
  ["go", { "go.mod": "", "a_test.go": "" }, "go test ./..."],
  ["ruby", { Gemfile: "", "spec/a_spec.rb": "" }, "bundle exec rspec"],
  [
    "ruby",
    { Gemfile: "", Rakefile: "Rake::TestTask.new", "test/a.rb": "" },
    "bundle exec rake test",
  ],
  ["java", { "pom.xml": "", mvnw: "", "src/test/java/A.java": "" }, "./mvnw -q test"],
  ["java", { "build.gradle.kts": "", "src/test/java/A.java": "" }, "gradle test"],
  ["php", { "composer.json": '{ "scripts": { "test": "x" } }' }, "composer test"],
  ["dotnet", { "Shop.Tests/Shop.Tests.csproj": "" }, "dotnet test"],
])("how %s is tested: %j", (name, files, words) => {
  const paths = Object.keys(files);
  const found = findTestCommand(name, {
    has: (path) => paths.includes(path),
    some: (pattern) => paths.some((path) => pattern.test(path)),
    text: (path) => files[path] ?? null,
  });
  expect(found?.words ?? null).toBe(words);
});

test("what tests need beside a Python project is installed: extras and dependency groups", () => {
  const project = `[project]
name = "shop"

[project.optional-dependencies]
dev = ["ruff"]
docs = ["sphinx"]
test = [
  "pytest",
]

[dependency-groups]
tests = ["pytest-recording"]
`;
  const files: Readonly<Record<string, string>> = { "pyproject.toml": project, "test_a.py": "" };
  const found = findTestCommand("python", {
    has: (path) => path in files,
    some: (pattern) => Object.keys(files).some((path) => pattern.test(path)),
    text: (path) => files[path] ?? null,
  });
  expect(found?.setup.at(-1)).toBe('run: pip install -e ".[dev,test]" --group tests pytest');
});
