import { createPdfShelf } from "../tokens/media/pdf-cache.ts";
import { createCounter } from "../tokens/counter.ts";
import type { Counter } from "../tokens/count.ts";
import { loadTokenizer } from "./vocabulary.ts";

/**
 * Runs `work` with a counter. Where it met a PDF, the library that reads PDFs is loaded, and `work` runs once more, knowing
 * what they say: so it must give the same when it is run again.
 */
export const withCounter = async <Result>(work: (counter: Counter) => Result): Promise<Result> => {
  const shelf = createPdfShelf();
  const first = work(createCounter(loadTokenizer, shelf));
  if (shelf.wanted().length === 0) return first;
  const { fillShelf } = await import("./pdf.ts");
  await fillShelf(shelf);
  return work(createCounter(loadTokenizer, shelf));
};
