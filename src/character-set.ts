/** Sets of characters that a search pattern may name. Characters are UTF-16 units. */

/** A set of UTF-16 units: ranges, both ends included. */
export interface CharacterSet {
  readonly ranges: readonly (readonly [number, number])[];
  readonly negated: boolean;
}

const digits: CharacterSet = { ranges: [[48, 57]], negated: false };
const word: CharacterSet = {
  ranges: [
    [48, 57],
    [65, 90],
    [95, 95],
    [97, 122],
  ],
  negated: false,
};
const space: CharacterSet = {
  ranges: [
    [9, 13],
    [32, 32],
    [160, 160],
    [8192, 8202],
    [8232, 8233],
    [8239, 8239],
    [8287, 8287],
    [12288, 12288],
    [65279, 65279],
  ],
  negated: false,
};
/** What `\\d`, `\\w` and the like stand for, by their letter. */
export const classes: Readonly<Record<string, CharacterSet>> = {
  d: digits,
  w: word,
  s: space,
  D: { ...digits, negated: true },
  W: { ...word, negated: true },
  S: { ...space, negated: true },
};
/** Characters that are written as a backslash and a letter. */
export const controls: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  f: 12,
  v: 11,
  0: 0,
};
/** What `.` stands for. */
export const notLineBreak: CharacterSet = {
  ranges: [
    [10, 10],
    [13, 13],
    [8232, 8233],
  ],
  negated: true,
};

/** Whether a set has a UTF-16 unit. */
export function holds({ ranges, negated }: CharacterSet, unit: number): boolean {
  return ranges.some(([from, until]) => unit >= from && unit <= until) !== negated;
}

/** Whether a unit is a letter, digit or underscore of ASCII, as `\b` and `\w` mean it. */
export function isWordUnit(unit: number): boolean {
  return holds(word, unit);
}

/** The set of one unit. */
export function one(unit: number): CharacterSet {
  return { ranges: [[unit, unit]], negated: false };
}

/** The units that some sorted ranges leave out. */
export function complement(
  ranges: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  const gaps: (readonly [number, number])[] = [];
  let from = 0;
  for (const [start, end] of ranges) {
    if (start > from) gaps.push([from, start - 1]);
    from = end + 1;
  }
  return [...gaps, [from, 0xffff]];
}
