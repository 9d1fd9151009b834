import type { Problem } from "../../problem.ts";
import type { Owner, Piece, TextRun } from "../text-run.ts";
import type { Measured } from "./measured/measured.ts";

/**
 * How far a rule may be off, tokens below and above what it says, and what is to be said about it.
 */
export interface Doubt {
  readonly below: number;
  readonly above: number;
  readonly problem: Problem | null;
}

/** Takes a request piece by piece, in the order the model reads it. */
export interface Writer {
  readonly text: (owner: Owner, text: string) => void;
  /**
   * Tokens of something whose text is not known, and which does not touch the text around it (a
   * frame).
   */
  readonly add: (owner: Owner, tokens: number | Measured) => void;
  /** The same, standing between two texts, which it parts: a picture, a section. */
  readonly cut: (owner: Owner, tokens: number | Measured) => void;
  /** What follows is tokenised apart from what stands so far. */
  readonly part: (trim: boolean) => void;
  /** How large a measured number of tokens is. */
  readonly sizeOf: (size: Measured) => number;
  readonly doubt: (below: number, above: number, problem?: Problem | null) => void;
  readonly textRuns: () => readonly TextRun[];
  readonly doubts: () => readonly Doubt[];
}

/** A writer with nothing written; its first text run is not trimmed. */
export function createWriter(sizeOf: Writer["sizeOf"]): Writer {
  const textRuns: { pieces: Piece[]; trim: boolean }[] = [];
  const doubts: Doubt[] = [];
  let pieces: Piece[] = [];
  const part = (trim: boolean): void => {
    pieces = [];
    textRuns.push({ pieces, trim });
  };
  part(false);
  const size = (tokens: number | Measured): number =>
    typeof tokens === "number" ? tokens : sizeOf(tokens);
  return {
    text: (owner, text) => {
      pieces.push({ kind: "text", owner, text });
    },
    add: (owner, tokens) => {
      pieces.push({ kind: "tokens", owner, tokens: size(tokens), cuts: false });
    },
    cut: (owner, tokens) => {
      pieces.push({ kind: "tokens", owner, tokens: size(tokens), cuts: true });
    },
    part,
    sizeOf,
    doubt: (below, above, problem = null) => {
      doubts.push({ below, above, problem });
    },
    textRuns: () => textRuns,
    doubts: () => doubts,
  };
}
