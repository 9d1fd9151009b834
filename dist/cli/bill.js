import { Pi as problem, di as billExchange, ja as usageOf, li as createProblemCollector, ui as oncePerFile } from "./core.js";

// src/commands/bill/bill.ts
function* readBilled(files) {
	for (const { exchange, endpoint, batch, body, format } of files) {
		if (endpoint === "count_tokens") continue;
		const { id, at, betas, recorded } = exchange;
		yield {
			id,
			place: recorded?.place ?? exchange.place,
			request: body === "whole" ? exchange.request.body : null,
			response: recorded?.response ?? null,
			at: at ?? recorded?.at ?? null,
			batch,
			betas: betas.length === 0 ? null : betas,
			isForeign: format !== void 0
		};
	}
}
function billExchanges({ exchanges, book, asOf, problems = [] }) {
	const found = createProblemCollector(oncePerFile);
	const bills = [];
	let total = 0n;
	let totalHigh = 0n;
	let unpriced = 0;
	for (const { id, place, ...recorded } of exchanges) {
		const atItsLine = (one) => ({
			...one,
			line: place.line,
			column: place.column
		});
		if (recorded.isForeign === true && recorded.response === null) {
			found.add([problem("never-answered", withoutLine(place), {})], atItsLine);
			continue;
		}
		const bill = billExchange({
			...recorded,
			usage: usageOf(recorded.response),
			place: withoutLine(place)
		}, {
			book,
			asOf
		});
		bills.push({
			...bill,
			id
		});
		found.add(bill.problems, atItsLine);
		if (bill.usd === null) unpriced += 1;
		total += bill.usd ?? 0n;
		totalHigh += bill.usdHigh ?? 0n;
	}
	return {
		asOf,
		total,
		totalHigh,
		unpriced,
		exchanges: bills,
		problems: [...problems, ...found.problems]
	};
}
function withoutLine({ file, path }) {
	return {
		file,
		line: null,
		column: null,
		path
	};
}

export { readBilled as n, billExchanges as t };