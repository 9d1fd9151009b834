import { Fr as parseJson, Ir as folderOf, Lr as pathFrom, Ra as isObject, Zi as findModel, ba as ascending, kr as namesOf } from "./core.js";

// src/commands/init/files/config-text.ts
function configText(scenarios, folder) {
	return `# A scenario is a kind of work. With \`traffic\` its figures are a month's, with \`budget\` they are judged.
scenarios:
${scenarios.map((scenario) => scenarioText(scenario, folder)).join("")}`;
}
const draftMark = "# A draft: `promptcost record -- <your tests>` replaces it as long as nobody has edited it.\n";
function firstFixtureOf(name) {
	return `fixtures/${name}/first.json`;
}
function draftText(name) {
	return draftMark + configText([{
		name,
		fixtures: [firstFixtureOf(name)],
		note: "a first request; nobody sent it yet"
	}], "");
}
function readDraft(text) {
	const [, name] = /^ {2}"?([a-z0-9-]+)"?:$/m.exec(text) ?? [];
	return name !== void 0 && text === draftText(name) ? firstFixtureOf(name) : null;
}
function scenarioText({ name, fixtures, note }, folder) {
	const paths = fixtures.map((path) => plain(pathFrom(folder, path)));
	const [only = ""] = paths;
	const value = paths.length === 1 ? ` ${only}` : paths.map((path) => `\n      - ${path}`).join("");
	return `  ${plain(name)}:
    # ${note}
    fixtures:${value}
    # traffic: { runs: 90k/month }
    # budget: { increase: { percent: 5 } }
`;
}
function plain(text) {
	return /^[A-Za-z_][\w./-]*(?:\*+[\w./-]*)*$/.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text) ? text : JSON.stringify(text);
}

// src/commands/init/code/calls.ts
const calls = [
	[/(?<!threads\.)\bmessages\s*(?:\(\))?\s*(?:\.|->)\s*((?:create|new)(?:_?streaming)?|stream|parse|tool_?runner)\b/i, ([, method = ""]) => `messages.${method}`],
	[/\bmessages\s*(?:\(\))?\s*(?:\.|->)\s*batches\b/i, () => "messages.batches"],
	[/\bapi\.anthropic\.com\/v1\/messages\b/, () => "api.anthropic.com/v1/messages"],
	[/\b(?:new\s+)?(ChatAnthropic|AnthropicChatModel)\s*[({.]/, ([, name = ""]) => name],
	[/\b(createAnthropic|anthropic)\(\s*["'`{]/, ([, name = ""]) => `${name}()`],
	[/\blitellm\.a?completion\s*\(/, () => "litellm.completion"],
	[/\b((?:Async)?Anthropic(?:Bedrock|Vertex|Foundry)?(?:OkHttp)?(?:Client)?)(?:\(|\s*\.(?:fromEnv|builder))/, ([, name = ""]) => `${name}()`],
	[/\b(Anthropic::(?:Client|Anthropic)\.new|anthropic\.NewClient)\b/, ([, name = ""]) => name],
	[/\bclaude_agent_sdk\b|@anthropic-ai\/claude-agent-sdk/, () => "the Claude Agent SDK"]
];
const speaksOfClaude = /anthropic|claude/i;
const comment = /^\s*(?:\/\/|#|\*|\/\*|--|<!--)/;
const modelId = /\bclaude-[a-z0-9]+(?:[.-][a-z0-9]+)*\b/g;
function readCode(file, text) {
	if (!speaksOfClaude.test(text)) return nothing;
	return {
		sites: text.split("\n").flatMap((line, at) => {
			if (comment.test(line) || line.length > longestLine) return [];
			for (const [pattern, nameOf] of calls) {
				const found = pattern.exec(line);
				if (found !== null) return [{
					file,
					line: at + 1,
					calls: nameOf(found)
				}];
			}
			return [];
		}),
		models: [...new Set(text.match(modelId) ?? [])],
		caches: /cache_?control/i.test(text)
	};
}
const nothing = {
	sites: [],
	models: [],
	caches: false
};
const longestLine = 2e3;

// src/commands/init/code/ecosystems.ts
const javascriptTests = /(?:^|\/)(?:__tests__|tests?|spec|e2e)\/|\.(?:test|spec)\.[cm]?[jt]sx?$/;
const ecosystems = {
	node: {
		manifests: /(?:^|\/)package\.json$/,
		packages: [
			"@anthropic-ai/sdk",
			"@anthropic-ai/bedrock-sdk",
			"@anthropic-ai/vertex-sdk",
			"@anthropic-ai/foundry-sdk",
			"@anthropic-ai/claude-agent-sdk",
			"@ai-sdk/anthropic",
			"@langchain/anthropic"
		],
		before: "\"",
		after: "\"\\s*:",
		code: /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte)$/,
		tests: javascriptTests
	},
	python: {
		manifests: /(?:^|\/)(?:pyproject\.toml|setup\.(?:py|cfg)|Pipfile|[\w.-]*requirements\/?[\w.-]*\.(?:txt|in))$/,
		packages: [
			"anthropic",
			"claude-agent-sdk",
			"langchain-anthropic",
			"litellm",
			"pydantic-ai",
			"pydantic-ai-slim",
			"llm-anthropic",
			"instructor"
		],
		before: "(?:^|[\\s\"'])",
		after: "(?:\\[[\\w,\\s-]*\\])?\\s*(?:$|[=<>~!;,\"'\\s])",
		code: /\.py$/,
		tests: /(?:^|\/)(?:tests?\/|test_[^/]*\.py$|conftest\.py$|[^/]*_test\.py$)/
	},
	go: {
		manifests: /(?:^|\/)go\.mod$/,
		packages: [
			"github.com/anthropics/anthropic-sdk-go",
			"github.com/liushuangls/go-anthropic",
			"github.com/tmc/langchaingo"
		],
		before: "\\s",
		after: "(?:/v\\d+)?\\s",
		code: /\.go$/,
		tests: /_test\.go$/
	},
	ruby: {
		manifests: /(?:^|\/)(?:Gemfile|[^/]+\.gemspec)$/,
		packages: [
			"anthropic",
			"ruby-anthropic",
			"ruby_llm",
			"langchainrb"
		],
		before: "(?:gem|dependency)\\s*\\(?\\s*[\"']",
		after: "[\"']",
		code: /\.(?:rb|rake)$/,
		tests: /(?:^|\/)(?:spec|test)\//
	},
	java: {
		manifests: /(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml)$/,
		packages: [
			"anthropic-java",
			"anthropic-java-client-okhttp",
			"langchain4j-anthropic",
			"spring-ai-starter-model-anthropic",
			"spring-ai-anthropic"
		],
		before: "[>:\"']",
		after: "[<:\"']",
		code: /\.(?:java|kts?|scala|groovy)$/,
		tests: /(?:^|\/)src\/(?:test|integrationTest)\//
	},
	php: {
		manifests: /(?:^|\/)composer\.json$/,
		packages: [
			"anthropic-ai/sdk",
			"mozex/anthropic-laravel",
			"prism-php/prism"
		],
		before: "\"",
		after: "\"\\s*:",
		code: /\.php$/,
		tests: /(?:^|\/)tests?\//i
	},
	dotnet: {
		manifests: /\.(?:cs|fs|vb)proj$|(?:^|\/)Directory\.Packages\.props$/,
		packages: [
			"Anthropic",
			"Anthropic.SDK",
			"Tryagi.Anthropic"
		],
		before: "Include=\"",
		after: "\"",
		code: /\.(?:cs|fs|vb)$/,
		tests: /tests?\//i
	}
};
const ecosystemNames = namesOf(ecosystems);
function ecosystemOf(path, kind) {
	return ecosystemNames.find((name) => ecosystems[name][kind].test(path)) ?? null;
}
function packagesIn(name, manifest) {
	const { packages, before, after } = ecosystems[name];
	return packages.filter((each) => {
		const written = each.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
		return new RegExp(`${before}${written}${after}`, "m").test(manifest);
	});
}

// src/commands/init/code/prompt-files.ts
const textFile = /\.(?:md|mdx|txt|prompt|prompty|j2|jinja2?|hbs|mustache|liquid|tmpl|erb|xml)$/i;
const promptFolder = /(?:^|[-_])(?:prompts?|system[-_]?prompts?|prompt[-_]?templates?|instructions)$/i;
const promptName = /prompt/i;
const notPrompts = /(?:^|\/)(?:readme|changelog|contributing|licen[cs]e|security|agents|claude|requirements[\w-]*|robots)\.\w+$/i;
const manual = /(?:^|\/)docs?\//i;
function isPromptFile(path) {
	if (!textFile.test(path) || notPrompts.test(path) || manual.test(path)) return false;
	const steps = path.split("/");
	const name = steps.pop() ?? "";
	if (steps.some((step) => promptFolder.test(step))) return true;
	return promptName.test(name);
}
function promptGlobs(files) {
	const globs = /* @__PURE__ */ new Map();
	for (const file of files) {
		const glob = `${file.slice(0, file.lastIndexOf("/") + 1)}*${file.slice(file.lastIndexOf("."))}`;
		globs.set(glob, [...globs.get(glob) ?? [], file]);
	}
	return [...globs].map(([glob, of]) => of.length === 1 ? of[0] ?? glob : glob);
}

// src/commands/init/code/test-command.ts
function findTestCommand(ecosystem, files) {
	return finders[ecosystem](files);
}
const finders = {
	node: findNode,
	python: findPython,
	go: ({ has, some }) => has("go.mod") && some(/_test\.go$/) ? {
		words: "go test ./...",
		setup: ["uses: actions/setup-go@v6\nwith: { go-version: stable }"]
	} : null,
	ruby: findRuby,
	java: findJava,
	php: findPhp,
	dotnet: ({ some }) => some(/tests?\b[^/]*\.(?:cs|fs|vb)proj$/i) ? {
		words: "dotnet test",
		setup: ["uses: actions/setup-dotnet@v5"]
	} : null
};
const setupNode = "uses: actions/setup-node@v6\nwith: { node-version: lts/* }";
const packageManagers = [
	{
		lock: "pnpm-lock.yaml",
		name: "pnpm",
		setup: ["uses: pnpm/action-setup@v4", setupNode],
		install: "pnpm install"
	},
	{
		lock: "yarn.lock",
		name: "yarn",
		setup: [setupNode, "run: corepack enable"],
		install: "yarn install"
	},
	{
		lock: "bun.lock",
		name: "bun run",
		setup: ["uses: oven-sh/setup-bun@v2"],
		install: "bun install"
	},
	{
		lock: "bun.lockb",
		name: "bun run",
		setup: ["uses: oven-sh/setup-bun@v2"],
		install: "bun install"
	},
	{
		lock: "package-lock.json",
		name: "npm",
		setup: [setupNode],
		install: "npm ci"
	},
	{
		lock: "npm-shrinkwrap.json",
		name: "npm",
		setup: [setupNode],
		install: "npm ci"
	}
];
function findNode({ has, text }) {
	const manifest = parseJson(text("package.json") ?? "");
	const scripts = isObject(manifest) ? manifest["scripts"] : void 0;
	const script = isObject(scripts) ? scripts["test"] : void 0;
	if (typeof script !== "string" || /no test specified/.test(script)) return null;
	const { name, setup, install } = packageManagers.find(({ lock }) => has(lock)) ?? {
		name: "npm",
		setup: [setupNode],
		install: "npm install"
	};
	return {
		words: `${name} test${endingWords(script, name)}`,
		setup: [...setup, `run: ${install}`]
	};
}
function endingWords(script, manager) {
	const watching = watchers.find(({ runs, ends }) => runs.test(script) && !ends.test(script));
	return watching === void 0 ? "" : ` ${manager === "npm" ? "-- " : ""}${watching.word}`;
}
const watchers = [{
	runs: /(?:^|[\s/&;])vitest(?:\s+(?:dev|watch|-|$)|\s*$)/,
	ends: /--run\b|--no-watch|--watch[= ]false/,
	word: "--run"
}, {
	runs: /\b(?:react-scripts|craco) test\b/,
	ends: /--watchAll[= ]false|\bCI=/,
	word: "--watchAll=false"
}];
const setupPython = "uses: actions/setup-python@v6\nwith: { python-version: 3.x }";
function findPython({ has, some, text }) {
	const said = [
		"pyproject.toml",
		"setup.cfg",
		"requirements.txt",
		"requirements-dev.txt",
		"tox.ini",
		"Pipfile"
	].map((path) => text(path) ?? "").join("\n");
	const tests = some(/(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/);
	const pytest = has("pytest.ini") || some(/(?:^|\/)conftest\.py$/) || /\bpytest\b/.test(said);
	if (!tests) return null;
	const command = pytest ? "pytest" : "python -m unittest";
	if (has("uv.lock")) return {
		words: `uv run ${command}`,
		setup: ["uses: astral-sh/setup-uv@v7", "run: uv sync --all-extras"]
	};
	if (has("poetry.lock")) return {
		words: `poetry run ${command}`,
		setup: [setupPython, "run: pipx install poetry && poetry install"]
	};
	const requirements = ["requirements.txt", "requirements-dev.txt"].filter(has);
	const project = text("pyproject.toml") ?? "";
	const install = [
		...requirements.map((path) => `-r ${path}`),
		...has("pyproject.toml") || has("setup.py") ? [`-e ${quoted(`.${extrasOf(project)}`)}`] : [],
		...groupsOf(project).map((group) => `--group ${group}`),
		...pytest ? ["pytest"] : []
	];
	return {
		words: command,
		setup: [setupPython, ...install.length === 0 ? [] : [`run: pip install ${install.join(" ")}`]]
	};
}
const forTests = /^\s*["']?((?:dev|tests?|testing)[\w-]*)["']?\s*=\s*\[/gm;
function extrasOf(project) {
	const names = namesIn(project, "project.optional-dependencies");
	return names.length === 0 ? "" : `[${names.join(",")}]`;
}
function groupsOf(project) {
	return namesIn(project, "dependency-groups");
}
function namesIn(project, table) {
	const start = project.indexOf(`[${table}]\n`);
	if (start === -1) return [];
	const [body = ""] = project.slice(start + table.length + 3).split(/^\[/m);
	return [...body.matchAll(forTests)].map(([, name = ""]) => name);
}
function quoted(word) {
	return word.includes("[") ? `"${word}"` : word;
}
function findRuby({ has, some, text }) {
	if (!has("Gemfile")) return null;
	const setup = ["uses: ruby/setup-ruby@v1\nwith: { ruby-version: \"3.4\" }", "run: bundle install"];
	if (some(/^spec\/.*_spec\.rb$/)) return {
		words: "bundle exec rspec",
		setup
	};
	return /test/i.test(text("Rakefile") ?? "") && some(/^test\/.*\.rb$/) ? {
		words: "bundle exec rake test",
		setup
	} : null;
}
const setupJava = "uses: actions/setup-java@v5\nwith: { distribution: temurin, java-version: 21 }";
function findJava({ has, some }) {
	if (!some(/(?:^|\/)src\/test\//)) return null;
	const setup = [setupJava];
	if (has("pom.xml")) return {
		words: `${has("mvnw") ? "./mvnw" : "mvn"} -q test`,
		setup
	};
	return has("build.gradle") || has("build.gradle.kts") ? {
		words: `${has("gradlew") ? "./gradlew" : "gradle"} test`,
		setup
	} : null;
}
function findPhp({ has, text }) {
	const manifest = parseJson(text("composer.json") ?? "");
	const scripts = isObject(manifest) ? manifest["scripts"] : void 0;
	const setup = ["uses: shivammathur/setup-php@v2\nwith: { php-version: 8.4 }", "run: composer install"];
	if (isObject(scripts) && scripts["test"] !== void 0) return {
		words: "composer test",
		setup
	};
	return has("phpunit.xml") || has("phpunit.xml.dist") ? {
		words: "vendor/bin/phpunit",
		setup
	} : null;
}

// src/commands/init/survey.ts
const surveyLimits = {
	code: {
		files: 1e4,
		bytes: 5e5
	},
	recordings: {
		files: 5e3,
		bytes: 2e7
	},
	prompts: 200
};
const foreign = /(?:^|\/)(?:node_modules|vendor|third_party|dist|build|out|target|coverage|\.venv|venv|site-packages|\.next|\.tox)\//;
const recordingFile = /\.(?:json|jsonl|ndjson|ya?ml|har|httprr|log)$/i;
const mayRecord = /anthropic|claude/i;
function surveyRepository(tree, folder, ports) {
	const start = folder === "" ? "" : `${folder}/`;
	const paths = tree.paths().filter((path) => path.startsWith(start) && !foreign.test(path.slice(start.length)));
	const reader = createReader(tree, ports);
	const packages = findPackages(paths, reader);
	const facts = reader.readAll(paths.filter((path) => ecosystemOf(path, "code") !== null), surveyLimits.code).map(({ path, text }) => ({
		path,
		text,
		...readCode(path, text)
	}));
	const calling = facts.filter(({ sites }) => sites.length > 0);
	const prompts = paths.filter(isPromptFile).slice(0, surveyLimits.prompts);
	const recordings = reader.readAll(paths.filter((path) => recordingFile.test(path)), surveyLimits.recordings).flatMap(({ path, text }) => {
		const found = mayRecord.test(text) ? ports.recognise(path, text) : null;
		return found === null ? [] : [found];
	});
	const sites = calling.flatMap((file) => file.sites);
	return {
		packages,
		sites: sites.toSorted((a, b) => Number(isTest(a.file)) - Number(isTest(b.file))),
		models: mostFrequent(calling.flatMap(({ models }) => models)),
		caches: calling.some(({ caches }) => caches),
		prompts: namedFirst(prompts, facts.toSorted((one, other) => weightOf(one) - weightOf(other)).map(({ text }) => text)),
		recordings,
		test: findTest({
			packages,
			sites,
			paths,
			folder
		}, reader),
		unread: reader.unread()
	};
}
function createReader(tree, { sizeOf }) {
	let unread = 0;
	const text = (path) => tree.entry(path)?.kind === "file" ? tree.text(path) : null;
	return {
		text,
		readAll: (paths, limits) => {
			const small = paths.filter((path) => sizeOf(path) <= limits.bytes).slice(0, limits.files);
			unread += paths.length - small.length;
			tree.prefetch(small);
			return small.flatMap((path) => {
				const read = text(path);
				return read === null ? [] : [{
					path,
					text: read
				}];
			});
		},
		unread: () => unread
	};
}
function findPackages(paths, { text }) {
	return paths.toSorted((a, b) => a.split("/").length - b.split("/").length || ascending(a, b)).flatMap((file) => {
		const ecosystem = ecosystemOf(file, "manifests");
		if (ecosystem === null) return [];
		return packagesIn(ecosystem, text(file) ?? "").map((name) => ({
			name,
			file,
			ecosystem
		}));
	});
}
function weightOf({ path, sites }) {
	return isTest(path) ? 2 : sites.length > 0 ? 0 : 1;
}
function isTest(path) {
	return ecosystemNames.some((name) => ecosystems[name].code.test(path) && ecosystems[name].tests.test(path));
}
function mostFrequent(names) {
	const counts = /* @__PURE__ */ new Map();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return [...counts].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
}
function namedFirst(prompts, code) {
	const rankOf = (path) => {
		const name = path.slice(path.lastIndexOf("/") + 1);
		const rank = code.findIndex((text) => text.includes(name));
		return rank === -1 ? code.length : rank;
	};
	return prompts.map((path) => ({
		path,
		rank: rankOf(path)
	})).toSorted((one, other) => one.rank - other.rank).map(({ path }) => path);
}
function findTest(found, { text }) {
	const { packages, sites, paths, folder } = found;
	const projects = [...packages.map(({ file, ecosystem }) => ({
		folder: folderOf(file),
		ecosystem
	})), ...sites.flatMap(({ file }) => {
		const ecosystem = ecosystemOf(file, "code");
		return ecosystem === null ? [] : [{
			folder,
			ecosystem
		}];
	})];
	for (const project of projects) {
		const start = project.folder === "" ? "" : `${project.folder}/`;
		const own = new Set(paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length)));
		const command = findTestCommand(project.ecosystem, {
			has: (path) => own.has(path),
			some: (pattern) => [...own].some((path) => pattern.test(path)),
			text: (path) => own.has(path) ? text(start + path) : null
		});
		if (command !== null) return {
			...command,
			folder: project.folder
		};
	}
	return null;
}

// src/commands/init/files/first-fixture.ts
const usualModel = "claude-sonnet-5-5";
const standIn = "Put a question here that is asked in production.";
function isUntouched(text) {
	return text.includes(JSON.stringify(standIn));
}
function makeFirstFixture(survey, folder, isThere) {
	const start = folder === "" ? "" : `${folder}/`;
	const stem = nameAfter(survey);
	let name = stem;
	const own = () => `${start}fixtures/${name}`;
	for (let count = 2; isThere(`${own()}/first.json`); count += 1) name = `${stem}-${String(count)}`;
	const found = survey.models.find((id) => findModel(id) !== null);
	const model = found ?? usualModel;
	const [prompt = null] = survey.prompts;
	const system = prompt === null ? null : {
		type: "text",
		text: { $file: pathFrom(own(), prompt) },
		...survey.caches ? { cache_control: { type: "ephemeral" } } : {}
	};
	const request = {
		model,
		max_tokens: 1024,
		...system === null ? {} : { system: [system] },
		messages: [{
			role: "user",
			content: standIn
		}]
	};
	return {
		name,
		path: `${own()}/first.json`,
		text: `${JSON.stringify({ request }, null, 2)}\n`,
		model,
		isModelFound: found !== void 0,
		prompt
	};
}
const general = new Set("index main app server client lib core api llm ai claude anthropic util utils helper helpers __init__ mod program src package packages".split(" "));
function nameAfter({ sites, prompts }) {
	const code = sites.filter(({ file }) => !isTest(file)).map(({ file }) => file);
	const names = [
		...code.map(fileName),
		...code.map(folderName),
		...prompts.map(fileName)
	];
	const tests = sites.map(({ file }) => fileName(file));
	return ([...names, ...tests].find((each) => each !== "" && !general.has(each.toLowerCase())) ?? "").toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "") || "first";
}
function fileName(path) {
	return path.slice(path.lastIndexOf("/") + 1).replace(/\..*$/, "");
}
function folderName(path) {
	return path.split("/").at(-2) ?? "";
}

export { configText as a, promptGlobs as i, makeFirstFixture as n, draftText as o, surveyRepository as r, readDraft as s, isUntouched as t };