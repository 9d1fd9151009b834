import { $n as createThreads, $r as showUsd, A as removeDrafts, Aa as usageMember, Ai as hasErrors, An as createOwnerFinder, Ba as setMember, Bi as withoutMarkers, Ca as groupBy, Cr as referenceKeyOf, Da as inputTotal, Dr as writePointer, Dt as openBook, Er as resolvePointer, Et as createEvaluationContext, Fa as isArray, Fr as parseJson, Gi as outputConfigOf, Gr as rememberTexts, Ha as writeJson, Hi as levels, Ir as folderOf, J as openFolder, Ji as modelOf, Jn as readJsonSource, Jt as firstDifference, Ki as toolsOf, La as isNumberText, Li as keyPatterns, Lr as pathFrom, Ma as anyNumber, Mi as placeIn, Mr as completesInput, Na as wholeNumber, Nn as readPattern$1, Oi as writeUsage, Pa as formatPath, Pi as problem, Pr as createStreamFolder, Qn as defaultGapMs, Ra as isObject, Rr as relativeTo, Rt as readPrompt, Sr as readReference, T as replaceFiles, Ta as contentOf$1, Tr as findRepeatedKey, Ui as maxTokensOf, Ur as cleanText, Va as valueAt, Vr as renderProblems, Wi as messagesOf, Xn as readRun, Xt as writtenDay, Y as withCommandContext, Yi as priceBookId, Yt as momentForms, Zn as createRunReader, _r as nameKey, aa as formatUsd, ar as plainName, ba as ascending, br as readFileReference, cr as declaredTexts, ct as partsNotLinked, d as createSearch, da as groupDigits, di as billExchange, ei as createPriceBook, er as resolveRequest, fa as listNames, fr as findRequestFaults, gr as createResolver, ha as shellCommand, hr as answerOf, ii as sortByPlace, ir as findNamedTags, ja as usageOf$1, ji as nowhere, jn as findFixtures, ka as outputTokens, kr as namesOf$1, lr as hashInput, ma as quoteNames, nr as defaultRecordedInto, oi as reportProblem, or as findTemplateTags, pa as plural, qi as modelMember, rr as fillPlaceholders, sr as isSourceCode, st as loadTree, ti as localNow, tr as readVariable, u as residualOf, ua as counted, ur as readRawExchange, va as sum, w as findWriteObstacle, wa as uniqueBy, wn as decodeUtf8, xa as ascendingBy, xr as readJsonReference, yr as createContentCache, za as readNumber, zr as resolvePath } from "./core.js";
import { p as keptOf, t as openJournalFolder } from "./journal-folder.js";
import { s as readDraft, t as isUntouched } from "./first-fixture.js";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join as join$1 } from "node:path";
import * as zlib from "node:zlib";
import { fileURLToPath } from "node:url";
import * as http from "node:http";
import { createServer } from "node:http";
import { StringDecoder } from "node:string_decoder";
import * as https from "node:https";

// src/record/runs/sorted-json.ts
function writeSorted(value, textOf = (text) => text) {
	if (typeof value === "string") return JSON.stringify(textOf(value));
	if (isArray(value)) return `[${value.map((item) => writeSorted(item, textOf)).join(",")}]`;
	if (!isObject(value) || isNumberText(value)) return writeJson(value);
	return `{${Object.entries(value).sort(ascendingBy(([key]) => key)).map(([key, member]) => `${JSON.stringify(key)}:${writeSorted(member, textOf)}`).join(",")}}`;
}

// src/record/runs/masked.ts
const uuid$1 = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const isoTime = /\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)?(?:Z|[+-]\d{2}:?\d{2})?/g;
const clock = /\b\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:\s?[ap]m\b)?/gi;
const slashed = /\b\d{1,4}[/.]\d{1,2}[/.]\d{1,4}\b/g;
const months = ["jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?", "sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"].join("|");
const day = String.raw`\d{1,2}(?:st|nd|rd|th)?`;
const named$1 = new RegExp(String.raw`\b(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s)?` + String.raw`(?:${day}\s(?:${months})|(?:${months})\.?\s${day})(?:,?\s\d{4})?`, "gi");
const longNumber = /\b\d{10,}\b/g;
const id = /\b(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_-]{12,}\b/g;
const mask = rememberTexts((text) => text.replace(uuid$1, "#").replace(isoTime, "@").replace(named$1, "@").replace(clock, "@").replace(slashed, "@").replace(longNumber, "#").replace(id, "#"));
function maskText(text) {
	return /\d/.test(text) ? mask(text) : text;
}
function writeMasked(value) {
	return writeSorted(withoutMarkers(value), maskText);
}
function writeUnmarked(value) {
	return writeSorted(withoutMarkers(value));
}
function inBlocks(message) {
	if (!isObject(message) || typeof message["content"] !== "string") return message;
	return {
		...message,
		content: [{
			type: "text",
			text: message["content"]
		}]
	};
}
function systemBlocks(body) {
	const { system } = body;
	if (typeof system === "string") return system === "" ? [] : [{
		type: "text",
		text: system
	}];
	return isArray(system) ? system : [];
}

// src/record/differences/difference.ts
const longestHint = 120;
const differenceKinds = {
	"new-run": "is sent, and there is no fixture of it",
	"gone-run": "is not sent any more",
	"new-exchange": "is sent too",
	"gone-exchange": "is not sent any more",
	changed: "differs"
};
function findSnapshotDifferences(changes, options) {
	return [...groupBy(changes, ({ scenario, run }) => JSON.stringify([scenario, run])).values()].flatMap((requests) => {
		const [first] = requests;
		if (first === void 0) return [];
		const { scenario, run, file } = first;
		const whole = {
			scenario,
			run,
			file,
			exchange: null,
			block: null,
			what: "",
			tokens: null
		};
		const starts = requests.some(({ index }) => index === 0);
		if (starts && requests.every(({ before }) => before === null)) return [{
			...whole,
			kind: "new-run"
		}];
		if (starts && requests.every(({ after }) => after === null)) return [{
			...whole,
			kind: "gone-run"
		}];
		return requests.map((request) => ({
			...whole,
			...describeRequest(request, options)
		}));
	});
}
function describeRequest({ index, before, after }, options) {
	const bare = {
		exchange: index,
		block: null,
		what: "",
		tokens: null
	};
	if (before === null) return {
		...bare,
		kind: "new-exchange"
	};
	if (after === null) return {
		...bare,
		kind: "gone-exchange"
	};
	return {
		...bare,
		...describeChange({
			before,
			after
		}, options),
		kind: "changed"
	};
}
function describeChange({ before, after }, { table, counter }) {
	const [was, is] = [before, after].map((body) => readPrompt({
		request: {
			body,
			placeholders: [],
			links: []
		},
		betas: [],
		table
	}));
	if (was === void 0 || is === void 0) return {
		block: null,
		what: "",
		tokens: null
	};
	const tokens = writeMember(before, "model") === writeMember(after, "model") ? counter.count(is).total - counter.count(was).total : null;
	const difference = firstDifference(was, is);
	return difference === null ? {
		block: null,
		what: diffMembers(before, after),
		tokens
	} : {
		block: difference.block,
		what: describe$1(difference, {
			before,
			after,
			prompt: is
		}),
		tokens
	};
}
function diffMembers(before, after) {
	const prompt = new Set(levels);
	const names = [.../* @__PURE__ */ new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !prompt.has(name) && writeMember(before, name) !== writeMember(after, name));
	return names.length === 0 ? "goes with other `betas`" : `has ${names.some((name) => name in before) ? "another" : "a"} ${listNames(quoteNames(names), "and")}`;
}
function writeMember(body, name) {
	const value = body[name];
	return value === void 0 ? "" : writeJson(value);
}
function describe$1(difference, { prompt }) {
	const { kind, name, offset, length, lengthBefore } = difference;
	if (kind === "setting") return `has another \`${name ?? ""}\``;
	if (kind === "marker") return describeMarker(difference, prompt);
	if (kind === "added") return `is new${named(name)}`;
	if (kind === "removed") return `is gone${named(name)}`;
	if (kind === "moved") return `stands elsewhere${named(name)}`;
	if (kind === "order only") return `has its keys in another order${named(name)}`;
	if (offset === null || length === null || lengthBefore === null) return `is another one${named(name)}`;
	const where = offset === 0 ? "starts with" : `has from character ${String(offset + 1)} on`;
	if (length === 0 && lengthBefore === 0) return `is another one${named(name)}`;
	return `${where} other text${hintAt(prompt, difference)}`;
}
function hintAt(prompt, { block, offset, length }) {
	const content = prompt.blocks.find(({ path }) => path === block)?.content;
	const text = isObject(content) ? content["text"] : void 0;
	if (typeof text !== "string" || offset === null || length === null) return "";
	const joined = (character) => /[\w:.+-]/.test(character ?? "");
	let [from, until] = [offset, offset + length];
	while (from > 0 && offset - from < longestHint && joined(text[from - 1])) from -= 1;
	while (until < text.length && until - offset < longestHint && joined(text[until])) until += 1;
	if (until - from > longestHint) return "";
	const masked = maskText(text.slice(from, until));
	if (masked.includes("@")) return " (a time)";
	return masked.includes("#") ? " (an id)" : "";
}
function describeMarker({ name, block }, after) {
	if (name !== "ttl") return `has ${name === "added" ? "a" : "no"} \`cache_control\` ${name === "added" ? "now" : "any more"}`;
	return `is kept for ${after.breakpoints.find((breakpoint) => after.blocks[breakpoint.block]?.path === block || breakpoint.automatic)?.ttl ?? "another time"} now`;
}
function named(name) {
	return name === null ? "" : ` (\`${name}\`)`;
}
function nameBlock(path) {
	const [first, index = 0, , inner] = path.split(".");
	const at = String(Number(index) + 1);
	const level = levels.find((known) => known === first);
	if (level === "tools") return `tool ${at}`;
	if (level === "system") return `system block ${at}`;
	return level === "messages" ? `message ${at}${inner === void 0 ? "" : `, block ${String(Number(inner) + 1)}`}` : `\`${path}\``;
}

// src/commands/record/differences-text.ts
const mostShown = 10;
function differencesText(differences, { words, stub }) {
	if (differences.length === 0) return ["fixtures are what the command sends"];
	const alike = [...groupBy(differences, (each) => `${each.kind} ${sentence$1(each)}`).values()];
	const lines = alike.slice(0, mostShown).flatMap((same) => {
		const [first] = same;
		if (first === void 0) return [];
		const others = same.length - 1;
		const more = others === 0 ? "" : `; ${groupDigits(others)} more ${plural(others, unit(first))} alike`;
		return [`  ${place(first)} ${sentence$1(first)}${more}`];
	});
	const rest = alike.length - lines.length;
	const command = cleanText(shellCommand(words));
	return [
		"fixtures are not what the code sends:",
		...lines,
		...rest > 0 ? [`  and ${counted(rest, "other difference")}`] : [],
		`Fix: run \`promptcost record ${stub ? "--stub " : ""}-- ${command}\` and commit what it changes${stub ? ", or `record` with a key for new answers" : ""}.`
	];
}
function place({ scenario, run, exchange, kind }) {
	const name = `${cleanText(scenario)}/${cleanText(run)}`;
	if (exchange === null) return name;
	return `${name}, exchange ${String(exchange + 1)}${kind === "changed" ? ":" : ""}`;
}
function sentence$1({ kind, block, what, tokens }) {
	if (kind !== "changed") return differenceKinds[kind];
	return `${block === null ? "the request" : nameBlock(block)} ${what}${describeTokens(tokens)}`;
}
function describeTokens(tokens) {
	if (tokens === null || tokens === 0) return "";
	const size = Math.abs(tokens);
	return `, ${groupDigits(size)} ${plural(size, "token")} ${tokens > 0 ? "longer" : "shorter"}`;
}
function unit({ exchange }) {
	return exchange === null ? "run" : "request";
}

// src/commands/record/json.ts
function recordJson({ recording, problems }, { words, stub, check }) {
	return {
		schemaVersion: 1,
		command: words,
		stub,
		check,
		recording: recording === null ? null : {
			...recording,
			differences: recording.differences.map((difference) => ({
				...difference,
				says: sentence$1(difference)
			})),
			spent: recording.spent === null ? null : {
				usd: formatUsd(recording.spent.usd),
				unpriced: recording.spent.unpriced
			}
		},
		problems: sortByPlace(problems).map(reportProblem)
	};
}

// src/record/redact/replacement.ts
const label = "redacted";
const leastLabelled = 16;
const filler = "q7Zk2mVx9TcRw4LdHs8NbYf3JgPa6UeKzB5oWt1XrQhGvM0yCiDnSjEuFlApO";
function replacementOf(text) {
	const labelled = text.length >= leastLabelled ? label : "";
	return labelled + text.slice(labelled.length).replaceAll(/[^\s\p{P}\p{S}]/gu, (character, offset) => standIn(character, labelled === "" ? null : filler[offset % 61] ?? "x"));
}
function standIn(character, given) {
	if (/\d/.test(character)) return given === null ? "0" : String(given.charCodeAt(0) % 10);
	const letter = given === null || /\d/.test(given) ? "x" : given;
	return (character !== character.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()).padEnd(character.length, "x");
}

// src/record/redact/redactor.ts
function createRedactor(patterns) {
	const searches = patterns.map(readPattern$1).filter(isPattern).map(createSearch);
	return rememberTexts((text) => {
		let redacted = text;
		for (const { pattern, hint = "", group } of keyPatterns) {
			if (!redacted.includes(hint)) continue;
			pattern.lastIndex = 0;
			if (!pattern.test(redacted)) continue;
			redacted = redacted.replace(pattern, (found, key) => {
				if (group !== true || typeof key !== "string") return replacementOf(found);
				const at = found.lastIndexOf(key);
				return found.slice(0, at) + replacementOf(key) + found.slice(at + key.length);
			});
		}
		for (const search of searches) {
			const found = search(redacted);
			if (found.length === 0) continue;
			const parts = [];
			let copied = 0;
			for (const { from, until } of found) {
				parts.push(redacted.slice(copied, from), replacementOf(redacted.slice(from, until)));
				copied = until;
			}
			redacted = parts.join("") + redacted.slice(copied);
		}
		return redacted;
	});
}
function isPattern(read) {
	return typeof read === "object";
}
function redactValue(value, redact, isData = false) {
	if (typeof value === "string") return redact(value);
	if (typeof value === "number" || isNumberText(value)) return isData ? redactNumber(value, redact) : value;
	if (isArray(value)) {
		let changed = false;
		const items = value.map((item) => {
			const made = redactValue(item, redact, isData);
			changed ||= made !== item;
			return made;
		});
		return changed ? items : value;
	}
	return isObject(value) ? redactObject(value, redact, isData) : value;
}
function redactObject(value, redact, isData = false) {
	let changed = false;
	const members = {};
	for (const [key, member] of Object.entries(value)) {
		const [name, made] = [redact(key), redactValue(member, redact, isData || key === "input")];
		changed ||= name !== key || made !== member;
		setMember(members, name, made);
	}
	return changed ? members : value;
}
function redactNumber(value, redact) {
	const text = writeJson(value);
	return redact(text) === text ? value : readNumber(text.replaceAll(/\d/g, "1"));
}

// src/record/runs/order-members.ts
const leading = ["model", "max_tokens"];
const trailing = [
	"tools",
	"tool_choice",
	"system",
	"messages"
];
function orderMembers(body) {
	return Object.fromEntries(Object.entries(body).sort(ascendingBy(([key]) => `${rankOf(key)}${key}`)));
}
function rankOf(key) {
	const [first, last] = [leading.indexOf(key), trailing.indexOf(key)];
	return first === -1 ? last === -1 ? "b" : `c${String(last)}` : `a${String(first)}`;
}

// src/record/snapshots/resolve-request.ts
function openTrials(run, file, resolver) {
	let before = null;
	let index = 0;
	return {
		read: (written) => {
			const known = resolver.problems.length;
			const raw = rawExchange({ request: written }, file, resolver);
			const request = resolveRequest(raw, before, resolver);
			const isBroken = hasErrors(resolver.problems.slice(known));
			resolver.problems.length = known;
			return isBroken ? null : request;
		},
		settle: (request, { response, expected }) => {
			const id = `${run}#${String(index)}`;
			const expectation = {
				exchange: expected,
				scenario: null
			};
			before = {
				request,
				answer: answerOf({
					id,
					index,
					body: request.body
				}, response, expectation)
			};
			index += 1;
		},
		answer: () => before?.answer.content ?? null
	};
}
function rawExchange(value, file, resolver) {
	return readRawExchange(value, {
		source: {
			file,
			line: 1,
			value,
			refers: true,
			place: () => placeIn(file)
		},
		path: [],
		problems: resolver.problems
	}, []);
}
function isSameBody(a, b) {
	return writeJson(orderMembers(a)) === writeJson(orderMembers(b));
}
function hashRequest({ body, placeholders }, betas, digest) {
	return hashInput({
		body,
		betas,
		declared: declaredTexts(placeholders)
	}, digest);
}
function bareExchange(request, facts) {
	const { file, ...rest } = facts;
	return {
		...rest,
		place: placeIn(file),
		offsetMs: 0,
		at: null,
		request,
		recorded: null,
		counted: null,
		expectedOutput: null,
		needsPrevious: false
	};
}

// src/record/snapshots/run-to-write.ts
function oldExchange({ snapshot, aligned }, index) {
	const at = aligned[index] ?? null;
	if (snapshot === null || at === null) return null;
	const exchange = snapshot.exchanges[at];
	const value = rawExchanges(snapshot)[at];
	return exchange === void 0 || value === void 0 ? null : {
		value,
		exchange
	};
}
function rawExchanges({ value }) {
	const { exchanges } = value;
	return isArray(exchanges) ? exchanges.filter(isObject) : [value];
}
function isAsRecorded({ snapshot, aligned, requests, live }) {
	return snapshot !== null && snapshot.exchanges.length === live.exchanges.length && aligned.every((at, index) => at === index && requests[index]?.isKnown === true && snapshot.exchanges[at]?.betas.join() === live.exchanges[index]?.call.betas.join());
}

// src/record/snapshots/write-recorded.ts
function writeRecorded(exchange, { live: { call, response, redacted }, body }, context) {
	if (response === null || !isPaid(call)) return null;
	const earned = hashRequest({
		body,
		placeholders: []
	}, call.betas, context.digest);
	const residual = residualOf(exchange, response, context);
	return {
		inputHash: redacted ? hashRedacted(earned, context.digest) : earned,
		...residual === null ? {} : { residual },
		...call.at === null ? {} : { at: call.at },
		response: keptOf(response)
	};
}
function isPaid({ at }) {
	return at !== null;
}
function takesAnswers(run, digest) {
	return run.live.exchanges.every(({ call }) => isPaid(call)) && !(isAsRecorded(run) && run.snapshot?.exchanges.every((one) => isOfRequest(one, digest)) === true);
}
function isOfRequest({ recorded, inputHash }, digest) {
	const earned = recorded?.inputHash ?? inputHash;
	return recorded !== null && (earned === inputHash || earned === hashRedacted(inputHash, digest));
}
function hashRedacted(hash, digest) {
	return `sha256:${digest(`redacted\n${hash}`)}`;
}
function writeExpected({ response }) {
	const tokens = wholeNumber(usageMember(response, "output_tokens"));
	return tokens === null ? null : { output_tokens: tokens };
}

// src/record/counted-inputs.ts
const countingBeta = /^token-counting-/;
function collectCounts(calls, { digest, redact }) {
	const counts = /* @__PURE__ */ new Map();
	let all = 0;
	const used = /* @__PURE__ */ new Set();
	for (const call of calls) {
		if (call.endpoint !== "count_tokens" || call.outcome !== "answered") continue;
		all += 1;
		const tokens = wholeNumber(call.response?.["input_tokens"]);
		const body = redactObject(call.request, redact);
		const isOfBody = call.redacted !== true && body === call.request;
		if (tokens === null || !isPaid(call) || !isOfBody) continue;
		const betas = call.betas.filter((name) => !countingBeta.test(name));
		counts.set(hashInput({
			body,
			betas
		}, digest), tokens);
	}
	return {
		all,
		used: () => used.size,
		take: (inputHash) => {
			const tokens = counts.get(inputHash) ?? null;
			if (tokens !== null) used.add(inputHash);
			return tokens;
		}
	};
}

// src/record/first-config.ts
function writeFirstConfig(scenarios, file) {
	return `# What a change costs is worked out from these runs. \`promptcost record -- <your tests>\` keeps
# them up to date; \`promptcost check\` says what they come to.
version: 1\nscenarios:\n${scenarios.map((scenario) => writeScenario(scenario, file) + "    # traffic: { runs: 10k/month }      # how often it runs: then there is a figure a month\n    # output: 300                       # tokens of an answer, where none is recorded\n    # budget: { per-run: $0.05 }        # with traffic also monthly: $200, increase: { percent: 5 }\n").join("")}`;
}
function writeScenario({ name, folder }, file, others = []) {
	const written = [...others, `${folder}/*.json`].map((glob) => quoteKey(relativeTo(folderOf(file), glob)));
	const fixtures = written.length === 1 ? ` ${written.join("")}` : written.map((glob) => `\n      - ${glob}`).join("");
	return `  ${quoteKey(name)}:\n    fixtures:${fixtures}\n`;
}
function quoteKey(text) {
	return /^[A-Za-z_][\w./-]*(?:\/\*\.json)?$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text);
}

// src/record/matching/run-shape.ts
function shapeOf$1(run, digest) {
	const first = run.exchanges[0]?.body ?? {};
	const tools = toolTexts(first);
	const system = systemBlocks(first).map(writeMasked);
	const toolKey = digest(tools.join("\n"));
	return {
		scenario: run.scenario,
		name: run.name,
		exact: digest(run.exchanges.map((exchange) => hashInput(exchange, digest)).join("\n")),
		alike: digest(run.exchanges.map(({ body, betas }) => `${writeInput(body)}\n${betas.join(",")}`).join("\n")),
		settings: digest(JSON.stringify([
			modelOf(first),
			toolKey,
			system
		])),
		tools: tools.length === 0 ? "" : toolKey,
		opening: digest(openingOf(first)),
		prefix: [...tools, ...system]
	};
}
function openingOf(body) {
	const message = messagesOf(body)?.[0];
	return message === void 0 ? "" : writeMasked(inBlocks(message));
}
function writeInput(body) {
	const settings = Object.fromEntries(Object.entries(body).filter(([key]) => !apart.has(key)));
	const texts = [
		...systemBlocks(body),
		"",
		...(messagesOf(body) ?? []).map(inBlocks)
	];
	return [
		writeUnmarked(settings),
		...toolTexts(body),
		...texts.map(writeMasked)
	].join("\n");
}
const apart = /* @__PURE__ */ new Set([
	"messages",
	"system",
	"tools",
	"metadata",
	"stream"
]);
function toolTexts(body) {
	return toolsOf(body).map(writeUnmarked).sort();
}
function sharedPrefix(a, b) {
	let length = 0;
	for (const [index, block] of a.prefix.entries()) {
		if (block !== b.prefix[index]) break;
		length += block.length;
	}
	return length;
}
function prefixLength({ prefix }) {
	return prefix.reduce((sum, block) => sum + block.length, 0);
}

// src/record/matching/match-runs.ts
function matchRuns(live, known) {
	const pairs = /* @__PURE__ */ new Map();
	const taken = /* @__PURE__ */ new Set();
	const pair = (how, keyOf) => {
		const waiting = groupBy(known.flatMap((run, index) => taken.has(index) ? [] : [{
			index,
			key: keyOf(run, index, false)
		}]), ({ key }) => key);
		for (const [index, run] of live.entries()) {
			const key = pairs.has(index) ? null : keyOf(run, index, true);
			const found = key === null ? void 0 : waiting.get(key)?.shift();
			if (found === void 0) continue;
			pairs.set(index, {
				known: found.index,
				how
			});
			taken.add(found.index);
		}
	};
	const inScenario = (key, run) => run.scenario === null ? null : JSON.stringify([run.scenario, key]);
	pair("hash", (run) => inScenario(run.exact, run));
	pair("hash", ({ exact }) => exact);
	pair("hash", (run) => inScenario(run.alike, run));
	pair("hash", ({ alike }) => alike);
	const groups = [...groupBy(live.entries(), ([, run]) => groupKey(run)).values()];
	const scenarioOf = /* @__PURE__ */ new Map();
	const place = (how) => {
		for (const keyOf of places) pair(how, (run, index, isLive) => {
			const scenario = isLive ? scenarioOf.get(index) ?? null : run.scenario;
			const key = keyOf(run);
			return scenario === null || key === null ? null : JSON.stringify([scenario, key]);
		});
	};
	for (const group of groups) {
		const scenario = scenarioOfGroup(group, {
			pairs,
			known
		});
		if (scenario !== null) for (const [index] of group) scenarioOf.set(index, scenario);
	}
	place("place");
	const lost = groups.filter(([first]) => first !== void 0 && !scenarioOf.has(first[0]));
	for (const [group, scenario] of nearestScenarios(lost, {
		known,
		taken,
		given: scenarioOf
	})) for (const [index] of group) scenarioOf.set(index, scenario);
	place("prefix");
	return {
		matches: [...pairs].map(([index, found]) => ({
			live: index,
			...found
		})).sort((a, b) => a.live - b.live),
		scenarios: live.map((_, index) => scenarioOf.get(index) ?? null)
	};
}
function groupKey({ scenario, settings }) {
	return JSON.stringify(scenario === null ? { settings } : { scenario });
}
const places = [
	({ name }) => name,
	({ opening }) => opening,
	() => ""
];
function scenarioOfGroup(group, { pairs, known }) {
	const [, first] = group[0] ?? [];
	if (first === void 0 || first.scenario !== null) return first?.scenario ?? null;
	const counts = /* @__PURE__ */ new Map();
	for (const [index] of group) {
		const scenario = known[pairs.get(index)?.known ?? -1]?.scenario ?? null;
		if (scenario !== null) counts.set(scenario, (counts.get(scenario) ?? 0) + 1);
	}
	const [most] = [...counts].sort((a, b) => b[1] - a[1]);
	if (most !== void 0) return most[0];
	return known.find(({ settings }) => settings === first.settings)?.scenario ?? null;
}
function nearestScenarios(groups, { known, taken, given }) {
	const left = groupBy(known.filter((_, index) => !taken.has(index)), ({ scenario }) => scenario);
	const claimed = new Set(given.values());
	const near = groups.flatMap((group) => [...left].flatMap(([scenario, runs]) => {
		const found = scenario === null ? null : nearness(group, runs);
		if (scenario === null || found === null) return [];
		return found.openings === 0 && claimed.has(scenario) ? [] : [{
			group,
			scenario,
			...found
		}];
	}));
	near.sort((a, b) => b.openings - a.openings || b.tools - a.tools || b.shared - a.shared);
	const chosen = /* @__PURE__ */ new Map();
	const used = /* @__PURE__ */ new Set();
	for (const { group, scenario } of near) {
		if (chosen.has(group) || used.has(scenario)) continue;
		chosen.set(group, scenario);
		used.add(scenario);
	}
	return chosen;
}
function nearness(group, runs) {
	const [, first] = group[0] ?? [];
	const [other] = runs;
	if (first === void 0 || other === void 0) return null;
	const known = new Set(runs.map(({ opening }) => opening));
	const openings = group.filter(([, { opening }]) => known.has(opening)).length;
	const tools = first.tools !== "" && runs.some(({ tools: own }) => own === first.tools) ? 1 : 0;
	const shared = sharedPrefix(first, other);
	return openings > 0 || tools > 0 || shared > 0 && 2 * shared >= prefixLength(first) ? {
		openings,
		tools,
		shared
	} : null;
}

// src/record/snapshots/names.ts
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
function safeName(name) {
	const plain = name.normalize("NFKD").replaceAll(/[^A-Za-z0-9._-]+/g, "-").replaceAll(/-{2,}/g, "-").replace(/^[-.]+/, "").slice(0, 64).replace(/[-.]+$/, "");
	if (plain === "") return null;
	return reserved.test(plain) ? `${plain}_` : plain;
}
function freeName(name, isTaken) {
	if (!isTaken(name)) return name;
	let count = 2;
	while (isTaken(`${name}-${String(count)}`)) count += 1;
	return `${name}-${String(count)}`;
}
function nameScenario(body, systemFile) {
	const file = systemFile?.replace(/^.*\//, "").replace(/\.[^.]*$/, "") ?? "";
	const [tool] = toolsOf(body);
	const toolName = isObject(tool) && typeof tool["name"] === "string" ? tool["name"] : "";
	const model = priceBookId(modelOf(body) ?? "");
	return safeName(file) ?? safeName(toolName) ?? safeName(model) ?? "requests";
}

// src/record/planning/place-runs.ts
function placeRuns(passes, snapshots, digest) {
	const [first = [], ...later] = passes;
	const nameOf = createNames(snapshots.map(({ scenario }) => scenario));
	const shapeOfRun = (run) => liveShape(run, nameOf, digest);
	const shapes = first.map(shapeOfRun);
	const known = snapshots.map((snapshot) => snapshotShape(snapshot, digest));
	const { matches, scenarios } = matchRuns(shapes, known);
	const matched = new Map(matches.map(({ live, ...match }) => [live, match]));
	const again = pairPasses(shapes, later, shapeOfRun);
	const placed = first.map((live, index) => {
		const match = matched.get(index);
		const run = {
			live,
			snapshot: snapshots[match?.known ?? -1] ?? null,
			how: match?.how ?? null,
			again: again.get(index) ?? []
		};
		const shape = shapes[index];
		const own = shape?.scenario ?? run.snapshot?.scenario ?? scenarios[index] ?? null;
		return {
			run,
			name: own,
			key: own ?? JSON.stringify(shape?.settings)
		};
	});
	return [...groupBy(placed, ({ key }) => key).values()].map((group) => ({
		name: group[0]?.name ?? null,
		runs: group.map(({ run }) => run)
	}));
}
function createNames(known) {
	const names = new Map(known.map((name) => [name.toLowerCase(), name]));
	return (scenario) => {
		const safe = safeName(scenario) ?? "requests";
		const name = names.get(safe.toLowerCase()) ?? safe;
		names.set(safe.toLowerCase(), name);
		return name;
	};
}
function liveShape({ scenario, name, exchanges }, nameOf, digest) {
	return shapeOf$1({
		scenario: scenario === null ? null : nameOf(scenario),
		name: name === null ? null : safeName(name),
		exchanges: exchanges.map(({ body, call }) => ({
			body,
			betas: call.betas
		}))
	}, digest);
}
function snapshotShape({ scenario, name, exchanges }, digest) {
	return shapeOf$1({
		scenario,
		name,
		exchanges: exchanges.map(({ request, betas }) => ({
			body: request.body,
			betas
		}))
	}, digest);
}
function pairPasses(first, later, shapeOfRun) {
	const pairs = /* @__PURE__ */ new Map();
	for (const runs of later) {
		const known = runs.map((run) => asScenario(shapeOfRun(run)));
		for (const match of matchRuns(first, known).matches) {
			const run = runs[match.known];
			if (run !== void 0) pairs.set(match.live, [...pairs.get(match.live) ?? [], run]);
		}
	}
	return pairs;
}
function asScenario(shape) {
	return {
		...shape,
		scenario: shape.scenario ?? shape.settings
	};
}

// src/record/differences/settled.ts
function withValuesOf(earlier, sent) {
	if (sent.placeholders.length === 0) return sent.body;
	const before = textsByPath(earlier.placeholders);
	const now = textsByPath(sent.placeholders);
	const fill = (value, path, old) => {
		if (typeof value === "string") {
			const key = formatPath(path);
			const [own, known] = [now.get(key), before.get(key)];
			return own === void 0 || known === void 0 || typeof old !== "string" ? value : fillText$1({
				text: value,
				placeholders: own
			}, {
				text: old,
				placeholders: known
			});
		}
		if (isArray(value)) {
			const items = isArray(old) ? old : [];
			return value.map((item, index) => fill(item, [...path, index], items[index]));
		}
		if (!isObject(value) || isNumberText(value)) return value;
		const members = isObject(old) ? old : {};
		return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fill(member, [...path, key], members[key])]));
	};
	const { tools, ...others } = sent.body;
	const prompt = Object.fromEntries(Object.entries(others).map(([key, member]) => [key, fill(member, [key], earlier.body[key])]));
	return tools === void 0 ? prompt : {
		...prompt,
		tools: orderTools(fill(tools, ["tools"], earlier.body["tools"]), earlier, sent)
	};
}
function textsByPath(placeholders) {
	return groupBy(placeholders.filter(({ kind }) => kind === "text"), ({ path }) => formatPath(path));
}
function fillText$1(own, other) {
	const values = groupBy(other.placeholders.map(({ name, offset, width = 0 }) => ({
		name,
		value: other.text.slice(offset, offset + width)
	})), ({ name }) => name);
	const parts = [];
	let from = 0;
	for (const { name, offset, width = 0 } of own.placeholders) {
		const value = values.get(name)?.shift()?.value ?? own.text.slice(offset, offset + width);
		parts.push(own.text.slice(from, offset), value);
		from = offset + width;
	}
	return parts.join("") + own.text.slice(from);
}
function orderTools(tools, earlier, sent) {
	const known = earlier.body["tools"];
	if (!isArray(tools) || !isArray(known)) return tools;
	const places = new Map(known.map((tool, index) => [nameOf$1(tool), index]));
	const keyed = tools.map((tool, index) => {
		const at = places.get(nameOf$1(tool));
		return at !== void 0 && hasMark$1(earlier, "key_order", at) && hasMark$1(sent, "key_order", index) ? withKeysOf(tool, known[at]) : tool;
	});
	if (!hasMark$1(earlier, "tool_order") || !hasMark$1(sent, "tool_order")) return keyed;
	const rankOf = (tool) => places.get(nameOf$1(tool)) ?? known.length;
	return keyed.toSorted((a, b) => rankOf(a) - rankOf(b));
}
function nameOf$1(tool) {
	return isObject(tool) ? writeJson([tool["name"] ?? tool["type"] ?? null]) : writeJson(tool);
}
function hasMark$1({ placeholders }, mark, index) {
	return placeholders.some(({ name, path }) => name === mark && path[0] === "tools" && (index === void 0 || path[1] === index));
}
function withKeysOf(value, other) {
	if (isArray(value)) {
		const items = isArray(other) ? other : [];
		return value.map((item, index) => withKeysOf(item, items[index]));
	}
	if (!isObject(value) || !isObject(other) || isNumberText(value)) return value;
	const keys = /* @__PURE__ */ new Set([...Object.keys(other), ...Object.keys(value)]);
	return Object.fromEntries([...keys].flatMap((key) => {
		const member = value[key];
		return member === void 0 ? [] : [[key, withKeysOf(member, other[key])]];
	}));
}

// src/record/planning/result.ts
function describeScenarios(planned, unsent, into) {
	const left = groupBy(unsent, ({ snapshot }) => snapshot.scenario);
	const sent = planned.map((scenario) => describeScenario(scenario, left.get(scenario.name) ?? []));
	const names = new Set(planned.map(({ name }) => name));
	const others = [...left].flatMap(([name, snapshots]) => names.has(name) ? [] : [describeScenario({
		name,
		folder: `${into}/${name}`,
		runs: []
	}, snapshots)]);
	return [...sent, ...others].sort((a, b) => a.name < b.name ? -1 : 1);
}
function describeScenario({ name, folder, runs }, unsent) {
	const states = groupBy([...runs.flatMap((run) => {
		const state = stateOf(run);
		return state === null ? [] : [{
			file: run.file,
			state
		}];
	}), ...unsent.map(({ snapshot: { file }, isRemoved }) => ({
		file,
		state: isRemoved ? "removed" : "kept"
	}))], ({ state }) => state);
	const filesOf = (state) => (states.get(state) ?? []).map(({ file }) => file).sort();
	return {
		name,
		folder,
		runs: runs.length,
		requests: runs.reduce((sum, { placed }) => sum + placed.live.exchanges.length, 0),
		files: {
			unchanged: filesOf("unchanged"),
			updated: filesOf("updated"),
			new: filesOf("new"),
			removed: filesOf("removed"),
			kept: filesOf("kept")
		},
		matched: countMatched(runs),
		notTied: partsNotLinked(runs.map(({ written }) => ({ exchanges: (written?.requests ?? []).map((request) => ({ request })) })))
	};
}
function stateOf({ placed, written, file }) {
	if (written === null) return null;
	if (written.isUnchanged && placed.snapshot?.file === file) return "unchanged";
	return placed.snapshot === null ? "new" : "updated";
}
function countMatched(runs) {
	const count = (how) => runs.filter(({ placed }) => placed.how === how).length;
	return {
		hash: count("hash"),
		place: count("place"),
		prefix: count("prefix")
	};
}
function describeChanges(planned, unsent) {
	const sent = planned.flatMap(({ name: scenario, runs }) => runs.flatMap(({ placed: { snapshot }, name: run, file, aligned, written }) => {
		const known = snapshot?.exchanges ?? [];
		const facts = {
			scenario,
			run,
			file
		};
		const differing = (written?.requests ?? []).flatMap((sent, index) => {
			const old = known[aligned[index] ?? -1]?.request ?? null;
			if (old !== null && isSameBody(old.body, sent.body)) return [];
			const settled = old === null ? sent.body : withValuesOf(old, sent);
			const isSettled = old !== null && isSameBody(old.body, settled);
			const before = old?.body ?? null;
			return [{
				sent: sent.body,
				settled,
				isSettled,
				change: {
					...facts,
					index,
					before
				}
			}];
		});
		const places = new Set(aligned);
		const gone = known.flatMap(({ request }, index) => places.has(index) ? [] : [{
			...facts,
			index,
			before: request.body,
			after: null
		}]);
		const real = differing.filter(({ isSettled }) => !isSettled);
		return [...real.length + gone.length > 0 ? real.map(({ change, settled: after }) => ({
			...change,
			after
		})) : differing.map(({ change, sent: after }) => ({
			...change,
			after
		})), ...gone];
	}));
	const removed = unsent.flatMap(({ snapshot: { scenario, name, file, exchanges }, isRemoved }) => isRemoved ? exchanges.map(({ request }, index) => {
		return {
			scenario,
			run: name,
			file,
			index,
			before: request.body,
			after: null
		};
	}) : []);
	return [...sent, ...removed];
}
function describePlaceholders(planned) {
	return planned.flatMap(({ name: scenario, texts }) => {
		return countRequests(texts.placeholders.map(({ path, exchange, ...placeholder }) => ({
			exchange,
			entry: {
				scenario,
				...placeholder,
				level: levelOf(path)
			}
		})));
	});
}
function describeFindings(planned) {
	return planned.flatMap(({ name: scenario, texts }) => {
		return countRequests(texts.findings.map(({ path, exchange, kind, file }) => ({
			exchange,
			entry: {
				scenario,
				kind,
				file,
				level: levelOf(path)
			}
		})));
	});
}
function countRequests(found) {
	return [...groupBy(found, ({ entry }) => JSON.stringify(entry)).values()].flatMap((alike) => {
		const [first] = alike;
		if (first === void 0) return [];
		const requests = new Set(alike.map(({ exchange }) => exchange)).size;
		return [{
			...first.entry,
			requests
		}];
	});
}
function describeTies(planned) {
	return planned.flatMap(({ name: scenario, texts }) => [...groupBy(texts.tied, ({ file, pointer }) => JSON.stringify([file, pointer])).values()].flatMap((alike) => {
		const [first] = alike;
		if (first === void 0) return [];
		const { file, pointer, others } = first;
		return [{
			file,
			pointer,
			scenario,
			levels: [...new Set(alike.map(({ path }) => levelOf(path)))].sort(),
			others
		}];
	}));
}
function levelOf(path) {
	return String(path[0] ?? "");
}

// src/record/snapshots/offsets.ts
function createOffsets(run) {
	let offset = 0;
	return { next: (index, exchange) => {
		const previous = run.live.exchanges[index - 1];
		const old = oldExchange(run, index);
		const oldBefore = index === 0 ? null : oldExchange(run, index - 1);
		const isKept = old !== null && (index === 0 ? old.exchange.index === 0 : oldBefore !== null && old.exchange.index === oldBefore.exchange.index + 1);
		const gap = isKept && oldBefore !== null ? old.exchange.offsetMs - oldBefore.exchange.offsetMs : previous === void 0 ? 0 : gapOf(previous.call, exchange.call);
		offset = isKept && index === 0 ? old.exchange.offsetMs : offset + gap;
		if (isKept && old.exchange.offsetMs === offset) {
			const { offset: given, at } = old.value;
			return {
				...given === void 0 ? {} : { offset: given },
				...at === void 0 ? {} : { at }
			};
		}
		return (index === 0 ? offset === 0 : gap === 1e4) ? {} : { offset: writeOffset(offset) };
	} };
}
const leastGapMs = 1e3;
const steps = [
	[1e4, 1e3],
	[6e4, 5e3],
	[6e5, 3e4],
	[36e5, 3e5],
	[Number.POSITIVE_INFINITY, 18e5]
];
function gapOf(before, next) {
	if (before.endedMs === null || next.startedMs < before.endedMs) return 0;
	if (before.at === null || next.at === null) return defaultGapMs;
	const gap = Math.max(next.startedMs - before.startedMs, leastGapMs);
	const [, step = 1e3] = steps.find(([until]) => gap <= until) ?? [];
	return Math.ceil(gap / step) * step;
}
function writeOffset(ms) {
	if (ms % 1e3 !== 0) return `${String(ms)}ms`;
	const seconds = ms / 1e3;
	const [hours, minutes, rest] = [
		Math.floor(seconds / 3600),
		Math.floor(seconds % 3600 / 60),
		seconds % 60
	];
	const parts = [
		hours === 0 ? "" : `${String(hours)}h`,
		minutes === 0 ? "" : `${String(minutes)}m`,
		rest === 0 ? "" : `${String(rest)}s`
	].join("");
	return parts === "" ? "0s" : parts;
}

// src/record/snapshots/request-forms.ts
function requestForms(sent, before, answer) {
	const count = before === null ? 0 : messagesOf(before.body)?.length ?? 0;
	const whole = withAnswer(sent, count, answer);
	if (before === null || count === 0) return [whole];
	const messages = messagesOf(whole) ?? [];
	const isGone = Object.keys(before.body).some((key) => sent.body[key] === void 0);
	if (messages.length <= count || isGone) return [whole];
	const own = Object.entries(whole).filter(([key, value]) => key !== "messages" && !isEqual(before.written[key], value, before.body[key], sent.body[key]));
	const appended = messages.slice(count);
	return [
		Object.fromEntries([...own, ["messages", { $append: appended }]]),
		Object.fromEntries([...own, ["messages", {
			$append: appended,
			"keep-markers": true
		}]]),
		whole
	];
}
function isEqual(a, b, sentA, sentB) {
	return sameText(a, b) && sameText(sentA, sentB);
}
function sameText(a, b) {
	return a === b || a !== void 0 && b !== void 0 && writeJson(a) === writeJson(b);
}
function withAnswer({ body, written }, index, answer) {
	const message = messagesOf(body)?.[index];
	const messages = written["messages"];
	if (answer === null || !isArray(messages) || !isObject(message)) return written;
	const repeated = writeJson({
		role: "assistant",
		content: answer
	});
	if (writeJson(message) !== repeated) return written;
	return {
		...written,
		messages: messages.map((one, at) => at === index ? { $answer: true } : one)
	};
}

// src/record/snapshots/write-run.ts
function writeRun(run, tools) {
	const { snapshot, live, file, name } = run;
	const isUnchanged = isAsRecorded(run);
	const isFresh = takesAnswers(run, tools.context.digest);
	const trials = openTrials(name, file, tools.resolver);
	const offsets = createOffsets(run);
	const requests = [];
	const exchanges = [];
	for (const [index, exchange] of live.exchanges.entries()) {
		const old = oldExchange(run, index);
		const keepsOld = isUnchanged && !isFresh && old !== null;
		const sent = {
			body: exchange.body,
			written: run.requests[index]?.request ?? exchange.body
		};
		const before = beforeOf(run, index);
		const found = keepsOld ? [requestOf(old.value), old.exchange.request] : chooseForm({
			sent,
			before,
			old,
			isKnown: isKnownWithPrevious(run, index)
		});
		if (found === null) return null;
		const [written, request] = found;
		const betas = exchange.call.betas;
		const inputHash = hashRequest(request, betas, tools.context.digest);
		const bare = bareExchange(request, {
			id: `${name}#${String(index)}`,
			index,
			betas,
			inputHash,
			file
		});
		const kept = old?.value["recorded"];
		const recorded = (isFresh || kept === void 0 ? writeRecorded(bare, {
			live: exchange,
			body: literal(exchange)
		}, tools.context) : null) ?? (isObject(kept) ? kept : null);
		const counted = writeCounted(bare, tools.counts) ?? stillCounted(old, inputHash);
		const time = offsets.next(index, exchange);
		exchanges.push(keepsOld ? withCounted(old.value, counted) : writeExchange({
			recorded,
			written,
			exchange,
			old,
			counted
		}, time));
		const expected = wholeNumber(memberOf(exchanges.at(-1), "expect", "output_tokens"));
		const response = recorded?.["response"];
		trials.settle(request, {
			response: isObject(response) ? response : null,
			expected
		});
		requests.push(request);
	}
	const value = {
		...headOf(snapshot),
		exchanges
	};
	if (snapshot !== null && isSameDocument(snapshot, value)) return {
		value: snapshot.value,
		requests,
		isUnchanged: true
	};
	return {
		value,
		requests,
		isUnchanged: false
	};
	function literal({ body }) {
		return trials.read(body)?.body ?? body;
	}
	function chooseForm(given) {
		const { sent, before, old, isKnown } = given;
		const target = trials.read(sent.written);
		if (target === null) return null;
		const forms = [...isKnown && old !== null ? [requestOf(old.value)] : [], ...requestForms(sent, before, trials.answer())];
		for (const form of forms) {
			const request = trials.read(form);
			if (request !== null && isSameBody(request.body, target.body)) return [form, request];
		}
		return null;
	}
}
function isSameDocument(snapshot, value) {
	const known = {
		...headOf(snapshot),
		exchanges: rawExchanges(snapshot)
	};
	return writeJson(known) === writeJson(value);
}
function requestOf(value) {
	const { request } = value;
	return isObject(request) ? request : {};
}
function headOf(snapshot) {
	if (snapshot === null) return {};
	const { $schema, id, weight } = snapshot.value;
	const isRun = isArray(snapshot.value["exchanges"]);
	return Object.fromEntries(Object.entries({
		$schema,
		id: isRun ? id : void 0,
		weight
	}).flatMap(([key, member]) => member === void 0 ? [] : [[key, member]]));
}
function isKnownWithPrevious({ aligned, requests }, index) {
	const at = aligned[index] ?? null;
	if (at === null || requests[index]?.isKnown !== true) return false;
	return index === 0 ? at === 0 : aligned[index - 1] === at - 1;
}
function beforeOf({ live, requests }, index) {
	const [exchange, request] = [live.exchanges[index - 1], requests[index - 1]];
	if (exchange === void 0 || request === void 0) return null;
	return {
		body: exchange.body,
		written: request.request
	};
}
function writeCounted({ inputHash }, counts) {
	const tokens = counts.take(inputHash);
	return tokens === null ? null : {
		inputHash,
		tokens
	};
}
function stillCounted(old, inputHash) {
	const counted = old?.value["counted"];
	return isObject(counted) && counted["inputHash"] === inputHash ? counted : null;
}
function withCounted(value, counted) {
	const known = value["counted"];
	if (counted === null || known !== void 0 && writeJson(known) === writeJson(counted)) return value;
	return {
		...value,
		counted
	};
}
function writeExchange({ recorded, written, exchange, old, counted }, time) {
	const { betas } = exchange.call;
	const members = {
		id: old?.value["id"] ?? null,
		...time,
		betas: betas.length === 0 ? null : [...betas],
		request: written,
		recorded,
		counted,
		expect: recorded === null ? old?.value["expect"] ?? (exchange.call.isMadeUp === true ? null : writeExpected(exchange)) : null
	};
	return Object.fromEntries(Object.entries(members).flatMap(([key, member]) => member === null ? [] : [[key, member]]));
}
function memberOf(value, key, inner) {
	const member = value?.[key];
	return isObject(member) ? member[inner] : void 0;
}

// src/record/texts/clock.ts
const dayForms = new RegExp(writtenDay);
const clockForm = /(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?:[ \u00A0\u202F]?([AaPp])\.?[Mm])?/;
const compactForm = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/;
const monthStarts = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const [minuteMs, dayMs] = [6e4, 864e5];
function hasSeconds(text) {
	return /\d:\d\d:\d\d/.test(text) || compactForm.test(text) || /^\d+(?:\.\d+)?$/.test(text);
}
function isMomentNow(text, { fromMs, untilMs }) {
	const time = timeIn(text);
	return daysIn(text).some(([year, month, date]) => {
		const ms = Date.UTC(year, month - 1, date) + (time?.minutes ?? 0) * minuteMs;
		return ms > fromMs - dayMs && ms < untilMs + dayMs;
	});
}
function isDateNow(text, now) {
	const [from, until] = [now.fromMs, now.untilMs];
	const days = [0, now.zoneMinutes].flatMap((zoneMinutes) => [from, until].map((ms) => new Date(ms + zoneMinutes * minuteMs).toISOString().slice(0, 10)));
	return daysIn(text).some(([year, month, date]) => {
		const ms = Date.UTC(year, month - 1, date);
		return Number.isFinite(ms) && days.includes(new Date(ms).toISOString().slice(0, 10));
	});
}
function isClockNow(text, now) {
	const time = timeIn(text);
	if (time === null) return false;
	const ranMs = now.untilMs - now.fromMs + 2 * minuteMs;
	return [0, now.zoneMinutes].some((zoneMinutes) => {
		const start = now.fromMs - minuteMs + zoneMinutes * minuteMs;
		return (((time.minutes * 60 + (time.seconds ?? 0)) * 1e3 - start) % dayMs + dayMs) % dayMs <= ranMs;
	});
}
function isEpochNow(text, { fromMs, untilMs }) {
	const whole = /^(\d{10,19})(?:\.\d{1,9})?$/.exec(text)?.[1] ?? "";
	const scale = {
		10: 1e3,
		13: 1,
		16: .001,
		19: 1e-6
	}[whole.length];
	if (scale === void 0) return false;
	const ms = Number(whole) * scale;
	return ms > fromMs - dayMs && ms < untilMs + dayMs;
}
function daysIn(text) {
	const compact = compactForm.exec(text);
	if (compact !== null) return [[
		Number(compact[1]),
		Number(compact[2]),
		Number(compact[3])
	]];
	const name = monthStarts.findIndex((start) => new RegExp(String.raw`(?<![a-z])${start}`, "i").test(text));
	if (name !== -1) {
		const year = /(?<!\d)\d{4}(?!\d)/.exec(text)?.[0];
		const date = /(?<![\d:])(\d{1,2})(?:st|nd|rd|th)?(?![\d:])/.exec(text)?.[1];
		return year === void 0 || date === void 0 ? [] : [[
			Number(year),
			name + 1,
			Number(date)
		]];
	}
	const numbers = (dayForms.exec(text)?.[0] ?? "").split(/[^\d]+/).map(Number);
	const [first = 0, second = 0, third = 0] = numbers;
	if (numbers.length < 3) return [];
	if (first > 31) return [[
		first,
		second,
		third
	]];
	return [[
		third,
		second,
		first
	], [
		third,
		first,
		second
	]];
}
function timeIn(text) {
	const compact = compactForm.exec(text);
	const [, hour, minute, second, half] = clockForm.exec(text) ?? [];
	if (compact !== null) return {
		minutes: Number(compact[4]) * 60 + Number(compact[5]),
		seconds: Number(compact[6])
	};
	if (hour === void 0 || minute === void 0) return null;
	const isAfternoon = half?.toLowerCase() === "p";
	const hours = half === void 0 ? Number(hour) : Number(hour) % 12 + (isAfternoon ? 12 : 0);
	if (hours > 24 || Number(minute) > 59) return null;
	return {
		minutes: hours * 60 + Number(minute),
		seconds: second === void 0 ? null : Number(second)
	};
}
function readNow(from, until) {
	const zoneOf = /([+-])(\d\d):?(\d\d)$/.exec(from);
	const minutes = Number(zoneOf?.[2] ?? 0) * 60 + Number(zoneOf?.[3] ?? 0);
	const fromMs = Date.parse(from);
	return {
		fromMs,
		untilMs: Math.max(fromMs, Date.parse(until)),
		zoneMinutes: zoneOf?.[1] === "-" ? -minutes : minutes
	};
}

// src/record/texts/rewritten.ts
const placeholderKinds = {
	time: "a time",
	date: "a date",
	uuid: "a UUID",
	id: "an id",
	path: "a path",
	number: "a number",
	value: "a value",
	key_order: "the order of keys",
	tool_order: "the order of tools"
};
const findingKinds = {
	order: "comes in another order with each run of the command: every request changes the prefix",
	shape: "is made of other parts in the second run of the command; the first one's are kept",
	value: "is another value in the second run of the command; the first one's is kept",
	template: "fits a template whose tags a fixture cannot fill; it is not tied",
	reserved: "has a key that means something else in a fixture; it cannot be written"
};

// src/record/texts/template.ts
function nameSpans(text, spans) {
	const names = /* @__PURE__ */ new Map();
	const taken = /* @__PURE__ */ new Set();
	return spans.map((span) => {
		const key = JSON.stringify([
			span.kind,
			text.slice(span.from, span.until),
			span.others
		]);
		const known = names.get(key);
		if (known !== void 0) return {
			...span,
			name: known
		};
		let name = span.kind;
		for (let count = 2; taken.has(name) || hasName(text, name); count += 1) name = `${span.kind}_${String(count)}`;
		taken.add(name);
		names.set(key, name);
		return {
			...span,
			name
		};
	});
}
function hasName(text, name) {
	return findNamedTags(text, { [name]: {
		value: "",
		changes: "run",
		literal: false
	} }).length > 0;
}
function writeTemplate(text, spans, changesOf) {
	const parts = [];
	const vars = /* @__PURE__ */ new Map();
	let from = 0;
	for (const span of spans) {
		parts.push(text.slice(from, span.from), `{{${span.name}}}`);
		from = span.until;
		const value = text.slice(span.from, span.until);
		vars.set(span.name, {
			name: span.name,
			value,
			changes: changesOf(span)
		});
	}
	parts.push(text.slice(from));
	return {
		$text: parts.join(""),
		vars: writeVars([...vars.values()])
	};
}
function writeVars(vars) {
	return Object.fromEntries(vars.map(({ name, value, changes }) => [name, {
		value,
		changes
	}]));
}
function readWrittenVars(written) {
	if (!isObject(written)) return {};
	return Object.fromEntries(Object.entries(written).flatMap(([name, value]) => {
		const variable = readVariable(value);
		return variable === null ? [] : [[name, variable]];
	}));
}
function cutText(text, vars) {
	const filled = Object.fromEntries(Object.entries(vars).filter(([, { literal }]) => !literal));
	const pieces = [];
	const names = [];
	let from = 0;
	for (const { offset, text: tag, name } of findNamedTags(text, filled)) {
		pieces.push(text.slice(from, offset));
		names.push(name ?? "");
		from = offset + tag.length;
	}
	return {
		pieces: [...pieces, text.slice(from)],
		names
	};
}
const mostTries = {
	value: 400,
	text: 5e3
};
function matchText(text, { pieces, names }, accepts) {
	const [start = "", ...rest] = pieces;
	if (!text.startsWith(start)) return null;
	const values = [];
	let tries = 0;
	return matchFrom(0, start.length) ? values : null;
	function matchFrom(index, from) {
		const name = names[index];
		if (name === void 0) return from === text.length;
		const piece = rest[index] ?? "";
		const bound = names.indexOf(name) < index ? values[names.indexOf(name)] : void 0;
		const last = text.length - piece.length;
		const isLast = index === names.length - 1;
		let at = isLast ? text.endsWith(piece) ? last : -1 : text.indexOf(piece, from);
		for (let count = 0; at >= from && count < mostTries.value; count += 1) {
			tries += 1;
			if (tries > mostTries.text) return false;
			const value = text.slice(from, at);
			values.length = index;
			if (bound === void 0 ? accepts(name, value) : bound === value) {
				values.push(value);
				if (matchFrom(index + 1, at + piece.length)) return true;
			}
			at = isLast || at >= last ? -1 : text.indexOf(piece, at + 1);
		}
		return false;
	}
}
function fillText(text, vars, isInline) {
	const tags = isInline ? { tags: findNamedTags(text, vars) } : {};
	return fillPlaceholders({
		text,
		file: "",
		vars,
		...tags
	}).text;
}
function kindOfName(name, kinds) {
	const bare = name.replace(/_\d+$/, "");
	return Object.keys(kinds).find((kind) => kind === bare) ?? null;
}

// src/record/texts/tokens.ts
const uuid = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}";
const path = String.raw`(?<![\w:/.<])(?:~|[A-Z]:)?[\\/][\w.@+-]+(?:[\\/][\w.@+-]+)+[\\/]?`;
const edge = String.raw`(?<![\p{L}\p{N}_])`;
const forms = [
	{
		kind: "uuid",
		pattern: `${edge}${uuid}(?![\\w-])`
	},
	{
		kind: "time",
		pattern: `${edge}(?:${momentForms.moment})`,
		isNow: isMomentNow
	},
	{
		kind: "date",
		pattern: `${edge}(?:${momentForms.date})(?!\\d)`,
		isNow: isDateNow
	},
	{
		kind: "time",
		pattern: `${edge}(?:${momentForms.clock})(?![\\d:])`,
		isNow: (text, now, before) => isClockNow(text, now) && readsAsNow(text, before)
	},
	{
		kind: "path",
		pattern: path
	},
	{
		kind: "number",
		pattern: String.raw`${edge}\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_])`
	}
];
const word = String.raw`[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*`;
const pieces = new RegExp([
	...forms.map(({ pattern }) => `(${pattern})`),
	word,
	String.raw`\s+`,
	String.raw`[\s\S]`
].join("|"), "gu");
function tokenize(text, now) {
	return [...text.matchAll(pieces)].map((match) => {
		const { 0: written, index: offset } = match;
		const form = forms.find((_, index) => match[index + 1] !== void 0);
		return form === void 0 ? {
			offset,
			text: written,
			kind: null,
			isNow: false,
			hasSeconds: false
		} : readToken(form, {
			offset,
			text: written
		}, {
			whole: text,
			now
		});
	});
}
const timeForms = forms.filter(({ isNow, kind }) => isNow !== void 0 || kind === "number");
const times = new RegExp(timeForms.map(({ pattern }) => `(${pattern})`).join("|"), "gu");
const hints = /\d:\d\d|\d{4}/g;
const longestTime = 90;
function findTimesAroundNow(text, now) {
	return partsWithTimes(text).flatMap(({ from, until }) => [...text.slice(from, until).matchAll(times)].flatMap((match) => {
		const form = timeForms.find((_, index) => match[index + 1] !== void 0);
		const token = {
			offset: from + match.index,
			text: match[0]
		};
		return form === void 0 ? [] : [readToken(form, token, {
			whole: text,
			now
		})];
	}).filter(({ isNow }) => isNow));
}
function partsWithTimes(text) {
	const parts = [];
	for (const { index } of text.matchAll(hints)) {
		let from = Math.max(0, index - longestTime);
		let until = Math.min(text.length, index + longestTime);
		while (from > 0 && !/\s/.test(text.charAt(from))) from -= 1;
		while (until < text.length && !/\s/.test(text.charAt(until))) until += 1;
		const last = parts.at(-1);
		if (last !== void 0 && from <= last.until) last.until = Math.max(last.until, until);
		else parts.push({
			from,
			until
		});
	}
	return parts;
}
function readToken(form, token, { whole, now }) {
	const { offset, text } = token;
	if (form.kind === "number" && isEpochNow(text, now)) return {
		...token,
		kind: "time",
		isNow: true,
		hasSeconds: true
	};
	const before = whole.slice(Math.max(0, offset - 40), offset);
	return {
		...token,
		kind: form.kind,
		isNow: form.isNow?.(text, now, before) ?? false,
		hasSeconds: form.kind === "time" && hasSeconds(text)
	};
}
function readsAsNow(text, before) {
	if (hasSeconds(text) || !/:\d[05](?!\d)/.test(text)) return true;
	return /\b(?:now|current|currently|today|time is|it is|it's|as of|clock)\b/i.test(before);
}
function kindOf(text, now) {
	const [first, ...rest] = tokenize(text, now);
	if (first !== void 0 && rest.length === 0 && first.kind !== null) return first.kind;
	return isId(text) ? "id" : "value";
}
function isId(text) {
	if (!/^[\w.:+/=-]{6,200}$/.test(text) || !/[A-Za-z]/.test(text)) return false;
	return /\d/.test(text) || /[a-z][A-Z][^a-z]|[a-z][A-Z][a-z][A-Z]/.test(text);
}
const wholes = new Map([...groupBy(forms, ({ kind }) => kind)].map(([kind, alike]) => [kind, new RegExp(`^(?:${alike.map(({ pattern }) => pattern).join("|")})$`, "u")]));
function isOfKind(text, kind, held) {
	if (text === held) return true;
	if (kind === "key_order" || kind === "tool_order") return false;
	if (kind === "id") return /^\S{1,200}$/.test(text);
	if (kind === "time" && /^\d{10,19}(?:\.\d{1,9})?$/.test(text)) return true;
	const form = wholes.get(kind);
	if (form !== void 0) return form.test(text);
	return text.split("\n").length <= held.split("\n").length && text.length <= 2 * held.length + 80;
}

// src/record/texts/known.ts
function saysWhatWasSent(known, sent, context) {
	const keys = Object.keys(known);
	return keys.length === Object.keys(sent).length && keys.every((key) => {
		const [own, live] = [known[key], sent[key]];
		if (own === void 0 || live === void 0) return false;
		return key === "tools" && isArray(own) ? toolsMatch(own, live, context) : matches(own, live, {
			...context,
			isAnyOrder: false
		});
	});
}
function matches(known, sent, matching) {
	if (isArray(known)) return isArray(sent) && known.length === sent.length && known.every((item, index) => matches(item, sent[index] ?? null, matching));
	if (!isObject(known)) return !isObject(sent) && writeJson(known) === writeJson(sent);
	const key = referenceKeyOf(known);
	if (key === "$json") {
		const { $json: written } = known;
		const value = typeof written === "string" ? matching.files.value(written) : void 0;
		return value !== void 0 && writeJson(value) === writeJson(sent);
	}
	if (key !== void 0) return typeof sent === "string" && readValues(known, sent, matching) !== null;
	if (!isObject(sent)) return false;
	const [own, live] = [Object.keys(known), Object.keys(sent)];
	return own.length === live.length && own.every((name, index) => (matching.isAnyOrder ? Object.hasOwn(sent, name) : live[index] === name) && matches(known[name] ?? null, sent[name] ?? null, matching));
}
function toolsMatch(known, sent, context) {
	if (!isArray(sent) || sent.length !== known.length) return false;
	const isAnyList = known.some((tool) => hasMark(tool, "tool_order"));
	const rest = [...sent];
	return known.every((tool, index) => {
		const matching = {
			...context,
			isAnyOrder: hasMark(tool, "key_order")
		};
		if (!isAnyList) return matches(tool, sent[index] ?? null, matching);
		const at = rest.findIndex((other) => matches(tool, other, matching));
		if (at !== -1) rest.splice(at, 1);
		return at !== -1;
	});
}
function hasMark(tool, name) {
	return isObject(tool) && Object.values(tool).some((member) => isObject(member) && isObject(member["vars"]) && Object.hasOwn(member["vars"], name));
}
function readValues(known, sent, { files, now }) {
	const { $text: inline, $file: file, trim } = known;
	const whole = typeof file === "string" ? files.text(file) : null;
	const text = typeof inline === "string" ? inline : trim === false ? whole : whole?.replace(/\n$/, "") ?? null;
	if (text === null) return null;
	const vars = readWrittenVars(known["vars"]);
	const cut = cutText(text, vars);
	const values = matchText(sent, cut, (name, value) => {
		const held = vars[name]?.value;
		if (typeof held !== "string") return true;
		return isOfKind(value, kindOfName(name, placeholderKinds) ?? kindOf(held, now), held);
	});
	return values === null ? null : values.map((value, index) => {
		const name = cut.names[index] ?? "";
		return {
			name,
			value,
			changes: vars[name]?.changes ?? "run"
		};
	});
}

// src/record/texts/alignment.ts
const mostPairs = 25e4;
function findDifferences(first, other) {
	const found = [];
	const open = [{
		from: 0,
		until: first.length,
		otherFrom: 0,
		otherUntil: other.length
	}];
	for (let region = open.pop(); region !== void 0; region = open.pop()) {
		const { from, until, otherFrom, otherUntil } = withoutEqualEnds(region, first, other);
		const inner = {
			from,
			until,
			otherFrom,
			otherUntil
		};
		if (from === until && otherFrom === otherUntil) continue;
		if (from === until || otherFrom === otherUntil) {
			found.push(inner);
			continue;
		}
		const anchors = findAnchors(inner, first, other);
		const pairs = anchors.length > 0 ? anchors : (until - from) * (otherUntil - otherFrom) <= mostPairs ? longestCommon(inner, first, other) : [];
		if (pairs.length === 0) {
			found.push(inner);
			continue;
		}
		let [start, otherStart] = [from, otherFrom];
		for (const [at, otherAt] of pairs) {
			open.push({
				from: start,
				until: at,
				otherFrom: otherStart,
				otherUntil: otherAt
			});
			[start, otherStart] = [at + 1, otherAt + 1];
		}
		open.push({
			from: start,
			until,
			otherFrom: otherStart,
			otherUntil
		});
	}
	return found.toSorted((a, b) => a.from - b.from || a.otherFrom - b.otherFrom);
}
function withoutEqualEnds(region, first, other) {
	let { from, until, otherFrom, otherUntil } = region;
	while (from < until && otherFrom < otherUntil && first[from] === other[otherFrom]) {
		from += 1;
		otherFrom += 1;
	}
	while (from < until && otherFrom < otherUntil && first[until - 1] === other[otherUntil - 1]) {
		until -= 1;
		otherUntil -= 1;
	}
	return {
		from,
		until,
		otherFrom,
		otherUntil
	};
}
function findAnchors(region, first, other) {
	const here = placesOfUnique(first, region.from, region.until);
	const there = placesOfUnique(other, region.otherFrom, region.otherUntil);
	return longestRising([...here].flatMap(([token, at]) => {
		const otherAt = there.get(token);
		return otherAt === void 0 ? [] : [[at, otherAt]];
	}));
}
function placesOfUnique(tokens, from, until) {
	const places = /* @__PURE__ */ new Map();
	const repeated = /* @__PURE__ */ new Set();
	for (let index = from; index < until; index += 1) {
		const token = tokens[index] ?? "";
		if (places.has(token)) repeated.add(token);
		else if (/[\p{L}\p{N}]/u.test(token)) places.set(token, index);
	}
	for (const token of repeated) places.delete(token);
	return places;
}
function longestRising(pairs) {
	const last = [];
	const before = [];
	for (const [index, [, at]] of pairs.entries()) {
		let [low, high] = [0, last.length];
		while (low < high) {
			const middle = low + high >> 1;
			if ((pairs[last[middle] ?? 0]?.[1] ?? 0) < at) low = middle + 1;
			else high = middle;
		}
		before.push(low === 0 ? -1 : last[low - 1] ?? -1);
		last[low] = index;
	}
	const rising = [];
	for (let index = last.at(-1) ?? -1; index !== -1; index = before[index] ?? -1) {
		const pair = pairs[index];
		if (pair !== void 0) rising.push(pair);
	}
	return rising.toReversed();
}
function longestCommon(region, first, other) {
	const { from, otherFrom } = region;
	const [rows, columns] = [region.until - from, region.otherUntil - otherFrom];
	const width = columns + 1;
	const best = new Float64Array((rows + 1) * width);
	const weigh = (token) => /[\p{L}\p{N}]/u.test(token) ? 1 + token.length : .25;
	for (let row = rows - 1; row >= 0; row -= 1) {
		const token = first[from + row] ?? "";
		const weight = weigh(token);
		for (let column = columns - 1; column >= 0; column -= 1) {
			const skip = Math.max(best[(row + 1) * width + column] ?? 0, best[row * width + column + 1] ?? 0);
			const taken = token === other[otherFrom + column] ? weight + (best[(row + 1) * width + column + 1] ?? 0) : -1;
			best[row * width + column] = Math.max(skip, taken);
		}
	}
	const pairs = [];
	let [row, column] = [0, 0];
	while (row < rows && column < columns) {
		const value = best[row * width + column];
		if (value === best[(row + 1) * width + column]) row += 1;
		else if (value === best[row * width + column + 1]) column += 1;
		else {
			pairs.push([from + row, otherFrom + column]);
			row += 1;
			column += 1;
		}
	}
	return pairs;
}

// src/record/texts/changing-spans.ts
const most = {
	parts: 60,
	share: .6
};
function findChangingSpans(texts, now) {
	const [first = "", ...rest] = texts;
	const others = [...new Set(rest)].filter((other) => other !== first);
	if (others.length === 0 && !/\d/.test(first)) return [];
	const parts = joinOverlapping(others.flatMap((other) => differingParts(first, other, now)));
	const spans = parts.map((part) => spanOf(first, part, now));
	const covered = spans.filter(({ kind }) => kind === "value").reduce((sum, { from, until }) => sum + until - from, 0);
	if (spans.length > most.parts || spans.length > 1 && covered > most.share * first.length) return [spanOf(first, {
		from: 0,
		until: first.length,
		other: others[0] ?? ""
	}, now)];
	const isFree = ({ offset, text }) => !parts.some(({ from, until }) => from < offset + text.length && until > offset);
	const around = findTimesAroundNow(first, now).filter(isFree).map(({ offset, text, kind, hasSeconds }) => ({
		from: offset,
		until: offset + text.length,
		kind: kind ?? "time",
		why: "now",
		hasSeconds,
		others: []
	}));
	return [...spans, ...around].toSorted((a, b) => a.from - b.from || a.until - b.until);
}
function spanOf(first, { from, until, other }, now) {
	const text = first.slice(from, until);
	const kinds = [text, other].map((part) => kindOf(part, now));
	const [kind = "value"] = kinds;
	const isOne = kinds.every((another) => another === kind);
	const hasSeconds = tokenize(text, now).some((token) => token.hasSeconds);
	const isId = kinds.every((another) => another === "id" || another === "number");
	return {
		from,
		until,
		kind: isOne ? kind : isId ? "id" : "value",
		why: "differs",
		hasSeconds,
		others: [other]
	};
}
const reach = 200;
function differingParts(whole, otherWhole, now) {
	const { start, end } = equalEnds(whole, otherWhole);
	const first = whole.slice(start, whole.length - end);
	const other = otherWhole.slice(start, otherWhole.length - end);
	const tokens = tokenize(first, now);
	const theirs = tokenize(other, now);
	const ranges = findDifferences(tokens.map(({ text }) => text), theirs.map(({ text }) => text));
	const offsetIn = (list, whole, index) => list[index]?.offset ?? whole.length;
	const parts = [];
	for (const range of ranges) {
		const next = {
			from: offsetIn(tokens, first, range.from),
			until: offsetIn(tokens, first, range.until),
			otherFrom: offsetIn(theirs, other, range.otherFrom),
			otherUntil: offsetIn(theirs, other, range.otherUntil)
		};
		const last = parts.at(-1);
		const between = last === void 0 ? null : first.slice(last.until, next.from);
		const isJoined = last !== void 0 && between !== null && belongTogether(between, [first.slice(last.from, last.until), first.slice(next.from, next.until)], now);
		const from = isJoined ? last.from : next.from;
		const otherFrom = isJoined ? last.otherFrom : next.otherFrom;
		if (isJoined) parts.pop();
		parts.push({
			...next,
			from,
			otherFrom,
			other: other.slice(otherFrom, next.otherUntil)
		});
	}
	return joinShuffled(parts, first, other).map((part) => ({
		...part,
		from: part.from + start,
		until: part.until + start
	}));
}
function joinShuffled(parts, first, other) {
	const [head, last] = [parts[0], parts.at(-1)];
	if (head === void 0 || last === void 0 || head === last) return parts;
	const whole = {
		...head,
		until: last.until,
		otherUntil: last.otherUntil
	};
	const text = other.slice(whole.otherFrom, whole.otherUntil);
	return wordsOf(first.slice(whole.from, whole.until)) === wordsOf(text) ? [{
		...whole,
		other: text
	}] : parts;
}
function wordsOf(text) {
	return (text.match(/[\p{L}\p{N}_]+/gu) ?? []).sort(ascending).join(" ");
}
function equalEnds(first, other) {
	const shorter = Math.min(first.length, other.length);
	let start = 0;
	while (start < shorter && first.charCodeAt(start) === other.charCodeAt(start)) start += 1;
	let end = 0;
	while (end < shorter - start && first.charCodeAt(first.length - 1 - end) === other.charCodeAt(other.length - 1 - end)) end += 1;
	start = Math.max(0, start - reach);
	end = Math.max(0, end - reach);
	while (start > 0 && !/\s/.test(first.charAt(start))) start -= 1;
	while (end > 0 && !/\s/.test(first.charAt(first.length - end))) end -= 1;
	return {
		start,
		end
	};
}
function belongTogether(between, parts, now) {
	if (!/^(?:[ \t]{1,2}|[^\s\p{L}\p{N}])$/u.test(between)) return false;
	const kinds = parts.map((part) => kindOf(part, now));
	return between.trim() === "" ? kinds.every((kind) => kind === "value") : kinds.every((kind) => kind === "value" || kind === "id");
}
function joinOverlapping(parts) {
	const joined = [];
	for (const part of parts.toSorted((a, b) => a.from - b.from || a.until - b.until)) {
		const last = joined.at(-1);
		if (last === void 0 || part.from > last.until || part.from === last.until && part.from !== last.from) joined.push(part);
		else if (part.until > last.until) joined[joined.length - 1] = {
			...last,
			until: part.until
		};
	}
	return joined;
}

// src/record/texts/frequency.ts
const stillMs = 1500;
function findFrequencies(seen) {
	const inRun = /* @__PURE__ */ new Map();
	const spans = /* @__PURE__ */ new Map();
	const runsOf = /* @__PURE__ */ new Map();
	for (const { run, startedMs, path, skeleton, values, spans: own } of seen) for (const [index, value] of values.entries()) {
		const key = keyOf$1({
			path,
			skeleton
		}, index);
		const runKey = JSON.stringify([key, run]);
		const span = own[index];
		if (span !== void 0) spans.set(key, span);
		addTo(inRun, runKey, {
			startedMs,
			value
		});
		runsOf.set(key, (runsOf.get(key) ?? /* @__PURE__ */ new Set()).add(runKey));
	}
	const found = /* @__PURE__ */ new Map();
	for (const [key, span] of spans) {
		const each = [...runsOf.get(key) ?? []].map((run) => changesIn(inRun.get(run) ?? [], span, key.startsWith("messages")));
		const level = levelKey(key);
		const all = [found.get(level) ?? "never", ...each];
		found.set(level, often.find((changes) => all.includes(changes)) ?? "run");
	}
	return (text, index) => found.get(levelKey(keyOf$1(text, index))) ?? "run";
}
const often = [
	"request",
	"run",
	"day"
];
function changesIn(seen, { kind, why, hasSeconds }, isMessage) {
	if (kind === "date" && why === "now") return "day";
	if (new Set(seen.map(({ value }) => value)).size > 1) return "request";
	if (isMessage || !hasSeconds) return "run";
	const times = seen.flatMap(({ startedMs }) => startedMs ?? []);
	return times.length > 1 && Math.max(...times) - Math.min(...times) >= stillMs ? "run" : "request";
}
function keyOf$1({ path, skeleton }, index) {
	return `${path} ${String(skeleton)} ${String(index)}`;
}
function levelKey(key) {
	const [path = "", ...rest] = key.split(" ");
	return [path.split(".")[0], ...rest].join(" ");
}
function addTo(groups, key, item) {
	const group = groups.get(key);
	if (group === void 0) groups.set(key, [item]);
	else group.push(item);
}

// src/record/texts/sites.ts
const words = /* @__PURE__ */ new Set([
	"type",
	"role",
	"media_type",
	"signature",
	"model"
]);
const settings = /* @__PURE__ */ new Set([
	"cache_control",
	"inference_geo",
	"output_config",
	"service_tier",
	"speed",
	"thinking"
]);
function findSites({ bodies }) {
	const [first, ...others] = bodies;
	const sites = [];
	const findings = [];
	visit(first, others, []);
	return {
		sites,
		findings
	};
	function visit(value, alike, path) {
		if (typeof value === "string") visitText(value, alike, path);
		else if (isArray(value)) visitList(value, alike, path);
		else if (isObject(value)) {
			const objects = alike.filter(isObject);
			const keys = Object.keys(value);
			if (!objects.every((other) => Object.keys(other).length === keys.length && keys.every((key) => Object.hasOwn(other, key))) || objects.length < alike.length) findings.push({
				path,
				kind: "shape"
			});
			for (const key of keys) {
				const there = objects.flatMap((other) => Object.hasOwn(other, key) ? [other[key]] : []);
				visit(value[key] ?? null, there.filter((item) => item !== void 0), [...path, key]);
			}
		} else if (alike.some((other) => !isPlain(other) || writeJson(other) !== writeJson(value))) findings.push({
			path,
			kind: "value"
		});
	}
	function visitText(value, alike, path) {
		const texts = alike.filter((other) => typeof other === "string");
		const isWord = isSetting(path) || isEncoded(first, path);
		if (texts.length < alike.length || isWord && texts.some((other) => other !== value)) findings.push({
			path,
			kind: texts.length < alike.length ? "shape" : "value"
		});
		if (!isWord) sites.push({
			path,
			texts: [value, ...texts]
		});
	}
	function visitList(value, alike, path) {
		const lists = alike.filter(isArray);
		if (lists.length < alike.length || lists.some((other) => other.length !== value.length)) findings.push({
			path,
			kind: "shape"
		});
		for (const [index, item] of value.entries()) visit(item, lists.flatMap((other) => partnerOf(item, {
			index,
			path,
			other
		}) ?? []), [...path, index]);
	}
}
function partnerOf(item, { index, path, other }) {
	const name = path.length === 1 && path[0] === "tools" && isObject(item) ? item["name"] : void 0;
	const found = typeof name === "string" ? other.find((tool) => isObject(tool) && tool["name"] === name) : other[index];
	return found === void 0 ? null : [found];
}
function isSetting(path) {
	if (path.includes("input")) return false;
	return words.has(String(path.at(-1))) || path.includes("cache_control") || path[0] !== "messages" && settings.has(String(path[0]));
}
function isPlain(value) {
	return typeof value !== "object" || value === null || isNumberText(value);
}
function isEncoded(body, path) {
	if (path.at(-1) !== "data") return false;
	const source = valueAt(body, path.slice(0, -1));
	return isObject(source) && source["type"] === "base64";
}

// src/record/texts/observed-texts.ts
function observeTexts(exchanges, now) {
	const read = createTextReader(now);
	const sites = exchanges.map(findSites);
	const seen = [];
	const placed = sites.map(({ sites: own }, exchange) => own.map(({ path, texts }) => {
		const [text = ""] = texts;
		const { spans, skeleton } = read(texts);
		const { run = "", startedMs = null } = exchanges[exchange] ?? {};
		const facts = {
			run,
			startedMs,
			path: formatPath(path),
			skeleton,
			spans
		};
		if (spans.length > 0) seen.push({
			...facts,
			values: spans.map(({ from, until }) => text.slice(from, until))
		});
		return {
			facts,
			own: {
				exchange,
				path,
				texts,
				text,
				spans,
				run,
				startedMs
			}
		};
	}));
	const frequencyOf = findFrequencies(seen);
	return {
		byExchange: placed.map((texts) => texts.map(({ facts, own }) => ({
			...own,
			changesOf: (index) => frequencyOf(facts, index)
		}))),
		findings: sites.flatMap(({ findings }, exchange) => findings.map((finding) => ({
			...finding,
			exchange,
			file: null
		})))
	};
}
function createTextReader(now) {
	const known = /* @__PURE__ */ new Map();
	const skeletons = /* @__PURE__ */ new Map();
	return (texts) => {
		const [first = ""] = texts;
		const key = texts.every((text) => text === first) ? first : JSON.stringify(texts);
		const before = known.get(key);
		if (before !== void 0) return before;
		const spans = findChangingSpans(texts, now);
		let from = 0;
		const pieces = spans.map((span) => {
			const piece = first.slice(from, span.from);
			from = span.until;
			return [piece, span.kind];
		});
		const shape = spans.length === 0 ? "" : JSON.stringify([pieces, first.slice(from)]);
		const skeleton = skeletons.get(shape) ?? skeletons.size;
		skeletons.set(shape, skeleton);
		const made = {
			spans,
			skeleton
		};
		known.set(key, made);
		return made;
	};
}

// src/record/texts/replacement.ts
function createReplacements() {
	const root = {
		value: void 0,
		members: /* @__PURE__ */ new Map()
	};
	const nodeAt = (path) => {
		let node = root;
		for (const step of path) node = node?.members.get(step);
		return node;
	};
	return {
		set: (path, value) => {
			let node = root;
			for (const step of path) {
				const next = node.members.get(step) ?? {
					value: void 0,
					members: /* @__PURE__ */ new Map()
				};
				node.members.set(step, next);
				node = next;
			}
			node.value = value;
		},
		get: (path) => nodeAt(path)?.value,
		isTouched: (path) => nodeAt(path) !== void 0,
		applyTo: (body) => {
			const made = apply(body, root);
			return isObject(made) ? made : body;
		}
	};
}
function apply(value, node) {
	if (node.value !== void 0) return node.value;
	if (node.members.size === 0) return value;
	if (isArray(value)) return value.map((item, index) => {
		const inner = node.members.get(index);
		return inner === void 0 ? item : apply(item, inner);
	});
	if (!isObject(value)) return value;
	const members = {};
	for (const [key, item] of Object.entries(value)) {
		const inner = node.members.get(key);
		setMember(members, key, inner === void 0 ? item : apply(item, inner));
	}
	return members;
}

// src/record/texts/rewrite-exchange.ts
function rewriteExchange(facts) {
	const { index: exchange, marks, ties } = facts;
	const [body] = facts.exchange.bodies;
	const replaced = createReplacements();
	const placeholders = [];
	const tied = [];
	const findings = reservedKeys(body).map((path) => ({
		exchange,
		path,
		kind: "reserved",
		file: null
	}));
	for (const text of facts.texts) {
		const known = writeAsKnown(text, facts);
		if (known !== void 0) {
			if (known !== text.text) replaced.set(text.path, known);
			continue;
		}
		const { path } = text;
		const written = ties.textAt(text);
		if (written !== null) {
			const { file, others, values } = written.tie;
			replaced.set(path, written.reference);
			tied.push({
				exchange,
				path,
				file,
				pointer: null,
				vars: [...new Set(values.map(({ name }) => name))],
				others
			});
			continue;
		}
		const unfilled = ties.unfilledAt(text);
		if (unfilled !== null) findings.push({
			exchange,
			path,
			kind: "template",
			file: unfilled
		});
		if (text.spans.length === 0) continue;
		const spans = nameSpans(text.text, text.spans);
		const changesOf = (span) => text.changesOf(spans.indexOf(span));
		replaced.set(path, writeTemplate(text.text, spans, changesOf));
		for (const span of spans) {
			const { name, kind, why } = span;
			placeholders.push({
				exchange,
				path,
				name,
				kind,
				changes: changesOf(span),
				why
			});
		}
	}
	for (const mark of marks) {
		const { path, name, changes } = mark;
		if (!putMark(mark, body, replaced)) continue;
		findings.push({
			exchange,
			path: path.slice(0, name === "key_order" ? 2 : 1),
			kind: "order",
			file: null
		});
		placeholders.push({
			exchange,
			path,
			name,
			kind: name,
			changes,
			why: "differs"
		});
	}
	for (const { path, file, pointer, reference } of ties.values) {
		if (replaced.isTouched(path) || isInside(path, replaced)) continue;
		replaced.set(path, reference);
		tied.push({
			exchange,
			path,
			file,
			pointer,
			vars: [],
			others: []
		});
	}
	return {
		request: replaced.applyTo(body),
		isKnown: false,
		placeholders,
		tied,
		findings
	};
}
function writeAsKnown({ path, texts, text }, { exchange: { known }, context }) {
	const node = known === null ? void 0 : valueAt(known, path);
	if (typeof node === "string") return texts.every((other) => other === node) ? node : void 0;
	if (!isObject(node)) return void 0;
	const key = referenceKeyOf(node);
	if (key !== "$text" && key !== "$file") return void 0;
	const values = texts.map((other) => readValues(node, other, context));
	const [own] = values;
	if (own === void 0 || own === null || values.includes(null)) return void 0;
	const vars = { ...isObject(node["vars"]) ? node["vars"] : {} };
	for (const { name, value } of own) {
		const written = vars[name];
		if (isObject(written) && typeof written["value"] === "string") vars[name] = {
			...written,
			value
		};
		else if (text !== "" && value !== "") return void 0;
	}
	return Object.keys(vars).length === 0 ? node : {
		...node,
		vars
	};
}
function putMark({ path, name, changes }, body, replaced) {
	const written = replaced.get(path) ?? valueAt(body, path);
	const isTemplate = isObject(written) && typeof written["$text"] === "string";
	const text = isTemplate ? written["$text"] : written;
	if (typeof text !== "string") return false;
	const vars = isTemplate && isObject(written["vars"]) ? written["vars"] : {};
	if (Object.hasOwn(vars, name)) return false;
	replaced.set(path, {
		$text: `${text}{{${name}}}`,
		vars: {
			...vars,
			[name]: {
				value: "",
				changes
			}
		}
	});
	return true;
}
function isInside(path, replaced) {
	return path.some((_, depth) => replaced.get(path.slice(0, depth)) !== void 0);
}
function reservedKeys(body) {
	const found = [];
	const visit = (value, path) => {
		if (isArray(value)) for (const [index, item] of value.entries()) visit(item, [...path, index]);
		else if (isObject(value)) {
			const key = referenceKeyOf(value);
			if (key !== void 0) found.push([...path, key]);
			else for (const [name, item] of Object.entries(value)) visit(item, [...path, name]);
		}
	};
	if (/"\$/.test(writeJson(body))) visit(body, []);
	return found;
}

// src/record/texts/ties/referenced-files.ts
function createReferencedFiles(repository) {
	const { folder } = repository;
	const tree = treeOf(repository);
	const cache = createContentCache();
	const from = folder === "" ? "fixture.json" : `${folder}/fixture.json`;
	return {
		text: (written) => {
			const target = readReference("$file", written, from);
			if ("problemAt" in target) return null;
			const found = readFileReference(tree, target.file, cache);
			return "value" in found ? found.value : null;
		},
		value: (written) => {
			const target = readReference("$json", written, from);
			if ("problemAt" in target) return void 0;
			const { file, pointer } = target;
			const found = readJsonReference(tree, {
				file,
				pointer: pointer ?? ""
			}, cache);
			return "value" in found ? found.value : void 0;
		}
	};
}
function treeOf({ paths, text }) {
	const known = new Set(paths);
	return {
		paths: () => paths,
		entry: (path) => known.has(path) ? {
			id: path,
			kind: "file"
		} : void 0,
		text,
		fault: () => null
	};
}

// src/record/texts/ties/tied-files.ts
const notTexts = /\.(?:png|jpe?g|gif|webp|ico|svg|pdf|zip|gz|tgz|jar|woff2?|ttf|eot|mp[34]|wasm|so|dll|exe|lock|map|snap|min\.\w+)$/i;
const notPrompts = /(?:^|\/)(?:node_modules|\.git|\.venv|venv|vendor|__pycache__)\//;
const longestFile$1 = 4e6;
const least = {
	constant: 24,
	share: .3
};
function tiablePaths({ paths, without }) {
	return paths.filter((path) => !notTexts.test(path) && !notPrompts.test(path) && !without.some((folder) => folder === "" || path.startsWith(`${folder}/`))).toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1));
}
function findFileTies(given, paths, repository) {
	const ties = /* @__PURE__ */ new Map();
	const unfilled = /* @__PURE__ */ new Map();
	const byText = new Map(given.map((candidate) => [candidate.text, candidate]));
	const candidates = [...byText.values()];
	if (byText.size === 0) return {
		ties,
		unfilled
	};
	const keep = (text, found) => {
		const known = ties.get(text);
		const [best, other] = known === void 0 || known.values.length > 0 && found.values.length === 0 ? [found, known] : [known, found];
		if (other === void 0) ties.set(text, best);
		else if (best.values.length > 0 || other.values.length === 0) ties.set(text, {
			...best,
			others: [...best.others, other.file]
		});
		else ties.set(text, best);
	};
	for (const file of paths) {
		const written = repository.text(file);
		if (written === null || written.length > longestFile$1 || written.includes("\0")) continue;
		const whole = written.replaceAll("\r\n", "\n");
		const trimmed = whole.replace(/\n$/, "");
		for (const text of /* @__PURE__ */ new Set([trimmed, whole])) {
			const candidate = byText.get(text);
			const found = candidate === void 0 ? null : tieWhole(candidate, {
				file,
				whole
			}, repository);
			if (found !== null) keep(text, found);
		}
		if (isSourceCode(file)) continue;
		const near = candidatesThatBegin(trimmed, candidates);
		for (const template of near.length === 0 ? [] : readTemplates(trimmed)) for (const candidate of near) {
			const fit = candidate.text === trimmed ? null : fitTemplate(candidate, template);
			if (fit === null) continue;
			if (!template.isFillable) unfilled.set(candidate.text, file);
			else keep(candidate.text, {
				file,
				...fit,
				reference: referenceTo(file, repository),
				others: []
			});
		}
	}
	return {
		ties,
		unfilled
	};
}
const tagStart = /[{<$%[@\\]|#[{\p{L}_]|__/u;
function candidatesThatBegin(text, candidates) {
	const at = text.search(tagStart);
	const head = text.slice(0, Math.max(0, at));
	return at === -1 ? [] : candidates.filter((candidate) => candidate.text.startsWith(head));
}
function referenceTo(file, { folder }) {
	return { $file: pathFrom(folder, file) };
}
function tieWhole({ text, spans }, { file, whole }, repository) {
	if (spans.some(({ why }) => why === "differs") || !isLongEnough(text)) return null;
	const literal = namesIn(text);
	if (literal === null) return null;
	const keepsEnd = text === whole && whole.endsWith("\n");
	return {
		file,
		reference: {
			...referenceTo(file, repository),
			...keepsEnd ? { trim: false } : {},
			...isSourceCode(file) ? { code: true } : {}
		},
		literal,
		values: [],
		others: []
	};
}
function isLongEnough(text) {
	return text.length >= 12 && /\S\s+\S/.test(text);
}
function namesIn(text) {
	const names = findTemplateTags(text).map(({ text: tag, name, volatile }) => plainName(tag) ?? (volatile ? name : "")).filter((name) => name !== "");
	const found = names.filter((name) => name !== null);
	return found.length < names.length ? null : [...new Set(found)];
}
function readTemplates(text) {
	const tags = findTemplateTags(text);
	const plain = new Set(tags.flatMap(({ text: tag }) => plainName(tag) ?? []));
	const pieces = [];
	let from = 0;
	for (const { offset, text: tag } of tags) {
		pieces.push(text.slice(from, offset));
		from = offset + tag.length;
	}
	const isPlain = tags.every(({ text: tag }) => plainName(tag) !== null);
	const all = {
		pieces: [...pieces, text.slice(from)],
		names: tags.map((_, index) => String(index))
	};
	const filled = {
		value: "",
		changes: "run",
		literal: false
	};
	const cut = cutText(text, Object.fromEntries([...plain].map((name) => [name, filled])));
	return [...plain.size > 0 ? [{
		...cut,
		isFillable: true
	}] : [], ...isPlain ? [] : [{
		...all,
		isFillable: false
	}]].map((template) => ({
		...template,
		constant: sum(template.pieces.map(({ length }) => length))
	})).filter(({ constant }) => constant >= least.constant);
}
function fitTemplate({ text, spans }, template) {
	const { pieces, names, constant } = template;
	if (!(constant <= text.length && constant >= least.share * text.length && text.startsWith(pieces[0] ?? "") && text.endsWith(pieces.at(-1) ?? ""))) return null;
	const found = matchText(text, template, () => true);
	if (found === null) return null;
	const values = [];
	let at = pieces[0]?.length ?? 0;
	for (const [index, name] of names.entries()) {
		const until = at + (found[index]?.length ?? 0);
		values.push({
			name,
			from: at,
			until
		});
		at = until + (pieces[index + 1]?.length ?? 0);
	}
	const isInside = ({ from, until }) => values.some((value) => value.from <= from && until <= value.until);
	if (spans.some((span) => span.why === "differs" && !isInside(span))) return null;
	const literal = namesIn(pieces.join("\0"));
	return literal === null || literal.some((name) => names.includes(name)) ? null : {
		literal,
		values
	};
}

// src/record/texts/ties/tied-values.ts
const leastText = 40;
const longestFile = 5e5;
const notSettings = new RegExp([
	String.raw`(?:^|/)(?:package(?:-lock)?\.json|composer\.json|tsconfig[\w.-]*\.json)$`,
	String.raw`(?:^|/)\.promptcost/`,
	String.raw`(?:^|/)(?:tests?|specs?|__\w+__|fixtures?|cassettes?|snapshots?|recordings?)/`,
	String.raw`(?:^|/)(?:dist|build|out|coverage|schemas?)/`
].join("|"), "i");
function valueCandidates(body, exchange) {
	const found = [];
	const { model, tools } = body;
	if (typeof model === "string") found.push({
		exchange,
		path: ["model"],
		value: model
	});
	if (!isArray(tools) || tools.length === 0) return found;
	found.push({
		exchange,
		path: ["tools"],
		value: tools
	});
	for (const [index, tool] of tools.entries()) {
		found.push({
			exchange,
			path: ["tools", index],
			value: tool
		});
		if (!isObject(tool)) continue;
		const { input_schema: schema } = tool;
		if (isObject(schema) && isObject(schema["properties"])) found.push({
			exchange,
			path: [
				"tools",
				index,
				"input_schema"
			],
			value: schema
		});
	}
	return found;
}
function isTiable(text) {
	return text.length >= leastText;
}
function findValueTies(candidates, paths, repository) {
	const wanted = new Map(candidates.map((one) => [keyOf(one), []]));
	if (wanted.size === 0) return [];
	for (const file of paths) {
		if (!/\.json$/i.test(file) || notSettings.test(file)) continue;
		const text = repository.text(file);
		const value = text === null || text.length > longestFile ? void 0 : parseJson(text);
		if (text === null || value === void 0) continue;
		const places = [];
		visit(value, [], places);
		const held = places.filter(({ key }) => wanted.has(key));
		if (held.length === 0 || findRepeatedKey(text, value) !== null) continue;
		for (const { key, path } of held) wanted.get(key)?.push({
			file,
			path
		});
	}
	return candidates.flatMap((candidate) => {
		const [place, ...others] = wanted.get(keyOf(candidate)) ?? [];
		if (place === void 0 || others.length > 0) return [];
		const pointer = writePointer(place.path);
		const path = pathFrom(repository.folder, place.file);
		const reference = { $json: pointer === "" ? path : `${path}#${pointer}` };
		return [{
			...candidate,
			file: place.file,
			pointer,
			reference
		}];
	});
}
function keyOf({ path, value }) {
	return `${path.length === 1 && path[0] === "model" ? "model" : ""} ${writeJson(value)}`;
}
function visit(value, path, found) {
	const name = path.at(-1);
	if (typeof value === "string") {
		if (typeof name === "string" && /(?:^|[_-])model$|[a-z]Model$/i.test(name)) found.push({
			key: `model ${writeJson(value)}`,
			path
		});
		if (isTiable(value)) found.push({
			key: ` ${writeJson(value)}`,
			path
		});
	} else if (isArray(value)) {
		if (value.length > 0 && value.every((item) => isObject(item) && typeof item["name"] === "string")) found.push({
			key: ` ${writeJson(value)}`,
			path
		});
		for (const [index, item] of value.entries()) visit(item, [...path, index], found);
	} else if (isObject(value)) {
		if (typeof value["name"] === "string" || isObject(value["properties"])) found.push({
			key: ` ${writeJson(value)}`,
			path
		});
		for (const [key, item] of Object.entries(value)) visit(item, [...path, key], found);
	}
}

// src/record/texts/ties/ties.ts
const noTies = {
	textAt: () => null,
	unfilledAt: () => null,
	values: []
};
function findTies(texts, bodies, { repository, files }) {
	const tiable = texts.filter(({ exchange, path }) => {
		const body = bodies[exchange];
		return body !== void 0 && isTextOfPrompt(path, body);
	});
	const places = new Set(tiable);
	const paths = tiablePaths(repository);
	repository.prefetch?.(paths);
	const found = findFileTies(tiable, paths, repository);
	const frequencies = frequenciesOf(tiable, found.ties);
	const written = /* @__PURE__ */ new Map();
	for (const placed of tiable) {
		const tie = found.ties.get(placed.text);
		if (tie === void 0 || written.has(placed.text)) continue;
		const reference = writeTie(placed.text, tie, (name) => frequencies(tie, name));
		if (isExact(placed.text, reference, files)) written.set(placed.text, {
			tie,
			reference
		});
	}
	return {
		textAt: (placed) => places.has(placed) ? written.get(placed.text) ?? null : null,
		unfilledAt: (placed) => places.has(placed) ? found.unfilled.get(placed.text) ?? null : null,
		values: findValueTies([...bodies.flatMap(valueCandidates), ...tiable.filter(({ text }) => isTiable(text) && !written.has(text)).map(({ exchange, path, text }) => ({
			exchange,
			path,
			value: text
		}))], paths, repository)
	};
}
function isTextOfPrompt(path, body) {
	const [level, index, member] = path;
	const name = path.at(-1);
	if (level === "system") return path.length === 1 || path.length === 3 && name === "text";
	if (level === "tools") return path.length === 3 && name === "description";
	if (level !== "messages" || index === void 0 || member !== "content") return false;
	const message = valueAt(body, [level, index]);
	return isObject(message) && message["role"] !== "assistant" && (path.length === 3 || path.length === 5 && name === "text");
}
function writeTie(text, tie, changesOf) {
	const vars = {
		...Object.fromEntries(tie.literal.map((name) => [name, { literal: true }])),
		...writeVars(tie.values.map(({ name, from, until }) => ({
			name,
			value: text.slice(from, until),
			changes: changesOf(name)
		})))
	};
	return {
		...tie.reference,
		...Object.keys(vars).length === 0 ? {} : { vars }
	};
}
function isExact(text, reference, files) {
	const { $file: file, trim, vars } = reference;
	const whole = typeof file === "string" ? files.text(file) : null;
	if (whole === null) return false;
	const kept = trim === false ? whole : whole.replace(/\n$/, "");
	return fillText(kept, readWrittenVars(vars), false) === text;
}
function frequenciesOf(texts, ties) {
	const numbers = /* @__PURE__ */ new Map();
	const seen = [];
	const inner = /* @__PURE__ */ new Map();
	const distinct = /* @__PURE__ */ new Map();
	for (const { exchange: _exchange, path, run, startedMs, text, spans, changesOf } of texts) {
		const tie = ties.get(text);
		if (tie === void 0 || tie.values.length === 0) continue;
		const skeleton = numbers.get(tie.file) ?? numbers.size;
		numbers.set(tie.file, skeleton);
		const values = tie.values.map(({ from, until }) => text.slice(from, until));
		const whole = tie.values.map(({ from, until }) => ({
			...plainSpan,
			from,
			until
		}));
		seen.push({
			run,
			startedMs,
			path: formatPath(path),
			skeleton,
			spans: whole,
			values
		});
		for (const [index, { name, from, until }] of tie.values.entries()) {
			const key = JSON.stringify([tie.file, name]);
			distinct.set(key, (distinct.get(key) ?? /* @__PURE__ */ new Set()).add(values[index] ?? ""));
			const within = spans.flatMap((span, at) => span.from >= from && span.until <= until ? [changesOf(at)] : []);
			inner.set(key, [...inner.get(key) ?? [], ...within]);
		}
	}
	const observed = findFrequencies(seen);
	return (tie, name) => {
		const key = JSON.stringify([tie.file, name]);
		const within = inner.get(key) ?? [];
		const known = [
			"request",
			"run",
			"day"
		].find((one) => within.includes(one));
		if (known !== void 0) return known;
		if ((distinct.get(key)?.size ?? 0) < 2) return "never";
		const index = tie.values.findIndex((value) => value.name === name);
		return seen.filter(({ skeleton }) => skeleton === numbers.get(tie.file)).some((place) => observed(place, index) === "request") ? "request" : "run";
	};
}
const plainSpan = {
	kind: "value",
	why: "differs",
	hasSeconds: false,
	others: []
};

// src/record/texts/tool-order.ts
function findOrderMarks(exchanges) {
	const keys = /* @__PURE__ */ new Map();
	const lists = /* @__PURE__ */ new Map();
	for (const [index, exchange] of exchanges.entries()) noteExchange(exchange, index, {
		keys,
		lists
	});
	return [...marksOf(keys, "key_order"), ...marksOf(lists, "tool_order")];
}
function noteExchange({ bodies, run }, exchange, { keys, lists }) {
	const [tools, ...others] = bodies.map(({ tools: sent }) => isArray(sent) ? sent : []);
	if (tools === void 0 || tools.length === 0) return;
	const byName = others.map((list) => new Map(list.map((tool) => [nameOf(tool), tool])));
	for (const [index, tool] of tools.entries()) {
		const partners = byName.flatMap((list) => list.get(nameOf(tool)) ?? []);
		const key = writeSorted(tool);
		const orders = [tool, ...partners.filter((partner) => writeSorted(partner) === key)].map((one) => [writeJson(one)]);
		const pathAt = () => markPath(tool, index);
		note(keys, {
			key,
			run,
			orders,
			place: {
				exchange,
				pathAt
			}
		});
	}
	const names = [tools, ...others].map((list) => list.map(nameOf));
	const key = setOf(names[0] ?? []);
	const orders = names.filter((list) => setOf(list) === key);
	const pathAt = (differing) => markPath(tools[differing] ?? null, differing);
	note(lists, {
		key,
		run,
		orders,
		place: {
			exchange,
			pathAt
		}
	});
}
function setOf(names) {
	return writeJson([...names].sort(ascendingBy((name) => name)));
}
function note(found, seen) {
	const { key, run, orders, place } = seen;
	const known = found.get(key) ?? {
		byRun: /* @__PURE__ */ new Map(),
		places: []
	};
	found.set(key, known);
	const inRun = known.byRun.get(run) ?? [];
	known.byRun.set(run, inRun);
	inRun.push(orders);
	known.places.push(place);
}
function marksOf(found, name) {
	return [...found.values()].flatMap(({ byRun, places }) => {
		const runs = [...byRun.values()];
		const within = runs.some((seen) => firstDiffering(seen.flatMap(([first]) => first === void 0 ? [] : [first])) !== null);
		const between = runs.some((seen) => seen.some((orders) => firstDiffering(orders) !== null));
		if (!within && !between) return [];
		const changes = !within && runs.every((seen) => seen.length > 1) ? "run" : "request";
		const differing = Math.min(...runs.map((seen) => firstDiffering(seen.flat()) ?? 1e400));
		return places.flatMap(({ exchange, pathAt }) => {
			const path = pathAt(differing);
			return path === null ? [] : [{
				exchange,
				path,
				name,
				changes
			}];
		});
	});
}
function firstDiffering(orders) {
	const [first = [], ...others] = orders;
	const index = first.findIndex((name, at) => others.some((order) => order[at] !== name));
	return index === -1 ? null : index;
}
function markPath(tool, index) {
	const key = isObject(tool) ? ["name", "mcp_server_name"].find((own) => typeof tool[own] === "string") : void 0;
	return key === void 0 ? null : [
		"tools",
		index,
		key
	];
}
function nameOf(tool) {
	return isObject(tool) ? writeJson([tool["name"] ?? tool["type"] ?? null]) : writeJson(tool);
}

// src/record/texts/rewrite-requests.ts
function rewriteRequests(exchanges, repository, options) {
	const now = readNow(options.from, options.until);
	const files = createReferencedFiles(repository);
	const context = {
		files,
		now
	};
	const isKnown = exchanges.map(({ known, bodies, takesValues = false }) => known !== null && !takesValues && bodies.every((body) => saysWhatWasSent(known, body, context)));
	const observed = observeTexts(exchanges, now);
	const ties = options.literal ? noTies : findTies(observed.byExchange.flatMap((texts, index) => isKnown[index] === true ? [] : texts), exchanges.map(({ bodies: [body] }) => body), {
		repository,
		files
	});
	const marks = groupBy(findOrderMarks(exchanges), ({ exchange }) => exchange);
	const values = groupBy(ties.values, ({ exchange }) => exchange);
	const written = exchanges.map((exchange, index) => {
		if (exchange.known !== null && isKnown[index] === true) return {
			request: exchange.known,
			isKnown: true,
			placeholders: [],
			tied: [],
			findings: []
		};
		return rewriteExchange({
			index,
			exchange,
			texts: observed.byExchange[index] ?? [],
			marks: marks.get(index) ?? [],
			ties: {
				...ties,
				values: values.get(index) ?? []
			},
			context
		});
	});
	const differing = observed.findings.filter(({ exchange }) => isKnown[exchange] !== true);
	return {
		requests: written.map(({ request, isKnown: stays }) => ({
			request,
			isKnown: stays
		})),
		placeholders: written.flatMap(({ placeholders }) => placeholders),
		tied: written.flatMap(({ tied }) => tied),
		findings: [...written.flatMap(({ findings }) => findings), ...differing]
	};
}

// src/record/matching/align.ts
function alignRequests(live, known) {
	const [here, there] = [live.map(writeInput), known.map(writeInput)];
	const most = Math.min(here.length, there.length);
	let head = 0;
	while (head < most && here[head] === there[head]) head += 1;
	let tail = 0;
	while (tail < most - head && here.at(-1 - tail) === there.at(-1 - tail)) tail += 1;
	return here.map((_, index) => {
		if (index >= here.length - tail) return index - here.length + there.length;
		return index < there.length - tail ? index : null;
	});
}

// src/record/snapshots/expand.ts
function expandRequest(request, before, answer) {
	const { messages } = request;
	if (isArray(messages)) return {
		...request,
		messages: messages.map((m) => fill$1(m, answer))
	};
	if (!isObject(messages) || !isArray(messages["$append"]) || before === null) return request;
	const earlier = before["messages"];
	const kept = isArray(earlier) ? messages["keep-markers"] === true ? earlier : earlier.map(withoutMarkers) : [];
	return {
		...before,
		...request,
		messages: [...kept, ...messages["$append"].map((message) => fill$1(message, answer))]
	};
}
function fill$1(message, answer) {
	if (!isObject(message) || answer === null) return message;
	if (isAnswer(message)) return {
		role: "assistant",
		content: answer
	};
	const { content } = message;
	if (isAnswer(content)) return {
		...message,
		content: answer
	};
	if (!isArray(content) || !content.some(isAnswer)) return message;
	return {
		...message,
		content: content.flatMap((block) => isAnswer(block) ? answer : [block])
	};
}
function isAnswer(value) {
	return isObject(value) && Object.hasOwn(value, "$answer");
}

// src/record/planning/prepare.ts
function prepare(placed, index) {
	const { live, snapshot, again } = placed;
	const bodies = live.exchanges.map(({ body }) => body);
	const aligned = snapshot === null ? bodies.map(() => null) : alignRequests(bodies, snapshot.exchanges.map(({ request }) => request.body));
	const known = knownRequests(placed, aligned);
	const others = again.map((run) => {
		const sent = run.exchanges.map(({ body }) => body);
		return {
			sent,
			aligned: alignRequests(bodies, sent)
		};
	});
	return {
		placed,
		aligned,
		exchanges: live.exchanges.map(({ body, call }, at) => {
			const repeated = others.map(({ sent, aligned: places }) => sent[places[at] ?? -1]).filter((one) => one !== void 0);
			return {
				run: String(index),
				startedMs: call.startedMs,
				bodies: [body, ...repeated],
				known: known[at] ?? null
			};
		})
	};
}
function withValues(prepared, requests, digest) {
	let taken = 0;
	let isChanged = false;
	const runs = prepared.map((run) => {
		const own = requests.slice(taken, taken + run.exchanges.length);
		taken += run.exchanges.length;
		const { live, snapshot } = run.placed;
		const holdsOthers = own.some(({ isKnown, request }, index) => isKnown && writeJson(request) !== writeJson(live.exchanges[index]?.body ?? null));
		const facts = {
			live,
			snapshot,
			aligned: run.aligned,
			requests: own
		};
		if (!holdsOthers || isAsRecorded(facts) && !takesAnswers(facts, digest)) return run;
		isChanged = true;
		return {
			...run,
			exchanges: run.exchanges.map((one) => ({
				...one,
				takesValues: true
			}))
		};
	});
	return isChanged ? runs : prepared;
}
function knownRequests({ live, snapshot }, aligned) {
	if (snapshot === null) return [];
	const answered = /* @__PURE__ */ new Map();
	for (const [index, { body, response }] of live.exchanges.entries()) {
		const at = aligned[index] ?? null;
		if (at !== null) answered.set(at, contentOf(body, response));
	}
	const expanded = [];
	for (const [at, exchange] of rawExchanges(snapshot).entries()) {
		const { request } = exchange;
		const earlier = snapshot.exchanges[at - 1];
		const answer = answered.get(at - 1) ?? (earlier === void 0 ? null : contentOf(earlier.request.body, earlier.recorded?.response ?? null));
		const whole = expandRequest(isObject(request) ? request : {}, expanded.at(-1) ?? null, answer);
		expanded.push(orderMembers(whole));
	}
	return aligned.map((at) => at === null ? null : expanded[at] ?? null);
}
function contentOf(body, response) {
	return answerOf({
		id: "",
		index: 0,
		body
	}, response, {
		exchange: null,
		scenario: null
	}).content;
}

// src/record/planning/scenario.ts
function planScenario(scenario, tools) {
	const { into, names } = tools;
	const prepared = scenario.runs.map(prepare);
	const provisional = `${into}/${scenario.name ?? "new"}`;
	const repository = repositoryOf(tools.tree, into, provisional);
	const rewrite = (runs) => rewriteRequests(runs.flatMap(({ exchanges }) => exchanges), repository, tools.texts);
	const first = rewrite(prepared);
	const renewed = withValues(prepared, first.requests, tools.context.digest);
	const { requests, ...texts } = renewed === prepared ? first : rewrite(renewed);
	const name = scenario.name ?? freeName(newName(scenario, texts), (one) => names.has(one.toLowerCase()));
	names.add(name.toLowerCase());
	let taken = 0;
	const fileOf = createFiles(`${into}/${name}`, tools.files);
	const problems = [];
	return {
		name,
		folder: `${into}/${name}`,
		runs: prepared.map((run) => {
			const own = requests.slice(taken, taken + run.exchanges.length);
			taken += run.exchanges.length;
			const planned = fileOf(run.placed);
			const { placed, aligned } = run;
			const { live, snapshot } = placed;
			const written = writeRun({
				live,
				snapshot,
				aligned,
				requests: own,
				...planned
			}, {
				resolver: tools.folder.resolver(snapshot?.file ?? planned.file),
				context: tools.context,
				counts: tools.counts
			});
			if (written === null) problems.push(problem("record-not-expressible", placeIn(planned.file), { run: planned.name }, name));
			return {
				placed,
				aligned,
				written,
				...planned
			};
		}),
		texts,
		problems
	};
}
function repositoryOf(tree, into, folder) {
	return {
		paths: tree.paths(),
		text: (path) => tree.entry(path)?.kind === "file" ? tree.text(path) : null,
		prefetch: tree.prefetch,
		folder,
		without: [into]
	};
}
function newName({ runs }, { tied }) {
	const file = tied.find(({ path }) => path[0] === "system")?.file ?? null;
	return nameScenario(runs[0]?.live.exchanges[0]?.body ?? {}, file);
}
function createFiles(folder, files) {
	let count = 1;
	const fileOf = (name) => `${folder}/${name}.json`;
	const isTaken = (name) => files.has(fileOf(name).toLowerCase());
	const numbered = () => {
		while (isTaken(`run-${String(count)}`)) count += 1;
		return `run-${String(count)}`;
	};
	return ({ live, snapshot }) => {
		if (snapshot !== null && snapshot.file === fileOf(snapshot.name)) return {
			name: snapshot.name,
			file: snapshot.file
		};
		const given = snapshot?.name ?? (live.name === null ? null : safeName(live.name));
		const name = given === null ? numbered() : freeName(given, isTaken);
		files.add(fileOf(name).toLowerCase());
		return {
			name,
			file: fileOf(name)
		};
	};
}

// src/record/runs/heirs.ts
function findHeirs(calls) {
	const whole = groupBy(calls, ({ keys }) => keys.at(-1) ?? "");
	const longest = /* @__PURE__ */ new Map();
	for (const { keys } of calls) for (const key of keys) longest.set(key, Math.max(longest.get(key) ?? 0, keys.length));
	const claims = calls.flatMap((call) => {
		const { keys } = call;
		const length = keys.findLastIndex((key, at) => at < keys.length - 1 && whole.has(key)) + 1;
		return length === 0 ? [] : [{
			call,
			length,
			next: keys[length] ?? ""
		}];
	});
	const heirs = new Set(calls);
	for (const rivals of groupBy(claims, ({ next }) => next).values()) {
		const [first] = rivals;
		if (first === void 0 || rivals.length === 1) continue;
		const { call, length } = first;
		const parents = whole.get(call.keys[length - 1] ?? "") ?? [];
		const message = messagesOf(call.body)?.[length];
		const answered = parents.filter(({ isAnswer }) => isAnswer(message)).length;
		const places = answered === 0 ? parents.length : answered;
		if (rivals.length <= places) continue;
		const ranked = rivals.map((rival) => ({
			rival: rival.call,
			depth: longest.get(rival.call.keys.at(-1) ?? "") ?? 0,
			text: restOf(rival.call.body, length)
		})).toSorted((a, b) => b.depth - a.depth || ascending(a.text, b.text));
		for (const { rival } of ranked.slice(places)) heirs.delete(rival);
	}
	return heirs;
}
function restOf(body, length) {
	return (messagesOf(body) ?? []).slice(length).map((message) => writeMasked(inBlocks(message))).join("\n");
}

// src/record/runs/live-run.ts
function groupRuns(calls, { digest, redact, scenario: given }) {
	const runs = [];
	const threads = createThreads();
	const named = /* @__PURE__ */ new Map();
	const tails = /* @__PURE__ */ new Map();
	const open = (scenario, name) => {
		const run = {
			scenario,
			name,
			exchanges: []
		};
		runs.push(run);
		return run;
	};
	const answered = calls.flatMap((call) => {
		if (call.endpoint !== "messages" || call.outcome !== "answered") return [];
		const exchange = readExchange(call, redact, threads);
		const scenario = call.scenario ?? given;
		const keys = call.customId !== null || call.run !== null ? [] : prefixKeys(exchange.body, scenario ?? "", digest);
		const isAnswer = (message) => isAnswerOf(exchange, message);
		return [{
			call,
			exchange,
			scenario,
			body: exchange.body,
			keys,
			isAnswer
		}];
	});
	const heirs = findHeirs(answered);
	for (const made of answered) {
		const { call, exchange, scenario, keys } = made;
		if (call.customId !== null) {
			open(scenario, call.run ?? call.customId).exchanges.push(exchange);
			continue;
		}
		if (call.run !== null) {
			const key = JSON.stringify([scenario, call.run]);
			const run = named.get(key) ?? open(scenario, call.run);
			named.set(key, run);
			run.exchanges.push(exchange);
			continue;
		}
		const run = (heirs.has(made) ? takeTail(tails, keys, exchange) : null) ?? open(scenario, null);
		run.exchanges.push(exchange);
		const last = keys.at(-1);
		if (last !== void 0) tails.set(last, [...tails.get(last) ?? [], run]);
	}
	return runs;
}
function readExchange(call, redact, threads) {
	const sent = redactObject(call.request, redact);
	const response = call.response === null ? null : redactObject(call.response, redact);
	const whole = threads.join({
		request: sent,
		response
	}) ?? sent;
	return {
		call,
		body: orderMembers(whole),
		response,
		redacted: call.redacted === true || sent !== call.request
	};
}
function prefixKeys(body, scenario, digest) {
	let key = JSON.stringify(scenario);
	return (messagesOf(body) ?? []).map((message) => {
		key = digest(`${key}\n${writeJson(withoutMarkers(inBlocks(message)))}`);
		return key;
	});
}
function takeTail(tails, keys, exchange) {
	for (let length = keys.length - 1; length > 0; length -= 1) {
		const key = keys[length - 1] ?? "";
		const waiting = tails.get(key) ?? [];
		const ready = waiting.filter((run) => isAnsweredBefore(run, exchange));
		const next = messagesOf(exchange.body)?.[length];
		const run = ready.find(({ exchanges }) => isAnswerOf(exchanges.at(-1), next)) ?? ready[0];
		if (run === void 0) continue;
		const left = waiting.filter((other) => other !== run);
		if (left.length === 0) tails.delete(key);
		else tails.set(key, left);
		return run;
	}
	return null;
}
function isAnsweredBefore({ exchanges }, { call }) {
	const ended = exchanges.at(-1)?.call.endedMs ?? null;
	return ended !== null && ended <= call.startedMs;
}
function isAnswerOf(exchange, message) {
	const content = exchange?.response?.["content"];
	const blocks = message === void 0 ? null : inBlocks(message);
	if (!isObject(blocks) || !isArray(content)) return false;
	return writeJson(withoutMarkers(blocks["content"] ?? null)) === writeJson(content);
}

// src/record/snapshots/read-snapshots.ts
function readSnapshots(options) {
	const { tree, config, into, digest } = options;
	const cache = createContentCache();
	const ownerOf = createOwnerFinder(tree);
	const resolver = (file) => makeResolver(ownerOf(file), {
		tree,
		cache,
		extraKeys: config?.extraKeys ?? []
	});
	const problems = [];
	const paths = tree.paths().filter((path) => path.startsWith(`${into}/`));
	tree.prefetch(paths);
	return {
		snapshots: paths.flatMap((file) => {
			const [, scenario, name] = /^([^/]+)\/([^/]+)\.json$/.exec(file.slice(into.length + 1)) ?? [];
			if (scenario === void 0 || name === void 0) return [];
			if (tree.entry(file)?.kind !== "file") {
				problems.push(problem("record-snapshot-link", placeIn(file), {}));
				return [];
			}
			const found = [];
			const source = readSource(file, tree);
			const raw = "value" in source ? readRun(source, found) : null;
			if (!("value" in source)) found.push(source);
			const value = "value" in source ? source.value : null;
			const own = resolver(file);
			const reader = createRunReader({
				id: name,
				resolver: own,
				digest,
				output: null,
				requestless: false,
				checksKeys: false
			});
			const exchanges = raw === null ? [] : raw.exchanges.map(reader.read);
			problems.push(...found.filter(({ severity }) => severity === "error"));
			if (raw === null || !isObject(value) || hasErrors(found)) return [];
			return [{
				scenario,
				name,
				file,
				value,
				raws: raw.exchanges,
				exchanges
			}];
		}),
		paths: new Set(paths.map((path) => path.toLowerCase())),
		resolver,
		problems
	};
}
function readSource(file, tree) {
	const text = tree.text(file);
	if (text === null) return problem("fixture-not-text", placeIn(file), {});
	return readJsonSource(file, {
		text,
		line: 1,
		again: () => tree.text(file) ?? ""
	});
}
function makeResolver({ vars, extraKeys, models }, shared) {
	const { tree, cache } = shared;
	return createResolver({
		tree,
		cache,
		filled: /* @__PURE__ */ new Map(),
		vars,
		models,
		extraKeys: extraKeys.length > 0 ? extraKeys : shared.extraKeys
	});
}

// src/record/snapshots/write-json.ts
function writeIndented(value, indent = "") {
	const inner = `${indent}  `;
	if (isArray(value) && value.length > 0) return `[\n${value.map((item) => inner + writeIndented(item, inner)).join(",\n")}\n${indent}]`;
	if (isObject(value) && !isNumberText(value) && Object.keys(value).length > 0) return `{\n${Object.entries(value).map(([key, member]) => `${inner}${JSON.stringify(key)}: ${writeIndented(member, inner)}`).join(",\n")}\n${indent}}`;
	return writeJson(value);
}

// src/record/plan-snapshots.ts
function recordedInto({ config, configFile }) {
	return config?.recordInto ?? resolvePath(folderOf(configFile), "fixtures/recorded") ?? "fixtures/recorded";
}
function planSnapshots(options) {
	const { tree, config, context, redact, scenario, texts } = options;
	const { digest } = context;
	const into = recordedInto(options);
	const folder = readSnapshots({
		tree,
		config,
		into,
		digest
	});
	const passes = passesOf(options.calls);
	const counts = collectCounts(passes[0] ?? [], {
		digest,
		redact
	});
	const live = passes.map((calls) => groupRuns(calls, {
		digest,
		redact,
		scenario
	}));
	const placed = placeRuns(live, folder.snapshots, digest);
	const taken = new Set(folder.paths);
	const tools = {
		tree,
		into,
		folder,
		context,
		counts,
		texts,
		names: new Set([
			...folder.snapshots.map(({ scenario: name }) => name),
			...placed.flatMap(({ name }) => name === null ? [] : [name]),
			...namesOfOthers(options, into)
		].map((name) => name.toLowerCase())),
		files: taken
	};
	const planned = placed.map((group) => planScenario(group, tools));
	const unsent = findUnsent(folder.snapshots, planned, options.unsent);
	const writes = writesOf(planned);
	const removals = removalsOf(planned, unsent);
	const scenarios = describeScenarios(planned, unsent, into);
	const uncovered = findUncovered(scenarios, {
		...options,
		writes,
		removals
	});
	const sent = passes.map(describeCalls);
	return {
		writes,
		removals,
		config: config === null && uncovered.length > 0 ? {
			path: options.configFile,
			text: writeFirstConfig(uncovered, options.configFile)
		} : null,
		result: {
			scenarios,
			matched: countMatched(planned.flatMap(({ runs }) => runs)),
			passes: sent.map((calls, pass) => ({
				...calls,
				countsKept: pass === 0 ? counts.used() : 0
			})),
			placeholders: describePlaceholders(planned),
			tied: describeTies(planned),
			findings: describeFindings(planned),
			uncovered: config === null ? [] : uncovered.map((one) => ({
				scenario: one.name,
				lines: writeScenario(one, options.configFile, config.scenarios.find(({ id }) => id === one.name)?.fixtures)
			}))
		},
		changes: describeChanges(planned, unsent),
		problems: [...folder.problems, ...planned.flatMap(({ problems }) => problems)]
	};
}
function passesOf(calls) {
	return [...groupBy(calls, ({ pass }) => pass)].sort(([a], [b]) => a - b).map(([, sent]) => sent.toSorted((a, b) => a.startedMs - b.startedMs));
}
function findUnsent(snapshots, planned, rule) {
	const taken = new Set(planned.flatMap(({ runs }) => runs.map(({ placed }) => placed.snapshot)));
	const seen = new Set(planned.map(({ name }) => name));
	return snapshots.filter((snapshot) => !taken.has(snapshot)).map((snapshot) => ({
		snapshot,
		isRemoved: rule === "all" || rule === "seen" && seen.has(snapshot.scenario)
	}));
}
function writesOf(planned) {
	return planned.flatMap(({ runs }) => runs.flatMap((run) => run.written === null || stateOf(run) === "unchanged" ? [] : [{
		path: run.file,
		text: `${writeIndented(run.written.value)}\n`
	}])).sort((a, b) => a.path < b.path ? -1 : 1);
}
function removalsOf(planned, unsent) {
	const moved = planned.flatMap(({ runs }) => runs.flatMap(({ placed: { snapshot }, file, written }) => snapshot === null || snapshot.file === file || written === null ? [] : [snapshot.file]));
	const gone = unsent.flatMap(({ snapshot, isRemoved }) => isRemoved ? [snapshot.file] : []);
	return [...moved, ...gone].sort();
}
function findUncovered(scenarios, { tree, config, writes, removals }) {
	const after = treeAfter(tree, writes, removals);
	const read = new Set(config?.scenarios.flatMap((scenario) => findFixtures(after, config, scenario).files) ?? []);
	return scenarios.filter(({ files: { unchanged, updated, new: added, kept } }) => [
		...unchanged,
		...updated,
		...added,
		...kept
	].some((file) => !read.has(file)));
}
function namesOfOthers({ tree, config }, into) {
	if (config === null) return [];
	const pathOf = (id) => `${into}/${id}/run-1.json`;
	const after = treeAfter(tree, config.scenarios.map(({ id }) => ({
		path: pathOf(id),
		text: ""
	})), []);
	return config.scenarios.flatMap((scenario) => findFixtures(after, config, scenario).files.includes(pathOf(scenario.id)) ? [] : [scenario.id]);
}
function treeAfter(tree, writes, removals) {
	const added = new Set(writes.map(({ path }) => path));
	const gone = new Set(removals);
	const paths = [.../* @__PURE__ */ new Set([...tree.paths(), ...added])].filter((path) => !gone.has(path)).sort();
	return {
		...tree,
		paths: () => paths,
		entry: (path) => gone.has(path) ? void 0 : tree.entry(path) ?? (added.has(path) ? newFile : void 0)
	};
}
const newFile = {
	id: "",
	kind: "file"
};
function describeCalls(calls) {
	const sent = calls.filter(({ endpoint }) => endpoint === "messages");
	const of = (outcome) => sent.filter((call) => call.outcome === outcome);
	const lost = sent.filter(({ outcome }) => outcome !== "answered");
	const answered = new Set(lost.length === 0 ? [] : of("answered").map(({ request }) => writeJson(request)));
	return {
		answered: of("answered").length,
		refused: of("refused").length,
		cut: of("cut").length,
		aborted: of("aborted").length,
		repeated: lost.filter(({ request }) => answered.has(writeJson(request))).length,
		counts: calls.length - sent.length
	};
}

// src/record/recordings.ts
function answersOfRuns(runs) {
	return runs.flatMap(({ name, exchanges }) => exchanges.flatMap(({ request, inputHash, recorded }) => {
		if (recorded === null) return [];
		const earned = recorded.inputHash ?? inputHash;
		return [{
			body: request.body,
			hashes: [inputHash, earned],
			run: name,
			response: recorded.response,
			isVolatile: request.placeholders.some(({ path, changes }) => path[0] === "messages" && changes !== "never")
		}];
	}));
}
function answersOfCalls(calls, digest) {
	return calls.flatMap(({ endpoint, request, betas, run, response }) => endpoint !== "messages" || response === null ? [] : [{
		body: request,
		hashes: [hashInput({
			body: request,
			betas
		}, digest)],
		run,
		response,
		isVolatile: false
	}]);
}
function countsOfRecordings(runs, calls, digest) {
	const counts = /* @__PURE__ */ new Map();
	for (const { exchanges } of runs) for (const { counted } of exchanges) if (counted !== null) counts.set(counted.inputHash, counted.tokens);
	for (const { endpoint, request, betas, response } of calls) {
		const tokens = wholeNumber(response?.["input_tokens"]);
		if (endpoint === "count_tokens" && tokens !== null) counts.set(hashInput({
			body: request,
			betas
		}, digest), tokens);
	}
	return counts;
}
function findDisagreements(runs) {
	const first = /* @__PURE__ */ new Map();
	return runs.flatMap(({ exchanges }) => exchanges.flatMap((exchange) => {
		const { recorded, inputHash, place } = exchange;
		const tokens = recorded === null ? null : inputTotal(recorded.response)?.total ?? null;
		if (recorded === null || tokens === null || completesInput(exchange.request.body)) return [];
		const key = recorded.inputHash ?? inputHash;
		const known = first.get(key);
		if (known === void 0) {
			first.set(key, {
				tokens,
				name: place.file ?? exchange.id
			});
			return [];
		}
		return known.tokens === tokens ? [] : [problem("recordings-disagree", recorded.place, {
			other: known.name,
			tokens,
			otherTokens: known.tokens
		})];
	}));
}

// src/record/stub/counts.ts
function countsOf(counter, table) {
	return {
		countInput: (body, betas) => {
			const request = {
				body,
				placeholders: [],
				links: []
			};
			return counter.count(readPrompt({
				request,
				betas,
				table
			})).total;
		},
		countOutput: (model, answer) => counter.countOutput(model, answer)
	};
}

// src/record/stub/api-refusal.ts
function findApiRefusal(body, extraKeys) {
	for (const fault of findRequestFaults(body)) {
		if (fault.kind === "unknown-key" && !extraKeys.includes(fault.key)) return `promptcost: the API would refuse this request: ${nameKey(fault.key)} is no key of the Messages API here. Take it out, or name it under \`extra-keys\` in promptcost.yml if the API has it by now.`;
		if (fault.kind === "wrong-value") return `promptcost: the API would refuse this request: it takes ${fault.expected} where something else stands.`;
	}
	return null;
}

// src/record/stub/events.ts
function writeEvents(message) {
	const { content, stop_reason = null, stop_sequence = null, usage } = message;
	const counts = isObject(usage) ? usage : {};
	return [
		{
			type: "message_start",
			message: {
				...message,
				content: [],
				stop_reason: null,
				stop_sequence: null,
				usage: {
					...counts,
					output_tokens: 1
				}
			}
		},
		...(isArray(content) ? content : []).flatMap(blockEvents),
		{
			type: "message_delta",
			delta: {
				stop_reason,
				stop_sequence
			},
			usage: counts
		},
		{ type: "message_stop" }
	].map(writeEvent).join("");
}
function writeEvent(event) {
	const { type } = event;
	return `event: ${typeof type === "string" ? type : ""}\ndata: ${writeJson(event)}\n\n`;
}
function blockEvents(block, index) {
	const { start, deltas } = isObject(block) ? parts(block) : {
		start: block,
		deltas: []
	};
	return [
		{
			type: "content_block_start",
			index,
			content_block: start
		},
		...index === 0 ? [{ type: "ping" }] : [],
		...deltas.map((delta) => ({
			type: "content_block_delta",
			index,
			delta
		})),
		{
			type: "content_block_stop",
			index
		}
	];
}
function parts(block) {
	const { type, text = "", citations, thinking = "", signature = "", input = {} } = block;
	if (type === "text") {
		const cited = (isArray(citations) ? citations : []).map((citation) => ({
			type: "citations_delta",
			citation
		}));
		return {
			start: {
				...block,
				text: "",
				...isArray(citations) ? { citations: [] } : {}
			},
			deltas: [...cited, {
				type: "text_delta",
				text
			}]
		};
	}
	if (type === "thinking") return {
		start: {
			...block,
			thinking: "",
			signature: ""
		},
		deltas: [{
			type: "thinking_delta",
			thinking
		}, {
			type: "signature_delta",
			signature
		}]
	};
	if (type === "tool_use" || type === "server_tool_use" || type === "mcp_tool_use") return {
		start: {
			...block,
			input: {}
		},
		deltas: ["", writeJson(input)].map((part) => ({
			type: "input_json_delta",
			partial_json: part
		}))
	};
	return {
		start: block,
		deltas: []
	};
}

// src/record/stub/forced.ts
function forcedTool(body) {
	const choice = body["tool_choice"];
	if (!isObject(choice)) return null;
	const tools = toolsOf(body).filter(isObject).filter(isClients);
	const any = choice["type"] === "any";
	if (!any && choice["type"] !== "tool") return null;
	const tool = any ? tools[0] : tools.find(({ name }) => name === choice["name"]);
	return tool === void 0 ? null : {
		tool,
		any
	};
}
function isClients(tool) {
	return tool["input_schema"] !== void 0 || usualInput(tool) !== null;
}
const usualInputs = {
	bash: { command: "true" },
	computer: { action: "screenshot" },
	memory: {
		command: "view",
		path: "/memories"
	},
	text_editor: {
		command: "view",
		path: "."
	}
};
function usualInput({ type }) {
	const known = typeof type === "string" ? /^([a-z_]+)_\d{8}$/.exec(type)?.[1] : void 0;
	return known === void 0 ? null : usualInputs[known] ?? null;
}
function answerSchema(body) {
	const format = [outputConfigOf(body)["format"], body["output_format"]].filter(isObject).find(({ type }) => type === "json_schema");
	return format === void 0 ? null : format["schema"] ?? {};
}

// src/record/stub/fit.ts
function fitsRequest(response, body) {
	const content = contentOf$1(response)?.filter(isObject);
	if (content === void 0) return true;
	const calls = content.filter(({ type }) => type === "tool_use");
	const known = new Set(toolsOf(body).filter(isObject).map(({ name }) => name));
	if (calls.some(({ name }) => !known.has(name))) return false;
	const tool = forcedTool(body);
	if (tool !== null) return calls.some(({ name }) => tool.any || name === tool.tool["name"]);
	if (answerSchema(body) === null || calls.length > 0) return true;
	return isJson(content.map(({ text }) => typeof text === "string" ? text : "").join(""));
}
function isJson(text) {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

// src/record/stub/schema-reference.ts
function referred(reference, root) {
	const pointer = reference.startsWith("#") ? decoded(reference.slice(1)) : null;
	return (pointer === null ? void 0 : resolvePointer(root, pointer)) ?? {};
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

// src/record/stub/schema-height.ts
function createHeights(root, most) {
	const known = /* @__PURE__ */ new WeakMap();
	const has = (schema, height) => {
		if (!isObject(schema)) return true;
		if (height < 0) return false;
		const found = known.get(schema) ?? {
			none: -1,
			some: 1e400
		};
		known.set(schema, found);
		if (height >= found.some || height <= found.none) return height >= found.some;
		const hasValue = partsOf(schema, root).every((choices) => choices.some((part) => has(part, height - 1)));
		if (hasValue) found.some = Math.min(found.some, height);
		else found.none = Math.max(found.none, height);
		return hasValue;
	};
	return (schema) => {
		for (let height = 0; height <= most; height += 1) if (has(schema, height)) return height;
		return 1e400;
	};
}
function partsOf(schema, root) {
	const { $ref, allOf, anyOf, oneOf, properties, required, prefixItems, items } = schema;
	if (schema["const"] !== void 0 || isArray(schema["enum"])) return [];
	const members = isObject(properties) ? properties : {};
	const minItems = schema["minItems"];
	const hasItems = typeof minItems === "number" && minItems > 0 && isObject(items);
	return [
		...typeof $ref === "string" ? [[referred($ref, root)]] : [],
		...listOf(allOf).map((part) => [part]),
		...[anyOf, oneOf].map(listOf).filter((list) => list.length > 0),
		...listOf(required).flatMap((name) => typeof name === "string" && Object.hasOwn(members, name) ? [[members[name] ?? null]] : []),
		...listOf(prefixItems).map((part) => [part]),
		...hasItems ? [[items]] : []
	];
}
function listOf(value) {
	return isArray(value) ? value : [];
}

// src/record/stub/schema-scalar.ts
const formats = {
	"date-time": "2026-01-01T00:00:00Z",
	date: "2026-01-01",
	time: "00:00:00Z",
	duration: "P1D",
	email: "user@example.com",
	hostname: "example.com",
	ipv4: "192.0.2.1",
	ipv6: "2001:db8::1",
	uri: "https://example.com/",
	"uri-reference": "/",
	uuid: "00000000-0000-4000-8000-000000000000"
};
const candidates = [
	"text",
	"Text",
	"TEXT",
	"a",
	"A",
	"1",
	"10",
	"2026-01-01",
	"12:00",
	"AB12",
	"a1",
	"A-1",
	"a@example.com",
	"https://example.com/",
	"#000000",
	"en",
	"en-US",
	"USD",
	"+10000000000",
	"10000",
	""
];
const longest = 1e5;
function textFor(schema) {
	const format = schema["format"];
	const named = typeof format === "string" ? formats[format] : void 0;
	if (named !== void 0) return named;
	const least = Math.min(boundOf(schema["minLength"]) ?? 0, longest);
	const most = boundOf(schema["maxLength"]) ?? 1e400;
	const fit = (text) => text.padEnd(least, "x").slice(0, most);
	const pattern = readPattern(schema["pattern"]);
	if (pattern === null) return fit("text");
	return candidates.map(fit).find((text) => pattern.test(text)) ?? fit("text");
}
function readPattern(pattern) {
	if (typeof pattern !== "string") return null;
	try {
		return new RegExp(pattern, "u");
	} catch {
		return null;
	}
}
function numberFor(schema, unit) {
	const step = boundOf(schema["multipleOf"]) ?? unit;
	const { exclusiveMinimum, exclusiveMaximum } = schema;
	const above = boundOf(exclusiveMinimum);
	const below = boundOf(exclusiveMaximum);
	const least = boundOf(schema["minimum"]) ?? (above === null ? null : above + (step ?? .5));
	const most = boundOf(schema["maximum"]) ?? (below === null ? null : below - (step ?? .5));
	const wanted = Math.min(Math.max(1, least ?? 1), most ?? 1e400);
	if (step === null || step <= 0) return wanted;
	const up = Math.ceil(wanted / step) * step;
	return most !== null && up > most ? Math.floor(most / step) * step : up;
}
function boundOf(value) {
	const number = anyNumber(value);
	return Number.isFinite(number) ? number : null;
}

// src/record/stub/schema-value.ts
const deepest = 24;
const mostValues = 1e4;
function valueFor(schema) {
	const root = isObject(schema) ? schema : {};
	return build(schema, {
		whole: {
			root,
			heightOf: createHeights(root, deepest),
			made: 0
		},
		depth: 0,
		chosen: []
	});
}
function build(given, { whole, depth, chosen }) {
	whole.made += 1;
	if (!isObject(given) || depth > deepest || whole.made > mostValues) return null;
	const lists = [];
	const inner = {
		whole,
		depth: depth + 1,
		chosen
	};
	return fill(merged(given, inner, lists), {
		...inner,
		chosen: [...chosen, ...lists]
	});
}
function fill(schema, inner) {
	if (schema["const"] !== void 0) return schema["const"];
	const { enum: choices, examples, default: usual } = schema;
	if (isArray(choices) && choices.length > 0) return choices[0] ?? null;
	if (usual !== void 0 && usual !== null) return usual;
	switch (typeOf(schema)) {
		case "object": return buildObject(schema, inner);
		case "array": return buildArray(schema, inner);
		case "string": return isArray(examples) && typeof examples[0] === "string" ? examples[0] : textFor(schema);
		case "integer": return numberFor(schema, 1);
		case "number": return numberFor(schema, null);
		case "boolean": return true;
		default: return null;
	}
}
function merged(schema, position, lists) {
	const { whole, depth } = position;
	if (depth > deepest) return schema;
	const inner = {
		...position,
		depth: depth + 1
	};
	const { $ref, allOf, anyOf, oneOf, ...own } = schema;
	const alternatives = [anyOf, oneOf].filter(isArray).map((list) => {
		lists.push(list);
		return choose(list, position);
	});
	return [
		...typeof $ref === "string" ? [referred($ref, whole.root)] : [],
		...isArray(allOf) ? allOf : [],
		...alternatives
	].filter(isObject).map((part) => merged(part, inner, lists)).reduce(join, own);
}
function choose(list, { whole: { heightOf }, chosen }) {
	const isFull = (item) => isObject(item) && item["$ref"] === void 0 && item["type"] !== "null";
	const full = chosen.includes(list) ? void 0 : list.find(isFull);
	if (full !== void 0) return full;
	const heights = list.map(heightOf);
	return list[heights.indexOf(Math.min(...heights))] ?? null;
}
function join(one, other) {
	const both = {
		...other,
		...one
	};
	const required = [one["required"], other["required"]].flatMap((list) => isArray(list) ? list : []);
	const properties = {
		...objectOf(other["properties"]),
		...objectOf(one["properties"])
	};
	return {
		...both,
		...required.length > 0 ? { required: [...new Set(required)] } : {},
		...Object.keys(properties).length > 0 ? { properties } : {}
	};
}
function objectOf(value) {
	return isObject(value) ? value : {};
}
function typeOf(schema) {
	const { type } = schema;
	if (typeof type === "string") return type;
	const [first] = isArray(type) ? type.filter((name) => name !== "null") : [];
	if (typeof first === "string") return first;
	if (isArray(type)) return "null";
	if (schema["properties"] !== void 0 || schema["required"] !== void 0) return "object";
	if (schema["items"] !== void 0 || schema["prefixItems"] !== void 0) return "array";
	return schema["minLength"] !== void 0 || schema["pattern"] !== void 0 ? "string" : "object";
}
function buildObject(schema, position) {
	const properties = objectOf(schema["properties"]);
	const { required } = schema;
	const names = (isArray(required) ? required : []).filter((name) => typeof name === "string");
	const least = Math.min(boundOf(schema["minProperties"]) ?? 0, mostValues);
	const others = Object.keys(properties).filter((name) => !names.includes(name));
	const asked = [...names, ...others.slice(0, Math.max(0, least - names.length))];
	const invented = Array.from({ length: Math.max(0, least - asked.length) }, (_, at) => `key${String(at)}`);
	const more = schema["additionalProperties"];
	return Object.fromEntries([...asked, ...invented].map((name) => [name, build(Object.hasOwn(properties, name) ? properties[name] : isObject(more) ? more : { type: "string" }, position)]));
}
function buildArray(schema, position) {
	const { prefixItems, items, contains } = schema;
	const first = isArray(prefixItems) ? prefixItems : isArray(items) ? items : [];
	const least = Math.max(boundOf(schema["minItems"]) ?? 0, contains === void 0 ? 0 : boundOf(schema["minContains"]) ?? 1, isArray(prefixItems) ? first.length : 0);
	const each = isObject(contains) ? contains : isArray(items) ? {} : items;
	const length = Math.min(least, mostValues);
	const made = Array.from({ length }, (_, at) => build(first[at] ?? each ?? {}, position));
	return schema["uniqueItems"] === true ? made.map(distinct(objectOf(each))) : made;
}
function distinct(each) {
	const choices = each["enum"];
	return (item, at) => {
		if (isArray(choices)) return choices[at] ?? item;
		if (typeof item === "number") return item + at;
		return typeof item === "string" && at > 0 ? `${item}${String(at)}` : item;
	};
}

// src/record/stub/new-answer.ts
const sentence = "This is promptcost's stand-in for an answer that nobody recorded.";
function makeAnswer(body, options) {
	const { digest, length, countOutput } = options;
	const most = maxTokensOf(body) ?? 1e400;
	if (most === 0) return {
		content: [],
		stop_reason: "max_tokens",
		output: 0
	};
	const forced = forcedTool(body);
	if (forced !== null) {
		const content = [callOf(forced.tool, body, digest)];
		return {
			content,
			stop_reason: "tool_use",
			output: length ?? countOutput(content) ?? 1
		};
	}
	const schema = answerSchema(body);
	const content = [{
		type: "text",
		text: schema === null ? textOfLength(options) : writeJson(valueFor(schema))
	}];
	const output = length ?? countOutput(content) ?? 1;
	return output > most ? {
		content,
		stop_reason: "max_tokens",
		output: most
	} : {
		content,
		stop_reason: "end_turn",
		output
	};
}
function textOfLength({ length, countOutput }) {
	if (length === null) return sentence;
	const one = Math.max(1, countOutput([{
		type: "text",
		text: sentence
	}]) ?? 1);
	const times = Math.max(1, Math.ceil(length / one));
	return Array.from({ length: times }, () => sentence).join(" ");
}
function callOf(tool, body, digest) {
	const { name = "" } = tool;
	return {
		type: "tool_use",
		id: `toolu_${digest(`${writeJson(name)} ${String((messagesOf(body) ?? []).length)}`).slice(0, 24)}`,
		name,
		input: usualInput(tool) ?? valueFor(tool["input_schema"])
	};
}

// src/record/stub/recorded-answers.ts
const leastAlike = .5;
const mostCompared = 256;
function openRecordedAnswers(recordings, digest) {
	const candidates = recordings.map((recorded, order) => ({
		recorded,
		shape: shapeOf(recorded.body, digest),
		order,
		given: 0
	}));
	const hashed = candidates.flatMap((candidate) => [...new Set(candidate.recorded.hashes)].map((hash) => ({
		hash,
		candidate
	})));
	const byHash = groupBy(hashed, ({ hash }) => hash);
	const byMessages = groupBy(candidates, ({ shape }) => shape.messages);
	const byContinued = groupBy(candidates, ({ shape }) => shape.continued ?? "");
	const byCount = groupBy(candidates, ({ shape }) => shape.count);
	const give = (candidate, how) => {
		candidate.given += 1;
		return {
			recorded: candidate.recorded,
			how
		};
	};
	return { find: (wanted, fits) => {
		const same = leastGiven(ofRun((byHash.get(wanted.hash) ?? []).map(({ candidate }) => candidate), wanted.run));
		if (same !== null) return give(same, "same");
		const shape = shapeOf(wanted.body, digest);
		const moved = leastGiven(byMessages.get(shape.messages) ?? []) ?? leastGiven(shape.continued !== null && shape.hasCalls ? byContinued.get(shape.continued) ?? [] : []) ?? mostAlike(wanted, shape, {
			continuing: byContinued.get(shape.continued ?? "") ?? [],
			asLong: byCount.get(shape.count) ?? []
		});
		return moved === null || !fits(moved.recorded.response) ? null : give(moved, "changed");
	} };
}
function shapeOf(body, digest) {
	const messages = messagesOf(body) ?? [];
	const { system = null, tools = null } = body;
	const answered = messages.findLastIndex((message) => roleOf(message) === "assistant");
	const answer = messages[answered] ?? null;
	return {
		settings: digest(write$1([
			modelMember(body),
			system,
			tools
		])),
		messages: digest(write$1(messages)),
		count: messages.length,
		continued: answer === null ? null : digest(`${String(answered)} ${write$1(answer)}`),
		hasCalls: isObject(answer) && blocksOf(answer).some(isCall)
	};
}
function write$1(value) {
	return writeJson(withoutMarkers(value));
}
function roleOf(message) {
	return isObject(message) ? message["role"] : void 0;
}
function blocksOf(message) {
	const { content } = message;
	return isArray(content) ? content : [];
}
function isCall(block) {
	return isObject(block) && block["type"] === "tool_use";
}
function ofRun(candidates, run) {
	const own = run === null ? [] : candidates.filter(({ recorded }) => recorded.run === run);
	return own.length > 0 ? own : candidates;
}
function leastGiven(candidates) {
	return candidates.reduce((least, candidate) => least === null || candidate.given < least.given ? candidate : least, null);
}
function mostAlike(wanted, shape, near) {
	const free = (shape.continued === null ? near.asLong : [...near.continuing, ...near.asLong]).filter(({ given }) => given === 0);
	const named = free.find(({ recorded, shape: own }) => wanted.run !== null && recorded.run === wanted.run && own.count === shape.count);
	if (named !== void 0) return named;
	const texts = textsOf$1(wanted.body);
	const [best] = free.slice(0, mostCompared).map((candidate) => ({
		candidate,
		alike: likeness(texts, textsOf$1(candidate.recorded.body))
	})).toSorted((a, b) => b.alike - a.alike || a.candidate.order - b.candidate.order);
	if (best !== void 0 && best.alike >= leastAlike) return best.candidate;
	return free.find(({ recorded, shape: own }) => recorded.isVolatile && own.settings === shape.settings) ?? null;
}
function textsOf$1(body) {
	const texts = [];
	const collect = (value) => {
		if (typeof value === "string") texts.push(value);
		else if (isArray(value)) for (const item of value) collect(item);
		else if (isObject(value)) {
			collect(value["text"]);
			collect(value["content"]);
		}
	};
	for (const message of messagesOf(body) ?? []) if (isObject(message)) collect(message["content"]);
	return texts;
}
function likeness(one, other) {
	let equal = 0;
	let all = 0;
	for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
		const [first = "", second = ""] = [one[at], other[at]];
		all += Math.max(first.length, second.length);
		equal += sharedLength(first, second);
	}
	return all === 0 ? 0 : equal / all;
}
function sharedLength(one, other) {
	if (one === other) return one.length;
	const most = Math.min(one.length, other.length);
	let start = 0;
	while (start < most && one[start] === other[start]) start += 1;
	let end = 0;
	while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
	return start + end;
}

// src/record/stub/stub.ts
const notRecorded = "promptcost: this request is not recorded, and `--new=fail` answers no others. Run `promptcost record` with a key to record its answer, or leave out `--new=fail`.";
function createStub$1(options) {
	const { newAnswers, digest, countInput } = options;
	const answers = openRecordedAnswers(options.recordings, digest);
	const tally = {
		same: 0,
		changed: 0,
		made: 0,
		refused: 0
	};
	const message = (call) => {
		const body = options.asKept(call.request);
		const hash = hashInput({
			body,
			betas: call.betas
		}, digest);
		const found = answers.find({
			body,
			hash,
			run: call.run
		}, (response) => options.exactOnly === true ? false : fitsRequest(response, body));
		const refused = found?.how === "same" || newAnswers === "pass" ? null : findApiRefusal(body, options.extraKeys);
		if (refused !== null) return refusal(refused);
		if (found !== null) {
			tally[found.how] += 1;
			return messageAnswer(recordedMessage(found, {
				call,
				hash,
				options
			}), call);
		}
		if (newAnswers === "pass") return null;
		if (newAnswers === "fail") {
			tally.refused += 1;
			return refusal(notRecorded);
		}
		tally.made += 1;
		return {
			...messageAnswer(newMessage({
				call,
				hash,
				options
			}), call),
			isMadeUp: true
		};
	};
	const countTokens = ({ request: body, betas }) => {
		const known = options.counted.get(hashInput({
			body: options.asKept(body),
			betas
		}, digest));
		if (known === void 0 && newAnswers === "pass") return null;
		return jsonAnswer({ input_tokens: known ?? countInput(body, betas) });
	};
	return {
		answer: (call) => {
			const missing = newAnswers === "pass" ? null : findMissing(call);
			if (missing !== null) return refusal(`${missing}: Field required`);
			return call.endpoint === "count_tokens" ? countTokens(call) : message(call);
		},
		tally: () => ({ ...tally })
	};
}
function findMissing({ request, endpoint }) {
	if (modelOf(request) === null) return "model";
	if ((messagesOf(request) ?? []).length === 0) return "messages";
	return endpoint === "messages" && maxTokensOf(request) === null ? "max_tokens" : null;
}
function messageAnswer(message, { request, customId }) {
	return request["stream"] === true && customId === null ? {
		status: 200,
		contentType: "text/event-stream",
		text: writeEvents(message)
	} : jsonAnswer(message);
}
function jsonAnswer(value) {
	return {
		status: 200,
		contentType: "application/json",
		text: writeJson(value)
	};
}
function refusal(message) {
	return {
		...jsonAnswer({
			type: "error",
			error: {
				type: "invalid_request_error",
				message
			}
		}),
		status: 400
	};
}
function wholeMessage(members, { call: { request: body }, hash, options }) {
	const at = String((messagesOf(body) ?? []).length);
	return {
		id: `msg_${options.digest(`${hash} ${at}`).slice(0, 24)}`,
		type: "message",
		role: "assistant",
		model: modelOf(body) ?? "",
		content: [],
		stop_reason: "end_turn",
		stop_sequence: null,
		...members
	};
}
function recordedMessage({ recorded, how }, asked) {
	const { call, options } = asked;
	const { response } = recorded;
	const output = outputTokens(response) ?? 0;
	const usage = how === "same" ? {} : { usage: usageOf(options.countInput(call.request, call.betas), output) };
	const made = contentOf$1(response) === null ? madeContent(asked, output) : {};
	return wholeMessage({
		...response,
		...made,
		...usage
	}, asked);
}
function madeContent(asked, length) {
	const { content, stop_reason } = answerTo(asked, length);
	return {
		content,
		stop_reason
	};
}
function newMessage(asked) {
	const { call, options } = asked;
	const { content, stop_reason, output } = answerTo(asked, options.lengthIn(call.scenario));
	return wholeMessage({
		content,
		stop_reason,
		usage: usageOf(options.countInput(call.request, call.betas), output)
	}, asked);
}
function answerTo({ call: { request: body }, options }, length) {
	const countOutput = (content) => options.countOutput(modelOf(body) ?? "", {
		request: body,
		response: { content }
	});
	return makeAnswer(body, {
		digest: options.digest,
		length,
		countOutput
	});
}
function usageOf(input, output) {
	return writeUsage({
		input,
		cacheRead: 0,
		cacheWrite5m: 0,
		cacheWrite1h: 0,
		output
	});
}

// src/commands/record/answerers.ts
function createAnswering(job, before) {
	const { digest, counter, table } = job.context;
	const snapshots = job.stub ? job.recorded : [];
	const options = (calls, over) => ({
		recordings: [...answersOfCalls(calls, digest), ...answersOfRuns(snapshots)],
		counted: countsOfRecordings(snapshots, calls, digest),
		newAnswers: job.stub ? job.newAnswers : "pass",
		extraKeys: job.config?.extraKeys ?? [],
		asKept: (body) => redactObject(body, job.redact),
		lengthIn: (scenario) => lengthIn(job, scenario),
		digest,
		...countsOf(counter, table),
		...over
	});
	const first = createStub$1(options(before, { exactOnly: !job.stub }));
	const stubs = [first];
	return {
		answer: (call) => call.pass === 0 && !job.stub && before.length === 0 ? null : (stubs[call.pass] ?? first).answer(call),
		begin: (pass, sent) => {
			if (pass > 0) stubs[pass] = createStub$1(options([...sent, ...before], {}));
		},
		tally: first.tally
	};
}
function lengthIn({ config, scenario: given }, scenario) {
	const name = scenario ?? given;
	return config?.scenarios.find(({ id }) => id === name)?.output ?? null;
}
function withEarlierTimes(calls, before) {
	const times = new Map(before.map(({ response, at }) => [response?.["id"], at]));
	times.delete(void 0);
	return times.size === 0 ? calls : calls.map((call) => ({
		...call,
		at: call.at ?? times.get(call.response?.["id"]) ?? null
	}));
}

// src/commands/record/run-command.ts
async function runCommandTwice(job, world, captures) {
	const answering = createAnswering(job, captures.before);
	let isKept = true;
	const proxy = await world.startProxy({
		port: job.port,
		answer: answering.answer,
		unanswered: job.stub ? "refuse" : "pass-on",
		onCall: (call) => {
			if (!captures.append(call)) isKept = false;
		}
	});
	if ("failed" in proxy) return { failed: problemOfProxy(proxy) };
	const { words, stub, timeoutSeconds, output } = job;
	const wanted = job.once ? 1 : 2;
	const problems = [];
	let passes = 0;
	while (passes < wanted && problems.length === 0) {
		const pass = passes;
		answering.begin(pass, pass === 0 ? [] : captures.calls());
		proxy.startPass(pass);
		const end = await world.runCommand({
			words,
			proxy,
			stub,
			timeoutSeconds,
			output
		});
		passes += 1;
		const run = job.once ? "only" : pass === 0 ? "first" : "second";
		const sent = whatWasSent(captures.calls(), answering);
		problems.push(...problemsOfEnd(end, {
			job,
			run,
			sent
		}));
		if (!isKept) problems.push(problem("record-journal", nowhere, {}));
		if (pass === 0) {
			const found = problemsOfCalls(captures.calls(), proxy.facts());
			problems.push(...problems.length === 0 ? found : found.filter(isReason));
		}
	}
	const facts = proxy.facts();
	await proxy.close();
	if (stub && answering.tally().refused > 0) problems.push(problem("record-not-recorded", nowhere, { calls: answering.tally().refused }));
	return {
		passes,
		facts,
		answering,
		problems
	};
}
function isReason({ code }) {
	return code !== "record-nothing-sent";
}
function problemOfProxy(failure) {
	if (failure.failed === "base-url") return problem("record-base-url", nowhere, { variable: failure.variable });
	const { port, why } = failure;
	return problem("record-port-taken", nowhere, {
		port,
		why
	});
}
function whatWasSent(calls, answering) {
	if (calls.length === 0) return "nothing";
	return answering.tally().made > 0 ? "made-up" : "else";
}
function problemsOfEnd(end, { job, run, sent }) {
	const program = (job.words[0] ?? "").slice(0, 80);
	switch (end.kind) {
		case "exited": return end.code === 0 ? [] : [problem("record-command-failed", nowhere, {
			how: `exit code ${String(end.code)}`,
			run,
			sent
		})];
		case "killed": return [problem("record-command-failed", nowhere, {
			how: `ended by ${end.signal}`,
			run,
			sent
		})];
		case "timed-out": return [problem("record-timed-out", nowhere, { seconds: job.timeoutSeconds ?? 0 })];
		case "stopped": return [problem("record-stopped", nowhere, { signal: end.signal })];
		case "not-found": return [problem("record-command-missing", nowhere, { program })];
	}
	return [problem("record-command-not-started", nowhere, {
		program,
		why: end.why
	})];
}
function problemsOfCalls(calls, facts) {
	const unreached = facts.unreached.map((each) => problem("record-unreached", nowhere, each));
	const sent = calls.filter(({ endpoint }) => endpoint === "messages");
	if (sent.some(({ outcome }) => outcome === "answered")) return unreached;
	if (unreached.length > 0) return unreached;
	if (sent.length === 0) {
		const elsewhere = [...facts.elsewhere.keys()].sort();
		return [problem("record-nothing-sent", nowhere, { elsewhere })];
	}
	const statuses = [...new Set(sent.flatMap(({ status }) => status ?? []))].sort((a, b) => a - b);
	return [problem("record-nothing-answered", nowhere, {
		calls: sent.length,
		statuses
	})];
}

// src/commands/record/spent.ts
function spentOn(calls, book, { asOf }) {
	const prices = book ?? createPriceBook([]);
	let usd = 0n;
	let unpriced = 0;
	for (const { endpoint, outcome, request, response, at, customId, betas } of calls) {
		if (endpoint !== "messages" || outcome !== "answered" || at === null) continue;
		const bill = billExchange({
			request,
			response,
			usage: usageOf$1(response),
			at,
			batch: customId !== null,
			betas,
			place: nowhere
		}, {
			book: prices,
			asOf
		});
		if (bill.usd === null) unpriced += 1;
		usd += bill.usd ?? 0n;
	}
	return {
		usd,
		unpriced
	};
}

// src/commands/record/record.ts
async function record(job, world) {
	const into = recordedInto(job);
	const obstacle = job.check ? null : world.findWriteObstacle(into);
	if (obstacle !== null) return failed([notWritten(obstacle)]);
	const captures = world.openCaptures(job.redact);
	if ("failed" in captures) return failed([problem("record-journal", nowhere, {})]);
	if ("running" in captures) return failed([problem("record-running", nowhere, { file: captures.running })]);
	let isDone = false;
	try {
		const from = world.now();
		const runs = await runCommandTwice(job, world, captures);
		if ("failed" in runs) return failed([runs.failed]);
		if (hasErrors(runs.problems)) return failed([...runs.problems, ...sayFacts(runs)]);
		const outcome = await keep(job, {
			world,
			captures,
			runs,
			from
		});
		isDone = !job.check && !hasErrors(outcome.problems);
		return outcome;
	} finally {
		captures.close(isDone);
	}
}
function failed(problems) {
	return {
		recording: null,
		problems
	};
}
function notWritten({ path, why }) {
	return problem("record-not-written", placeIn(path), { why });
}
async function keep(job, { world, captures, runs, from }) {
	const calls = withEarlierTimes(captures.calls(), captures.before);
	const { tree, config, configFile, redact, scenario, literal, context } = job;
	const asked = {
		calls,
		tree,
		config,
		configFile,
		redact,
		scenario,
		texts: {
			from,
			until: world.now(),
			literal
		}
	};
	const { plan, differences } = await world.withContext((counting) => {
		const made = planSnapshots({
			...asked,
			context: counting,
			unsent: "seen"
		});
		return {
			plan: made,
			differences: findSnapshotDifferences(made.changes, counting)
		};
	});
	const problems = [
		...runs.problems,
		...sayFacts(runs),
		...findDisagreements(job.recorded),
		...plan.problems
	];
	if (hasErrors(problems)) return failed(problems);
	const changes = changesOf(plan, job.draft);
	const failure = job.check || changes.length === 0 ? null : world.replaceFiles(changes);
	if (failure !== null) return failed([...problems, notWritten(failure)]);
	return {
		recording: {
			passes: runs.passes,
			result: plan.result,
			written: job.check ? [] : changes.map(({ path }) => path),
			config: job.check ? null : plan.config?.path ?? null,
			differences,
			tally: job.stub ? runs.answering.tally() : null,
			spent: job.stub ? null : spentOn(captures.calls(), config === null ? null : openBook(config), context),
			pickedUp: captures.before.length
		},
		problems
	};
}
function changesOf(plan, draft) {
	const config = plan.config === null ? [] : [plan.config];
	const replaced = plan.config === null ? [] : draft;
	const removed = [...plan.removals, ...replaced].map((path) => ({
		path,
		text: null
	}));
	return [
		...plan.writes,
		...config,
		...removed
	];
}
function sayFacts({ facts }) {
	const elsewhere = [...facts.elsewhere].map(([name, calls]) => problem("record-elsewhere", nowhere, {
		name,
		calls
	}));
	const { unreadable: calls } = facts;
	return calls === 0 ? elsewhere : [...elsewhere, problem("record-unreadable", nowhere, { calls })];
}

// src/commands/record/recorded.ts
function readRecorded(tree, file, context) {
	const draft = draftOf(tree, file);
	const loaded = tree.entry(file) !== void 0 && draft === null ? loadTree(tree, file, { context }) : null;
	const config = loaded?.config ?? null;
	const source = loaded?.source ?? null;
	if (loaded !== null && config === null) return {
		config,
		source,
		draft: [],
		runs: [],
		problems: loaded.problems.filter(isError)
	};
	const into = recordedInto({
		config,
		configFile: file
	});
	const { snapshots } = readSnapshots({
		tree,
		config,
		into,
		digest: context.digest
	});
	const files = new Set(snapshots.map((snapshot) => snapshot.file));
	const others = (loaded?.scenarios ?? []).flatMap(({ runs }) => runs).filter(({ place }) => !files.has(place.file ?? ""));
	return {
		config,
		source,
		draft: draft ?? [],
		runs: [...snapshots.map(({ name, exchanges }) => ({
			name,
			exchanges
		})), ...others.map(({ id, exchanges }) => ({
			name: id,
			exchanges
		}))],
		problems: []
	};
}
function draftOf(tree, file) {
	const text = tree.entry(file)?.kind === "file" ? tree.text(file) : null;
	const named = text === null ? null : readDraft(text);
	const fixture = named === null ? null : resolvePath(folderOf(file), named);
	if (fixture === null) return null;
	const first = tree.entry(fixture)?.kind === "file" ? tree.text(fixture) : null;
	return first !== null && isUntouched(first) ? [fixture] : [];
}
function isError(found) {
	return hasErrors([found]);
}

// src/record/snapshot-plan.ts
const matchings = {
	hash: "by what it sends",
	place: "by its place in the scenario",
	prefix: "by what it has in common with one"
};
const snapshotStates = {
	unchanged: "unchanged",
	updated: "updated",
	new: "new",
	removed: "removed",
	kept: "not sent, kept"
};

// src/commands/record/text.ts
function recordText(recording, asked) {
	const { result } = recording;
	const command = cleanText(shellCommand(asked.words));
	const lines = [`${command} ran ${recording.passes === 1 ? "once" : "twice"}, ${describePasses(result.passes)}`, ...recording.pickedUp > 0 ? [`picked up: ${counted(recording.pickedUp, "answer")} of a \`record\` that was cut short`] : []];
	if (asked.check) return [
		...lines,
		...spentLine(recording),
		"",
		...differencesText(recording.differences, asked),
		""
	].join("\n");
	const facts = [
		...result.placeholders.map(placeholderLine),
		...tiedLine(result.tied),
		...notTiedLine(result.scenarios),
		...result.findings.map(findingLine),
		...matchedLine(recording),
		...stubLine(recording),
		...spentLine(recording)
	];
	return [
		...lines,
		"",
		...scenarioLines(result.scenarios),
		"",
		...facts.map((line) => `  ${line}`),
		"",
		...nextLines(recording, command),
		""
	].join("\n");
}
function describePasses(passes) {
	const sent = passes.map(({ answered }) => answered);
	const [first = 0, second = first] = sent;
	const size = sent.length > 1 && first === second ? `${counted(first, "request")} each` : listNames(sent.map((count) => counted(count, "request")), "and then");
	const sum = (name) => passes.reduce((total, pass) => total + pass[name], 0);
	const others = [
		[sum("refused"), "refused"],
		[sum("cut"), "cut off before the end"],
		[sum("aborted"), "given up by the command"]
	];
	const said = others.flatMap(([count, how]) => count === 0 ? [] : [`${groupDigits(count)} ${how}`]);
	if (said.length === 0) return size;
	const fate = others.reduce((total, [count]) => total + count, 0) - sum("repeated") === 0 ? "sent again and answered then" : "not kept";
	return `${size} (besides ${listNames(said, "and")}: ${fate})`;
}
function scenarioLines(scenarios) {
	const rows = scenarios.map((scenario) => [
		cleanText(scenario.name),
		`${counted(scenario.runs, "run")}, ${counted(scenario.requests, "request")}`,
		describeFiles(scenario)
	]);
	const width = (column) => Math.max(0, ...rows.map((row) => (row[column] ?? "").length));
	const widths = [width(0), width(1)];
	return rows.map(([name = "", size = "", files = ""]) => `  ${name.padEnd(widths[0] ?? 0)}   ${size.padEnd(widths[1] ?? 0)}   ${files}`);
}
function describeFiles({ files, folder }) {
	const states = namesOf$1(snapshotStates).filter((state) => files[state].length > 0);
	const [only] = states;
	const all = states.length === 1 && only !== void 0 && files[only].length > 1;
	if (all && only === "unchanged") return "all unchanged";
	return states.map((state) => {
		const list = files[state];
		const count = all ? `all ${snapshotStates[state]}` : `${groupDigits(list.length)} ${snapshotStates[state]}`;
		if (state === "unchanged") return count;
		const [file = ""] = list;
		const many = `${cleanText(folder)}/ (${counted(list.length, "file")})`;
		return `${count}: ${list.length === 1 ? cleanText(file) : many}`;
	}).join(", ");
}
function placeholderLine(placeholder) {
	const { kind, level, scenario, why, changes, requests, name } = placeholder;
	const how = why === "differs" ? "differs between the two runs" : "lies around now";
	const often = typeof changes === "number" ? `one of ${String(changes)}` : `changes: ${changes}`;
	return `changes by itself: ${placeholderKinds[kind]} in ${levelWords(level)} of ${cleanText(scenario)} (${how}, ${often}, ${counted(requests, "request")}): written as {{${cleanText(name)}}}`;
}
function levelWords(level) {
	return level === "system" ? "the system prompt" : `the ${level}`;
}
function tiedLine(tied) {
	if (tied.length === 0) return [];
	return [`tied: ${tied.map(({ file, pointer, scenario, levels }) => {
		const place = `${cleanText(scenario)}, ${levels.join(" and ")}`;
		return `${cleanText(file)}${pointer === null ? "" : `#${cleanText(pointer)}`} (${place})`;
	}).join(", ")}`];
}
function notTiedLine(scenarios) {
	const parts = uniqueBy(scenarios.flatMap(({ notTied }) => notTied), (part) => part);
	return parts.length === 0 ? [] : [`not tied: ${parts.join(", ")} (they stand in code: this command is what follows them)`];
}
function findingLine({ scenario, kind, file, level, requests }) {
	return `${file === null ? `${levelWords(level)} of ${cleanText(scenario)}` : cleanText(file)} ${findingKinds[kind]} (${counted(requests, "request")})`;
}
function matchedLine({ result }) {
	const known = namesOf$1(matchings).flatMap((how) => {
		const count = result.matched[how];
		return count === 0 ? [] : [`${groupDigits(count)} ${matchings[how]}`];
	});
	return known.length === 0 ? [] : [`found their fixture: ${listNames(known, "and")}`];
}
function stubLine({ tally }) {
	if (tally === null) return [];
	const { same, changed, made } = tally;
	const said = [
		...same > 0 ? [`${groupDigits(same)} as recorded`] : [],
		...changed > 0 ? [`${groupDigits(changed)} as recorded for the request in ${plural(changed, "its", "their")} place`] : [],
		...made > 0 ? [`${groupDigits(made)} made up: how long the real ones are is not known (say it as \`output\` of the scenario, or record with a key)`] : []
	];
	return said.length === 0 ? [] : [`answered without the API: ${said.join(", ")}`];
}
function spentLine({ spent }) {
	if (spent === null) return [];
	const unknown = spent.unpriced === 0 ? "" : `, and ${counted(spent.unpriced, "request")} whose price is not known`;
	return [`spent: ${showUsd(spent.usd)} of your key's money${unknown}`];
}
function nextLines(recording, command) {
	const { config, written, result } = recording;
	const check = `run \`promptcost record --stub --check -- ${command}\` in CI`;
	if (config !== null) return [`Wrote ${cleanText(config)}. Next: give its scenarios traffic and a budget there, commit, and ${check}.`];
	if (result.uncovered.length > 0) {
		const names = result.uncovered.map(({ scenario }) => cleanText(scenario));
		const lines = result.uncovered.map((each) => each.lines.trimEnd());
		return [`Next: no scenario of promptcost.yml reads the fixtures of ${listNames(names, "and")}. Add to its scenarios:\n\n${lines.join("\n")}`];
	}
	return [written.length === 0 ? `Fixtures are what the command sends. Next: ${check}.` : `Next: look at the diff, commit it, and ${check}.`];
}

// src/record/captured-call.ts
const callOutcomes = {
	answered: "answered",
	refused: "refused",
	cut: "cut",
	aborted: "aborted"
};

// src/io/proxy/captures.ts
function openCaptures(folder, redact) {
	const opened = openJournalFolder(folder, "record", readEarlier);
	if ("failed" in opened || "running" in opened) return opened;
	const { before, lines } = opened.found;
	let isPaid = before.length > 0;
	return {
		before,
		append: (call) => {
			const paid = isPaidAnswer(call);
			isPaid ||= paid;
			return opened.append(`${writeJson({ ...redactCall(call, redact) })}\n`, paid) !== null;
		},
		calls: () => readCalls(skip(textsOf(opened.lines()), lines)).toSorted(inOrder),
		close: (done) => {
			opened.end();
			opened.release(done || !isPaid);
		}
	};
}
function readEarlier(given) {
	let lines = 0;
	const count = function* () {
		for (const { text } of given) {
			lines += 1;
			yield text;
		}
	};
	return {
		before: readCalls(count()).filter(isPaidAnswer),
		lines
	};
}
function isPaidAnswer({ outcome, at }) {
	return outcome === "answered" && at !== null;
}
function inOrder(one, other) {
	return one.pass - other.pass || one.startedMs - other.startedMs;
}
function redactCall(call, redact) {
	const { request, response, betas, scenario, run, customId } = call;
	const kept = {
		request: redactObject(request, redact),
		betas: betas.map(redact)
	};
	const isWhole = kept.request === request && kept.betas.every((beta, index) => beta === betas[index]);
	return {
		...call,
		...kept,
		...isWhole ? {} : { redacted: true },
		response: response === null ? null : redactObject(response, redact),
		scenario: scenario === null ? null : redact(scenario),
		run: run === null ? null : redact(run),
		customId: customId === null ? null : redact(customId)
	};
}
function readCalls(lines) {
	const calls = [];
	for (const line of lines) {
		const value = line === "" ? void 0 : parseJson(line);
		const call = isObject(value) ? readCall(value) : null;
		if (call !== null) calls.push(call);
	}
	return calls;
}
function* textsOf(lines) {
	for (const { text } of lines) yield text;
}
function* skip(lines, count) {
	let left = count;
	for (const line of lines) if (left > 0) left -= 1;
	else yield line;
}
function readCall(line) {
	const { pass, startedMs, endedMs, endpoint, request, betas, response, outcome } = line;
	if (typeof pass !== "number" || !isTime(startedMs) || !(endedMs === null || isTime(endedMs)) || endpoint !== "messages" && endpoint !== "count_tokens" || !isObject(request) || !isArray(betas) || !isOutcome(outcome) || !(response === null || isObject(response))) return null;
	return {
		pass,
		startedMs,
		endedMs,
		endpoint,
		request,
		betas: betas.filter((beta) => typeof beta === "string"),
		scenario: textOf$1(line["scenario"]),
		run: textOf$1(line["run"]),
		customId: textOf$1(line["customId"]),
		outcome,
		status: typeof line["status"] === "number" ? line["status"] : null,
		response,
		at: textOf$1(line["at"]),
		...line["redacted"] === true ? { redacted: true } : {},
		...line["isMadeUp"] === true ? { isMadeUp: true } : {}
	};
}
function isTime(value) {
	return typeof value === "number" && value >= 0;
}
function isOutcome(value) {
	return typeof value === "string" && Object.hasOwn(callOutcomes, value);
}
function textOf$1(value) {
	return typeof value === "string" ? value : null;
}

// src/io/proxy/command/preload-variables.ts
const proxyVariable = "PROMPTCOST_RECORD_PROXY";
const elsewhereVariable = "PROMPTCOST_RECORD_ELSEWHERE";

// src/io/proxy/command/environment.ts
const addressVariables = [
	"ANTHROPIC_BASE_URL",
	"ANTHROPIC_API_URL",
	"ANTHROPIC_API_BASE",
	"SPRING_AI_ANTHROPIC_BASE_URL"
];
const keyVariables = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"];
const stubKey = "none-needed-promptcost-record-stub";
function callersBaseUrl(environment) {
	for (const variable of addressVariables) {
		const url = environment[variable]?.trim() ?? "";
		if (url !== "") return {
			variable,
			url
		};
	}
	return null;
}
function pointClients(environment, pointing) {
	const { url, elsewhereFile, stub, preload } = pointing;
	const pointed = { ...environment };
	for (const name of addressVariables) pointed[name] = url;
	for (const name of ["NO_PROXY", "no_proxy"]) pointed[name] = [
		environment[name] ?? "",
		"127.0.0.1",
		"localhost"
	].filter((host) => host !== "").join(",");
	if (stub && keyVariables.every((name) => (environment[name] ?? "") === "")) pointed["ANTHROPIC_API_KEY"] = stubKey;
	if (preload !== null) {
		pointed[proxyVariable] = url;
		pointed[elsewhereVariable] = elsewhereFile;
		pointed["NODE_OPTIONS"] = [environment["NODE_OPTIONS"] ?? "", requireOption(preload)].filter((option) => option !== "").join(" ");
	}
	return pointed;
}
function requireOption(path) {
	const plain = path.replaceAll("\\", "/");
	return `--require ${/[\s"]/.test(plain) ? `"${plain.replaceAll("\"", "\\\"")}"` : plain}`;
}

// src/io/proxy/command/run.ts
const passedOn = [
	"SIGINT",
	"SIGTERM",
	"SIGHUP"
];
const graceMs = 5e3;
const patience = 3;
function runCommand(options) {
	const { words, folder, environment, timeoutSeconds, output } = options;
	const [program = "", ...args] = words;
	const atTerminal = process.stdin.isTTY && timeoutSeconds === null;
	const isGroup = !atTerminal && process.platform !== "win32";
	return new Promise((resolve) => {
		let child;
		try {
			child = spawn(program, args, {
				cwd: folder,
				env: environment,
				stdio: [
					"inherit",
					output === "stdout" ? "inherit" : 2,
					"inherit"
				],
				shell: false,
				detached: isGroup
			});
		} catch (error) {
			resolve(notStarted(error));
			return;
		}
		let stopped = null;
		let signals = 0;
		let isTimedOut = false;
		let killing = null;
		const send = (signal) => signalTo(child, signal, isGroup);
		const end = () => {
			send("SIGTERM");
			killing ??= setTimeout(() => send("SIGKILL"), graceMs);
		};
		const onSignal = (signal) => {
			stopped ??= signal;
			signals += 1;
			if (signals >= patience) send("SIGKILL");
			else if (!(atTerminal && signal === "SIGINT")) send(signal);
		};
		const timer = timeoutSeconds === null ? null : setTimeout(() => {
			isTimedOut = true;
			end();
		}, timeoutSeconds * 1e3);
		for (const signal of passedOn) process.on(signal, onSignal);
		const settle = (ended) => {
			for (const signal of passedOn) process.off(signal, onSignal);
			if (timer !== null) clearTimeout(timer);
			if (killing !== null) clearTimeout(killing);
			if (isGroup && (isTimedOut || stopped !== null)) send("SIGKILL");
			resolve(ended);
		};
		child.once("error", (error) => settle(notStarted(error)));
		child.once("exit", (code, signal) => {
			if (isTimedOut) settle({ kind: "timed-out" });
			else if (stopped !== null) settle({
				kind: "stopped",
				signal: stopped
			});
			else if (signal !== null) settle({
				kind: "killed",
				signal
			});
			else settle({
				kind: "exited",
				code: code ?? 0
			});
		});
	});
}
function signalTo(child, signal, isGroup) {
	if (child.pid === void 0) return;
	try {
		if (isGroup) process.kill(-child.pid, signal);
		else child.kill(signal);
	} catch {}
}
function notStarted(error) {
	const why = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";
	return why === "ENOENT" ? { kind: "not-found" } : {
		kind: "not-started",
		why
	};
}

// src/io/proxy/batches/sent-batches.ts
const noAnswer = {
	endedMs: null,
	outcome: "cut",
	status: null,
	response: null
};
function createSentBatches() {
	const open = /* @__PURE__ */ new Map();
	return {
		add: (id, items) => void open.set(id, new Map(items.map((item) => [item.customId ?? "", item]))),
		join: (id, results, endedMs) => {
			const items = open.get(id);
			if (items === void 0) return {
				calls: [],
				unreadable: 0
			};
			const calls = [];
			let unreadable = 0;
			for (const line of results.split("\n")) {
				if (line.trim() === "") continue;
				const result = readResult(line, endedMs);
				const start = result === null ? void 0 : items.get(result.customId);
				if (result === null) unreadable += 1;
				else if (start !== void 0) {
					items.delete(result.customId);
					calls.push({
						...start,
						...result.end
					});
				}
			}
			if (items.size === 0) open.delete(id);
			return {
				calls,
				unreadable
			};
		},
		takeOpen: () => {
			const starts = [...open.values()].flatMap((items) => [...items.values()]);
			open.clear();
			return starts.map((start) => ({
				...start,
				...noAnswer
			}));
		}
	};
}
function readItems(body, start) {
	const { requests } = body;
	if (!isArray(requests)) return null;
	const items = [];
	for (const item of requests) {
		if (!isObject(item)) return null;
		const { custom_id: customId, params: request } = item;
		if (typeof customId !== "string" || !isObject(request)) return null;
		items.push({
			...start,
			customId,
			request
		});
	}
	return items;
}
function readResult(line, endedMs) {
	const item = parseJson(line);
	if (!isObject(item)) return null;
	const { custom_id: customId, result } = item;
	if (typeof customId !== "string" || !isObject(result)) return null;
	const { type, message } = result;
	if (type === "succeeded") return isObject(message) ? {
		customId,
		end: {
			endedMs,
			outcome: "answered",
			status: 200,
			response: message
		}
	} : null;
	return type === "errored" ? {
		customId,
		end: {
			...noAnswer,
			outcome: "refused"
		}
	} : {
		customId,
		end: noAnswer
	};
}

// src/io/proxy/decoder.ts
const codings = {
	gzip: () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
	"x-gzip": () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
	deflate: () => zlib.createInflate({ flush: zlib.constants.Z_SYNC_FLUSH }),
	br: () => zlib.createBrotliDecompress({ flush: zlib.constants.BROTLI_OPERATION_FLUSH }),
	zstd: () => "createZstdDecompress" in zlib ? zlib.createZstdDecompress({ flush: zlib.constants.ZSTD_e_flush }) : null
};
const wholeCodings = {
	gzip: zlib.gunzipSync,
	"x-gzip": zlib.gunzipSync,
	deflate: zlib.inflateSync,
	br: zlib.brotliDecompressSync,
	zstd: (body) => "zstdDecompressSync" in zlib ? zlib.zstdDecompressSync(body) : null
};
function isKnownCoding(name) {
	if (name === "zstd") return "createZstdDecompress" in zlib;
	return name === "identity" || Object.hasOwn(codings, name);
}
function decodeBody(body, encoding) {
	const [name, ...others] = namesOf(encoding);
	if (name === void 0) return body;
	try {
		return others.length === 0 ? wholeCodings[name]?.(body) ?? null : null;
	} catch {
		return null;
	}
}
function createDecoder(encoding) {
	const [name, ...others] = namesOf(encoding);
	if (name === void 0) return {
		take: (piece) => [piece],
		isSound: () => true
	};
	const stream = others.length === 0 ? codings[name]?.() ?? null : null;
	return stream === null ? null : decodeWith(stream);
}
function namesOf(encoding) {
	return (encoding ?? "").toLowerCase().split(",").map((name) => name.trim()).filter((name) => name !== "" && name !== "identity");
}
function decodeWith(stream) {
	let pieces = [];
	let isSound = true;
	stream.on("data", (piece) => pieces.push(piece));
	const takeAll = () => {
		const taken = pieces;
		pieces = [];
		return taken;
	};
	return {
		take: (piece) => !isSound ? [] : new Promise((resolve) => {
			const done = () => {
				stream.off("error", fail);
				resolve(takeAll());
			};
			const fail = () => {
				isSound = false;
				resolve(takeAll());
			};
			stream.once("error", fail);
			stream.write(piece, () => setImmediate(done));
		}),
		isSound: () => isSound
	};
}

// src/io/proxy/headers.ts
const hopByHop = [
	"connection",
	"keep-alive",
	"proxy-authenticate",
	"proxy-authorization",
	"proxy-connection",
	"te",
	"trailer",
	"transfer-encoding",
	"upgrade"
];
const scenarioHeader = "x-promptcost-scenario";
const runHeader = "x-promptcost-run";
const ofRequests = [
	...hopByHop,
	"host",
	"expect",
	scenarioHeader,
	runHeader
];
function requestHeaders(raw, host) {
	return [
		"Host",
		host,
		...without(raw, ofRequests)
	];
}
function callHeaders(raw, host, isKnown) {
	return requestHeaders(raw, host).map((text, index, all) => {
		if (index % 2 === 0 || all[index - 1]?.toLowerCase() !== "accept-encoding") return text;
		const offered = text.split(",").map((offer) => offer.trim());
		const known = offered.filter((offer) => {
			const [name = ""] = offer.toLowerCase().split(/\s*;/);
			return name === "*" || isKnown(name);
		});
		return known.length === offered.length ? text : known.join(", ") || "identity";
	});
}
function answerHeaders(raw) {
	return without(raw, hopByHop);
}
function replacedHeaders(raw, length) {
	return [
		...without(raw, [...hopByHop, "content-length"]),
		"Content-Length",
		String(length)
	];
}
function plainRequestHeaders(raw, host) {
	return [
		...requestHeaders(without(raw, ["accept-encoding"]), host),
		"Accept-Encoding",
		"identity"
	];
}
function without(raw, names) {
	const pairs = raw.flatMap((name, index) => index % 2 === 0 ? [[name, raw[index + 1] ?? ""]] : []);
	const named = pairs.flatMap(([name, value]) => name.toLowerCase() === "connection" ? value.toLowerCase().split(/\s*,\s*/) : []);
	const dropped = /* @__PURE__ */ new Set([...names, ...named]);
	return pairs.flatMap(([name, value]) => dropped.has(name.toLowerCase()) ? [] : [name, value]);
}
function keptHeaders(headers) {
	const betas = textOf(headers["anthropic-beta"]).split(",").map((beta) => beta.trim()).filter((beta) => beta !== "");
	return {
		betas: [...new Set(betas)].toSorted(),
		scenario: textOf(headers[scenarioHeader]).trim() || null,
		run: textOf(headers[runHeader]).trim() || null
	};
}
function textOf(value) {
	return typeof value === "string" ? value : (value ?? []).join(",");
}

// src/io/proxy/call.ts
function unanswered(outcome, status) {
	return {
		outcome,
		status,
		response: null,
		text: null,
		isReadable: true
	};
}
function followCall(request, path, recorder) {
	const start = startCall(request, path, {
		recorder,
		isPaid: true
	});
	const pieces = [];
	const end = recorder.begin();
	let isOver = false;
	return {
		take: (piece) => void pieces.push(piece),
		end: (answer) => {
			if (isOver) return;
			isOver = true;
			const endedMs = answer.outcome === "answered" ? recorder.now() : null;
			const capture = () => {
				const body = readBody(pieces, request);
				captureCall(recorder, {
					start,
					path,
					body,
					answer,
					endedMs,
					isSent: request.complete
				});
				end();
			};
			if (request.complete || request.destroyed) capture();
			else request.once("close", capture);
		},
		isOver: () => isOver
	};
}
function startCall(request, path, { recorder, isPaid }) {
	return {
		pass: recorder.pass(),
		startedMs: recorder.now(),
		at: isPaid ? (/* @__PURE__ */ new Date()).toISOString() : null,
		endpoint: path.kind === "count_tokens" ? "count_tokens" : "messages",
		...keptHeaders(request.headers)
	};
}
function readBody(pieces, request) {
	const bytes = decodeBody(Buffer.concat(pieces), request.headers["content-encoding"]);
	const text = bytes === null ? null : decodeUtf8(bytes);
	const value = text === null ? void 0 : parseJson(text);
	return isObject(value) ? value : null;
}
function captureCall(recorder, ended) {
	const { start, path, body, answer, endedMs, isSent } = ended;
	if (path.kind === "batch-results") {
		if (answer.text === null || answer.status !== 200) return;
		const { calls, unreadable } = recorder.batches.join(path.batch, answer.text, recorder.now());
		for (const call of calls) recorder.onCall(call);
		for (let left = unreadable; left > 0; left -= 1) recorder.onUnreadable();
		return;
	}
	const items = path.kind === "batch-create" ? body === null ? null : readItems(body, start) : body === null ? null : [{
		...start,
		customId: null,
		request: body
	}];
	if (items === null) {
		if (isSent) recorder.onUnreadable();
		return;
	}
	if (!answer.isReadable) recorder.onUnreadable();
	const id = path.kind === "batch-create" ? answer.response?.["id"] : void 0;
	if (typeof id === "string") recorder.batches.add(id, items);
	else {
		const { outcome, status, response } = answer;
		for (const item of items) recorder.onCall({
			...item,
			endedMs,
			outcome,
			status,
			response
		});
	}
}

// src/io/proxy/incoming/callers.ts
const ownNames = /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\]|host\.docker\.internal)$/;
function readTarget({ url = "/", headers }) {
	const whole = /^https?:\/\//i.test(url) ? readUrl(url) : null;
	const host = whole === null ? readUrl(`http://${headers.host ?? ""}`) : whole;
	if (host === null || !ownNames.test(host.hostname)) return { refused: "it listens to programs of this machine only, as 127.0.0.1 or localhost" };
	if (isOfForeignPage(headers)) return { refused: "it does not listen to pages of other hosts" };
	if (whole !== null) return { url: `${whole.pathname}${whole.search}` };
	return url.startsWith("/") ? { url } : { refused: "it is no proxy for other hosts" };
}
function isOfForeignPage(headers) {
	const { origin } = headers;
	if (origin === void 0) return false;
	if (origin === "null") return headers["sec-fetch-site"] === "cross-site";
	const page = readUrl(origin);
	return page !== null && /^https?:$/.test(page.protocol) && !ownNames.test(page.hostname);
}
function readUrl(text) {
	return URL.canParse(text) ? new URL(text) : null;
}

// src/io/proxy/error-answer.ts
const errorTypes = {
	400: "invalid_request_error",
	403: "permission_error",
	404: "not_found_error",
	502: "api_error"
};
function refuse(response, status, message) {
	reply(response, status, {
		type: "error",
		error: {
			type: errorTypes[status],
			message
		}
	});
}
function reply(response, status, document) {
	const body = Buffer.from(JSON.stringify(document), "utf8");
	response.writeHead(status, {
		"content-type": "application/json",
		"content-length": body.length
	});
	response.end(body);
}

// src/io/proxy/answer.ts
function readAnswer(head) {
	const decoder = createDecoder(head.headers["content-encoding"]);
	const utf8 = new StringDecoder("utf8");
	const length = Number(head.headers["content-length"] ?? NaN);
	const body = /^\s*text\/event-stream/i.test(head.headers["content-type"] ?? "") ? readStream() : readDocument();
	let bytes = 0;
	const add = (pieces) => {
		for (const piece of pieces) body.add(utf8.write(piece));
	};
	return {
		take: (piece) => {
			bytes += piece.length;
			const pieces = decoder?.take(piece) ?? [];
			if (pieces instanceof Promise) return pieces.then(add);
			add(pieces);
			return null;
		},
		isWhole: () => bytes >= length || body.isWhole(),
		end: (isCut) => {
			const { status } = head;
			if (status < 200 || status > 299) return {
				outcome: "refused",
				status,
				response: null,
				text: null,
				isReadable: true
			};
			const read = body.end(isCut);
			const isReadable = decoder !== null && decoder.isSound() && (read.isReadable || isCut);
			return {
				...read,
				status,
				isReadable
			};
		}
	};
}
function readDocument() {
	const parts = [];
	return {
		add: (text) => parts.push(text),
		isWhole: () => false,
		end: (isCut) => {
			const text = parts.join("");
			const value = parseJson(text);
			if (isObject(value) && value["type"] !== "error") return {
				outcome: "answered",
				response: value,
				text,
				isReadable: true
			};
			return {
				outcome: isObject(value) ? "refused" : "cut",
				response: null,
				text,
				isReadable: value !== void 0 || isCut
			};
		}
	};
}
const lastLine = /^data:(.*"type":\s*"(?:message_stop|error)".*)\r?\n/gm;
function endsStream(lines) {
	for (const [, data = ""] of lines.matchAll(lastLine)) {
		const event = parseJson(data);
		if (isObject(event) && (event["type"] === "message_stop" || event["type"] === "error")) return true;
	}
	return false;
}
function readStream() {
	const folder = createStreamFolder();
	let line = "";
	let isWhole = false;
	return {
		add: (text) => {
			folder.add(text);
			const lines = line + text;
			line = lines.slice(lines.lastIndexOf("\n") + 1);
			isWhole ||= endsStream(lines);
		},
		isWhole: () => isWhole,
		end: () => {
			const { message, error, isFinal, damaged } = folder.end();
			if (error !== null) return {
				outcome: "refused",
				response: null,
				text: null,
				isReadable: true
			};
			const response = isFinal ? message : null;
			return {
				outcome: response === null ? "cut" : "answered",
				response,
				text: null,
				isReadable: damaged === 0
			};
		}
	};
}

// src/io/proxy/pass-on.ts
function passOn(request, response, passage) {
	const { upstream, path, call, rewrite, onUnreached } = passage;
	const { method = "GET", rawHeaders } = request;
	const outgoing = upstream.request(method, path, (host) => {
		if (rewrite !== null) return plainRequestHeaders(rawHeaders, host);
		return call === null ? requestHeaders(rawHeaders, host) : callHeaders(rawHeaders, host, isKnownCoding);
	});
	let isReached = false;
	let isAnswered = false;
	outgoing.on("socket", (socket) => {
		if (socket.connecting) socket.once(upstream.connected, () => isReached = true);
		else isReached = true;
	});
	outgoing.on("response", (incoming) => {
		isAnswered = true;
		(rewrite === null ? relay(incoming, response, call) : relayRewritten(incoming, response, {
			call,
			rewrite
		})).catch(() => response.destroy());
	});
	outgoing.on("error", (error) => {
		if (isAnswered) return;
		const isGone = response.destroyed;
		call?.end(unanswered(isGone ? "aborted" : "cut", null));
		if (isGone) return;
		if (isReached) {
			response.destroy();
			return;
		}
		const why = "code" in error && typeof error.code === "string" ? error.code : "no connection";
		onUnreached(why);
		request.resume();
		refuse(response, 502, `promptcost record cannot reach ${upstream.origin}: ${why}`);
	});
	response.on("close", () => {
		if (!response.writableFinished) outgoing.destroy();
	});
	if (passage.pieces === void 0) {
		if (call !== null) request.on("data", call.take);
		request.pipe(outgoing);
		return;
	}
	for (const piece of passage.pieces) {
		call?.take(piece);
		outgoing.write(piece);
	}
	outgoing.end();
}
async function relay(incoming, response, call) {
	const status = incoming.statusCode ?? 502;
	const answer = call === null ? null : readAnswer({
		status,
		headers: incoming.headers
	});
	response.sendDate = false;
	response.writeHead(status, incoming.statusMessage ?? "", answerHeaders(incoming.rawHeaders));
	response.flushHeaders();
	try {
		for await (const piece of incoming) {
			if (!(piece instanceof Uint8Array)) continue;
			const reading = answer?.take(piece) ?? null;
			if (reading !== null) await reading;
			if (call?.isOver() === false && answer?.isWhole() === true) call.end(answer.end(false));
			if (!response.write(piece)) await drained(response);
		}
	} catch {
		if (response.destroyed) call?.end(unanswered("aborted", status));
		else if (answer !== null) call?.end(answer.end(true));
		response.socket?.destroySoon();
		return;
	}
	if (response.destroyed) call?.end(unanswered("aborted", status));
	else if (answer !== null) call?.end(answer.end(false));
	response.end();
}
async function relayRewritten(incoming, response, { call, rewrite }) {
	const status = incoming.statusCode ?? 502;
	const answer = readAnswer({
		status,
		headers: incoming.headers
	});
	const pieces = [];
	try {
		for await (const piece of incoming) {
			if (!(piece instanceof Uint8Array)) continue;
			pieces.push(piece);
			await answer.take(piece);
		}
	} catch {
		call?.end(response.destroyed ? unanswered("aborted", status) : answer.end(true));
		response.destroy();
		return;
	}
	call?.end(answer.end(false));
	const sent = Buffer.concat(pieces);
	const body = incoming.headers["content-encoding"] === void 0 ? Buffer.from(rewrite(sent.toString("utf8")), "utf8") : sent;
	response.sendDate = false;
	const headers = replacedHeaders(incoming.rawHeaders, body.length);
	response.writeHead(status, incoming.statusMessage ?? "", headers);
	response.end(body);
}
function drained(response) {
	return new Promise((resolve) => {
		const done = () => {
			response.off("drain", done);
			response.off("close", done);
			resolve();
		};
		response.on("drain", done);
		response.on("close", done);
	});
}

// src/io/proxy/direct-prefix.ts
const directPrefix = "/-/api";

// src/io/proxy/batches/results-url.ts
const resultsUrl = /("results_url"\s*:\s*")(https?:\/\/[^/"]+)[^"]*?(\/v1\/messages\/batches\/)/g;
function turnResults(text, { own, api }, host) {
	return text.replace(resultsUrl, (whole, key, origin, path) => {
		if (origin === own.origin) return `${key}http://${host}${path}`;
		return origin === api.origin ? `${key}http://${host}${directPrefix}${path}` : whole;
	});
}

// src/io/proxy/vendors.ts
const vendors = {
	bedrock: {
		name: "Amazon Bedrock",
		host: /^bedrock(?:-runtime|-mantle|-agent-runtime)?(?:-fips)?\.[\w-]+\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/
	},
	vertex: {
		name: "Google Vertex AI",
		host: /^(?:[\w-]+-)?aiplatform\.(?:[\w-]+\.rep\.)?googleapis\.com$/
	},
	foundry: {
		name: "Microsoft Foundry",
		host: /\.(?:services\.ai|inference\.ai|openai|cognitiveservices)\.azure\.com$/
	},
	openai: {
		name: "OpenAI",
		host: /^(?:\w+\.)?api\.openai\.com$/
	},
	gemini: {
		name: "Google Gemini",
		host: /^generativelanguage\.googleapis\.com$/
	},
	openrouter: {
		name: "OpenRouter",
		host: /^openrouter\.ai$/
	},
	vercel: {
		name: "Vercel AI Gateway",
		host: /^ai-gateway\.vercel\.sh$/
	},
	mistral: {
		name: "Mistral",
		host: /^api\.mistral\.ai$/
	},
	cohere: {
		name: "Cohere",
		host: /^api\.cohere\.(?:com|ai)$/
	},
	groq: {
		name: "Groq",
		host: /^api\.groq\.com$/
	},
	deepseek: {
		name: "DeepSeek",
		host: /^api\.deepseek\.com$/
	},
	xai: {
		name: "xAI",
		host: /^api\.x\.ai$/
	}
};
const vendorNames = new Map(Object.entries(vendors).map(([key, { name }]) => [key, name]));

// src/io/proxy/elsewhere.ts
function openElsewhere() {
	const path = join$1(tmpdir(), `promptcost-record-${randomUUID()}`);
	return {
		path,
		read: () => {
			const calls = /* @__PURE__ */ new Map();
			for (const key of readText(path).split("\n")) {
				const name = vendorNames.get(key);
				if (name !== void 0) calls.set(name, (calls.get(name) ?? 0) + 1);
			}
			return calls;
		},
		remove: () => rmSync(path, { force: true })
	};
}
function readText(path) {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
}

// src/io/proxy/incoming/route.ts
const resources = /^\/(?:messages|complete|models|files|skills)(?:[/?]|$)/;
function readRoute(method, url) {
	const direct = url.startsWith(`${directPrefix}/`);
	const own = direct ? url.slice(directPrefix.length) : url;
	const bare = own.replace(/^(?:\/v1)+(?=\/)/, "");
	const path = bare !== own || resources.test(own) ? `/v1${bare}` : own;
	const captured = capturedPath(method, path);
	return {
		path,
		captured,
		namesResults: captured?.kind !== "batch-results" && /^\/v1\/messages\/batches(?:[/?]|$)/.test(path),
		direct
	};
}
function capturedPath(method, path) {
	const [name = ""] = path.split("?");
	if (method === "GET") {
		const [, batch] = /^\/v1\/messages\/batches\/([^/]+)\/results$/.exec(name) ?? [];
		return batch === void 0 ? null : {
			kind: "batch-results",
			batch
		};
	}
	if (method !== "POST") return null;
	switch (name) {
		case "/v1/messages": return { kind: "messages" };
		case "/v1/messages/count_tokens": return { kind: "count_tokens" };
		case "/v1/messages/batches": return { kind: "batch-create" };
		default: return null;
	}
}

// src/io/proxy/stub.ts
function createStub(answer, recorder, passOn) {
	const batches = /* @__PURE__ */ new Map();
	const keep = (start, given) => {
		const { outcome, status, response } = given === null ? notFound : readGiven(given);
		const endedMs = outcome === "answered" ? recorder.now() : null;
		const made = given?.isMadeUp === true ? { isMadeUp: true } : {};
		recorder.onCall({
			...start,
			endedMs,
			outcome,
			status,
			response,
			...made
		});
	};
	const createBatch = (response, answered, host) => {
		const results = answered.map(({ item, given }) => {
			keep(item, given);
			const message = (given === null ? null : readGiven(given))?.response ?? null;
			const type = message === null ? "errored" : "succeeded";
			const result = message === null ? {
				type,
				error: errorOf(given)
			} : {
				type,
				message
			};
			return {
				type,
				line: writeJson({
					custom_id: item.customId,
					result
				})
			};
		});
		const id = `msgbatch_stub_${String(batches.size + 1)}`;
		const batch = {
			createdAt: (/* @__PURE__ */ new Date()).toISOString(),
			results,
			host
		};
		batches.set(id, batch);
		reply(response, 200, describe(id, batch));
	};
	const isOwn = (path) => batches.has(/^\/v1\/messages\/batches\/([^/?]+)/.exec(path)?.[1] ?? "");
	const askAfter = (response, name) => {
		const [, id = "", rest = ""] = /^\/v1\/messages\/batches(?:\/([^/]+)(\/\w+)?)?$/.exec(name) ?? [];
		const batch = batches.get(id);
		if (name === "/v1/messages/batches") {
			const data = [...batches].map(([each, stored]) => describe(each, stored)).toReversed();
			reply(response, 200, {
				data,
				has_more: false,
				first_id: null,
				last_id: null
			});
		} else if (batch === void 0) refuse(response, 404, "the stub has no answer for this path");
		else if (rest === "/results") {
			response.writeHead(200, { "content-type": "application/x-jsonl" });
			response.end(batch.results.map(({ line }) => `${line}\n`).join(""));
		} else reply(response, 200, describe(id, batch));
	};
	return async (request, response, route) => {
		const { path, captured } = route;
		const pieces = await readPieces(request);
		if (pieces === null) return;
		const isCall = captured?.kind === "messages" || captured?.kind === "count_tokens";
		const isBatch = captured?.kind === "batch-create";
		if (passOn !== null && !isCall && !isBatch && !isOwn(path)) {
			passOn(request, response, {
				route,
				pieces
			});
			return;
		}
		if (captured === null || captured.kind === "batch-results") {
			askAfter(response, path.split("?")[0] ?? "");
			return;
		}
		const start = startCall(request, captured, {
			recorder,
			isPaid: false
		});
		const body = readBody(pieces, request);
		const items = body === null || isCall ? null : readItems(body, start);
		if (items !== null) {
			const answered = items.map((item) => ({
				item,
				given: answer(item)
			}));
			if (passOn !== null && answered.some(({ given }) => given === null)) passOn(request, response, {
				route,
				pieces
			});
			else createBatch(response, answered, request.headers.host ?? "127.0.0.1");
		} else if (isBatch && passOn !== null) passOn(request, response, {
			route,
			pieces
		});
		else if (body !== null && isCall) {
			const call = {
				...start,
				customId: null,
				request: body
			};
			const given = answer(call);
			if (given === null && passOn !== null) passOn(request, response, {
				route,
				pieces
			});
			else {
				keep(call, given);
				if (given === null) refuse(response, 404, "the stub has no answer for this request");
				else write(response, given);
			}
		} else {
			recorder.onUnreadable();
			refuse(response, 400, "the body is no request of the API");
		}
	};
}
async function readPieces(request) {
	const pieces = [];
	try {
		for await (const piece of request) if (piece instanceof Uint8Array) pieces.push(piece);
	} catch {
		return null;
	}
	return pieces;
}
const notFound = {
	outcome: "refused",
	status: 404,
	response: null
};
function readGiven({ status, contentType, text }) {
	const reader = readAnswer({
		status,
		headers: { "content-type": contentType }
	});
	reader.take(Buffer.from(text, "utf8"));
	return reader.end(false);
}
function write(response, { status, contentType, text }) {
	const body = Buffer.from(text, "utf8");
	const type = contentType === "text/event-stream" ? `${contentType}; charset=utf-8` : contentType;
	response.writeHead(status, {
		"content-type": type,
		"content-length": body.length,
		"request-id": "req_stub"
	});
	response.end(body);
}
function errorOf(given) {
	return {
		type: "error",
		error: {
			type: given === null ? "not_found_error" : "invalid_request_error",
			message: "the stub has no answer for this request"
		}
	};
}
function describe(id, { createdAt, results, host }) {
	const count = (type) => results.filter((result) => result.type === type).length;
	return {
		id,
		type: "message_batch",
		processing_status: "ended",
		request_counts: {
			processing: 0,
			succeeded: count("succeeded"),
			errored: count("errored"),
			canceled: 0,
			expired: 0
		},
		created_at: createdAt,
		expires_at: createdAt,
		ended_at: createdAt,
		cancel_initiated_at: null,
		archived_at: null,
		results_url: `http://${host}/v1/messages/batches/${id}/results`
	};
}

// src/io/proxy/upstream.ts
const apiUrl = "https://api.anthropic.com";
const idleMs = 4e3;
const maxHeaderSize = 1 << 18;
function createUpstream(base) {
	const url = new URL(base);
	if (url.protocol !== "http:" && url.protocol !== "https:") throw new TypeError(`${url.protocol} is not HTTP`);
	const prefix = url.pathname.replace(/\/+$/, "").replace(/\/v1$/, "");
	const isHere = /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname);
	const options = {
		keepAlive: true,
		timeout: idleMs,
		...isHere ? {} : { proxyEnv: process.env }
	};
	const { agent, send } = url.protocol === "https:" ? {
		agent: new https.Agent(options),
		send: https.request
	} : {
		agent: new http.Agent(options),
		send: http.request
	};
	return {
		origin: url.origin,
		connected: url.protocol === "https:" ? "secureConnect" : "connect",
		request: (method, path, headers) => send({
			protocol: url.protocol,
			hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
			port: url.port,
			method,
			path: `${prefix}${path}`,
			headers: headers(url.host),
			agent,
			maxHeaderSize
		}),
		close: () => agent.destroy()
	};
}

// src/io/proxy/proxy.ts
async function startProxy({ port, answer, unanswered, onCall }, upstreams) {
	const tally = createTally();
	let pass = 0;
	let began = performance.now();
	const batches = createSentBatches();
	const underWay = createUnderWay();
	const failures = [];
	const recorder = {
		begin: underWay.begin,
		pass: () => pass,
		now: () => Math.round((performance.now() - began) * 1e3) / 1e3,
		onCall: (call) => {
			try {
				onCall(call);
			} catch (error) {
				failures.push(error);
			}
		},
		onUnreadable: () => void (tally.counts.unreadable += 1),
		batches
	};
	const passRequest = (request, response, { route, pieces }) => {
		const { path, captured } = route;
		const upstream = route.direct ? upstreams.api : upstreams.own;
		const host = request.headers.host ?? "";
		try {
			passOn(request, response, {
				upstream,
				path,
				call: captured === null ? null : followCall(request, captured, recorder),
				...pieces === null ? {} : { pieces },
				rewrite: route.namesResults ? (text) => turnResults(text, upstreams, host) : null,
				onUnreached: (why) => tally.addUnreached(upstream.origin, why)
			});
		} catch {
			refuse(response, 400, "promptcost record cannot pass this request on");
		}
	};
	const stub = answer === null ? null : createStub(answer, recorder, unanswered === "pass-on" ? passRequest : null);
	const handle = (request, response) => {
		const target = readTarget(request);
		if ("refused" in target) {
			request.resume();
			refuse(response, 403, `promptcost record refused this request: ${target.refused}`);
			return;
		}
		const route = readRoute(request.method ?? "GET", target.url);
		if (route.captured === null && !route.namesResults) tally.counts.passedOn += 1;
		if (stub === null) passRequest(request, response, {
			route,
			pieces: null
		});
		else stub(request, response, route).catch((error) => {
			failures.push(error);
			response.destroy();
		});
	};
	const server = createServer({
		keepAliveTimeout: 0,
		requestTimeout: 0,
		headersTimeout: 0,
		maxHeaderSize
	}, handle);
	const failed = await listen(server, port);
	if (failed !== null) return {
		failed: "port",
		port,
		why: failed
	};
	const address = server.address();
	const taken = typeof address === "object" && address !== null ? address.port : port;
	const elsewhere = openElsewhere();
	return {
		elsewhereFile: elsewhere.path,
		url: `http://127.0.0.1:${String(taken)}`,
		startPass: (number) => {
			for (const call of batches.takeOpen()) recorder.onCall(call);
			pass = number;
			began = performance.now();
		},
		facts: () => {
			if (failures.length > 0) throw failures[0];
			return {
				...tally.facts(),
				elsewhere: elsewhere.read()
			};
		},
		settle: underWay.settle,
		close: () => new Promise((resolve) => {
			for (const call of batches.takeOpen()) recorder.onCall(call);
			server.close(() => resolve());
			server.closeAllConnections();
			elsewhere.remove();
			upstreams.own.close();
			upstreams.api.close();
		})
	};
}
function listen(server, port) {
	return new Promise((resolve) => {
		server.once("error", (error) => resolve("code" in error && typeof error.code === "string" ? error.code : error.name));
		server.listen(port, "127.0.0.1", () => resolve(null));
	});
}
const settlingMs = 1e3;
function createUnderWay() {
	let count = 0;
	let onIdle = () => void 0;
	return {
		begin: () => {
			count += 1;
			return () => {
				count -= 1;
				if (count === 0) onIdle();
			};
		},
		settle: () => count === 0 ? Promise.resolve() : new Promise((resolve) => {
			const timer = setTimeout(resolve, settlingMs);
			onIdle = () => {
				clearTimeout(timer);
				resolve();
			};
		})
	};
}
function createTally() {
	const unreached = /* @__PURE__ */ new Map();
	const counts = {
		passedOn: 0,
		unreadable: 0
	};
	return {
		counts,
		addUnreached: (origin, why) => {
			const key = `${origin} ${why}`;
			const calls = (unreached.get(key)?.calls ?? 0) + 1;
			unreached.set(key, {
				origin,
				why,
				calls
			});
		},
		facts: () => ({
			...counts,
			unreached: [...unreached.values()]
		})
	};
}

// src/io/proxy/ports.ts
function createRecordPorts(machine) {
	const { folder, journalFolder, environment, api = apiUrl } = machine;
	const preload = machine.preload === void 0 ? builtPreload() : machine.preload;
	return {
		startProxy: async (options) => {
			const base = callersBaseUrl(environment);
			const own = readUpstream(base?.url ?? api);
			if (own === null) return {
				failed: "base-url",
				variable: base?.variable ?? "ANTHROPIC_BASE_URL"
			};
			return startProxy(options, {
				own,
				api: createUpstream(api)
			});
		},
		runCommand: async ({ words, proxy, stub, timeoutSeconds, output }) => {
			const end = await runCommand({
				words,
				folder,
				environment: pointClients(environment, {
					...proxy,
					stub,
					preload
				}),
				timeoutSeconds,
				output
			});
			await proxy.settle();
			return end;
		},
		openCaptures: (redact) => openCaptures(journalFolder, redact)
	};
}
function readUpstream(base) {
	try {
		return createUpstream(base);
	} catch {
		return null;
	}
}
function builtPreload() {
	const path = fileURLToPath(new URL("preload.cjs", import.meta.url));
	return existsSync(path) ? path : null;
}

// src/cli/run/record.ts
const usualTimeout = 1800;
async function runRecord(args, world) {
	if (args.option("new") !== null && !args.option("stub")) return world.refuse(problem("command-line", nowhere, {
		said: "`--new` says what the stub does with new requests; give `--stub` too",
		help: "promptcost record --help"
	}));
	const opened = openFolder(args.option("config"), world);
	if (opened === null) return 2;
	const { head, file } = opened;
	const context = await withContext((counting) => counting);
	const { config, source, draft, runs, problems } = readRecorded(head.tree, file, context);
	const job = {
		words: args.operands,
		scenario: args.option("scenario"),
		stub: args.option("stub"),
		check: args.option("check"),
		once: args.option("once"),
		newAnswers: args.option("new") ?? "echo",
		literal: args.option("literal"),
		timeoutSeconds: args.option("timeout") ?? (world.isTerminal ? null : usualTimeout),
		port: args.option("port") ?? 0,
		output: args.option("json") ? "stderr" : "stdout",
		tree: head.tree,
		config,
		configFile: file,
		draft,
		context,
		redact: createRedactor(config?.redact ?? []),
		recorded: runs
	};
	if (!job.check) removeDrafts(opened.root, filesOf(runs));
	const outcome = problems.length > 0 ? {
		recording: null,
		problems
	} : await record(job, createWorld(opened, world));
	const said = {
		...outcome,
		problems: [...outcome.problems, ...noteRepository(opened)]
	};
	if (args.option("json")) world.print(`${JSON.stringify(recordJson(said, job), null, 2)}\n`);
	else {
		const list = renderProblems(said.problems, {
			source,
			notes: true
		});
		const text = said.recording === null ? "" : recordText(said.recording, job);
		world.print(`${text}${list === "" ? "" : `${list}\n`}`);
	}
	return exitCode(said, job);
}
function filesOf(runs) {
	return new Set(runs.flatMap(({ exchanges }) => exchanges.map(({ place }) => place.file ?? "")));
}
function withContext(work) {
	return withCommandContext({
		asOf: null,
		dry: false
	}, (given) => work(createEvaluationContext(given)));
}
function createWorld({ root, file }, { folder, env }) {
	const journalFolder = join$1(root, dirname(file), ".promptcost");
	return {
		...createRecordPorts({
			folder,
			journalFolder,
			environment: env
		}),
		withContext,
		now: localNow,
		findWriteObstacle: (into) => findWriteObstacle(root, into),
		replaceFiles: (changes) => replaceFiles(root, changes, join$1(journalFolder, "record", "drafts"))
	};
}
function noteRepository({ head }) {
	return head.root === null ? [problem("record-no-repository", nowhere, { readable: head.failure === null })] : [];
}
function exitCode({ recording, problems }, { check }) {
	if (recording === null || hasErrors(problems)) return 2;
	return check && recording.differences.length > 0 ? 1 : 0;
}

export { runRecord };