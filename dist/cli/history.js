import { D as historySvg, E as historyText, O as workOutHistory, T as readFileLog, W as openFolder, _n as writeAtomically, k as historyJson, li as problem, on as describeFailure, si as nowhere, xn as loadConfig, xr as renderProblems } from "./core.js";
import { isAbsolute, join } from "node:path";

// src/cli/run/history.ts
const usualCommits = 30;
async function runHistory(args, world) {
	const opened = openFolder(args.option("config"), world);
	if (opened === null) return 2;
	const { head, root, file } = opened;
	const json = args.option("json");
	const svg = args.option("svg");
	const refuse = (problems, source) => {
		if (json) printJson(historyJson(file, null, problems), world);
		else world.print(renderProblems(problems, {
			source,
			notes: false
		}));
		return 2;
	};
	const { config, text, problems } = loadConfig(head.tree, file, /* @__PURE__ */ new Map());
	if (config === null) return refuse(problems, text === null ? null : {
		file,
		text
	});
	const log = head.root === null ? null : readFileLog(root, config.baseline, {
		most: args.option("most") ?? usualCommits,
		since: args.option("since")
	});
	if (log === null) {
		const why = describeFailure(head.failure ?? "not-a-repository");
		return refuse([problem("base-git-failed", nowhere, {
			doing: "read the history",
			...why
		})], null);
	}
	const outcome = workOutHistory({
		file: config.baseline,
		...log,
		asked: args.operands
	});
	const { history } = outcome;
	if (history === null) return refuse(outcome.problems, null);
	if (svg === "-") world.print(historySvg(history));
	else if (svg !== null) writeAtomically(isAbsolute(svg) ? svg : join(world.folder, svg), historySvg(history));
	if (json) printJson(historyJson(config.baseline, history, outcome.problems), world);
	else if (svg !== "-") {
		const list = renderProblems(outcome.problems, {
			source: null,
			notes: false
		});
		world.print(`${historyText(history)}${list === "" ? "" : `\n${list}`}`);
	}
	return 0;
}
function printJson(document, world) {
	world.print(`${JSON.stringify(document, null, 2)}\n`);
}

export { runHistory };