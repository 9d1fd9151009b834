/** What every command is given of the world: today, hashes, and a counter with its vocabularies. */
import { brotliDecompressSync } from "node:zlib";
import type { CommandContext } from "../evaluation/context.ts";
import type { TokenizerFamily } from "../models/model.ts";
import { createCounter } from "../tokens/counter.ts";
import type { Counter } from "../tokens/count.ts";
import { fullBasis, type Basis } from "../tokens/framing/backing/basis.ts";
import { createPdfCache } from "../tokens/media/pdf-cache.ts";
import { families } from "../tokens/tokenizer/families.ts";
import { createTokenizer, type Tokenizer } from "../tokens/tokenizer/tokenizer.ts";
import { today } from "./clock.ts";
import { digest } from "./hash.ts";

/**
 * What every command is given from outside. `work` runs again where it met a PDF (`withCounter`).
 */
export async function withCommandContext<Result>(
  options: { readonly asOf: string | null; readonly dry: boolean },
  work: (context: CommandContext) => Result,
): Promise<Result> {
  const asOf = options.asOf ?? today();
  return withCounter((counter) => work({ digest, counter, asOf, dry: options.dry }));
}

/**
 * Runs `work` with a counter. Where it met a PDF, the library that reads PDFs is loaded, and `work`
 * runs once more, knowing what they say: so it must give the same when it is run again.
 */
export async function withCounter<Result>(
  work: (counter: Counter) => Result,
  basis: Basis = fullBasis,
): Promise<Result> {
  const pdfs = createPdfCache();
  const first = work(createCounter(loadTokenizer, pdfs, basis));
  if (pdfs.wanted().length === 0) return first;
  const { fillPdfCache } = await import("./pdf/documents.ts");
  await fillPdfCache(pdfs);
  return work(createCounter(loadTokenizer, pdfs, basis));
}

const loaded = new Map<TokenizerFamily, Tokenizer>();

/** The tokenizer of a family: its vocabulary is unpacked when it is first asked for, and kept. */
export function loadTokenizer(family: TokenizerFamily): Tokenizer {
  const known = loaded.get(family);
  if (known !== undefined) return known;
  const packed = Buffer.from(families[family].vocabulary, "base64");
  const tokenizer = createTokenizer(family, brotliDecompressSync(packed));
  loaded.set(family, tokenizer);
  return tokenizer;
}
