import type { Measured } from "../measured/measured.ts";
import type { Backing } from "./backing.ts";
import { recordedBacking } from "./recorded.ts";

/** What a counter rests on. */
export interface Basis {
  /** The recordings behind its intervals; null leaves out what only they say. */
  readonly backing: Backing | null;
  /** How large a measured number of tokens is. */
  readonly sizeOf: (size: Measured) => number;
}

/** All that was recorded. */
export const fullBasis: Basis = { backing: recordedBacking, sizeOf: ({ tokens }) => tokens };
