/** Text that others chose (names, paths, ids), made harmless in GitHub's markdown. */
import { rememberTexts } from "../../text-memo.ts";

/**
 * Control and format characters, separators of lines, and what is drawn as nothing, but for the
 * variation that makes an emoji one.
 */
const invisible = /(?!\ufe0f)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Longest name shown whole; a longer one keeps both ends. */
const longest = 120;

/**
 * A whole sentence on one line, where nothing is invisible; half a surrogate pair is replaced,
 * since no encoding carries it.
 */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\s+/gu, " ").replace(invisible, "\u00b7");
}

/** A name on one line, at most 120 characters. */
export function cleanName(name: string): string {
  const clean = name.toWellFormed().replace(/\s/gu, " ").replace(invisible, "\u00b7");
  if (clean.length <= longest) return clean;
  const characters = Array.from(clean);
  if (characters.length <= longest) return clean;
  return `${characters.slice(0, 70).join("")}…${characters.slice(-(longest - 71)).join("")}`;
}

/** A text of at most `length` UTF-16 units; one that is cut ends with `…`. */
export function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1).toWellFormed()}…` : text;
}

/**
 * Where GitHub starts a mention, a reference, a link or an emoji: `@name`, `#1`, `GH-1`, `GHSA-…`,
 * `https:`, `www.`, `:x:` (of numbers, 100 and 1234 alone); and what markdown, its tables and its
 * formulas take for a sign of theirs.
 */
const signs = new RegExp(
  [
    /@|#(?=\d)|(?<=\bGH(?:SA)?)-|(?<=\bwww)\./,
    /:(?=\/\/|(?:100|1234|(?!\d+:)[\w+-]+):)/,
    /[&<>\\`*_{}[\]~|!]|\$(?!\d)/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "giu",
);

/**
 * Plain text in markdown: no markup, tag, link, mention, reference, formula or emoji can come of
 * it. An entity alone still makes a mention, since GitHub looks for those in what is rendered; a
 * zero-width space after the sign does not.
 */
export function escapeMarkdown(text: string): string {
  return cleanText(text).replace(signs, (sign) => {
    if (/[@#-]/.test(sign)) return `${sign}&#8203;`;
    return /[:.]/.test(sign) ? `${entity(sign)}&#8203;` : entity(sign);
  });
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

/** A name as code; safe in and out of tables, whatever it holds. */
export const code = rememberTexts(writeCode);

function writeCode(name: string): string {
  const clean = cleanName(name);
  if (/^[\w./:+,=$@#()[\]{}-]+(?: [\w./:+,=$@#()[\]{}-]+)*$/.test(clean)) return `\`${clean}\``;
  return `<code>${clean.replace(/[^A-Za-z0-9 .,/\u0080-\u{10ffff}-]|(?<=www)\./giu, entity)}</code>`;
}

/** A message in which backticks mark code; one without its partner is a backtick. */
export function sentence(message: string): string {
  return message.replace(/`([^`]*)`|[^`]+|`/g, (part, inside: string | undefined) =>
    inside === undefined ? escapeMarkdown(part) : code(inside),
  );
}

/** A link whose text is already markdown; without a URL the text alone. */
export function link(markdown: string, url: string | null): string {
  return url === null ? markdown : `[${markdown}](${url})`;
}

/**
 * Files that GitHub shows rendered, without lines to link to, unless it is asked for the plain
 * text.
 */
const rendered = /\.(?:md|mdx|markdown|rst|adoc|org|csv|tsv|svg|ipynb|geojson)$/i;

/** Where a line of a file stands at the head commit; null where the repository is not known. */
export function linkToLine(
  links: { readonly repository: string | null; readonly head: string | null },
  place: { readonly file: string | null; readonly line: number | null },
): string | null {
  if (links.repository === null || links.head === null || place.file === null) return null;
  if (!isSafeUrl(links.repository) || !/^[0-9a-f]{7,64}$/.test(links.head)) return null;
  const path = place.file.split("/").map(encodePart).join("/");
  const url = `${links.repository}/blob/${links.head}/${path}`;
  if (place.line === null) return url;
  return `${url}${rendered.test(place.file) ? "?plain=1" : ""}#L${place.line}`;
}

function isSafeUrl(url: string): boolean {
  return /^https?:\/\/[\w.:-]+(\/[\w.~:%+-]*)*$/.test(url);
}

/**
 * encodeURIComponent, and what it leaves alone but markdown does not; half a surrogate pair would
 * make it throw.
 */
function encodePart(part: string): string {
  return encodeURIComponent(part.isWellFormed() ? part : part.toWellFormed()).replace(
    /[!'()*]/g,
    (match) => `%${match.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A table row of cells that are already markdown. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
