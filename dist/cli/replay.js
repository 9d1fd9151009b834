import { $r as showUsd, $t as lookupOrder, A as removeDrafts, Ai as hasErrors, Ar as utf8Length, Ba as setMember, Br as usualConfig, Ca as groupBy, Di as readUsage, Dt as openBook, Ei as promptSize, Et as createEvaluationContext, F as keepInText, Fa as isArray, Gt as splitTokens, Ha as writeJson, Hi as levels, Ht as createCache, Ii as shownName, It as computedEvidence, J as openFolder, Ji as modelOf, Ki as toolsOf, Kt as findMinimum, La as isNumberText, Lt as isPlausibleTotal, M as readOnlyRecording, Mr as completesInput, N as keepInFiles, Na as wholeNumber, Oa as isUnfinished, Oi as writeUsage, P as placeOf$1, Pi as problem, Qi as findPeriod, Qt as layOut, Ra as isObject, Ri as markedLifetimes, Sa as descendingBy, Ta as contentOf, Ui as maxTokensOf, Ur as cleanText, Ut as outcomeOf, Va as valueAt, Vi as isFast, Vr as renderProblems, Xi as priceBookIdOf, Xr as showPercent, Y as withCommandContext, Yi as priceBookId, Zi as findModel, Zt as effectiveBreakpoints, _a as magnitude, aa as formatUsd, ba as ascending, bt as batchRefusal, c as shownApiId, ci as writeUsd, da as groupDigits, di as billExchange, dr as refusedByModel, fa as listNames, ii as sortByPlace, it as percentile, ja as usageOf, ji as nowhere, jr as completedByApi, jt as recordedSplit, k as fixturesBelow, ka as outputTokens, ki as isAbsent, l as createRunOpener, la as ratioToNumber, nn as writeSent, o as keepHeapSmall, oi as reportProblem, pa as plural, qi as modelMember, qn as formatOf, qt as minimumOf, rn as writeSentRun, st as loadTree, ua as counted, va as sum, vr as readAmount, wr as nearestNames, xn as kindOf, ya as sumExact, zi as ttlMs } from "./core.js";
import { a as parseLine, c as readKey, d as withConfig, f as writeEntry, g as withoutContent, h as recordResponse, i as keyText, l as readPico, m as recordAnswer, n as removeEmpty, o as readAnswer, r as replaceLines, s as readBatch, t as openJournalFolder, u as runText } from "./journal-folder.js";
import { constants } from "node:os";
import { dirname, join } from "node:path";

// src/replay/cost/attempts.ts
const chosenByApi = "default";
function attemptsOf(body) {
	const { fallbacks = null, ...own } = body;
	if (fallbacks === null) return { bodies: [own] };
	if (fallbacks === chosenByApi) return { unknown: "the API chooses the models of `fallbacks: \"default\"`" };
	const entries = isArray(fallbacks) ? fallbacks.map((entry) => attemptBody(own, entry)) : [null];
	const bodies = entries.filter((entry) => entry !== null);
	return bodies.length === entries.length ? { bodies: [own, ...bodies] } : { unknown: "its `fallbacks` cannot be read" };
}
function attemptBody(own, entry) {
	if (!isObject(entry)) return null;
	const { model, max_tokens: limit } = entry;
	if (typeof model !== "string") return null;
	if (!isAbsent(limit) && wholeNumber(limit) === null) return null;
	const body = {
		...own,
		model
	};
	if (!isAbsent(limit)) setMember(body, "max_tokens", limit);
	if (!isAbsent(entry["speed"])) setMember(body, "speed", entry["speed"]);
	for (const name of ["thinking", "output_config"]) {
		const given = entry[name];
		if (isObject(given)) setMember(body, name, given);
		else if (given === null || isRefused(body, name)) delete body[name];
	}
	return body;
}
function isRefused(body, name) {
	const named = typeof body["model"] === "string" ? findModel(body["model"]) : null;
	return named !== null && refusedByModel(named.model, body).some(({ path }) => path === name || path.startsWith(`${name}.`));
}

// src/replay/cost/boundless.ts
const callersTool = /^(?:custom|(?:bash|text_editor|memory|computer|computer_toolset|browser_toolset)_\d{8})$/;
function boundlessReason(body) {
	if (completesInput(body)) {
		const by = completedByApi(body).map(shownName);
		return `the API completes its input while it answers${by.length === 0 ? "" : ` (${by.join(", ")})`}`;
	}
	const tool = toolsOf(body).find((each) => isObject(each) && !isCallers(each));
	if (isObject(tool)) {
		const { type } = tool;
		return `nobody knows what a tool of the kind${typeof type === "string" ? ` \`${shownName(type)}\`` : ""} costs`;
	}
	const attempts = attemptsOf(body);
	return "unknown" in attempts ? attempts.unknown : null;
}
function isCallers({ type = null }) {
	return type === null || typeof type === "string" && callersTool.test(type);
}

// src/replay/text/time.ts
function showTime(ms) {
	const seconds = Math.ceil(ms / 1e3);
	if (seconds < 120) return `${String(seconds)} s`;
	if (seconds < 7200) return `${String(Math.ceil(seconds / 60))} min`;
	if (seconds < 172800) return `${String(Math.ceil(seconds / 3600))} h`;
	const days = Math.ceil(seconds / 86400);
	return days > 1e3 ? "years" : `${String(days)} days`;
}

// src/replay/sending/failure.ts
const firstPauseMs$2 = 1e3;
const longestPauseMs$1 = 6e4;
const maxAttempts$1 = 8;
const longestWaitMs = 9e5;
function judgeFailure(failure, attempts) {
	const { status, begun, unreached } = failure;
	if (unreached && !begun) return {
		kind: "denied",
		why: "unreached"
	};
	if (status === null || begun) return { kind: "unknown" };
	const why = isSpendCap(failure) ? "limit" : findDenial(status);
	if (why !== null) return {
		kind: "denied",
		why
	};
	if (status === 429 || status === 529) return judgeWait(failure, attempts);
	return status < 500 && status !== 408 ? {
		kind: "refused",
		why: null
	} : { kind: "unknown" };
}
function findDenial(status) {
	if (status === 401 || status === 402 || status === 403) return "key";
	return status !== null && status >= 300 && status < 400 ? "elsewhere" : null;
}
function findTooLong(retryAfterMs, waitedMs) {
	if (retryAfterMs === null || waitedMs + retryAfterMs <= 9e5) return null;
	const longest = `${showTime(longestWaitMs)} is the most that is waited`;
	return `the API asks to wait ${showTime(retryAfterMs)}, ${longest}`;
}
function judgeWait({ retryAfterMs }, { before, waitedMs }) {
	const tooLong = findTooLong(retryAfterMs, waitedMs);
	if (tooLong !== null) return {
		kind: "refused",
		why: tooLong
	};
	if (before + 1 >= maxAttempts$1) return {
		kind: "refused",
		why: `${`tried ${String(before + 1)} times`} in ${showTime(waitedMs)}`
	};
	const ownMs = Math.min(longestPauseMs$1, firstPauseMs$2 * 2 ** before);
	return {
		kind: "again",
		waitMs: retryAfterMs ?? ownMs
	};
}
function describeFailure({ status, type, code, unreached }) {
	return {
		status,
		kind: unreached ? "no connection" : type ?? code ?? "error"
	};
}
function isSpendCap({ status, code, retryAfterMs }) {
	return status === 429 && code !== null && retryAfterMs === null;
}

// src/replay/sending/api-words.ts
const names = new Set("additionalProperties advisor allOf allowed_callers anthropic anthropic_beta anthropic-beta anthropic-version any anyOf array assistant auto authorization adaptive base64 bash bash_code_execution_tool_result betas billing_policy block_binding boolean browser_toolset budget_tokens cache cache_control cache_edits cache_reference caller char_location citations clear_at clear_thinking clear_tool_uses code_execution code_execution_tool_result compact compaction computer computer_toolset configs const container container_upload content content_block_location context context_management count_tokens created_at custom custom_id data default default_config defer_loading description diagnostics disable_parallel_tool_use disabled disallowed_tools display display_height_px display_width_px document drop_block eager_input_streaming edits effort enabled encrypted_content encrypted_index enum ephemeral error error_code examples explicit fallback fallback_credit_token fallbacks file file_id format high id image inference_geo input input_audio input_examples input_json input_schema input_tokens integer is_error items json_schema keep low max max_completion_tokens max_content_tokens max_tokens max_uses maximum mcp mcp_servers mcp_tool_result mcp_tool_use mcp_toolset media_type medium memory message messages metadata minimum model name none not null number object omitted oneOf output_config output_format output_tokens page_location parallel_tool_use params pattern prefix_mismatch_behavior properties redacted_thinking required requests role schema search_result search_result_location server_tool_use server_tools service_tier signature skills source speed standard standard_only stop_reason stop_sequences store stream strict string summarized system system_prompt target_tokens task_budget temperature text text_editor thinking thread timeout title tool tool_addition tool_choice tool_configuration tool_references tool_reference tool_removal tool_result tool_search tool_search_tool_bm25 tool_search_tool_regex tool_use tool_use_id tools top_k top_p trigger ttl type url usage user user_id user_location user_profile_id uses web_fetch web_fetch_tool_result web_search web_search_tool_result workspace_id x-api-key xhigh 1h 5m".split(" "));
const versioned = /^([a-z][a-z0-9_]{2,40})_20\d{6}$/;
const words = new Set("a about accept accepted accepts access accessible account active add added adding additional after again agent agents all allow allowed allows along already also alternate alternative always am an and another anthropic any anymore api appear appears appended applied apply are argument arguments array as assistant associated at attached attempt attempted authorized available average avoid back bad balance base based batch batches be because become been before beginning behavior being below beta between beyond billing block blocked blocks body boolean both bound breakpoint breakpoints budget build but by byte bytes cache cached caching call called calling calls can cancel canceled cancelled cannot capacity cause certain change changed changes char character characters check chunk claude close closed code column combination combined come communicating compaction compatible compiled complete completed configuration configure configured conflict conflicting connection consecutive consider considerations console consult contact contain contained containing contains content contents context continue control conversation corresponding could count country create created credential credentials credit credits current currently custom data date day days decode decrease default define defined definition definitions delimiter deprecated depth details did different dimension dimensions direct directly disable disabled discuss docs document documentation documents does doesn don download downloaded draft due duplicate duplicated duplicates during each early effective effort either element elements else empty enable enabled encoded encoding encountered encrypted end ended ending endpoint ends enforced enough ensure entry environment equal error errors even every exactly exceed exceeded exceeding exceeds except exist existing exists expected expecting expired expires explicitly extended external extra failed failure fallback false family fast feature features fetch fetched fetching few field fields file files filter filtered filtering final find finished first fix follow followed following follows for force forced forces form format formats forms found free from full function future general generated get give given go grammar great greater group guide had has have header headers help here high higher history hour hours how however http https id identifier identifiers ids if image images immediately important in inactive include included includes including incompatible incomplete incorrect increase index information initial inline input inputs inside instead integer internal into invalid is isn issue issues it item items its json keep key keys kind know known large larger last lastmost later latest learn least length less level like likely limit limited limits line lines list location long longer low lower made make malformed many match matched matches matching max maximum may mcp mean media medium memory message messages method migrate mime min minimum minute minutes missing mode model models modified modify month monthly more most move multiple must name named names need needed needs nested network never new newer newest next no non none nor not note null number numbers object objects occurred of off old older on once one ones only open operation operations option optional options or order organization organizations original other others our out output outputs outside over overloaded own page pages parallel parameter parameters parse parsed part parts pass passed path payload pdf pending per performance permission permissions permitted pixels placed plan plans please point policy position positive possible preceding preceeding prefill prefilled prefix present previous previously priority problem process processed processing produce profile prompt prompts properties property protocol provide provided providing purchase quota range ranges rate raw re reach reached read reason received recent recommend recommended reduce refer reference referenced references refusal refused regain region register rejected related remain remaining remove removed removing repeated replace replaced request requested requests require required requirement requirements requires reserved reset resource resources response responses restricted result results resume retention retired retry return returned right role roles root row run safety sales same schema schemas search second seconds section see select send sending sent separate sequence sequences server servers service set sets setting settings several shorter should signature simplify since single size sizes small smaller some source sources space specified specify specifying speed spend spending split standard start started starting starts state status still stop stopped store strategy streaming strict string strings strongly structured sub subscription such support supported supporting supports surrogate system tag tags take takes target temperature temporarily than that the their them then there these they thinking this those though thread threads through tier time timed times to token tokens too tool tools top total trailing true try turn turns two type types unable unauthorized unavailable under unexpected unexpectedly unique unknown unless unrecognized unsupported until up upgrade upgraded upload uploaded upon url urls usage use used user users uses using utc valid validate validation value values variable verify version versions via visit wait was way we week were what when where whether which while whitespace who why will window with within without word words workspace workspaces would wrong yet you your zero s t ve ll en ms mb kb gb px usd png jpeg gif webp plain application".split(" "));
const phrases = /* @__PURE__ */ new Set([
	"&",
	"=",
	"==",
	"!=",
	"<",
	">",
	"<=",
	">=",
	"\u2264",
	"\u2265",
	"+",
	"-",
	"\u2013",
	"\u2014",
	"'^[a-zA-Z0-9_-]{1,64}$'",
	"'^[a-zA-Z0-9_-]{1,128}$'",
	"'^[a-zA-Z0-9_.-]{1,64}$'",
	"'^[a-zA-Z0-9_-]+$'"
]);
const hosts = /* @__PURE__ */ new Set([
	"claude.com",
	"claude.ai",
	"console.anthropic.com",
	"docs.anthropic.com",
	"docs.claude.com",
	"json-schema.org",
	"platform.claude.com",
	"status.anthropic.com",
	"status.claude.com",
	"support.anthropic.com",
	"support.claude.com",
	"www.anthropic.com"
]);
function isApiName(text) {
	const [, base = text] = versioned.exec(text) ?? [];
	return names.has(base);
}
function isApiWord(text) {
	return /^(?:[A-Za-z]?[a-z]*|[A-Z]+)$/.test(text) && words.has(text.toLowerCase());
}
function isApiPhrase(text) {
	return phrases.has(text) || hosts.has(text);
}

// src/replay/sending/message-chunks.ts
const gapSign = "\u2026";
const marksBefore = /^['"`\u2018\u201c([{]{0,3}/;
const marksAfter = /['"`\u2019\u201d)\]},:;.]{0,3}$/;
const marks = /^['"`\u2018\u2019\u201c\u201d()[\]{},;:=<>/!?.$%-]{0,3}$/;
const atoms = /[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*/g;
const plainNumber = /^(?:\d{1,10}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{1,4})?(?:[KMG]?B|ms|s|m|h|px|%|k|K|M)?$/;
const moment = /^(?:\d{4}-\d{2}(?:-\d{2})?|\d{2}:\d{2}(?::\d{2})?)(?:[TZ][\d:.]*Z?)?$/;
function readChunks(message, own) {
	return message.split(/\s+/).filter((text) => text !== "").map((text) => readChunk(text, own));
}
function gapOf(text) {
	const [before = ""] = marksBefore.exec(text) ?? [];
	const [after = ""] = marksAfter.exec(text.slice(before.length)) ?? [];
	return {
		kind: "gap",
		text: `${before}${"\u2026"}${after}`,
		words: [],
		numbers: []
	};
}
function readChunk(text, own) {
	if (isApiPhrase(text)) return {
		kind: "word",
		text,
		words: [],
		numbers: []
	};
	const core = text.replace(/^['"`\u2018\u201c([{$]{1,3}/, "").replace(/['"`\u2019\u201d)\]},:;.?!]{1,3}$/, "");
	if (core === "" || core.includes("\u2026")) return gapOf(text);
	if (isApiPhrase(core) || isId(core, own)) return pathOf(text);
	if (plainNumber.test(core) || moment.test(core)) return {
		kind: "number",
		text,
		words: [core],
		numbers: longNumbers(core)
	};
	if (core.startsWith("https://")) return isApiAddress(core) ? pathOf(text) : gapOf(text);
	return isPath(core) ? readPath(text, core) : readWords(text);
}
function isId(text, own) {
	return own.has(text) && /^[A-Za-z0-9][\w.:@/-]{0,99}$/.test(text) || /^claude-[a-z0-9.-]{1,60}$/.test(text) && findModel(text) !== null;
}
function isApiAddress(address) {
	const [host = "", ...path] = address.slice(8).split(/[/#]/);
	return isApiPhrase(host) && path.every((part) => part.split("-").every((word) => isApiWord(word) || /^\d{0,4}$/.test(word)));
}
function isPath(core) {
	const [first = "", second] = core.split(".");
	return second !== void 0 && second !== "" && isApiName(first);
}
function readPath(text, core) {
	const steps = core.split(".").map((step) => isStep(step) ? step : "\u2026");
	return {
		...pathOf(text.replace(core, () => steps.join("."))),
		numbers: steps.flatMap(longNumbers)
	};
}
function isStep(step) {
	return isApiName(step) || /^\d{1,5}$/.test(step);
}
function pathOf(text) {
	return {
		kind: "path",
		text,
		words: [],
		numbers: []
	};
}
function readWords(text) {
	if (!text.split(atoms).every((between) => marks.test(between))) return gapOf(text);
	const words = [];
	let numbers = 0;
	const parts = text.match(atoms) ?? [];
	for (const part of parts) {
		const steps = isApiName(part) ? [part] : part.split(/[.-]/);
		if (plainNumber.test(part)) numbers += 1;
		else if (!steps.every((step) => isApiName(step) || isApiWord(step))) return gapOf(text);
		words.push(...steps.map((step) => step.toLowerCase()));
	}
	if (words.length === 0 || numbers > 2) return gapOf(text);
	return {
		kind: numbers === parts.length ? "number" : "word",
		text,
		words,
		numbers: parts.flatMap(longNumbers)
	};
}
function longNumbers(text) {
	const digits = text.replaceAll(/\D/g, "");
	return digits.length >= 4 ? [digits] : [];
}

// src/replay/sending/request-texts.ts
const userNamed = /* @__PURE__ */ new Set([
	"input",
	"input_schema",
	"schema",
	"metadata"
]);
const schemaWords = new Set("type properties required items description title enum const default format object array string number integer boolean null minimum maximum additionalProperties anyOf oneOf allOf not $ref $defs".split(" "));
const apiValued = /* @__PURE__ */ new Set([
	"type",
	"role",
	"model",
	"ttl",
	"effort",
	"media_type",
	"service_tier",
	"speed",
	"inference_geo",
	"display"
]);
function requestTexts(body) {
	return textsOf(body, false);
}
function* textsOf(value, isUserNamed) {
	if (typeof value === "string") {
		if (!isUserNamed || !schemaWords.has(value)) yield value;
	} else if (typeof value === "number" || isNumberText(value)) {
		if (isUserNamed) yield typeof value === "number" ? String(value) : value.numberText;
	} else if (isArray(value)) for (const item of value) yield* textsOf(item, isUserNamed);
	else if (isObject(value)) for (const [key, member] of Object.entries(value)) {
		if (isUserNamed && !schemaWords.has(key)) yield key;
		if (isUserNamed || !apiValued.has(key)) yield* textsOf(member, isUserNamed || userNamed.has(key));
	}
}

// src/replay/sending/refusal-text.ts
const longestRead = 4e3;
const quotedWords = 3;
const quotedLetters = 12;
const besideLetters = 7;
const codesInRow = 3;
function withoutQuotes(message, body, betas = []) {
	const read = message.slice(0, longestRead);
	const chunks = readChunks(read, /* @__PURE__ */ new Set([modelOf(body) ?? "", ...betas]));
	if (read.length < message.length) chunks.push(gapOf(chunks.pop()?.text ?? ""));
	hideCodes(chunks);
	hideQuotes(chunks, body);
	return writeChunks(chunks);
}
function hideCodes(chunks) {
	const isCode = (chunk) => chunk !== void 0 && (chunk.kind === "number" || chunk.kind === "gap" || /^\W*[\da-f]{2}\W*$/i.test(chunk.text));
	for (let start = 0; start < chunks.length; start += 1) {
		let end = start;
		while (isCode(chunks[end])) end += 1;
		if (end - start >= codesInRow) hide(chunks, start, end);
		start = Math.max(start, end);
	}
	for (const [index, { text }] of chunks.entries()) if (/^\W+$/.test(text) && [index - 1, index + 1].some((at) => chunks[at]?.kind === "gap")) hide(chunks, index, index + 1);
}
function hide(chunks, from, to) {
	for (const [index, { text }] of chunks.slice(from, to).entries()) chunks[from + index] = gapOf(text);
}
function hideQuotes(chunks, body) {
	const words = chunks.flatMap((chunk, index) => chunk.words.length === 0 ? [{
		text: null,
		chunk: index
	}] : chunk.words.map((text) => ({
		text,
		chunk: index
	})));
	const quoted = /* @__PURE__ */ new Set();
	const runs = findRuns(words, chunks, {
		body,
		quoted
	});
	for (const { from, to } of runs) {
		const run = words.slice(from, to);
		const size = sizeOf(run);
		const [first = "", last = ""] = [run[0], run.at(-1)].map((word) => chunks[word?.chunk ?? -1]?.text);
		const afterGap = isGap(words[from - 1], chunks);
		const beforeGap = isGap(words[to], chunks);
		const isBesideGap = afterGap || beforeGap;
		const opens = afterGap || /^\W{0,2}["'`\u201c\u2018]/.test(first);
		const closes = beforeGap || to === words.length || /["'`\u201d\u2019]\W{0,2}$/.test(last);
		if (run.length >= quotedWords && size >= quotedLetters || isBesideGap && size >= besideLetters || opens && closes && (isBesideGap || run.length > 1)) for (const { chunk } of run) quoted.add(chunk);
	}
	for (const index of quoted) hide(chunks, index, index + 1);
}
function isGap(word, chunks) {
	return word !== void 0 && chunks[word.chunk]?.kind === "gap";
}
function sizeOf(words) {
	return words.reduce((size, { text }) => size + 1 + (text?.length ?? 0), -1);
}
function findRuns(words, chunks, { body, quoted }) {
	const places = /* @__PURE__ */ new Map();
	for (const [index, { text }] of words.entries()) if (text !== null) places.set(text, [...places.get(text) ?? [], index]);
	const longest = words.map(() => 0);
	for (const text of requestTexts(body)) {
		let runs = /* @__PURE__ */ new Map();
		let count = 0;
		for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{M}\p{N}_]+/gu)) {
			count += 1;
			const found = places.get(word);
			if (found === void 0 && runs.size === 0) continue;
			const next = /* @__PURE__ */ new Map();
			for (const index of found ?? []) {
				const length = (runs.get(index - 1) ?? 0) + 1;
				next.set(index, length);
				longest[index] = Math.max(longest[index] ?? 0, length);
			}
			runs = next;
		}
		for (const [index, length] of runs) if (length === count && (count > 1 || isQuotedWord(words[index], chunks))) for (const { chunk } of words.slice(index + 1 - length, index + 1)) quoted.add(chunk);
		for (const [index, { numbers }] of chunks.entries()) if (numbers.some((number) => saysNumber(text, number))) quoted.add(index);
	}
	return longest.flatMap((length, index) => length === 0 ? [] : [{
		from: index + 1 - length,
		to: index + 1
	}]);
}
function saysNumber(text, digits) {
	const grouped = digits.split("").join(String.raw`[\s.,:/()+-]{0,3}`);
	return text.includes(digits) || new RegExp(String.raw`(?<!\d)${grouped}(?!\d)`).test(text);
}
function isQuotedWord(word, chunks) {
	if (word === void 0 || word.text === null || isApiName(word.text)) return false;
	return /^\W{0,2}["'`\u201c\u2018].*["'`\u201d\u2019]\W{0,2}$/.test(chunks[word.chunk]?.text ?? "");
}
function writeChunks(chunks) {
	let line = "";
	let [gaps, shown] = [0, 0];
	for (const [index, { kind, text }] of chunks.entries()) {
		const isGap = kind === "gap";
		if (isGap && chunks[index - 1]?.kind === "gap") {
			line = `${line.slice(0, line.lastIndexOf("\u2026"))}${text.slice(text.indexOf("\u2026"))}`;
			continue;
		}
		if (line.length + text.length + 1 > 398) {
			line = `${line} ${"\u2026"}`;
			break;
		}
		line = line === "" ? text : `${line} ${text}`;
		if (isGap) gaps += 1;
		else shown += 1;
	}
	return shown > 0 && shown >= gaps ? line : "";
}

// src/replay/cost/cap.ts
function createCap(limit, spentBefore) {
	let spent = spentBefore;
	let reserved = 0n;
	let underWay = 0;
	let stopped = false;
	let waiting = [];
	const listeners = /* @__PURE__ */ new Set();
	const stop = () => {
		stopped = true;
		for (const listener of listeners) listener();
		listeners.clear();
	};
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
			if (actual > bound && (firm || spent + actual > limit)) stop();
			close(bound, actual);
		},
		tryReserve: (bound) => answer(bound) === "go",
		release: (bound) => close(bound, 0n),
		lose: (bound) => close(bound, bound),
		resume: (bound) => {
			spent -= bound;
			reserved += bound;
			underWay += 1;
		},
		isStopped: () => stopped,
		stop: () => {
			stop();
			answerWaiting();
		},
		onStop: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		spent: () => spent
	};
}

// src/replay/cost/answer-price.ts
const openEnds = ["advisor-unpriced", "usage-value-unknown"];
function priceAnswer(answer, pricing) {
	const usage = usageOf(answer.response);
	const { usd, usdHigh, problems } = billExchange({
		...answer,
		usage,
		at: null,
		place: nowhere
	}, pricing);
	const isWhole = usd !== null && !problems.some(({ code }) => openEnds.includes(code));
	return {
		usd,
		usdHigh: usdHigh ?? usd,
		isWhole
	};
}

// src/replay/prediction/cache-difference.ts
function createWrittenPrefixes() {
	const written = /* @__PURE__ */ new Map();
	const writtenAt = ({ layout }, index) => written.get(layout.positions[index]?.prefix ?? -1);
	const explainMore = (request) => {
		const found = lookupOrder(request.layout).map((index) => writtenAt(request, index)).find((prefix) => prefix !== void 0);
		return found === void 0 ? "the cache held what no request of this replay had written before: an earlier call or another program had" : explainHeld(request, found);
	};
	const explainLess = (request, { cacheRead, hitBlock }) => {
		const found = writtenAt(request, hitBlock);
		const { real } = request;
		if (real.cacheRead > 0) return `the cache was found up to an earlier place: ${expected(real.cacheRead, cacheRead)}`;
		return found === void 0 ? "the cache was not found" : explainLost(request, found);
	};
	return {
		explain: (request, split) => {
			const { real, batchHitShare } = request;
			const slack = slackOf(split, real);
			const isAlike = (name) => Math.abs(split[name] - real[name]) <= slack && split[name] > 0 === real[name] > 0;
			if (isAlike("cacheRead") && isAlike("cacheWrite5m") && isAlike("cacheWrite1h")) return null;
			const short = explainShort(request, split);
			if (short !== null) return short;
			if (batchHitShare !== null && !isAlike("cacheRead")) return `a batch keeps no order: the cache was ${real.cacheRead > split.cacheRead ? "hit" : "missed"} where it was expected to be hit by ${showPercent(batchHitShare)} of the requests that can`;
			if (isAlike("cacheRead")) return explainWrites(request, split);
			return real.cacheRead > split.cacheRead ? explainMore(request) : explainLess(request, split);
		},
		add: (request, { hitBlock }) => {
			const { real, layout } = request;
			const missed = real.cacheRead === 0 && real.cacheWrite5m + real.cacheWrite1h > 0;
			for (const { index, ttl } of effectiveBreakpoints(layout)) if (index > hitBlock || missed) written.set(layout.positions[index]?.prefix ?? -1, {
				by: request,
				ttl
			});
		}
	};
}
function slackOf(predicted, real) {
	const [before, after] = [totalOf(predicted), totalOf(real)];
	return Math.abs(after - before) + Math.ceil(before / 100);
}
function explainShort({ layout, minimum, real }, predicted) {
	const cached = (billed) => totalOf(billed) - billed.input;
	if (minimum === null || cached(predicted) > 0 === cached(real) > 0) return null;
	const least = `${groupDigits(minimum)} tokens`;
	if (cached(real) > 0) {
		const marked = layout.positions[layout.breakpoints.at(-1)?.index ?? -1]?.tokens ?? 0;
		return marked > 0 && marked < minimum && cached(real) >= minimum ? `what is marked was counted as too short to be cached (${groupDigits(marked)} of at least ${least}): ${groupDigits(cached(real))} are billed as cached` : null;
	}
	const total = totalOf(real);
	if (total < minimum) return `the prompt is too short to be cached: ${groupDigits(total)} tokens, at least ${least} are cached`;
	return cached(predicted) - minimum <= slackOf(predicted, real) ? `what is marked may be too short to be cached: ${groupDigits(cached(predicted))} tokens were counted, at least ${least} are cached` : null;
}
function explainWrites({ real }, predicted) {
	const all = (billed) => billed.cacheWrite5m + billed.cacheWrite1h;
	if (all(real) === 0) return "nothing was written to the cache, though the request marks it";
	if (all(predicted) === 0) return "the cache was written, which was not expected";
	if (predicted.cacheWrite1h > 0 !== real.cacheWrite1h > 0) return real.cacheWrite1h > 0 ? "the cache was written for an hour, not for 5 minutes" : "the cache was written for 5 minutes, not for an hour";
	return `another part was written to the cache: ${expected(all(real), all(predicted))}`;
}
function explainLost(request, { by }) {
	const before = showPause(request.sentAt - by.sentAt);
	if (by.real.cacheRead + by.real.cacheWrite5m + by.real.cacheWrite1h === 0) return `${by.exchange} was to write the cache for it, and wrote nothing`;
	if (by.model !== request.model) return `${by.exchange} wrote the cache for another model: that was answered by ${by.model}, this by ${request.model}`;
	return by.begunAt === null ? `${by.exchange} wrote it too, sent ${before} before; whether it had begun to answer is not known` : `${by.exchange} had written it ${before} before, and the API did not find it`;
}
function explainHeld(request, { by, ttl }) {
	const ageMs = request.sentAt - by.sentAt;
	if (by.begunAt !== null && by.begunAt > request.sentAt) return `what ${by.exchange} wrote was read before its answer began here`;
	if (ageMs <= 0) return `what ${by.exchange} wrote, sent at the same time, was read`;
	if (ageMs > ttlMs[ttl]) return `what ${by.exchange} wrote ${showPause(ageMs)} before was still there: it is kept for ${showPause(ttlMs[ttl])} at least`;
	return `the cache held more than ${by.exchange} wrote`;
}
function totalOf({ input, cacheRead, cacheWrite5m, cacheWrite1h }) {
	return input + cacheRead + cacheWrite5m + cacheWrite1h;
}
function expected(real, predicted) {
	return `${groupDigits(real)} tokens, ${groupDigits(predicted)} were expected`;
}
function showPause(ms) {
	if (ms < 1e3) return `${String(ms)} ms`;
	const seconds = Math.round(ms / 1e3);
	return seconds < 120 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`;
}

// src/replay/text/answered-model.ts
const idForm = /^claude(?:-[a-z]{3,12}){1,2}(?:-\d{1,2}){0,2}(?:-\d{8})?$/;
const families = /* @__PURE__ */ new Set([
	"opus",
	"sonnet",
	"haiku",
	"fable",
	"mythos",
	"preview",
	"latest"
]);
function shownAnsweredModel(name, request) {
	if (askedModels(request).has(name) || /^claude-[a-z0-9.-]{1,60}$/.test(name) && findModel(name) !== null || idForm.test(name) && !isSaid(name, request)) return name;
	return `\u2039a name of ${groupDigits(name.length)} characters\u203a`;
}
function askedModels(request) {
	if (request === null) return /* @__PURE__ */ new Set();
	const attempts = attemptsOf(request);
	return new Set(("bodies" in attempts ? attempts.bodies : [request]).map(modelOf));
}
function isSaid(name, request) {
	if (request === null) return true;
	const [, ...words] = name.split("-");
	const own = words.filter((word) => word.length > 2 && !families.has(word));
	return [...requestTexts(request)].some((text) => {
		const small = text.toLowerCase();
		return own.some((word) => small.includes(word));
	});
}

// src/replay/prediction/difference.ts
function explainDifference(bills, pricing) {
	const { request, predicted, real } = bills;
	if (!real.isPriced) return "what answered cannot be priced whole";
	if (predicted.usd === real.usd) return "as predicted";
	if (request.response["stop_reason"] === "refusal") return "the model refused";
	const price = (tokens) => priceUsage(request, withTokens(usageOf(request.response), tokens), pricing) ?? real.usd;
	const [rates, output, input] = [
		price(predicted),
		price({
			...predicted,
			output: real.output
		}),
		price(real)
	];
	return [
		{
			usd: output - rates,
			say: () => explainOutput(predicted, real)
		},
		{
			usd: input - output,
			say: () => explainInput(bills)
		},
		{
			usd: rates - predicted.usd,
			say: () => explainRates(request)
		},
		{
			usd: real.usd - input,
			say: () => explainFees(request.response)
		}
	].reduce((most, part) => magnitude(part.usd) > magnitude(most.usd) ? part : most).say();
}
function explainOutput(predicted, real) {
	return `the answer: ${moreTokens(real.output - predicted.output, "longer", "shorter")} than expected`;
}
function explainInput({ predicted, real, whyCache }) {
	const more = allInput(real) - allInput(predicted);
	if (whyCache !== null) return whyCache;
	return more === 0 ? "the prompt: its parts were counted otherwise" : `the prompt: ${moreTokens(more, "more", "fewer")} than counted`;
}
function explainRates({ request, response }) {
	const [asked, answered] = [modelOf(request), modelOf(response)];
	const { usage } = readUsage(usageOf(response), nowhere);
	const terms = [
		...usage?.geo === "us" ? ["in the US"] : [],
		...usage?.speed === "fast" ? ["in fast mode"] : [],
		...usage?.speed === "standard" && request["speed"] === "fast" ? ["at standard speed"] : [],
		...usage?.tier === "priority" ? ["at the priority tier"] : []
	];
	if (terms.length > 0) return `the rates: it was billed ${listNames(terms, "and")}`;
	return answered !== null && answered !== asked ? `the model: ${shownAnsweredModel(answered, request)} answered, asked was ${shownName(asked ?? "none")}` : "the rates";
}
function explainFees(response) {
	const usage = readUsage(usageOf(response), nowhere).usage;
	const parts = [...(usage?.webSearches ?? 0) > 0 ? [counted(usage?.webSearches ?? 0, "web search", "web searches")] : [], ...(usage?.iterations.length ?? 0) > 1 ? [counted(usage?.iterations.length ?? 0, "pass of a model", "passes of models")] : []];
	return parts.length === 0 ? "fees" : `fees: ${listNames(parts, "and")}`;
}
function withTokens(usage, tokens) {
	const { iterations: _iterations, server_tool_use: _tools, output_tokens_details: _details, ...terms } = isObject(usage) ? usage : {};
	return {
		...terms,
		...writeUsage(tokens)
	};
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
	}, pricing).usd;
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
	const known = /* @__PURE__ */ new Map();
	const settingsOf = ({ betas, request: { body } }) => {
		const request = without(body, levels);
		const text = writeJson({
			request,
			betas
		});
		const settings = known.get(text) ?? {
			request,
			betas
		};
		known.set(text, settings);
		return settings;
	};
	return {
		add: (request) => void summaries.push({
			...summarize(request, pricing),
			...settingsOf(request.prompt)
		}),
		rows: () => predictRows(summaries, pricing),
		predicted: () => predict(summaries, pricing).map(({ predicted }) => predicted)
	};
}
function summarize(answered, pricing) {
	const { scenario, exchange, output, sentAt, begunAt, batchHitShare } = answered;
	const { prompt, count, response } = answered;
	return {
		scenario,
		exchange,
		output,
		sentAt,
		begunAt,
		batchHitShare,
		layout: layOut(prompt, count, minimumOf(prompt.model)),
		real: billedTokens(answered, pricing),
		response: without(response, [
			"id",
			"type",
			"role",
			"content"
		])
	};
}
function predict(summaries, pricing) {
	const cache = createCache();
	return summaries.toSorted((a, b) => a.sentAt - b.sentAt).map((summary, index) => {
		const { layout, output, batchHitShare, sentAt, begunAt, request } = summary;
		const hit = cache.request({
			layout,
			startMs: batchHitShare === null ? sentAt : sentAt + index,
			scope: "",
			latencyMs: begunAt === null ? 0 : Math.max(0, begunAt - sentAt)
		});
		const split = batchHitShare === null ? hit : splitInBatch(layout, hit, batchHitShare);
		const quantities = {
			input: split.input,
			cacheRead: split.read,
			cacheWrite5m: split.write5m,
			cacheWrite1h: split.write1h,
			output
		};
		const asked = {
			...summary,
			response: { model: modelMember(request) }
		};
		const usd = priceUsage(asked, writeUsage(quantities), pricing);
		return {
			summary,
			predicted: {
				...quantities,
				usd: usd ?? 0n,
				isPriced: usd !== null
			},
			hitBlock: hit.hitBlock
		};
	});
}
function predictRows(summaries, pricing) {
	const written = createWrittenPrefixes();
	return predict(summaries, pricing).map(({ summary, predicted, hitBlock }) => {
		const { scenario, exchange, real, request, response } = summary;
		const outcome = {
			predicted: outcomeOf(predicted),
			real: outcomeOf(real)
		};
		const model = modelOf(response) ?? modelOf(request) ?? "";
		const { tokens, known } = findMinimum(model);
		const cached = {
			...summary,
			model,
			minimum: known ? tokens : null
		};
		const expected = {
			...predicted,
			hitBlock
		};
		const whyCache = written.explain(cached, expected);
		written.add(cached, expected);
		return {
			scenario,
			exchange,
			predicted,
			real,
			outcome,
			whyCache,
			why: explainDifference({
				request: summary,
				predicted,
				real,
				whyCache
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
function billedTokens({ prompt, response, batchHitShare, usd: counts }, pricing) {
	const { body } = prompt.request;
	const { usage } = readUsage(usageOf(response), nowhere);
	if (usage === null) return {
		input: 0,
		cacheRead: 0,
		cacheWrite5m: 0,
		cacheWrite1h: 0,
		output: 0,
		usd: counts,
		isPriced: false
	};
	const { input, read, write5m, write1h } = recordedSplit(usage, body);
	const batch = batchHitShare !== null;
	const { usd, isWhole } = priceAnswer({
		request: body,
		response,
		betas: prompt.betas,
		batch
	}, pricing);
	return {
		input,
		cacheRead: read,
		cacheWrite5m: write5m,
		cacheWrite1h: write1h,
		output: usage.output,
		usd: usd !== null && isWhole ? usd : counts,
		isPriced: isWhole
	};
}
function without(object, names) {
	return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

// src/replay/sending/pauses.ts
const spacingMs = 200;
function createPauses(now) {
	let taken = [];
	return (askedMs) => {
		const startMs = now();
		taken = taken.filter((moment) => moment > startMs - spacingMs);
		let wakesMs = startMs + askedMs;
		for (const moment of taken) if (Math.abs(moment - wakesMs) < spacingMs) wakesMs = moment + spacingMs;
		taken = [...taken, wakesMs].toSorted((a, b) => a - b);
		return wakesMs - startMs;
	};
}
function pauseUntilStopped(wait, cap) {
	return async (ms, why) => {
		if (why === void 0) return wait(ms);
		if (cap.isStopped()) return;
		let forget = () => void 0;
		const stopped = new Promise((resolve) => {
			forget = cap.onStop(resolve);
		});
		await Promise.race([wait(ms, why), stopped]);
		forget();
	};
}

// src/replay/sending/turns.ts
function createTurns() {
	let last = Promise.resolve();
	return (work) => {
		const next = last.then(work);
		last = next.then(() => void 0, () => void 0);
		return next;
	};
}

// src/replay/under-way.ts
function countUnderWay(ports) {
	const { api, now } = ports;
	const running = {
		requests: 0,
		counts: 0
	};
	const pauses = {
		refused: /* @__PURE__ */ new Set(),
		gap: /* @__PURE__ */ new Set()
	};
	const followed = /* @__PURE__ */ new Map();
	const during = async (what, call) => {
		running[what] += 1;
		try {
			return await call();
		} finally {
			running[what] -= 1;
		}
	};
	const wait = async (ms, why) => {
		const pause = { until: now() + ms };
		if (why !== void 0) pauses[why].add(pause);
		try {
			await ports.wait(ms, why);
		} finally {
			if (why !== void 0) pauses[why].delete(pause);
		}
	};
	return {
		api: {
			account: api.account,
			countTokens: (...asked) => during("counts", () => api.countTokens(...asked)),
			send: (...asked) => during("requests", () => api.send(...asked)),
			batches: {
				...api.batches,
				create: (...asked) => during("requests", () => api.batches.create(...asked))
			}
		},
		wait,
		followed,
		read: () => ({
			...running,
			pauses: {
				refused: describePauses(pauses.refused),
				gap: describePauses(pauses.gap)
			},
			batches: [...followed.values()]
		})
	};
}
function describePauses(pauses) {
	let first = 1e400;
	for (const { until } of pauses) first = Math.min(first, until);
	return {
		count: pauses.size,
		until: first
	};
}

// src/replay/session.ts
function createSession(options, ports) {
	const { plan, journal, book, context, maxUsd, times } = options;
	const pricing = {
		book,
		asOf: context.asOf
	};
	const cap = createCap(maxUsd, journal.spent);
	const underWay = countUnderWay({
		...ports,
		wait: pauseUntilStopped(ports.wait, cap)
	});
	return {
		options,
		ports: {
			...ports,
			api: underWay.api,
			wait: underWay.wait
		},
		underWay,
		pricing,
		cap,
		predictions: createPredictions(pricing),
		alone: createTurns(),
		pause: createPauses(ports.elapsed),
		counts: {
			requests: times * sum(plan.runs.map(({ ages }) => ages.length)),
			answered: 0,
			counted: 0,
			byBatch: 0,
			inBatches: /* @__PURE__ */ new Map()
		},
		answered: new Map(journal.answered),
		unknown: new Map(journal.unknown),
		unknownBefore: new Map(journal.unknownBefore),
		batches: new Map(journal.batches),
		awaited: /* @__PURE__ */ new Set(),
		answeredAlike: /* @__PURE__ */ new Map(),
		unknownAlike: /* @__PURE__ */ new Map(),
		beyond: /* @__PURE__ */ new Map(),
		spare: /* @__PURE__ */ new Map(),
		problems: [],
		grouped: /* @__PURE__ */ new Map()
	};
}
function progressOf({ options, cap, counts, underWay }) {
	const { answered, byBatch, requests } = counts;
	const inBatches = sum(counts.inBatches.values());
	return {
		done: answered - byBatch + Math.max(byBatch, inBatches),
		of: requests,
		spent: cap.spent(),
		cap: options.maxUsd,
		underWay: underWay.read()
	};
}
function isStopped({ ports, cap }) {
	return ports.isStopped() || cap.isStopped();
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
function journalKeys({ options: { context, keepsAnswers } }, run, { exchange, asKept }) {
	const whole = journalKey(run, exchange, context);
	return keepsAnswers || exchange === asKept ? [whole] : [journalKey(run, asKept, context), whole];
}
function reportOnce(session, group, create) {
	const known = session.grouped.get(group);
	if (known === void 0) session.grouped.set(group, {
		create,
		more: 0
	});
	else known.more += 1;
}
function stopDenied(session, why, { status, kind }) {
	stopFor(session, problem("replay-denied", nowhere, {
		why,
		status,
		kind
	}));
}
function stopElsewhere(session, refusal) {
	if (findDenial(refusal.status) === "elsewhere") stopDenied(session, "elsewhere", refusal);
}
function stopUnwritten(session) {
	stopFor(session, problem("replay-journal-failed", nowhere, {}));
}
function stopFor(session, reason) {
	session.cap.stop();
	if (!session.problems.some(({ code }) => code === reason.code)) session.problems.push(reason);
}

// src/replay/sending/refused.ts
const statusesOfMany = /* @__PURE__ */ new Set([
	404,
	429,
	529
]);
function reportRefused(session, { code, scenario, exchange, error: { status, kind }, words }, create) {
	const own = words !== "" && !words.includes("\u2026") || statusesOfMany.has(status) ? null : exchange.id;
	const model = modelOf(exchange.request.body);
	reportOnce(session, JSON.stringify([
		code,
		scenario,
		model,
		status,
		kind,
		words,
		own
	]), create);
}

// src/replay/cost/count-failure.ts
const maxAttempts = {
	denied: 1,
	refused: 1,
	unreached: 5,
	busy: 6,
	failing: 6,
	foreign: 3
};
const firstPauseMs$1 = 500;
function judgeCount({ status, isApiError }) {
	if (status === null) return "unreached";
	if (findDenial(status) !== null) return "denied";
	if (status === 429 || status === 529) return "busy";
	if (status >= 500 || status === 408 || status === 409) return "failing";
	return isApiError ? "refused" : "foreign";
}
function countPauseMs(refusal, { attempts, waitedMs }) {
	const pauseMs = refusal.retryAfterMs ?? firstPauseMs$1 * 2 ** (attempts - 1);
	return attempts >= maxAttempts[judgeCount(refusal)] || waitedMs + pauseMs > 9e5 ? null : pauseMs;
}

// src/replay/cost/count-input.ts
async function askCount(session, body, betas) {
	const { ports, counts } = session;
	const before = counts.counted;
	let waitedMs = 0;
	for (let attempts = 1;; attempts += 1) {
		const counted = await ports.api.countTokens(body, betas, 0);
		if (typeof counted === "number") {
			counts.counted += 1;
			return counted;
		}
		if (isStopped(session)) return null;
		const askedMs = countPauseMs(counted, {
			attempts,
			waitedMs
		});
		if (askedMs === null) {
			const fault = judgeCount(counted);
			const asks = findTooLong(counted.retryAfterMs, waitedMs) ?? "";
			return {
				fault,
				refusal: counted,
				attempts,
				forAll: counts.counted === before,
				asks
			};
		}
		const pauseMs = session.pause(askedMs);
		waitedMs += pauseMs;
		await ports.wait(pauseMs, "refused");
		if (isStopped(session)) return null;
	}
}

// src/replay/cost/estimate.ts
function estimateAttempts(exchange, measurer) {
	const known = attemptsOf(exchange.request.body);
	const [own = exchange.request.body, ...fallbacks] = "bodies" in known ? known.bodies : [];
	return [{
		body: own,
		...measurer.exchange(exchange, { output: null })
	}, ...fallbacks.map((body) => ({
		body,
		...measurer.exchange({
			...exchange,
			request: {
				...exchange.request,
				body
			},
			recorded: null,
			counted: null
		}, {
			output: null,
			evidence: computedEvidence
		})
	}))];
}
function withUpperEstimate({ body, count }) {
	return {
		body,
		tokens: count.high
	};
}
function withCount(attempt, said) {
	const { body, count } = attempt;
	return {
		body,
		tokens: said < count.total && !isPlausibleTotal(said, attempt, null) ? Math.max(said, count.high) : said
	};
}

// src/replay/cost/maximum-cost.ts
const slackPercent = 1;
function maximumCost(request, pricing) {
	let usd = 0n;
	let written = 0;
	const premium = request.attempts.some(({ body }) => mayCostPremium(body));
	const isAnyFast = request.attempts.some(({ body }) => isFast(body));
	for (const [index, attempt] of request.attempts.entries()) {
		const { body } = attempt;
		const tokens = withSlack(attempt.tokens) + written;
		const mayBeFast = index === 0 && isFast(body) || isAnyFast && hasFastMode(body, pricing.asOf);
		let dearest = 0n;
		for (const speed of mayBeFast ? ["fast", "standard"] : ["standard"]) {
			const cost = maximumOfAttempt({
				body: {
					...body,
					speed
				},
				tokens,
				premium
			}, request, pricing);
			if (typeof cost !== "bigint") return cost;
			if (cost > dearest) dearest = cost;
		}
		usd += dearest;
		written += maxTokensOf(body) ?? 0;
	}
	return usd;
}
function hasFastMode(body, asOf) {
	return findPeriod(priceBookIdOf(body), asOf)?.fast !== void 0;
}
function withSlack(tokens) {
	return tokens + Math.ceil(tokens * slackPercent / 100);
}
function maximumOfAttempt(attempt, { batch, betas }, pricing) {
	const { body } = attempt;
	const lifetimes = markedLifetimes(body);
	const classes = [
		"input",
		...lifetimes.size === 0 ? [] : ["cacheRead"],
		...(lifetimes.size === 0 ? [] : [.../* @__PURE__ */ new Set(["5m", ...lifetimes])]).map((ttl) => writeClasses[ttl])
	];
	let dearest = 0n;
	for (const inputClass of classes) {
		const bill = billExchange({
			request: body,
			response: { model: modelMember(body) },
			usage: dearestUsage(attempt, inputClass),
			at: null,
			batch,
			betas,
			place: nowhere
		}, pricing);
		const cost = bill.usdHigh ?? bill.usd;
		if (cost === null) {
			const fast = bill.problems.some(({ code }) => code === "fast-mode-refused");
			return {
				unpriced: modelOf(body) ?? "",
				fast
			};
		}
		if (cost > dearest) dearest = cost;
	}
	return dearest;
}
const writeClasses = {
	"5m": "cacheWrite5m",
	"1h": "cacheWrite1h"
};
function dearestUsage({ body, tokens, premium }, inputClass) {
	return {
		...writeUsage({
			input: 0,
			cacheRead: 0,
			cacheWrite5m: 0,
			cacheWrite1h: 0,
			[inputClass]: tokens,
			output: maxTokensOf(body) ?? 0
		}),
		...premium ? { inference_geo: "us" } : {}
	};
}
function mayCostPremium(body) {
	const geo = body["inference_geo"] ?? null;
	if (geo !== null) return geo !== "global";
	return findModel(modelOf(body) ?? "")?.model.dataResidency === true;
}

// src/replay/cost/cost-bound.ts
async function findCostBound(session, planned, exchange) {
	const { options, pricing } = session;
	const scenario = planned.scenario.id;
	const counted = await countInput(session, scenario, exchange);
	if ("problem" in counted) return counted;
	const { attempts, firm } = counted;
	const usd = maximumCost({
		attempts,
		betas: exchange.betas,
		batch: options.batch
	}, pricing);
	if (typeof usd === "bigint") return {
		usd,
		firm
	};
	const { group, create } = withoutPrice(exchange, usd, scenario);
	reportOnce(session, group, create);
	return { problem: null };
}
function withoutPrice({ id, place }, { unpriced: model, fast }, scenario) {
	return {
		group: JSON.stringify([
			"price",
			scenario,
			model,
			fast
		]),
		create: (more) => problem("replay-no-price", place, {
			exchange: id,
			more,
			model,
			fast
		}, scenario)
	};
}
function withoutBound({ id, place }, by, scenario) {
	return {
		group: JSON.stringify([
			"unbounded",
			scenario,
			by
		]),
		create: (more) => problem("replay-unbounded", place, {
			exchange: id,
			by,
			more,
			scenario
		}, scenario)
	};
}
async function countInput(session, scenario, exchange) {
	const { options } = session;
	const { body } = exchange.request;
	const mayEstimate = options.unbounded.has(scenario);
	const estimated = estimateAttempts(exchange, options.context.measurer);
	const estimate = () => ({
		attempts: estimated.map(withUpperEstimate),
		firm: false
	});
	const reason = boundlessReason(body);
	if (reason !== null && mayEstimate) return estimate();
	if (reason !== null) {
		const { group, create } = withoutBound(exchange, reason, scenario);
		reportOnce(session, group, create);
		return { problem: null };
	}
	const attempts = [];
	for (const attempt of estimated) {
		const counted = await askCount(session, attempt.body, exchange.betas);
		if (counted === null) return { problem: null };
		if (typeof counted === "number") attempts.push(withCount(attempt, counted));
		else return mayEstimate && counted.fault !== "denied" ? estimate() : reportNoCount(session, counted, {
			scenario,
			exchange,
			attempt: attempt.body
		});
	}
	return {
		attempts,
		firm: true
	};
}
function reportNoCount(session, { fault, refusal, attempts: tries, forAll, asks }, asked) {
	const { scenario, exchange, attempt } = asked;
	const { id, place } = exchange;
	const { status, kind, message } = refusal;
	if (fault === "denied") {
		stopDenied(session, findDenial(status) ?? "key", refusal);
		return { problem: null };
	}
	if (fault === "refused") {
		const said = message === null ? "" : withoutQuotes(message, attempt);
		const code = "replay-count-refused";
		reportRefused(session, {
			code,
			scenario,
			exchange,
			error: refusal,
			words: said
		}, (more) => problem(code, place, {
			exchange: id,
			more,
			status,
			kind,
			said,
			scenario
		}, scenario));
		return { problem: null };
	}
	if (forAll) session.cap.stop();
	reportOnce(session, JSON.stringify([
		"count",
		fault,
		status,
		forAll
	]), (more) => {
		return problem("replay-count-failed", place, {
			exchange: id,
			more,
			fault,
			status,
			kind,
			tries,
			stopped: forAll,
			asks
		}, scenario);
	});
	return { problem: null };
}

// src/replay/held-texts.ts
const heldFor = 32;
function createTextRelease(counter) {
	let count = 0;
	return () => {
		count += 1;
		if (count % heldFor === 0) counter.forget();
	};
}

// src/replay/prediction/forecast.ts
function forecastReplay(plan, options) {
	const { context, book, times } = options;
	const predictions = createPredictions({
		book,
		asOf: context.asOf
	});
	const obstacles = /* @__PURE__ */ new Map();
	const releaseTexts = createTextRelease(context.counter);
	const requests = [];
	for (let sample = 0; sample < times; sample += 1) for (const run of plan.runs) {
		releaseTexts();
		for (const [index, exchange] of run.open().exchanges.entries()) {
			const { request, predicted, obstacle } = forecastRequest(run, {
				exchange,
				age: run.ages[index] ?? "missing"
			}, options);
			requests.push(request);
			predictions.add(predicted);
			if (obstacle === null) continue;
			const known = obstacles.get(obstacle.group);
			if (known === void 0) obstacles.set(obstacle.group, {
				...obstacle,
				more: 0
			});
			else known.more += 1;
		}
	}
	const predicted = predictions.predicted();
	return {
		requests,
		fresh: plan.fresh,
		expected: sumExact(predicted.map(({ usd }) => usd)),
		isPriced: predicted.every(({ isPriced }) => isPriced),
		worst: requests.reduce((sum, { worst }) => sum === null || worst === null ? null : sum + worst, 0n),
		problems: [...plan.problems, ...[...obstacles.values()].map(({ create, more }) => create(more))]
	};
}
function forecastRequest({ scenario }, { exchange, age }, options) {
	const { context, batch } = options;
	const { prompt, count, output } = context.measurer.exchange(exchange, { output: scenario.output });
	const { worst, obstacle } = findWorst(exchange, scenario.id, options);
	return {
		request: {
			scenario: scenario.id,
			exchange: exchange.id,
			age,
			tokens: count.total,
			worst
		},
		predicted: {
			scenario: scenario.id,
			exchange: exchange.id,
			prompt,
			count,
			output: output.tokens,
			sentAt: exchange.offsetMs,
			begunAt: null,
			response: { model: modelMember(exchange.request.body) },
			usd: 0n,
			batchHitShare: batch ? scenario.batchHitShare : null
		},
		obstacle
	};
}
function findWorst(exchange, scenario, { context, book, batch, unbounded }) {
	const { betas, request } = exchange;
	const by = boundlessReason(request.body);
	if (by !== null && !unbounded.has(scenario)) return {
		worst: null,
		obstacle: withoutBound(exchange, by, scenario)
	};
	const attempts = estimateAttempts(exchange, context.measurer).map(withUpperEstimate);
	const usd = maximumCost({
		attempts,
		betas,
		batch
	}, {
		book,
		asOf: context.asOf
	});
	return typeof usd === "bigint" ? {
		worst: by === null ? usd : null,
		obstacle: null
	} : {
		worst: null,
		obstacle: withoutPrice(exchange, usd, scenario)
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
const standIn$1 = {
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
		const found = next === null ? exchange : next(index === 0 ? null : standIn$1);
		return exchangeObstacle(found, exchange, scenario) ?? (options.batch ? batchObstacle(found, exchange, scenario) : null) ?? [];
	});
}
function exchangeObstacle(found, planned, scenario) {
	const obstacle = (why) => problem("replay-unsendable", planned.place, {
		exchange: planned.id,
		why
	}, scenario);
	if (found === null) return obstacle("unreadable");
	if (maxTokensOf(found.request.body) === null) return obstacle("unlimited");
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

// src/replay/plan/writable.ts
const standIn = {
	inputHash: "sha256:0",
	at: "2026-01-01T00:00:00.000Z",
	response: {
		usage: {
			input_tokens: 1,
			output_tokens: 1
		},
		content: [{
			type: "text",
			text: "\u2026"
		}]
	}
};
function createWriteCheck({ tree, files }) {
	const runsOf = /* @__PURE__ */ new Map();
	const known = /* @__PURE__ */ new Map();
	const named = /* @__PURE__ */ new Set();
	const obstacleOf = (file, scenario) => {
		const key = JSON.stringify([scenario.config.id, file]);
		const before = known.get(key);
		if (before !== void 0) return before;
		const inFiles = runsOf.get(scenario) ?? groupBy(scenario.runs, fileOf$1);
		runsOf.set(scenario, inFiles);
		const found = findObstacle$1(file, inFiles.get(file) ?? [], {
			tree,
			files
		});
		known.set(key, found);
		return found;
	};
	return (run, scenario) => {
		const file = fileOf$1(run);
		const obstacle = obstacleOf(file, scenario);
		if (obstacle === null) return null;
		const { why, lost } = obstacle;
		const exchange = run.exchanges.find((one) => lost === null || lost.has(one));
		if (exchange === void 0) return null;
		const details = {
			run: run.id,
			why
		};
		if (lost === null && named.has(file)) return [];
		named.add(file);
		const place = lost === null ? run.place : exchange.place;
		return [problem("replay-unwritable", place, details, scenario.config.id)];
	};
}
function findObstacle$1(file, runs, { tree, files }) {
	const why = files.obstacle?.(file) ?? null;
	if (why !== null) return {
		why,
		lost: null
	};
	const text = files.read(file);
	if (text === null || text.replace(/^\uFEFF/, "") !== tree.text(file)) return {
		why: "text",
		lost: null
	};
	if (formatOf(file) === "jsonl") return null;
	const members = runs.flatMap((run) => run.exchanges).map((exchange) => ({
		exchange,
		...placeOf$1(exchange),
		key: "recorded",
		value: standIn
	}));
	const { lost } = keepInText(text, file, members);
	return lost.length === 0 ? null : {
		why: "place",
		lost: new Set(lost.map(({ exchange }) => exchange))
	};
}
function fileOf$1({ place }) {
	return place.file ?? "";
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
	const findBarred = createWriteCheck(options);
	for (const ofTree of scenarios) {
		const { config: scenario, runs: ofScenario } = ofTree;
		if (!wants(scenario.id)) continue;
		for (const run of ofScenario.toSorted(byFileAndLine)) {
			const ages = run.exchanges.map(recordingAge);
			if (!ages.some((age) => isSelected(age, only))) {
				fresh += ages.length;
				continue;
			}
			if (run.format !== void 0) {
				const file = fileOf(run);
				if (!taken.has(file)) problems.push(readOnlyRecording(run.format, run.place));
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
			const barred = findBarred(run, ofTree);
			problems.push(...obstacles, ...barred ?? []);
			if (obstacles.length === 0 && barred === null) runs.push(planRun(place, {
				ages,
				at: { ...run.place }
			}, openLater));
		}
	}
	return {
		runs,
		byName: new Map(runs.map((run) => [runName(run), run])),
		fresh,
		known: findKnown(scenarios, runs, openLater),
		problems
	};
}
function findKnown(scenarios, planned, open) {
	const sent = new Map(planned.map((run) => [recordingPlace(run), run]));
	return new Map(scenarios.flatMap(({ config: scenario, runs }) => runs.map((run) => {
		const place = {
			scenario,
			id: run.id,
			file: fileOf(run)
		};
		return [runName(place), sent.get(recordingPlace(run)) ?? knownRun(place, open)];
	})));
}
function runsByPlace(scenarios) {
	const located = scenarios.flatMap(({ config, runs }) => runs.map((run) => ({
		scenario: config.id,
		run
	})));
	return groupBy(located, ({ run }) => recordingPlace(run));
}
function recordingPlace(run) {
	const { line, column } = run.place;
	return `${String(line)}:${String(column)} ${fileOf(run)}`;
}
function fileOf({ place }) {
	return place.file ?? "";
}
function byFileAndLine(a, b) {
	return ascending(fileOf(a), fileOf(b)) || (a.place.line ?? 0) - (b.place.line ?? 0);
}
function planRun(place, { ages, at }, open) {
	return {
		...knownRun(place, open),
		place: at,
		ages
	};
}
function knownRun(place, open) {
	return {
		...place,
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
	const { tree, file, names, unbounded, only, batch, files, digest } = input;
	const context = createEvaluationContext(input);
	const loaded = loadTree(tree, file, { context });
	const { config, source } = loaded;
	const problems = [...loaded.problems, ...config === null ? [] : unknownScenarios([...names, ...unbounded], config)];
	const fixtures = new Set(loaded.scenarios.flatMap(({ runs }) => runs.map(({ place }) => place.file ?? "")));
	if (config === null || hasErrors(problems)) return {
		config,
		source,
		plan: null,
		fixtures,
		recorded: /* @__PURE__ */ new Map(),
		context,
		problems
	};
	const wants = (id) => names.length === 0 || names.includes(id);
	const sending = createEvaluationContext(input, { holdsTexts: false });
	const plan = planReplay(loaded.scenarios, {
		tree,
		config,
		digest,
		cache: sending.loadCache,
		only,
		batch,
		files,
		wants
	});
	const planned = new Set(plan.byName.keys());
	for (const { config: scenario, runs } of loaded.scenarios) for (const { id, exchanges } of runs) if (planned.has(runName({
		scenario,
		id
	}))) {
		for (const exchange of exchanges) if (holdsDocument(exchange.request.body)) context.measurer.exchange(exchange, { output: scenario.output });
	}
	return {
		config,
		source,
		plan,
		fixtures,
		recorded: findRecordedRuns(loaded.scenarios, planned),
		context: sending,
		problems: [...problems, ...plan.problems]
	};
}
function holdsDocument(value) {
	if (isArray(value)) return value.some(holdsDocument);
	if (!isObject(value)) return false;
	return value["type"] === "document" || Object.values(value).some(holdsDocument);
}
function missingCap(config, isGiven) {
	const isConfigs = !isGiven && config.replayMaxUsd !== null;
	const place = isConfigs ? config.locate(["replay", "max-usd"]) : nowhere;
	return problem("replay-needs-cap", place, { given: isGiven || isConfigs });
}
function unknownScenarios(names, config) {
	const known = config.scenarios.map(({ id }) => id);
	return names.filter((name) => !known.includes(name)).map((name) => problem("scenario-unknown", config.locate(["scenarios"]), {
		asked: name,
		nearest: nearestNames(name, known)
	}));
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
function rowLines(row) {
	const { scenario, exchange, predicted, real, outcome, whyCache } = row;
	const cache = outcome.predicted === outcome.real ? outcome.real : `${outcome.predicted} predicted, ${outcome.real} billed`;
	return [
		`  ${cleanText(scenario)}  ${cleanText(exchange)}  ${showUsd(predicted.usd)} predicted, ${atMost([row])}${showUsd(real.usd)} billed  (cache: ${cache})`,
		`    predicted  ${tokensText(predicted)}`,
		`    billed     ${tokensText(real)}`,
		...whyCache === null ? [] : [`    cache      ${cleanText(whyCache)}`]
	];
}
function atMost(rows) {
	return isAllPriced(rows) ? "" : "at most ";
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
	const ratio = billedRatio(rows);
	const worst = furthestOff(rows);
	return [
		"",
		`predicted ${showUsd(totals.predicted)}, billed ${atMost(rows)}${showUsd(totals.billed)}` + (ratio === null ? "" : `: ${ratio} times the prediction`),
		...worst.length === 0 ? ["every request cost what was predicted"] : ["furthest off:"],
		...worst.map((row) => `  ${cleanText(row.exchange)}: ${showUsd(missOf(row))}, ${cleanText(row.why)}`)
	];
}
function billedRatio(rows) {
	const { predicted, billed } = replayTotals(rows);
	return predicted === 0n || !isAllPriced(rows) ? null : (Number(billed * 10000n / predicted) / 1e4).toString();
}
function isAllPriced(rows) {
	return rows.every(({ real }) => real.isPriced);
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
			priced: isAllPriced(result.rows),
			ratio: billedRatio(result.rows)
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
function billedJson({ usd, isPriced, ...tokens }) {
	return {
		...tokens,
		usd: formatUsd(usd),
		priced: isPriced
	};
}

// src/replay/text/forecast.ts
function forecastText({ requests, fresh, expected, isPriced, worst }, plan) {
	const [sent, runs] = [counted(requests.length, "request"), counted(plan.runs.length, "run")];
	return `${[
		`replay would send ${sent} in ${runs}; ${describeFresh(fresh)}`,
		...requests.map((request) => `  ${cleanText(request.scenario)}  ${cleanText(request.exchange)}  ${request.age}, ${request.tokens} tokens, at most ${request.worst === null ? "unknown" : showUsd(request.worst)}`),
		`expected ${isPriced ? showUsd(expected) : showPart(expected)}, at most ${worst === null ? "unknown" : showUsd(worst)}`
	].join("\n")}\n`;
}
function showPart(expected) {
	return expected === 0n ? "unknown" : `at least ${showUsd(expected)}`;
}
function forecastJson(forecast) {
	const { requests, fresh, expected, isPriced, worst, problems } = forecast;
	return {
		schemaVersion: 1,
		requests: requests.map((request) => ({
			...request,
			worst: void 0,
			worstUsd: writeUsd(request.worst)
		})),
		fresh,
		expectedUsd: isPriced ? formatUsd(expected) : null,
		expectedAtLeastUsd: formatUsd(expected),
		worstUsd: writeUsd(worst),
		problems: sortByPlace(problems).map(reportProblem)
	};
}

// src/replay/answers/keep.ts
function keepAnswers(answers, files) {
	const sent = groupBy(answers, ({ exchange }) => exchange.place.file ?? "");
	const isAsSent = (file, digest) => (sent.get(file) ?? []).every(({ text }) => text === digest);
	const members = answers.map(({ exchange, recorded }) => ({
		exchange,
		key: "recorded",
		value: recorded
	}));
	const lost = new Set(keepInFiles(members, files, isAsSent));
	return answers.filter(({ exchange }) => lost.has(exchange));
}

// src/replay/answers/resume.ts
function groupAlike(session) {
	const { journal } = session.options;
	const answered = [...session.answered.keys()].flatMap((name) => journal.keys.get(name) ?? []);
	const unknown = [...session.unknown.values()].map(({ key }) => key);
	addAlike(session.answeredAlike, answered);
	addAlike(session.unknownAlike, unknown);
	for (const key of answered) noteBeyond(session, key);
}
function noteBeyond({ options, beyond }, { body, sample }) {
	if (sample < options.times) return;
	const samples = beyond.get(body) ?? /* @__PURE__ */ new Set();
	samples.add(sample);
	beyond.set(body, samples);
}
function regroupAlike(session, keys) {
	const { answered, unknown, answeredAlike, unknownAlike } = session;
	for (const [asked, alike] of groupBy(keys, askedText)) {
		const settled = new Set(alike.map(keyText).filter((name) => !unknown.has(name)));
		const left = (unknownAlike.get(asked) ?? []).filter((other) => !settled.has(keyText(other)));
		const found = alike.filter((key) => answered.has(keyText(key)));
		unknownAlike.set(asked, left);
		answeredAlike.set(asked, [...answeredAlike.get(asked) ?? [], ...found]);
		for (const key of found) noteBeyond(session, key);
	}
}
function addAlike(groups, keys) {
	for (const [asked, alike] of groupBy(keys, askedText)) groups.set(asked, alike.toReversed());
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
	session.ports.append({
		kind: "moved",
		key: orphan,
		to: key
	});
	session.answered.delete(keyText(orphan));
	session.answered.set(keyText(key), answered);
	return answered;
}
function findUnknown(session, key) {
	const known = session.unknown.get(keyText(key));
	if (known !== void 0) return known;
	const orphan = takeOrphan(session, session.unknownAlike, key);
	const unknown = orphan === void 0 ? void 0 : session.unknown.get(keyText(orphan));
	if (orphan === void 0 || unknown === void 0) return void 0;
	const name = keyText(orphan);
	if ([...session.unknownBefore.get(name) ?? [], unknown].some(({ batch }) => batch !== null) && !mayBeSentAgain(session, unknown)) {
		session.unknown.set(keyText(key), unknown);
		return unknown;
	}
	session.ports.append({
		kind: "moved",
		key: orphan,
		to: key
	});
	session.unknown.delete(name);
	session.unknownBefore.delete(name);
	const moved = {
		...unknown,
		key
	};
	session.unknown.set(keyText(key), moved);
	return moved;
}
function settleKept(session) {
	const { options, ports, answered, answeredAlike } = session;
	const { plan, context } = options;
	const left = [...answeredAlike.values()].flat().filter((key) => !plan.byName.has(runText(key)) && !isStillAsked(session, key));
	if (left.length === 0) return;
	const groups = [...groupBy(left, (key) => `${runText(key)} ${String(key.index)} ${key.body}`)];
	const byAnswer = new Map(groups.flatMap(([, keys]) => {
		const group = new Set(keys);
		return keys.map((key) => {
			const { at = "" } = answered.get(keyText(key)) ?? {};
			return [`${key.body} ${at}`, group];
		});
	}));
	for (const run of plan.known.values()) {
		if (plan.byName.has(runName(run))) continue;
		for (const exchange of run.open().exchanges) {
			const { recorded } = exchange;
			if (recorded === null || recorded.at === null) continue;
			const { body, ...place } = journalKey({
				planned: run,
				sample: 0
			}, exchange, context);
			const keys = byAnswer.get(`${body} ${recorded.at}`);
			if (keys === void 0 || keys.size > Math.max(1, recorded.samples.length)) continue;
			for (const key of keys) ports.append({
				kind: "moved",
				key,
				to: {
					body,
					...place,
					sample: key.sample
				}
			});
			keys.clear();
		}
	}
}
function mayBeSentAgain({ options, awaited, underWay }, { batch }) {
	const isOpen = batch !== null && (awaited.has(batch) || underWay.followed.has(batch));
	return options.resendsUnknown && !isOpen;
}
function takeOrphan(session, groups, key) {
	const alike = groups.get(askedText(key)) ?? [];
	for (let other = alike.pop(); other !== void 0; other = alike.pop()) if (!isStillAsked(session, other)) return other;
}
function isStillAsked({ options }, key) {
	const { plan, context } = options;
	const planned = plan.known.get(runText(key));
	const exchange = planned?.open().exchanges[key.index];
	if (planned === void 0 || exchange === void 0) return false;
	return keyText(journalKey({
		planned,
		sample: key.sample
	}, exchange, context)) === keyText(key);
}
function isRecordedMeanwhile({ ages }, exchanges) {
	return ages.some((age) => age !== "fresh") && exchanges.length > 0 && exchanges.every((exchange) => recordingAge(exchange) === "fresh");
}

// src/replay/batches/batched-exchange.ts
function listExchanges({ options: { context } }, runs, wants) {
	let opened = null;
	const open = (planned) => {
		if (opened?.planned !== planned) opened = {
			planned,
			exchanges: planned.open().exchanges
		};
		return opened.exchanges;
	};
	const refer = (run, index, key) => {
		return () => {
			const exchange = open(run.planned)[index];
			return exchange !== void 0 && journalKey(run, exchange, context).body === key.body ? exchange : null;
		};
	};
	return runs.flatMap((run) => {
		const exchanges = open(run.planned);
		if (!wants(run, exchanges)) return [];
		return exchanges.map((exchange, index) => {
			const key = journalKey(run, exchange, context);
			const { id, place } = exchange;
			return {
				run,
				key,
				exchange: {
					id,
					place: { ...place },
					open: refer(run, index, key)
				}
			};
		});
	});
}

// src/replay/batches/in-flight.ts
function isAwaited({ ports }, { batch }) {
	return batch.id !== null && batch.account === ports.api.account;
}
function leaveOpen(session, inFlight) {
	const { id, name } = inFlight.batch;
	const isAwaitedStill = isAwaited(session, inFlight);
	if (isAwaitedStill) session.awaited.add(name);
	const isLeft = isStopped(session);
	const whyStopped = isLeft ? "replay-batch-stopped" : "replay-batch-open";
	const code = inFlight.isAsked ? whyStopped : "replay-batch-aside";
	countAsSpent(session, inFlight, (open) => willBeSentAgain(session, inFlight) && !isAwaitedStill && !isLeft ? [] : [problem(code, placeOf(open), {
		batch: id === null ? null : shownApiId(id),
		requests: open.length
	})]);
}
function giveUpGone(session, inFlight) {
	const { id } = inFlight.batch;
	countAsSpent(session, inFlight, (open) => willBeSentAgain(session, inFlight) || open.length === 0 ? [] : [problem("replay-batch-gone", placeOf(open), {
		batch: shownApiId(id ?? ""),
		requests: open.length
	})]);
}
function giveUpMissing(session, inFlight) {
	countAsSpent(session, inFlight, (open) => willBeSentAgain(session, inFlight) ? [] : open.map((request) => problem("replay-maybe-paid", request.exchange?.place ?? nowhere, { exchange: exchangeName(request) }, request.key.scenario)));
}
function rememberLatest({ unknown, unknownBefore }, outcome) {
	const name = keyText(outcome.key);
	const last = unknown.get(name);
	if (last !== void 0 && last.batch !== outcome.batch) unknownBefore.set(name, [...unknownBefore.get(name) ?? [], last]);
	unknown.set(name, outcome);
}
function noteUnbilled({ ports, unknown, unknownBefore }, key) {
	ports.append({
		kind: "refused",
		key
	});
	const name = keyText(key);
	const before = unknownBefore.get(name) ?? [];
	const last = before.at(-1);
	unknownBefore.set(name, before.slice(0, -1));
	if (last === void 0) unknown.delete(name);
	else unknown.set(name, last);
}
function willBeSentAgain({ options }, { isEarlier }) {
	return isEarlier && options.resendsUnknown;
}
function countAsSpent(session, { requests, reservations }, problemsOf) {
	const open = requests.filter(({ key }) => session.unknown.has(keyText(key)));
	session.problems.push(...problemsOf(open));
	for (const { bound } of open) reservations.lose(bound.usd);
}
function placeOf(requests) {
	return requests.find(({ exchange }) => exchange !== null)?.exchange?.place ?? nowhere;
}
function exchangeName({ key, exchange }) {
	return exchange?.id ?? `${key.run}#${String(key.index)}`;
}

// src/replay/batches/listing.ts
const clockSkewMs = 3e5;
const createdWithinMs = 12e5;
function hadTimeToTurnUp({ apiAt }, { at }) {
	return apiAt !== null && at !== null && at - Date.parse(apiAt) >= 12e5;
}
function findCandidates(list, sent, known) {
	const isLater = laterThan(sent, list);
	return nearestFirst(list.batches.filter((batch) => !known.has(batch.id) && maySum(batch, sent.size) && !isLater(batch)), sent);
}
function findUnlikely({ batches }, sent, known) {
	if (sent.apiAt === null) return [];
	return nearestFirst(batches.filter((batch) => batch.ended && !known.has(batch.id) && !maySum(batch, sent.size)), sent);
}
function nearestFirst(batches, sent) {
	const sentMs = timeOf(sent);
	const distance = (batch) => Math.abs(createdMs(batch) - sentMs) || 0;
	return batches.toSorted((a, b) => distance(a) - distance(b));
}
function isNearInTime(batch, sent) {
	const afterMs = createdMs(batch) - timeOf(sent);
	return afterMs >= -3e5 && afterMs <= 12e5;
}
function laterThan({ apiAt }, { batches, at }) {
	if (apiAt === null || at === null) return () => false;
	let last = at + clockSkewMs;
	for (const batch of batches) {
		const created = createdMs(batch);
		if (!(created <= last)) return () => false;
		last = created;
	}
	const latest = Date.parse(apiAt) + createdWithinMs;
	return (batch) => createdMs(batch) > latest;
}
function createdMs({ createdAt }) {
	return Date.parse(createdAt);
}
function timeOf({ apiAt, at }) {
	return Date.parse(apiAt ?? at);
}
function maySum({ counts, ended }, size) {
	const { processing, succeeded, errored, canceled, expired } = counts;
	const sum = processing + succeeded + errored + canceled + expired;
	return sum === size || sum === 0 && !ended;
}
const firstPauseMs = 1e3;
const longestPauseMs = 6e4;
function pollPauseMs(asked) {
	return Math.min(longestPauseMs, Math.round(firstPauseMs * 1.5 ** asked));
}

// src/replay/answers/settled.ts
function writeAnswer(session, key, settled) {
	const { options, ports } = session;
	const response = recordResponse(settled.response, options);
	const answered = {
		...settled,
		response,
		fast: options.fast
	};
	const place = ports.append({
		kind: "answered",
		key,
		answered
	});
	if (place === null) stopUnwritten(session);
	return {
		...answered,
		response: place ?? { unwritten: response }
	};
}
function readResponse({ response }, { readLine }) {
	if ("unwritten" in response) return response.unwritten;
	const line = readLine(response);
	return line === null ? null : readAnswer(parseLine(line)?.["answered"])?.response ?? null;
}

// src/replay/cost/answer-cost.ts
function hasUsage(response) {
	const { usage, problems } = readUsage(usageOf(response), nowhere);
	return usage !== null && !hasErrors(problems) && promptSize(usage) > 0 && !isUnfinished(response);
}
function chargeAnswer(session, answer) {
	const { name, place, scenario, response, bound } = answer;
	const { usdHigh: usd, isWhole } = priceOf(answer, session);
	const charged = usd !== null && (isWhole || usd > bound.usd) ? usd : bound.usd;
	const model = modelOf(response);
	if (!isWhole) reportUnpriced(session, answer, {
		usd: charged,
		isPriced: usd !== null
	});
	if (charged > bound.usd && bound.firm) {
		const other = model !== null && !isAsked(answer, model) ? shownModel(answer) : null;
		const details = {
			exchange: name,
			cost: showUsd(charged),
			bound: showUsd(bound.usd),
			name: other
		};
		session.problems.push(problem("replay-overrun", place, details, scenario));
	}
	return charged;
}
function notePassedCap(session, answer, usd) {
	const { name, place, scenario, bound } = answer;
	const { cap, options } = session;
	if (bound.firm || usd <= bound.usd || cap.spent() <= options.maxUsd) return;
	const details = {
		exchange: name,
		cost: showUsd(usd),
		spent: showUsd(cap.spent()),
		cap: showUsd(options.maxUsd)
	};
	session.problems.push(problem("replay-cap-passed", place, details, scenario));
}
function noteUnpriced(session, answer) {
	const { usdHigh: usd, isWhole } = priceOf(answer, session);
	if (!isWhole) reportUnpriced(session, answer, {
		usd: answer.bound.usd,
		isPriced: usd !== null
	});
}
function reportUnpriced(session, answer, counts) {
	const { name, place, scenario, bound } = answer;
	const details = {
		exchange: name,
		name: counts.isPriced ? null : shownModel(answer),
		counts: showUsd(counts.usd),
		firm: bound.firm
	};
	reportOnce(session, JSON.stringify([
		"unpriced",
		scenario,
		name
	]), () => problem("replay-answer-unpriced", place, details, scenario));
}
function shownModel({ exchange, response }) {
	const model = modelOf(response);
	return model === null ? null : shownAnsweredModel(model, exchange?.request.body ?? null);
}
function priceOf({ exchange, response, batch }, { pricing }) {
	const request = exchange?.request.body ?? null;
	return priceAnswer({
		request,
		response,
		batch,
		betas: exchange?.betas ?? null
	}, pricing);
}
function isAsked({ exchange }, model) {
	if (exchange === null) return true;
	const { body } = exchange.request;
	const attempts = attemptsOf(body);
	return ("bodies" in attempts ? attempts.bodies : [body]).some((each) => priceBookId(modelOf(each) ?? "") === priceBookId(model));
}

// src/replay/batches/custom-id.ts
const hashLength = 24;
function customIdOf({ config: _config, ...key }, batch, digest) {
	return `${`${slug(key.scenario)}-${slug(key.run)}-${String(key.index)}-${String(key.sample)}`.slice(0, 39)}-${digest(`${batch}\n${keyText(key)}`).slice(0, hashLength)}`;
}
function slug(text) {
	return text.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 14);
}

// src/replay/batches/results.ts
const maxForeign = 100;
async function takeResults(session, inFlight, id) {
	const { batch, requests } = inFlight;
	const { digest } = session.options.context;
	const left = new Map(requests.filter(({ key }) => session.unknown.has(keyText(key))).map((request) => [customIdOf(request.key, batch.name, digest), request]));
	const ours = new Set(requests.map(({ key }) => customIdOf(key, batch.name, digest)));
	const unbilled = /* @__PURE__ */ new Map();
	const doubtful = /* @__PURE__ */ new Set();
	let isOurs = batch.id !== null;
	let foreign = 0;
	const read = await session.ports.api.batches.results(id, ({ customId, result }) => {
		if (!ours.has(customId)) {
			foreign += 1;
			return isOurs || foreign < maxForeign;
		}
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
		const request = left.get(customId);
		if (request === void 0) return true;
		if (result.kind === "unreadable") doubtful.add(customId);
		else if (result.kind !== "succeeded") unbilled.set(customId, result);
		else if (takeAnswer$1(session, inFlight, {
			request,
			response: result.response
		})) left.delete(customId);
		else doubtful.add(customId);
		return true;
	});
	if (!("unreadable" in read)) {
		stopElsewhere(session, read);
		return isGone(read) ? "gone" : "open";
	}
	for (const [customId, result] of unbilled) {
		const request = left.get(customId);
		if (request === void 0 || doubtful.has(customId)) continue;
		takeUnbilled(session, inFlight, {
			request,
			result
		});
		left.delete(customId);
	}
	if (isOurs) return left.size === 0 ? "whole" : "lost";
	return foreign > 0 ? "foreign" : "open";
}
function isGone({ status }) {
	return status === 404 || status === 410;
}
function takeAnswer$1(session, { batch, reservations }, { request, response }) {
	const { key, bound, exchange } = request;
	if (!hasUsage(response)) return false;
	const answer = {
		exchange: exchange?.open() ?? null,
		name: exchangeName(request),
		place: exchange?.place ?? nowhere,
		scenario: key.scenario,
		response,
		batch: true,
		bound
	};
	const usd = chargeAnswer(session, answer);
	const answered = {
		response,
		requestId: null,
		at: batch.at,
		usd,
		batch: true
	};
	session.answered.set(keyText(key), writeAnswer(session, key, answered));
	reservations.settle(bound.usd, usd, bound.firm);
	notePassedCap(session, answer, usd);
	session.unknown.delete(keyText(key));
	return true;
}
function takeUnbilled(session, { reservations }, { request, result }) {
	const { key, bound, exchange } = request;
	noteUnbilled(session, key);
	reservations.release(bound.usd);
	const said = refusalText(request, result);
	const details = {
		exchange: exchangeName(request),
		how: result.kind,
		said
	};
	session.problems.push(problem("replay-batch-item", exchange?.place ?? nowhere, details, key.scenario));
}
function refusalText(request, result) {
	const exchange = request.exchange?.open() ?? null;
	if (result.kind !== "errored" || exchange === null) return "";
	const { type, message } = result;
	const said = message === null ? "" : withoutQuotes(message, exchange.request.body, exchange.betas);
	return said === "" ? type : `${type}: ${said}`;
}

// src/replay/batches/search.ts
const searchMs = 5e3;
const maxResultFailures = 5;
const maxLooked = 500;
async function searchBatch(session, inFlight) {
	const { api, wait } = session.ports;
	const { batch, isAsked } = inFlight;
	if (api.account !== batch.account) return "open";
	const looked = {
		foreign: /* @__PURE__ */ new Set(),
		failures: /* @__PURE__ */ new Map()
	};
	let waitedMs = 0;
	for (let asked = 0;; asked += 1) {
		const listed = await api.batches.list(batch.after);
		if (!("batches" in listed)) {
			stopElsewhere(session, listed);
			return "open";
		}
		const known = /* @__PURE__ */ new Set([...looked.foreign, ...knownIds(session)]);
		const candidates = findCandidates(listed, batch, known);
		const unlikely = findUnlikely(listed, batch, known);
		if (await isAmong([...candidates, ...unlikely], {
			session,
			inFlight,
			looked
		})) return "found";
		const left = candidates.filter(({ id }) => !looked.foreign.has(id));
		if (left.length === 0 && listed.whole && hadTimeToTurnUp(batch, listed)) return "absent";
		const isWorthWaiting = left.some((candidate) => candidate.ended ? mayBeReadLater(candidate, looked) : isNearInTime(candidate, batch));
		if (isStopped(session) || !isAsked || !isWorthWaiting && waitedMs >= searchMs) return "open";
		const pauseMs = pollPauseMs(asked);
		waitedMs += pauseMs;
		await wait(pauseMs);
	}
}
async function isAmong(candidates, search) {
	const { session, inFlight, looked } = search;
	const { foreign, failures } = looked;
	for (const candidate of candidates) {
		const { id, ended } = candidate;
		const failed = failures.get(id) ?? 0;
		const isTooMuch = failed === 0 && foreign.size + failures.size >= maxLooked;
		if (!ended || failed >= maxResultFailures || isTooMuch) continue;
		const outcome = await takeResults(session, inFlight, id);
		if (outcome === "lost") giveUpMissing(session, inFlight);
		if (outcome === "lost" || outcome === "whole") return true;
		if (outcome === "foreign") {
			foreign.add(id);
			failures.delete(id);
		} else failures.set(id, outcome === "gone" ? maxResultFailures : failed + 1);
	}
	return false;
}
function mayBeReadLater({ id }, { failures }) {
	const failed = failures.get(id);
	return failed !== void 0 && failed < maxResultFailures;
}
function knownIds({ batches }) {
	return [...batches.values()].flatMap(({ id }) => id === null ? [] : [id]);
}

// src/replay/batches/follow.ts
const longestFollowedMs = 9e7;
const maxFailures = 8;
const maxGone = 3;
const maxReads = 3;
async function followBatch(session, inFlight) {
	const { name } = inFlight.batch;
	showFollowed(session, inFlight, 0);
	try {
		await followToEnd(session, inFlight);
	} finally {
		session.underWay.followed.delete(name);
	}
}
function showFollowed(session, { batch, requests }, answered) {
	const { counts, underWay, ports } = session;
	const known = requests.filter(({ exchange }) => exchange !== null).length;
	counts.inBatches.set(batch.name, Math.min(answered, known));
	const id = batch.id === null ? null : shownApiId(batch.id);
	underWay.followed.set(batch.name, {
		id,
		answered,
		of: batch.size
	});
	ports.progress.renew();
}
async function followToEnd(session, inFlight) {
	const { batch, requests, reservations } = inFlight;
	if (batch.id !== null) return followKnown(session, inFlight, batch.id);
	const outcome = await searchBatch(session, inFlight);
	if (outcome === "open") leaveOpen(session, inFlight);
	if (outcome !== "absent") return void 0;
	for (const { key, bound } of requests) {
		noteUnbilled(session, key);
		reservations.release(bound.usd);
	}
}
async function followKnown(session, inFlight, id) {
	const { api, wait } = session.ports;
	let failures = 0;
	let waitedMs = 0;
	for (let asked = 0;; asked += 1) {
		const state = await api.batches.retrieve(id);
		const isAnswered = "id" in state;
		if (isStopped(session) && !(isAnswered && state.ended)) return leaveOpen(session, inFlight);
		failures = isAnswered ? 0 : failures + 1;
		if (isAnswered) showFollowed(session, inFlight, state.counts.succeeded);
		else if (isAwaited(session, inFlight) && isGone(state)) {
			if (failures >= maxGone) return giveUpGone(session, inFlight);
		} else if (failures >= maxFailures || !isPassing(state)) {
			stopElsewhere(session, state);
			return leaveOpen(session, inFlight);
		}
		if (isAnswered && state.ended) break;
		if (!inFlight.isAsked || waitedMs > longestFollowedMs) return leaveOpen(session, inFlight);
		const pauseMs = pollPauseMs(asked);
		waitedMs += pauseMs;
		await wait(pauseMs);
	}
	return collect(session, inFlight, id);
}
async function collect(session, inFlight, id) {
	for (let read = 1;; read += 1) {
		const outcome = await takeResults(session, inFlight, id);
		if (outcome === "whole") return void 0;
		if (read === maxReads || !inFlight.isAsked || isStopped(session)) return giveUp[outcome](session, inFlight);
		await session.ports.wait(pollPauseMs(read - 1));
	}
}
const giveUp = {
	open: leaveOpen,
	lost: giveUpMissing,
	foreign: giveUpMissing,
	gone: giveUpGone
};
function isPassing({ status }) {
	return status === null || status >= 500 || status === 429 || status === 408;
}

// src/replay/batches/open-batches.ts
function followOpenBatches(session, runs) {
	const { cap, unknown, options } = session;
	const followed = /* @__PURE__ */ new Set();
	const tasks = /* @__PURE__ */ new Set();
	let ended = 0;
	const held = /* @__PURE__ */ new Map();
	const hold = (requests, by) => {
		for (const { key } of requests) held.set(key.body, (held.get(key.body) ?? 0) + by);
	};
	const open = [...unknown.values()].some(({ batch }) => batch !== null);
	const exchanges = open ? exchangesByBody(session, runs) : /* @__PURE__ */ new Map();
	const follow = async (name) => {
		const batch = session.batches.get(name);
		if (batch === void 0) return;
		const requests = [...unknown.values()].filter((outcome) => outcome.batch === name).map(({ key, usd, firm }) => {
			return {
				key,
				bound: {
					usd,
					firm
				},
				exchange: exchanges.get(key.body) ?? null
			};
		});
		const isAsked = requests.some(({ exchange }) => exchange !== null);
		const isOwn = requests.every(({ key }) => key.config === void 0);
		if (!isOwn && !isAsked) return;
		if (isOwn) for (const { bound } of requests) cap.resume(bound.usd);
		hold(requests, 1);
		try {
			await followBatch(session, {
				batch,
				requests,
				isEarlier: true,
				isAsked,
				reservations: isOwn ? cap : uncounted
			});
		} finally {
			regroupAlike(session, requests.map(({ key }) => key));
			followMore();
			hold(requests, -1);
		}
	};
	const followMore = () => {
		const latest = new Set([...unknown.values()].map(({ batch }) => batch));
		for (const name of options.journal.batches.keys()) {
			if (followed.has(name) || !latest.has(name)) continue;
			followed.add(name);
			const task = follow(name).finally(() => {
				tasks.delete(task);
				ended += 1;
			});
			tasks.add(task);
		}
	};
	if (open) followMore();
	return {
		holds: (body) => (held.get(body) ?? 0) > 0,
		next: () => Promise.race(tasks.size === 0 ? [Promise.resolve()] : tasks),
		areEnded: () => tasks.size === 0,
		ended: () => ended
	};
}
const uncounted = {
	settle: () => void 0,
	release: () => void 0,
	lose: () => void 0
};
function exchangesByBody(session, runs) {
	const listed = listExchanges(session, runs, () => true);
	return new Map(listed.map(({ key, exchange }) => [key.body, exchange]));
}

// src/replay/answers/samples.ts
function arrangeSamples(session, planned, open) {
	const [first] = open.exchanges;
	if (session.beyond.size === 0 || first === void 0) return;
	const keys = journalKeys(session, {
		planned,
		sample: 0
	}, {
		exchange: first,
		asKept: first
	});
	const samples = new Set(keys.flatMap(({ body }) => [...session.beyond.get(body) ?? []]));
	const known = (sample) => walk(session, {
		planned,
		sample
	}, open);
	const isWhole = ({ answers }) => answers.length === planned.ages.length;
	const spare = [...samples].toSorted((a, b) => a - b).map(known);
	for (let sample = 0; spare.length > 0 && sample < session.options.times; sample += 1) {
		const wanted = known(sample);
		const index = isWhole(wanted) ? -1 : spare.findIndex(isWhole);
		const taken = spare[index];
		if (taken === void 0) continue;
		spare[index] = {
			...wanted,
			sample: taken.sample
		};
		for (const { key } of [...taken.answers, ...wanted.answers]) session.answered.delete(keyText(key));
		for (const [from, to] of [[taken, sample], [wanted, taken.sample]]) for (const { key, answered } of from.answers) session.answered.set(keyText({
			...key,
			sample: to
		}), answered);
	}
	const answers = spare.flatMap(({ sample, answers }) => answers.map(({ exchange, answered }) => {
		return {
			run: {
				planned,
				sample
			},
			exchange,
			text: open.textDigest,
			answered
		};
	}));
	session.spare.set(planned, answers);
}
function walk(session, run, open) {
	const { keepsAnswers } = session.options;
	const next = open.iterate();
	const nextAsKept = keepsAnswers ? null : open.iterate();
	const answers = [];
	let last = null;
	for (const _ of run.planned.ages) {
		const exchange = next(last);
		const asKept = nextAsKept === null ? exchange : nextAsKept(last === null ? null : withoutContent(last));
		if (exchange === null || asKept === null) break;
		const answer = journalKeys(session, run, {
			exchange,
			asKept
		}).flatMap((key) => {
			const answered = findAnswered(session, key);
			return answered === void 0 ? [] : [{
				exchange,
				key,
				answered
			}];
		})[0];
		last = answer === void 0 ? null : readResponse(answer.answered, session.ports);
		if (answer === void 0 || last === null) break;
		answers.push(answer);
	}
	return {
		sample: run.sample,
		answers
	};
}
function putSpare({ ports, spare }, planned, pending) {
	for (const { run, exchange, text, answered } of spare.get(planned) ?? []) {
		const response = readResponse(answered, ports);
		if (response !== null) pending.put({
			run,
			exchange,
			text,
			response,
			recorded: {},
			answered
		});
	}
	if (spare.has(planned)) spare.set(planned, []);
}

// src/replay/sending/request.ts
async function sendExchange(session, run, scheduled) {
	const { options, ports } = session;
	const { exchange, due, earlyBound, obstacle, isAnew } = scheduled;
	const keys = journalKeys(session, run, scheduled);
	const [key] = keys;
	const known = isAnew ? void 0 : firstOf(keys, (each) => findAnswered(session, each));
	if (known !== void 0) {
		const response = readResponse(known, ports);
		const { id, place } = exchange;
		if (response === null) return { problem: problem("replay-journal-changed", place, { exchange: id }) };
		const { scenario } = key;
		const bound = {
			usd: known.usd,
			firm: !options.unbounded.has(scenario)
		};
		const { batch } = known;
		noteUnpriced(session, {
			exchange,
			name: id,
			place,
			scenario,
			response,
			batch,
			bound
		});
		return {
			answered: known,
			response,
			begunAt: null
		};
	}
	if (options.batch) return { problem: null };
	const unknown = firstOf(keys, (each) => findUnknown(session, each));
	if (unknown !== void 0 && !mayBeSentAgain(session, unknown)) return { problem: unknown.batch === null ? problem("replay-maybe-paid", exchange.place, { exchange: exchange.id }) : null };
	const unsendable = obstacle();
	if (unsendable !== null) return { problem: unsendable };
	const bound = await (earlyBound ?? findCostBound(session, run.planned, exchange));
	if ("problem" in bound) return bound;
	const aheadMs = due - ports.elapsed();
	if (aheadMs > 0) await ports.wait(aheadMs, "gap");
	const send = () => sendOnceItFits(session, run, {
		exchange,
		key,
		bound
	});
	return bound.firm ? send() : session.alone(send);
}
async function sendOnceItFits(session, run, request) {
	const { ports, cap } = session;
	const { exchange, bound } = request;
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
	return sendWithinBound(session, request);
}
function firstOf(items, find) {
	for (const item of items) {
		const found = find(item);
		if (found !== void 0) return found;
	}
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
	const { id, place } = exchange;
	const { body } = exchange.request;
	let waitedMs = 0;
	for (let before = 0;; before += 1) {
		if (ports.append({
			kind: "sent",
			key,
			usd,
			batch: null,
			firm
		}) === null) {
			cap.release(usd);
			stopUnwritten(session);
			return { problem: null };
		}
		const at = new Date(ports.now()).toISOString();
		const elapsedAt = ports.elapsed();
		const sent = await ports.api.send(body, exchange.betas);
		if (sent.kind === "answered") {
			const taken = takeAnswer(session, reserved, {
				sent,
				at
			});
			return "answered" in taken ? {
				...taken,
				elapsedAt
			} : taken;
		}
		const { failure } = sent;
		const outcome = judgeFailure(failure, {
			before,
			waitedMs
		});
		if (outcome.kind === "unknown") {
			cap.lose(usd);
			const { silentMs } = failure;
			const silent = silentMs === null ? {} : { silent: showTime(silentMs) };
			return { problem: problem("replay-maybe-paid", place, {
				exchange: id,
				...silent
			}) };
		}
		ports.append({
			kind: "refused",
			key
		});
		if (outcome.kind === "again" && !isStopped(session)) {
			const pauseMs = session.pause(outcome.waitMs);
			waitedMs += pauseMs;
			await ports.wait(pauseMs, "refused");
			if (!isStopped(session)) continue;
		}
		cap.release(usd);
		if (outcome.kind === "again") return { problem: null };
		const error = describeFailure(failure);
		if (outcome.kind === "denied") {
			stopDenied(session, outcome.why, error);
			return { problem: null };
		}
		const words = failure.message === null ? "" : withoutQuotes(failure.message, body, exchange.betas);
		const said = [outcome.why ?? "", words].filter((part) => part !== "").join("; ");
		const { scenario } = key;
		const code = "replay-refused";
		reportRefused(session, {
			code,
			scenario,
			exchange,
			error,
			words
		}, (more) => problem(code, place, {
			exchange: id,
			more,
			...error,
			said
		}, scenario));
		return { problem: null };
	}
}
function takeAnswer(session, { exchange, key, bound }, { sent: { response, requestId, begunAt }, at }) {
	const { cap } = session;
	const { id, place } = exchange;
	if (!hasUsage(response)) {
		cap.lose(bound.usd);
		return { problem: problem("replay-without-usage", place, { exchange: id }) };
	}
	const { scenario } = key;
	const answer = {
		exchange,
		name: id,
		place,
		scenario,
		response,
		batch: false,
		bound
	};
	const usd = chargeAnswer(session, answer);
	const answered = writeAnswer(session, key, {
		response,
		requestId,
		at,
		usd,
		batch: false
	});
	cap.settle(bound.usd, usd, bound.firm);
	notePassedCap(session, answer, usd);
	return {
		answered,
		response,
		begunAt
	};
}

// src/replay/batches/create.ts
async function createBatch(session, name, requests) {
	const { ports, cap, options } = session;
	const items = requests.map(({ key, opened }) => ({
		customId: customIdOf(key, name, options.context.digest),
		body: opened.request.body
	}));
	let waitedMs = 0;
	for (let before = 0;; before += 1) {
		const mark = await ports.api.batches.mark();
		if (isStopped(session)) {
			for (const { bound } of requests) cap.release(bound.usd);
			return null;
		}
		const batch = {
			name,
			at: new Date(ports.now()).toISOString(),
			size: requests.length,
			id: null,
			account: ports.api.account,
			after: mark.newest,
			apiAt: mark.at === null ? null : new Date(mark.at).toISOString()
		};
		if (!writeDown(session, batch, requests)) {
			for (const { bound } of requests) cap.release(bound.usd);
			stopUnwritten(session);
			return null;
		}
		const created = await ports.api.batches.create(items, requests[0]?.opened.betas ?? []);
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
		const outcome = judgeFailure(created.failure, {
			before,
			waitedMs
		});
		if (outcome.kind === "unknown") return batch;
		for (const { key } of requests) noteUnbilled(session, key);
		if (outcome.kind === "again" && !isStopped(session)) {
			const pauseMs = session.pause(outcome.waitMs);
			waitedMs += pauseMs;
			await ports.wait(pauseMs, "refused");
			if (!isStopped(session)) continue;
		}
		for (const { bound } of requests) cap.release(bound.usd);
		if (outcome.kind === "again") return null;
		const said = describeFailure(created.failure);
		if (outcome.kind === "denied") stopDenied(session, outcome.why, said);
		else {
			const details = {
				...said,
				requests: requests.length,
				why: outcome.why ?? ""
			};
			session.problems.push(problem("replay-batch-refused", requests[0]?.exchange.place ?? nowhere, details));
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
	}) !== null && entries.every((entry) => ports.append({
		kind: "sent",
		...entry
	}) !== null))) return false;
	for (const entry of entries) rememberLatest(session, entry);
	session.batches.set(batch.name, batch);
	return true;
}

// src/replay/batches/pack.ts
const batchLimits = {
	requests: 1e5,
	bytes: 256e6
};
const usualBytes = 2e6;
const manyBatches = 16;
function limitsFor(items) {
	const share = Math.ceil(sum(items.map(({ bytes }) => bytes)) / manyBatches);
	return {
		...batchLimits,
		bytes: Math.min(batchLimits.bytes, Math.max(usualBytes, share))
	};
}
function splitIntoBatches(items, limits) {
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
async function sendInBatches(session, runs, openBatches) {
	const { cap, ports } = session;
	const tasks = /* @__PURE__ */ new Set();
	let waiting = [];
	const turns = createTurns();
	let held = listExchanges(session, runs, ({ planned }, exchanges) => !isRecordedMeanwhile(planned, exchanges));
	for (let round = 0; !isStopped(session); round += 1) {
		const isHeld = ({ key }) => openBatches.holds(key.body);
		const freed = held.filter((exchange) => !isHeld(exchange));
		held = held.filter(isHeld);
		waiting = [...waiting, ...await findBounds(session, requestsToSend(session, freed))];
		const fitting = [];
		const rest = [];
		if (isStopped(session)) break;
		for (const request of waiting) (cap.tryReserve(request.bound.usd) ? fitting : rest).push(request);
		waiting = rest;
		for (const [index, requests] of splitIntoBatches(fitting, limitsFor(fitting)).entries()) {
			const task = sendBatch(session, turns, {
				name: `${String(session.batches.size)}.${String(round)}.${String(index)}@${String(ports.now())}`,
				requests
			}).finally(() => tasks.delete(task));
			tasks.add(task);
		}
		if (!(waiting.length > 0 || held.length > 0)) break;
		if (tasks.size === 0 && openBatches.areEnded()) {
			reportFull(session, waiting);
			break;
		}
		await Promise.race([...tasks, ...openBatches.areEnded() ? [] : [openBatches.next()]]);
	}
	await Promise.all(tasks);
}
async function sendBatch(session, turns, packed) {
	const sent = await turns(() => createPacked(session, packed));
	if (sent !== null) await followBatch(session, sent);
}
async function createPacked(session, { name, requests }) {
	const opened = requests.flatMap((request) => {
		const exchange = request.exchange.open();
		if (exchange !== null) return [{
			...request,
			opened: exchange
		}];
		session.cap.release(request.bound.usd);
		session.problems.push(unreadable$1(request));
		return [];
	});
	const batch = opened.length === 0 ? null : await createBatch(session, name, opened);
	if (batch === null) return null;
	return {
		batch,
		requests: opened.map(({ opened: _opened, ...request }) => request),
		isEarlier: false,
		isAsked: true,
		reservations: session.cap
	};
}
function unreadable$1({ run, exchange }) {
	const details = {
		exchange: exchange.id,
		why: "unreadable"
	};
	return problem("replay-unsendable", exchange.place, details, run.planned.scenario.id);
}
function reportFull(session, requests) {
	const lastOfRuns = new Map(requests.map((request) => [request.run.planned, request]));
	for (const { run, exchange, bound } of lastOfRuns.values()) reportCapReached(session, run, {
		exchange,
		bound: bound.usd
	});
}
async function findBounds(session, requests) {
	const { options } = session;
	const releaseTexts = createTextRelease(options.context.counter);
	const bounded = requests.map(() => null);
	let next = 0;
	const work = async () => {
		while (next < requests.length && !isStopped(session)) {
			const index = next;
			next += 1;
			releaseTexts();
			const request = requests[index];
			if (request === void 0) continue;
			const { run } = request;
			const exchange = request.exchange.open();
			if (exchange === null) {
				session.problems.push(unreadable$1(request));
				continue;
			}
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
function requestsToSend(session, exchanges) {
	if (session.beyond.size > 0) for (const planned of new Set(exchanges.map(({ run }) => run.planned))) arrangeSamples(session, planned, planned.open());
	return exchanges.filter(({ run, exchange, key }) => {
		if (findAnswered(session, key) !== void 0) return false;
		const unknown = findUnknown(session, key);
		if (unknown === void 0 || mayBeSentAgain(session, unknown)) return true;
		if (unknown.batch === null) session.problems.push(problem("replay-maybe-paid", exchange.place, { exchange: exchange.id }, run.planned.scenario.id));
		return false;
	});
}

// src/replay/answers/pending-answers.ts
function createPendingAnswers(runs, options, ports) {
	const { times } = options;
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
		const gone = /* @__PURE__ */ new Set();
		const toKeep = answers.flatMap((answer) => {
			const { exchange, text, first, samples } = answer;
			if (first === null || countBelow(samples, times) < times) return [];
			const recorded = () => {
				const response = readResponse(first.answered, ports);
				if (response === null) {
					gone.add(exchange);
					return;
				}
				return {
					...first.recorded,
					response: recordResponse(response, options),
					...samples.length === 1 ? {} : { samples: recordSamples(answer, response) }
				};
			};
			return [{
				exchange,
				text,
				recorded
			}];
		});
		const lost = ports.keep(toKeep);
		for (const { exchange } of lost) {
			const why = gone.has(exchange) ? "replay-journal-changed" : "replay-not-kept";
			problems.push(problem(why, exchange.place, { exchange: exchange.id }));
		}
		if (times > 1) lengths.push(...answers.map((answer) => ({
			name: answer.name,
			tokens: inOrder(answer).flatMap(lengthOf)
		})));
		if (lost.length === 0) for (const run of answeredRuns(answers, times)) done.add(runName(run));
	};
	return {
		put: ({ run: { planned, sample }, exchange, text, response, recorded, answered }) => {
			const answers = files.get(planned.file)?.answers;
			if (answers === void 0) return;
			const key = `${runName(planned)} ${String(exchange.index)}`;
			const name = `${planned.scenario.id} ${exchange.id}`;
			const { id, index, place } = exchange;
			const answer = answers.get(key) ?? {
				name,
				planned,
				exchange: {
					id,
					index,
					place: { ...place }
				},
				text,
				first: null,
				samples: []
			};
			answers.set(key, answer);
			if (sample === 0) answer.first = {
				answered: { response: answered.response },
				recorded
			};
			const { stop_reason = null } = response;
			const usage = times === 1 && sample === 0 && answer.samples.length === 0 ? null : usageOf(response) ?? null;
			answer.samples.push({
				sample,
				usage,
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
function answeredRuns(answers, times) {
	const counts = /* @__PURE__ */ new Map();
	for (const { planned, samples } of answers) if (countBelow(samples, times) === times) counts.set(planned, (counts.get(planned) ?? 0) + 1);
	return [...counts].flatMap(([run, count]) => count === run.ages.length ? [run] : []);
}
function countBelow(samples, times) {
	return samples.filter(({ sample }) => sample < times).length;
}
function inOrder({ samples }) {
	return samples.toSorted((a, b) => a.sample - b.sample);
}
function recordSamples(answers, first) {
	return inOrder(answers).map(({ sample, usage, stop_reason }) => ({
		usage: sample === 0 ? usageOf(first) ?? null : usage,
		stop_reason
	}));
}
function lengthOf({ usage }) {
	const tokens = outputTokens({ usage });
	return tokens === null ? [] : [tokens];
}

// src/replay/sending/gaps.ts
function dueAfter(before, exchange, clocks) {
	const gap = gapMs(before.exchange, exchange);
	if (before.elapsedAt !== void 0) return before.elapsedAt + gap;
	const leftMs = before.sentAt + gap - clocks.now();
	return clocks.elapsed() + Math.max(0, Math.min(gap, leftMs));
}
function isOutOfTime(before, after) {
	const planned = gapMs(before.exchange, after.exchange);
	const real = [after.sentAt - before.sentAt, ...before.elapsedAt === void 0 || after.elapsedAt === void 0 ? [] : [after.elapsedAt - before.elapsedAt]];
	const crosses = (lifetimeMs) => real.some((ms) => ms < 0 || planned < lifetimeMs !== ms < lifetimeMs);
	if (!Object.values(ttlMs).some(crosses)) return false;
	return [before, after].some(({ exchange }) => [...markedLifetimes(exchange.request.body)].some((ttl) => crosses(ttlMs[ttl])));
}
function gapMs(before, after) {
	return after.offsetMs - before.offsetMs;
}

// src/replay/sending/obstacle.ts
function findObstacle(exchange, last, scenario) {
	const blank = findBlank(exchange, last);
	if (blank === null) return exchangeObstacle(exchange, exchange, scenario);
	const { place, how } = blank;
	return how === "unkept" ? problem("replay-answer-not-kept", place, { exchange: exchange.id }, scenario) : problem("replay-answer-blank", place, {
		exchange: exchange.id,
		how
	}, scenario);
}
function findBlank(exchange, last) {
	const { body, answers = [] } = exchange.request;
	for (const span of answers) {
		const how = judgeAnswer(body, span, span.answered === exchange.index - 1 ? last : null);
		if (how !== null) return {
			how,
			place: exchange.placeAt?.([...span.list, span.first]) ?? exchange.place
		};
	}
	return null;
}
function judgeAnswer(body, { list, first, count }, answer) {
	const items = valueAt(body, list);
	const blocks = isArray(items) ? items.slice(first, first + count) : [];
	if (blocks.length === 0 || blocks.some(isStandIn)) {
		if (answer?.["stop_reason"] === "refusal") return "refused";
		return contentOf(answer) === null ? "unkept" : "empty";
	}
	if (blocks.some(isBlankText)) return "blank";
	return isThought(blocks.at(-1)) && isAtEnd(body, list, first + count) ? "unfinished" : null;
}
function isStandIn(block) {
	return isObject(block) && block["type"] === "text" && isObject(block["text"]);
}
function isBlankText(block) {
	return isObject(block) && block["type"] === "text" && typeof block["text"] === "string" && block["text"].trim() === "";
}
function isThought(block) {
	return isObject(block) && (block["type"] === "thinking" || block["type"] === "redacted_thinking");
}
function isAtEnd(body, list, end) {
	const [blocks, messages] = [valueAt(body, list), body["messages"]];
	return isArray(blocks) && blocks.length === end && isArray(messages) && list[1] === messages.length - 1;
}

// src/replay/sending/held-up.ts
function isHeldUp(session, run, open) {
	const { scenario, ages } = run.planned;
	const next = open.iterate();
	let last = null;
	for (const _ of ages) {
		const exchange = next(last);
		if (exchange === null) return false;
		const key = keyText(journalKey(run, exchange, session.options.context));
		const known = session.answered.get(key);
		if (known === void 0) return last !== null && findObstacle(exchange, last, scenario.id) !== null;
		last = readResponse(known, session.ports);
		if (last === null) return false;
	}
	return false;
}

// src/replay/sending/run.ts
async function sendRun(session, { run, open, earlyBound }, pending) {
	const { options } = session;
	const { scenario, ages } = run.planned;
	const next = open.iterate();
	const nextAsKept = options.keepsAnswers ? null : open.iterate();
	const isAnew = options.resendsUnknown && isHeldUp(session, run, open);
	let last = null;
	let before = null;
	for (const index of ages.keys()) {
		const exchange = next(last);
		const asKept = nextAsKept === null ? exchange : nextAsKept(last === null ? null : withoutContent(last));
		if (exchange === null || asKept === null) {
			session.problems.push(unreadable(run, index));
			return;
		}
		const due = options.fast || before === null ? 0 : dueAfter(before, exchange, session.ports);
		const measured = options.context.measurer.exchange(exchange, { output: scenario.output });
		const outcome = await sendExchange(session, run, {
			exchange,
			asKept,
			obstacle: () => findObstacle(exchange, last, scenario.id),
			isAnew,
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
		const response = outcome.response;
		const sentAt = Date.parse(answered.at);
		const { elapsedAt } = outcome;
		const sent = {
			exchange,
			sentAt,
			...elapsedAt === void 0 ? {} : { elapsedAt }
		};
		const recorded = recordAnswer(exchange, {
			answered: {
				...answered,
				response
			},
			inputHash: asKept.inputHash,
			isOutOfTime: before !== null && isOutOfTime(before, sent)
		}, options);
		before = sent;
		last = response;
		pending.put({
			run,
			exchange,
			text: open.textDigest,
			response,
			recorded,
			answered
		});
		session.predictions.add({
			scenario: scenario.id,
			exchange: sampleName(run, exchange, options.times),
			prompt: measured.prompt,
			count: measured.count,
			output: measured.output.tokens,
			sentAt,
			begunAt: outcome.begunAt,
			response,
			usd: answered.usd,
			batchHitShare: answered.batch ? scenario.batchHitShare : null
		});
		session.counts.answered += 1;
		if (answered.batch) session.counts.byBatch += 1;
		session.ports.progress.renew();
	}
}
function unreadable({ planned }, index) {
	const details = {
		exchange: `${planned.id}#${String(index)}`,
		why: "unreadable"
	};
	return problem("replay-unsendable", planned.place, details, planned.scenario.id);
}
function sampleName({ sample }, { id }, times) {
	return times === 1 ? id : `${id} (${String(sample + 1)} of ${String(times)})`;
}

// src/replay/sending/queue.ts
async function sendRuns(session, runs, openBatches) {
	const { options, ports, counts } = session;
	const pending = createPendingAnswers(runs, options, ports);
	const skip = (skipped) => {
		counts.requests -= skipped.planned.ages.length;
		pending.end(skipped);
	};
	const takeRun = createQueue(session, runs, {
		openBatches,
		skip
	});
	const work = async () => {
		for (let opened = await takeRun(); opened !== null; opened = await takeRun()) {
			putSpare(session, opened.run.planned, pending);
			await sendRun(session, opened, pending);
			pending.end(opened.run);
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work));
	pending.close();
	return pending;
}
function createQueue(session, runs, { openBatches, skip }) {
	const { options } = session;
	const isOver = () => !options.batch && isStopped(session);
	const releaseTexts = createTextRelease(options.context.counter);
	const ready = [];
	let list = runs;
	let next = 0;
	let held = [];
	let endedBefore = openBatches.ended();
	const fill = () => {
		while (ready.length <= options.concurrency) {
			const run = list[next];
			if (run === void 0) break;
			next += 1;
			releaseTexts();
			const opened = openRun(session, run, openBatches);
			if (opened === "recorded") skip(run);
			else if (opened === "held") held.push(run);
			else ready.push(opened);
		}
	};
	return async () => {
		while (!isOver()) {
			fill();
			const opened = ready.shift();
			if (opened !== void 0) return opened;
			if (held.length === 0) return null;
			if (openBatches.ended() === endedBefore) await openBatches.next();
			if (next < list.length) continue;
			endedBefore = openBatches.ended();
			[list, next, held] = [
				held,
				0,
				[]
			];
		}
		for (const { earlyBound } of ready) await earlyBound;
		return null;
	};
}
function openRun(session, run, openBatches) {
	const { options } = session;
	const open = run.planned.open();
	if (isRecordedMeanwhile(run.planned, open.exchanges)) return "recorded";
	if (isHeld(session, run, {
		exchanges: open.exchanges,
		openBatches
	})) return "held";
	if (run.sample === 0) arrangeSamples(session, run.planned, open);
	const [exchange] = options.batch ? [] : open.exchanges;
	if (exchange === void 0) return {
		run,
		open,
		earlyBound: null
	};
	const key = journalKey(run, exchange, options.context);
	const unknown = findUnknown(session, key);
	return {
		run,
		open,
		earlyBound: findAnswered(session, key) === void 0 && (unknown === void 0 || mayBeSentAgain(session, unknown)) ? findCostBound(session, run.planned, exchange) : null
	};
}
function isHeld({ options }, run, { exchanges, openBatches }) {
	return !openBatches.areEnded() && exchanges.some((exchange) => openBatches.holds(journalKey(run, exchange, options.context).body));
}

// src/replay/replay.ts
async function replay(options, ports) {
	const session = createSession(options, ports);
	ports.progress.start(() => progressOf(session));
	options.context.counter.forget();
	const runs = samplesOf(options);
	groupAlike(session);
	const openBatches = followOpenBatches(session, runs);
	if (options.batch) await sendInBatches(session, runs, openBatches);
	const pending = await sendRuns(session, runs, openBatches);
	while (!openBatches.areEnded()) await openBatches.next();
	settleKept(session);
	return resultOf(session, pending);
}
function samplesOf({ plan, times }) {
	return Array.from({ length: times }, (_, sample) => plan.runs.map((planned) => ({
		planned,
		sample
	}))).flat();
}
function resultOf(session, pending) {
	const { counts, cap, predictions } = session;
	const { requests, answered } = counts;
	const grouped = [...session.grouped.values()].map(({ create, more }) => create(more));
	const left = requests - answered;
	const stopped = session.ports.isStopped() && left > 0 ? [problem("replay-stopped", nowhere, { requests: left })] : [];
	return {
		requests,
		answered,
		spent: cap.spent(),
		rows: predictions.rows(),
		lengths: pending.lengths,
		done: pending.done,
		problems: sortByPlace([
			...stopped,
			...session.problems,
			...grouped,
			...pending.problems
		])
	};
}

// src/replay/text/progress.ts
const intervalMs = {
	terminal: {
		alone: 1e3,
		changed: 200
	},
	plain: { alone: 6e4 }
};
const shownBatches = 3;
function createProgress(options) {
	const { columns, warn, now, every } = options;
	const startMs = now();
	let read = null;
	let endTimer = () => void 0;
	let writtenMs = -1e400;
	let isLineOpen = false;
	let written = "";
	let isStopping = false;
	const write = () => {
		if (read === null) return;
		const width = columns();
		const progress = read();
		const passedMs = isStopping ? null : now() - startMs;
		writtenMs = now();
		if (width === null) {
			warn(`${describe(progress, passedMs, longForm)}\n`);
			return;
		}
		const room = Math.max(1, width - 1);
		const line = fit(room, (form) => describe(progress, passedMs, form));
		const blank = " ".repeat(Math.min(written.length, room));
		warn(`${isLineOpen ? `\r${blank}\r` : ""}${line}`);
		[written, isLineOpen] = [line, true];
	};
	const closeLine = () => {
		if (isLineOpen) warn("\n");
		isLineOpen = false;
	};
	return {
		start: (source) => {
			read = source;
			const { alone } = columns() === null ? intervalMs.plain : intervalMs.terminal;
			endTimer = every(alone, write);
		},
		renew: () => {
			if (columns() !== null && now() - writtenMs >= intervalMs.terminal.changed) write();
		},
		stop: () => {
			isStopping = true;
			closeLine();
			warn(stopNotice(read?.().underWay ?? null));
		},
		end: () => {
			endTimer();
			isStopping = true;
			const progress = read?.();
			if (progress !== void 0 && progress.of > 0) write();
			closeLine();
			read = null;
		}
	};
}
const longForm = { isShort: false };
function fit(room, write) {
	const long = write(longForm);
	if (long.length <= room) return long;
	const short = write({ isShort: true });
	return short.length <= room ? short : `${short.slice(0, room - 1)}\u2026`;
}
function describe(progress, passedMs, form) {
	const { done, of, spent, cap, underWay } = progress;
	const [answered, spentOf] = form.isShort ? ["", ""] : [" answered", " spent"];
	const left = passedMs === null ? "" : timeLeft(progress, passedMs, form);
	return `${String(done)} of ${String(of)}${answered}, ${showUsd(spent)} of ${showUsd(cap)}${spentOf}${left}${describeUnderWay(underWay, form)}`;
}
function timeLeft({ done, of }, passedMs, { isShort }) {
	return done === 0 || done >= of ? "" : `, ${isShort ? "" : "about "}${showTime(passedMs / done * (of - done))} left`;
}
function describeUnderWay({ requests, counts, pauses, batches }, form) {
	const { refused, gap } = pauses;
	const many = (count, noun) => form.isShort ? String(count) : counted(count, noun);
	const wait = (count) => `${many(count, "request")} ${plural(count, "waits", "wait")}`;
	return [
		...requests > 0 ? [`${many(requests, "request")} under way`] : [],
		...counts > 0 ? [`${many(counts, "prompt")} being counted`] : [],
		...refused.count > 0 ? [`${wait(refused.count)} for room until ${showMoment(refused.until)}`] : [],
		...gap.count > 0 ? [`${wait(gap.count)} for ${plural(gap.count, "its", "their")} time, until ${showMoment(gap.until)}`] : [],
		...batches.slice(0, shownBatches).map((batch) => describeBatch(batch, form)),
		...batches.length > shownBatches ? [counted(batches.length - shownBatches, "more batch", "more batches")] : []
	].map((part) => `; ${part}`).join("");
}
function describeBatch({ id, answered, of }, { isShort }) {
	if (id === null) return `looking for a batch of ${counted(of, "request")}`;
	const share = `${String(answered)} of ${String(of)}`;
	return isShort ? `batch \u2026${id.slice(-5)}: ${share}` : `batch ${id}: ${share} answered`;
}
const lastMomentMs = 864e13;
function showMoment(ms) {
	return `${new Date(Math.min(ms, lastMomentMs)).toISOString().slice(11, 19)} UTC`;
}
function stopNotice(underWay) {
	const requests = underWay?.requests ?? 0;
	return `Nothing more is sent.${requests === 0 ? "" : ` ${counted(requests, "request")} under way ${plural(requests, "is", "are")} waited for.`} Once more ends at once; a batch goes on, and the next call fetches it.
`;
}

// src/replay/with-journal.ts
async function replayWithJournal(options, ports) {
	const { files, columns, warn, now, elapsed } = ports;
	const api = await ports.connect();
	if ("code" in api) return api;
	const journal = ports.openJournal();
	if ("failed" in journal) return problem("replay-journal-failed", nowhere, {});
	if ("running" in journal) return problem("replay-running", nowhere, { file: journal.running });
	const interrupts = ports.watchInterrupts(() => progress.stop());
	const progress = createProgress({
		columns,
		warn,
		now: elapsed,
		every: interrupts.every
	});
	try {
		const result = await replay({
			...options,
			journal: journal.before
		}, {
			api,
			append: journal.append,
			readLine: journal.readLine,
			keep: (answers) => keepAnswers(answers, files),
			now,
			elapsed,
			...interrupts,
			progress
		});
		const isSettled = await files.settle?.() ?? true;
		const { answers } = journal.close(isSettled ? result.done : /* @__PURE__ */ new Set());
		return answers > 0 && result.answered === result.requests && result.problems.length === 0 ? {
			...result,
			problems: [problem("replay-waiting", nowhere, { answers })]
		} : result;
	} catch (error) {
		journal.abandon();
		throw error;
	} finally {
		progress.end();
		interrupts.end();
	}
}

// src/io/replay/interrupts.ts
const signals = [
	"SIGINT",
	"SIGTERM",
	"SIGHUP"
];
const passedOnMs = 50;
const longestTimerMs = 2 ** 31 - 1;
function watchInterrupts(onStop, pauseMs) {
	let stoppedAt = null;
	const endWaits = /* @__PURE__ */ new Set();
	const onSignal = (signal) => {
		const now = performance.now();
		if (stoppedAt !== null) {
			if (now - stoppedAt >= passedOnMs) process.exit(128 + constants.signals[signal]);
			return;
		}
		stoppedAt = now;
		for (const endWait of endWaits) endWait();
		onStop();
	};
	for (const signal of signals) process.on(signal, onSignal);
	return {
		isStopped: () => stoppedAt !== null,
		wait: (ms, why) => stoppedAt !== null ? Promise.resolve() : new Promise((resolve) => {
			let leftMs = pauseMs(ms, why);
			const endWait = () => {
				clearTimeout(timer);
				endWaits.delete(endWait);
				resolve();
			};
			const next = () => {
				const stepMs = Math.min(leftMs, longestTimerMs);
				leftMs -= stepMs;
				timer = setTimeout(leftMs > 0 ? next : endWait, stepMs);
			};
			let timer;
			next();
			endWaits.add(endWait);
		}),
		every: (ms, work) => {
			const timer = setInterval(work, ms);
			timer.unref();
			return () => clearInterval(timer);
		},
		end: () => {
			for (const signal of signals) process.off(signal, onSignal);
			for (const endWait of endWaits) endWait();
		}
	};
}

// src/replay/journal/journal.ts
const noJournal = {
	answered: /* @__PURE__ */ new Map(),
	unknown: /* @__PURE__ */ new Map(),
	unknownBefore: /* @__PURE__ */ new Map(),
	batches: /* @__PURE__ */ new Map(),
	spent: 0n,
	keys: /* @__PURE__ */ new Map(),
	moved: /* @__PURE__ */ new Map()
};
function readJournal(lines, config = usualConfig) {
	const soFar = {
		answered: /* @__PURE__ */ new Map(),
		underWay: /* @__PURE__ */ new Map(),
		keys: /* @__PURE__ */ new Map(),
		moved: /* @__PURE__ */ new Map()
	};
	const { answered, underWay, keys, moved } = soFar;
	let spent = 0n;
	const batches = /* @__PURE__ */ new Map();
	const requestsWritten = /* @__PURE__ */ new Map();
	for (const { text, place } of lines) {
		const entry = parseLine(text);
		const batch = entry?.["kind"] === "batch" ? readBatch(entry) : null;
		if (batch !== null) {
			batches.set(batch.name, batch);
			requestsWritten.set(batch.name, 0);
		}
		const key = readKey(entry?.["key"], config);
		if (entry === null || key === null) continue;
		if (entry["kind"] === "moved") {
			const to = readKey(entry["to"], config);
			if (to !== null) move(soFar, {
				key,
				to
			});
			continue;
		}
		const name = keyText(key);
		keys.set(name, key);
		moved.delete(name);
		const before = underWay.get(name) ?? [];
		const isOwn = key.config === void 0;
		if (entry["kind"] === "sent") {
			const usd = readPico(entry["usd"]);
			const inBatch = typeof entry["batch"] === "string" ? entry["batch"] : null;
			const firm = entry["firm"] !== false;
			if (usd !== null) underWay.set(name, [...before, {
				key,
				usd,
				batch: inBatch,
				firm,
				isOwn
			}]);
			if (inBatch !== null) requestsWritten.set(inBatch, (requestsWritten.get(inBatch) ?? 0) + 1);
		} else {
			const answer = entry["kind"] === "refused" ? null : readAnswer(entry["answered"]);
			if (answer === null && entry["kind"] !== "refused") continue;
			underWay.set(name, before.slice(0, -1));
			if (answer === null) continue;
			if (isOwn) spent += answer.usd;
			answered.set(name, {
				...answer,
				response: place()
			});
		}
	}
	for (const { name, size, id } of batches.values()) if (id === null && (requestsWritten.get(name) ?? 0) < size) batches.delete(name);
	const unknown = /* @__PURE__ */ new Map();
	const unknownBefore = /* @__PURE__ */ new Map();
	for (const [name, times] of underWay) {
		const sent = times.filter(({ batch }) => batch === null || batches.has(batch));
		for (const { isOwn, usd } of sent) if (isOwn) spent += usd;
		const outcomes = sent.map(({ key, usd, batch, firm }) => {
			return {
				key,
				usd,
				batch,
				firm
			};
		});
		const last = outcomes.at(-1);
		if (last === void 0 || answered.has(name)) continue;
		unknown.set(name, last);
		if (outcomes.length > 1) unknownBefore.set(name, outcomes.slice(0, -1));
	}
	return {
		answered,
		unknown,
		unknownBefore,
		batches,
		spent,
		keys,
		moved
	};
}
function move({ answered, underWay, keys, moved }, { key, to }) {
	const [from, name] = [keyText(key), keyText(to)];
	if (from === name) return;
	const answer = answered.get(from);
	if (answer !== void 0) answered.set(name, answer);
	const times = [...underWay.get(name) ?? [], ...underWay.get(from) ?? []];
	underWay.set(name, times.map((time) => ({
		...time,
		key: to
	})));
	for (const map of [
		answered,
		underWay,
		keys
	]) map.delete(from);
	keys.set(name, to);
	moved.set(from, {
		key,
		to
	});
	moved.delete(name);
}

// src/replay/journal/pruning.ts
function unfinishedJournal(journal, recorded) {
	const over = runsOver(journal, recorded);
	const own = [...journal.keys.values()].filter(({ config }) => config === void 0);
	return ![...journal.moved.values()].some(({ key, to }) => key.config === void 0 && to.config !== void 0) && own.every((key) => over.has(runText(key))) ? withoutOwn(journal) : journal;
}
function withoutOwn(journal) {
	const { keys, answered, unknown, unknownBefore, batches } = journal;
	const isOther = (name) => keys.get(name)?.config !== void 0;
	const others = (map) => new Map([...map].filter(([name]) => isOther(name)));
	return {
		...noJournal,
		keys: others(keys),
		answered: others(answered),
		unknown: others(unknown),
		unknownBefore: others(unknownBefore),
		batches
	};
}
function runsOver(journal, recorded) {
	return /* @__PURE__ */ new Set([...runsKept(journal, recorded), ...runsRefused(journal)]);
}
function runsKept({ answered, unknown, keys }, recorded) {
	const kept = new Set([...keys.values()].map(runText).filter((run) => recorded.has(run)));
	for (const { key } of unknown.values()) kept.delete(runText(key));
	const answers = groupBy([...answered].flatMap(([name, { at }]) => {
		const key = keys.get(name);
		return key === void 0 ? [] : [{
			run: runText(key),
			index: key.index,
			at
		}];
	}), ({ run, index }) => `${String(index)} ${run}`);
	for (const [first, ...more] of answers.values()) {
		if (first === void 0) continue;
		const held = recorded.get(first.run)?.get(first.index);
		if (!(held !== void 0 && 1 + more.length <= held.samples && [first, ...more].some(({ at }) => at === held.at))) kept.delete(first.run);
	}
	return kept;
}
function runsRefused({ answered, unknown, keys }) {
	const refused = new Set([...keys.values()].map(runText));
	for (const [name, key] of keys) if (answered.has(name) || unknown.has(name)) refused.delete(runText(key));
	return refused;
}
function remainingLines(read, ended) {
	const { recorded, done, config } = ended;
	const journal = readJournal(read(), config);
	const over = runsOver(journal, recorded);
	const { moved } = journal;
	return pruneJournal(read, /* @__PURE__ */ new Set([...over, ...done]), {
		moved,
		config
	});
}
function* pruneJournal(read, without, { moved, config } = {
	moved: noJournal.moved,
	config: usualConfig
}) {
	const isKept = (entry) => {
		const isMove = entry?.["kind"] === "moved";
		let key = readKey(entry?.[isMove ? "to" : "key"], config);
		for (let next = key; next !== null; next = moved.get(keyText(next))?.to ?? null) key = next;
		return key !== null && !without.has(runText(key));
	};
	const batches = /* @__PURE__ */ new Set();
	for (const { text } of read()) {
		const entry = parseLine(text);
		if (isKept(entry) && typeof entry?.["batch"] === "string") batches.add(entry["batch"]);
	}
	for (const { text } of read()) {
		const entry = parseLine(text);
		if (entry?.["kind"] === "batch" ? batches.has(readBatch(entry)?.name ?? "") : isKept(entry)) yield text;
	}
}

// src/io/replay/journal.ts
function openJournal(place) {
	const { folder, before, config, recorded } = place;
	const opened = openJournalFolder(folder, "replay", (lines) => readJournal(lines, config));
	if ("failed" in opened || "running" in opened) return opened;
	const moved = before === null ? "nothing" : moveLines(before, opened, config);
	if (typeof moved === "object") {
		opened.abandon();
		return moved;
	}
	const found = moved === "moved" ? readJournal(opened.lines(), config) : opened.found;
	return {
		before: unfinishedJournal(found, recorded),
		append: (entry) => opened.append(writeEntry(entry, config), entry.kind === "answered"),
		readLine: opened.readLine,
		close: (done) => {
			opened.end();
			const left = prune(opened, {
				recorded,
				done,
				config
			});
			opened.release(left?.isEmpty === true);
			return { answers: left?.answers ?? 0 };
		},
		abandon: opened.abandon
	};
}
function moveLines(folder, { lines, append }, config) {
	if (kindOf(join(folder, "replay")) === null) {
		removeEmpty(folder);
		return "nothing";
	}
	const before = openJournalFolder(folder, "replay", (found) => Array.from(found, ({ text }) => text).filter((text) => text !== ""));
	if ("failed" in before || "running" in before) return before;
	const moved = before.found.map((line) => withConfig(line, config));
	const there = new Set(Array.from(lines(), ({ text }) => text));
	const start = moved.findIndex((line) => !there.has(line));
	const isMoved = moved.slice(start === -1 ? moved.length : start).every((line) => append(`${line}\n`, true) !== null);
	before.end();
	before.release(isMoved);
	return isMoved ? "moved" : { failed: true };
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
	const { journal, files, apiKey, columns, warn, pauseMs } = machine;
	const stopping = new AbortController();
	return {
		openJournal: () => openJournal(journal),
		connect: async () => {
			const { connectAnthropic } = await import("./client2.js");
			return connectAnthropic({
				apiKey,
				stopped: stopping.signal
			});
		},
		watchInterrupts: (onStop) => watchInterrupts(() => {
			stopping.abort();
			onStop();
		}, pauseMs),
		files,
		now: Date.now,
		elapsed: () => performance.now(),
		columns,
		warn
	};
}

// src/cli/run/replay.ts
async function runReplay(args, world) {
	const opened = openFolder(args.option("config"), world);
	if (opened === null) return 2;
	if (world.isOwnProcess && !args.option("dry-run")) keepHeapSmall();
	const asked = {
		tree: opened.head.tree,
		file: opened.file,
		names: args.operands,
		unbounded: args.option("unbounded"),
		only: args.option("only") ?? "missing-or-stale",
		batch: args.option("batch"),
		files: fixturesBelow(opened.root)
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
		problems: problems.map(reportProblem)
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
	const found = [.../* @__PURE__ */ new Set([...problems, ...result.problems])];
	const list = renderProblems(found, {
		source,
		notes: false
	});
	world.print(args.option("json") ? showJson(forecastJson(result)) : `${forecastText(result, plan)}${list}`);
	return { code: hasErrors(found) ? 2 : 0 };
}
async function send(job) {
	const { args, world, opened, plan, context, config, source, problems } = job;
	removeDrafts(opened.root, job.fixtures);
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
		journal: journalOf(job),
		files: fixturesBelow(opened.root),
		apiKey: null,
		columns: world.errorColumns,
		warn: world.warn,
		pauseMs: world.pauseMs
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
function journalOf({ opened: { root, file }, recorded }) {
	const folder = join(root, ".promptcost");
	const beside = join(root, dirname(file), ".promptcost");
	return {
		folder,
		before: beside === folder ? null : beside,
		config: file,
		recorded
	};
}
function readCap({ args, config }) {
	const given = args.option("max-usd");
	const amount = given === null ? config.replayMaxUsd : readAmount(given);
	if (amount !== null && amount > 0n) return amount;
	return missingCap(config, given !== null);
}

export { runReplay };