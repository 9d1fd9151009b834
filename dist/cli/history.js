import { $r as showUsd, Cn as writeAtomically, D as readFileLog, G as perThousandRuns, Hr as cleanName, I as notWritten, J as openFolder, Mi as placeIn, Mn as loadConfig, Pi as problem, Qr as showRelative, Sa as descendingBy, V as alignColumns, Vr as renderProblems, Wr as clip, Yr as showPair, _a as magnitude, aa as formatUsd, ai as problemJson, ga as largest, ht as parseBaseline, ji as nowhere, kr as namesOf, pn as describeFailure, q as unitOf, qr as showChange, sa as parseUsd, ua as counted, wr as nearestNames, xa as ascendingBy } from "./core.js";
import { isAbsolute, join } from "node:path";

// src/commands/history/json.ts
function historyJson(file, history, problems) {
	return {
		schemaVersion: 1,
		file,
		commits: history?.points.map(commitJson) ?? [],
		problems: problems.map(problemJson)
	};
}
function commitJson({ commit, state, scenarios, month, moved }) {
	return {
		commit: commit.sha,
		day: commit.day,
		computedAt: commit.computedAt,
		state,
		usdPerMonth: month === null ? null : formatUsd(month),
		scenarios: Object.fromEntries([...scenarios].map(([id, figures]) => [id, {
			usdPerMonth: figures.month === null ? null : formatUsd(figures.month),
			usdPerRun: formatUsd(figures.run)
		}])),
		moved: moved.map(({ usd, ...rest }) => ({
			...rest,
			usd: formatUsd(usd)
		}))
	};
}

// src/commands/history/movements.ts
const reasonOf = {
	traffic: ({ before, now }) => JSON.stringify(before.traffic) !== JSON.stringify(now.traffic),
	model: ({ before, now }) => before.models.join("\n") !== now.models.join("\n"),
	prices: ({ before, now }) => before.prices !== now.prices,
	counting: ({ before, now }) => before.engine !== now.engine || before.counter !== now.counter
};
function figuresOf({ usd }) {
	const { month, run } = usd["as-written"] ?? {
		month: null,
		run: "0"
	};
	return {
		month: month === null ? null : parseUsd(month) ?? 0n,
		run: parseUsd(run) ?? 0n
	};
}
function movementsOf(before, now, scenarios) {
	return scenarios.flatMap((scenario) => {
		const movement = movementOf(before.get(scenario) ?? null, now.get(scenario) ?? null);
		return movement === null || movement.usd === 0n ? [] : [{
			scenario,
			...movement
		}];
	}).sort(ascendingBy(({ scenario }) => scenario)).sort(descendingBy(({ usd }) => magnitude(usd)));
}
function movementOf(before, now) {
	if (before === null && now === null) return null;
	const nothing = {
		month: 0n,
		run: 0n
	};
	const was = before === null ? nothing : figuresOf(before);
	const is = now === null ? nothing : figuresOf(now);
	const reasons = reasonsOf(before, now);
	return was.month === null || is.month === null || (before ?? now)?.traffic === null ? {
		usd: is.run - was.run,
		basis: "run",
		reasons
	} : {
		usd: is.month - was.month,
		basis: "month",
		reasons
	};
}
function reasonsOf(before, now) {
	if (before === null) return ["new"];
	if (now === null) return ["gone"];
	const named = namesOf(reasonOf).filter((name) => reasonOf[name]({
		before,
		now
	}));
	return named.length === 0 ? ["inputs"] : named;
}

// src/commands/history/history.ts
function workOutHistory(given) {
	const { file, commits, shallow, asked } = given;
	const cut = shallow ? [problem("history-shallow", nowhere, { file })] : [];
	if (commits.length === 0) return {
		history: null,
		problems: [problem("history-empty", placeIn(file), { file }), ...cut]
	};
	const read = commits.toReversed().map((commit) => ({
		commit,
		entries: entriesAt(commit)
	}));
	const all = [...new Set(read.flatMap(({ entries }) => [...entries?.keys() ?? []]))].sort();
	const unknown = asked.filter((name) => !all.includes(name));
	if (unknown.length > 0) return {
		history: null,
		problems: unknown.map((name) => problem("history-unknown-scenario", placeIn(file), {
			file,
			nearest: nearestNames(name, all)
		}))
	};
	const scenarios = asked.length === 0 ? all : [...asked].sort();
	const unreadable = read.filter(({ commit, entries }) => entries === null && commit.content.kind !== "gone");
	const problems = [...cut, ...unreadable.length === 0 ? [] : [problem("history-unreadable", placeIn(file), {
		file,
		commits: unreadable.map(({ commit }) => commit.sha.slice(0, 7))
	})]];
	return {
		history: {
			file,
			scenarios,
			problems,
			points: pointsOf(read, scenarios)
		},
		problems
	};
}
function entriesAt({ content }) {
	const parsed = parseBaseline(content.kind === "text" ? content.text : null);
	return parsed.state === "ok" ? parsed.entries : null;
}
function pointsOf(read, scenarios) {
	let before = null;
	return read.map(({ commit: { content, ...commit }, entries }) => {
		const shown = new Map(scenarios.flatMap((id) => {
			const entry = entries?.get(id);
			return entry === void 0 ? [] : [[id, entry]];
		}));
		const figures = new Map([...shown].map(([id, entry]) => [id, figuresOf(entry)]));
		const months = [...figures.values()].flatMap(({ month }) => month ?? []);
		const moved = before === null || entries === null ? [] : movementsOf(before, entries, scenarios);
		if (entries !== null) before = entries;
		return {
			commit,
			state: entries !== null ? "read" : content.kind === "gone" ? "gone" : "unreadable",
			scenarios: figures,
			month: months.length === 0 ? null : months.reduce((total, month) => total + month, 0n),
			moved
		};
	});
}

// src/commands/history/series.ts
function seriesOf({ points, scenarios }) {
	const sum = {
		scenario: null,
		basis: "month",
		figures: points.map(({ month }) => month)
	};
	const each = scenarios.map((scenario) => {
		const found = points.map((point) => point.scenarios.get(scenario) ?? null);
		return found.some((figures) => typeof figures?.month === "bigint") ? {
			scenario,
			basis: "month",
			figures: found.map((figures) => figures?.month ?? null)
		} : {
			scenario,
			basis: "run",
			figures: found.map((figures) => figures === null ? null : perThousandRuns(figures.run))
		};
	});
	return each.filter(({ basis }) => basis === "month").length > 1 ? [sum, ...each] : each;
}

// src/commands/history/svg.ts
const width = 860;
const height = 360;
const frame = {
	top: 48,
	right: 230,
	bottom: 36,
	left: 72
};
const mostLines = 8;
const colours = [
	"#0072b2",
	"#d55e00",
	"#009e73",
	"#cc79a7",
	"#b58900",
	"#56b4e9",
	"#6c71c4",
	"#808080"
];
function historySvg(history) {
	const all = seriesOf(history);
	const basis = all.some((series) => series.basis === "month") ? "month" : "run";
	const drawn = dearest(all.filter((series) => series.basis === basis));
	const top = niceAbove(largest(drawn.flatMap(({ figures }) => figures.flatMap((figure) => figure ?? [])), 1n));
	const places = placesOf(history);
	const left = all.length - drawn.length;
	const title = `USD ${unitOf(basis)}, ${cleanName(history.file)}`;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">`,
		`<title>${escape(title)}</title>`,
		"<style>text{font:12px system-ui,sans-serif;fill:#24292f}.grid{stroke:#d0d7de}rect{fill:#fff}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.grid{stroke:#30363d}rect{fill:#0d1117}}</style>",
		`<rect width="${width}" height="${height}"/>`,
		`<text x="${frame.left}" y="24" font-weight="600">${escape(title)}</text>`,
		...gridOf(top),
		...daysOf(history, places),
		...drawn.map((series, index) => stepsOf(series, {
			places,
			top,
			colour: colourOf(index)
		})),
		...labelsOf(drawn, top),
		...left > 0 ? [`<text x="${frame.left}" y="40" font-size="10">${left} more not drawn</text>`] : [],
		"</svg>",
		""
	].join("\n");
}
function dearest(all) {
	const last = ({ figures }) => figures.findLast((figure) => figure !== null) ?? 0n;
	const chosen = [...all].sort((a, b) => Number(last(b) > last(a)) - Number(last(b) < last(a)));
	const kept = new Set(chosen.slice(0, mostLines));
	return all.filter((series) => kept.has(series));
}
function colourOf(index) {
	return colours[index % colours.length] ?? colours[0];
}
function niceAbove(amount) {
	for (let unit = 1n;; unit *= 10n) for (const step of [
		1n,
		2n,
		5n
	]) if (unit * step >= amount) return unit * step;
}
function placesOf({ points }) {
	let latest = 0;
	const times = points.map(({ commit }) => {
		latest = Math.max(latest, Date.parse(`${commit.day}T00:00:00Z`));
		return latest;
	});
	const first = times[0] ?? 0;
	const space = width - frame.left - frame.right;
	return times.map((time, index) => {
		const share = latest === first ? index / Math.max(times.length - 1, 1) : (time - first) / (latest - first);
		return Math.round((frame.left + share * space) * 10) / 10;
	});
}
function heightOf(figure, top) {
	const space = height - frame.top - frame.bottom;
	const tenths = figure * BigInt(space) * 10n / top;
	return height - frame.bottom - Number(tenths) / 10;
}
function gridOf(top) {
	return [
		0n,
		1n,
		2n,
		3n,
		4n
	].flatMap((quarter) => {
		const figure = top * quarter / 4n;
		const y = heightOf(figure, top);
		return [`<line class="grid" x1="${frame.left}" x2="${width - frame.right}" y1="${y}" y2="${y}"/>`, `<text x="${frame.left - 8}" y="${y + 4}" text-anchor="end">${escape(showUsd(figure))}</text>`];
	});
}
function daysOf({ points }, places) {
	return (points.length === 1 ? [0] : [0, points.length - 1]).map((index, end) => {
		const anchor = end === 0 ? "start" : "end";
		const day = points[index]?.commit.day ?? "";
		return `<text x="${places[index] ?? frame.left}" y="348" text-anchor="${anchor}">${day}</text>`;
	});
}
function stepsOf({ scenario, figures }, { places, top, colour }) {
	const edge = width - frame.right;
	let path = "";
	let isDrawing = false;
	for (const [index, figure] of figures.entries()) {
		const x = places[index] ?? edge;
		if (figure === null) {
			if (isDrawing) path += `H${x}`;
			isDrawing = false;
			continue;
		}
		const y = heightOf(figure, top);
		path += isDrawing ? `H${x}V${y}` : `M${x} ${y}`;
		isDrawing = true;
	}
	if (isDrawing) path += `H${edge}`;
	return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${scenario === null ? 3 : 1.5}"/>`;
}
function labelsOf(drawn, top) {
	const labels = drawn.map(({ scenario, figures }, index) => {
		const figure = figures.findLast((each) => each !== null) ?? 0n;
		const name = scenario === null ? "total" : clip(cleanName(scenario), 20);
		return {
			y: heightOf(figure, top),
			text: `${name} ${showUsd(figure)}`,
			colour: colourOf(index)
		};
	});
	let lowest = height - frame.bottom + 16;
	return labels.toSorted((a, b) => b.y - a.y).map(({ y, text, colour }) => {
		lowest = Math.min(y, lowest - 16);
		return `<text x="${width - frame.right + 10}" y="${lowest + 4}"><tspan fill="${colour}">\u25cf</tspan> ${escape(text)}</text>`;
	});
}
function escape(text) {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

// src/commands/history/sparkline.ts
const bars = [
	"\u2581",
	"\u2582",
	"\u2583",
	"\u2584",
	"\u2585",
	"\u2586",
	"\u2587",
	"\u2588"
];
const nothing = "\u00b7";
function sparkline(figures) {
	const most = largest(figures.flatMap((figure) => figure ?? []), 0n);
	return figures.map((figure) => figure === null ? nothing : barOf(figure, most)).join("");
}
function barOf(figure, most) {
	const steps = BigInt(bars.length - 1);
	const index = most === 0n ? 0n : (figure * steps * 2n + most) / (most * 2n);
	return bars[Number(index)] ?? bars[0];
}

// src/commands/history/text.ts
const mostMoved = 3;
const reasonWords = {
	new: "new",
	gone: "gone",
	traffic: "traffic",
	model: "model",
	prices: "prices",
	counting: "counted anew",
	inputs: "prompts"
};
const header = [
	"day",
	"commit",
	"a month",
	"change",
	"what moved"
];
const none = "\u2013";
function historyText(history) {
	const { file, points } = history;
	const days = [points[0], points.at(-1)].map((point) => point?.commit.day ?? "");
	return [
		`${cleanName(file)}: ${counted(points.length, "commit")}, ${days.join(" to ")}`,
		"",
		...alignColumns(seriesOf(history).map(lineOf), () => true),
		"",
		...alignColumns([header, ...rowsOf(points).toReversed()], (column) => column < 2 || column === 4),
		""
	].join("\n");
}
function lineOf({ scenario, basis, figures }) {
	const known = figures.flatMap((figure) => figure ?? []);
	const [first, last] = [known[0] ?? 0n, known.at(-1) ?? 0n];
	const shown = first === last ? showUsd(last) : showPair(first, last).join(" \u2192 ");
	return [
		scenario === null ? "total" : clip(cleanName(scenario), 40),
		sparkline(figures.slice(-60)),
		`${shown} ${unitOf(basis)}`
	];
}
function rowsOf(points) {
	let before = null;
	return points.map((point) => {
		const { commit, state, month, moved } = point;
		const head = [commit.day, commit.sha.slice(0, 7)];
		if (state !== "read") return [
			...head,
			none,
			"",
			state === "gone" ? "no baseline" : "not readable"
		];
		const change = month === null || before === null ? "" : showMonths(before, month);
		const isFirst = before === null && moved.length === 0;
		before = month ?? before;
		return [
			...head,
			month === null ? none : showUsd(month),
			change,
			isFirst ? "" : tell(moved)
		];
	});
}
function showMonths(before, month) {
	const relative = showRelative(before, month);
	if (month === before) return "$0";
	return `${showChange(month - before)}${relative === null ? "" : ` (${relative})`}`;
}
function tell(moved) {
	const left = moved.length - mostMoved;
	return `${moved.slice(0, mostMoved).map(({ scenario, usd, basis, reasons }) => {
		const shown = showChange(basis === "month" ? usd : perThousandRuns(usd));
		const unit = basis === "month" ? "" : ` ${unitOf(basis)}`;
		const why = reasons.map((reason) => reasonWords[reason]).join(", ");
		return `${clip(cleanName(scenario), 40)} ${shown}${unit} (${why})`;
	}).join(", ")}${left > 0 ? ` and ${counted(left, "more", "more")}` : ""}`;
}

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
	else if (svg !== null) try {
		writeAtomically(isAbsolute(svg) ? svg : join(world.folder, svg), historySvg(history));
	} catch (error) {
		return world.refuse(notWritten(svg, error));
	}
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