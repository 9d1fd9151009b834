/** What several parts of a report's schema are made of. */
import * as z from "zod/mini";

export const Usd = z.string().check(z.regex(/^-?\d+(\.\d{1,12})?$/));
export const Share = z.string().check(z.regex(/^-?\d+(\.\d+)?$/));

export const Place = {
  file: z.nullable(z.string()),
  line: z.nullable(z.int()),
  column: z.nullable(z.int()),
  path: z.nullable(z.string()),
};
