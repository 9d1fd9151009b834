/** Where the nodes of a YAML document stand. */
import { isAlias, isMap, isScalar, isSeq, type Document, type Pair, type YAMLMap } from "yaml";
import type { Path } from "../../json.ts";
import { findTargets } from "./aliases.ts";
import { keyOf, offsetOf } from "./values.ts";

/** Offset of the value or key at a path, or of the deepest place above it. */
export type FindOffset = (path: Path, what: "key" | "value") => number;

/** Members of mappings are gone through once, whatever is asked for. */
export function createFinder(document: Document): FindOffset {
  const members = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  const membersOf = (node: YAMLMap): ReadonlyMap<string, Pair> => {
    const known = members.get(node);
    if (known !== undefined) return known;
    const byKey = new Map<string, Pair>();
    for (const pair of node.items) {
      const key = keyOf(pair.key);
      if (key !== null && !byKey.has(key)) byKey.set(key, pair);
    }
    members.set(node, byKey);
    return byKey;
  };
  return (path, what) => {
    let node: unknown = document.contents;
    let offset = offsetOf(node) ?? 0;
    let above = offset;
    for (const [index, step] of path.entries()) {
      if (isAlias(node)) node = findTargets(document).get(node);
      let next: unknown = null;
      if (isMap(node)) {
        const pair = membersOf(node).get(String(step));
        if (pair === undefined) return above;
        next = pair.value;
        const key = offsetOf(pair.key);
        if (what === "key" && index === path.length - 1) return key ?? offset;
        offset = key ?? offset;
        above = offset;
      } else if (isSeq(node) && typeof step === "number") next = node.items[step] ?? null;
      else return offset;
      const empty = isScalar(next) && next.value === null && next.source === "";
      if (!empty) offset = offsetOf(next) ?? offset;
      node = next;
    }
    return offset;
  };
}
