#!/usr/bin/env node
import { parseArgs } from "node:util";

// src/cli/options.ts
function refusal(text) {
	return {
		text,
		complete: false,
		unknown: null
	};
}
function flag(help) {
	return {
		kind: "flag",
		word: null,
		help,
		refuse: accept,
		read: (given) => given === true
	};
}
function accept() {
	return null;
}
function text(word, help) {
	return {
		kind: "text",
		word,
		help,
		refuse: accept,
		read: textOf
	};
}
function textOf(given) {
	return typeof given === "string" ? given : null;
}
function day(word, help) {
	return {
		kind: "day",
		word,
		help,
		refuse: (value, name) => isDay(value) ? null : refusal(`\`--${name}\` takes a day such as 2026-11-24`),
		read: textOf
	};
}
function isDay(value) {
	return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) && (/* @__PURE__ */ new Date(`${value}T00:00:00Z`)).toISOString().startsWith(value);
}
function names(word, help) {
	return {
		kind: "names",
		word,
		help,
		refuse: accept,
		read: (given) => (textOf(given) ?? "").split(",").filter((name) => name !== "")
	};
}
function choice(word, choices, help) {
	const listed = `${choices.slice(0, -1).join(", ")} or ${choices.at(-1) ?? ""}`;
	const find = (given) => choices.find((known) => known === given) ?? null;
	return {
		kind: "choice",
		word,
		help: `${listed}; ${help}`,
		refuse: (value, name) => find(value) === null ? {
			text: `\`--${name}\` is ${listed}`,
			complete: true,
			unknown: {
				name: value,
				known: choices
			}
		} : null,
		read: find
	};
}
function whole(word, usual, help) {
	return {
		kind: "whole",
		word,
		help: help.replace("{usual}", String(usual)),
		refuse: (value, _, alike) => isWhole(Number(value)) ? null : {
			text: `${alike.map((name) => `\`--${name}\``).join(" and ")} ${alike.length === 1 ? "is a number" : "are numbers"} from 1 to 64`,
			complete: true,
			unknown: null
		},
		read: (given) => typeof given === "string" ? Number(given) : usual
	};
}
function isWhole(value) {
	return isWithin(value, [1, 64]);
}
function number(word, range, help) {
	return {
		kind: "number",
		word,
		help,
		refuse: (value, name) => isWithin(value.trim() === "" ? NaN : Number(value), range) ? null : {
			text: `\`--${name}\` is a number from ${String(range[0])} to ${String(range[1])}`,
			complete: true,
			unknown: null
		},
		read: (given) => typeof given === "string" ? Number(given) : null
	};
}
function isWithin(value, [least, most]) {
	return Number.isSafeInteger(value) && value >= least && value <= most;
}
function noOperands() {
	return {
		word: null,
		usage: "",
		least: 0,
		most: 0,
		behindDashes: false,
		read: () => null
	};
}
function oneOperand(word) {
	return {
		word,
		usage: word,
		least: 1,
		most: 1,
		behindDashes: false,
		read: ([only = ""]) => only
	};
}
function someOperands(word) {
	return {
		word,
		usage: `${word}\u2026`,
		least: 1,
		most: 1e400,
		behindDashes: false,
		read: (words) => words
	};
}
function anyOperands(word) {
	return {
		word,
		usage: `[${word}\u2026]`,
		least: 0,
		most: 1e400,
		behindDashes: false,
		read: (words) => words
	};
}
function commandOperand(word) {
	return {
		word,
		usage: `-- ${word}\u2026`,
		least: 1,
		most: 1e400,
		behindDashes: true,
		read: (words) => words
	};
}

// src/cli/arguments.ts
function readArguments(command, spec, words) {
	const options = spec.options;
	const { own, behind } = divide(words, spec.operands);
	const parsed = parseWords(options, own);
	if ("text" in parsed) return { refused: parsed };
	const { values } = parsed;
	const help = values["help"] === true;
	if (behind !== null && parsed.positionals.length > 0 && !help) return { refused: refuseBeforeDashes(command, parsed.positionals, behind) };
	const positionals = behind ?? parsed.positionals;
	const refused = refuseOperands({
		command,
		operands: spec.operands,
		count: positionals.length,
		help
	}) ?? (help ? null : refuseValues(options, values));
	if (refused !== null) return { refused };
	if (help) return "help";
	return { args: {
		option: (name) => spec.options[name].read(values[name]),
		operands: spec.operands.read(positionals)
	} };
}
function divide(words, { behindDashes }) {
	if (!behindDashes) return {
		own: words,
		behind: null
	};
	const dashes = words.indexOf("--");
	return dashes === -1 ? {
		own: words,
		behind: []
	} : {
		own: words.slice(0, dashes),
		behind: words.slice(dashes + 1)
	};
}
function refuseBeforeDashes(command, [first = ""], behind) {
	return refusal(behind.length === 0 ? `\`${command}\` runs what stands behind \`--\`: promptcost ${command} -- ${first.slice(0, 40)} \u2026` : `\`${command}\` takes nothing before \`--\` but its options`);
}
function parseWords(options, words) {
	const types = Object.entries(options).map(([name, { kind }]) => [name, { type: kind === "flag" ? "boolean" : "string" }]);
	try {
		return parseArgs({
			args: [...words],
			options: {
				...Object.fromEntries(types),
				help: { type: "boolean" }
			},
			allowPositionals: true
		});
	} catch (error) {
		const [sentence = "wrong arguments"] = error instanceof Error ? error.message.split(". ") : [];
		return refusal(sentence);
	}
}
function refuseOperands(given) {
	const { command, operands, count, help } = given;
	const { word, least, most } = operands;
	if (word === null) return count === 0 ? null : refusal(`\`${command}\` takes no arguments, but was given ${count}`);
	if (count < least && !help) return refusal(`\`${command}\` needs ${operands.behindDashes ? operands.usage : word}`);
	return count > most ? refusal(`\`${command}\` takes one ${word}`) : null;
}
function refuseValues(options, values) {
	const entries = Object.entries(options);
	for (const [name, option] of entries) {
		const value = values[name];
		if (typeof value !== "string") continue;
		const alike = entries.filter(([, { kind }]) => kind === option.kind).map(([other]) => other);
		const refused = option.refuse(value, name, alike);
		if (refused !== null) return refused;
	}
	return null;
}

// src/cli/usage.ts
const config = text("FILE", "the config; by default the nearest promptcost.yml, from this folder up");
const rulesAsOf = day("DAY", "the cache rules of this day where a recording has no time; by default today (UTC)");
const base = text("REV", "compare with this branch or commit; by default the merge base with main");
const asOf = day("DAY", "price as of this day, 2026-11-24; by default today (UTC)");
const json = flag("print JSON");
const tree = choice("TREE", ["working", "commit"], "which files are looked at, by default the working tree");
const reportFiles = { json: text("FILE", "write the report as JSON; - is the standard output") };
const commands = {
	check: {
		summary: "what this change costs, compared with main; fails when a budget is exceeded",
		operands: noOperands(),
		options: {
			config,
			base,
			tree,
			dry: flag("count input as if nothing were recorded"),
			"as-of": asOf,
			...reportFiles
		}
	},
	update: {
		summary: "write the baseline; --check only says whether it is current",
		operands: noOperands(),
		options: {
			config,
			tree,
			check: flag("write nothing; exit 1 where the baseline is not current"),
			"as-of": asOf,
			json
		}
	},
	count: {
		summary: "tokens of each exchange, with who vouches for them and how far they may be off",
		operands: someOperands("FILES"),
		options: {
			dry: flag("ignore recordings and kept counts"),
			api: flag("ask count_tokens (free; needs ANTHROPIC_API_KEY)"),
			write: flag("with --api: keep the answers in the fixtures"),
			json
		}
	},
	bill: {
		summary: "what recorded usage cost: by class, model, day",
		operands: someOperands("FILES"),
		options: {
			"as-of": asOf,
			json
		}
	},
	simulate: {
		summary: "what the prompt cache does with each exchange, beside what was recorded",
		operands: someOperands("FILES"),
		options: {
			"as-of": rulesAsOf,
			json
		}
	},
	explain: {
		summary: "how one number comes about, line by line",
		operands: oneOperand("SCENARIO"),
		options: {
			config,
			base,
			"as-of": asOf,
			block: flag("what each block of the prompts costs"),
			json
		}
	},
	replay: {
		summary: "sends fixtures to the API again under a spending cap, and keeps the answers",
		operands: anyOperands("SCENARIO"),
		options: {
			config,
			"max-usd": text("USD", "the most it may spend; by default `replay: { max-usd }` of the config"),
			only: choice("WHICH", [
				"missing",
				"stale",
				"all"
			], "by default missing and stale"),
			"dry-run": flag("only say what would be sent and cost; needs no key"),
			concurrency: whole("N", 4, "runs at once, {usual} by default"),
			times: whole("N", 1, "send each run so often, to know how long answers are; {usual} by default"),
			batch: flag("through the Message Batches API, at half the price and within a day"),
			fast: flag("without the runs' own gaps; what the cache did then says nothing"),
			"no-answers": flag("keep usage, not what the model said"),
			unbounded: names("NAMES", "scenarios, with commas, to send though nothing bounds their cost"),
			"resend-unknown": flag("send again what may have been paid already"),
			json
		}
	},
	record: {
		summary: "keeps what a command sends to the API as fixtures, with or without a key",
		operands: commandOperand("CMD"),
		options: {
			scenario: text("NAME", "the scenario of all that is sent; by default what is alike is one"),
			stub: flag("no key, no network: recorded answers, made-up ones for what is new"),
			check: flag("write nothing; exit 1 where fixtures are not what the command sends"),
			once: flag("run the command a single time; what changes by itself is then harder to see"),
			new: choice("HOW", ["echo", "fail"], "with --stub: what new requests get; by default echo"),
			literal: flag("tie no text to files of the repository"),
			timeout: number("S", [1, 86400], "end the command after so many seconds; 1800 where no terminal is there"),
			port: number("N", [1, 65535], "listen on this port of loopback; by default any free one"),
			config,
			json
		}
	},
	reconcile: {
		summary: "the real bill beside the projection, and the traffic that would explain it",
		operands: anyOperands("FILES"),
		options: {
			config,
			month: text("MONTH", "the month, 2026-10; by default the last one that is over"),
			from: day("DAY", "the first day, in place of a month"),
			to: day("DAY", "the last day, with --from; whole UTC days"),
			admin: flag("ask the usage and cost reports (needs ANTHROPIC_ADMIN_KEY)"),
			workspace: text("ID", "only this workspace: its id, in a CSV its name"),
			"api-key-id": text("ID", "only this API key: its id, in a CSV also its name"),
			write: flag("keep the ratio beside the baseline, for the comment"),
			"as-of": day("DAY", "today is this day; by default today (UTC)"),
			json
		}
	},
	history: {
		summary: "the bill through git's history: the baselines that were committed",
		operands: anyOperands("SCENARIO"),
		options: {
			config,
			most: number("N", [1, 1e4], "the newest so many commits; 30 by default"),
			since: day("DAY", "only commits since this day (UTC)"),
			svg: text("FILE", "write a picture; - is the standard output"),
			json
		}
	},
	init: {
		summary: "looks through a repository and writes a first set-up; never over an existing file",
		operands: noOperands(),
		options: {
			"dry-run": flag("write nothing; say what would be written, and what it would cost"),
			"pre-commit": flag("write a .pre-commit-config.yaml too, where there is none"),
			json
		}
	},
	demo: {
		summary: "the whole job on a bundled example: no key, no network",
		operands: noOperands(),
		options: { json: reportFiles.json }
	}
};
const commandSpecs = commands;
const commandNames = Object.keys(commands).filter(isCommand);
function isCommand(word) {
	return Object.hasOwn(commands, word);
}
function showHelp() {
	return [
		"promptcost: what a change does to your Claude API bill, before the merge",
		"",
		"Usage: promptcost COMMAND [options]",
		"",
		...commandNames.map((name) => `  ${name.padEnd(10)}${commands[name].summary}`),
		"",
		"promptcost COMMAND --help says what a command takes.",
		"Exit codes: 0 fine, 1 a budget is exceeded, 2 bad input or a broken set-up.",
		""
	].join("\n");
}
function showCommandHelp(name) {
	const { summary, operands, options } = commands[name];
	const written = [...Object.entries(options), ["help", flag("this text")]].map(([option, { word, help }]) => [`--${option}${word === null ? "" : ` ${word}`}`, help]);
	const width = Math.max(...written.map(([option]) => option.length)) + 2;
	return [
		`promptcost ${name}: ${summary}`,
		"",
		`Usage: promptcost ${name} [options]${operands.usage === "" ? "" : ` ${operands.usage}`}`,
		"",
		...written.map(([option, help]) => `  ${option.padEnd(width)}${help}`),
		""
	].join("\n");
}

// src/cli/command-line.ts
const commandCode = {
	check: async () => (await import("./cli/check.js")).runCheck,
	update: async () => (await import("./cli/update.js")).runUpdate,
	count: async () => (await import("./cli/count.js")).runCount,
	bill: async () => (await import("./cli/bill2.js")).runBill,
	simulate: async () => (await import("./cli/simulate.js")).runSimulate,
	explain: async () => (await import("./cli/explain.js")).runExplain,
	replay: async () => (await import("./cli/replay.js")).runReplay,
	record: async () => (await import("./cli/record.js")).runRecord,
	reconcile: async () => (await import("./cli/reconcile.js")).runReconcile,
	history: async () => (await import("./cli/history.js")).runHistory,
	init: async () => (await import("./cli/init.js")).runInit,
	demo: async () => (await import("./cli/demo.js")).runDemo
};
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
	if (!isCommand(word)) {
		const shown = `\`${word.slice(0, 40)}\``;
		const isOption = word.startsWith("-");
		const said = isOption ? `${shown} stands before a command` : `there is no command ${shown}`;
		const meant = isOption ? " Options stand behind one." : await suggest(word, commandNames);
		world.warn(`promptcost: ${said}.${meant} \`promptcost --help\` lists them.\n`);
		if (world.words.some(isJsonOption)) await printRefusal(said, "promptcost --help", world);
		return 2;
	}
	return runCommand(word, words, world);
}
async function runCommand(name, words, shell) {
	const json = wantsJson(name, words);
	const reading = readArguments(name, commandSpecs[name], words);
	if (reading === "help") {
		shell.print(showCommandHelp(name));
		return 0;
	}
	if ("refused" in reading) {
		shell.warn(await describeRefusal(name, reading.refused));
		if (json) await printRefusal(reading.refused.text, `promptcost ${name} --help`, shell);
		return 2;
	}
	let isPrinted = false;
	const print = (text) => {
		isPrinted = true;
		shell.print(text);
	};
	const refuse = (problem) => {
		shell.warn(`promptcost: ${problem.message} ${problem.fix}\n`);
		if (json) printProblem(problem, print);
		return 2;
	};
	const { folder } = shell;
	if (folder === null) {
		const { nowhere, problem } = await import("./cli/problem.js");
		return refuse(problem("folder-gone", nowhere, {}));
	}
	if (shell.isOwnProcess) (await import("./cli/short-run.js")).prepareShortRun();
	const run = await commandCode[name]();
	try {
		return await run(reading.args, {
			...shell,
			folder,
			print,
			refuse
		});
	} catch (error) {
		if (json && !isPrinted) {
			const { nowhere, problem } = await import("./cli/problem.js");
			printProblem(problem("not-foreseen", nowhere, { name: error instanceof Error ? error.name : "unknown" }), print);
		}
		throw error;
	}
}
function wantsJson(name, words) {
	const { options } = commandSpecs[name];
	const end = words.indexOf("--");
	const own = end === -1 ? words : words.slice(0, end);
	if (options["json"]?.kind === "flag") return own.some(isJsonOption);
	return own.some((word, index) => {
		const next = own[index + 1] ?? "-";
		return word === "--json=-" || word === "--json" && next.startsWith("-");
	});
}
function isJsonOption(word) {
	return word === "--json" || word.startsWith("--json=");
}
function printProblem(problem, print) {
	print(`${JSON.stringify({
		schemaVersion: 1,
		problems: [problem]
	}, null, 2)}\n`);
}
async function printRefusal(said, help, shell) {
	const { nowhere, problem } = await import("./cli/problem.js");
	printProblem(problem("command-line", nowhere, {
		said,
		help
	}), shell.print);
}
async function describeRefusal(name, refusal) {
	const { text, complete, unknown } = refusal;
	return `promptcost: ${text}.${unknown === null ? "" : await suggest(unknown.name, unknown.known)}${complete ? "" : ` \`promptcost ${name} --help\` says what it takes.`}\n`;
}
async function suggest(name, known) {
	const match = known.find((other) => other.startsWith(name.slice(0, 3)) || name.startsWith(other)) ?? (await import("./cli/nearest.js")).nearestNames(name, known)[0];
	return match === void 0 ? "" : ` Did you mean \`${match}\`?`;
}

// src/io/crash.ts
function describeCrash(error) {
	if (!(error instanceof Error)) return {
		name: "unknown",
		frames: "",
		by: "itself"
	};
	const { name, message, stack = "" } = error;
	const frames = stack.slice(Math.max(0, stack.indexOf(message)) + message.length).split("\n").filter((line) => place.test(line));
	return {
		name: /^\w{1,40}$/.test(name) ? name : "unknown",
		frames: frames.join("\n"),
		by: "itself"
	};
}
const place = /^\s+at (?:async )?(?:[\w$.<>#[\] ]{1,120} \()?(?:file:|node:|\/|[A-Z]:\\)[^()\n]{1,400}:\d+:\d+\)?$/;
function endCrashesWithTwo(tell) {
	process.exitCode = 2;
	process.on("uncaughtException", (error) => {
		try {
			tell(describeCrash(error));
		} finally {
			process.exit(2);
		}
	});
}
function tolerateClosedOutput(fail) {
	for (const stream of [process.stdout, process.stderr]) stream.on("error", (error) => {
		if (error.code !== "EPIPE" && stream === process.stdout) fail(error.code ?? error.name);
	});
}

// src/cli.ts
const usualColumns = 80;
endCrashesWithTwo(tell);
tolerateClosedOutput((code) => {
	process.stderr.write(`promptcost: its output cannot be written (${code}).\n`);
	process.exit(2);
});
try {
	process.exitCode = await runCommandLine({
		words: process.argv.slice(2),
		folder: currentFolder(),
		env: process.env,
		isTerminal: process.stdout.isTTY,
		errorColumns: () => process.stderr.isTTY ? process.stderr.columns || usualColumns : null,
		print: (text) => process.stdout.write(text),
		warn: (text) => process.stderr.write(text),
		isOwnProcess: true,
		pauseMs: (ms) => ms
	});
} catch (error) {
	process.exitCode = 2;
	tell(describeCrash(error));
}
function currentFolder() {
	try {
		return process.cwd();
	} catch {
		return null;
	}
}
function tell({ name, frames }) {
	process.stderr.write(`promptcost: this should not have happened (${name}); please report it.\n${frames}\n`);
}

export {  };