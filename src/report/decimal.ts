/** Exact decimals of a report, as text: JSON has no numbers for them. */
import * as z from "zod/mini";

export const Usd = z.string().check(z.regex(/^-?\d+(\.\d{1,12})?$/));
export const Share = z.string().check(z.regex(/^-?\d+(\.\d+)?$/));
