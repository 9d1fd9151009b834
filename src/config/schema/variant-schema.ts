import * as z from "zod/mini";
import { listQuoted } from "../../words.ts";
import { plainVariants, variantGroups } from "../config.ts";
import { variantForms, variantPatterns } from "../variant.ts";

/** `variants:`, by name. */
export const variantsSchema = z.array(
  z.union(
    [
      z.enum([...plainVariants, ...variantGroups]),
      ...variantPatterns.map((pattern) => z.string().check(z.regex(pattern))),
    ],
    { error: `a variant: ${listQuoted(variantForms)}` },
  ),
  { error: "a list such as `[no-cache, batch]`" },
);
