/** Writes answers into their fixtures. */
import { keepInFiles, type FixtureFiles } from "../../fixture/keeping/keep-in-files.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { JsonObject } from "../../json.ts";
import { groupBy } from "../../order.ts";

/** An answer on its way into its fixture. */
export interface AnswerToKeep {
  readonly exchange: Pick<Exchange, "id" | "index" | "place">;
  /**
   * Digest of the fixture's text the exchange was read from: a file that has changed keeps nothing.
   */
  readonly text: string;
  /** What is written as the exchange's `recorded`, had when it is; undefined: it cannot be had. */
  readonly recorded: () => JsonObject | undefined;
}

/**
 * Writes answers into their fixtures, each file once; gives those it could not write, all of a file
 * that has changed since it was read.
 */
export function keepAnswers(
  answers: readonly AnswerToKeep[],
  files: Pick<FixtureFiles, "rewrite">,
): readonly AnswerToKeep[] {
  const sent = groupBy(answers, ({ exchange }) => exchange.place.file ?? "");
  const isAsSent = (file: string, digest: string): boolean =>
    (sent.get(file) ?? []).every(({ text }) => text === digest);
  const members = answers.map(({ exchange, recorded }) => ({
    exchange,
    key: "recorded" as const,
    value: recorded,
  }));
  const lost = new Set(keepInFiles(members, files, isAsSent));
  return answers.filter(({ exchange }) => lost.has(exchange));
}
