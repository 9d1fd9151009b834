import { $r as showUsd, Br as usualConfig, C as version, Ca as groupBy, E as findDefaultBranch, Fa as isArray, G as perThousandRuns, Ha as writeJson, Ir as folderOf, Kn as readContent, Kr as readUsd, Mi as placeIn, Or as formats, Pi as problem, Ra as isObject, Sn as pathFromRoot, T as replaceFiles, Vr as renderProblems, Xn as readRun, Y as withCommandContext, Yn as isFixture, Z as check, ba as ascending, fa as listNames, gn as withTexts, kn as digest, ln as openCommit, pn as describeFailure, sn as configPath, ua as counted, un as openHead, wa as uniqueBy, zr as resolvePath } from "./core.js";
import { a as configText, i as promptGlobs, n as makeFirstFixture, o as draftText, r as surveyRepository } from "./first-fixture.js";
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

// src/commands/init/recordings/globs.ts
function globsOf(files, paths) {
	const own = new Set(files);
	const others = paths.filter((path) => !own.has(path));
	return [...groupBy(files, endingOf)].flatMap(([ending, group]) => {
		const alike = others.filter((path) => path.endsWith(ending));
		return deepGlob(group, ending, alike) ?? flatGlobs(group, ending, alike);
	});
}
function endingOf(path) {
	const dot = path.lastIndexOf(".");
	return dot > path.lastIndexOf("/") ? path.slice(dot) : "";
}
function deepGlob(files, ending, others) {
	const folders = files.map(folderOf);
	if (new Set(folders).size < 2 || ending === "") return null;
	const shared = folders.reduce(commonFolder);
	const start = shared === "" ? "" : `${shared}/`;
	if (shared === "" || !isPlain(shared) || others.some((path) => path.startsWith(start))) return null;
	return [`${start}**/*${ending}`];
}
function commonFolder(a, b) {
	const [first, second] = [a.split("/"), b.split("/")];
	const differs = first.findIndex((step, at) => step !== second[at]);
	return (differs === -1 ? first : first.slice(0, differs)).join("/");
}
function isPlain(path) {
	return !/[*?[\](){}!+@\\]/.test(path);
}
function flatGlobs(files, ending, others) {
	return [...groupBy(files, folderOf)].flatMap(([folder, group]) => {
		const start = folder === "" ? "" : `${folder}/`;
		const [only = ""] = group;
		if (group.length === 1 || ending === "" || !isPlain(folder)) return [...group];
		const beside = others.filter((path) => folderOf(path) === folder);
		if (beside.length === 0) return [`${start}*${ending}`];
		const beginning = group.reduce(commonBeginning, only);
		const isOwn = !beside.some((path) => path.startsWith(beginning));
		return beginning.length > start.length && isPlain(beginning) && isOwn ? [`${beginning}*${ending}`] : [...group];
	});
}
function commonBeginning(a, b) {
	let length = 0;
	while (length < a.length && a[length] === b[length]) length += 1;
	return a.slice(0, length);
}

// src/commands/init/recordings/scenario-names.ts
const general = new Set("cassette cassettes vcr vcr_cassettes fixture fixtures recording recordings recorded snapshots test tests spec specs data testdata resources mappings files nock har hars http e2e integration unit src".split(" "));
function nameScenarios(groups) {
	const taken = /* @__PURE__ */ new Set();
	const folders = groups.map(({ paths }) => ownFolder(paths));
	return groups.map(({ paths, sends }, at) => {
		const folder = folders[at] ?? "";
		return unique((folder !== "" && folders.filter((other) => other === folder).length === 1 ? nameOf(folder) : "") || nameOf(beginningOf(paths)) || slug(sends) || nameOf(folder) || "recorded", taken);
	});
}
function ownFolder(paths) {
	const [first = [], ...rest] = paths.map((path) => path.split("/").slice(0, -1));
	const differs = first.findIndex((step, at) => rest.some((other) => other[at] !== step));
	return (differs === -1 ? first : first.slice(0, differs)).findLast((step) => !general.has(step.toLowerCase().replaceAll(/^_+|_+$/g, ""))) ?? "";
}
function beginningOf(paths) {
	const [first = "", ...rest] = paths.map((path) => path.slice(path.lastIndexOf("/") + 1).replace(/\..*$/, ""));
	const words = first.split(/[-_]/);
	if (rest.length === 0) return first.replace(/(?:[-_]+\d*)+$/, "");
	const shared = words.findIndex((word, at) => rest.some((name) => name.split(/[-_]/)[at] !== word));
	const own = words.slice(0, shared === -1 ? words.length : shared);
	return own.every((word) => general.has(word.toLowerCase())) ? "" : own.join("-");
}
function nameOf(text) {
	return slug(text).replace(/^test-/, "").slice(0, 40).replace(/-+$/, "");
}
function slug(text) {
	return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "");
}
function unique(name, taken) {
	let free = name;
	for (let count = 2; taken.has(free); count += 1) free = `${name}-${String(count)}`;
	taken.add(free);
	return free;
}

// src/commands/init/recordings/recordings.ts
const mostScenarios = 12;
function groupRecordings(recordings, paths) {
	const whole = recordings.filter(holdsRequests);
	if (whole.length === 0) return [];
	const { groups, by } = likenesses.map((likeness) => ({
		...likeness,
		groups: [...groupBy(whole, likeness.key).values()]
	})).find((found) => found.groups.length <= mostScenarios) ?? {
		groups: [whole],
		by: "all in one"
	};
	const sorted = groups.toSorted((a, b) => ascending(a[0]?.path ?? "", b[0]?.path ?? ""));
	const names = nameScenarios(sorted.map((group) => ({
		paths: group.map(({ path }) => path),
		sends: whatIsSent(group)
	})));
	return sorted.map((group, at) => ({
		name: names[at] ?? "",
		fixtures: globsOf(group.map(({ path }) => path), paths),
		recordings: group,
		by
	}));
}
function holdsRequests({ requests }) {
	return requests.length > 0;
}
function kindsOf(recordings) {
	const kinds = groupBy(recordings, ({ title }) => title);
	if (kinds.size > mostKinds) return `${counted(recordings.length, "recording")} of ${String(kinds.size)} kinds`;
	return listNames([...kinds].map(([title, of]) => of.length === 1 ? title : countedKind(of.length, title)), "and");
}
const mostKinds = 3;
function countedKind(count, title) {
	const [, noun, rest = ""] = /^an? (.*?)((?: of | with | \().*)?$/.exec(title) ?? [];
	if (noun === void 0) return `${counted(count, "file")} of ${title}`;
	const nouns = noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
	return `${counted(count, noun, nouns)}${rest}`;
}
const likenesses = [
	{
		by: "by the model, tools and system prompt they share",
		key: ({ requests: [first] }) => writeJson([
			member(first, "model"),
			member(first, "tools"),
			member(first, "system")
		])
	},
	{
		by: "by model, names of tools and folder, since their prompts differ",
		key: ({ requests: [first], path }) => writeJson([
			member(first, "model"),
			toolNames(first),
			folderOf(path)
		])
	},
	{
		by: "by folder, since they differ in all else",
		key: ({ path }) => folderOf(path)
	}
];
function member(request, key) {
	return request?.[key] ?? null;
}
function whatIsSent([some]) {
	const [first] = some?.requests ?? [];
	const tools = toolNames(first);
	const [tool] = isArray(tools) ? tools : [];
	const model = member(first, "model");
	return typeof tool === "string" ? tool : typeof model === "string" ? model : "";
}
function toolNames(request) {
	const tools = request?.["tools"];
	if (!isArray(tools)) return null;
	return tools.map((tool) => isObject(tool) ? tool["name"] ?? null : null);
}

// src/commands/init/json.ts
function initJson(options) {
	const { survey, plan, report, dryRun } = options;
	const { packages, sites, models, prompts, recordings, test, unread } = survey;
	return {
		found: {
			packages: packages.map(({ name, file }) => ({
				name,
				file
			})),
			calls: sites,
			models,
			prompts,
			recordings: recordings.map((recording) => ({
				file: recording.path,
				kind: recording.title,
				requests: recording.requests.length,
				usageOnly: !holdsRequests(recording)
			})),
			test: test === null ? null : {
				command: test.words,
				folder: test.folder
			},
			unread
		},
		[dryRun ? "wouldWrite" : "wrote"]: plan?.files ?? [],
		kept: plan?.kept ?? [],
		scenarios: (report?.scenarios ?? []).map(({ id, monthlyUsd, perRunUsd, outputAtMost }) => ({
			id,
			monthlyUsd,
			perRunUsd,
			outputAtMost
		})),
		problems: report?.problems ?? []
	};
}

// src/commands/init/files/workflow.ts
const workflowPath = ".github/workflows/promptcost.yml";
const preCommitPath = ".pre-commit-config.yaml";
function workflowText(options) {
	const { branch, recording, folder } = options;
	const steps = stepsOf(recording, folder);
	return `name: promptcost
on:
  pull_request:
  merge_group:
  push: { branches: [${quoted(branch)}] }
permissions: {}
concurrency:
  group: promptcost-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
jobs:
  check:
    if: github.event_name != 'push'
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions: { contents: read, pull-requests: write }
    steps:
${steps}
  update:
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions: { contents: write }
    steps:
${steps}
`;
}
function stepsOf(recording, folder) {
	const inputs = [...recording === null ? [] : ["tree: working"], ...folder === "" ? [] : [`working-directory: ${quoted(folder)}`]];
	return [
		"uses: actions/checkout@v7\nwith: { persist-credentials: false }",
		...recording === null ? [] : recordingSteps(recording),
		`uses: promptcost/promptcost@v0${inputs.length === 0 ? "" : `\nwith: { ${inputs.join(", ")} }`}`
	].map((step) => `      - ${step.replaceAll("\n", "\n        ")}`).join("\n");
}
function recordingSteps({ test, folder }) {
	const place = folder === "" ? "" : `\nworking-directory: ${quoted(folder)}`;
	return [...test.setup.map((step) => step.startsWith("run:") ? step + place : step), `run: npx --yes promptcost record --stub -- ${test.words}${place}`];
}
function quoted(text) {
	return /^[A-Za-z_][\w./-]*$/.test(text) ? text : JSON.stringify(text);
}
function preCommitText(version) {
	return `repos:
  - repo: https://github.com/promptcost/promptcost
    rev: v${version}
    hooks:
      - id: promptcost
`;
}

// src/commands/init/plan.ts
function hasFoundAnything({ packages, sites, recordings }) {
	return packages.length > 0 || sites.length > 0 || recordings.some(holdsRequests);
}
function planInit(options) {
	const { isThere, paths, survey, config, folder, branch, preCommit, version, leftOut } = options;
	const unusable = new Set(leftOut.map(({ path }) => path));
	const isNew = !isThere(config);
	const scenarios = isNew ? groupRecordings(survey.recordings.filter(({ path }) => !unusable.has(path)), paths) : [];
	const first = isNew && scenarios.length === 0 ? makeFirstFixture(survey, folder, isThere) : null;
	const written = scenarios.map(({ name, fixtures, recordings }) => ({
		name,
		fixtures,
		note: `${kindsOf(recordings)}, read where they lie`
	}));
	const recording = survey.test === null || survey.recordings.some(holdsRequests) ? null : {
		test: survey.test,
		folder: survey.test.folder
	};
	const wanted = [
		{
			path: config,
			text: first === null ? configText(written, folder) : draftText(first.name)
		},
		...first === null ? [] : [{
			path: first.path,
			text: first.text
		}],
		{
			path: workflowPath,
			text: workflowText({
				branch,
				recording,
				folder
			})
		},
		...preCommit ? [{
			path: preCommitPath,
			text: preCommitText(version)
		}] : []
	];
	return {
		files: wanted.filter(({ path }) => !isThere(path)),
		kept: wanted.flatMap(({ path }) => isThere(path) ? [path] : []),
		config,
		scenarios,
		leftOut,
		first,
		hook: preCommit || isThere(".pre-commit-config.yaml") ? null : preCommitText(version)
	};
}

// src/commands/init/recordings/recognise.ts
function createRecogniser(tree, digest) {
	return (path, text) => {
		const beside = (wanted) => {
			const other = resolvePath(folderOf(path), wanted);
			return other !== null && tree.entry(other)?.kind === "file" ? tree.text(other) : null;
		};
		const content = readContent({
			file: path,
			text,
			again: () => text
		}, {
			digest,
			beside
		});
		if (content.kind === "unknown") return null;
		if (content.kind === "recording") {
			const calls = content.calls.map(({ call }) => call).filter(({ endpoint }) => endpoint === "messages");
			if (calls.length === 0) return null;
			const requests = calls.flatMap(({ request }) => bodyOf(request ?? void 0));
			return {
				path,
				title: formats[content.format].title,
				requests,
				calls: calls.length
			};
		}
		if (!content.sources.some(({ value }) => isFixture(value))) return null;
		const requests = content.sources.flatMap((source) => readRun(source, [])?.exchanges ?? []).flatMap(({ request }) => bodyOf(request));
		return requests.length === 0 ? null : {
			path,
			title: "a fixture",
			requests,
			calls: requests.length
		};
	};
}
function bodyOf(request) {
	return isObject(request) ? [request] : [];
}

// src/commands/init/figures.ts
function firstFigures(context, tree, file) {
	return check({
		...context,
		head: tree,
		base: {
			commit: {
				sha: "nothing",
				why: "nothing is committed yet"
			},
			tree: emptyTree
		},
		file,
		fork: false,
		links: {
			repository: null,
			head: null
		},
		problems: nothingFound
	});
}
const nothingFound = [];
const emptyTree = {
	label: "nothing",
	paths: () => [],
	entry: () => void 0,
	read: missing,
	text: missing,
	fault: missing,
	prefetch: () => void 0
};
function missing(path) {
	throw new Error(`${path} is not a file of an empty tree`);
}

// src/commands/init/settle.ts
const mostRounds = 5;
function settlePlan(context, options, withFiles) {
	const recorded = new Set(options.survey.recordings.map(({ path }) => path));
	const leftOut = /* @__PURE__ */ new Map();
	for (let round = 1;; round += 1) {
		const plan = planInit({
			...options,
			leftOut: [...leftOut.values()]
		});
		const figures = firstFigures(context, withFiles(plan.files), plan.config);
		const before = leftOut.size;
		if (plan.scenarios.length > 0) {
			for (const { severity, file, code } of figures.report.problems) if (severity === "error" && file !== null && recorded.has(file) && !leftOut.has(file)) leftOut.set(file, {
				path: file,
				why: code
			});
		}
		if (leftOut.size === before || round === mostRounds) return {
			plan,
			...figures
		};
	}
}

// src/commands/init/text.ts
function initText(options) {
	const { survey, plan, report, dryRun } = options;
	const wrote = plan.files.map(({ path }) => describeFile(path, plan));
	return `${[
		`Found: ${foundText(survey)}`,
		`${dryRun ? "Would write" : "Wrote"}: ${wrote.length === 0 ? "nothing" : wrote.join(", ")}`,
		...plan.leftOut.map(({ path, why }) => `Left out: ${path} (${why})`),
		...plan.kept.length === 0 ? [] : [`Kept as they are: ${plan.kept.join(", ")}`],
		...report === null || report.scenarios.length === 0 ? [] : [figuresText(report)],
		...warningsText(report),
		...nextSteps(survey, plan).map((step) => `Next: ${step}`)
	].join("\n")}\n`;
}
function nothingFoundText(survey) {
	return `Found: ${foundText(survey)}
Wrote: nothing
Next: \`promptcost record -- CMD\` makes fixtures of what any command sends to the API, \`npm test\` for one
Next: or write a fixture by hand, as the README's "Write a first fixture" shows
`;
}
function foundText(survey) {
	const { packages, sites, recordings, prompts, test, unread } = survey;
	const parts = [
		...uniqueBy(packages, ({ name }) => name).slice(0, shown).map(({ name, file }) => `${name} in ${file}`),
		...siteTexts(sites),
		...recordingTexts(recordings),
		...some(promptGlobs(prompts), "prompt files"),
		...test === null ? [] : [`\`${test.words}\`${test.folder === "" ? "" : ` in ${test.folder}`}`],
		...unread === 0 ? [] : [`${counted(unread, "file")} too large or too many to look at`]
	];
	return parts.length === 0 ? "nothing that calls the Claude API" : parts.join("; ");
}
const shown = 3;
function some(names, word) {
	if (names.length <= shown) return names;
	return [...names.slice(0, shown), `${String(names.length - shown)} more ${word}`];
}
function siteTexts(sites) {
	const sending = sites.filter(({ calls }) => !calls.endsWith("()") && !calls.includes("lient"));
	return [...groupBy(sending.length === 0 ? sites : sending, ({ calls }) => calls)].slice(0, shown).map(([calls, of]) => {
		const places = of.map(({ file, line }) => `${file}:${String(line)}`);
		const more = places.length > shown ? [`${String(places.length - shown + 1)} more places`] : [];
		const named = more.length === 0 ? places : [...places.slice(0, 2), ...more];
		return `${calls} in ${listNames(named, "and")}`;
	});
}
function recordingTexts(recordings) {
	const whole = recordings.filter(holdsRequests);
	const usage = recordings.filter((recording) => !holdsRequests(recording));
	const requests = whole.reduce((sum, each) => sum + each.requests.length, 0);
	return [...whole.length === 0 ? [] : [`${kindsOf(whole)} with ${counted(requests, "request")} to the API in ${foldersOf(whole)}`], ...usage.length === 0 ? [] : [`${kindsOf(usage)} with usage alone in ${foldersOf(usage)} (\`promptcost bill\` reads them)`]];
}
function foldersOf(recordings) {
	const folders = [...new Set(recordings.map(({ path }) => folderOf(path) || "the root"))];
	return folders.length <= shown ? listNames(folders, "and") : `${folders.slice(0, 2).join(", ")} and ${String(folders.length - shown + 1)} more folders`;
}
function describeFile(path, { config, scenarios, first }) {
	const [some] = scenarios;
	if (path === config && some !== void 0) return `${path} (${counted(scenarios.length, "scenario")}: recordings, ${some.by})`;
	if (path !== first?.path) return path;
	const model = first.isModelFound ? "" : `, with ${first.model} since the code that calls names no model`;
	return `${path} (a first request${first.prompt === null ? "" : `, tied to ${first.prompt}`}${model})`;
}
function warningsText(report) {
	const count = report?.problems.filter(({ severity }) => severity === "warning").length ?? 0;
	return count === 0 ? [] : [`${counted(count, "warning")}: \`promptcost check\` says which`];
}
function figuresText({ scenarios }) {
	const withTraffic = scenarios.some(({ monthlyUsd }) => monthlyUsd !== null);
	const figures = scenarios.map(({ id, monthlyUsd, perRunUsd, outputAtMost }, at) => {
		const usd = monthlyUsd === null ? perThousandRuns(readUsd(perRunUsd ?? "0")) : readUsd(monthlyUsd);
		const unit = monthlyUsd === null ? at === 0 ? " per 1,000 runs" : "" : " a month";
		return `${id} ${outputAtMost ? "at most " : ""}${showUsd(usd)}${unit}`;
	});
	return `First figure${withTraffic ? "" : " (no traffic stated yet)"}: ${figures.join(", ")}`;
}
function nextSteps({ test, recordings }, plan) {
	return [
		...test !== null && !recordings.some(holdsRequests) ? [`\`promptcost record --stub -- ${test.words}\` makes fixtures of what your code really sends; no key, no network`] : [],
		...plan.files.some(({ path }) => path === plan.config) ? [`state \`traffic:\` in ${plan.config} for a figure a month, and a \`budget:\``] : [],
		...plan.files.some(({ path }) => path === ".github/workflows/promptcost.yml") ? ["commit, and open a pull request: the comment is made there"] : [],
		...plan.hook === null ? [] : [`for a pre-commit hook (or \`init --pre-commit\`), in ${preCommitPath}:\n` + plan.hook.replace(/^/gm, "  ").trimEnd()]
	];
}

// src/cli/run/init.ts
async function runInit(args, world) {
	const dryRun = args.option("dry-run");
	const json = args.option("json");
	const head = openHead(world.folder);
	const root = head.root ?? head.folder;
	warnOfGit(head, world);
	const folder = pathFromRoot(root, resolve(world.folder)) ?? "";
	const survey = surveyRepository(head.tree, folder, {
		sizeOf: (path) => statSync(join(root, path), { throwIfNoEntry: false })?.size ?? 0,
		recognise: createRecogniser(head.tree, digest)
	});
	const config = configPath(head, world.folder, null) ?? "promptcost.yml";
	const print = (text) => world.print(text);
	const isThere = (path) => existsSync(join(root, path));
	if (!hasFoundAnything(survey) && !isThere(config)) {
		if (json) print(toJson(initJson({
			survey,
			plan: null,
			report: null,
			dryRun
		})));
		else print(nothingFoundText(survey));
		return 2;
	}
	const planned = {
		isThere,
		paths: head.tree.paths(),
		survey,
		config,
		folder,
		branch: (head.root === null ? null : findDefaultBranch(root)) ?? "main",
		preCommit: args.option("pre-commit"),
		version
	};
	const { plan, report, source } = await withCommandContext({
		asOf: null,
		dry: false
	}, (context) => settlePlan(context, planned, (files) => withTexts(head.tree, new Map(files.map(({ path, text }) => [path, text])))));
	if (!dryRun && !writeFiles(root, plan, world)) return 2;
	if (json) print(toJson(initJson({
		survey,
		plan,
		report,
		dryRun
	})));
	else {
		print(initText({
			survey,
			plan,
			report,
			dryRun
		}));
		const errors = report.problems.filter(({ severity }) => severity === "error");
		const problems = renderProblems(errors, {
			source,
			notes: false
		});
		if (problems !== "") print(`\n${problems}`);
	}
	return report.verdict === "error" ? 2 : 0;
}
function toJson(value) {
	return `${JSON.stringify(value, null, 2)}\n`;
}
function warnOfGit(head, world) {
	const commit = head.root === null ? null : openCommit(head.root);
	if (commit !== null && "tree" in commit) return;
	const { said, fix } = describeFailure(commit === null ? head.failure ?? "not-a-repository" : commit.kind);
	world.warn(`promptcost: ${said}, so nothing can be compared yet. ${fix}\n`);
}
function writeFiles(root, { files }, world) {
	const failed = replaceFiles(root, files, join(root, ".promptcost-init.tmp"));
	if (failed === null) return true;
	const why = `${failed.why === "link" ? "it lies behind a link" : failed.why}. Nothing was written`;
	world.refuse(problem("file-not-written", placeIn(failed.path), {
		file: failed.path,
		why
	}));
	return false;
}

export { runInit };