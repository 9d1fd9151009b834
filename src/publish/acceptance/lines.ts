/** The lines of a comment that stand for themselves: not quoted, not shown as code, not hidden. */

const fencePattern = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(?<fence>`{3,}|~{3,})(?<info>.*)$/;

/** What a line stands in. */
interface Surroundings {
  /** The fence of the code block that it stands in. */
  fence: string | null;
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
 * several lines, or in an HTML comment or a literal element (`<pre>`), closed or not.
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
  const found = fencePattern.exec(line);
  const { fence = "", info = "" } = found?.groups ?? {};
  if (where.fence !== null) {
    const closes = fence.startsWith(where.fence) && info.trim() === "";
    if (closes) where.fence = null;
    return false;
  }
  // Backticks in what follows make it a piece of code in a line.
  if (fence !== "" && !(fence.startsWith("`") && info.includes("`"))) {
    where.fence = fence;
    return false;
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

/** What opens a part that is not shown, or shown as it is, with what ends it. */
const hiding: Readonly<Record<string, string>> = {
  "<!--": "-->",
  "<pre": "</pre>",
  "<script": "</script>",
  "<style": "</style>",
  "<textarea": "</textarea>",
};

/** A hidden part that a line opens and does not end reaches into the next. */
function enterHidden(line: string, where: Surroundings): void {
  // What is shown as code in the line itself opens nothing.
  const text = line.toLowerCase().replaceAll(/`+[^`]*`+/g, "");
  const opening = /<!--|<(?:pre|script|style|textarea)\b/g;
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
