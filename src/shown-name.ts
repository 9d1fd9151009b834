/**
 * The one gate through which names of others go before they are shown: what stands in a request, a
 * recording or a file in the place of a name may be a prompt or a key.
 */
import { keyPatterns } from "./key-patterns.ts";
import { groupDigits } from "./words.ts";

/** Letters of any script, digits, and the signs that ids, versions, tools and headers are written with. */
const nameCharacters = /^[\p{L}\p{M}\p{N}_./:@+~#$=,()[\]*%&?!'’"`…‹›^{}<>|-]+$/u;

/** A prefix of a Bedrock profile with its model comes near it; the API's names of tools end at 128. */
const longestName = 128;

/** Words of an id that people give: `refund, second try`. */
const mostWords = 5;
const longestId = 200;

/** As long as file systems let a path be named in one call. */
const longestFile = 1_024;

/**
 * A name of a model, a tool, a key, a role, a kind, a variable as it may be shown: itself where it
 * is short, of one word and of the characters names have, and no key of an API; else what it is.
 */
export function shownName(text: string): string {
  return isName(text) ? text : noName(text);
}

/** An id that people give to a run, an exchange or a scenario: a few words are one too. */
export function shownId(text: string): string {
  const words = text.split(" ");
  const isId =
    text.length <= longestId &&
    words.length <= mostWords &&
    words.every((word) => nameCharacters.test(word)) &&
    !isKey(text);
  return isId ? text : noName(text);
}

/** A path of a file: one line, nothing invisible. */
export function shownFile(text: string): string {
  const isFile = text.length <= longestFile && /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u.test(text);
  return isFile && text.isWellFormed() && !isKey(text) ? text : noName(text);
}

/** What names a rule of a config or a fixture: `runs/a expect.output_tokens`. */
export function shownRule(text: string): string {
  return text.length <= 300 && text.split(" ").length <= 12 ? shownFile(text) : noName(text);
}

/** A path of keys and indexes, joined as the API does; a key that is no name is `?`. */
export function shownPath(path: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === "number" || /^[\w$.-]{1,40}$/.test(step) ? step : "?"))
    .join(".");
}

function isName(text: string): boolean {
  return text.length <= longestName && nameCharacters.test(text) && !isKey(text);
}

function isKey(text: string): boolean {
  return keyPatterns.some(({ pattern }) => text.search(pattern) !== -1);
}

function noName(text: string): string {
  if (text === "") return "";
  const count = groupDigits(text.length);
  return `‹a value of ${count} ${text.length === 1 ? "character" : "characters"} that is no name›`;
}
