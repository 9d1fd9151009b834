import { assert } from "./assert.ts";

/** What the pieces of a family have that others have not. */
export interface FamilyShape {
  /** Markers that are pieces themselves (tokenizer.md §2). */
  readonly markers: number;
  /** Lengths of the pieces that are newlines only. */
  readonly newlines: readonly number[];
}

/** The shape of tokenizer.md §2, on which counting part by part rests (§10). */
export function checkShape(
  pieces: readonly string[],
  family: FamilyShape,
  kinds: Uint8Array,
): void {
  const classOf = (unit: string): number => (kinds[unit.charCodeAt(0)] ?? 0) & 15;
  for (const piece of pieces) {
    const body = /^[\u0003\u0004]?\u0001?([^\u0001-\u0004]*)\u0002?$/u.exec(piece)?.[1]; // oxlint-disable-line no-control-regex
    assert(body !== undefined, `a marker stands in the wrong place: ${JSON.stringify(piece)}`);
    const units = body.split("");
    assert(
      units.every((unit) => unit.length === 1),
      `astral: ${piece}`,
    );
    const whole = piece.length === body.length;
    const digits = units.filter((unit) => classOf(unit) === 3).length;
    assert(
      digits === 0 || (whole && digits === units.length && digits <= 3),
      `digits with something else: ${piece}`,
    );
    const spaces = units.filter((unit) => classOf(unit) === 0).length;
    assert(
      spaces === 0 || (whole && new Set(units).size === 1),
      `white space with something else: ${piece}`,
    );
    assert(
      piece.length === 1 || units.every((unit) => classOf(unit) !== hardLetter),
      `a hard letter with something: ${piece}`,
    );
    const borders = units.filter((unit) => classOf(unit) === 4).length;
    assert(
      borders === 0 || borders === units.length,
      `border digits with something else: ${piece}`,
    );
    const words = units.filter((unit) => classOf(unit) === 1 || classOf(unit) === 2).length;
    // oxlint-disable-next-line no-control-regex
    const isSuffix = /^'[a-z]+\u0002?$/u.test(piece);
    assert(
      words === 0 || words === units.length || isSuffix,
      `a word with something else: ${piece}`,
    );
  }
  const lengths = (unit: string): string =>
    pieces
      .filter((piece) => piece.split("").every((other) => other === unit))
      .map((piece) => piece.length)
      .sort((a, b) => a - b)
      .join();
  assert(
    pieces.filter((piece) => /^[0-9]+$/u.test(piece)).length === 1110,
    "not every number of one to three digits",
  );
  assert(lengths(" ") === range(1, 16).join(), "spaces are not 1 to 16");
  assert(lengths("\t") === range(1, 16).join(), "tabs are not 1 to 16");
  assert(lengths("\u3000") === "1", "U+3000 is not alone");
  assert(lengths("\n") === family.newlines.join(), `newlines: ${lengths("\n")}`);
  assert(
    range(1, family.markers).every((marker) => pieces.includes(String.fromCharCode(marker))),
    "a marker is missing",
  );
}

const hardLetter = 6;

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}
