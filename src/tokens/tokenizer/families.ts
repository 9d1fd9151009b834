import type { TokenizerFamily } from "../../models/model.ts";
import { vocabularies, vocabularySource } from "../vocabulary.ts";

/** What makes a tokenizer: all that differs between two families of them. */
export interface FamilyRules {
  /** In compact form, brotli, base64: what `scripts/vocabulary.ts` writes. */
  readonly vocabulary: string;
  /** Where the vocabulary comes from. */
  readonly source: { readonly package: string; readonly version: string };
  /** Curly quotes are read as straight ones (tokenizer.md §3). */
  readonly foldsQuotes: boolean;
  /** There is a marker for words in capitals (tokenizer.md §6.1). */
  readonly marksCapitals: boolean;
}

/** Every family of tokenizers. */
export const families = {
  v3: {
    vocabulary: vocabularies.v3,
    source: vocabularySource,
    foldsQuotes: true,
    marksCapitals: true,
  },
  "v4.7": {
    vocabulary: vocabularies["v4.7"],
    source: vocabularySource,
    foldsQuotes: false,
    marksCapitals: false,
  },
} as const satisfies Record<TokenizerFamily, FamilyRules>;

/** The packages all counts rest on; a part of the counter's id. */
export const vocabularyId = [
  ...new Set(Object.values(families).map(({ source }) => `${source.package}-${source.version}`)),
].join("+");
