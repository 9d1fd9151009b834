/** Writes answers into their fixtures. */
import type { Digest } from "../../digest.ts";
import { keepInFiles, type FixtureFiles } from "../../fixture/keeping/keep-in-files.ts";
import { digestText } from "../../fixture/open-run.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { JsonObject } from "../../json.ts";

/** An answer on its way into its fixture. */
export interface AnswerToKeep {
  readonly exchange: Pick<Exchange, "id" | "index" | "place">;
  /**
   * Digest of the fixture's text the exchange was read from: a file that has changed keeps nothing.
   */
  readonly text: string;
  /** What is written as the exchange's `recorded`. */
  readonly recorded: JsonObject;
}

/**
 * Writes answers into their fixtures, each file once; gives those it could not write, all of a file
 * that has changed since it was read.
 */
export function keepAnswers(
  answers: readonly AnswerToKeep[],
  { files, digest }: { readonly files: FixtureFiles; readonly digest: Digest },
): readonly AnswerToKeep[] {
  const isAsSent = (file: string, text: string): boolean => {
    const now = digestText(text, digest);
    return answers.every((answer) => answer.exchange.place.file !== file || answer.text === now);
  };
  const members = answers.map(({ exchange, recorded }) => ({
    exchange,
    key: "recorded" as const,
    value: recorded,
  }));
  const lost = new Set(keepInFiles(members, { ...files, isAsSent }));
  return answers.filter(({ exchange }) => lost.has(exchange));
}
