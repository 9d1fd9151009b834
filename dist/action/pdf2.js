import { n as getResolvedPDFJS, t as getDocumentProxy } from "./pdf.js";

// src/io/pdf.ts
/** The pages of a PDF, read by a library that is loaded when the first PDF is met. */
/** More than a request may hold (billing.md §3): what is beyond is refused by the API anyway. */
const MAX_BYTES = 32e6;
const MAX_PAGES = 600;
const isSpace = (text) => /^[^\S\n]$/.test(text);
/** Every character that the page's instructions show, in their order, spaces at the ends of lines too. */
const shownCharacters = async (page, showText) => {
	const { fnArray, argsArray } = await page.getOperatorList();
	let shown = "";
	for (const [at, operator] of fnArray.entries()) {
		const [glyphs] = operator === showText && Array.isArray(argsArray[at]) ? argsArray[at] : [];
		for (const glyph of Array.isArray(glyphs) ? glyphs : []) if (typeof glyph === "object" && glyph !== null && "unicode" in glyph && typeof glyph.unicode === "string") shown += glyph.unicode;
	}
	return shown;
};
const textItems = async (page, disableNormalization) => {
	const { items } = await page.getTextContent({ disableNormalization });
	return items.flatMap((item) => "str" in item ? [{
		text: item.str,
		ends: item.hasEOL
	}] : []);
};
/**
* The page's text as the API reads it: 149 of 152 recorded requests with one are exact. The library drops a space before
* the end of a line; the API counts it, so it is looked up among the characters shown.
*/
const textOf = async (page, showText) => {
	const normal = await textItems(page, false);
	const raw = await textItems(page, true);
	const shown = await shownCharacters(page, showText);
	let at = 0;
	let text = "";
	for (const [index, item] of normal.entries()) {
		for (const character of raw[index]?.text.replaceAll(/\s/g, "") ?? "") {
			while (at < shown.length && /\s/.test(shown[at] ?? "")) at += 1;
			at += character.length;
		}
		text += item.text;
		if (item.ends) text += isSpace(shown[at] ?? "") && !isSpace(text.at(-1) ?? "") ? " \n" : "\n";
	}
	return text;
};
const sizeOf = ({ view, rotate }) => {
	const [left = 0, bottom = 0, right = 0, top = 0] = view;
	const size = {
		width: Math.abs(right - left),
		height: Math.abs(top - bottom)
	};
	return rotate % 180 === 0 ? size : {
		width: size.height,
		height: size.width
	};
};
/** Pages with sizes in points and texts; null where the file cannot be read (broken, encrypted, too large). Nothing in it is run. */
const readPdfPages = async (data) => {
	const bytes = Buffer.from(data, "base64");
	if (bytes.length > MAX_BYTES) return null;
	try {
		const { OPS } = await getResolvedPDFJS();
		const document = await getDocumentProxy(new Uint8Array(bytes), {
			verbosity: 0,
			isEvalSupported: false
		});
		const pages = [];
		for (let number = 1; number <= Math.min(MAX_PAGES, document.numPages); number += 1) {
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
};
/** Reads what counting asked for and did not find. */
const fillShelf = async (shelf) => {
	for (const data of shelf.wanted()) shelf.put(data, await readPdfPages(data));
};

export { fillShelf };