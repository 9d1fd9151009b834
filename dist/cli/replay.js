import { $i as outputTokens, Ar as showUsd, D as fixturesBelow, Fi as ratioToNumber, Fr as sortByPlace, Ft as outcomeOf, H as withCommandContext, Hr as billExchange, Ii as counted, Ji as descendingBy, Ki as ascending, Kt as writeSent, Lr as reportProblem, Lt as splitTokens, Nr as sleep, O as readOnlyRecording, Pt as createCache, Si as modelOf, Ui as magnitude, Ut as layOut, V as openFolder, Wi as sum, Xn as readAmount, Yi as groupBy, Z as percentile, _i as maxTokensOf, aa as isArray, ai as writeUsage, br as cleanText, bt as openBook, ca as isObject, ci as placeIn, cr as utf8Length, et as loadTree, fa as writeJson, gi as levels, hi as isFast, ii as readUsage, ji as formatUsd, k as keepInFiles, li as problem, lr as completesInput, nr as nearestNames, o as createRunOpener, oi as hasErrors, pi as markedLifetimes, pt as batchRefusal, qt as writeSentRun, s as digestText, si as nowhere, ta as usageOf, vr as renderProblems, wi as findModel, wt as recordedSplit, xi as modelMember, yt as createEvaluationContext, zr as writeUsd, zt as minimumOf } from "./core.js";
import { a as readAnswer, c as readPico, f as recordAnswer, i as parseLine, l as runText, n as replaceLines, o as readBatch, p as withoutContent, r as keyText, s as readKey, t as openJournalFolder, u as writeEntry } from "./journal-folder.js";
import { dirname, join } from "node:path";

// src/replay/cost/maximum-cost.ts
const slackPercent = 1;
function maximumCost({ body, betas, tokens, batch }, pricing) {
	const input = tokens + Math.ceil(tokens * slackPercent / 100);
	const lifetimes = markedLifetimes(body);
	return [null, ...lifetimes.size === 0 ? [] : /* @__PURE__ */ new Set(["5m", ...lifetimes])].map((write) => {
		const bill = billExchange({
			request: body,
			response: { model: modelMember(body) },
			usage: dearestUsage(body, {
				write,
				tokens: input
			}),
			at: null,
			batch,
			betas,
			place: nowhere
		}, pricing);
		return bill.usdHigh ?? bill.usd;
	}).reduce((dearest, cost) => dearest === null || cost === null ? null : cost > dearest ? cost : dearest, 0n);
}
const writeClasses = {
	"5m": "cacheWrite5m",
	"1h": "cacheWrite1h"
};
function dearestUsage(body, input) {
	const model = findModel(modelOf(body) ?? "");
	const { write, tokens } = input;
	return {
		...writeUsage({
			input: write === null ? tokens : 0,
			cacheRead: 0,
			cacheWrite5m: 0,
			cacheWrite1h: 0,
			...write === null ? {} : { [writeClasses[write]]: tokens },
			output: maxTokensOf(body) ?? 0
		}),
		...model?.model.dataResidency === true && body["inference_geo"] === void 0 ? { inference_geo: "us" } : {},
		...isFast(body) ? { speed: "fast" } : {}
	};
}

// src/replay/prediction/difference.ts
function explainDifference(bills, pricing) {
	const { request, predicted, real } = bills;
	if (predicted.usd === real.usd) return "as predicted";
	const byOutput = priceUsage(request, writeUsage({
		...predicted,
		output: real.output
	}), pricing) - predicted.usd;
	const byInput = real.usd - predicted.usd - byOutput;
	if (magnitude(byOutput) >= magnitude(byInput)) return `the answer: ${moreTokens(real.output - predicted.output, "longer", "shorter")} than expected`;
	const [before, after] = [outcomeOf(predicted), outcomeOf(real)];
	const moreInput = allInput(real) - allInput(predicted);
	if (predicted.cacheRead === real.cacheRead) return moreInput === 0 ? "rates or fees" : `the prompt: ${moreTokens(moreInput, "more", "fewer")} than counted`;
	const more = predicted.cacheRead < real.cacheRead ? "more" : "less";
	if (request.batchHitShare !== null) return `the batch hit the cache ${more} than its share says (${before} expected, ${after} billed)`;
	return `the cache held ${more} than this replay wrote (${before} predicted, ${after} billed)`;
}
function priceUsage({ request, response, betas, batchHitShare }, usage, pricing) {
	return billExchange({
		request,
		response,
		usage,
		at: null,
		batch: batchHitShare !== null,
		betas,
		place: nowhere
	}, pricing).usd ?? 0n;
}
function moreTokens(count, more, less) {
	return `${counted(Math.abs(count), "token")} ${count > 0 ? more : less}`;
}
function allInput({ input, cacheRead, cacheWrite5m, cacheWrite1h }) {
	return input + cacheRead + cacheWrite5m + cacheWrite1h;
}

// src/replay/prediction/predictions.ts
function createPredictions(pricing) {
	const summaries = [];
	return {
		add: (request) => void summaries.push(summarize(request, pricing)),
		rows: () => predictRows(summaries, pricing)
	};
}
function summarize(answered, pricing) {
	const { scenario, exchange, output, sentAt, batchHitShare, prompt, count, response } = answered;
	return {
		scenario,
		exchange,
		output,
		sentAt,
		batchHitShare,
		layout: layOut(prompt, count, minimumOf(prompt.model)),
		real: billedTokens(answered, pricing),
		request: without(prompt.request.body, levels),
		response: without(response, ["content"]),
		betas: prompt.betas
	};
}
function predictRows(summaries, pricing) {
	const cache = createCache();
	return summaries.toSorted((a, b) => a.sentAt - b.sentAt).map((summary, index) => {
		const { scenario, exchange, layout, output, batchHitShare, real, sentAt } = summary;
		const hit = cache.request({
			layout,
			startMs: batchHitShare === null ? sentAt : sentAt + index,
			scope: ""
		});
		const split = batchHitShare === null ? hit : splitInBatch(layout, hit, batchHitShare);
		const quantities = {
			input: split.input,
			cacheRead: split.read,
			cacheWrite5m: split.write5m,
			cacheWrite1h: split.write1h,
			output
		};
		const usd = priceUsage(summary, writeUsage(quantities), pricing);
		const predicted = {
			...quantities,
			usd
		};
		return {
			scenario,
			exchange,
			predicted,
			real,
			outcome: {
				predicted: outcomeOf(predicted),
				real: outcomeOf(real)
			},
			why: explainDifference({
				request: summary,
				predicted,
				real
			}, pricing)
		};
	});
}
function splitInBatch(layout, hit, share) {
	const miss = splitTokens(layout, -1);
	const hitPart = ratioToNumber(share);
	const mix = (hitTokens, missTokens) => Math.round(hitTokens * hitPart + missTokens * (1 - hitPart));
	const read = mix(hit.read, miss.read);
	const write5m = mix(hit.write5m, miss.write5m);
	const write1h = mix(hit.write1h, miss.write1h);
	return {
		read,
		write5m,
		write1h,
		input: miss.input + miss.write5m + miss.write1h - read - write5m - write1h
	};
}
function billedTokens({ prompt, response, batchHitShare }, pricing) {
	const { body } = prompt.request;
	const { usage } = readUsage(usageOf(response), nowhere);
	if (usage === null) return {
		input: 0,
		cacheRead: 0,
		cacheWrite5m: 0,
		cacheWrite1h: 0,
		output: 0,
		usd: 0n
	};
	const { input, read, write5m, write1h } = recordedSplit(usage, body);
	const usd = priceUsage({
		request: body,
		response,
		betas: prompt.betas,
		batchHitShare
	}, usageOf(response), pricing);
	return {
		input,
		cacheRead: read,
		cacheWrite5m: write5m,
		cacheWrite1h: write1h,
		output: usage.output,
		usd
	};
}
function without(object, names) {
	return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

// src/replay/prediction/forecast.ts
function forecastReplay(plan, options) {
	const { context, book, times } = options;
	const predictions = createPredictions({
		book,
		asOf: context.asOf
	});
	const forecasts = Array.from({ length: times }, () => plan.runs).flat().flatMap((run) => run.open().exchanges.map((exchange, index) => {
		return forecastRequest(run, {
			exchange,
			age: run.ages[index] ?? "missing"
		}, options);
	}));
	for (const { predicted } of forecasts) predictions.add(predicted);
	const requests = forecasts.map(({ request }) => request);
	return {
		requests,
		fresh: plan.fresh,
		expected: predictions.rows().reduce((sum, { predicted }) => sum + predicted.usd, 0n),
		worst: requests.reduce((sum, { worst }) => sum === null || worst === null ? null : sum + worst, 0n),
		problems: plan.problems
	};
}
function forecastRequest({ scenario }, { exchange, age }, options) {
	const { context, book, batch, unbounded } = options;
	const { prompt, count, output } = context.measurer.exchange(exchange, { output: scenario.output });
	const { body } = exchange.request;
	const { betas } = exchange;
	const hasBound = !completesInput(body) || unbounded.has(scenario.id);
	const counted = {
		body,
		betas,
		tokens: count.high,
		batch
	};
	return {
		request: {
			scenario: scenario.id,
			exchange: exchange.id,
			age,
			tokens: count.total,
			worst: hasBound ? maximumCost(counted, {
				book,
				asOf: context.asOf
			}) : null
		},
		predicted: {
			scenario: scenario.id,
			exchange: exchange.id,
			prompt,
			count,
			output: output.tokens,
			sentAt: exchange.offsetMs,
			response: {
				model: modelMember(body),
				usage: {
					input_tokens: 0,
					output_tokens: 0
				}
			},
			batchHitShare: batch ? scenario.batchHitShare : null
		}
	};
}

// src/replay/plan/age.ts
const selections = {
	missing: (age) => age === "missing",
	stale: (age) => age === "stale",
	"missing-or-stale": (age) => age !== "fresh",
	all: () => true
};
function isSelected(age, selection) {
	return selections[selection](age);
}
function recordingAge({ recorded, inputHash, request }) {
	if (recorded === null) return "missing";
	if (recorded.inputHash === null) return request.links.length + request.placeholders.length === 0 ? "fresh" : "stale";
	return recorded.inputHash === inputHash ? "fresh" : "stale";
}

// src/replay/plan/sendable.ts
const standIn = {
	content: [{
		type: "text",
		text: "\u2026"
	}],
	usage: {
		input_tokens: 1,
		output_tokens: 1
	},
	stop_reason: "end_turn"
};
function runObstacles(run, scenario, options) {
	const next = run.exchanges.length > 1 ? options.open().iterate() : null;
	return run.exchanges.flatMap((exchange, index) => {
		const found = next === null ? exchange : next(index === 0 ? null : standIn);
		return exchangeObstacle(found, exchange, scenario) ?? (options.batch ? batchObstacle(found, exchange, scenario) : null) ?? [];
	});
}
function exchangeObstacle(found, planned, scenario) {
	const obstacle = (why) => problem("replay-unsendable", planned.place, {
		exchange: planned.id,
		why
	}, scenario);
	if (found === null) return obstacle("unreadable");
	if (found.request.placeholders.some(({ undeclared }) => undeclared)) return obstacle("undeclared");
	return found.request.placeholders.some(({ tokens }) => tokens !== null) ? obstacle("declared") : null;
}
function batchObstacle(found, planned, scenario) {
	const why = found !== null && found.inputHash !== planned.inputHash ? "it holds the answer to the request before it (`$answer`)" : batchRefusal(planned.request.body);
	return why === null ? null : problem("replay-batch-unfit", planned.place, {
		exchange: planned.id,
		why
	}, scenario);
}

// src/replay/plan/plan.ts
function planReplay(scenarios, options) {
	const { batch, only, wants } = options;
	const [openNow, openLater] = [createRunOpener(options), createRunOpener(options)];
	const runs = [];
	const problems = [];
	let fresh = 0;
	const sharers = runsByPlace(scenarios);
	const taken = /* @__PURE__ */ new Set();
	for (const { config: scenario, runs: ofScenario } of scenarios) {
		if (!wants(scenario.id)) continue;
		for (const run of ofScenario.toSorted(byFileAndLine)) {
			const ages = run.exchanges.map(recordingAge);
			if (!ages.some((age) => isSelected(age, only))) {
				fresh += ages.length;
				continue;
			}
			if (run.format !== void 0) {
				const file = fileOf(run);
				if (!taken.has(file)) problems.push(readOnlyRecording(run.format, placeIn(file)));
				taken.add(file);
				continue;
			}
			const recordedIn = recordingPlace(run);
			const other = (sharers.get(recordedIn) ?? []).filter((sharer) => sharer.run !== run).find((sharer) => writeSentRun(sharer.run) !== writeSentRun(run));
			if (other !== void 0) {
				const details = {
					run: run.id,
					scenario: scenario.id,
					other: other.scenario
				};
				if (!taken.has(recordedIn)) problems.push(problem("replay-shared-fixture", run.place, details, scenario.id));
				taken.add(recordedIn);
				continue;
			}
			if (taken.has(recordedIn)) continue;
			taken.add(recordedIn);
			const place = {
				scenario,
				id: run.id,
				file: fileOf(run)
			};
			const obstacles = runObstacles(run, scenario.id, {
				open: () => openNow(place),
				batch
			});
			problems.push(...obstacles);
			if (obstacles.length === 0) runs.push(planRun(place, ages, openLater));
		}
	}
	const known = new Set(scenarios.flatMap((scenario) => scenario.runs.map(({ id }) => runName({
		scenario: scenario.config,
		id
	}))));
	return {
		runs,
		byName: new Map(runs.map((run) => [runName(run), run])),
		fresh,
		known,
		problems
	};
}
function runsByPlace(scenarios) {
	const located = scenarios.flatMap(({ config, runs }) => runs.map((run) => ({
		scenario: config.id,
		run
	})));
	return groupBy(located, ({ run }) => recordingPlace(run));
}
function recordingPlace(run) {
	return `${String(run.place.line)} ${fileOf(run)}`;
}
function fileOf(run) {
	return run.place.file ?? "";
}
function byFileAndLine(a, b) {
	return ascending(fileOf(a), fileOf(b)) || (a.place.line ?? 0) - (b.place.line ?? 0);
}
function planRun(place, ages, open) {
	return {
		...place,
		ages,
		open: () => open(place)
	};
}
function runName({ scenario, id }) {
	return runText({
		scenario: scenario.id,
		run: id
	});
}

// src/replay/plan/recorded-runs.ts
function findRecordedRuns(scenarios, planned) {
	const recorded = /* @__PURE__ */ new Map();
	for (const { config, runs } of scenarios) for (const run of runs) {
		const name = runName({
			scenario: config,
			id: run.id
		});
		if (!planned.has(name) && isRecordedWhole(run)) recorded.set(name, answersOf(run));
	}
	return recorded;
}
function isRecordedWhole({ exchanges }) {
	return exchanges.every((exchange) => recordingAge(exchange) === "fresh");
}
function answersOf({ exchanges }) {
	return new Map(exchanges.map(({ index, recorded }) => [index, {
		at: recorded?.at ?? "",
		samples: Math.max(1, recorded?.samples.length ?? 0)
	}]));
}

// src/replay/prepare.ts
function prepareReplay(input) {
	const { tree, file, names, unbounded, only, batch, digest } = input;
	const context = createEvaluationContext(input);
	const loaded = loadTree(tree, file, { context });
	const { config, source } = loaded;
	const problems = [...loaded.problems, ...config === null ? [] : unknownScenarios([...names, ...unbounded], config)];
	if (config === null || hasErrors(problems)) return {
		config,
		source,
		plan: null,
		recorded: /* @__PURE__ */ new Map(),
		context,
		problems
	};
	const wants = (id) => names.length === 0 || names.includes(id);
	const sending = createEvaluationContext(input);
	const plan = planReplay(loaded.scenarios, {
		tree,
		config,
		digest,
		cache: sending.loadCache,
		only,
		batch,
		wants
	});
	const planned = new Set(plan.byName.keys());
	for (const { config: scenario, runs } of loaded.scenarios) for (const { id, exchanges } of runs) if (planned.has(runName({
		scenario,
		id
	}))) for (const exchange of exchanges) context.measurer.exchange(exchange, { output: scenario.output });
	return {
		config,
		source,
		plan,
		recorded: findRecordedRuns(loaded.scenarios, planned),
		context: sending,
		problems: [...problems, ...plan.problems]
	};
}
function unknownScenarios(names, config) {
	const known = config.scenarios.map(({ id }) => id);
	return names.filter((name) => !known.includes(name)).map((name) => problem("scenario-unknown", nowhere, { nearest: nearestNames(name, known) }));
}

// src/replay/text/result.ts
function replayTotals(rows) {
	return rows.reduce((sum, { predicted, real }) => ({
		predicted: sum.predicted + predicted.usd,
		billed: sum.billed + real.usd
	}), {
		predicted: 0n,
		billed: 0n
	});
}
function replayText(result, { maxUsd, fresh }) {
	const { rows, answered, requests, spent } = result;
	if (requests === 0) return `replay  nothing to send; ${describeFresh(fresh)}\n`;
	return `${[
		`replay  ${answered} of ${counted(requests, "request")} answered, ${showUsd(spent)} of ${showUsd(maxUsd)} spent`,
		"",
		...rows.flatMap(rowLines),
		...result.lengths.map(lengthsLine),
		...rows.length > 0 ? totalLines(rows) : []
	].join("\n")}\n`;
}
function describeFresh(recordings) {
	return `${counted(recordings, "recording")} still ${recordings === 1 ? "holds" : "hold"}`;
}
function rowLines({ scenario, exchange, predicted, real, outcome }) {
	const cache = outcome.predicted === outcome.real ? outcome.real : `${outcome.predicted} predicted, ${outcome.real} billed`;
	return [
		`  ${cleanText(scenario)}  ${cleanText(exchange)}  ${showUsd(predicted.usd)} predicted, ${showUsd(real.usd)} billed  (cache: ${cache})`,
		`    predicted  ${tokensText(predicted)}`,
		`    billed     ${tokensText(real)}`
	];
}
function tokensText({ input, cacheRead, cacheWrite5m, cacheWrite1h, output }) {
	return `input ${input}, read ${cacheRead}, written ${cacheWrite5m + cacheWrite1h}, output ${output}`;
}
function lengthsLine({ name, tokens }) {
	const { p50, p90, mean } = describeLengths(tokens);
	return `  ${cleanText(name)}: ${counted(tokens.length, "answer")}, output p50 ${p50}, p90 ${p90}, mean ${mean}`;
}
function totalLines(rows) {
	const totals = replayTotals(rows);
	const ratio = billedRatio(totals);
	const worst = furthestOff(rows);
	return [
		"",
		`predicted ${showUsd(totals.predicted)}, billed ${showUsd(totals.billed)}` + (ratio === null ? "" : `: ${ratio} times the prediction`),
		...worst.length === 0 ? ["every request cost what was predicted"] : ["furthest off:"],
		...worst.map((row) => `  ${cleanText(row.exchange)}: ${showUsd(missOf(row))}, ${row.why}`)
	];
}
function billedRatio({ predicted, billed }) {
	return predicted === 0n ? null : (Number(billed * 10000n / predicted) / 1e4).toString();
}
function describeLengths(lengths) {
	const sum = lengths.reduce((total, length) => total + length, 0);
	return {
		p50: percentile(lengths, .5),
		p90: percentile(lengths, .9),
		mean: Math.ceil(sum / Math.max(1, lengths.length))
	};
}
function furthestOff(rows) {
	return rows.filter((row) => missOf(row) > 0n).toSorted(descendingBy(missOf)).slice(0, 3);
}
function missOf({ predicted, real }) {
	return real.usd > predicted.usd ? real.usd - predicted.usd : predicted.usd - real.usd;
}
function replayJson(result, maxUsd) {
	const totals = replayTotals(result.rows);
	return {
		schemaVersion: 1,
		requests: result.requests,
		answered: result.answered,
		spentUsd: formatUsd(result.spent),
		maxUsd: formatUsd(maxUsd),
		totals: {
			predictedUsd: formatUsd(totals.predicted),
			billedUsd: formatUsd(totals.billed),
			ratio: billedRatio(totals)
		},
		exchanges: result.rows.map((row) => ({
			...row,
			predicted: billedJson(row.predicted),
			real: billedJson(row.real)
		})),
		outputs: result.lengths.map(({ name, tokens }) => ({
			exchange: name,
			samples: tokens.length,
			...describeLengths(tokens)
		})),
		worst: furthestOff(result.rows).map(({ scenario, exchange, why }) => ({
			scenario,
			exchange,
			why
		})),
		problems: sortByPlace(result.problems).map(reportProblem)
	};
}
function billedJson({ usd, ...tokens }) {
	return {
		...tokens,
		usd: formatUsd(usd)
	};
}

// src/replay/text/forecast.ts
function forecastText({ requests, fresh, expected, worst }, plan) {
	const [sent, runs] = [counted(requests.length, "request"), counted(plan.runs.length, "run")];
	return `${[
		`replay would send ${sent} in ${runs}; ${describeFresh(fresh)}`,
		...requests.map((request) => `  ${cleanText(request.scenario)}  ${cleanText(request.exchange)}  ${request.age}, ${request.tokens} tokens, at most ${request.worst === null ? "unknown" : showUsd(request.worst)}`),
		`expected ${showUsd(expected)}, at most ${worst === null ? "unknown" : showUsd(worst)}`
	].join("\n")}\n`;
}
function forecastJson({ requests, fresh, expected, worst, problems }) {
	return {
		schemaVersion: 1,
		requests: requests.map((request) => ({
			...request,
			worst: void 0,
			worstUsd: writeUsd(request.worst)
		})),
		fresh,
		expectedUsd: formatUsd(expected),
		worstUsd: writeUsd(worst),
		problems: sortByPlace(problems).map(reportProblem)
	};
}

// src/replay/answers/keep.ts
function keepAnswers(answers, { files, digest }) {
	const isAsSent = (file, text) => {
		const now = digestText(text, digest);
		return answers.every((answer) => answer.exchange.place.file !== file || answer.text === now);
	};
	const members = answers.map(({ exchange, recorded }) => ({
		exchange,
		key: "recorded",
		value: recorded
	}));
	const lost = new Set(keepInFiles(members, {
		...files,
		isAsSent
	}));
	return answers.filter(({ exchange }) => lost.has(exchange));
}

// src/replay/cost/cap.ts
function createCap(limit, spentBefore) {
	let spent = spentBefore;
	let reserved = 0n;
	let underWay = 0;
	let stopped = false;
	let waiting = [];
	const answer = (bound) => {
		if (stopped) return "stopped";
		if (spent + reserved + bound <= limit) {
			reserved += bound;
			underWay += 1;
			return "go";
		}
		return underWay === 0 ? "full" : null;
	};
	const answerWaiting = () => {
		const before = waiting;
		waiting = [];
		for (const request of before) {
			const answered = answer(request.bound);
			if (answered === null) waiting.push(request);
			else request.resolve(answered);
		}
	};
	const close = (bound, cost) => {
		reserved -= bound;
		underWay -= 1;
		spent += cost;
		answerWaiting();
	};
	return {
		reserve: (bound) => {
			const answered = answer(bound);
			return answered === null ? new Promise((resolve) => waiting.push({
				bound,
				resolve
			})) : Promise.resolve(answered);
		},
		settle: (bound, actual, firm = true) => {
			if (actual > bound && (firm || spent + actual > limit)) stopped = true;
			close(bound, actual);
		},
		tryReserve: (bound) => answer(bound) === "go",
		release: (bound) => close(bound, 0n),
		lose: (bound) => close(bound, bound),
		recover: (bound, actual, firm = true) => {
			spent += actual - bound;
			if (actual > bound && (firm || spent > limit)) stopped = true;
			answerWaiting();
		},
		isStopped: () => stopped,
		stop: () => {
			stopped = true;
			answerWaiting();
		},
		spent: () => spent
	};
}

// src/replay/session.ts
function createSession(options, ports) {
	const { plan, journal, book, context, maxUsd, times } = options;
	const pricing = {
		book,
		asOf: context.asOf
	};
	return {
		options,
		ports,
		pricing,
		cap: createCap(maxUsd, journal.spent),
		predictions: createPredictions(pricing),
		counts: {
			requests: times * sum(plan.runs.map(({ ages }) => ages.length)),
			answered: 0
		},
		answered: new Map(journal.answered),
		unknown: new Map(journal.unknown),
		batches: new Map(journal.batches),
		answeredAlike: /* @__PURE__ */ new Map(),
		unknownAlike: /* @__PURE__ */ new Map(),
		adopted: /* @__PURE__ */ new Set(),
		problems: [],
		grouped: /* @__PURE__ */ new Map()
	};
}
function reportProgress({ options, ports, cap, counts }, inBatches = 0) {
	ports.reportProgress({
		done: counts.answered + inBatches,
		of: counts.requests,
		spent: cap.spent(),
		cap: options.maxUsd
	});
}
function journalKey({ planned: { scenario, id }, sample }, exchange, context) {
	return {
		scenario: scenario.id,
		run: id,
		index: exchange.index,
		sample,
		body: context.digest(writeSent(exchange))
	};
}
function reportOnce(session, group, create) {
	const known = session.grouped.get(group);
	if (known === void 0) session.grouped.set(group, {
		create,
		more: 0
	});
	else known.more += 1;
}
function stopDenied(session, status, kind) {
	stopFor(session, problem("replay-denied", nowhere, {
		status,
		kind
	}));
}
function stopUnwritten(session) {
	stopFor(session, problem("replay-journal-failed", nowhere, {}));
}
function stopFor(session, reason) {
	session.cap.stop();
	if (!session.problems.some(({ code }) => code === reason.code)) session.problems.push(reason);
}

// src/replay/answers/resume.ts
function groupAlike(session) {
	const { journal } = session.options;
	const answered = [...session.answered.keys()].flatMap((name) => journal.keys.get(name) ?? []);
	const unknown = [...session.unknown.values()].map(({ key }) => key);
	addAlike(session.answeredAlike, answered);
	addAlike(session.unknownAlike, unknown);
}
function addAlike(groups, keys) {
	for (const [asked, alike] of groupBy(keys, askedText)) groups.set(asked, alike);
}
function askedText({ body, sample }) {
	return `${String(sample)} ${body}`;
}
function findAnswered(session, key) {
	const known = session.answered.get(keyText(key));
	if (known !== void 0) return known;
	const orphan = takeOrphan(session, session.answeredAlike, key);
	const answered = orphan === void 0 ? void 0 : session.answered.get(keyText(orphan));
	if (orphan === void 0 || answered === void 0) return void 0;
	session.answered.set(keyText(key), answered);
	session.adopted.add(runText(orphan));
	return answered;
}
function findUnknown(session, key) {
	const known = session.unknown.get(keyText(key));
	if (known !== void 0) return known;
	const orphan = takeOrphan(session, session.unknownAlike, key);
	const unknown = orphan === void 0 ? void 0 : session.unknown.get(keyText(orphan));
	if (unknown !== void 0) session.unknown.set(keyText(key), unknown);
	return unknown;
}
function takeOrphan(session, groups, key) {
	const alike = groups.get(askedText(key)) ?? [];
	const index = alike.findIndex((other) => keyText(other) !== keyText(key) && !isStillAsked(session, other));
	return index === -1 ? void 0 : alike.splice(index, 1)[0];
}
function isStillAsked({ options }, key) {
	const { plan, context } = options;
	const run = runText(key);
	if (!plan.known.has(run)) return false;
	const planned = plan.byName.get(run);
	const exchange = planned?.open().exchanges[key.index];
	if (planned === void 0 || exchange === void 0) return planned === void 0;
	return keyText(journalKey({
		planned,
		sample: key.sample
	}, exchange, context)) === keyText(key);
}
function isRecordedMeanwhile({ ages }, exchanges) {
	return ages.some((age) => age !== "fresh") && exchanges.length > 0 && exchanges.every((exchange) => recordingAge(exchange) === "fresh");
}

// src/replay/batches/in-flight.ts
function leaveOpen(session, inFlight) {
	const { id } = inFlight.batch;
	countAsSpent(session, inFlight, (open) => id === null && session.options.resendsUnknown ? [] : [problem("replay-batch-open", nowhere, {
		batch: id,
		requests: open.length
	})]);
}
function giveUpMissing(session, inFlight) {
	countAsSpent(session, inFlight, (open) => open.map((request) => problem("replay-maybe-paid", request.exchange?.place ?? nowhere, { exchange: exchangeName(request) }, request.key.scenario)));
}
function countAsSpent(session, { requests, reservations }, problemsOf) {
	const open = requests.filter(({ key }) => session.unknown.has(keyText(key)));
	session.problems.push(...problemsOf(open));
	for (const { bound } of open) reservations.lose(bound.usd);
}
function exchangeName({ key, exchange }) {
	return exchange?.id ?? `${key.run}#${String(key.index)}`;
}

// src/replay/batches/listing.ts
const clockSkewMs = 3e5;
const createdWithinMs = 12e5;
function listedSince(sentAtMs) {
	return sentAtMs - clockSkewMs;
}
function findCandidates(listed, sent) {
	const { atMs, size, known } = sent;
	const createdMs = ({ createdAt }) => Date.parse(createdAt);
	const isNear = (batch) => createdMs(batch) >= listedSince(atMs) && createdMs(batch) <= atMs + 12e5;
	const distance = (batch) => Math.abs(createdMs(batch) - atMs);
	return listed.filter((batch) => !known.has(batch.id) && requestsIn(batch) === size && isNear(batch)).toSorted((a, b) => distance(a) - distance(b));
}
function requestsIn({ counts }) {
	return counts.processing + counts.succeeded + counts.errored + counts.canceled + counts.expired;
}
const firstPauseMs$1 = 1e3;
const longestPauseMs$1 = 6e4;
function pollPauseMs(asked) {
	return Math.min(longestPauseMs$1, Math.round(firstPauseMs$1 * 1.5 ** asked));
}

// src/replay/cost/answer-cost.ts
function hasUsage(response) {
	const { usage, problems } = readUsage(usageOf(response), nowhere);
	return usage !== null && !hasErrors(problems);
}
function answerCost({ exchange, response, batch }, pricing) {
	const bill = billExchange({
		request: exchange?.request.body ?? null,
		response,
		usage: usageOf(response),
		at: null,
		batch,
		betas: exchange?.betas ?? null,
		place: nowhere
	}, pricing);
	return bill.usdHigh ?? bill.usd;
}

// src/replay/sending/refusal-text.ts
const userNamed = /* @__PURE__ */ new Set([
	"input",
	"input_schema",
	"schema",
	"metadata"
]);
const schemaWords = new Set("type properties required items description title enum const default format object array string number integer boolean null minimum maximum additionalProperties anyOf oneOf allOf not $ref $defs".split(" "));
const names = /* @__PURE__ */ new Set([
	"type",
	"role",
	"name",
	"id",
	"tool_use_id",
	"model"
]);
const quoteLength = 12;
const shortestText = 3;
const longestMessage = 400;
function withoutQuotes(message, body) {
	const line = oneLine(message).slice(0, longestMessage);
	const texts = [...textsOf(body, false)].filter((text) => !schemaWords.has(text)).flatMap((text) => [oneLine(text), JSON.stringify(text).slice(1, -1)]);
	const quoted = /* @__PURE__ */ new Set();
	const mark = (from, length) => {
		for (let index = from; index < from + length; index += 1) quoted.add(index);
	};
	for (const text of new Set(texts)) if (text.length >= quoteLength) {
		for (let index = 0; index + quoteLength <= line.length; index += 1) if (text.includes(line.slice(index, index + quoteLength))) mark(index, quoteLength);
	} else if (text.length >= shortestText) for (let index = line.indexOf(text); index >= 0; index = line.indexOf(text, index + 1)) mark(index, text.length);
	return Array.from({ length: line.length }, (_, index) => !quoted.has(index) ? line.charAt(index) : quoted.has(index - 1) ? "" : "\u2026").join("");
}
function oneLine(text) {
	return text.replaceAll(/\s+/g, " ").trim();
}
function* textsOf(value, isUserNamed) {
	if (typeof value === "string") yield value;
	else if (isArray(value)) for (const item of value) yield* textsOf(item, isUserNamed);
	else if (isObject(value)) for (const [key, member] of Object.entries(value)) {
		if (isUserNamed && !schemaWords.has(key)) yield key;
		if (isUserNamed || !names.has(key)) yield* textsOf(member, isUserNamed || userNamed.has(key));
	}
}

// src/replay/batches/custom-id.ts
const hashLength = 24;
function customIdOf(key, batch, digest) {
	return `${`${slug(key.scenario)}-${slug(key.run)}-${String(key.index)}-${String(key.sample)}`.slice(0, 39)}-${digest(`${batch}\n${keyText(key)}`).slice(0, hashLength)}`;
}
function slug(text) {
	return text.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 14);
}

// src/replay/batches/results.ts
async function takeResults(session, inFlight, id) {
	const { batch, requests } = inFlight;
	const { digest } = session.options.context;
	const left = new Map(requests.map((request) => [customIdOf(request.key, batch.name, digest), request]));
	let isOurs = batch.id !== null;
	if (await session.ports.api.batches.results(id, (item) => {
		const request = left.get(item.customId);
		if (request === void 0) return;
		if (!isOurs) {
			const found = {
				...batch,
				id
			};
			session.batches.set(batch.name, found);
			session.ports.append({
				kind: "batch",
				...found
			});
		}
		isOurs = true;
		if (takeResult(session, inFlight, {
			request,
			item
		})) left.delete(item.customId);
	}) !== null) return "open";
	if (left.size === 0) return "whole";
	return isOurs ? "lost" : "foreign";
}
function takeResult(session, inFlight, { request, item: { result } }) {
	const { ports } = session;
	const { batch, reservations } = inFlight;
	const { key, bound, exchange } = request;
	const place = exchange?.place ?? nowhere;
	if (result.kind === "unreadable" || result.kind === "succeeded" && !hasUsage(result.response)) return false;
	if (result.kind === "succeeded") {
		const { response } = result;
		const usd = answerCost({
			exchange,
			response,
			batch: true
		}, session.pricing) ?? bound.usd;
		const answered = {
			response,
			requestId: null,
			at: batch.at,
			usd,
			batch: true
		};
		if (!ports.append({
			kind: "answered",
			key,
			answered
		})) stopUnwritten(session);
		session.answered.set(keyText(key), answered);
		reservations.settle(bound.usd, usd, bound.firm);
		if (usd > bound.usd && bound.firm) session.problems.push(problem("replay-overrun", place, { exchange: exchangeName(request) }));
	} else {
		ports.append({
			kind: "refused",
			key
		});
		reservations.release(bound.usd);
		const said = refusalText(request, result);
		const details = {
			exchange: exchangeName(request),
			how: result.kind,
			said
		};
		session.problems.push(problem("replay-batch-item", place, details, key.scenario));
	}
	session.unknown.delete(keyText(key));
	return true;
}
function refusalText({ exchange }, result) {
	if (result.kind !== "errored" || exchange === null) return "";
	const { type, message } = result;
	return message === null ? type : `${type}: ${withoutQuotes(message, exchange.request.body)}`;
}

// src/replay/batches/search.ts
const searchMs = 5e3;
const maxResultFailures = 5;
async function searchBatch(session, inFlight) {
	const { api, now, sleep, isStopped } = session.ports;
	const { batch } = inFlight;
	if (api.account !== batch.account) return "open";
	const sentAtMs = Date.parse(batch.at);
	const startMs = now();
	const foreign = /* @__PURE__ */ new Set();
	const failures = /* @__PURE__ */ new Map();
	for (let asked = 0;; asked += 1) {
		const hadTime = now() - sentAtMs >= createdWithinMs;
		const isSearchOver = now() - startMs >= searchMs;
		const listed = await api.batches.list(listedSince(sentAtMs));
		if (!("length" in listed)) return "open";
		const candidates = findCandidates(listed, {
			atMs: sentAtMs,
			size: batch.size,
			known: /* @__PURE__ */ new Set([...foreign, ...knownIds(session)])
		});
		for (const { id } of candidates.filter(hasEnded)) {
			const outcome = await takeResults(session, inFlight, id);
			if (outcome === "whole") return "found";
			if (outcome === "lost") {
				giveUpMissing(session, inFlight);
				return "found";
			}
			if (outcome === "foreign") foreign.add(id);
			else if ((failures.get(id) ?? 0) + 1 >= maxResultFailures) return "open";
			else failures.set(id, (failures.get(id) ?? 0) + 1);
		}
		const noneLeft = candidates.every(({ id }) => foreign.has(id));
		if (noneLeft && hadTime) return "absent";
		if (isStopped() || noneLeft && isSearchOver) return "open";
		await sleep(pollPauseMs(asked));
	}
}
function knownIds({ batches }) {
	return [...batches.values()].flatMap(({ id }) => id === null ? [] : [id]);
}
function hasEnded({ ended }) {
	return ended;
}

// src/replay/batches/follow.ts
const maxFailures = 8;
async function followBatch(session, inFlight) {
	const { batch, requests, reservations } = inFlight;
	if (batch.id !== null) return followKnown(session, inFlight, batch.id);
	const outcome = await searchBatch(session, inFlight);
	if (outcome === "open") leaveOpen(session, inFlight);
	if (outcome !== "absent") return void 0;
	for (const { key, bound } of requests) {
		session.ports.append({
			kind: "refused",
			key
		});
		session.unknown.delete(keyText(key));
		reservations.release(bound.usd);
	}
}
async function followKnown(session, inFlight, id) {
	const { api, sleep } = session.ports;
	let failures = 0;
	for (let asked = 0;; asked += 1) {
		const state = await api.batches.retrieve(id);
		const isAnswered = "id" in state;
		failures = isAnswered ? 0 : failures + 1;
		if (isAnswered) inFlight.report(state.counts.succeeded);
		else if (failures >= maxFailures || !isPassing(state)) return leaveOpen(session, inFlight);
		if (isAnswered && state.ended) break;
		await sleep(pollPauseMs(asked));
	}
	const outcome = await takeResults(session, inFlight, id);
	if (outcome === "open") leaveOpen(session, inFlight);
	else if (outcome !== "whole") giveUpMissing(session, inFlight);
}
function isPassing({ status }) {
	return status === null || status >= 500 || status === 429 || status === 408;
}

// src/replay/batches/open-batches.ts
async function followOpenBatches(session, runs) {
	if ([...session.unknown.values()].every(({ batch }) => batch === null)) return;
	const { cap } = session;
	const exchanges = exchangesByBody(session, runs);
	const reservations = {
		settle: (bound, actual, firm) => cap.recover(bound, actual, firm),
		release: (bound) => cap.recover(bound, 0n),
		lose: () => void 0
	};
	for (const batch of Array.from(session.batches.values())) {
		const requests = [...session.unknown.values()].filter((unknown) => unknown.batch === batch.name).map(({ key, usd, firm }) => {
			return {
				key,
				bound: {
					usd,
					firm
				},
				exchange: exchanges.get(key.body) ?? null
			};
		});
		if (requests.length > 0) await followBatch(session, {
			batch,
			requests,
			reservations,
			report: () => void 0
		});
	}
}
function exchangesByBody(session, runs) {
	const { context } = session.options;
	return new Map(runs.flatMap((run) => run.planned.open().exchanges.map((exchange) => [journalKey(run, exchange, context).body, exchange])));
}

// src/replay/cost/cost-bound.ts
async function findCostBound(session, planned, exchange) {
	const { options, pricing } = session;
	const { body } = exchange.request;
	const scenario = planned.scenario.id;
	const counted = await countInput(session, scenario, exchange);
	if ("problem" in counted) return counted;
	const { tokens, firm } = counted;
	const usd = maximumCost({
		body,
		betas: exchange.betas,
		tokens,
		batch: options.batch
	}, pricing);
	if (usd !== null) return {
		usd,
		firm
	};
	const details = {
		exchange: exchange.id,
		model: modelOf(body) ?? ""
	};
	return { problem: problem("replay-no-price", exchange.place, details, scenario) };
}
async function countInput(session, scenario, exchange) {
	const { options, ports } = session;
	const { body } = exchange.request;
	const estimate = (reason) => {
		if (!options.unbounded.has(scenario)) return reportUnbounded(session, {
			scenario,
			exchange,
			reason
		});
		const { count } = options.context.measurer.exchange(exchange, { output: null });
		return {
			tokens: count.high,
			firm: false
		};
	};
	if (completesInput(body)) return estimate("the API completes its input while it answers");
	const counted = await ports.api.countTokens(body, exchange.betas);
	if (typeof counted === "number") return {
		tokens: counted,
		firm: true
	};
	const { status, kind } = counted;
	if (status === 401 || status === 403) {
		stopDenied(session, status, kind);
		return { problem: null };
	}
	return estimate(`count_tokens gave no number (${String(status ?? "no answer")} ${kind})`);
}
function reportUnbounded(session, unbounded) {
	const { scenario, exchange, reason: by } = unbounded;
	reportOnce(session, JSON.stringify([
		"unbounded",
		scenario,
		by
	]), (more) => {
		const details = {
			exchange: exchange.id,
			by,
			more,
			scenario
		};
		return problem("replay-unbounded", exchange.place, details, scenario);
	});
	return { problem: null };
}

// src/replay/sending/failure.ts
const firstPauseMs = 1e3;
const longestPauseMs = 6e4;
const maxAttempts = 8;
function judgeFailure(failure, attempt) {
	const { status, begun, unreached, retryAfterMs } = failure;
	if (unreached && !begun) return { kind: "denied" };
	if (status === null || begun) return { kind: "unknown" };
	if (isSpendCap(failure)) return { kind: "denied" };
	if (status === 429 || status === 529) return attempt + 1 < maxAttempts ? {
		kind: "again",
		waitMs: pauseMs(attempt, retryAfterMs)
	} : { kind: "refused" };
	if (status === 401 || status === 402 || status === 403) return { kind: "denied" };
	return status < 500 && status !== 408 ? { kind: "refused" } : { kind: "unknown" };
}
function describeFailure({ status, type, code }) {
	return {
		status: status ?? 0,
		kind: type ?? code ?? "error"
	};
}
function isSpendCap({ status, code, retryAfterMs }) {
	return status === 429 && code !== null && retryAfterMs === null;
}
function pauseMs(attempt, askedMs) {
	return askedMs ?? Math.min(longestPauseMs, firstPauseMs * 2 ** attempt);
}

// src/replay/sending/request.ts
async function sendExchange(session, run, scheduled) {
	const { options, ports, cap } = session;
	const { exchange, due, earlyBound } = scheduled;
	const key = journalKey(run, exchange, options.context);
	const known = findAnswered(session, key);
	if (known !== void 0) return { answered: known };
	if (options.batch) return { problem: null };
	const unknown = findUnknown(session, key);
	if (unknown !== void 0 && !options.resendsUnknown) return { problem: unknown.batch === null ? problem("replay-maybe-paid", exchange.place, { exchange: exchange.id }) : null };
	const bound = await (earlyBound ?? findCostBound(session, run.planned, exchange));
	if ("problem" in bound) return bound;
	const aheadMs = due - ports.now();
	if (aheadMs > 0) await ports.wait(aheadMs);
	if (ports.isStopped()) return { problem: null };
	const reserved = await cap.reserve(bound.usd);
	if (reserved === "go" && ports.isStopped()) cap.release(bound.usd);
	if (reserved === "stopped" || ports.isStopped()) return { problem: null };
	if (reserved === "full") {
		reportCapReached(session, run, {
			exchange,
			bound: bound.usd
		});
		return { problem: null };
	}
	return sendWithinBound(session, {
		exchange,
		key,
		bound
	});
}
function reportCapReached(session, run, { exchange, bound }) {
	const scenario = run.planned.scenario.id;
	const left = session.options.maxUsd - session.cap.spent();
	const details = {
		exchange: exchange.id,
		needs: showUsd(bound),
		left: showUsd(left < 0n ? 0n : left)
	};
	reportOnce(session, JSON.stringify(["cap", scenario]), (more) => problem("replay-cap-reached", exchange.place, {
		...details,
		more
	}, scenario));
}
async function sendWithinBound(session, reserved) {
	const { ports, cap } = session;
	const { exchange, key, bound } = reserved;
	const { usd, firm } = bound;
	const isStopped = () => ports.isStopped() || cap.isStopped();
	const { id, place } = exchange;
	const { body } = exchange.request;
	for (let attempt = 0;; attempt += 1) {
		if (!ports.append({
			kind: "sent",
			key,
			usd,
			batch: null,
			firm
		})) {
			cap.release(usd);
			stopUnwritten(session);
			return { problem: null };
		}
		const at = new Date(ports.now()).toISOString();
		const sent = await ports.api.send(body, exchange.betas);
		if (sent.kind === "answered") return takeAnswer(session, reserved, {
			sent,
			at
		});
		const { failure } = sent;
		const outcome = judgeFailure(failure, attempt);
		if (outcome.kind === "unknown") {
			cap.lose(usd);
			return { problem: problem("replay-maybe-paid", place, { exchange: id }) };
		}
		ports.append({
			kind: "refused",
			key
		});
		if (outcome.kind === "again" && !isStopped()) {
			await ports.wait(outcome.waitMs);
			if (!isStopped()) continue;
		}
		cap.release(usd);
		if (outcome.kind === "again") return { problem: null };
		const { status, kind } = describeFailure(failure);
		if (outcome.kind === "denied") {
			stopDenied(session, status, kind);
			return { problem: null };
		}
		const said = failure.message === null ? "" : withoutQuotes(failure.message, body);
		return { problem: problem("replay-refused", place, {
			exchange: id,
			status,
			kind,
			said
		}) };
	}
}
function takeAnswer(session, { exchange, key, bound }, { sent: { response, requestId }, at }) {
	const { ports, cap, pricing } = session;
	const { id, place } = exchange;
	if (!hasUsage(response)) {
		cap.lose(bound.usd);
		return { problem: problem("replay-without-usage", place, { exchange: id }) };
	}
	const usd = answerCost({
		exchange,
		response,
		batch: false
	}, pricing) ?? bound.usd;
	const answered = {
		response,
		requestId,
		at,
		usd,
		batch: false
	};
	if (!ports.append({
		kind: "answered",
		key,
		answered
	})) stopUnwritten(session);
	cap.settle(bound.usd, usd, bound.firm);
	if (usd > bound.usd && bound.firm) session.problems.push(problem("replay-overrun", place, { exchange: id }));
	return { answered };
}

// src/replay/batches/create.ts
async function createBatch(session, name, requests) {
	const { ports, cap, options } = session;
	const isStopped = () => ports.isStopped() || cap.isStopped();
	const items = requests.map(({ key, exchange }) => ({
		customId: customIdOf(key, name, options.context.digest),
		body: exchange.request.body
	}));
	for (let attempt = 0;; attempt += 1) {
		const batch = {
			name,
			at: new Date(ports.now()).toISOString(),
			size: requests.length,
			id: null,
			account: ports.api.account
		};
		if (!writeDown(session, batch, requests)) {
			appendRefused(session, requests);
			release(session, requests);
			stopUnwritten(session);
			return null;
		}
		const created = await ports.api.batches.create(items, requests[0]?.exchange.betas ?? []);
		if ("id" in created) {
			const known = {
				...batch,
				id: created.id
			};
			session.batches.set(name, known);
			ports.append({
				kind: "batch",
				...known
			});
			return known;
		}
		const outcome = judgeFailure(created.failure, attempt);
		if (outcome.kind === "unknown") return batch;
		appendRefused(session, requests);
		if (outcome.kind === "again" && !isStopped()) {
			await ports.wait(outcome.waitMs);
			if (!isStopped()) continue;
		}
		release(session, requests);
		if (outcome.kind === "again") return null;
		const { status, kind } = describeFailure(created.failure);
		if (outcome.kind === "denied") stopDenied(session, status, kind);
		else {
			const details = {
				status,
				kind,
				requests: requests.length
			};
			session.problems.push(problem("replay-batch-refused", nowhere, details));
		}
		return null;
	}
}
function writeDown(session, batch, requests) {
	const { ports } = session;
	const entries = requests.map(({ key, bound: { usd, firm } }) => ({
		key,
		usd,
		batch: batch.name,
		firm
	}));
	if (!(ports.append({
		kind: "batch",
		...batch
	}) && entries.every((entry) => ports.append({
		kind: "sent",
		...entry
	})))) return false;
	for (const entry of entries) session.unknown.set(keyText(entry.key), entry);
	session.batches.set(batch.name, batch);
	return true;
}
function appendRefused({ ports }, requests) {
	for (const { key } of requests) ports.append({
		kind: "refused",
		key
	});
}
function release({ unknown, cap }, requests) {
	for (const { key, bound } of requests) {
		unknown.delete(keyText(key));
		cap.release(bound.usd);
	}
}

// src/replay/batches/pack.ts
const batchLimits = {
	requests: 1e5,
	bytes: 256e6
};
function splitIntoBatches(items, limits = batchLimits) {
	const open = /* @__PURE__ */ new Map();
	const batches = [];
	for (const item of items) {
		const betas = item.betas.join(",");
		const current = open.get(betas);
		if (current !== void 0 && current.items.length < limits.requests && current.bytes + item.bytes <= limits.bytes) {
			current.items.push(item);
			current.bytes += item.bytes;
			continue;
		}
		const started = {
			items: [item],
			bytes: item.bytes
		};
		open.set(betas, started);
		batches.push(started.items);
	}
	return batches;
}

// src/replay/batches/send.ts
const wrappingBytes = 100;
async function sendInBatches(session, runs) {
	const { cap, ports } = session;
	let waiting = await findBounds(session, requestsToSend(session, runs));
	for (let round = 0; waiting.length > 0 && !ports.isStopped() && !cap.isStopped(); round += 1) {
		const fitting = [];
		const rest = [];
		for (const request of waiting) (cap.tryReserve(request.bound.usd) ? fitting : rest).push(request);
		waiting = rest;
		if (fitting.length === 0) {
			reportFull(session, rest);
			return;
		}
		const answered = /* @__PURE__ */ new Map();
		const sendBatch = async (requests, index) => {
			const name = `${String(session.batches.size)}.${String(round)}.${String(index)}@${String(ports.now())}`;
			const batch = await createBatch(session, name, requests);
			if (batch === null) return;
			await followBatch(session, {
				batch,
				requests,
				reservations: cap,
				report: (count) => {
					answered.set(name, count);
					reportProgress(session, sum(answered.values()));
				}
			});
		};
		await Promise.all(splitIntoBatches(fitting).map(sendBatch));
	}
}
function reportFull(session, requests) {
	const lastOfRuns = new Map(requests.map((request) => [request.run.planned, request]));
	for (const { run, exchange, bound } of lastOfRuns.values()) reportCapReached(session, run, {
		exchange,
		bound: bound.usd
	});
}
async function findBounds(session, requests) {
	const { ports, cap, options } = session;
	const bounded = requests.map(() => null);
	let next = 0;
	const work = async () => {
		while (next < requests.length && !ports.isStopped() && !cap.isStopped()) {
			const index = next;
			next += 1;
			const request = requests[index];
			if (request === void 0) continue;
			const { exchange, run } = request;
			const bound = await findCostBound(session, run.planned, exchange);
			if ("usd" in bound) {
				const bytes = utf8Length(writeJson(exchange.request.body)) + wrappingBytes;
				bounded[index] = {
					...request,
					bound,
					betas: exchange.betas,
					bytes
				};
			} else if (bound.problem !== null) session.problems.push({
				...bound.problem,
				scenario: run.planned.scenario.id
			});
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work));
	return bounded.filter((request) => request !== null);
}
function requestsToSend(session, runs) {
	return runs.flatMap((run) => openExchanges(run).flatMap((exchange) => {
		const key = journalKey(run, exchange, session.options.context);
		if (findAnswered(session, key) !== void 0) return [];
		const unknown = findUnknown(session, key);
		if (unknown === void 0 || session.options.resendsUnknown) return [{
			run,
			exchange,
			key
		}];
		if (unknown.batch === null) session.problems.push(problem("replay-maybe-paid", exchange.place, { exchange: exchange.id }));
		return [];
	}));
}
function openExchanges({ planned }) {
	const { exchanges } = planned.open();
	return isRecordedMeanwhile(planned, exchanges) ? [] : exchanges;
}

// src/replay/answers/pending-answers.ts
function createPendingAnswers(runs, options) {
	const { times, keep } = options;
	const files = /* @__PURE__ */ new Map();
	for (const { planned } of runs) {
		const file = files.get(planned.file) ?? {
			open: 0,
			answers: /* @__PURE__ */ new Map()
		};
		file.open += 1;
		files.set(planned.file, file);
	}
	const done = /* @__PURE__ */ new Set();
	const lengths = [];
	const problems = [];
	const write = (path) => {
		const answers = [...files.get(path)?.answers.values() ?? []];
		files.delete(path);
		const lost = keep(answers.flatMap((answer) => answerToKeep(answer, times)));
		for (const { exchange } of lost) problems.push(problem("replay-not-kept", exchange.place, { exchange: exchange.id }));
		if (times > 1) lengths.push(...answers.map((answer) => ({
			name: answer.name,
			tokens: inOrder(answer).flatMap(lengthOf)
		})));
		if (lost.length === 0) for (const run of answeredRuns(answers, times)) done.add(runName(run));
	};
	return {
		put: ({ run: { planned, sample }, exchange, text, response, recorded }) => {
			const answers = files.get(planned.file)?.answers;
			if (answers === void 0) return;
			const place = `${runName(planned)} ${String(exchange.index)}`;
			const name = `${planned.scenario.id} ${exchange.id}`;
			const answer = answers.get(place) ?? {
				name,
				planned,
				exchange,
				text,
				recorded: null,
				samples: []
			};
			answers.set(place, answer);
			if (sample === 0) answer.recorded = recorded;
			const { stop_reason = null } = response;
			answer.samples.push({
				sample,
				usage: usageOf(response) ?? null,
				stop_reason
			});
		},
		end: ({ planned }) => {
			const file = files.get(planned.file);
			if (file === void 0) return;
			file.open -= 1;
			if (file.open === 0) write(planned.file);
		},
		close: () => {
			for (const path of files.keys()) write(path);
		},
		done,
		lengths,
		problems
	};
}
function answerToKeep(answers, times) {
	const { exchange, text, recorded } = answers;
	if (recorded === null || answers.samples.length < times) return [];
	if (times === 1) return [{
		exchange,
		text,
		recorded
	}];
	const samples = inOrder(answers).map(({ usage, stop_reason }) => ({
		usage,
		stop_reason
	}));
	return [{
		exchange,
		text,
		recorded: {
			...recorded,
			samples
		}
	}];
}
function answeredRuns(answers, times) {
	const counts = /* @__PURE__ */ new Map();
	for (const { planned, samples } of answers) if (samples.length === times) counts.set(planned, (counts.get(planned) ?? 0) + 1);
	return [...counts].flatMap(([run, count]) => count === run.ages.length ? [run] : []);
}
function inOrder({ samples }) {
	return samples.toSorted((a, b) => a.sample - b.sample);
}
function lengthOf({ usage }) {
	const tokens = outputTokens({ usage });
	return tokens === null ? [] : [tokens];
}

// src/replay/sending/run.ts
async function sendRun(session, { run, open, earlyBound }, pending) {
	const { options } = session;
	const { scenario, ages } = run.planned;
	const next = open.iterate();
	const nextAsKept = options.keepsAnswers ? null : open.iterate();
	const firstOffsetMs = open.exchanges[0]?.offsetMs ?? 0;
	let last = null;
	let startMs = null;
	for (const index of ages.keys()) {
		const exchange = next(last);
		const asKept = nextAsKept === null ? exchange : nextAsKept(last === null ? null : withoutContent(last));
		if (exchange === null || asKept === null) {
			session.problems.push(unreadable(run, index));
			return;
		}
		const obstacle = exchangeObstacle(exchange, exchange, scenario.id);
		if (obstacle !== null) {
			session.problems.push(obstacle);
			return;
		}
		const due = options.fast || startMs === null ? 0 : startMs + exchange.offsetMs - firstOffsetMs;
		const measured = options.context.measurer.exchange(exchange, { output: scenario.output });
		const outcome = await sendExchange(session, run, {
			exchange,
			due,
			earlyBound: index === 0 ? earlyBound : null
		});
		if ("problem" in outcome) {
			const { problem: reason } = outcome;
			if (reason !== null) session.problems.push({
				...reason,
				scenario: reason.scenario ?? scenario.id
			});
			return;
		}
		const answered = outcome.answered;
		const { response } = answered;
		const sentAt = Date.parse(answered.at);
		startMs ??= sentAt;
		last = response;
		const recorded = recordAnswer(exchange, {
			answered,
			inputHash: asKept.inputHash
		}, options);
		pending.put({
			run,
			exchange,
			text: open.textDigest,
			response,
			recorded
		});
		session.predictions.add({
			scenario: scenario.id,
			exchange: sampleName(run, exchange, options.times),
			prompt: measured.prompt,
			count: measured.count,
			output: measured.output.tokens,
			sentAt,
			response,
			batchHitShare: answered.batch ? scenario.batchHitShare : null
		});
		session.counts.answered += 1;
		reportProgress(session);
	}
}
function unreadable({ planned }, index) {
	const details = {
		exchange: `${planned.id}#${String(index)}`,
		why: "unreadable"
	};
	return problem("replay-unsendable", placeIn(planned.file), details, planned.scenario.id);
}
function sampleName({ sample }, { id }, times) {
	return times === 1 ? id : `${id} (${String(sample + 1)} of ${String(times)})`;
}

// src/replay/sending/queue.ts
async function sendRuns(session, runs) {
	const { options, ports, counts } = session;
	const pending = createPendingAnswers(runs, {
		times: options.times,
		keep: ports.keep
	});
	const takeRun = createQueue(session, runs, (skipped) => {
		counts.requests -= skipped.planned.ages.length;
		pending.end(skipped);
	});
	const work = async () => {
		for (let opened = takeRun(); opened !== null; opened = takeRun()) {
			await sendRun(session, opened, pending);
			pending.end(opened.run);
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work));
	pending.close();
	return pending;
}
function createQueue(session, runs, skip) {
	const { options, ports, cap } = session;
	const ready = [];
	let next = 0;
	return () => {
		if (!options.batch && (ports.isStopped() || cap.isStopped())) return null;
		while (ready.length <= options.concurrency) {
			const run = runs[next];
			if (run === void 0) break;
			next += 1;
			const opened = openRun(session, run);
			if (opened === null) skip(run);
			else ready.push(opened);
		}
		return ready.shift() ?? null;
	};
}
function openRun(session, run) {
	const { options } = session;
	const open = run.planned.open();
	if (isRecordedMeanwhile(run.planned, open.exchanges)) return null;
	const [exchange] = options.batch ? [] : open.exchanges;
	if (exchange === void 0) return {
		run,
		open,
		earlyBound: null
	};
	const key = journalKey(run, exchange, options.context);
	return {
		run,
		open,
		earlyBound: findAnswered(session, key) === void 0 && (findUnknown(session, key) === void 0 || options.resendsUnknown) ? findCostBound(session, run.planned, exchange) : null
	};
}

// src/replay/replay.ts
async function replay(options, ports) {
	const session = createSession(options, ports);
	const runs = samplesOf(options);
	await followOpenBatches(session, runs);
	groupAlike(session);
	if (options.batch) await sendInBatches(session, runs);
	return resultOf(session, await sendRuns(session, runs));
}
function samplesOf({ plan, times }) {
	return Array.from({ length: times }, (_, sample) => plan.runs.map((planned) => ({
		planned,
		sample
	}))).flat();
}
function resultOf(session, pending) {
	const { counts, cap, predictions, adopted } = session;
	const { requests, answered } = counts;
	const grouped = [...session.grouped.values()].map(({ create, more }) => create(more));
	const isComplete = pending.problems.length === 0 && answered === requests;
	return {
		requests,
		answered,
		spent: cap.spent(),
		rows: predictions.rows(),
		lengths: pending.lengths,
		done: /* @__PURE__ */ new Set([...pending.done, ...isComplete ? adopted : []]),
		problems: sortByPlace([
			...session.problems,
			...grouped,
			...pending.problems
		])
	};
}

// src/replay/text/progress.ts
const intervalMs = {
	terminal: 200,
	plain: 6e4
};
function createProgress(options) {
	const { isTerminal, warn } = options;
	const interval = isTerminal ? intervalMs.terminal : intervalMs.plain;
	const start = options.now();
	let last = start - (isTerminal ? interval : 0);
	return ({ done, of, spent, cap }) => {
		const now = options.now();
		if (done < of && now - last < interval) return;
		last = now;
		const left = done === 0 || done >= of ? "" : `, about ${showTime((now - start) / done * (of - done))} left`;
		const line = `${String(done)} of ${String(of)} answered, ${showUsd(spent)} of ${showUsd(cap)} spent${left}`;
		warn(isTerminal ? `\r${line.padEnd(72)}${done < of ? "" : "\n"}` : `${line}\n`);
	};
}
function showTime(ms) {
	const seconds = Math.ceil(ms / 1e3);
	if (seconds < 120) return `${String(seconds)} s`;
	return seconds < 7200 ? `${String(Math.ceil(seconds / 60))} min` : `${String(Math.ceil(seconds / 3600))} h`;
}
const stopNotice = "Nothing more is sent; waiting for what is under way. Once more ends at once; a batch goes on, and the next call fetches it.\n";

// src/replay/with-journal.ts
async function replayWithJournal(options, ports) {
	const { files, isTerminal, warn, now } = ports;
	const journal = ports.openJournal();
	if ("failed" in journal) return problem("replay-journal-failed", nowhere, {});
	if ("running" in journal) return problem("replay-running", nowhere, { file: journal.running });
	const interrupts = ports.watchInterrupts(() => warn(stopNotice));
	try {
		const result = await replay({
			...options,
			journal: journal.before
		}, {
			api: await ports.connect(),
			append: journal.append,
			keep: (answers) => keepAnswers(answers, {
				files,
				digest: options.context.digest
			}),
			now,
			...interrupts,
			reportProgress: createProgress({
				isTerminal,
				warn,
				now
			})
		});
		const { answers } = journal.close(result.done);
		return answers > 0 && result.answered === result.requests && result.problems.length === 0 ? {
			...result,
			problems: [problem("replay-waiting", nowhere, { answers })]
		} : result;
	} catch (error) {
		journal.abandon();
		throw error;
	} finally {
		interrupts.end();
	}
}

// src/io/replay/interrupts.ts
function watchInterrupts(onStop) {
	let isStopped = false;
	const endWaits = /* @__PURE__ */ new Set();
	const onSignal = () => {
		if (isStopped) process.exit(130);
		isStopped = true;
		onStop();
		for (const endWait of endWaits) endWait();
	};
	process.on("SIGINT", onSignal);
	return {
		isStopped: () => isStopped,
		sleep,
		wait: (ms) => isStopped ? Promise.resolve() : new Promise((resolve) => {
			const endWait = () => {
				clearTimeout(timer);
				endWaits.delete(endWait);
				resolve();
			};
			const timer = setTimeout(endWait, ms);
			endWaits.add(endWait);
		}),
		end: () => void process.off("SIGINT", onSignal)
	};
}

// src/replay/journal/journal.ts
const noJournal = {
	answered: /* @__PURE__ */ new Map(),
	unknown: /* @__PURE__ */ new Map(),
	batches: /* @__PURE__ */ new Map(),
	spent: 0n,
	keys: /* @__PURE__ */ new Map()
};
function readJournal(lines) {
	const answered = /* @__PURE__ */ new Map();
	const keys = /* @__PURE__ */ new Map();
	const underWay = /* @__PURE__ */ new Map();
	const batches = /* @__PURE__ */ new Map();
	const requestsWritten = /* @__PURE__ */ new Map();
	for (const line of lines) {
		const entry = parseLine(line);
		const batch = entry?.["kind"] === "batch" ? readBatch(entry) : null;
		if (batch !== null) {
			batches.set(batch.name, batch);
			requestsWritten.set(batch.name, 0);
		}
		const key = readKey(entry?.["key"]);
		if (entry === null || key === null) continue;
		const name = keyText(key);
		keys.set(name, key);
		const before = underWay.get(name) ?? [];
		if (entry["kind"] === "sent") {
			const usd = readPico(entry["usd"]);
			const inBatch = typeof entry["batch"] === "string" ? entry["batch"] : null;
			const firm = entry["firm"] !== false;
			if (usd !== null) underWay.set(name, [...before, {
				key,
				usd,
				batch: inBatch,
				firm
			}]);
			if (inBatch !== null) requestsWritten.set(inBatch, (requestsWritten.get(inBatch) ?? 0) + 1);
		} else {
			const answer = entry["kind"] === "refused" ? null : readAnswer(entry["answered"]);
			if (answer === null && entry["kind"] !== "refused") continue;
			underWay.set(name, before.slice(0, -1));
			if (answer !== null) answered.set(name, answer);
		}
	}
	for (const { name, size, id } of batches.values()) if (id === null && (requestsWritten.get(name) ?? 0) < size) batches.delete(name);
	const unknown = /* @__PURE__ */ new Map();
	let spent = 0n;
	for (const [name, outcomes] of underWay) {
		const sent = outcomes.filter(({ batch }) => batch === null || batches.has(batch));
		for (const { usd } of sent) spent += usd;
		const last = sent.at(-1);
		if (last !== void 0 && !answered.has(name)) unknown.set(name, last);
	}
	for (const { usd } of answered.values()) spent += usd;
	return {
		answered,
		unknown,
		batches,
		spent,
		keys
	};
}

// src/replay/journal/pruning.ts
function unfinishedJournal(journal, recorded) {
	const over = runsOver(journal, recorded);
	return [...journal.keys.values()].every((key) => over.has(runText(key))) ? noJournal : journal;
}
function runsOver(journal, recorded) {
	return /* @__PURE__ */ new Set([...runsKept(journal, recorded), ...runsRefused(journal)]);
}
function runsKept({ answered, unknown, keys }, recorded) {
	const kept = new Set([...keys.values()].map(runText).filter((run) => recorded.has(run)));
	for (const { key } of unknown.values()) kept.delete(runText(key));
	for (const [name, { at }] of answered) {
		const key = keys.get(name);
		if (key === void 0) continue;
		const held = recorded.get(runText(key))?.get(key.index);
		if (held === void 0 || key.sample >= held.samples || key.sample === 0 && held.at !== at) kept.delete(runText(key));
	}
	return kept;
}
function runsRefused({ answered, unknown, keys }) {
	const refused = new Set([...keys.values()].map(runText));
	for (const [name, key] of keys) if (answered.has(name) || unknown.has(name)) refused.delete(runText(key));
	return refused;
}
function remainingLines(read, ended) {
	const over = runsOver(readJournal(read()), ended.recorded);
	return pruneJournal(read, /* @__PURE__ */ new Set([...over, ...ended.done]));
}
function* pruneJournal(read, without) {
	const isKept = (entry) => {
		const key = readKey(entry?.["key"]);
		return key !== null && !without.has(runText(key));
	};
	const batches = /* @__PURE__ */ new Set();
	for (const line of read()) {
		const entry = parseLine(line);
		if (isKept(entry) && typeof entry?.["batch"] === "string") batches.add(entry["batch"]);
	}
	for (const line of read()) {
		const entry = parseLine(line);
		if (entry?.["kind"] === "batch" ? batches.has(readBatch(entry)?.name ?? "") : isKept(entry)) yield line;
	}
}

// src/io/replay/journal.ts
function openJournal(folder, recorded) {
	const opened = openJournalFolder(folder, "replay", readJournal);
	if ("failed" in opened || "running" in opened) return opened;
	return {
		before: unfinishedJournal(opened.found, recorded),
		append: (entry) => opened.append(writeEntry(entry), entry.kind === "answered"),
		close: (done) => {
			opened.end();
			const left = prune(opened, {
				recorded,
				done
			});
			opened.release(left?.isEmpty === true);
			return { answers: left?.answers ?? 0 };
		},
		abandon: opened.abandon
	};
}
function prune({ path, lines }, ended) {
	let remaining;
	try {
		remaining = remainingLines(lines, ended);
	} catch {
		return null;
	}
	return replaceLines(path, remaining);
}

// src/io/replay/ports.ts
function createReplayPorts(machine) {
	const { folder, recorded, files, apiKey, isTerminal, warn } = machine;
	return {
		openJournal: () => openJournal(folder, recorded),
		connect: async () => {
			const { connectAnthropic } = await import("./client2.js");
			return connectAnthropic(apiKey);
		},
		watchInterrupts,
		files,
		now: Date.now,
		isTerminal,
		warn
	};
}

// src/cli/run/replay.ts
async function runReplay(args, world) {
	const opened = openFolder(args.option("config"), world);
	if (opened === null) return 2;
	const asked = {
		tree: opened.head.tree,
		file: opened.file,
		names: args.operands,
		unbounded: args.option("unbounded"),
		only: args.option("only") ?? "missing-or-stale",
		batch: args.option("batch")
	};
	const prepared = await withCommandContext({
		asOf: null,
		dry: false
	}, (context) => prepareReplay({
		...context,
		...asked
	}));
	const { config, plan } = prepared;
	const output = {
		json: args.option("json"),
		source: prepared.source,
		world
	};
	if (config === null || plan === null) return printProblems(prepared.problems, output);
	const job = {
		...prepared,
		config,
		plan,
		args,
		world,
		opened
	};
	const outcome = args.option("dry-run") ? forecast(job) : await send(job);
	return "failed" in outcome ? printProblems(outcome.failed, output) : outcome.code;
}
function printProblems(problems, output) {
	const { json, source, world } = output;
	world.print(json ? showJson({
		schemaVersion: 1,
		problems
	}) : `${renderProblems(problems, {
		source,
		notes: false
	})}\n`);
	return 2;
}
function showJson(document) {
	return `${JSON.stringify(document, null, 2)}\n`;
}
function forecast(job) {
	const { args, world, plan, context, config, source, problems } = job;
	const cap = readCap(job);
	if (args.option("max-usd") !== null && typeof cap !== "bigint") return { failed: [...problems, cap] };
	const result = forecastReplay(plan, {
		context,
		book: openBook(config),
		times: args.option("times"),
		batch: args.option("batch"),
		unbounded: new Set(args.option("unbounded"))
	});
	const list = renderProblems(problems, {
		source,
		notes: false
	});
	world.print(args.option("json") ? showJson(forecastJson(result)) : `${forecastText(result, plan)}${list}`);
	return { code: hasErrors(problems) ? 2 : 0 };
}
async function send(job) {
	const { args, world, opened, plan, context, config, source, problems } = job;
	const maxUsd = readCap(job);
	const noCap = typeof maxUsd === "bigint" ? [] : [maxUsd];
	const hasKey = [world.env["ANTHROPIC_API_KEY"], world.env["ANTHROPIC_AUTH_TOKEN"]].some((key) => (key ?? "") !== "");
	const noKey = hasKey ? [] : [problem("replay-needs-key", nowhere, {})];
	if (typeof maxUsd !== "bigint" || !hasKey || hasErrors(problems)) return { failed: [
		...problems,
		...noCap,
		...noKey
	] };
	const result = await replayWithJournal({
		plan,
		context,
		book: openBook(config),
		maxUsd,
		concurrency: args.option("concurrency"),
		times: args.option("times"),
		fast: args.option("fast"),
		batch: args.option("batch"),
		keepsAnswers: !args.option("no-answers"),
		resendsUnknown: args.option("resend-unknown"),
		unbounded: new Set(args.option("unbounded"))
	}, createReplayPorts({
		folder: join(opened.root, dirname(opened.file), ".promptcost"),
		recorded: job.recorded,
		files: fixturesBelow(opened.root),
		apiKey: null,
		isTerminal: world.isTerminal,
		warn: world.warn
	}));
	if ("code" in result) return { failed: [...problems, result] };
	const list = renderProblems(result.problems, {
		source,
		notes: false
	});
	world.print(args.option("json") ? showJson(replayJson(result, maxUsd)) : `${replayText(result, {
		maxUsd,
		fresh: plan.fresh
	})}${list}`);
	return { code: hasErrors(result.problems) || result.answered < result.requests ? 2 : 0 };
}
function readCap({ args, config }) {
	const given = args.option("max-usd");
	const amount = given === null ? config.replayMaxUsd : readAmount(given);
	if (amount !== null && amount > 0n) return amount;
	return problem("replay-needs-cap", nowhere, { given: given !== null || amount !== null });
}

export { runReplay };