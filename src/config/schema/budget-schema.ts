/** `budget:`, wherever it stands. */
import * as z from "zod/mini";
import { listQuoted } from "../../words.ts";
import { budgetActions, uncertainActions } from "../config.ts";
import { limitSchemas } from "../limits.ts";

/** What an uncertain limit does, in one budget or in all. */
export const onUncertain = oneOf(uncertainActions).check(
  z.describe(
    "What a limit does that the interval of its figure could turn around: `judge` (the default) by " +
      "the figure, `pass` as if it were kept, `warn`, or `fail` as if it were exceeded.",
  ),
);

/** The limits of a scenario, of a group, or of all together. */
export const budgetSchema = z.strictObject(
  {
    ...limitSchemas,
    action: z.optional(oneOf(budgetActions)),
    "on-uncertain": z.optional(onUncertain),
  },
  { error: "a mapping such as `{ monthly: $900 }`" },
);

/** One of a closed set of names. */
export function oneOf<const Names extends readonly string[]>(names: Names) {
  return z.enum(names, { error: listQuoted(names) });
}
