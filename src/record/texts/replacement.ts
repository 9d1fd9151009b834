/** Values put in the place of others in a request. */
import { isArray, isObject, setMember, type Json, type JsonObject, type Path } from "../../json.ts";

/** Values by the place where they are put; what is put around others takes their place. */
export interface Replacements {
  readonly set: (path: Path, value: Json) => void;
  readonly get: (path: Path) => Json | undefined;
  /** Whether something is put at a place or within it. */
  readonly isTouched: (path: Path) => boolean;
  /** The body with all of them; the same object where there is none. */
  readonly applyTo: (body: JsonObject) => JsonObject;
}

interface Node {
  value: Json | undefined;
  readonly members: Map<string | number, Node>;
}

export function createReplacements(): Replacements {
  const root: Node = { value: undefined, members: new Map() };
  const nodeAt = (path: Path): Node | undefined => {
    let node: Node | undefined = root;
    for (const step of path) node = node?.members.get(step);
    return node;
  };
  return {
    set: (path, value) => {
      let node = root;
      for (const step of path) {
        const next = node.members.get(step) ?? { value: undefined, members: new Map() };
        node.members.set(step, next);
        node = next;
      }
      node.value = value;
    },
    get: (path) => nodeAt(path)?.value,
    isTouched: (path) => nodeAt(path) !== undefined,
    applyTo: (body) => {
      const made = apply(body, root);
      return isObject(made) ? made : body;
    },
  };
}

function apply(value: Json, node: Node): Json {
  if (node.value !== undefined) return node.value;
  if (node.members.size === 0) return value;
  if (isArray(value))
    return value.map((item, index) => {
      const inner = node.members.get(index);
      return inner === undefined ? item : apply(item, inner);
    });
  if (!isObject(value)) return value;
  const members: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    const inner = node.members.get(key);
    setMember(members, key, inner === undefined ? item : apply(item, inner));
  }
  return members;
}
