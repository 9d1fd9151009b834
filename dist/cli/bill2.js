import { n as readBilled, t as billExchanges } from "./bill.js";
import { Ai as hasErrors, Ca as groupBy, Ci as rateKeyOf, Fi as shownId, Ii as shownName, Si as quantityClasses, Vr as renderProblems, _i as createLedger, aa as formatUsd, ai as problemJson, an as readBilledFiles, ci as writeUsd, da as groupDigits, ei as createPriceBook, ii as sortByPlace, mi as priceLine, pa as plural, pi as priceLedger, ra as divideHalfEven, ri as today, wi as sumQuantities, xa as ascendingBy, ya as sumExact, yi as mapClasses } from "./core.js";

// src/commands/bill/json.ts
function billJson(result, book) {
	return {
		schemaVersion: 1,
		asOf: result.asOf,
		totalUsd: formatUsd(result.total),
		totalUsdHigh: formatUsd(result.totalHigh),
		unpriced: result.unpriced,
		exchanges: result.exchanges.map(({ id, model, day, dated, usd, usdHigh, ledger }) => ({
			id: shownId(id),
			model: model === null ? null : shownName(model),
			day: dated ? day : null,
			usd: writeUsd(usd),
			usdHigh: writeUsd(usdHigh),
			ledger: ledger === null ? null : countsOf(sumQuantities(ledger)),
			lines: ledger === null ? [] : linesOf(ledger, book)
		})),
		problems: sortByPlace(result.problems).map(problemJson)
	};
}
function countsOf(quantities) {
	return mapClasses((name) => Number(quantities[name]));
}
function linesOf(ledger, book) {
	return ledger.lines.map((line) => ({
		...rateKeyOf(line),
		...countsOf(line),
		usd: writeUsd(priceLine(line, book))
	}));
}

// src/commands/bill/text.ts
const names = {
	input: "input",
	cacheWrite5m: "cache write, 5 minutes",
	cacheWrite1h: "cache write, 1 hour",
	cacheRead: "cache read",
	output: "output",
	webSearches: "web searches"
};
function billText(result, book) {
	const priced = result.exchanges.filter((bill) => bill.usd !== null);
	const lines = priced.flatMap((bill) => (bill.ledger?.lines ?? []).map((line) => [bill, line]));
	const whole = createLedger(lines.map(([, line]) => line));
	const sums = sumQuantities(whole);
	const amounts = priceLedger(whole, book).byClass;
	const classRows = quantityClasses.filter((name) => sums[name] > 0n).map((name) => [
		names[name],
		groupDigits(sums[name]),
		money(amounts?.[name].n ?? 0n)
	]);
	const atMost = result.totalHigh === result.total ? "" : `, at most ${money(result.totalHigh)}`;
	const out = [`${money(result.total)} for ${exchangesText(priced.length)}${atMost}`];
	if (result.unpriced > 0) out.push(`${exchangesText(result.unpriced)} could not be priced and ${plural(result.unpriced, "is", "are")} not in the sum.`);
	if (classRows.length > 0) {
		out.push(...table("By class", classRows));
		out.push(...table("By model", rowsBy(lines.map(([, line]) => [line.model, line]), book)));
		out.push(...table("By day (UTC)", rowsBy(lines.map(([bill, line]) => [bill.dated ? bill.day : `no time recorded, prices of ${result.asOf}`, line]), book)));
	}
	return `${out.join("\n")}\n`;
}
function money(usd) {
	const [whole = "0", fraction = ""] = formatUsd(divideHalfEven(usd, 1000000n) * 1000000n).split(".");
	return `$${groupDigits(whole)}.${fraction.padEnd(2, "0")}`;
}
function exchangesText(count) {
	return `${groupDigits(count)} ${plural(count, "exchange")}`;
}
function table(title, rows) {
	const width = (column) => Math.max(...rows.map((row) => row[column].length));
	const [label, quantity, usd] = [
		width(0),
		width(1),
		width(2)
	];
	return [
		"",
		title,
		...rows.map((row) => `  ${row[0].padEnd(label)}  ${row[1].padStart(quantity)}  ${row[2].padStart(usd)}`)
	];
}
function rowsBy(lines, book) {
	return [...groupBy(lines, ([group]) => group)].sort(ascendingBy(([group]) => group)).map(([group, grouped]) => {
		const ledger = createLedger(grouped.map(([, line]) => line));
		const { webSearches: _, ...tokens } = sumQuantities(ledger);
		return [
			group,
			`${groupDigits(sumExact(Object.values(tokens)))} tokens`,
			money(priceLedger(ledger, book).amount?.n ?? 0n)
		];
	});
}

// src/cli/run/bill.ts
async function runBill(args, world) {
	const problems = [];
	const files = readBilledFiles(args.operands, world.folder, problems);
	const book = createPriceBook();
	const result = billExchanges({
		exchanges: readBilled(files),
		book,
		asOf: args.option("as-of") ?? today(),
		problems
	});
	if (args.option("json")) world.print(`${JSON.stringify(billJson(result, book))}\n`);
	else {
		const list = renderProblems(result.problems, {
			source: null,
			notes: false
		});
		world.print(`${billText(result, book)}${list}`);
	}
	return hasErrors(result.problems) ? 2 : 0;
}

export { runBill };