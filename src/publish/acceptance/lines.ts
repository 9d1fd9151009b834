/** The lines of a comment that stand for themselves: not quoted, not shown as code, not hidden. */

const fencePattern =
  /^(?<before>\s*(?<list>(?:(?:[-*+]|\d{1,9}[.)])\s+)*))(?<sign>`{3,}|~{3,})(?<info>.*)$/;

/** The fence that opens a code block. */
interface Fence {
  readonly sign: string;
  /** Where in its line it stands, a tab being four wide. */
  readonly column: number;
  /** Behind the sign of a list, or at the very start, one that closes it may stand further in. */
  readonly leeway: 0 | 3;
}

/** What a line stands in. */
interface Surroundings {
  /** The fence of the code block that it stands in. */
  fence: Fence | null;
  /** Words that end the hidden or literal part that it stands in. */
  until: string | null;
  /** The paragraph is part of a quotation, whose later lines need no sign of their own. */
  quoted: boolean;
  /** Runs of backticks in the paragraph so far: between two of them stands code. */
  ticks: number;
}

/**
 * The lines that somebody wrote as text of their own, in order. A line is left out where it is
 * quoted (`>`, and what follows in the same paragraph), in a code block or a piece of code over
 * several lines, or in an HTML comment, in a literal element (`<pre>`) or one that quotes or takes
 * back (`<blockquote>`, `<del>`), closed or not.
 */
export function spokenLines(body: string): readonly string[] {
  const where: Surroundings = { fence: null, until: null, quoted: false, ticks: 0 };
  return body.split(/\r\n|\n|\r/).filter((line) => isSpoken(line, where));
}

/** Whether a line stands for itself; brings `where` up to the end of the line. */
function isSpoken(line: string, where: Surroundings): boolean {
  if (where.until !== null) {
    leaveHidden(line, where);
    return false;
  }
  const found = fencePattern.exec(line)?.groups ?? null;
  if (where.fence !== null || found !== null) {
    const fence = fenceAfter(where.fence, found);
    const isCode = where.fence !== null || fence !== null;
    where.fence = fence;
    if (isCode) return false;
  }
  if (line.trim() === "") {
    where.quoted = false;
    where.ticks = 0;
    return false;
  }
  where.quoted ||= /^\s*>/.test(line);
  const isInCode = where.ticks % 2 === 1;
  where.ticks += line.match(/`+/g)?.length ?? 0;
  enterHidden(line, where);
  return !where.quoted && !isInCode;
}

/**
 * The code block that the next line stands in. A fence further out than the open one ends the list
 * that has it, and opens another; where GitHub might take a line for code still, it is taken for it.
 */
function fenceAfter(
  open: Fence | null,
  found: Readonly<Partial<Record<string, string>>> | null,
): Fence | null {
  if (found === null) return open;
  const { before = "", list = "", sign = "", info = "" } = found;
  const column = before.replaceAll("\t", "    ").length;
  const leeway = column === 0 || list !== "" ? 3 : 0;
  if (open === null || column < open.column) {
    // Backticks in what follows make it a piece of code in a line.
    const isOne = !(sign.startsWith("`") && info.includes("`"));
    return isOne ? { sign, column, leeway } : open;
  }
  const closes =
    list === "" &&
    sign.startsWith(open.sign) &&
    info.trim() === "" &&
    column <= open.column + open.leeway;
  return closes ? null : open;
}

/** What opens a part that is not shown, or shown as it is, with what ends it. */
const hiding: Readonly<Record<string, string>> = {
  "<!--": "-->",
  "<![cdata[": "]]>",
  "<?": "?>",
  "<blockquote": "</blockquote>",
  "<code": "</code>",
  "<del": "</del>",
  "<pre": "</pre>",
  "<script": "</script>",
  "<style": "</style>",
  "<textarea": "</textarea>",
};

/** A hidden part that a line opens and does not end reaches into the next. */
function enterHidden(line: string, where: Surroundings): void {
  // What is shown as code in the line itself opens nothing.
  const text = line.toLowerCase().replaceAll(/`+[^`]*`+/g, "");
  const opening = /<!--|<!\[cdata\[|<\?|<(?:blockquote|code|del|pre|script|style|textarea)\b/g;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const ends = hiding[found[0]] ?? "";
    const end = text.indexOf(ends, opening.lastIndex);
    if (end === -1) {
      where.until = ends;
      return;
    }
    opening.lastIndex = end + ends.length;
  }
}

function leaveHidden(line: string, where: Surroundings): void {
  const { until } = where;
  const end = until === null ? -1 : line.toLowerCase().indexOf(until);
  if (end === -1 || until === null) return;
  where.until = null;
  enterHidden(line.slice(end + until.length), where);
}
