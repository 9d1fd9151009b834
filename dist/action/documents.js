import { Worker } from "node:worker_threads";

// src/io/pdf/documents.ts
const usual = {
	eachMs: 2e4,
	allMs: 6e4
};
const mostMemory = 1e3;
async function fillPdfCache(pdfs, patience = usual) {
	const reader = createReader();
	const end = performance.now() + patience.allMs;
	try {
		for (const data of pdfs.wanted()) {
			const left = Math.min(patience.eachMs, end - performance.now());
			pdfs.put(data, left > 0 ? await reader.read(data, left) : null);
		}
	} finally {
		await reader.stop();
	}
}
function createReader() {
	let worker = null;
	const stop = async () => {
		await worker?.terminate();
		worker = null;
	};
	return {
		read: async (data, mostMs) => {
			worker ??= startWorker();
			const pages = await ask(worker, data, mostMs);
			if (pages === "no-answer") await stop();
			return pages === "no-answer" ? null : pages;
		},
		stop
	};
}
function ask(worker, data, mostMs) {
	return new Promise((resolve) => {
		const end = (pages) => {
			clearTimeout(timer);
			worker.off("message", end);
			worker.off("error", fail);
			worker.off("exit", fail);
			resolve(pages);
		};
		const fail = () => end("no-answer");
		const timer = setTimeout(fail, mostMs);
		worker.on("message", end);
		worker.on("error", fail);
		worker.on("exit", fail);
		worker.postMessage(data, []);
	});
}
function startWorker() {
	const here = import.meta.url;
	const file = here.endsWith(".ts") ? "worker.ts" : "pdf-worker.js";
	const worker = new Worker(new URL(file, here), {
		env: {},
		execArgv: [],
		resourceLimits: { maxOldGenerationSizeMb: mostMemory }
	});
	worker.on("error", () => void 0);
	return worker;
}

export { fillPdfCache };