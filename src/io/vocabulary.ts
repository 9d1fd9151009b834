import { brotliDecompressSync } from "node:zlib";
import { createTokenizer, type Tokenizer, type TokenizerFamily } from "../tokens/tokenizer/tokenizer.ts";
import { vocabularyV3, vocabularyV47 } from "../tokens/vocabulary.ts";

const loaded = new Map<TokenizerFamily, Tokenizer>();

/** The tokenizer of a family: its vocabulary is unpacked when it is first asked for, and kept. */
export const loadTokenizer = (family: TokenizerFamily): Tokenizer => {
  const known = loaded.get(family);
  if (known !== undefined) return known;
  const packed = family === "v3" ? vocabularyV3 : vocabularyV47;
  const tokenizer = createTokenizer(family, brotliDecompressSync(Buffer.from(packed, "base64")));
  loaded.set(family, tokenizer);
  return tokenizer;
};
