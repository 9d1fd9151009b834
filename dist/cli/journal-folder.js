import { c as residualOf, cn as hasCode, dn as kindOf, oa as isDocument, pn as readLines, un as isMissing } from "./core.js";
import { closeSync, constants, fstatSync, fsync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";

// src/replay/answers/recording.ts
const recordedMembers = [
	"model",
	"usage",
	"stop_reason",
	"content"
];
function recordAnswer(exchange, { answered, inputHash }, options) {
	const { context, fast, keepsAnswers } = options;
	const { response, requestId, at } = answered;
	const residual = residualOf(exchange, response, context);
	const { content, ...rest } = keptOf(response);
	return {
		inputHash,
		...residual === null ? {} : { residual },
		at,
		...requestId === null ? {} : { requestId },
		...fast || answered.batch ? { fast: true } : {},
		response: {
			...rest,
			...keepsAnswers && content !== void 0 ? { content } : {}
		}
	};
}
function keptOf(response) {
	return Object.fromEntries(recordedMembers.flatMap((name) => {
		const member = response[name];
		return member === void 0 ? [] : [[name, member]];
	}));
}
function withoutContent({ content: _content, ...rest }) {
	return rest;
}

// src/replay/journal/entry.ts
function writeEntry(entry) {
	return `${JSON.stringify(entry, (_, value) => typeof value === "bigint" ? value.toString() : value)}\n`;
}
function isAnswerLine(line) {
	return line.startsWith("{\"kind\":\"answered\"");
}
function keyText({ scenario, run, index, sample, body }) {
	return JSON.stringify([
		scenario,
		run,
		index,
		sample,
		body
	]);
}
function runText({ scenario, run }) {
	return JSON.stringify([scenario, run]);
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
function readKey(value) {
	if (typeof value !== "object" || value === null) return null;
	const { scenario, run, index, sample, body } = {
		scenario: null,
		run: null,
		index: null,
		sample: null,
		body: null,
		...value
	};
	if (typeof scenario !== "string" || typeof run !== "string" || typeof index !== "number" || typeof sample !== "number" || typeof body !== "string") return null;
	return {
		scenario,
		run,
		index,
		sample,
		body
	};
}
function readBatch({ name, at, size, id, account }) {
	return typeof name === "string" && typeof at === "string" && typeof size === "number" && typeof account === "string" ? {
		name,
		at,
		size,
		id: typeof id === "string" ? id : null,
		account
	} : null;
}
function readAnswer(value) {
	if (typeof value !== "object" || value === null) return null;
	const { response, requestId, at, usd, batch } = {
		response: null,
		requestId: null,
		at: null,
		usd: null,
		batch: null,
		...value
	};
	const amount = readPico(usd);
	return isDocument(response) && typeof at === "string" && amount !== null ? {
		response,
		requestId: typeof requestId === "string" ? requestId : null,
		at,
		usd: amount,
		batch: batch === true
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

// src/io/replay/lock.ts
const pauseMs = 5;
const patience = 400;
function lock(path) {
	const own = `${path}.${String(process.pid)}`;
	const gate = `${path}.gate`;
	rmSync(own, { force: true });
	writeFileSync(own, String(process.pid), { flag: "wx" });
	try {
		if (!enter(gate, own)) return false;
		try {
			if (kindOf(path) !== "file" && kindOf(path) !== null) return false;
			if (kindOf(path) === "file" && !isStale(readPid(path))) return false;
			renameSync(own, path);
			removeLeftovers(path);
			return true;
		} finally {
			rmSync(gate, { force: true });
		}
	} finally {
		rmSync(own, { force: true });
	}
}
function removeLeftovers(path) {
	const start = `${basename(path)}.`;
	for (const name of readdirSync(dirname(path))) {
		const pid = name.startsWith(start) ? Number(name.slice(start.length)) : NaN;
		if (Number.isSafeInteger(pid) && isStale(pid)) rmSync(join(dirname(path), name), { force: true });
	}
}
function enter(gate, own) {
	for (let left = patience; left > 0; left -= 1) {
		try {
			link(own, gate);
			return true;
		} catch (error) {
			if (!hasCode(error, "EEXIST")) throw error;
		}
		const inside = kindOf(gate) === "file" ? readPid(gate) : null;
		if (inside !== null && isStale(inside)) rmSync(gate, { force: true });
		else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
	}
	return false;
}
function link(from, to) {
	try {
		linkSync(from, to);
	} catch (error) {
		if (hasCode(error, "EEXIST")) throw error;
		writeFileSync(to, readFileSync(from), { flag: "wx" });
	}
}
function isStale(pid) {
	return pid === null || pid === process.pid || !isRunning(pid);
}
function isRunning(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return hasCode(error, "EPERM");
	}
}
function readPid(path) {
	try {
		const pid = Number(readFileSync(path, "utf8"));
		return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
	} catch (error) {
		if (isMissing(error)) return null;
		throw error;
	}
}

// src/io/journal-folder.ts
function openJournalFolder(folder, kind, read) {
	const own = join(folder, kind);
	const [path, lockPath, ignorePath] = [
		join(own, "journal.jsonl"),
		join(own, "lock"),
		join(own, ".gitignore")
	];
	const isOurs = kindOf(folder) === null;
	const open = () => {
		if ([
			folder,
			own,
			path,
			lockPath,
			ignorePath
		].some(isLink)) return "failed";
		mkdirSync(own, { recursive: true });
		if (kindOf(ignorePath) === null) writeFileSync(ignorePath, "*\n", { flag: "wx" });
		if (!lock(lockPath)) return "running";
		removeDrafts(own, path);
		const found = read(linesOf(path));
		const file = openForAppending(path);
		return {
			file,
			found,
			torn: !endsWithBreak(file)
		};
	};
	const opened = attempt(open);
	if (opened === "failed") return { failed: true };
	if (opened === "running") return { running: lockPath };
	const { file, found } = opened;
	const flusher = createFlusher(file);
	let { torn } = opened;
	return {
		path,
		found,
		append: (text, lasting) => {
			const bytes = Buffer.from(`${torn ? "\n" : ""}${text}`, "utf8");
			try {
				torn = writeSync(file, bytes) !== bytes.length;
			} catch {
				return false;
			}
			if (lasting && !torn) flusher.mark();
			return !torn;
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
			if (isEmpty && isOurs) removeEmpty(folder);
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
	return kindOf(path) === null ? [] : readLines(path);
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

export { readAnswer as a, readPico as c, keptOf as d, recordAnswer as f, parseLine as i, runText as l, replaceLines as n, readBatch as o, withoutContent as p, keyText as r, readKey as s, openJournalFolder as t, writeEntry as u };