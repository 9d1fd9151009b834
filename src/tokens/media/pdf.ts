import { bytesToLatin1, type Bytes } from "../../base64.ts";
import type { Size } from "./image-size.ts";

/** A page: its size in points, and its text where it could be read. */
export interface PdfPage {
  readonly size: Size;
  readonly text: string | null;
}

/** A PDF as far as its count needs it. */
export interface Pdf {
  readonly pages: readonly PdfPage[];
  /** False where the page count had to be guessed from the size of the file. */
  readonly sure: boolean;
  /** Tokens assumed for the text of a page that cannot be read. */
  readonly textPerPage: number;
}

const letter: Size = { width: 612, height: 792 };
/** billing.md §5: 1,500 to 3,000 text tokens a page; short test files have far less. */
const FULL_PAGE = 1500;
const MAX_PAGES = 600;
/** Packed bytes of a page's text per token it holds, roughly. */
const BYTES_PER_TOKEN = 3;
const BYTES_PER_PAGE = 50_000;

/**
 * What `read` says, where somebody could read the file. Else pages and their sizes in points from
 * the page objects that stand in the open; where they are packed, from the largest `/Count`, else
 * from the size of the file. Takes any bytes.
 */
export function readPdf(bytes: Bytes, read: readonly PdfPage[] | null): Pdf {
  if (read !== null && read.length > 0) return { pages: read, sure: true, textPerPage: 0 };
  const text = bytesToLatin1(bytes);
  const inherited = boxOf(text) ?? letter;
  const sizes: Size[] = [];
  for (const match of text.matchAll(/\/Type\s*\/Page(?![A-Za-z])/g)) {
    if (sizes.length >= MAX_PAGES) break;
    const from = text.lastIndexOf("obj", match.index);
    const until = text.indexOf("endobj", match.index);
    const object = text.slice(
      Math.max(from, match.index - 5000),
      until < 0 ? match.index + 5000 : Math.min(until, match.index + 5000),
    );
    sizes.push(boxOf(object) ?? inherited);
  }
  const sure = sizes.length > 0;
  if (!sure) {
    const counts = [...text.matchAll(/\/Count\s+(\d+)/g)].map((match) => Number(match[1]));
    const count =
      counts.length > 0 ? Math.max(...counts) : Math.ceil(bytes.length / BYTES_PER_PAGE);
    for (let page = 0; page < Math.min(MAX_PAGES, Math.max(1, count)); page += 1)
      sizes.push(inherited);
  }
  const textPerPage = Math.max(
    10,
    Math.min(FULL_PAGE, Math.round(bytes.length / sizes.length / BYTES_PER_TOKEN)),
  );
  return { pages: sizes.map((size) => ({ size, text: null })), sure, textPerPage };
}

/** Whether the bytes begin like a PDF: its mark stands within the first kilobyte. */
export function looksLikePdf(bytes: Bytes): boolean {
  const head = Array.from({ length: Math.min(1024, bytes.length) }, (_, at) => bytes.at(at));
  return String.fromCharCode(...head).includes("%PDF-");
}

function boxOf(object: string): Size | null {
  const match = /\/MediaBox\s*\[\s*(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s*\]/.exec(
    object,
  );
  if (match === null) return null;
  const [left = 0, bottom = 0, right = 0, top = 0] = match.slice(1).map(Number);
  const [width, height] = [Math.abs(right - left), Math.abs(top - bottom)];
  if (!(width > 0 && height > 0)) return null;
  return /\/Rotate\s+(90|270)\b/.test(object)
    ? { width: height, height: width }
    : { width, height };
}
