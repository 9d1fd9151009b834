/**
 * Made-up text, the same in every run: words as common or rare as in a language, sentences,
 * paragraphs.
 */

/** A whole number from 0 up to, but not, `below`. */
export type Random = (below: number) => number;

/** Mulberry32: small, and the same everywhere. */
export function createRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const onsets = [
  "",
  "b",
  "br",
  "c",
  "ch",
  "d",
  "f",
  "g",
  "h",
  "l",
  "m",
  "n",
  "p",
  "pr",
  "r",
  "s",
  "st",
  "t",
  "th",
  "tr",
  "v",
  "w",
];
const middles = ["a", "e", "i", "o", "u", "ea", "ou", "ai", "io"];
const ends = ["", "n", "r", "s", "t", "l", "nd", "st", "ng", "m", "ck"];

function pick(random: Random, list: readonly string[]): string {
  return list[random(list.length)] ?? "";
}

function lexicon(random: Random): readonly string[] {
  return Array.from({ length: 20_000 }, (_, rank) => {
    const syllables = rank < 200 ? 1 : 1 + random(3);
    return Array.from(
      { length: syllables },
      () => pick(random, onsets) + pick(random, middles) + pick(random, ends),
    ).join("");
  });
}

const words = lexicon(createRandom(1));

/** Low ranks are common, as in a language: the product of two draws. */
function word(random: Random): string {
  return (
    words[Math.floor((random(words.length) * (1 + random(words.length))) / words.length)] ?? ""
  );
}

/** Such words come to this many tokens each, measured with `count`; close enough for a size. */
const tokensPerWord = 2.2;

/** Text of about so many tokens. */
export function countedText(random: Random, tokens: number): string {
  const parts: string[] = [];
  const wanted = Math.round(tokens / tokensPerWord);
  for (let count = 0, left = 0; count < wanted; count += 1, left -= 1) {
    if (left <= 0) {
      left = 5 + random(15);
      if (count > 0) parts.push(random(6) === 0 ? ".\n\n" : ". ");
    } else parts.push(random(12) === 0 ? ", " : " ");
    parts.push(word(random));
  }
  return parts.join("");
}
