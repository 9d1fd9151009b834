/** Sentences that views write each in its own way: plain, or as markdown with links. */
import type { Report } from "../../report.ts";
import { cleanName, cleanText, code, escapeMarkdown, link, linkToLine } from "../markdown.ts";

/** A piece of a sentence: our own words, or a name somebody else chose, with where it stands. */
type PhrasePart =
  | string
  | { readonly name: string; readonly file: string | null; readonly line: number | null };
export type Phrase = readonly PhrasePart[];

/** A phrase as plain text on one line. */
export function writePlain(phrase: Phrase): string {
  return phrase
    .map((part) => (typeof part === "string" ? cleanText(part) : cleanName(part.name)))
    .join("");
}

/** A phrase as GitHub markdown; a name that stands somewhere links there. */
export function writeMarkdown(phrase: Phrase, links: Report["links"]): string {
  return phrase
    .map((part) =>
      typeof part === "string"
        ? escapeMarkdown(part)
        : link(code(part.name), linkToLine(links, part)),
    )
    .join("");
}

/** A place as a name that links to it. */
export function placed(file: string, line: number | null): PhrasePart {
  return {
    name: line === null ? file : `${file}:${line}`,
    file,
    line,
  };
}

/** A name that stands nowhere. */
export function named(name: string): PhrasePart {
  return { name, file: null, line: null };
}
