/** Answers into the texts of their fixtures. */
import { keepMember, keepOnLines } from "../fixture/keep.ts";
import type { KeptAnswer } from "./replay-desk.ts";

/** Fixtures by path, as they are; a byte order mark is part of the text. */
export interface FixtureFiles {
  /** Null: it cannot be read. */
  readonly read: (file: string) => string | null;
  /** Replaces a file, whole or not at all; false where it could not. */
  readonly write: (file: string, text: string) => boolean;
}

const mark = "\uFEFF";

const keepInText = (whole: string, file: string, answers: readonly KeptAnswer[]): string | null => {
  const hasMark = whole.startsWith(mark);
  const text = hasMark ? whole.slice(1) : whole;
  const members = answers.map(({ exchange, recorded }) => ({
    line: exchange.place.line ?? 1,
    index: exchange.index,
    key: "recorded",
    value: recorded,
  }));
  const layout = file.endsWith(".json") ? "deep" : "flat";
  const kept = file.endsWith(".jsonl")
    ? keepOnLines(text, members)
    : members.reduce<string | null>(
        (before, { index, ...member }) => (before === null ? null : keepMember(before, index, { ...member, layout })),
        text,
      );
  return kept === null ? null : `${hasMark ? mark : ""}${kept}`;
};

/** Writes answers into their fixtures, each file once; the rest of a file keeps its bytes. Gives what could not be written. */
export const keepAnswers = (answers: readonly KeptAnswer[], files: FixtureFiles): readonly KeptAnswer[] => {
  const byFile = new Map<string, KeptAnswer[]>();
  for (const one of answers) {
    const file = one.exchange.place.file ?? "";
    const known = byFile.get(file);
    if (known === undefined) byFile.set(file, [one]);
    else known.push(one);
  }
  return [...byFile].flatMap(([file, some]) => {
    const before = files.read(file);
    const kept = before === null ? null : keepInText(before, file, some);
    return kept !== null && (kept === before || files.write(file, kept)) ? [] : some;
  });
};
