import type { Day } from "../day.ts";
import type { Digest } from "../digest.ts";
import { isObject, type Json } from "../json.ts";
import {
  cautiousPolicy,
  findTraits,
  type CacheKeyPolicy,
  type ModelTraits,
} from "./cache-key-policy.ts";
import { readIdentity } from "./identity.ts";
import { readPresence, type Presence } from "./presence.ts";

/** A block's bytes under a number, with what its presence says about the whole request. */
export interface InternedBlock extends Presence {
  readonly key: number;
  /** As sent, without `cache_control`. */
  readonly content: Json;
}

/**
 * Numbers for texts and prefixes. One table serves one command: head, base and variants share it,
 * so equal numbers are equal bytes on all sides. Numbers have no meaning outside it and depend on
 * the order of asking.
 */
export interface BlockTable {
  readonly policy: CacheKeyPolicy;
  readonly traits: (model: string) => ModelTraits | null;
  /** The day whose rules hold for requests of which nobody says when they were made. */
  readonly asOf: Day | null;
  readonly text: (text: string) => number;
  readonly block: (raw: Json, isTool: boolean) => InternedBlock;
  /** The number of a prefix that goes on with `key`. The empty prefix is 0. */
  readonly chain: (prefix: number, key: number) => number;
}

/** Numbers are below this, so that two of them fit into one exact number. */
const keySpace = 2 ** 26;

/** UTF-16 units of a digest: a text that is not shorter is known by its digest alone. */
const digestLength = 64;

/**
 * Makes a table. `traits` says what is known of a model; by default what models/ knows. `asOf`: the
 * day whose rules hold; by default the newest known. `digest`: long texts are known by it, so that
 * the table does not grow with them; by default it holds them, which is quicker.
 */
export function createBlockTable(
  options: {
    readonly policy?: CacheKeyPolicy;
    readonly traits?: (model: string) => ModelTraits | null;
    readonly asOf?: Day;
    readonly digest?: Digest | null;
  } = {},
): BlockTable {
  const { policy = cautiousPolicy, digest = null } = options;
  const numbers = new Map<string, number>();
  const plainTexts = new Map<string, number>();
  const chains = new Map<number, number>();
  const tools = new WeakMap<object, InternedBlock>();
  const blocks = new WeakMap<object, InternedBlock>();

  const numberIn = (map: Map<string, number>, text: string): number => {
    const value = digest === null || text.length < digestLength ? text : digest(text);
    const known = map.get(value);
    if (known !== undefined) return known;
    const number = numbers.size + plainTexts.size + 1;
    if (number >= keySpace) throw new RangeError("too many different blocks for one table");
    map.set(value, number);
    return number;
  };

  const intern = (raw: Json, isTool: boolean): InternedBlock => {
    const { text, isPlain } = readIdentity(raw, {
      isTool,
      sorted: isTool && policy.toolKeyOrder === "ignored",
    });
    return {
      key: numberIn(isPlain ? plainTexts : numbers, text),
      content: withoutMarker(raw),
      ...readPresence(raw),
    };
  };

  return {
    policy,
    traits: options.traits ?? findTraits,
    asOf: options.asOf ?? null,
    text: (value) => numberIn(numbers, value),
    block: (raw, isTool) => {
      if (typeof raw !== "object" || raw === null) return intern(raw, isTool);
      const remembered = isTool ? tools : blocks;
      const known = remembered.get(raw);
      if (known !== undefined) return known;
      const made = intern(raw, isTool);
      remembered.set(raw, made);
      return made;
    },
    chain: (prefix, key) => {
      const pair = prefix * keySpace + key;
      const known = chains.get(pair);
      if (known !== undefined) return known;
      const number = chains.size + 1;
      if (number >= keySpace) throw new RangeError("too many different prefixes for one table");
      chains.set(pair, number);
      return number;
    },
  };
}

function withoutMarker(raw: Json): Json {
  if (!isObject(raw) || !("cache_control" in raw)) return raw;
  return Object.fromEntries(Object.entries(raw).filter(([name]) => name !== "cache_control"));
}
