/** How the shapes of the API are written down: which members an object has, and what each holds. */

/** The members of an object, by name. */
export type Members = Readonly<Record<string, Part>>;

/** An object of the API. */
export interface Shape {
  readonly members: Members;
  /**
   * More members, by the value of `type` without the date at its end; an object of a kind that is
   * not here may have any.
   */
  readonly kinds?: Readonly<Record<string, Members>>;
  /** What `type` means where it is left out; without it, `type` must be there. */
  readonly plain?: string;
  /** Whether such an object may be declared by its size. */
  readonly sizeable?: true;
  /** The members that a kind is nothing without. */
  readonly needs?: Readonly<Record<string, readonly string[]>>;
}

/**
 * What a member holds: a `text`, some `texts`, a `number`, a `whole` one, a `flag`; a `prose`, a text of the prompt
 * that may be declared by its size; `free`, the caller's own data; or objects of the API.
 */
export type Part =
  | "text"
  | "texts"
  | "number"
  | "whole"
  | "flag"
  | "prose"
  | "free"
  | Words
  | Nested;

/** One of a closed set of words. */
export interface Words {
  readonly words: readonly string[];
}

/** One of these words. */
export function word(...words: readonly string[]): Words {
  return { words };
}

/** Objects of one shape, and in what ways they may stand there. */
export interface Nested {
  readonly shape: Shape;
  readonly as: readonly ("one" | "list" | "map" | "text" | "prose")[];
}

/** One object. */
export function one(shape: Shape): Nested {
  return { shape, as: ["one"] };
}

/** A list of objects. */
export function list(shape: Shape): Nested {
  return { shape, as: ["list"] };
}

/** A text of the prompt, or a list of blocks. */
export function proseOrList(shape: Shape): Nested {
  return { shape, as: ["prose", "list"] };
}

/** A name, or an object. */
export function textOrOne(shape: Shape): Nested {
  return { shape, as: ["text", "one"] };
}

/** Objects by names of the caller's own. */
export function map(shape: Shape): Nested {
  return { shape, as: ["map"] };
}

/** An object that has these members and no kinds. */
export function plain(members: Members): Shape {
  return { members };
}
