import { readDocuments } from "../../src/fixture/recordings/documents.ts";
import type { Call, Format, FormatContext, FormatReader } from "../../src/formats/format.ts";
import { findFormat, formats, type FormatName } from "../../src/formats/formats.ts";
import type { Problem } from "../../src/problem.ts";

/** What a file's text comes to, read by what stands in it. */
export interface Reading {
  readonly format: FormatName | null;
  readonly calls: readonly Call[];
  /** How often what was left out, by `why` and name. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
}

/** Reads a text as a file of that name; `files` lie beside it. */
export function readText(
  text: string,
  file = "recording",
  files: Readonly<Record<string, string>> | ((path: string) => string | null) = {},
): Reading {
  const { sources, problems: faults } = readDocuments({ file, text, again: () => text });
  const problems = [...faults];
  const leftOut: Record<string, number> = {};
  const context: FormatContext = {
    report: (found) => problems.push(found),
    leaveOut: ({ why, name }) => {
      const key = `${why} ${name}`.trim();
      leftOut[key] = (leftOut[key] ?? 0) + 1;
    },
    beside: typeof files === "function" ? files : (path) => files[path] ?? null,
  };
  let format: FormatName | null = null;
  let reader: FormatReader | null = null;
  const calls: Call[] = [];
  for (const source of sources) {
    format ??= findFormat(source.value);
    if (format === null) continue;
    const found: Format = formats[format];
    reader ??= found.open(context);
    calls.push(...reader.read(source));
  }
  calls.push(...(reader?.end() ?? []));
  return { format, calls, leftOut, problems };
}

/** A document as the text of a JSON file. */
export function readJson(value: unknown, files: Readonly<Record<string, string>> = {}): Reading {
  return readText(JSON.stringify(value), "recording.json", files);
}
