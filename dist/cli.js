#!/usr/bin/env node
import { parseArgs } from "node:util";

// src/cli/arguments.ts
function readArguments(spec, words) {
	const options = Object.fromEntries([...spec.options, {
		name: "help",
		value: null
	}].map((one) => [one.name, { type: one.value === null ? "boolean" : "string" }]));
	try {
		const { values, positionals } = parseArgs({
			args: [...words],
			options,
			allowPositionals: true
		});
		const wants = spec.arguments !== "";
		const optional = spec.arguments.startsWith("[");
		if (!wants && positionals.length > 0) return `\`${spec.name}\` takes no arguments, but was given ${positionals.length}`;
		if (wants && !optional && positionals.length === 0 && values["help"] !== true) return `\`${spec.name}\` needs ${spec.arguments.replace("…", "")}`;
		if (wants && !spec.arguments.includes("…") && positionals.length > 1) return `\`${spec.name}\` takes one ${spec.arguments}`;
		const asOf = values["as-of"];
		if (typeof asOf === "string" && !isDay(asOf)) return `\`--as-of\` takes a day such as 2026-11-24`;
		return {
			flag: (name) => values[name] === true,
			value: (name) => {
				const value = values[name];
				return typeof value === "string" ? value : null;
			},
			rest: positionals
		};
	} catch (error) {
		return error instanceof Error ? error.message.split(". ")[0] ?? "wrong arguments" : "wrong arguments";
	}
}
function isDay(text) {
	return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && (/* @__PURE__ */ new Date(`${text}T00:00:00Z`)).toISOString().startsWith(text);
}

// src/cli/usage.ts
const config = {
	name: "config",
	value: "FILE",
	help: "the config; by default promptcost.yml in this folder"
};
const asOf = {
	name: "as-of",
	value: "DAY",
	help: "price as of this day, 2026-11-24; by default today (UTC)"
};
const json = {
	name: "json",
	value: null,
	help: "print JSON"
};
const jsonFile = {
	name: "json",
	value: "FILE",
	help: "write the report as JSON; - is the standard output"
};
const commandSpecs = [
	{
		name: "check",
		arguments: "",
		summary: "what this change costs, compared with main; fails when a budget is exceeded",
		options: [
			config,
			{
				name: "base",
				value: "REV",
				help: "compare with this branch or commit; by default the merge base with main"
			},
			{
				name: "dry",
				value: null,
				help: "count input as if nothing were recorded"
			},
			asOf,
			jsonFile
		]
	},
	{
		name: "update",
		arguments: "",
		summary: "write the baseline; --check only says whether it is current",
		options: [
			config,
			{
				name: "check",
				value: null,
				help: "write nothing; exit 1 where the baseline is not current"
			},
			asOf,
			json
		]
	},
	{
		name: "count",
		arguments: "FILES…",
		summary: "tokens of each exchange, with who vouches for them and how far they may be off",
		options: [
			{
				name: "dry",
				value: null,
				help: "ignore recordings and kept counts"
			},
			{
				name: "api",
				value: null,
				help: "ask count_tokens (free; needs ANTHROPIC_API_KEY)"
			},
			{
				name: "write",
				value: null,
				help: "with --api: keep the answers in the fixtures"
			},
			json
		]
	},
	{
		name: "bill",
		arguments: "FILES…",
		summary: "what recorded usage cost: by class, model, day",
		options: [asOf, json]
	},
	{
		name: "simulate",
		arguments: "FILES…",
		summary: "what the prompt cache does with each exchange, beside what was recorded",
		options: [json]
	},
	{
		name: "explain",
		arguments: "SCENARIO",
		summary: "how one number comes about, line by line",
		options: [
			config,
			asOf,
			json
		]
	},
	{
		name: "replay",
		arguments: "[SCENARIO…]",
		summary: "sends fixtures to the API again under a spending cap, and keeps the answers",
		options: [
			config,
			{
				name: "max-usd",
				value: "USD",
				help: "the most it may spend; by default `replay: { max-usd }` of the config"
			},
			{
				name: "only",
				value: "WHICH",
				help: "missing, stale or all; by default missing and stale"
			},
			{
				name: "dry-run",
				value: null,
				help: "only say what would be sent and cost; needs no key"
			},
			{
				name: "concurrency",
				value: "N",
				help: "runs at once, 4 by default"
			},
			{
				name: "times",
				value: "N",
				help: "send each run so often, to know how long answers are; 1 by default"
			},
			{
				name: "batch",
				value: null,
				help: "through the Message Batches API, at half the price and within a day"
			},
			{
				name: "fast",
				value: null,
				help: "without the runs' own gaps; what the cache did then says nothing"
			},
			{
				name: "no-answers",
				value: null,
				help: "keep usage, not what the model said"
			},
			{
				name: "unbounded",
				value: "NAMES",
				help: "scenarios, with commas, to send though nothing bounds their cost"
			},
			{
				name: "resend-unknown",
				value: null,
				help: "send again what may have been paid already"
			},
			json
		]
	},
	{
		name: "demo",
		arguments: "",
		summary: "the whole job on a bundled example: no key, no network",
		options: [jsonFile]
	}
];
function showHelp() {
	return [
		"promptcost: what a change does to your Claude API bill, before the merge",
		"",
		"Usage: promptcost COMMAND [options]",
		"",
		...commandSpecs.map((one) => `  ${pad(one.name, 10)}${one.summary}`),
		"",
		"promptcost COMMAND --help says what a command takes.",
		"Exit codes: 0 fine, 1 a budget is exceeded, 2 bad input or a broken set-up.",
		""
	].join("\n");
}
function pad(text, width) {
	return text.padEnd(width);
}
function showCommandHelp(spec) {
	const options = spec.options.map((one) => [`--${one.name}${one.value === null ? "" : ` ${one.value}`}`, one.help]);
	const width = Math.max(...options.map(([name]) => name.length), 6) + 2;
	return [
		`promptcost ${spec.name}: ${spec.summary}`,
		"",
		`Usage: promptcost ${spec.name} [options]${spec.arguments === "" ? "" : ` ${spec.arguments}`}`,
		"",
		...options.map(([name, help]) => `  ${pad(name, width)}${help}`),
		`  ${pad("--help", width)}this text`,
		""
	].join("\n");
}

// src/cli/command-line.ts
async function runCommandLine(world) {
	const [word, ...words] = world.words;
	if (word === void 0 || word === "--help" || word === "-h" || word === "help") {
		world.print(showHelp());
		return word === void 0 ? 2 : 0;
	}
	if (word === "--version" || word === "-V") {
		const { version } = await import("./cli/version.js");
		world.print(`${version}\n`);
		return 0;
	}
	const spec = commandSpecs.find((one) => one.name === word);
	if (spec === void 0) {
		world.warn(`promptcost: there is no command \`${word.slice(0, 40)}\`.${nearest(word)} \`promptcost --help\` lists them.\n`);
		return 2;
	}
	const args = readArguments(spec, words);
	if (typeof args === "string") {
		world.warn(`promptcost: ${args}. \`promptcost ${spec.name} --help\` says what it takes.\n`);
		return 2;
	}
	if (args.flag("help")) {
		world.print(showCommandHelp(spec));
		return 0;
	}
	switch (spec.name) {
		case "check": return (await import("./cli/check.js")).runCheck(args, world);
		case "update": return (await import("./cli/update.js")).runUpdate(args, world);
		case "explain": return (await import("./cli/explain.js")).runExplain(args, world);
		case "replay": return (await import("./cli/replay.js")).runReplay(args, world);
		case "demo": return (await import("./cli/demo.js")).runDemo(args, world);
		case "count": return (await import("./cli/count.js")).runCount(args, world);
		default: return (await import("./cli/recordings.js")).runRecordings(spec.name === "bill" ? "bill" : "simulate", args, world);
	}
}
function nearest(word) {
	const match = commandSpecs.find((one) => one.name.startsWith(word.slice(0, 3)) || word.startsWith(one.name));
	return match === void 0 ? "" : ` Did you mean \`${match.name}\`?`;
}

// src/cli.ts
process.stdout.on("error", (error) => {
	if (error.code !== "EPIPE") throw error;
	process.exit();
});
try {
	process.exitCode = await runCommandLine({
		words: process.argv.slice(2),
		folder: process.cwd(),
		env: process.env,
		isTerminal: process.stdout.isTTY,
		print: (text) => process.stdout.write(text),
		warn: (text) => process.stderr.write(text)
	});
} catch (error) {
	process.exitCode = 2;
	process.stderr.write(`promptcost: this should not have happened; please report it.\n${error instanceof Error ? error.stack ?? "" : ""}\n`);
}

export {  };