import {
  isArray,
  isNumberText,
  isObject,
  readNumber,
  setMember,
  writeJson,
  type Json,
  type JsonObject,
} from "../../json.ts";
import { createSearch } from "../../pattern-search.ts";
import { readPattern, type SearchPattern } from "../../search-pattern.ts";
import { rememberTexts } from "../../text-memo.ts";
import { keyPatterns } from "../../key-patterns.ts";
import { replacementOf } from "./replacement.ts";

/** Replaces what may stand in no file. Twice is as good as once. */
export type Redactor = (text: string) => string;

/**
 * A function that replaces, in a text, what looks like a key and what a pattern of `redact:` finds,
 * with text of the same length and kinds of characters. A text in which nothing is found comes back
 * as it is. A pattern that cannot be read finds nothing: the config has said so.
 */
export function createRedactor(patterns: readonly string[]): Redactor {
  const searches = patterns.map(readPattern).filter(isPattern).map(createSearch);
  return rememberTexts((text) => {
    let redacted = text;
    for (const { pattern, hint = "", group } of keyPatterns) {
      if (!redacted.includes(hint)) continue;
      pattern.lastIndex = 0;
      if (!pattern.test(redacted)) continue;
      redacted = redacted.replace(pattern, (found: string, key: unknown) => {
        if (group !== true || typeof key !== "string") return replacementOf(found);
        const at = found.lastIndexOf(key);
        return found.slice(0, at) + replacementOf(key) + found.slice(at + key.length);
      });
    }
    for (const search of searches) {
      const found = search(redacted);
      if (found.length === 0) continue;
      const parts: string[] = [];
      let copied = 0;
      for (const { from, until } of found) {
        parts.push(redacted.slice(copied, from), replacementOf(redacted.slice(from, until)));
        copied = until;
      }
      redacted = parts.join("") + redacted.slice(copied);
    }
    return redacted;
  });
}

function isPattern(read: ReturnType<typeof readPattern>): read is SearchPattern {
  return typeof read === "object";
}

/**
 * A value with every text in it, keys too, redacted; the same object where nothing is found. `isData`:
 * it is what a tool is given, whose numbers say something too. All others are the API's.
 */
export function redactValue(value: Json, redact: Redactor, isData = false): Json {
  if (typeof value === "string") return redact(value);
  if (typeof value === "number" || isNumberText(value))
    return isData ? redactNumber(value, redact) : value;
  if (isArray(value)) {
    let changed = false;
    const items = value.map((item) => {
      const made = redactValue(item, redact, isData);
      changed ||= made !== item;
      return made;
    });
    return changed ? items : value;
  }
  return isObject(value) ? redactObject(value, redact, isData) : value;
}

/** The same of an object. */
export function redactObject(value: JsonObject, redact: Redactor, isData = false): JsonObject {
  let changed = false;
  const members: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    const [name, made] = [redact(key), redactValue(member, redact, isData || key === "input")];
    changed ||= name !== key || made !== member;
    setMember(members, name, made);
  }
  return changed ? members : value;
}

/** A number in which something is found, as one of as many digits. */
function redactNumber(value: Json, redact: Redactor): Json {
  const text = writeJson(value);
  return redact(text) === text ? value : readNumber(text.replaceAll(/\d/g, "1"));
}
