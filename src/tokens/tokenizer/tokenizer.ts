import type { TokenizerFamily } from "../../models/model.ts";
import { loadCharacters } from "./characters.ts";
import { families } from "./families.ts";
import { normalize } from "./normalization.ts";
import { createPartCost } from "./part-costs.ts";
import { readPieces } from "./pieces.ts";
import { createRunCounter } from "./runs.ts";
import { createTiling } from "./tiling.ts";

export interface Tokenizer {
  readonly family: TokenizerFamily;
  /**
   * Tokens of the bare text: no frame, nothing stripped at either end, no space put before it;
   * `tok(s)` of framing-messages.md. Exact as far as the vocabulary is complete (tokenizer.md §12).
   * Takes any string, lone surrogates too.
   */
  readonly count: (text: string) => number;
}

/**
 * The tokenizer of a family from its vocabulary: the decompressed compact form that
 * `scripts/vocabulary.ts` writes. Throws where the bytes are not that.
 */
export function createTokenizer(family: TokenizerFamily, vocabulary: Uint8Array): Tokenizer {
  const { foldsQuotes, marksCapitals } = families[family];
  const characters = loadCharacters();
  const pieces = readPieces(vocabulary);
  const partCost = createPartCost(createTiling(pieces), {
    characters,
    marksCapitals,
  });
  const countRuns = createRunCounter({ pieces, characters, partCost });
  return { family, count: (text) => countRuns(normalize(text, foldsQuotes)) };
}
