import { Br as usualConfig, Ea as fallbacksOf, Ia as isDocument, Ra as isObject, _n as readFileLines, bn as isMissing, j as lock, kn as digest, u as residualOf, vn as hasCode, xn as kindOf } from "./core.js";
import { closeSync, constants, fstatSync, fsync, fsyncSync, mkdirSync, openSync, readSync, readdirSync, renameSync, rmSync, rmdirSync, statSync, writeFileSync, writeSync } from "node:fs";
import { basename, join } from "node:path";

// src/replay/answers/recording.ts
const recordedMembers = [
	"model",
	"usage",
	"stop_reason",
	"stop_details",
	"content"
];
function recordAnswer(exchange, { answered, inputHash, isOutOfTime }, { context }) {
	const { response, requestId, at, fast, batch } = answered;
	const residual = residualOf(exchange, response, context);
	return {
		inputHash,
		...residual === null ? {} : { residual },
		at,
		...requestId === null ? {} : { requestId },
		...fast || batch || isOutOfTime ? { fast: true } : {}
	};
}
function recordResponse(response, { keepsAnswers }) {
	const kept = keptOf(response);
	return keepsAnswers ? kept : withoutContent(kept);
}
function keptOf(response) {
	const isRefusal = isObject(response["stop_details"]);
	return pick(response, recordedMembers.filter((name) => name !== "stop_details" || isRefusal));
}
function withoutContent(response) {
	const { content: _content, stop_details, ...rest } = response;
	const declined = fallbacksOf(response).map(({ trigger, ...block }) => ({
		...pick(block, [
			"type",
			"from",
			"to"
		]),
		...isObject(trigger) ? { trigger: pick(trigger, ["type", "category"]) } : {}
	}));
	return {
		...rest,
		...isObject(stop_details) ? { stop_details: pick(stop_details, ["type", "category"]) } : {},
		...declined.length > 0 ? { content: declined } : {}
	};
}
function pick(object, names) {
	return Object.fromEntries(names.flatMap((name) => {
		const member = object[name];
		return member === void 0 ? [] : [[name, member]];
	}));
}

// src/replay/journal/entry.ts
function writeEntry(entry, config = usualConfig) {
	const { kind, ...rest } = entry;
	const line = {
		kind,
		...rest,
		..."key" in rest ? { key: keyWithConfig(rest.key, config) } : {},
		..."to" in rest ? { to: keyWithConfig(rest.to, config) } : {}
	};
	return `${JSON.stringify(line, (_, value) => typeof value === "bigint" ? value.toString() : value)}\n`;
}
function keyWithConfig({ config: other, ...key }, own) {
	const config = other ?? own;
	return config === "promptcost.yml" ? key : {
		config,
		...key
	};
}
function withConfig(line, config) {
	const entry = parseLine(line);
	const key = readKey(entry?.["key"], usualConfig);
	return entry === null || key === null ? line : JSON.stringify({
		...entry,
		key: keyWithConfig(key, config)
	});
}
function isAnswerLine(line) {
	return line.startsWith("{\"kind\":\"answered\"");
}
function keyText({ config, scenario, run, index, sample, body }) {
	return JSON.stringify([
		...config === void 0 ? [] : [config],
		scenario,
		run,
		index,
		sample,
		body
	]);
}
function runText({ config, scenario, run }) {
	return JSON.stringify([
		...config === void 0 ? [] : [config],
		scenario,
		run
	]);
}
function parseLine(line) {
	if (line === "") return null;
	try {
		const value = JSON.parse(line);
		return isDocument(value) ? value : null;
	} catch {
		return null;
	}
}
function readKey(value, own) {
	if (typeof value !== "object" || value === null) return null;
	const { config, scenario, run, index, sample, body } = {
		config: usualConfig,
		scenario: null,
		run: null,
		index: null,
		sample: null,
		body: null,
		...value
	};
	if (typeof config !== "string" || typeof scenario !== "string" || typeof run !== "string" || typeof index !== "number" || typeof sample !== "number" || typeof body !== "string") return null;
	const key = {
		scenario,
		run,
		index,
		sample,
		body
	};
	return config === own ? key : {
		config,
		...key
	};
}
function readBatch(entry) {
	const { name, at, size, id, account, after, apiAt } = entry;
	return typeof name === "string" && typeof at === "string" && typeof size === "number" && typeof account === "string" ? {
		name,
		at,
		size,
		id: typeof id === "string" ? id : null,
		account,
		after: typeof after === "string" ? after : null,
		apiAt: typeof apiAt === "string" ? apiAt : null
	} : null;
}
function readAnswer(value) {
	if (typeof value !== "object" || value === null) return null;
	const { response, requestId, at, usd, batch, fast } = {
		response: null,
		requestId: null,
		at: null,
		usd: null,
		batch: null,
		fast: null,
		...value
	};
	const amount = readPico(usd);
	return isDocument(response) && typeof at === "string" && amount !== null ? {
		response,
		requestId: typeof requestId === "string" ? requestId : null,
		at,
		usd: amount,
		batch: batch === true,
		fast: fast === true
	} : null;
}
function readPico(value) {
	return typeof value === "string" && /^\d+$/.test(value) ? BigInt(value) : null;
}

// src/io/replay/journal-file.ts
function openForAppending(path) {
	return openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0), 384);
}
function endsWithBreak(file) {
	const { size } = fstatSync(file);
	const last = Buffer.alloc(1);
	return size === 0 || readSync(file, last, 0, 1, size - 1) === 1 && last.toString("latin1") === "\n";
}
function createFlusher(file) {
	let state = "clean";
	const flush = () => {
		state = "busy";
		fsync(file, () => {
			if (state === "dirty") flush();
			else if (state === "busy") state = "clean";
		});
	};
	return {
		mark: () => {
			if (state === "clean") flush();
			else if (state === "busy") state = "dirty";
		},
		end: () => {
			state = "ended";
			try {
				fsyncSync(file);
			} catch {}
		}
	};
}
function replaceLines(path, lines) {
	const draft = `${path}.${String(process.pid)}.tmp`;
	let isEmpty = true;
	let answers = 0;
	try {
		const file = openSync(draft, "wx", 384);
		try {
			for (const line of lines) {
				isEmpty = false;
				if (isAnswerLine(line)) answers += 1;
				const bytes = Buffer.from(`${line}\n`, "utf8");
				if (writeSync(file, bytes) !== bytes.length) throw new Error("the disk is full");
			}
			fsyncSync(file);
		} finally {
			closeSync(file);
		}
		if (!isEmpty) renameSync(draft, path);
	} catch {
		isEmpty = false;
	} finally {
		rmSync(draft, { force: true });
	}
	return {
		isEmpty,
		answers
	};
}

// src/io/replay/journal-lines.ts
function* readJournalLines(path, longest) {
	const file = openSync(path, "r");
	try {
		for (const { offset, bytes } of readFileLines(file, longest)) yield lineAt(offset, bytes);
	} finally {
		closeSync(file);
	}
}
function readTextAt(file, { offset, length }) {
	const bytes = Buffer.allocUnsafe(length);
	try {
		return readSync(file, bytes, 0, length, offset) === length ? bytes.toString("utf8") : null;
	} catch {
		return null;
	}
}
function lineAt(offset, bytes) {
	const { length } = bytes;
	const text = bytes.toString("utf8");
	return {
		text,
		place: () => ({
			offset,
			length,
			digest: digest(text)
		})
	};
}

// src/io/journal-folder.ts
function openJournalFolder(folder, kind, read) {
	const own = join(folder, kind);
	const [path, lockPath, ignorePath] = [
		join(own, "journal.jsonl"),
		join(own, "lock"),
		join(own, ".gitignore")
	];
	const open = () => {
		if ([
			folder,
			own,
			path,
			lockPath,
			ignorePath
		].some(isLink)) return "failed";
		mkdirSync(own, { recursive: true });
		if ((statSync(ignorePath, { throwIfNoEntry: false })?.size ?? 0) === 0) writeFileSync(ignorePath, "*\n");
		if (!lock(lockPath)) return "running";
		removeDrafts(own, path);
		const found = read(linesOf(path));
		const file = openForAppending(path);
		return {
			file,
			found,
			torn: !endsWithBreak(file),
			size: fstatSync(file).size
		};
	};
	const opened = attempt(open);
	if (opened === "failed") return { failed: true };
	if (opened === "running") return { running: lockPath };
	const { file, found } = opened;
	const flusher = createFlusher(file);
	let { torn, size } = opened;
	return {
		path,
		found,
		append: (line, lasting) => {
			const bytes = Buffer.from(`${torn ? "\n" : ""}${line}`, "utf8");
			const offset = size + (torn ? 1 : 0);
			try {
				const written = writeSync(file, bytes);
				size += written;
				torn = written !== bytes.length;
			} catch {
				return null;
			}
			if (torn) return null;
			if (lasting) flusher.mark();
			return {
				offset,
				length: size - offset - 1,
				digest: digest(line.slice(0, -1))
			};
		},
		readLine: (place) => {
			const text = readTextAt(file, place);
			return text !== null && digest(text) === place.digest ? text : null;
		},
		lines: () => linesOf(path),
		end: () => {
			flusher.end();
			closeSync(file);
		},
		release: (isEmpty) => {
			if (isEmpty) for (const name of [path, ignorePath]) rmSync(name, { force: true });
			rmSync(lockPath, { force: true });
			if (isEmpty) removeEmpty(own);
			if (isEmpty) removeEmpty(folder);
		},
		abandon: () => {
			closeSync(file);
			rmSync(lockPath, { force: true });
		}
	};
}
function isLink(path) {
	return kindOf(path) === "link";
}
function linesOf(path) {
	return kindOf(path) === null ? [] : readJournalLines(path);
}
function attempt(work) {
	for (let left = 3;; left -= 1) try {
		return work();
	} catch (error) {
		if (left === 0 || !(isMissing(error) || hasCode(error, "EEXIST"))) return "failed";
	}
}
function removeDrafts(own, path) {
	const start = `${basename(path)}.`;
	for (const name of readdirSync(own)) if (name.startsWith(start) && name.endsWith(".tmp")) rmSync(join(own, name), { force: true });
}
function removeEmpty(folder) {
	try {
		rmdirSync(folder);
	} catch {}
}

export { parseLine as a, readKey as c, withConfig as d, writeEntry as f, withoutContent as g, recordResponse as h, keyText as i, readPico as l, recordAnswer as m, removeEmpty as n, readAnswer as o, keptOf as p, replaceLines as r, readBatch as s, openJournalFolder as t, runText as u };