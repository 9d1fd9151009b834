import type { PdfPage } from "./pdf.ts";

/**
 * The pages of PDFs by their bytes, base64 as sent. Null: nobody could read it; undefined: nobody
 * has tried.
 */
export interface PdfPages {
  readonly pagesOf: (data: string) => readonly PdfPage[] | null | undefined;
}

/** The pages that were read so far, and what else was asked for. */
export interface PdfCache extends PdfPages {
  /** PDFs that were asked for and that nobody has tried to read. */
  readonly wanted: () => readonly string[];
  readonly put: (data: string, pages: readonly PdfPage[] | null) => void;
}

/**
 * Reading a PDF takes a large library and is asynchronous, and few prompts hold one. So counting
 * goes on without, the cache notes what was asked for, and whoever can read files puts the pages
 * there and counts again.
 */
export function createPdfCache(): PdfCache {
  const pdfs = new Map<string, readonly PdfPage[] | null>();
  const wanted = new Set<string>();
  return {
    pagesOf: (data) => {
      const pages = pdfs.get(data);
      if (pages === undefined) wanted.add(data);
      return pages;
    },
    wanted: () => [...wanted],
    put: (data, pages) => {
      pdfs.set(data, pages);
      wanted.delete(data);
    },
  };
}

/** For counts that do without: every PDF is estimated from its bytes. */
export const noPdfs: PdfPages = { pagesOf: () => null };
