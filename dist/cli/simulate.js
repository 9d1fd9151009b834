import { At as isOneSampling, Di as readUsage, Ei as promptSize, Fi as shownId, Kt as findMinimum, Mt as loopTotals, Nr as countServerResults, Nt as splitLoop, Ot as createBlockTable, Pi as problem, Rt as readPrompt, Ti as readMoment, Tt as noteCacheKeyPolicy, Ui as maxTokensOf, Ut as outcomeOf, Vr as renderProblems, Vt as noteLookbackRule, Wt as readPercent, X as withCounter, a as createUsageChain, ai as problemJson, da as groupDigits, i as withFreshPrefixes, ii as sortByPlace, ja as usageOf, jt as recordedSplit, kt as firstSampling, li as createProblemCollector, mr as placeInBody, on as readNamedFiles, pa as plural, pr as atItsLine, qi as modelMember, ri as today, ui as oncePerFile, va as sum, wt as checkRequest, xt as createSimulation } from "./core.js";

// src/commands/simulate/recorded.ts
const nothing = {
	usage: null,
	whole: null,
	vouches: false,
	summed: false
};
function readRecordedSize({ exchange, body }, problems) {
	const { recorded } = exchange;
	if (recorded === null) return nothing;
	const { usage, problems: found } = readUsage(usageOf(recorded.response), recorded.place);
	problems.push(...found);
	if (usage === null) return nothing;
	const request = body === "whole" ? exchange.request.body : null;
	return {
		usage,
		whole: recordedSplit(usage, request),
		vouches: recorded.inputHash === null || recorded.inputHash === exchange.inputHash,
		summed: !isOneSampling(usage, recorded.response)
	};
}
function samplingTotals(size, response, first) {
	const total = totalOf(size.whole);
	const listed = size.usage.iterations.filter(({ kind }) => kind === "message").map(promptSize);
	if (sum(listed) === total) return listed;
	return loopTotals({
		first,
		sum: total,
		rounds: Math.max(1, countServerResults(response), size.usage.webSearches)
	});
}
function totalOf(split) {
	return split.read + split.write5m + split.write1h + split.input;
}

// src/commands/simulate/request.ts
function createSimulatedRun(options) {
	const { counter, table } = options;
	return {
		counter,
		simulate: createSimulation({
			counter,
			table
		}),
		follow: createUsageChain(),
		before: null
	};
}
function simulateRequest({ exchange }, size, options) {
	const { run, collector } = options;
	const { place } = exchange;
	const prompt = readNext(exchange, {
		...options,
		vouches: size.vouches
	});
	const minimum = minimumTokens(billedModel(exchange), prompt, {
		place,
		collector
	});
	const response = exchange.recorded?.response ?? null;
	const { usage, whole, vouches, summed } = size;
	const loops = usage !== null && whole !== null && vouches && summed && prompt.breakpoints.length > 0;
	const totals = loops ? samplingTotals({
		usage,
		whole
	}, response, run.counter.count(prompt).total) : [];
	const measured = loops ? firstSampling(usage, exchange.request.body) ?? splitOfSize(whole, totals[0] ?? 0) : whole;
	const { split, cachedBefore, layout } = run.simulate({
		prompt,
		startMs: exchange.offsetMs,
		at: exchange.at ?? exchange.recorded?.at ?? null,
		minimum,
		recorded: vouches ? measured : null,
		response
	});
	noteSmallPrefixes(layout, {
		exchange,
		prompt,
		collector
	});
	const noteOnce = (code) => collector.addOnce(`${code} ${place.file ?? ""}`, () => problem(code, place, {}));
	if (cachedBefore) noteOnce("simulated-cached-before");
	if (!loops) return {
		split,
		cachedBefore
	};
	if (cachedBefore && writesNothing(whole)) return {
		split: whole,
		cachedBefore
	};
	noteOnce("simulated-loop");
	return {
		split: splitLoop({
			first: split,
			totals,
			minimum
		}),
		cachedBefore
	};
}
function billedModel({ recorded, request }) {
	const named = modelMember(recorded?.response ?? null) ?? modelMember(request.body);
	return typeof named === "string" ? named : "";
}
function readNext(exchange, options) {
	const { run, table, collector, vouches } = options;
	const { request, betas, place } = exchange;
	const at = exchange.at ?? exchange.recorded?.at ?? null;
	const day = (at === null ? null : readMoment(at)?.day) ?? table.asOf;
	const read = readPrompt({
		request,
		betas,
		table,
		day
	});
	const prompt = vouches ? read : withFreshPrefixes(read, {
		table,
		request: nameOf(exchange)
	});
	collector.add(noteLookbackRule(prompt, {
		day,
		place
	}));
	collector.add(checkRequest(prompt, exchange), (found) => atItsLine(found, exchange));
	if (run.before !== null) collector.add(noteCacheKeyPolicy(run.before, prompt, {
		table,
		place
	}));
	run.before = prompt;
	return prompt;
}
function nameOf({ place, id }) {
	return JSON.stringify([place.file, id]);
}
function minimumTokens(model, prompt, options) {
	const { place, collector } = options;
	const { known, tokens } = findMinimum(model);
	if (!known && prompt.breakpoints.length > 0) collector.addOnce(`minimum ${model} ${place.file ?? ""}`, () => problem("cache-minimum-unknown", place, {
		model,
		assumed: tokens
	}));
	return tokens;
}
function noteSmallPrefixes({ positions, breakpoints, minimum }, options) {
	const { exchange, prompt, collector } = options;
	const { place } = exchange;
	for (const { index } of breakpoints) {
		const tokens = positions[index]?.tokens ?? 0;
		if (tokens >= minimum) continue;
		const block = prompt.blocks[index]?.path ?? "";
		collector.addOnce(`small ${block} ${place.file ?? ""}`, () => problem("below-cache-minimum", placeInBody(exchange, block), {
			block,
			model: prompt.model,
			tokens,
			minimum
		}));
	}
}
function splitOfSize(sum, tokens) {
	return writesNothing(sum) ? {
		read: tokens,
		write5m: 0,
		write1h: 0,
		input: 0
	} : {
		read: 0,
		write5m: 0,
		write1h: 0,
		input: tokens
	};
}
function writesNothing(split) {
	return split.read > 0 && split.write5m + split.write1h === 0;
}

// src/commands/simulate/simulate.ts
function simulateExchanges(input) {
	const collector = createProblemCollector(oncePerFile);
	const runs = /* @__PURE__ */ new Map();
	const results = [];
	for (const recording of input.exchanges) {
		if (recording.endpoint === "count_tokens") continue;
		const name = `${recording.exchange.place.file ?? ""}\n${recording.run}`;
		const run = runs.get(name) ?? createSimulatedRun(input);
		runs.set(name, run);
		const simulated = simulateExchange(recording, {
			run,
			table: input.table,
			collector
		});
		if (simulated !== null) results.push(simulated);
	}
	const problems = [...input.problems ?? [], ...collector.problems];
	return {
		schemaVersion: 1,
		exchanges: results,
		problems: sortByPlace(problems).map(problemJson)
	};
}
function simulateExchange(recording, options) {
	const { collector } = options;
	const { exchange } = recording;
	const found = [];
	const size = readRecordedSize(recording, found);
	collector.add(found);
	if (recording.body !== "whole" && size.whole === null) {
		collector.add([problem("simulated-nothing", exchange.place, {})]);
		return null;
	}
	const output = outputOf(exchange, size.usage, collector);
	const webSearches = size.usage?.webSearches ?? 0;
	const { split, cachedBefore } = predict(recording, size, options);
	const predicted = ledgerOf(split, output, webSearches);
	return {
		id: shownId(exchange.id),
		predicted,
		recorded: size.whole === null ? null : ledgerOf(size.whole, output, webSearches),
		outcome: outcomeOf(predicted),
		readPercent: readPercent(predicted),
		cachedBefore
	};
}
function predict(recording, size, options) {
	const { exchange, body } = recording;
	if (body === "whole" || size.whole === null) return simulateRequest(recording, size, options);
	return {
		split: options.run.follow({
			model: billedModel(exchange),
			startMs: exchange.offsetMs,
			recorded: size.whole
		}),
		cachedBefore: false
	};
}
function outputOf(exchange, usage, collector) {
	if (usage !== null) return usage.output;
	if (exchange.expectedOutput !== null) return exchange.expectedOutput;
	const tokens = maxTokensOf(exchange.request.body) ?? 0;
	collector.add([problem("simulated-at-most", exchange.place, { tokens })]);
	return tokens;
}
function ledgerOf(split, output, webSearches) {
	return {
		input: split.input,
		cacheWrite5m: split.write5m,
		cacheWrite1h: split.write1h,
		cacheRead: split.read,
		output,
		webSearches
	};
}

// src/commands/simulate/text.ts
const headings = [
	"exchange",
	"outcome",
	"",
	"read",
	"write 5m",
	"write 1h",
	"input",
	"read %"
];
const outcomes = {
	hit: "only read",
	partial: "read and wrote",
	write: "only wrote",
	none: "did neither"
};
function simulateText({ exchanges, problems }) {
	const told = renderProblems(problems.map((found) => ({
		...found,
		scenario: null
	})), {
		source: null,
		notes: true
	});
	if (exchanges.length === 0) return told;
	const lines = [...table([headings, ...exchanges.flatMap(rowsOf)]), ""];
	const counts = Object.entries(outcomes).flatMap(([outcome, did]) => {
		const count = exchanges.filter((exchange) => exchange.outcome === outcome).length;
		return count === 0 ? [] : [`${groupDigits(count)} ${did}`];
	});
	const share = readPercent(sumOf(exchanges.map(({ predicted }) => predicted))).toFixed(1);
	lines.push(`${groupDigits(exchanges.length)} ${plural(exchanges.length, "exchange")}, ${share} % of the prompt tokens read: ${counts.join(", ")}`);
	const recorded = exchanges.flatMap((exchange) => exchange.recorded === null ? [] : [{
		exchange,
		recorded: exchange.recorded
	}]);
	if (recorded.length > 0) {
		const agree = recorded.filter((pair) => outcomeOf(pair.recorded) === pair.exchange.outcome).length;
		const equal = recorded.filter((pair) => sameInput(pair.exchange.predicted, pair.recorded)).length;
		lines.push(`${groupDigits(recorded.length)} recorded: ${groupDigits(agree)} with the predicted outcome, ${groupDigits(equal)} to the token`);
	}
	if (exchanges.some(({ cachedBefore }) => cachedBefore)) lines.push("* read a cache from before the recording began");
	return `${lines.join("\n")}\n${told === "" ? "" : `\n${told}`}`;
}
function table(rows) {
	const widths = headings.map((_, column) => rows.reduce((most, row) => Math.max(most, (row[column] ?? "").length), 0));
	const pad = (cell, column) => column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
	return rows.map((row) => row.map(pad).join("  ").trimEnd());
}
function rowsOf({ id, predicted, recorded, outcome, cachedBefore }) {
	const mark = cachedBefore ? "*" : "";
	if (recorded === null) return [[
		id,
		`${outcome}${mark}`,
		"predicted",
		...cells(predicted)
	]];
	if (sameInput(predicted, recorded)) return [[
		id,
		`${outcome}${mark}`,
		"as recorded",
		...cells(predicted)
	]];
	return [[
		id,
		`${outcome}${mark}`,
		"predicted",
		...cells(predicted)
	], [
		"",
		outcomeOf(recorded),
		"recorded",
		...cells(recorded)
	]];
}
function cells(ledger) {
	return [...[
		ledger.cacheRead,
		ledger.cacheWrite5m,
		ledger.cacheWrite1h,
		ledger.input
	].map(groupDigits), readPercent(ledger).toFixed(1)];
}
function sumOf(ledgers) {
	const total = (name) => sum(ledgers.map((ledger) => ledger[name]));
	return {
		input: total("input"),
		cacheRead: total("cacheRead"),
		cacheWrite5m: total("cacheWrite5m"),
		cacheWrite1h: total("cacheWrite1h")
	};
}
function sameInput(a, b) {
	return cells(a).join() === cells(b).join();
}

// src/cli/run/simulate.ts
async function runSimulate(args, world) {
	const result = await withCounter((counter) => {
		const problems = [];
		const exchanges = readNamedFiles(args.operands, world.folder, problems);
		const table = createBlockTable({ asOf: args.option("as-of") ?? today() });
		return simulateExchanges({
			exchanges,
			counter,
			table,
			problems
		});
	});
	world.print(args.option("json") ? `${JSON.stringify(result)}\n` : simulateText(result));
	return result.problems.some(({ severity }) => severity === "error") ? 2 : 0;
}

export { runSimulate };