import { ct as getResolvedPDFJS, st as getDocumentProxy } from "./pdf.js";
import { Ua as unpackInto, Wa as Unzlib } from "./core.js";
import { parentPort } from "node:worker_threads";

// src/io/pdf/bomb.ts
const mostBytes = 64e6;
const harmlessBytes = 6e4;
function isPdfBomb(bytes) {
	if (bytes.length < harmlessBytes) return false;
	let unpacked = 0;
	let end = -1;
	for (let at = bytes.indexOf("stream"); at !== -1; at = bytes.indexOf("stream", at + 6)) {
		const start = bytes[at + 6] === 13 ? at + 8 : at + 7;
		if (bytes[start] === void 0 || (bytes[start] & 15) !== 8) continue;
		if (end < start) end = bytes.indexOf("endstream", start);
		if (end === -1) end = bytes.length;
		const packed = bytes.subarray(start, end);
		const unzlib = new Unzlib((piece) => {
			unpacked += piece.length;
		});
		unpackInto(unzlib, packed, () => unpacked > mostBytes);
		if (unpacked > mostBytes) return true;
	}
	return false;
}

// src/io/pdf/pages.ts
const maxBytes = 32e6;
const maxPages = 600;
async function readPdfPages(data) {
	const bytes = Buffer.from(data, "base64");
	if (bytes.length > maxBytes || isPdfBomb(bytes)) return null;
	try {
		const { OPS } = await getResolvedPDFJS();
		const document = await getDocumentProxy(new Uint8Array(bytes), {
			verbosity: 0,
			isEvalSupported: false
		});
		const pages = [];
		for (let number = 1; number <= Math.min(maxPages, document.numPages); number += 1) {
			const page = await document.getPage(number);
			pages.push({
				size: sizeOf(page),
				text: await textOf(page, OPS.showText)
			});
			page.cleanup();
		}
		await document.destroy();
		return pages;
	} catch {
		return null;
	}
}
function sizeOf({ view, rotate }) {
	const [left = 0, bottom = 0, right = 0, top = 0] = view;
	const size = {
		width: Math.abs(right - left),
		height: Math.abs(top - bottom)
	};
	return rotate % 180 === 0 ? size : {
		width: size.height,
		height: size.width
	};
}
async function textOf(page, showText) {
	const normal = await textItems(page, false);
	const raw = await textItems(page, true);
	const shown = await shownCharacters(page, showText);
	let position = 0;
	let text = "";
	for (const [index, item] of normal.entries()) {
		for (const character of raw[index]?.text.replaceAll(/\s/g, "") ?? "") {
			while (position < shown.length && /\s/.test(shown[position] ?? "")) position += 1;
			position += character.length;
		}
		text += item.text;
		if (item.endsLine) text += isSpace(shown[position] ?? "") && !isSpace(text.at(-1) ?? "") ? " \n" : "\n";
	}
	return text;
}
async function textItems(page, disableNormalization) {
	const { items } = await page.getTextContent({ disableNormalization });
	return items.flatMap((item) => "str" in item ? [{
		text: item.str,
		endsLine: item.hasEOL
	}] : []);
}
async function shownCharacters(page, showText) {
	const { fnArray, argsArray } = await page.getOperatorList();
	let shown = "";
	for (const [index, operator] of fnArray.entries()) {
		const [glyphs] = operator === showText && Array.isArray(argsArray[index]) ? argsArray[index] : [];
		for (const glyph of Array.isArray(glyphs) ? glyphs : []) if (typeof glyph === "object" && glyph !== null && "unicode" in glyph && typeof glyph.unicode === "string") shown += glyph.unicode;
	}
	return shown;
}
function isSpace(text) {
	return /^[^\S\n]$/.test(text);
}

// src/io/pdf/worker.ts
parentPort?.on("message", (data) => {
	readPdfPages(data).then((pages) => parentPort?.postMessage(pages, []));
});

export {  };