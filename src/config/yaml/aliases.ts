/** What the aliases of a YAML document stand for. */
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type Node,
} from "yaml";

/** The node of each alias: the last one in front of it with that anchor. */
export type AliasTargets = ReadonlyMap<Alias, Node>;

const known = new WeakMap<Document, AliasTargets>();

/** Goes through a document once; the library's own search does for every alias. */
export function findTargets(document: Document): AliasTargets {
  const before = known.get(document);
  if (before !== undefined) return before;
  const targets = new Map<Alias, Node>();
  const anchors = new Map<string, Node>();
  const waiting: unknown[] = [document.contents];
  for (let node = waiting.pop(); waiting.length > 0 || node !== undefined; node = waiting.pop()) {
    if (isPair(node)) waiting.push(node.value, node.key);
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
    }
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) continue;
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (!isScalar(node)) for (const item of node.items.toReversed()) waiting.push(item);
  }
  known.set(document, targets);
  return targets;
}
