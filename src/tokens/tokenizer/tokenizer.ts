import { loadCharacters } from "./characters.ts";
import { normalize } from "./normalization.ts";
import { createPartCost } from "./part-costs.ts";
import { readPieces } from "./pieces.ts";
import { createRunCounter } from "./runs.ts";
import { createTiling } from "./tiling.ts";

/**
 * `v3`: Claude 3 to Opus 4.6, Sonnet 4.6, Haiku 4.5. `v4.7`: Opus 4.7 and everything newer
 * (tokenizer.md §1).
 */
export type TokenizerFamily = "v3" | "v4.7";

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
  const characters = loadCharacters();
  const pieces = readPieces(vocabulary);
  const partCost = createPartCost(createTiling(pieces), {
    characters,
    hasCapitals: family === "v3",
  });
  const countRuns = createRunCounter({ pieces, characters, partCost });
  return { family, count: (text) => countRuns(normalize(text, family === "v3")) };
}
