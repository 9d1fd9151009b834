import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import * as z from "zod/mini";
import { severities } from "../../src/problems/text.ts";

/** The tables of problems, read from the folder they stand in: a new one is found by itself. */
const folder = join(import.meta.dirname, "..", "..", "src", "problems");

const Text = z.object({ severity: z.enum(severities), message: z.any(), fix: z.any() });

/** One problem's texts, with what stands for any details: they are told by their names. */
export interface AnyProblem {
  /** Of the file its table is in. */
  readonly table: string;
  readonly code: string;
  readonly severity: (typeof severities)[number];
  readonly message: (details: unknown) => string;
  readonly fix: (details: unknown) => string;
}

/** Every problem there is, table after table. */
export async function readProblems(): Promise<readonly AnyProblem[]> {
  const files = readdirSync(folder, { encoding: "utf8", recursive: true })
    .filter((name) => name.endsWith(".ts"))
    .sort();
  const tables = await Promise.all(
    files.map(async (name): Promise<readonly AnyProblem[]> => {
      const exported: Readonly<Record<string, unknown>> = await import(
        pathToFileURL(join(folder, name)).href
      );
      return Object.values(exported).flatMap((table) => {
        const rows = z.safeParse(z.record(z.string(), Text), table);
        return rows.success
          ? Object.entries(rows.data).map(([code, { severity, message, fix }]) => ({
              table: basename(name, ".ts"),
              code,
              severity,
              message: (details: unknown) => write(message, details),
              fix: (details: unknown) => write(fix, details),
            }))
          : [];
      });
    }),
  );
  return tables.flat();
}

function write(text: unknown, details: unknown): string {
  if (typeof text !== "function") throw new Error("a text is a function of its details");
  const written: unknown = text(details);
  // A text that is one of its details, as they are named here.
  if (Array.isArray(written) && written.length === 1) return String(written);
  if (typeof written !== "string") throw new Error("a text is not written");
  return written;
}

/**
 * Details in which each member is its own name, `‹model›`, whatever it is of: a list of that one, a
 * text, a number. `given`: members that have to be of a known value.
 */
export function namedDetails(given: Readonly<Record<string, unknown>> = {}): unknown {
  return new Proxy(given, {
    get: (_, name) =>
      typeof name === "string" && Object.hasOwn(given, name) ? given[name] : nameOf(String(name)),
  });
}

/** A list of one name that is written like a text, too. */
function nameOf(member: string): readonly string[] & { readonly replace: () => string } {
  const name = `‹${member}›`;
  return Object.assign([name], { replace: () => name });
}
