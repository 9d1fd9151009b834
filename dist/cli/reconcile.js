import { n as readBilled, t as billExchanges } from "./bill.js";
import { $ as keptPath, $i as nearestModels, $r as showUsd, Ai as hasErrors, Bt as project, Ca as groupBy, Ci as rateKeyOf, Cn as writeAtomically, Ct as problemsOf, Dt as openBook, Et as createEvaluationContext, Fa as isArray, I as notWritten, In as usualArrivals, J as openFolder, Jr as showCount, Mi as placeIn, Na as wholeNumber, Pi as problem, Pn as atRate, Ra as isObject, S as tierOf, Sa as descendingBy, Si as quantityClasses, St as errorsOf, Ti as readMoment, U as describeReconciled, V as alignColumns, Vr as renderProblems, W as monthTitle, Xr as showPercent, Y as withCommandContext, Yr as showPair, Zr as showRate, _ as geoOf, _a as magnitude, aa as formatUsd, ai as problemJson, an as readBilledFiles, b as rateTierOf, bi as noQuantities, ca as ratio, cn as openBaseSide, ei as createPriceBook, et as writeKept, f as partConsoleFiles, fa as listNames, g as bandOfWindow, gi as addQuantities, h as readCents, hi as rateOf, ia as formatRatio, ii as sortByPlace, ji as nowhere, m as modelIdOf, mi as priceLine, na as compareRatio, nt as sourceTitles, oa as multiplyRatio, ot as loadMainScenarios, p as readConsole, ra as divideHalfEven, ri as today, si as writeShare, st as loadTree, ta as addRatio, tt as costTypes, ua as counted, v as isBandOpen, vi as keyText, vt as projectTree, x as speedOf, xa as ascendingBy, xi as promptTokens, y as listBook, yi as mapClasses, yn as isBehindLink, zt as neighboursOf } from "./core.js";
import { join } from "node:path";

// src/reconcile/parts.ts
const partTitles = {
	traffic: "more or fewer requests",
	prompt: "longer or shorter prompts",
	output: "longer or shorter answers",
	cache: "cache hits and writes",
	tokens: "more or fewer tokens: requests, prompts or answers",
	usage: "tokens, of whatever class",
	rates: "tiers, regions, fees, prices",
	unexplained: "what no scenario explains",
	discount: "discount"
};
function chainOf(item, { real, list, lastDay }) {
	const projected = ratio(item.usd);
	const ends = {
		projected,
		list: ratio(list)
	};
	if (item.costType !== "tokens") return {
		...ends,
		traffic: projected,
		prompt: projected,
		output: projected,
		cache: projected
	};
	const unknown = {
		...ends,
		traffic: null,
		prompt: null,
		output: null,
		cache: null
	};
	const rates = real === null ? null : averageRates(item, real.quantities, lastDay);
	const promptRate = averageOf(item, promptClasses);
	if (real === null || rates === null || promptRate === null) return unknown;
	const { quantities, requests } = real;
	const scale = requests === null ? null : item.requests.n === 0n ? null : over(ratio(requests), item.requests);
	const prompt = multiplyRatio(ratio(promptTokens(quantities)), promptRate);
	const outputAsProjected = multiplyRatio(item.costs.output, scale ?? ratio(1n));
	return {
		...ends,
		traffic: scale === null ? null : multiplyRatio(projected, scale),
		prompt: addRatio(prompt, outputAsProjected),
		output: addRatio(prompt, multiplyRatio(ratio(quantities.output), rates.output)),
		cache: tokenClasses.reduce((sum, name) => addRatio(sum, multiplyRatio(ratio(quantities[name]), rates[name])), ratio(0n))
	};
}
const promptClasses = [
	"input",
	"cacheWrite5m",
	"cacheWrite1h",
	"cacheRead"
];
const tokenClasses = [...promptClasses, "output"];
function averageRates(item, quantities, day) {
	const model = item.model ?? "";
	const tier = item.tiers.has("standard") ? "standard" : "batch";
	const key = {
		model,
		rate: listBook.rateOn(model, day),
		band: "base",
		geo: "global"
	};
	const listed = listBook.rates({
		...key,
		speed: "standard",
		tier
	});
	const rates = quantityClasses.map((name) => {
		const average = averageOf(item, [name]);
		const rate = rateOf(listed, name);
		const needed = name !== "webSearches" && quantities[name] > 0n;
		return [name, average ?? (rate === null ? needed ? null : ratio(0n) : ratio(rate))];
	});
	if (rates.some(([, rate]) => rate === null)) return null;
	const find = (wanted) => rates.find(([name]) => name === wanted)?.[1] ?? ratio(0n);
	return {
		input: find("input"),
		cacheWrite5m: find("cacheWrite5m"),
		cacheWrite1h: find("cacheWrite1h"),
		cacheRead: find("cacheRead"),
		output: find("output"),
		webSearches: find("webSearches")
	};
}
function averageOf(item, classes) {
	const sum = (of) => classes.reduce((total, name) => addRatio(total, of[name]), ratio(0n));
	const quantity = sum(item.quantities);
	return quantity.n === 0n ? null : over(sum(item.costs), quantity);
}
function sumChains(chains) {
	const sum = (of) => chains.reduce((total, chain) => {
		const one = of(chain);
		return total === null || one === null ? null : addRatio(total, one);
	}, ratio(0n));
	return {
		projected: sum((chain) => chain.projected) ?? ratio(0n),
		traffic: sum((chain) => chain.traffic),
		prompt: sum((chain) => chain.prompt),
		output: sum((chain) => chain.output),
		cache: sum((chain) => chain.cache),
		list: sum((chain) => chain.list) ?? ratio(0n)
	};
}
function partsOf(chain, list, paid) {
	const steps = chain.cache === null ? [["usage", chain.list]] : [
		...stepsOfTokens(chain),
		["cache", chain.cache],
		["rates", chain.list]
	];
	const rest = [["unexplained", ratio(list)], ["discount", paid === null ? null : ratio(paid)]];
	const parts = [];
	let before = chain.projected;
	for (const [name, after] of [...steps, ...rest]) {
		if (after === null) continue;
		if (before.n === 0n) return null;
		parts.push({
			name,
			factor: over(after, before)
		});
		before = after;
	}
	return parts;
}
function stepsOfTokens({ traffic, prompt, output }) {
	return traffic === null ? [["tokens", output]] : [
		["traffic", traffic],
		["prompt", prompt],
		["output", output]
	];
}
function over(a, b) {
	return ratio(a.n * b.d, a.d * b.n);
}

// src/commands/reconcile/item-figures.ts
function figuresOfItem({ quantities, requests, projected }) {
	const whole = (count) => ratio(count);
	return {
		real: quantities === null ? nothing : figuresOf({
			input: whole(quantities.input),
			cacheWrite5m: whole(quantities.cacheWrite5m),
			cacheWrite1h: whole(quantities.cacheWrite1h),
			cacheRead: whole(quantities.cacheRead),
			output: whole(quantities.output)
		}, requests === null ? null : whole(requests)),
		projected: projected === null ? nothing : figuresOf(projected.quantities, projected.requests)
	};
}
const nothing = {
	hitRate: null,
	outputPerRequest: null
};
function figuresOf(tokens, requests) {
	const { input, cacheWrite5m, cacheWrite1h, cacheRead, output } = tokens;
	const prompt = [
		input,
		cacheWrite5m,
		cacheWrite1h,
		cacheRead
	].reduce(addRatio, ratio(0n));
	return {
		hitRate: prompt.n === 0n ? null : over(cacheRead, prompt),
		outputPerRequest: requests === null || requests.n === 0n ? null : over(output, requests)
	};
}

// src/commands/reconcile/json.ts
function reconcileJson(result) {
	const { period, traffic, residual } = result;
	return {
		schemaVersion: 1,
		asOf: result.asOf,
		from: period.from,
		to: period.to,
		month: period.month,
		source: result.source,
		...figuresJson(result),
		discount: shareOf(result.discount),
		parts: partsJson(result.parts),
		models: result.items.map((item) => ({
			model: item.model,
			costType: item.costType,
			...figuresJson(item),
			...modelJson(item)
		})),
		rows: result.items.flatMap((item) => item.days.map((day) => ({
			model: item.model,
			costType: item.costType,
			day: day.day,
			...figuresJson(day),
			tokens: countsOf(day.quantities),
			projectedTokens: expectedOf(item, item.days.length),
			requests: day.requests === null ? null : Number(day.requests)
		}))),
		residual: residual.map(({ model, costType, tier, why, usd, listUsd }) => ({
			model,
			costType,
			tier,
			why,
			usd: formatUsd(usd),
			listUsd: formatUsd(listUsd)
		})),
		traffic: traffic.map(({ scenario, runs, counted, was, together, billedUsd, projectedUsd }) => ({
			scenario,
			runs,
			countedRuns: counted,
			was: was?.written ?? null,
			together,
			billedUsd: formatUsd(billedUsd),
			projectedUsd: formatUsd(projectedUsd)
		})),
		unbilled: result.unbilled,
		leftOut: result.leftOut,
		problems: result.problems.map(problemJson)
	};
}
function figuresJson({ usd, listUsd, projectedUsd, unexplainedUsd }) {
	return {
		usd: formatUsd(usd),
		listUsd: formatUsd(listUsd),
		projectedUsd: formatUsd(projectedUsd),
		ratio: shareOf(quotient(usd, projectedUsd)),
		residualUsd: formatUsd(unexplainedUsd)
	};
}
function modelJson(item) {
	const { real, projected } = figuresOfItem(item);
	return {
		tokens: countsOf(item.quantities),
		projectedTokens: expectedOf(item, 1),
		requests: item.requests === null ? null : Number(item.requests),
		projectedRequests: item.projected === null ? null : writeShare(item.projected.requests),
		hitRate: shareOf(real.hitRate),
		projectedHitRate: shareOf(projected.hitRate),
		outputPerRequest: shareOf(real.outputPerRequest),
		projectedOutputPerRequest: shareOf(projected.outputPerRequest),
		parts: partsJson(item.parts)
	};
}
function expectedOf({ projected }, shares) {
	return projected === null ? null : mapClasses((name) => {
		const { n, d } = projected.quantities[name];
		return formatRatio(ratio(n, d * BigInt(shares)), 6);
	});
}
function partsJson(parts) {
	return parts?.map(({ name, factor }) => ({
		part: name,
		factor: writeShare(factor)
	})) ?? null;
}
function countsOf(quantities) {
	return quantities === null ? null : mapClasses((name) => Number(quantities[name]));
}
function shareOf(value) {
	return value === null ? null : writeShare(value);
}
function quotient(a, b) {
	return b === 0n ? null : ratio(a, b);
}

// src/commands/reconcile/projection.ts
function openProjection(input) {
	const context = createEvaluationContext(input);
	const { config, source, scenarios, problems } = loadTree(input.tree, input.file, { context });
	if (config === null || hasErrors(problems)) return {
		head: null,
		problems,
		source
	};
	const other = loadMainScenarios(input.base, input.file, context);
	const tree = projectTree({
		scenarios,
		other,
		context,
		book: openBook(config)
	});
	const errors = tree.scenarios.flatMap((one) => errorsOf(problemsOf(one, [], context)));
	if (errors.length > 0) return {
		head: null,
		problems: errors,
		source
	};
	return {
		head: {
			config,
			tree
		},
		problems: [],
		source
	};
}
function projectAt({ scenarios, context, book }, traffic) {
	const scaled = scenarios.map(({ scenario, measured }) => ({
		scenario,
		measured: {
			...measured,
			traffic: traffic.get(measured.id) ?? measured.traffic
		}
	}));
	return new Map(scaled.filter(({ measured }) => traffic.has(measured.id)).map(({ measured }) => [measured.id, project({
		scenario: measured,
		neighbours: neighboursOf(measured.id, scaled),
		book,
		asOf: context.asOf
	})]));
}

// src/reconcile/item.ts
function itemKey({ costType, model }) {
	return `${costType} ${model ?? ""}`;
}
const titles = {
	tokens: "tokens of no model",
	web_search: "web searches",
	code_execution: "code execution",
	session_usage: "session time",
	other: "other"
};
function itemTitle({ costType, model }) {
	return model ?? titles[costType];
}

// src/reconcile/settle.ts
function settleBill({ usage, charges }) {
	if (charges === null) {
		const priced = (usage ?? []).map((one) => ({
			one,
			parts: priceUsage(one)
		}));
		return {
			charges: priced.flatMap(({ parts }) => parts ?? []),
			usage,
			unpriced: priced.flatMap(({ one, parts }) => parts === null ? [one] : []),
			knowsPaid: false,
			workedOut: false
		};
	}
	const open = charges.filter(({ listUsd }) => listUsd === null);
	const known = charges.flatMap((charge) => charge.listUsd === null ? [] : [{
		...charge,
		listUsd: charge.listUsd
	}]);
	const worked = workOutLists(open, usage ?? []);
	return {
		charges: [...known, ...worked.charges],
		usage,
		unpriced: [],
		knowsPaid: known.length > 0 || worked.found,
		workedOut: worked.found
	};
}
function priceUsage(usage) {
	const { day, model, quantities, band, geo, speed } = usage;
	const tier = rateTierOf(usage.tier);
	const { webSearches, ...tokens } = quantities;
	const key = {
		model,
		rate: listBook.rateOn(model, day),
		band,
		geo,
		speed,
		tier: tier ?? "standard"
	};
	const price = (part) => priceLine({
		...key,
		...part
	}, listBook);
	const ofTokens = tier === null ? null : price({
		...noQuantities,
		...tokens,
		webSearches: 0n
	});
	const ofSearches = webSearches === 0n ? 0n : price({
		...noQuantities,
		webSearches
	});
	if (ofTokens === null || ofSearches === null) return null;
	const settled = (name, usd) => ({
		...name,
		day,
		tier: usage.tier,
		usd,
		listUsd: usd
	});
	return [settled({
		costType: "tokens",
		model
	}, ofTokens), ...webSearches === 0n ? [] : [settled({
		costType: "web_search",
		model: null
	}, ofSearches)]];
}
function workOutLists(open, usage) {
	const placeOf = (charge, tier) => `${charge.day} ${itemKey(charge)} ${tier ?? "*"}`;
	const lists = /* @__PURE__ */ new Map();
	const add = (key, usd) => {
		const before = lists.get(key);
		lists.set(key, before === null || usd === null ? null : (before ?? 0n) + usd);
	};
	for (const one of usage) {
		if (one.tier.startsWith("priority")) continue;
		const unknown = {
			costType: "tokens",
			model: one.model,
			day: one.day
		};
		for (const part of priceUsage(one) ?? [{
			...unknown,
			listUsd: null
		}]) {
			if (part.costType === "tokens") add(placeOf(part, one.tier), part.listUsd);
			add(placeOf(part, null), part.listUsd);
		}
	}
	let found = false;
	return {
		charges: [...groupBy(open, (charge) => placeOf(charge, tierOfCharge(charge)))].flatMap(([key, group]) => {
			const [first] = group;
			if (first === void 0) return [];
			const usd = group.reduce((sum, charge) => sum + charge.usd, 0n);
			const list = lists.get(key) ?? null;
			found ||= list !== null;
			return [{
				...first,
				tier: tierOfCharge(first),
				usd,
				listUsd: list ?? usd
			}];
		}),
		found
	};
}
function tierOfCharge({ costType, tier }) {
	return costType === "tokens" ? tier : null;
}
function sumUsage(usage) {
	let quantities = mapClasses(() => 0n);
	let requests = 0n;
	for (const one of usage) {
		quantities = addQuantities(quantities, one.quantities);
		requests = requests === null || one.requests === null ? null : requests + BigInt(one.requests);
	}
	return {
		quantities,
		requests
	};
}

// src/reconcile/comparison.ts
function compareBill(bill, { projected, days, withoutTraffic }) {
	const byItem = groupBy(bill.charges, itemKey);
	const compared = [.../* @__PURE__ */ new Set([...byItem.keys(), ...projected.keys()])].map((key) => compareItem(byItem.get(key) ?? [], {
		bill,
		days,
		projected: projected.get(key) ?? null
	}));
	const items = compared.map(({ item }) => item).sort(ascendingBy((item) => itemTitle(item))).sort(descendingBy(({ listUsd, projectedUsd }) => listUsd > projectedUsd ? listUsd : projectedUsd));
	const sum = sumFigures(items);
	const chains = compared.flatMap(({ chain }) => chain ?? []);
	return {
		...sum,
		items,
		residual: residualOf(bill, projected, withoutTraffic),
		ratio: sum.projectedUsd === 0n ? null : ratio(sum.usd, sum.projectedUsd),
		parts: partsOf(sumChains(chains), sum.listUsd, bill.knowsPaid ? sum.usd : null),
		discount: discountOf(sum, bill)
	};
}
function discountOf({ usd, listUsd }, { knowsPaid }) {
	return !knowsPaid || listUsd === 0n ? null : ratio(listUsd - usd, listUsd);
}
function sumFigures(all) {
	const sum = (of) => all.reduce((one, two) => one + of(two), 0n);
	return {
		usd: sum(({ usd }) => usd),
		listUsd: sum(({ listUsd }) => listUsd),
		projectedUsd: sum(({ projectedUsd }) => projectedUsd),
		unexplainedUsd: sum(({ unexplainedUsd }) => unexplainedUsd)
	};
}
function compareItem(charges, { bill, days, projected }) {
	const [first] = charges;
	const { costType, model } = projected ?? first ?? {
		costType: "other",
		model: null
	};
	const isOwn = (one) => costType === "tokens" && one.model === model;
	const own = bill.usage?.filter(isOwn) ?? null;
	const usageByDay = own === null ? null : groupBy(own, ({ day }) => day);
	const chargesByDay = groupBy(charges, ({ day }) => day);
	const counted = (day) => usageByDay === null || costType !== "tokens" ? {
		quantities: null,
		requests: null
	} : sumUsage(usageByDay.get(day) ?? []);
	const compared = days.map((day) => {
		const ofDay = chargesByDay.get(day) ?? [];
		const open = ofDay.filter((charge) => !isExplained(charge, projected));
		return {
			day,
			...sumCharges(ofDay),
			projectedUsd: projected?.byDay.get(day) ?? 0n,
			unexplainedUsd: sumCharges(open).listUsd,
			...counted(day)
		};
	});
	const figures = sumFigures(compared);
	const explained = own?.filter(({ tier }) => projected !== null && isExplained({
		tier,
		costType
	}, projected));
	const chain = projected === null ? null : chainOf(projected, {
		real: explained === void 0 ? null : sumUsage(explained),
		list: figures.listUsd - figures.unexplainedUsd,
		lastDay: days.at(-1) ?? ""
	});
	const all = own === null || costType !== "tokens" ? null : sumUsage(own);
	return {
		item: {
			costType,
			model,
			...figures,
			days: compared,
			quantities: all?.quantities ?? null,
			requests: all?.requests ?? null,
			explainedRequests: projected === null || explained === void 0 ? all?.requests ?? null : sumUsage(explained).requests,
			projected,
			parts: chain === null ? null : partsOf(chain, figures.listUsd, bill.knowsPaid ? figures.usd : null)
		},
		chain
	};
}
function sumCharges(charges) {
	return charges.reduce((sum, { usd, listUsd }) => ({
		usd: sum.usd + usd,
		listUsd: sum.listUsd + listUsd
	}), {
		usd: 0n,
		listUsd: 0n
	});
}
function isExplained({ tier, costType }, projected) {
	if (projected === null || projected.usd === 0n) return false;
	if (costType !== "tokens") return true;
	const known = rateTierOf(tier);
	return tier === null || known !== null && projected.tiers.has(known);
}
function residualOf(bill, projected, withoutTraffic) {
	const open = bill.charges.filter((charge) => !isExplained(charge, projected.get(itemKey(charge)) ?? null));
	const whyOf = (charge) => {
		if (charge.costType !== "tokens") return "fee";
		if ((projected.get(itemKey(charge))?.usd ?? 0n) > 0n) return "tier";
		return withoutTraffic.has(charge.model ?? "") ? "no-traffic" : "no-scenario";
	};
	return [...groupBy(open, (charge) => {
		const why = whyOf(charge);
		return `${itemKey(charge)} ${why} ${why === "tier" ? charge.tier ?? "" : ""}`;
	}).values()].flatMap((group) => {
		const [first] = group;
		if (first === void 0) return [];
		const { costType, model } = first;
		const why = whyOf(first);
		return [{
			costType,
			model,
			why,
			tier: why === "tier" ? first.tier : null,
			...sumCharges(group)
		}];
	}).filter(({ usd, listUsd }) => usd !== 0n || listUsd !== 0n).sort(descendingBy(({ listUsd }) => listUsd));
}

// src/reconcile/runs.ts
function significant(value, digits) {
	let power = 0;
	const ten = (exponent) => exponent >= 0 ? ratio(10n ** BigInt(exponent)) : ratio(1n, 10n ** BigInt(-exponent));
	const isBelow = (exponent) => {
		const limit = ten(exponent);
		return value.n * limit.d < limit.n * value.d;
	};
	while (!isBelow(power + 1) && power < 40) power += 1;
	while (isBelow(power) && power > -40) power -= 1;
	const unit = ten(power - digits + 1);
	const { n, d } = over(value, unit);
	return multiplyRatio(ratio((2n * n + d) / (2n * d)), unit);
}
function writeRuns(runsPerMonth) {
	for (const [scale, word] of [[1000000n, "M"], [1000n, "k"]]) if (runsPerMonth.n >= scale * runsPerMonth.d) return `${formatRatio(over(runsPerMonth, ratio(scale)), 6)}${word}/month`;
	return `${formatRatio(runsPerMonth, 9)}/month`;
}

// src/reconcile/find-factor.ts
const mostSteps = 40;
function findFactor(target, costOf) {
	let factor = ratio(1n);
	let before = null;
	let low = null;
	let high = null;
	for (let step = 0; step < mostSteps; step += 1) {
		const cost = costOf(factor);
		if (cost <= 0n) return null;
		if (magnitude(cost - target) * 100000n <= target) break;
		if (cost < target) low = factor;
		else high = factor;
		const scaled = multiplyRatio(factor, ratio(target, cost));
		const guess = before === null || before.cost === cost ? scaled : addRatio(factor, multiplyRatio(addRatio(factor, ratio(-before.factor.n, before.factor.d)), ratio(target - cost, cost - before.cost)));
		const isWithin = (low === null ? guess.n > 0n : compareRatio(guess, low) > 0) && (high === null || compareRatio(guess, high) < 0);
		before = {
			factor,
			cost
		};
		const middle = low === null || high === null ? scaled : multiplyRatio(addRatio(low, high), ratio(1n, 2n));
		factor = significant(isWithin ? guess : middle, 9);
	}
	return factor;
}

// src/reconcile/projected.ts
const dayOfMonth = ratio(24n, 730n);
function projectDays(scenarios, days, book) {
	const items = /* @__PURE__ */ new Map();
	const itemOf = (name) => {
		const key = itemKey(name);
		const known = items.get(key) ?? newItem(name);
		items.set(key, known);
		return known;
	};
	for (const { key, perDay } of linesADay(scenarios)) {
		const tokens = itemOf({
			costType: "tokens",
			model: key.model
		});
		tokens.tiers.add(key.tier);
		for (const [name, quantity] of Object.entries(perDay)) {
			if (!isClass(name, perDay) || quantity.n === 0n) continue;
			const item = name === "webSearches" ? itemOf({
				costType: "web_search",
				model: null
			}) : tokens;
			const many = multiplyRatio(quantity, ratio(BigInt(days.length)));
			item.quantities[name] = addRatio(item.quantities[name], many);
			for (const { from, rate } of ratesOf(key, name, days, book)) {
				const cost = multiplyRatio(quantity, ratio(rate));
				for (const day of from) item.exact.set(day, addRatio(item.exact.get(day) ?? ratio(0n), cost));
				const whole = multiplyRatio(cost, ratio(BigInt(from.length)));
				item.costs[name] = addRatio(item.costs[name], whole);
			}
		}
	}
	for (const [model, perDay] of requestsADay(scenarios)) {
		const item = itemOf({
			costType: "tokens",
			model
		});
		item.requests = addRatio(item.requests, multiplyRatio(perDay, ratio(BigInt(days.length))));
	}
	return new Map([...items].map(([key, item]) => [key, finish(item)]));
}
function newItem(name) {
	const nothing = () => mapClasses(() => ratio(0n));
	return {
		...name,
		exact: /* @__PURE__ */ new Map(),
		quantities: nothing(),
		costs: nothing(),
		requests: ratio(0n),
		tiers: /* @__PURE__ */ new Set()
	};
}
function finish({ exact, ...item }) {
	const byDay = new Map([...exact].map(([day, { n, d }]) => [day, divideHalfEven(n, d)]));
	const usd = [...byDay.values()].reduce((sum, one) => sum + one, 0n);
	return {
		...item,
		byDay,
		usd
	};
}
function linesADay(scenarios) {
	const lines = /* @__PURE__ */ new Map();
	for (const { projection, traffic } of scenarios) {
		const runs = multiplyRatio(traffic.runsPerMonth, dayOfMonth);
		const { divisor, lines: own } = projection.perRun;
		for (const line of own) {
			const name = keyText(line);
			const known = lines.get(name);
			const perDay = mapClasses((each) => {
				const quantity = multiplyRatio(ratio(line[each], divisor), runs);
				return known === void 0 ? quantity : addRatio(known.perDay[each], quantity);
			});
			lines.set(name, {
				key: rateKeyOf(line),
				perDay
			});
		}
	}
	return [...lines.values()];
}
function requestsADay(scenarios) {
	const requests = /* @__PURE__ */ new Map();
	for (const { projection, traffic } of scenarios) for (const { share, rate } of projection.exchanges) {
		const many = multiplyRatio(multiplyRatio(share, traffic.runsPerMonth), dayOfMonth);
		requests.set(rate.model, addRatio(requests.get(rate.model) ?? ratio(0n), many));
	}
	return requests;
}
function ratesOf(key, name, days, book) {
	const byRate = /* @__PURE__ */ new Map();
	for (const day of days) {
		const rate = book.rateOn(key.model, day);
		const known = byRate.get(rate);
		if (known === void 0) byRate.set(rate, [day]);
		else known.push(day);
	}
	return [...byRate].map(([rate, from]) => {
		const rates = book.rates({
			...key,
			rate
		}) ?? book.rates(key);
		return {
			from,
			rate: rateOf(rates, name) ?? 0n
		};
	});
}
function isClass(name, classes) {
	return name in classes;
}

// src/reconcile/explaining-traffic.ts
function explainTraffic(options) {
	const { scenarios } = options;
	const stated = scenarios.filter(({ traffic }) => traffic !== null);
	const used = new Set(stated.flatMap(modelsOf));
	const open = scenarios.filter((scenario) => scenario.traffic === null && modelsOf(scenario).every((model) => !used.has(model)));
	return [...togetherBy(stated), ...togetherBy(open)].flatMap((group) => solve(group, options));
}
function modelsOf({ projection }) {
	return projection.perRun.lines.map(({ model }) => model);
}
function togetherBy(scenarios) {
	let groups = [];
	for (const scenario of scenarios) {
		const models = new Set(modelsOf(scenario));
		const [joined, apart] = [true, false].map((wanted) => groups.filter((group) => [...models].some((model) => group.models.has(model)) === wanted));
		const all = /* @__PURE__ */ new Set([...models, ...(joined ?? []).flatMap((group) => [...group.models])]);
		const members = [...(joined ?? []).flatMap((group) => group.members), scenario];
		groups = [...apart ?? [], {
			models: all,
			members
		}];
	}
	return groups.map(({ members }) => members);
}
function countedScale(group, keys, { billed, days, book }) {
	const projected = group.map(({ projection, traffic }) => ({
		projection,
		traffic: traffic ?? oneRun
	}));
	const items = projectDays(projected, days, book);
	let requests = 0n;
	let expected = ratio(0n);
	for (const key of keys) {
		const counted = billed.get(key)?.requests ?? (billed.has(key) ? null : 0n);
		if (counted === null) return null;
		requests += counted;
		expected = addRatio(expected, items.get(key)?.requests ?? ratio(0n));
	}
	return expected.n === 0n ? null : over(ratio(requests), expected);
}
function solve(group, options) {
	const { billed, days, book } = options;
	const keys = new Set(group.flatMap(modelsOf).map((model) => itemKey({
		costType: "tokens",
		model
	})));
	const target = [...keys].reduce((sum, key) => sum + (billed.get(key)?.usd ?? 0n), 0n);
	if (target <= 0n) return [];
	const costAt = (traffic) => {
		const projections = options.project(traffic);
		const projected = group.flatMap(({ id, projection }) => {
			const own = traffic.get(id);
			return own === void 0 ? [] : [{
				projection: projections.get(id) ?? projection,
				traffic: own
			}];
		});
		const items = projectDays(projected, days, book);
		return [...keys].reduce((sum, key) => sum + (items.get(key)?.usd ?? 0n), 0n);
	};
	const trafficAt = (factor) => new Map(group.map(({ id, traffic }) => [id, scaleTraffic(traffic ?? oneRun, factor)]));
	const factor = findFactor(target, (tried) => costAt(trafficAt(tried)));
	if (factor === null) return [];
	const solved = new Map([...trafficAt(factor)].map(([id, traffic]) => [id, scaleTo(traffic, significant(traffic.runsPerMonth, 3))]));
	const projectedUsd = costAt(solved);
	const scale = countedScale(group, keys, options);
	return group.flatMap(({ id, traffic: was }) => {
		const traffic = solved.get(id);
		return traffic === void 0 ? [] : [{
			scenario: id,
			runs: traffic.written,
			runsPerMonth: traffic.runsPerMonth,
			counted: scale === null || scale.n === 0n ? null : writeRuns(significant(multiplyRatio((was ?? oneRun).runsPerMonth, scale), 3)),
			was,
			together: group.map((one) => one.id),
			projectedUsd,
			billedUsd: target
		}];
	});
}
const oneRun = {
	runsPerMonth: ratio(1n),
	written: "1/month",
	arrivals: usualArrivals,
	range: null,
	judgedAt: "high",
	gapMs: null,
	readableAfterMs: 0,
	shared: {}
};
function scaleTraffic(traffic, factor) {
	return scaleTo(traffic, significant(multiplyRatio(traffic.runsPerMonth, factor), 9));
}
function scaleTo(traffic, runsPerMonth) {
	return {
		...atRate(traffic, runsPerMonth),
		range: null,
		written: writeRuns(runsPerMonth)
	};
}

// src/reconcile/period.ts
const monthForm = /^\d{4}-(?:0[1-9]|1[0-2])$/;
function readPeriod(words) {
	const { month, from, to, asOf } = words;
	if (month !== null && (from !== null || to !== null)) return wrong("`--month` and `--from` or `--to` are given, and each says which days");
	if (from === null !== (to === null)) return wrong(`\`--${from === null ? "to" : "from"}\` stands alone`);
	if (month !== null && !monthForm.test(month)) return wrong("`--month` is a month such as 2026-10");
	const period = from !== null && to !== null ? {
		from,
		to,
		month: monthOf(from, to)
	} : wholeMonth(month ?? dayAfter(`${asOf.slice(0, 7)}-01`, -1).slice(0, 7));
	if (period.from > period.to) return wrong(`${period.from} comes after ${period.to}`);
	if (period.to >= asOf) {
		const until = dayAfter(asOf, -1);
		const last = month ?? period.to;
		return problem("reconcile-not-over", nowhere, {
			last,
			asOf,
			from: period.from,
			until: until >= period.from ? until : null
		});
	}
	if (daysOf(period).length > longest) return wrong(`${period.from} to ${period.to} are more than ${String(longest)} days`);
	return period;
}
const longest = 366;
function wrong(said) {
	return problem("reconcile-period", nowhere, { said });
}
function wholeMonth(month) {
	const from = `${month}-01`;
	return {
		from,
		to: dayAfter(`${dayAfter(from, 31).slice(0, 7)}-01`, -1),
		month
	};
}
function monthOf(from, to) {
	const month = from.slice(0, 7);
	return wholeMonth(month).to === to && from.endsWith("-01") ? month : null;
}
function dayAfter(day, days) {
	const ms = Date.parse(`${day}T00:00:00Z`) + days * 864e5;
	return new Date(ms).toISOString().slice(0, 10);
}
function daysOf({ from, to }) {
	const days = [];
	for (let day = from; day <= to; day = dayAfter(day, 1)) days.push(day);
	return days;
}
function titleOf({ from, to, month }) {
	return month === null ? `${from} to ${to}` : monthTitle(month);
}

// src/commands/reconcile/reconcile.ts
function reconcile({ head, bill: whole, period: asked }) {
	const isEmpty = [...whole.usage ?? [], ...whole.charges ?? []].length === 0;
	if (hasErrors(whole.problems) && (isEmpty || whole.source !== "recordings")) return {
		result: null,
		problems: whole.problems
	};
	const { period, bill, problems: ofDays } = withinPeriod(whole, asked);
	const { tree, config } = head;
	const found = [...whole.problems, ...ofDays];
	if (hasErrors(ofDays)) return {
		result: null,
		problems: found
	};
	const settled = settleBill(bill);
	const days = daysOf(period);
	const scenarios = tree.scenarios.map(({ scenario, measured, projection }) => ({
		id: scenario.config.id,
		projection,
		traffic: measured.traffic
	}));
	const stated = scenarios.flatMap(({ projection, traffic }) => traffic === null ? [] : [{
		projection,
		traffic
	}]);
	const silent = scenarios.filter(({ traffic }) => traffic === null);
	const withoutTraffic = new Set(silent.flatMap(({ projection }) => projection.perRun.lines.map(({ model }) => model)));
	const projected = projectDays(stated, days, tree.book);
	const comparison = compareBill(settled, {
		projected,
		days,
		withoutTraffic
	});
	const traffic = explainTraffic({
		scenarios,
		days,
		book: tree.book,
		project: (other) => projectAt(tree, other),
		billed: new Map(comparison.items.map((item) => [itemKey(item), {
			usd: item.listUsd - (item.projected === null ? 0n : item.unexplainedUsd),
			requests: item.explainedRequests
		}]))
	});
	const problems = sortByPlace([...found, ...remarks(bill, settled, config.prices.length > 0)]);
	return {
		result: {
			...comparison,
			asOf: tree.context.asOf,
			period,
			source: bill.source,
			traffic,
			unbilled: scenarios.filter((one) => one.traffic !== null && traffic.every(({ scenario }) => scenario !== one.id)).map(({ id }) => id),
			leftOut: silent.map(({ id }) => id),
			problems
		},
		problems
	};
}
function withinPeriod(bill, asked) {
	const { completeTo } = bill;
	const to = completeTo !== null && completeTo < asked.to ? completeTo : asked.to;
	const period = to === asked.to ? asked : {
		...asked,
		to,
		month: monthOf(asked.from, to)
	};
	if (to < asked.from) return {
		period: asked,
		bill,
		problems: [problem("reconcile-no-data-yet", nowhere, {})]
	};
	const isInside = ({ day }) => day >= period.from && day <= to;
	const rows = [...bill.usage ?? [], ...bill.charges ?? []];
	const seen = [...new Set(rows.map(({ day }) => day))].sort();
	const inside = new Set(seen.filter((day) => isInside({ day })));
	const empty = daysOf(period).filter((day) => !inside.has(day));
	const [first = null] = seen;
	const outside = seen.length - inside.size;
	const problems = [
		...to < asked.to ? [problem("reconcile-incomplete", nowhere, {
			to,
			asked: asked.to,
			refreshed: to
		})] : [],
		...outside > 0 && inside.size > 0 ? [problem("reconcile-outside", nowhere, {
			days: outside,
			from: period.from,
			to
		})] : [],
		...inside.size === 0 ? [problem("reconcile-empty", nowhere, {
			from: period.from,
			to,
			first,
			last: seen.at(-1) ?? null
		})] : empty.length > 0 ? [problem("reconcile-days-empty", nowhere, {
			days: empty.length,
			of: daysOf(period).length,
			first: empty[0] ?? ""
		})] : []
	];
	return {
		period,
		bill: {
			...bill,
			usage: bill.usage?.filter(isInside) ?? null,
			charges: bill.charges?.filter(isInside) ?? null
		},
		problems
	};
}
function remarks(bill, settled, hasOwnPrices) {
	const unpriced = new Map(settled.unpriced.map((usage) => [`${usage.model} ${usage.tier}`, usage]));
	const open = new Set(settled.workedOut || bill.charges === null ? (bill.usage ?? []).filter(({ model, day }) => isBandOpen(model, day)).map(({ model }) => model) : []);
	return [
		...[...unpriced.values()].map(({ model, tier }) => nearestModels(model).includes(model) ? problem("price-unknown", nowhere, {
			model,
			class: "usage",
			rate: tier
		}) : problem("unknown-model", nowhere, {
			model,
			nearest: nearestModels(model)
		})),
		...usageWithoutCost(bill),
		...settled.workedOut ? [problem("reconcile-list-worked-out", nowhere, {})] : [],
		...hasOwnPrices ? [problem("reconcile-own-prices", nowhere, {})] : [],
		...bill.source === "recordings" ? [] : [...open].map((model) => problem("reconcile-band-open", nowhere, { model }))
	];
}
function usageWithoutCost({ usage, charges }) {
	if (usage === null || charges === null) return [];
	const charged = new Set(charges.map(({ day, model }) => `${day} ${model ?? ""}`));
	const open = usage.filter(({ day, model, tier }) => !tier.startsWith("priority") && !charged.has(`${day} ${model}`));
	return [...groupBy(open, ({ model }) => model)].map(([model, group]) => {
		const days = [...new Set(group.map(({ day }) => day))].sort();
		return problem("reconcile-usage-without-cost", nowhere, {
			model,
			days: days.length,
			first: days[0] ?? ""
		});
	});
}

// src/commands/reconcile/text.ts
function reconcileText(result) {
	const { period, source } = result;
	const days = daysOf(period).length;
	return [
		`${titleOf(period)} (${counted(days, "day")}), ${sourceTitles[source]}`,
		"",
		...headline(result),
		...table("By model", [modelHeader, ...result.items.map(modelRow)]),
		...reasons(result),
		...residualLines(result.residual),
		...trafficLines(result),
		...table("By day (UTC)", [[
			"",
			"the bill",
			"projected",
			"ratio"
		], ...dayRows(result)]),
		""
	].join("\n");
}
function headline(result) {
	const { usd, listUsd, projectedUsd, discount, leftOut, period } = result;
	const [bill, projection] = showPair(usd, projectedUsd);
	const list = discount === null || discount.n === 0n ? "" : discount.n > 0n ? ` (list price ${showUsd(listUsd)}, a discount of ${showPercent(discount)})` : ` (list price ${showUsd(listUsd)}; what was paid is ${showPercent(ratio(-discount.n, discount.d))} above it)`;
	const without = leftOut.length === 0 ? "" : ` (without ${listNames(leftOut, "and")}: no traffic is stated)`;
	return [
		`  the bill        ${bill}${list}`,
		`  the projection  ${projectedUsd === 0n ? "none" : projection}${without}`,
		...projectedUsd === 0n ? [] : [`  ${describeReconciled({
			month: period.month ?? titleOf(period),
			asOf: result.asOf,
			usd,
			projectedUsd
		})}`]
	];
}
const modelHeader = [
	"",
	"the bill",
	"list price",
	"projected",
	"ratio",
	"hit rate",
	"projected",
	"output a request",
	"projected"
];
function modelRow(item) {
	const { real, projected } = figuresOfItem(item);
	const rate = (value) => value === null ? "\u2013" : showRate(value);
	const tokens = (value) => value === null ? "\u2013" : showCount(divideHalfEven(value.n, value.d));
	return [
		itemTitle(item),
		showUsd(item.usd),
		showUsd(item.listUsd),
		item.projectedUsd === 0n ? "\u2013" : showUsd(item.projectedUsd),
		ratioText(item.usd, item.projectedUsd),
		rate(real.hitRate),
		rate(projected.hitRate),
		tokens(real.outputPerRequest),
		tokens(projected.outputPerRequest)
	];
}
function ratioText(usd, projectedUsd) {
	return projectedUsd === 0n ? "\u2013" : factorText(ratio(usd, projectedUsd));
}
function factorText(factor) {
	if (factor.n >= 100n * factor.d) return showCount(divideHalfEven(factor.n, factor.d));
	if (factor.n > 0n && factor.n * 10n < factor.d) return formatRatio(significant(factor, 2), 9);
	const [whole = "0", fraction = ""] = formatRatio(factor, 2).split(".");
	return `${whole}.${fraction.padEnd(2, "0")}`;
}
function reasons({ parts, ratio: whole, items }) {
	if (parts === null || whole === null) return [];
	const usual = [...parts.map(({ name, factor }) => [`\u00d7 ${factorText(factor)}`, partTitles[name]]), [`= ${factorText(whole)}`, "the bill over the projection"]];
	const dearest = items.filter(({ parts: own }) => own !== null).slice(0, 3);
	const each = dearest.length < 2 ? [] : dearest.map((item) => `  ${itemTitle(item)}: ${(item.parts ?? []).map(shortPart).join(", ")}`);
	return [
		"",
		"Why",
		...usual.map(([factor = "", title = ""]) => `  ${factor.padStart(8)}  ${title}`),
		...each
	];
}
function shortPart({ name, factor }) {
	return `${name} \u00d7 ${factorText(factor)}`;
}
const whys = {
	"no-scenario": "no scenario uses this model",
	"no-traffic": "the scenarios that use it state no traffic",
	tier: "no scenario uses this tier",
	fee: "no scenario has such a fee"
};
function residualLines(residual) {
	if (residual.length === 0) return [];
	const rows = residual.map((one) => [
		one.tier === null ? itemTitle(one) : `${itemTitle(one)}, ${one.tier}`,
		showUsd(one.usd),
		whys[one.why]
	]);
	const width = Math.max(...rows.map(([name = ""]) => name.length));
	const amounts = Math.max(...rows.map(([, amount = ""]) => amount.length));
	return [
		"",
		"What no scenario explains",
		...rows.map(([name = "", amount = "", why = ""]) => `  ${name.padEnd(width)}  ${amount.padStart(amounts)}  ${why}`)
	];
}
function trafficLines({ traffic, unbilled }) {
	if (traffic.length + unbilled.length === 0) return [];
	const names = [...traffic.map(({ scenario }) => scenario), ...unbilled];
	const width = Math.max(...names.map(({ length }) => length));
	const isShared = traffic.some(({ together }) => together.length > 1);
	return [
		"",
		"The traffic that would explain it (at list prices; only `runs` changes)",
		...traffic.map(({ scenario, runs, counted, was }) => `  ${`${scenario}:`.padEnd(width + 1)}  traffic: { runs: ${runs} }  # ${was === null ? "states none today" : `now ${was.written}`}` + (counted === null ? "" : `; the requests counted are ${counted}`)),
		...unbilled.map((name) => `  ${`${name}:`.padEnd(width + 1)}  none: its models were not billed`),
		...isShared ? ["  Scenarios that share a model are scaled alike: the bill does not tell them apart."] : []
	];
}
function dayRows({ items, period }) {
	return daysOf(period).map((day) => {
		const own = items.flatMap((item) => item.days.filter((one) => one.day === day));
		const sum = (of) => own.reduce((total, one) => addRatio(total, ratio(of(one))), ratio(0n)).n;
		const [usd, projectedUsd] = [sum((one) => one.usd), sum((one) => one.projectedUsd)];
		return [
			day,
			showUsd(usd),
			showUsd(projectedUsd),
			ratioText(usd, projectedUsd)
		];
	});
}
function table(title, rows) {
	return [
		"",
		title,
		...alignColumns(rows, (column) => column === 0)
	];
}

// src/reconcile/recordings.ts
function billOfRecordings(bills, problems) {
	const undated = bills.filter(({ dated }) => !dated);
	return {
		source: "recordings",
		usage: bills.flatMap(({ dated, day, ledger }) => {
			if (!dated || ledger === null) return [];
			const [served] = ledger.lines.toSorted((a, b) => Number(promptTokens(b) - promptTokens(a)));
			return ledger.lines.map((line) => ({
				day,
				model: line.model,
				tier: line.tier,
				band: line.band,
				geo: line.geo,
				speed: line.speed,
				quantities: line,
				requests: line === served ? 1 : 0
			}));
		}).filter(({ quantities }) => quantityClasses.some((name) => quantities[name] > 0n)),
		charges: null,
		completeTo: null,
		problems: undated.length === 0 ? problems : [...problems, problem("reconcile-undated", nowhere, { exchanges: undated.length })]
	};
}

// src/reconcile/reports/pages.ts
const longestWait = 60;
const mostTries = 4;
const mostStarts = 3;
const mostPages = 1e4;
async function readPages(api, request) {
	for (let start = 1;; start += 1) {
		const read = await readOnce(api, request);
		if (read !== "gone") return read;
		if (start === mostStarts) return {
			kind: "failed",
			problem: problem("admin-unavailable", nowhere, {
				said: "its pages went while they were read (410)",
				tries: start
			})
		};
	}
}
async function readOnce(api, request) {
	const pages = [];
	const seen = /* @__PURE__ */ new Set();
	const report = request.path.split("/").slice(3).join("/");
	for (let next = null;;) {
		const parameters = next === null ? request.parameters : [...request.parameters, ["page", next]];
		const read = await readPage(api, {
			...request,
			parameters
		}, report);
		if (read === "gone" || "kind" in read) return read;
		const { page } = read;
		pages.push(page);
		if (page["has_more"] !== true) return {
			kind: "pages",
			pages
		};
		const named = page["next_page"];
		const fault = typeof named !== "string" || named === "" ? "more pages, and no name for the next" : seen.has(named) || pages.length >= mostPages ? "the same pages again and again" : null;
		if (fault !== null || typeof named !== "string") return {
			kind: "failed",
			problem: problem("admin-answer", nowhere, {
				report,
				what: fault ?? "a page without a name"
			})
		};
		seen.add(named);
		next = named;
	}
}
async function readPage(api, request, report) {
	for (let tries = 1;; tries += 1) {
		const answer = await api.ask(request);
		if (answer.kind === "page") {
			if (Array.isArray(answer.page["data"])) return { page: answer.page };
			return {
				kind: "failed",
				problem: problem("admin-answer", nowhere, {
					report,
					what: "JSON that is no report (it has no `data`)"
				})
			};
		}
		if (answer.kind === "foreign") return {
			kind: "failed",
			problem: problem("admin-answer", nowhere, {
				report,
				what: answer.what
			})
		};
		if (answer.kind === "refused" && answer.status === 410) return "gone";
		if (answer.kind === "refused" && answer.status < 500 && answer.status !== 429) return refusal(answer, report, api);
		const asked = answer.kind === "refused" ? answer.retryAfterSeconds : null;
		const isLimit = answer.kind === "refused" && answer.status === 429;
		if (tries === mostTries || (asked ?? 0) > longestWait) {
			const said = answer.kind === "lost" ? answer.said : `they answer ${String(answer.status)}`;
			return {
				kind: "failed",
				problem: isLimit ? problem("admin-rate-limited", nowhere, { seconds: asked }) : problem("admin-unavailable", nowhere, {
					said,
					tries
				})
			};
		}
		await api.wait(asked ?? 2 ** (tries - 1));
	}
}
function refusal({ status, type }, report, api) {
	if (status === 401 || status === 403 && api.hasOrdinaryKey) return {
		kind: "failed",
		problem: problem("admin-key-refused", nowhere, {
			status,
			ordinary: api.hasOrdinaryKey
		})
	};
	if (status === 403) return {
		kind: "absent",
		problem: problem("admin-key-refused", nowhere, {
			status,
			ordinary: false
		})
	};
	const refused = problem("admin-refused", nowhere, {
		status,
		type,
		report
	});
	return {
		kind: status === 404 || status === 400 ? "absent" : "failed",
		problem: refused
	};
}

// src/reconcile/reports/reading.ts
function listOf(value) {
	return isArray(value) ? value.filter(isObject) : [];
}
function memberOf(value) {
	return isObject(value) ? value : {};
}
function wordOf(value) {
	return typeof value === "string" ? value : "";
}
function notARow(report, member) {
	return problem("admin-answer", nowhere, {
		report,
		what: `a row whose \`${member}\` cannot be read`
	});
}
function quantitiesOf(usage) {
	const creation = memberOf(usage["cache_creation"]);
	const counts = {
		input: usage["uncached_input_tokens"],
		cacheWrite5m: creation["ephemeral_5m_input_tokens"],
		cacheWrite1h: creation["ephemeral_1h_input_tokens"],
		cacheRead: usage["cache_read_input_tokens"],
		output: usage["output_tokens"],
		webSearches: memberOf(usage["server_tool_use"])["web_search_requests"] ?? 0
	};
	const quantities = { ...noQuantities };
	for (const name of [
		"input",
		"cacheWrite5m",
		"cacheWrite1h",
		"cacheRead",
		"output",
		"webSearches"
	]) {
		const count = wholeNumber(counts[name]);
		if (count === null) return null;
		quantities[name] = BigInt(count);
	}
	return quantities;
}
function usageRow(starting, group, usage) {
	const day = readMoment(wordOf(starting))?.day ?? null;
	if (day === null) return notARow("usage", "starting_at");
	const quantities = quantitiesOf(usage);
	if (quantities === null) return notARow("usage", "usage");
	const model = modelIdOf(wordOf(group["model"]));
	return {
		day,
		model: model === "" ? "(no model)" : model,
		tier: tierOf(wordOf(group["service_tier"])) ?? "standard",
		band: bandOfWindow(wordOf(group["context_window"]), model, day),
		geo: geoOf(wordOf(group["inference_geo"])),
		speed: speedOf(wordOf(group["speed"])),
		quantities,
		requests: wholeNumber(usage["requests"])
	};
}
function chargeRow(starting, group, cost) {
	const day = readMoment(wordOf(starting))?.day ?? null;
	if (day === null) return notARow("cost", "starting_at");
	const currency = cost["currency"] ?? "USD";
	if (wordOf(currency).toUpperCase() !== "USD") return problem("reconcile-currency", nowhere, { currency: /^[A-Z]{3}$/.test(wordOf(currency)) ? wordOf(currency) : "another currency" });
	const usd = readCents(wordOf(cost["amount"]));
	const list = cost["list_amount"] ?? null;
	const listUsd = list === null ? null : readCents(wordOf(list));
	if (usd === null) return notARow("cost", "amount");
	if (list !== null && listUsd === null) return notARow("cost", "list_amount");
	const written = group["cost_type"] ?? "tokens";
	const costType = costTypes.find((name) => name === written) ?? "other";
	const model = wordOf(group["model"]);
	return {
		day,
		costType,
		model: costType !== "tokens" || model === "" ? null : modelIdOf(model),
		tier: tierOf(wordOf(group["service_tier"])),
		usd,
		listUsd
	};
}

// src/reconcile/reports/analytics.ts
const beta = "analytics-usage-cost-2026-08-24";
const rows = "1000";
const groups = {
	usage: [
		"model",
		"service_tier",
		"context_window",
		"inference_geo",
		"speed"
	],
	cost: [
		"model",
		"service_tier",
		"cost_type"
	]
};
async function readAnalytics(api, period, filters) {
	const usage = [];
	const cost = [];
	for (const [report, pages] of [["usage", usage], ["cost", cost]]) for (const window of windowsOf(period)) {
		const read = await readPages(api, requestOf(report, window, filters));
		if (read.kind !== "pages") return read;
		pages.push(...read.pages);
	}
	return billOf(usage, cost);
}
function windowsOf({ from, to }) {
	const windows = [];
	for (let first = from; first <= to; first = dayAfter(first, 31)) {
		const last = dayAfter(first, 30);
		windows.push({
			from: first,
			to: last < to ? last : to
		});
	}
	return windows;
}
function boundsOf({ from, to }) {
	return [["starting_at", `${from}T00:00:00Z`], ["ending_at", `${dayAfter(to, 1)}T00:00:00Z`]];
}
function idsOf(filters) {
	const { workspace, apiKeyId } = filters;
	return [...workspace === null ? [] : [["workspace_ids[]", workspace]], ...apiKeyId === null ? [] : [["api_key_ids[]", apiKeyId]]];
}
function requestOf(report, window, filters) {
	return {
		path: `/v1/organizations/analytics/${report}`,
		parameters: [
			...boundsOf(window),
			["time_bucket_width", "1d"],
			["limit", rows],
			...groups[report].map((name) => ["group_by[]", name]),
			...idsOf(filters)
		],
		beta
	};
}
function billOf(usagePages, costPages) {
	const problems = [];
	const usage = [];
	const charges = [];
	for (const row of usagePages.flatMap((page) => listOf(page["data"]))) {
		const read = usageRow(row["starting_at"], memberOf(row["group"]), memberOf(row["usage"]));
		if ("code" in read) problems.push(read);
		else usage.push(read);
	}
	for (const row of costPages.flatMap((page) => listOf(page["data"]))) {
		const read = chargeRow(row["starting_at"], memberOf(row["group"]), memberOf(row["cost"]));
		if ("code" in read) problems.push(read);
		else charges.push(read);
	}
	const [oldest] = [...usagePages, ...costPages].map((page) => page["data_refreshed_at"] ?? null).flatMap((text) => typeof text === "string" ? readMoment(text) ?? [] : []).toSorted((a, b) => a.ms - b.ms);
	if (oldest === void 0) problems.push(usage.length + charges.length === 0 ? problem("reconcile-no-data-yet", nowhere, {}) : problem("reconcile-refresh-unknown", nowhere, {}));
	return {
		source: "analytics",
		usage,
		charges,
		completeTo: oldest === void 0 || hasErrors(problems) ? null : dayAfter(oldest.day, -1),
		problems
	};
}

// src/reconcile/reports/legacy.ts
async function readLegacy(api, period, filters) {
	const problems = [];
	const used = await readPages(api, usageRequest(period, filters));
	if (used.kind !== "pages") return used;
	const usage = [];
	for (const [bucket, row] of resultsOf(used.pages)) {
		const read = usageRow(bucket["starting_at"], row, row);
		if ("code" in read) problems.push(read);
		else usage.push(read);
	}
	if (filters.apiKeyId !== null) {
		problems.push(problem("reconcile-key-filter-costs", nowhere, {}));
		return {
			source: "reports",
			usage,
			charges: null,
			completeTo: null,
			problems
		};
	}
	const paid = await readPages(api, costRequest(period));
	if (paid.kind !== "pages") return paid;
	const charges = [];
	for (const [bucket, row] of resultsOf(paid.pages)) {
		if (filters.workspace !== null && row["workspace_id"] !== filters.workspace) continue;
		const read = chargeRow(bucket["starting_at"], row, row);
		if ("code" in read) problems.push(read);
		else charges.push(read);
	}
	return {
		source: "reports",
		usage,
		charges,
		completeTo: null,
		problems
	};
}
function usageRequest(period, filters) {
	const groups = [
		"model",
		"service_tier",
		"context_window",
		"inference_geo"
	];
	return {
		path: "/v1/organizations/usage_report/messages",
		parameters: [
			...boundsOf(period),
			["bucket_width", "1d"],
			["limit", "31"],
			...groups.map((name) => ["group_by[]", name]),
			...idsOf(filters)
		],
		beta: null
	};
}
function costRequest(period) {
	return {
		path: "/v1/organizations/cost_report",
		parameters: [
			...boundsOf(period),
			["bucket_width", "1d"],
			["limit", "31"],
			["group_by[]", "workspace_id"],
			["group_by[]", "description"]
		],
		beta: null
	};
}
function resultsOf(pages) {
	return pages.flatMap((page) => listOf(page["data"]).flatMap((bucket) => listOf(bucket["results"]).map((row) => [bucket, row])));
}

// src/reconcile/reports/reports.ts
async function readReports(api, { period, filters, asOf }) {
	if (period.from >= firstDay(asOf)) {
		const newer = await readAnalytics(api, period, filters);
		if ("source" in newer) return newer;
		if (newer.kind === "failed") return newer.problem;
	}
	const older = await readLegacy(api, period, filters);
	if ("source" in older) return older;
	return older.problem.code === "admin-refused" && period.from < firstDay(asOf) ? problem("admin-range", nowhere, {
		from: period.from,
		first: firstDay(asOf)
	}) : older.problem;
}
function firstDay(asOf) {
	const back = dayAfter(asOf, -364);
	return back > "2026-01-01" ? back : "2026-01-01";
}

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
	try {
		writeAtomically(join(root, file), writeKept({
			month,
			source
		}, {
			usd,
			projectedUsd
		}));
	} catch (error) {
		return notWritten(file, error);
	}
	return problem("reconcile-kept", placeIn(file), { file });
}
function refuseSources(admin, operands) {
	const both = admin && operands.length > 0;
	return both || !admin && operands.length === 0 ? [problem("reconcile-no-source", nowhere, { both })] : [];
}
async function readAdmin(asked, world) {
	const { connectAdmin } = await import("./client.js");
	const connected = connectAdmin(world.env, (seconds) => world.warn(`promptcost: the reports do not answer yet, asking again in ${String(seconds)} s\n`));
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