/** The pages of a PDF, read by a library. */
import { getDocumentProxy, getResolvedPDFJS } from "unpdf";
import { isPdfBomb } from "./bomb.ts";
import type { PdfPage } from "../../tokens/media/pdf.ts";

type Document = Awaited<ReturnType<typeof getDocumentProxy>>;
type Page = Awaited<ReturnType<Document["getPage"]>>;

/** More than a request may hold (billing.md §3): what is beyond is refused by the API anyway. */
const maxBytes = 32_000_000;
const maxPages = 600;

interface TextItem {
  readonly text: string;
  /** Whether it ends a line. */
  readonly endsLine: boolean;
}

/**
 * Pages with sizes in points and texts; null where the file cannot be read (broken, encrypted, too
 * large). Nothing in it is run.
 */
export async function readPdfPages(data: string): Promise<readonly PdfPage[] | null> {
  const bytes = Buffer.from(data, "base64");
  if (bytes.length > maxBytes || isPdfBomb(bytes)) return null;
  try {
    const { OPS } = await getResolvedPDFJS();
    const document = await getDocumentProxy(new Uint8Array(bytes), {
      verbosity: 0,
      isEvalSupported: false,
    });
    const pages: PdfPage[] = [];
    for (let number = 1; number <= Math.min(maxPages, document.numPages); number += 1) {
      const page = await document.getPage(number);
      pages.push({ size: sizeOf(page), text: await textOf(page, OPS.showText) });
      page.cleanup();
    }
    await document.destroy();
    return pages;
  } catch {
    return null;
  }
}

function sizeOf({ view, rotate }: Page): PdfPage["size"] {
  const [left = 0, bottom = 0, right = 0, top = 0] = view;
  const size = { width: Math.abs(right - left), height: Math.abs(top - bottom) };
  return rotate % 180 === 0 ? size : { width: size.height, height: size.width };
}

/**
 * The page's text as the API reads it: 149 of 152 recorded requests with one are exact, of nine
 * files; of six others it is known to have less. The library
 * drops a space before the end of a line; the API counts it, so it is looked up among the
 * characters shown.
 */
async function textOf(page: Page, showText: number): Promise<string> {
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
    if (item.endsLine)
      text += isSpace(shown[position] ?? "") && !isSpace(text.at(-1) ?? "") ? " \n" : "\n";
  }
  return text;
}

async function textItems(page: Page, disableNormalization: boolean): Promise<readonly TextItem[]> {
  const { items } = await page.getTextContent({ disableNormalization });
  return items.flatMap((item) =>
    "str" in item ? [{ text: item.str, endsLine: item.hasEOL }] : [],
  );
}

/**
 * Every character that the page's instructions show, in their order, spaces at the ends of lines
 * too.
 */
async function shownCharacters(page: Page, showText: number): Promise<string> {
  const {
    fnArray,
    argsArray,
  }: { readonly fnArray: readonly number[]; readonly argsArray: readonly unknown[] } =
    await page.getOperatorList();
  let shown = "";
  for (const [index, operator] of fnArray.entries()) {
    const [glyphs]: unknown[] =
      operator === showText && Array.isArray(argsArray[index]) ? argsArray[index] : [];
    for (const glyph of Array.isArray(glyphs) ? glyphs : []) {
      if (
        typeof glyph === "object" &&
        glyph !== null &&
        "unicode" in glyph &&
        typeof glyph.unicode === "string"
      )
        shown += glyph.unicode;
    }
  }
  return shown;
}

function isSpace(text: string): boolean {
  return /^[^\S\n]$/.test(text);
}
