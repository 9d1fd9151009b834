import { n as readBilled, t as billExchanges } from "./bill.js";
import { At as readBilledFiles, Dr as nowhere, Er as hasErrors, L as keptPath, N as openFolder, Nt as openBaseSide, Or as placeIn, P as withCommandContext, R as writeKept, Wt as isBehindLink, Xn as renderProblems, Yt as writeAtomically, _ as readPeriod, ar as today, d as partConsoleFiles, f as readReports, g as reconcile, h as reconcileText, kr as problem, m as readConsole, nr as createPriceBook, p as billOfRecordings, sr as problemJson, v as openProjection, y as reconcileJson } from "./core.js";
import { join } from "node:path";

// src/cli/run/reconcile.ts
async function runReconcile(args, world) {
	const json = args.option("json");
	const say = (problems, source) => {
		if (json) world.print(`${JSON.stringify({
			schemaVersion: 1,
			problems: problems.map(problemJson)
		}, null, 2)}\n`);
		else world.print(renderProblems(problems, {
			source,
			notes: false
		}));
		return 2;
	};
	const asOf = args.option("as-of") ?? today();
	const [month, from, to] = [
		args.option("month"),
		args.option("from"),
		args.option("to")
	];
	const period = readPeriod({
		month,
		from,
		to,
		asOf
	});
	const filters = {
		workspace: args.option("workspace"),
		apiKeyId: args.option("api-key-id")
	};
	const wrong = [..."code" in period ? [period] : [], ...refuseSources(args.option("admin"), args.operands)];
	if ("code" in period || wrong.length > 0) return say(wrong, null);
	const opened = openFolder(args.option("config"), world);
	if (opened === null) return 2;
	const { head: side, root, file } = opened;
	const base = await openBaseSide(side, {
		event: null,
		asked: null,
		access: null,
		remote: null
	});
	const { head, problems, source } = await withCommandContext({
		asOf,
		dry: false
	}, (context) => openProjection({
		...context,
		tree: side.tree,
		base,
		file
	}));
	if (head === null) return say(problems, source);
	const bill = args.option("admin") ? await readAdmin({
		period,
		filters,
		asOf
	}, world) : readFiles(args.operands, {
		filters,
		asOf
	}, world);
	if ("code" in bill) return say([bill], source);
	const outcome = reconcile({
		head,
		bill,
		period
	});
	const { result } = outcome;
	if (result === null) return say(outcome.problems, source);
	const kept = args.option("write") ? [keep(result, keptPath(head.config.baseline), root)] : [];
	const all = {
		...result,
		problems: [...result.problems, ...kept]
	};
	if (json) world.print(`${JSON.stringify(reconcileJson(all), null, 2)}\n`);
	else {
		const list = renderProblems(all.problems, {
			source,
			notes: true
		});
		world.print(`${reconcileText(all)}${list}`);
	}
	return hasErrors(all.problems) ? 2 : 0;
}
function keep(result, file, root) {
	if (result.ratio === null || hasErrors(result.problems)) return problem("reconcile-not-kept", nowhere, {});
	if (isBehindLink(root, file)) return problem("baseline-link", placeIn(file), { file });
	const { usd, projectedUsd, period, source } = result;
	const month = period.month ?? `${period.from} to ${period.to}`;
	writeAtomically(join(root, file), writeKept({
		month,
		source
	}, {
		usd,
		projectedUsd
	}));
	return problem("reconcile-kept", placeIn(file), { file });
}
function refuseSources(admin, operands) {
	const both = admin && operands.length > 0;
	return both || !admin && operands.length === 0 ? [problem("reconcile-no-source", nowhere, { both })] : [];
}
async function readAdmin(asked, world) {
	const { connectAdmin } = await import("./client.js");
	const connected = connectAdmin(world.env, (seconds) => world.warn(`promptcost: the reports ask to wait ${String(seconds)} s\n`));
	if ("code" in connected) return connected;
	const bill = await readReports(connected.api, asked);
	return "code" in bill ? bill : {
		...bill,
		problems: [...connected.remarks, ...bill.problems]
	};
}
function readFiles(paths, { filters, asOf }, world) {
	const { exports, others, problems } = partConsoleFiles(paths, world.folder);
	if (exports.length > 0 && others.length > 0) return problem("reconcile-mixed", placeIn(exports[0]?.path ?? ""), {});
	if (others.length === 0) {
		const bill = readConsole(exports, filters);
		return {
			...bill,
			problems: [...problems, ...bill.problems]
		};
	}
	const option = filters.workspace !== null ? "workspace" : "api-key-id";
	if (filters.workspace !== null || filters.apiKeyId !== null) return problem("reconcile-filter", nowhere, {
		option,
		source: "recordings"
	});
	const found = [...problems];
	const result = billExchanges({
		exchanges: readBilled(readBilledFiles(others, world.folder, found)),
		book: createPriceBook(),
		asOf,
		problems: found
	});
	const dated = result.problems.filter(({ code }) => code !== "priced-as-of");
	return billOfRecordings(result.exchanges, dated);
}

export { runReconcile };