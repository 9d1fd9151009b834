/** What the API said into the files of the fixtures it was said of. */
import type { Exchange } from "../fixture/fixture.ts";
import { keepInText } from "../fixture/keep.ts";

/** Fixtures by path, as they are; a byte order mark is part of the text. */
export interface FixtureFiles {
  /** Null: it cannot be read. */
  readonly read: (file: string) => string | null;
  /** Replaces a file, whole or not at all; false where it could not. */
  readonly write: (file: string, text: string) => boolean;
  /** Whether a file's text, without a byte order mark, is still what the members are of; by default it is. */
  readonly isAsSent?: (file: string, text: string) => boolean;
}

/** A member of an exchange, such as `recorded`. */
export interface ToKeep {
  readonly exchange: Exchange;
  readonly key: "recorded" | "counted";
  readonly value: unknown;
}

/** Writes members into their fixtures, each file once. Gives the exchanges whose file could not be written, or has no place for them. */
export const keepInFiles = (members: readonly ToKeep[], files: FixtureFiles): readonly Exchange[] => {
  const byFile = new Map<string, ToKeep[]>();
  for (const one of members) {
    const file = one.exchange.place.file ?? "";
    const known = byFile.get(file);
    if (known === undefined) byFile.set(file, [one]);
    else known.push(one);
  }
  return [...byFile].flatMap(([file, some]) => {
    const before = files.read(file);
    const all = some.map(({ exchange }) => exchange);
    if (before === null || files.isAsSent?.(file, before.replace(/^\uFEFF/, "")) === false) return all;
    const placed = some.map((one) => ({ ...one, index: one.exchange.index, line: one.exchange.place.line ?? 1 }));
    const kept = keepInText(before, file, placed);
    const isWritten = kept.text === before || files.write(file, kept.text);
    return isWritten ? kept.lost.map(({ exchange }) => exchange) : all;
  });
};
