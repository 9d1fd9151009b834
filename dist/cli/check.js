import { I as notWritten, J as openFolder, L as reportFilesOf, R as showReport, Y as withCommandContext, Z as check, cn as openBaseSide, in as exitCode, z as writeReportFile } from "./core.js";

// src/cli/run/check.ts
async function runCheck(args, world) {
	const opened = openFolder(args.option("config"), world, args.option("tree"));
	if (opened === null) return 2;
	const { head, file } = opened;
	const base = await openBaseSide(head, {
		event: null,
		asked: args.option("base"),
		access: null,
		remote: null
	});
	const context = {
		asOf: args.option("as-of"),
		dry: args.option("dry")
	};
	const links = {
		repository: null,
		head: null
	};
	const outcome = await withCommandContext(context, (given) => check({
		...given,
		head: head.tree,
		base,
		file,
		fork: false,
		links,
		problems: []
	}));
	const files = reportFilesOf(args.option);
	if (files.every(({ to }) => to !== "-")) world.print(showReport(outcome, world));
	for (const asked of files) try {
		writeReportFile(outcome.report, asked, world);
	} catch (error) {
		return world.refuse(notWritten(asked.to, error));
	}
	return exitCode(outcome.report.verdict);
}

export { runCheck };