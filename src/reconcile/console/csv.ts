/** A row of a CSV file, by the names of its columns. */
export interface CsvRow {
  /** The line it begins on, from 1. */
  readonly line: number;
  /** The cell of a column, trimmed; empty where the row or the file has none. */
  readonly cell: (column: string) => string;
  /** The row as it is written, for telling equal ones. */
  readonly text: string;
}

/** A CSV file: the names of its columns, as its first line has them, and the rows below, one by one. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: Iterable<CsvRow>;
}

/**
 * Reads CSV as RFC 4180 has it, with a BOM or without, lines ended either way; semicolons and tabs
 * part cells where the first line has more of them. Empty lines are passed over. The rows are read as
 * they are asked for, once: an export may be large.
 */
export function readCsv(text: string): CsvTable {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const first = /^[^\r\n]*/.exec(body)?.[0] ?? "";
  const count = (separator: string): number => first.split(separator).length;
  const separator = [",", ";", "\t"].reduce((best, one) => (count(one) > count(best) ? one : best));
  const records = recordsOf(body, separator);
  const header = records.next();
  const columns = header.done === true ? [] : header.value.cells.map((name) => name.trim());
  return { columns, rows: rowsOf(records, columns) };
}

function* rowsOf(records: Iterable<CsvRecord>, columns: readonly string[]): Generator<CsvRow> {
  const index = new Map(columns.map((name, at) => [name, at]));
  for (const { line, cells, text } of records)
    yield {
      line,
      cell: (column) => {
        const at = index.get(column);
        return at === undefined ? "" : (cells[at] ?? "").trim();
      },
      text,
    };
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly text: string;
}

function* recordsOf(text: string, separator: string): Generator<CsvRecord> {
  const unquoted = new RegExp(`[^${separator}\\r\\n]*`, "y");
  const endOfPlain = (from: number): number => {
    unquoted.lastIndex = from;
    unquoted.test(text);
    return unquoted.lastIndex;
  };
  let line = 1;
  for (let at = 0; at < text.length;) {
    const begun = at;
    const cells: string[] = [];
    for (let isOpen = true; isOpen;) {
      const close = text.charAt(at) === '"' ? closingQuote(text, at) : -1;
      const end = endOfPlain(close + 1 === 0 ? at : close + 1);
      cells.push(close === -1 ? text.slice(at, end) : unescaped(text.slice(at + 1, close)));
      isOpen = text.charAt(end) === separator;
      at = isOpen ? end + 1 : end;
    }
    const written = text.slice(begun, at);
    if (cells.some((one) => one.trim() !== "")) yield { line, cells, text: written };
    line += written.split("\n").length;
    at += text.startsWith("\r\n", at) ? 2 : 1;
  }
}

/** Where a quoted cell closes; -1 where it never does, so that its quote is a character of its own. */
function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close !== -1 && text.charAt(close + 1) === '"') close = text.indexOf('"', close + 2);
  return close;
}

function unescaped(cell: string): string {
  return cell.includes('"') ? cell.replaceAll('""', '"') : cell;
}
