import { A as removeDrafts, Ai as hasErrors, Cn as writeAtomically, Ct as problemsOf, Dt as openBook, Et as createEvaluationContext, I as notWritten, J as openFolder, Mi as placeIn, Pi as problem, Vr as renderProblems, Y as withCommandContext, _t as factsIn, dt as isReplaceable, ft as baselineEntryOf, gt as writeBaseline, ht as parseBaseline, ii as sortByPlace, lt as findForeignBaseline, mt as entriesOf, pt as baselineText, st as loadTree, ut as foreignBaseline, vt as projectTree, wn as decodeUtf8, xn as kindOf, yn as isBehindLink, yt as projectVariantsOf } from "./core.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";

// src/commands/update/json.ts
function updateJson(plan, options) {
	return {
		schemaVersion: 1,
		file: plan.file,
		current: plan.current,
		written: !options.check && plan.text !== null && !plan.current,
		added: plan.added,
		changed: plan.changed,
		removed: plan.removed,
		problems: sortByPlace(plan.problems)
	};
}

// src/commands/update/plan.ts
function planUpdate(input) {
	const { file, existing, entries } = input;
	const parsed = parseBaseline(existing);
	const newer = parsed.state === "newer" ? [problem("baseline-newer", placeIn(file), { file })] : [];
	const problems = [...input.problems, ...newer];
	const old = entriesOf(parsed);
	const isOther = (id) => {
		const [before, after] = [old.get(id), entries.get(id)];
		return before !== void 0 && after !== void 0 && textOf(id, before) !== textOf(id, after);
	};
	const ids = [...entries.keys()].sort();
	const refused = hasErrors(problems);
	const text = refused ? null : writeBaseline(entries);
	return {
		file,
		text,
		current: text !== null && text === existing,
		unreadable: parsed.state === "corrupt" || parsed.state === "empty",
		added: refused ? [] : ids.filter((id) => !old.has(id)),
		changed: refused ? [] : ids.filter(isOther),
		removed: refused ? [] : [...old.keys()].filter((id) => !entries.has(id)).sort(),
		problems
	};
}
function textOf(id, entry) {
	return writeBaseline(/* @__PURE__ */ new Map([[id, entry]]));
}
function updateExitCode(plan, options) {
	if (plan.text === null) return 2;
	return options.check && !plan.current ? 1 : 0;
}

// src/commands/update/text.ts
function describeUpdate(plan, options) {
	if (plan.text === null) return `${plan.file} was left as it is`;
	if (plan.current) return `${plan.file} is current`;
	const what = describeChanges(plan);
	return options.check ? `${plan.file} is not current (${what}). Run \`promptcost update\`` : `${plan.file} written (${what})`;
}
function describeChanges(plan) {
	const parts = [
		...plan.unreadable ? ["what was there could not be read"] : [],
		...list("new:", plan.added),
		...list("changed:", plan.changed),
		...list("gone:", plan.removed)
	];
	return parts.length === 0 ? "its form alone differs" : parts.join("; ");
}
function list(word, ids) {
	return ids.length === 0 ? [] : [`${word} ${ids.join(", ")}`];
}

// src/commands/update/update.ts
function workOutBaseline(input) {
	const context = createEvaluationContext(input);
	const loaded = loadTree(input.tree, input.file, { context });
	const { config, source, baseline, scenarios } = loaded;
	const problems = [...loaded.problems, ...findForeignBaseline(input.tree, config)];
	const existing = baselineText(input.tree, baseline);
	if (config === null || hasErrors(problems)) return {
		plan: planUpdate({
			file: baseline,
			existing,
			entries: /* @__PURE__ */ new Map(),
			problems
		}),
		source,
		facts: /* @__PURE__ */ new Map()
	};
	const tree = projectTree({
		scenarios,
		context,
		book: openBook(config)
	});
	const entries = /* @__PURE__ */ new Map();
	const found = [...problems];
	for (const projected of tree.scenarios) {
		const variants = projectVariantsOf(projected, tree);
		found.push(...problemsOf(projected, variants, context));
		entries.set(projected.scenario.config.id, baselineEntryOf(projected, variants, tree));
	}
	return {
		plan: planUpdate({
			file: baseline,
			existing,
			entries,
			problems: found
		}),
		source,
		facts: new Map([...entries].map(([id, entry]) => [id, factsIn(entry)]))
	};
}

// src/cli/run/update.ts
async function runUpdate(args, world) {
	const opened = openFolder(args.option("config"), world, args.option("tree"));
	if (opened === null) return 2;
	const { head, root, file } = opened;
	const { plan, source } = await withCommandContext({
		asOf: args.option("as-of"),
		dry: false
	}, (context) => workOutBaseline({
		...context,
		tree: head.tree,
		file
	}));
	const check = args.option("check");
	const json = args.option("json");
	const printJson = (written) => world.print(`${JSON.stringify(updateJson(written, { check }), null, 2)}\n`);
	const obstacle = check || plan.text === null ? null : findObstacle(root, plan.file);
	if (obstacle !== null) {
		if (json) printJson({
			...plan,
			text: null,
			problems: [obstacle]
		});
		else world.print(`${renderProblems([obstacle], {
			source,
			notes: false
		})}\n`);
		return 2;
	}
	if (!check && plan.text !== null && !plan.current) {
		removeDrafts(root, [plan.file]);
		try {
			writeAtomically(join(root, plan.file), plan.text);
		} catch (error) {
			return world.refuse(notWritten(plan.file, error));
		}
	}
	if (json) printJson(plan);
	else {
		const problems = renderProblems(plan.problems, {
			source,
			notes: false
		});
		if (problems !== "") world.print(`${problems}\n`);
		world.print(`${describeUpdate(plan, { check })}\n`);
	}
	return updateExitCode(plan, { check });
}
function findObstacle(root, file) {
	const place = placeIn(file);
	if (isBehindLink(root, file)) return problem("baseline-link", place, { file });
	const kind = kindOf(join(root, file));
	if (kind === null) return null;
	if (kind !== "file") return foreignBaseline(file, place, "folder");
	const text = decodeUtf8(readFileSync(join(root, file)));
	return isReplaceable(file, text ?? "?") ? null : foreignBaseline(file, place);
}

export { runUpdate };