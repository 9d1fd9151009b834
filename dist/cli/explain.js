import { $r as showUsd, Ai as hasErrors, Ca as groupBy, Ct as problemsOf, Dt as openBook, Et as createEvaluationContext, Fi as shownId, Fn as writeRuns, H as describeBreakEvens, Hr as cleanName, Ii as shownName, J as openFolder, Jr as showCount, K as showPerThousandRuns, Kr as readUsd, O as readsToPay, Pi as problem, Q as blockCosts, Ra as isObject, Si as quantityClasses, St as errorsOf, V as alignColumns, Vr as renderProblems, Y as withCommandContext, aa as formatUsd, ai as problemJson, at as costAgainstTrafficOf, ca as ratio, ci as writeUsd, cn as openBaseSide, ea as priceBookDate, en as certainty, fi as knownCost, hi as rateOf, ia as formatRatio, mn as shorten, mr as placeInBody, na as compareRatio, oa as multiplyRatio, oi as reportProblem, ot as loadMainScenarios, qt as minimumOf, ra as divideHalfEven, rt as reportBreakEven, st as loadTree, ta as addRatio, tn as tokensUpTo, ua as counted, vt as projectTree, wa as uniqueBy, wr as nearestNames, ya as sumExact } from "./core.js";

// src/commands/explain/block-text.ts
function blocksText(explained) {
	const { scenario, asOf, traffic, blocks, usdPerRun, usdPerMonth } = explained;
	const unit = usdPerMonth === null ? "per 1,000 runs" : "a month";
	const rows = blocks.map((row) => [
		describe(row),
		row.file === null ? "" : `${cleanName(row.file)}${row.line === null ? "" : `:${row.line}`}`,
		row.tokens === null ? "" : showCount(row.tokens),
		row.requests === null ? "" : showCount(row.requests),
		`${row.percent} %`,
		costOf(row)
	]);
	const whole = usdPerMonth === null ? showPerThousand(usdPerRun) : showUsd(readUsd(usdPerMonth));
	return [
		`${cleanName(scenario)}, prices of ${asOf} (price book of ${priceBookDate})` + (traffic === null ? ", no traffic stated: a warm cache" : `, ${traffic}`),
		"",
		...alignColumns([
			[
				"block",
				"where",
				"tokens",
				"requests",
				"of the bill",
				unit
			],
			...rows,
			[
				"all",
				"",
				"",
				"",
				"100 %",
				whole
			]
		], (column) => column < 2),
		""
	].join("\n");
}
function describe({ kind, block, level, name, changes }) {
	if (block === null) return kind;
	const what = level === "tools" && name !== null ? `tool ${cleanName(name)}` : block;
	if (changes === null || changes === "never") return what;
	return `${what}, ${typeof changes === "number" ? `one of ${changes}` : `changes: ${changes}`}`;
}
function costOf({ usdPerMonth, usdPerRun }) {
	return usdPerMonth === null ? showPerThousand(usdPerRun) : showUsd(readUsd(usdPerMonth));
}
function showPerThousand(usdPerRun) {
	return showPerThousandRuns(readUsd(usdPerRun)).replace(/ per 1,000 runs$/, "");
}

// src/commands/explain/exchange.ts
function explainExchange({ prompt, count, output, exchange }, { run, share, ledger, outcomes }, { book, arrivals }) {
	const minimum = minimumOf(prompt.model);
	return {
		run: shownId(run),
		exchange: shownId(exchange.id),
		share: percentOf$1(share),
		...placeOf$1(exchange.place),
		model: shownName(prompt.model),
		offsetSeconds: exchange.offsetMs / 1e3,
		input: {
			total: count.total,
			low: count.low,
			high: count.high,
			witness: count.witness,
			...count.parts
		},
		output: {
			tokens: output.tokens,
			low: output.low,
			high: output.high,
			basis: output.basis
		},
		breakpoints: prompt.breakpoints.map(({ block, ttl }) => {
			const tokens = tokensUpTo(count, block, prompt);
			return {
				block: prompt.blocks[block]?.path ?? "",
				ttl,
				tokens,
				minimum,
				caches: tokens >= minimum
			};
		}),
		outcomes: withRest(outcomes).filter(({ chance }) => chance > 0n).map(({ chance, rest, hitBlock, read, write5m, write1h, input }) => ({
			percent: formatRatio(ratio(chance * 100n, certainty), 6),
			expectedAlive: arrivals === "poisson" && hitBlock >= 0 ? expectedAlive(rest) : null,
			hit: prompt.blocks[hitBlock]?.path ?? null,
			read,
			write5m,
			write1h,
			input
		})),
		classes: ledger.lines.flatMap((line) => explainLine(line, ledger.divisor, book.rates(line))),
		usd: formatPico$1(ratio(knownCost(ledger.lines, book), ledger.divisor))
	};
}
function withRest(outcomes) {
	let rest = certainty;
	return outcomes.map((outcome) => {
		rest -= outcome.chance;
		return {
			...outcome,
			rest
		};
	});
}
function expectedAlive(none) {
	return none <= 0n || none >= certainty ? null : Math.log(Number(certainty) / Number(none)).toFixed(4);
}
function explainLine(line, divisor, rates) {
	return quantityClasses.flatMap((name) => {
		const quantity = line[name];
		if (quantity === 0n) return [];
		const rate = rateOf(rates, name);
		return [{
			model: line.model,
			class: name,
			tokens: formatRatio(ratio(quantity, divisor), 6),
			usdPerMillion: rate === null ? null : formatUsd(rate * 1000000n),
			usd: rate === null ? null : formatPico$1(ratio(quantity * rate, divisor))
		}];
	});
}
function formatPico$1(pico) {
	return formatUsd(divideHalfEven(pico.n, pico.d));
}
function placeOf$1({ file, line }) {
	return {
		file,
		line
	};
}
function percentOf$1(share) {
	return formatRatio(multiplyRatio(share, ratio(100n)), 4);
}

// src/commands/explain/other-traffic.ts
const shownRates = [
	.1,
	1,
	10,
	100,
	1e3
];
const ttls = ["5m", "1h"];
function explainTraffic({ curveAt, points }, options) {
	const exchanges = options.measured.runs.flatMap((run) => run.exchanges);
	const models = uniqueBy(exchanges.map(({ prompt }) => prompt.model), (model) => model);
	return {
		curve: curveAt(shownRates).map(({ runsPerHour, usdPerRun }) => ({
			runsPerHour: formatRatio(runsPerHour, 1),
			usdPerRun: Object.fromEntries(Object.entries(usdPerRun).map(([name, usd]) => [name, formatUsd(usd)]))
		})),
		breakEven: points.map(reportBreakEven),
		readsToPay: models.flatMap((model) => ttls.flatMap((ttl) => {
			const found = readsToPay(ttl, {
				...options,
				model
			});
			return found === null ? [] : [{
				model,
				ttl,
				reads: formatRatio(found.reads, 4),
				whole: found.whole
			}];
		}))
	};
}

// src/commands/explain/explanation.ts
function explainScenario({ scenario, measured, projection }, options) {
	const { book, asOf, base } = options;
	const byPlace = new Map(measured.runs.flatMap(({ run, exchanges }) => exchanges.map((exchange) => [`${run.id} ${exchange.exchange.index}`, exchange])));
	const byRun = groupBy(projection.exchanges, ({ run }) => run);
	const { traffic } = measured;
	const arrivals = traffic?.arrivals.kind ?? null;
	return {
		schemaVersion: 1,
		asOf,
		base: "problem" in base ? null : {
			sha: base.commit.sha,
			why: base.commit.why
		},
		scenario: scenario.config.id,
		traffic: describeTraffic(traffic),
		trafficPlace: traffic === null ? null : placeOf$1(options.place),
		exchanges: projection.exchanges.flatMap((projected) => {
			const exchange = byPlace.get(`${projected.run} ${projected.index}`);
			return exchange === void 0 ? [] : [explainExchange(exchange, projected, {
				book,
				arrivals
			})];
		}),
		runs: measured.runs.map(({ run }) => {
			const own = byRun.get(run.id) ?? [];
			const cost = own.map(({ ledger }) => ratio(knownCost(ledger.lines, book), ledger.divisor)).reduce(addRatio, ratio(0n));
			const share = own[0]?.share ?? ratio(0n);
			return {
				run: run.id,
				share: percentOf$1(share),
				usd: formatPico$1(cost),
				...placeOf$1(run.place)
			};
		}),
		usdPerRun: formatUsd(projection.usdPerRun),
		usdPerMonth: writeUsd(projection.usdPerMonth),
		runsPerMonth: traffic === null ? null : formatRatio(traffic.runsPerMonth, 6),
		otherTraffic: explainTraffic(options.costAgainstTraffic, {
			measured,
			book,
			asOf
		}),
		problems: options.problems.map(problemJson)
	};
}
function describeTraffic(traffic) {
	return traffic === null ? null : `${writeRuns(traffic)}, ${traffic.arrivals.text}`;
}

// src/commands/explain/block-rows.ts
function explainBlocks(projected, { book, asOf, problems }) {
	const { scenario, measured, projection } = projected;
	return {
		schemaVersion: 1,
		asOf,
		scenario: scenario.config.id,
		traffic: describeTraffic(measured.traffic),
		blocks: blockRows(projected, book),
		usdPerRun: formatUsd(projection.usdPerRun),
		usdPerMonth: writeUsd(projection.usdPerMonth),
		problems: problems.map(problemJson)
	};
}
function blockRows({ measured, projection }, book) {
	const { divisor, exchanges } = blockCosts(measured, projection, book);
	const sendings = exchanges.flatMap((costs, index) => {
		return sendingsOf(costs, {
			share: projection.exchanges[index]?.share ?? ratio(0n),
			divisor
		});
	});
	const total = ratio(knownCost(projection.perRun.lines, book), projection.perRun.divisor);
	const priced = (cost) => ({
		percent: percentOf(cost, total),
		usdPerRun: formatPico(cost),
		usdPerMonth: measured.traffic === null ? null : formatPico(multiplyRatio(cost, measured.traffic.runsPerMonth))
	});
	const rows = [...groupBy(sendings, ({ block }) => `${block.level} ${block.key}`).values()].flatMap((group) => {
		const [first] = group;
		return first === void 0 ? [] : [{
			first,
			group,
			cost: sumOf(group, ({ cost }) => cost)
		}];
	}).sort((a, b) => compareRatio(b.cost, a.cost)).map(({ first, group, cost }) => ({
		...describeBlock(first),
		requests: new Set(group.map(({ request }) => request)).size,
		tokensPerRun: formatRatio(sumOf(group, ({ tokens, share }) => multiplyRatio(share, ratio(BigInt(tokens)))), 6),
		...priced(cost)
	}));
	const ofBlocks = sumOf(sendings, ({ cost }) => cost);
	return [...rows, ...otherRows({
		projection,
		book,
		ofBlocks,
		total,
		priced
	})];
}
function sendingsOf(request, { share, divisor }) {
	const { measured, blocks } = request;
	return measured.prompt.blocks.map((block, index) => ({
		block,
		measured,
		request,
		tokens: measured.count.blocks[index] ?? 0,
		share,
		cost: ratio(blocks[index] ?? 0n, divisor)
	}));
}
function describeBlock({ block, measured, tokens }) {
	const { file, line } = placeOf(block, measured.exchange);
	const { content, level, path, changes } = block;
	const name = isObject(content) && level === "tools" ? content["name"] : null;
	return {
		kind: "block",
		block: path,
		level,
		name: typeof name === "string" ? shownName(name) : null,
		file,
		line,
		changes,
		tokens
	};
}
function placeOf({ path }, exchange) {
	const tied = exchange.request.links.find(({ kind, path: linked }) => {
		const text = linked.join(".");
		return kind === "$file" && (text === path || text === `${path}.text`);
	});
	return tied === void 0 ? placeInBody(exchange, path) : {
		file: tied.file,
		line: 1
	};
}
function otherRows(options) {
	const { projection, book, ofBlocks, total, priced } = options;
	const { divisor, lines } = projection.perRun;
	const ofClass = (name) => ({
		cost: ratio(sumExact(lines.map((line) => line[name] * (rateOf(book.rates(line), name) ?? 0n))), divisor),
		quantity: ratio(sumExact(lines.map((line) => line[name])), divisor)
	});
	const [answers, searches] = [ofClass("output"), ofClass("webSearches")];
	const known = addRatio(ofBlocks, addRatio(answers.cost, searches.cost));
	const added = {
		cost: addRatio(total, ratio(-known.n, known.d)),
		quantity: ratio(0n)
	};
	return [
		{
			kind: "answers",
			...answers
		},
		{
			kind: "web searches",
			...searches
		},
		{
			kind: "added by the API",
			...added
		}
	].filter(({ cost }) => cost.n !== 0n).map(({ kind, cost, quantity }) => ({
		kind,
		block: null,
		level: null,
		name: null,
		file: null,
		line: null,
		changes: null,
		tokens: null,
		requests: null,
		tokensPerRun: formatRatio(quantity, 6),
		...priced(cost)
	}));
}
function sumOf(items, of) {
	return items.map(of).reduce(addRatio, ratio(0n));
}
function percentOf(cost, total) {
	return total.n === 0n ? "0" : formatRatio(ratio(cost.n * total.d * 100n, cost.d * total.n), 2);
}
function formatPico(cost) {
	return formatUsd(divideHalfEven(cost.n, cost.d));
}

// src/commands/explain/text.ts
const classNames = {
	input: "input",
	cacheWrite5m: "5m write",
	cacheWrite1h: "1h write",
	cacheRead: "cache read",
	output: "output",
	webSearches: "web searches"
};
function explanationText(explanation) {
	const { scenario, asOf, traffic, exchanges, usdPerRun, usdPerMonth, runsPerMonth } = explanation;
	const { base, runs, trafficPlace } = explanation;
	const stated = trafficPlace === null ? "" : ` (${writtenAt(trafficPlace)})`;
	return [
		`${scenario}, prices of ${asOf} (price book of ${priceBookDate})` + (traffic === null ? ", no traffic stated: a warm cache" : `, ${traffic}${stated}`),
		base === null ? "no base to be had: recordings are judged by this tree alone" : `recordings are judged by base ${shorten(base.sha)} (${base.why})`,
		"",
		...exchanges.flatMap(exchangeLines),
		...runLines(runs, usdPerRun),
		...usdPerMonth === null ? [] : [`  a month: $${usdPerRun} \u00d7 ${runsPerMonth ?? ""} runs = $${usdPerMonth}`],
		...trafficLines(explanation.otherTraffic),
		...restsOn(explanation),
		""
	].join("\n");
}
function trafficLines(other) {
	const names = Object.keys(other.curve[0]?.usdPerRun ?? {});
	const breakEvens = describeBreakEvens(other);
	return [
		"",
		"  USD a run at other traffic, all else as it is:",
		...table([["runs an hour", ...names], ...other.curve.map(({ runsPerHour, usdPerRun }) => [runsPerHour, ...Object.values(usdPerRun)])]),
		...breakEvens === "" ? [] : [`    ${breakEvens}`],
		...other.readsToPay.map(({ model, ttl, reads, whole }) => `    a write for ${ttl} has paid after ${counted(whole, "read")}, ${model}: (write \u2212 input) / (input \u2212 read) = ${reads}`)
	];
}
function runLines(runs, usdPerRun) {
	const [only, ...others] = runs;
	if (only === void 0 || others.length === 0) return [`  a run: $${usdPerRun}`];
	return [
		"  a run: each fixture's cost times its share of the runs",
		...runs.map(({ run, share, usd, file, line }) => `    $${usd} \u00d7 ${share} %  ${run} (${writtenAt({
			file,
			line
		})})`),
		`    = $${usdPerRun}`
	];
}
function writtenAt({ file, line }) {
	return `${file ?? "no file"}${line === null ? "" : `:${line}`}`;
}
function restsOn({ problems }) {
	const messages = new Set(problems.map(({ message }) => message));
	return messages.size === 0 ? [] : [
		"",
		"  it rests on:",
		...[...messages].map((message) => `  - ${message}`)
	];
}
function exchangeLines(exchange) {
	const { input, output } = exchange;
	const models = new Set(exchange.classes.map(({ model }) => model));
	return [
		`  ${exchange.exchange}  ${exchange.share} % of runs, ${exchange.model}, at ${exchange.offsetSeconds} s (${writtenAt(exchange)})`,
		`    input ${input.total} tokens (${input.witness}${range(input)}): tools ${input.tools}, system ${input.system}, messages ${input.messages}; output ${output.tokens} (${output.basis}${range(output)})`,
		...exchange.breakpoints.map((point) => `    breakpoint at ${point.block} (${point.ttl}): ${point.tokens} tokens up to it, cached from ${point.minimum} on${point.caches ? "" : ": too few, does nothing"}`),
		...exchange.outcomes.map((outcome) => `    ${outcome.percent} %: ${outcome.hit === null ? "nothing is read" : `read up to ${outcome.hit}`}: read ${outcome.read}, write ${outcome.write5m + outcome.write1h}, input ${outcome.input}` + (outcome.expectedAlive === null ? "" : ` (${outcome.expectedAlive} other runs are expected to keep it: none does with e^-${outcome.expectedAlive})`)),
		...table([
			[
				"",
				"tokens expected",
				"USD per million",
				"USD"
			],
			...exchange.classes.map((line) => [
				classNames[line.class] + (models.size > 1 ? `, ${line.model}` : ""),
				line.tokens,
				line.usdPerMillion ?? "unknown",
				line.usd ?? "unknown"
			]),
			[
				"",
				"",
				"",
				exchange.usd
			]
		]),
		""
	];
}
function range({ low, high }) {
	return low === high ? "" : `, ${low} to ${high}`;
}
function table(rows) {
	const width = rows.reduce((most, [label = ""]) => Math.max(most, label.length + 1), 14);
	return rows.map(([label = "", ...cells]) => `      ${label.padEnd(width)}${cells.map((cell) => cell.padStart(20)).join("")}`);
}

// src/commands/explain/explain.ts
function explain(input) {
	const context = createEvaluationContext(input);
	const { config, source, scenarios, problems } = loadTree(input.tree, input.file, { context });
	if (config === null || hasErrors(problems)) return {
		text: null,
		problems,
		source
	};
	const book = openBook(config);
	const ids = scenarios.map((scenario) => scenario.config.id);
	const other = loadMainScenarios(input.base, input.file, context);
	const head = ids.includes(input.scenario) ? projectTree({
		scenarios,
		other,
		context,
		book
	}) : null;
	const projected = head?.scenarios.find(({ scenario }) => scenario.config.id === input.scenario);
	if (head === null || projected === void 0) {
		const nearest = nearestNames(input.scenario, ids);
		const details = {
			asked: input.scenario,
			nearest
		};
		return {
			text: null,
			problems: [problem("scenario-unknown", config.locate(["scenarios"]), details)],
			source
		};
	}
	const found = problemsOf(projected, [], context);
	const errors = errorsOf(found);
	if (errors.length > 0) return {
		text: null,
		problems: [...problems, ...errors],
		source
	};
	const options = {
		book,
		asOf: input.asOf,
		base: input.base,
		problems: [...problems.filter(({ scenario }) => scenario === input.scenario), ...found],
		place: config.locate([
			"scenarios",
			input.scenario,
			"traffic"
		]),
		costAgainstTraffic: costAgainstTrafficOf(projected, head)
	};
	return {
		text: (input.blocks ? writeBlocks : writeExplanation)(projected, {
			...options,
			json: input.json
		}),
		problems,
		source
	};
}
function writeExplanation(projected, options) {
	const explanation = explainScenario(projected, options);
	return options.json ? writeDocument(explanation) : explanationText(explanation);
}
function writeBlocks(projected, options) {
	const explanation = explainBlocks(projected, options);
	return options.json ? writeDocument(explanation) : blocksText(explanation);
}
function writeDocument(document) {
	return `${JSON.stringify(document, null, 2)}\n`;
}

// src/cli/run/explain.ts
async function runExplain(args, world) {
	const opened = openFolder(args.option("config"), world);
	if (opened === null) return 2;
	const { head, file } = opened;
	const rev = args.option("base");
	const base = await openBaseSide(head, {
		event: null,
		asked: rev,
		access: null,
		remote: null
	});
	const [scenario, json, blocks] = [
		args.operands,
		args.option("json"),
		args.option("block")
	];
	const refuse = (problems, source) => {
		world.print(json ? `${JSON.stringify({
			schemaVersion: 1,
			problems: problems.map(reportProblem)
		}, null, 2)}\n` : renderProblems(problems, {
			source,
			notes: false
		}));
		return 2;
	};
	if (rev !== null && "problem" in base) return refuse([base.problem], null);
	const asked = {
		tree: head.tree,
		base,
		file,
		scenario,
		json,
		blocks
	};
	const outcome = await withCommandContext({
		asOf: args.option("as-of"),
		dry: false
	}, (context) => explain({
		...context,
		...asked
	}));
	if (outcome.text === null) return refuse(outcome.problems, outcome.source);
	world.print(outcome.text);
	return 0;
}

export { runExplain };