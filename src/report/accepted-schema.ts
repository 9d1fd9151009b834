/** The part of a report's schema that says what people accepted. */
import * as z from "zod/mini";
import { acceptanceStates } from "../budget/acceptance/judge-accepted.ts";
import { bases } from "../compare/comparison.ts";
import { Place, Share, Usd } from "./schema-parts.ts";

/** docs/report.md, "accepted". */
export const Accepted = z.object({
  scenario: z.string(),
  kind: z.enum(["usd", "tokens", "model"]),
  /** What became of it: only one that covers what exceeds a limit is used. */
  state: z.enum(acceptanceStates),
  /** At most so much more than on main, on `basis`; null where tokens or a model are accepted. */
  upToUsd: z.nullable(Usd),
  /** Tokens a request. */
  upToTokens: z.nullable(z.int()),
  model: z.nullable(z.string()),
  /** What the money is of, and what the increase is of that it is held against. */
  basis: z.nullable(z.enum(bases)),
  actualBasis: z.nullable(z.enum(bases)),
  /** What it is held against; null where nothing of the kind exceeds a limit. */
  actualUsd: z.nullable(Usd),
  actualTokens: z.nullable(Share),
  actualModels: z.nullable(z.array(z.string())),
  /** On one line, at most 200 characters. */
  reason: z.string(),
  /** The last day it holds; null: as long as the pull request is open. */
  until: z.nullable(z.string()),
  /** Who wrote the comment; null where it is a line of the config. */
  by: z.nullable(z.string()),
  url: z.nullable(z.string()),
  ...Place,
});
