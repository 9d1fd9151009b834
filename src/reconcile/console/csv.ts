/** A row of a CSV file, by the names of its columns. */
export interface CsvRow {
  /** The line it begins on, from 1. */
  readonly line: number;
  /** The cell of a column, trimmed; empty where the row or the file has none. */
  readonly cell: (column: string) => string;
  /** All cells, for telling equal rows. */
  readonly text: string;
}

/** A CSV file: the names of its columns, as its first line has them, and the rows below. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

/**
 * Reads CSV as RFC 4180 has it, with a BOM or without, lines ended either way; semicolons and tabs
 * part cells where the first line has more of them. Empty lines are passed over.
 */
export function readCsv(text: string): CsvTable {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const first = /^[^\r\n]*/.exec(body)?.[0] ?? "";
  const count = (separator: string): number => first.split(separator).length;
  const separator = [",", ";", "\t"].reduce((best, one) => (count(one) > count(best) ? one : best));
  const [header, ...records] = recordsOf(body, separator);
  const columns = header?.cells.map((name) => name.trim()) ?? [];
  const index = new Map(columns.map((name, at) => [name, at]));
  const rows = records.map(({ line, cells }) => ({
    line,
    cell: (column: string): string => {
      const at = index.get(column);
      return at === undefined ? "" : (cells[at] ?? "").trim();
    },
    text: JSON.stringify(cells),
  }));
  return { columns, rows };
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A quoted cell, or one up to the next separator or line end. */
function recordsOf(text: string, separator: string): readonly CsvRecord[] {
  const cell = new RegExp(`"((?:[^"]|"")*)"[^${separator}\\r\\n]*|([^${separator}\\r\\n]*)`, "y");
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let line = 1;
  let begun = 1;
  for (let at = 0; at < text.length;) {
    cell.lastIndex = at;
    const [whole = "", quoted, plain = ""] = cell.exec(text) ?? [];
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    line += whole.split("\n").length - 1;
    at += whole.length;
    const end = text.startsWith("\r\n", at) ? "\r\n" : text.charAt(at);
    at += Math.max(end.length, 1);
    if (end === separator && at < text.length) continue;
    if (end === separator) cells.push("");
    if (cells.some((one) => one.trim() !== "")) records.push({ line: begun, cells });
    cells = [];
    line += 1;
    begun = line;
  }
  return records;
}
