import { B as views, Br as usualConfig, I as notWritten, Pi as problem, R as showReport, Y as withCommandContext, Z as check, fn as createDirectoryTree, hn as overlay, ji as nowhere, kn as digest, z as writeReportFile } from "./core.js";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// src/cli/run/demo.ts
const demoDay = "2026-11-24";
async function runDemo(args, world) {
	const folder = findDemo();
	if (folder === null) return world.refuse(problem("demo-missing", nowhere, {}));
	const outcome = await checkDemo(folder);
	const { report } = outcome;
	const to = args.option("json") ?? join(mkdtempSync(join(tmpdir(), "promptcost-")), "demo.json");
	try {
		writeReportFile(report, {
			view: "json",
			to
		}, world);
	} catch (error) {
		return world.refuse(notWritten(to, error));
	}
	if (to === "-") return 0;
	world.print([
		"A pull request to a shop's support assistant: a line with the time at the head of its policy, one more tool,",
		"a bigger model. It touches no fixture. This is what `promptcost check` says of it:",
		"",
		showReport(outcome, world),
		"And this is the comment on the pull request:",
		"",
		quoteComment(report),
		"",
		`The report as JSON: ${to}`,
		`The files: ${folder}`,
		""
	].join("\n"));
	return report.verdict === "error" ? 2 : 0;
}
async function checkDemo(folder) {
	const main = createDirectoryTree(join(folder, "main"), "main");
	const sides = {
		head: overlay(main, createDirectoryTree(join(folder, "change")), "the change"),
		base: {
			commit: {
				sha: "main",
				why: "the example's main"
			},
			tree: main
		},
		file: usualConfig,
		fork: false,
		links: {
			repository: null,
			head: null
		}
	};
	return withCommandContext({
		asOf: demoDay,
		dry: false
	}, (context) => check({
		...context,
		...sides,
		problems: []
	}));
}
function quoteComment(report) {
	const stamp = {
		key: usualConfig,
		head: "0".repeat(40),
		run: 1,
		attempt: 1
	};
	const [, ...lines] = views.comment(report, {
		stamp,
		digest
	}).split("\n");
	return lines.join("\n").replace(/^/gm, "  \u2502 ").replace(/[ \t]+$/gm, "");
}
function findDemo() {
	for (let folder = dirname(fileURLToPath(import.meta.url));; folder = dirname(folder)) {
		const candidate = join(folder, "fixtures", "demo");
		if (existsSync(join(candidate, "main", "promptcost.yml"))) return candidate;
		if (dirname(folder) === folder) return null;
	}
}

export { runDemo };