/** The texts of a request, each with what stands at its place in the other passes. */
import {
  isArray,
  isNumberText,
  isObject,
  valueAt,
  writeJson,
  type Json,
  type Path,
} from "../../json.ts";
import type { findingKinds, ObservedExchange } from "./rewritten.ts";

/** A text of a request. */
export interface Site {
  readonly path: Path;
  /** The first pass's, then those of other passes that have one at this place. */
  readonly texts: readonly string[];
}

interface Finding {
  readonly path: Path;
  readonly kind: keyof typeof findingKinds;
}

/** Members that are words of the API, not texts: there nothing is filled in. */
const words = new Set(["type", "role", "media_type", "signature", "model"]);
/** Members all of whose texts are such words. */
const settings = new Set([
  "cache_control",
  "inference_geo",
  "output_config",
  "service_tier",
  "speed",
  "thinking",
]);

/** The texts of an exchange's request, in its order, and what differs and is no text. */
export function findSites({ bodies }: Pick<ObservedExchange, "bodies">): {
  readonly sites: readonly Site[];
  readonly findings: readonly Finding[];
} {
  const [first, ...others] = bodies;
  const sites: Site[] = [];
  const findings: Finding[] = [];
  visit(first, others, []);
  return { sites, findings };

  function visit(value: Json, alike: readonly Json[], path: Path): void {
    if (typeof value === "string") visitText(value, alike, path);
    else if (isArray(value)) visitList(value, alike, path);
    else if (isObject(value)) {
      const objects = alike.filter(isObject);
      const keys = Object.keys(value);
      const isSame = objects.every(
        (other) =>
          Object.keys(other).length === keys.length &&
          keys.every((key) => Object.hasOwn(other, key)),
      );
      if (!isSame || objects.length < alike.length) findings.push({ path, kind: "shape" });
      for (const key of keys) {
        const there = objects.flatMap((other) => (Object.hasOwn(other, key) ? [other[key]] : []));
        visit(
          value[key] ?? null,
          there.filter((item) => item !== undefined),
          [...path, key],
        );
      }
    } else if (alike.some((other) => !isPlain(other) || writeJson(other) !== writeJson(value)))
      findings.push({ path, kind: "value" });
  }

  function visitText(value: string, alike: readonly Json[], path: Path): void {
    const texts = alike.filter((other) => typeof other === "string");
    const isWord = isSetting(path) || isEncoded(first, path);
    if (texts.length < alike.length || (isWord && texts.some((other) => other !== value)))
      findings.push({ path, kind: texts.length < alike.length ? "shape" : "value" });
    if (!isWord) sites.push({ path, texts: [value, ...texts] });
  }

  function visitList(value: readonly Json[], alike: readonly Json[], path: Path): void {
    const lists = alike.filter(isArray);
    if (lists.length < alike.length || lists.some((other) => other.length !== value.length))
      findings.push({ path, kind: "shape" });
    for (const [index, item] of value.entries()) {
      const there = lists.flatMap((other) => partnerOf(item, { index, path, other }) ?? []);
      visit(item, there, [...path, index]);
    }
  }
}

/** What of another list an item is held against: a tool of the same name, else what has its place. */
function partnerOf(
  item: Json,
  { index, path, other }: { index: number; path: Path; other: readonly Json[] },
): readonly Json[] | null {
  const name =
    path.length === 1 && path[0] === "tools" && isObject(item) ? item["name"] : undefined;
  const found =
    typeof name === "string"
      ? other.find((tool) => isObject(tool) && tool["name"] === name)
      : other[index];
  return found === undefined ? null : [found];
}

/** Whether a text is a word of the API; what data of a tool holds may have any name. */
function isSetting(path: Path): boolean {
  if (path.includes("input")) return false;
  return (
    words.has(String(path.at(-1))) ||
    path.includes("cache_control") ||
    (path[0] !== "messages" && settings.has(String(path[0])))
  );
}

function isPlain(value: Json): boolean {
  return typeof value !== "object" || value === null || isNumberText(value);
}

/** Whether a text is a file's bytes: the data of a source that is no text. */
function isEncoded(body: Json, path: Path): boolean {
  if (path.at(-1) !== "data") return false;
  const source = valueAt(body, path.slice(0, -1));
  return isObject(source) && source["type"] === "base64";
}
