import type { Unpacking } from "./bytes.ts";
import type { Call, FormatContext, FormatDocument } from "../format.ts";

/** What reading the interactions of one document takes. */
export interface Reading {
  readonly document: FormatDocument;
  readonly context: FormatContext;
  /** Ids of the answers that results of batches gave so far in this file: clients fetch them again. */
  readonly results: Set<string>;
  /** What its bodies may still unpack to. */
  readonly unpacking: Unpacking;
}

/** What the calls of one interaction have in common. */
export type CallFacts = Pick<Call, "path" | "betas" | "at" | "run" | "id">;
