import * as z from "zod/mini";
import { rateTiers } from "../models/limits/rate-limits.ts";
import { listQuoted } from "../words.ts";

/** `tier`, at the top and in a scenario. */
export const rateTierSchema = z
  .enum(rateTiers, { error: listQuoted(rateTiers) })
  .check(
    z.describe(
      "The organisation's tier on the Claude API: its rate limits are held against the traffic at its " +
        "peak. At the top for all scenarios, in a scenario for that one.",
    ),
  );
