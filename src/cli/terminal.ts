/** What is known of the place our output goes to. */

export interface Sink {
  readonly isTTY?: boolean | undefined;
}

/**
 * Colour only on a terminal that has some; `NO_COLOR` and `FORCE_COLOR` are heeded, the first
 * before the second.
 */
export function wantsColour(
  sink: Sink,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0";
  return sink.isTTY === true && env["TERM"] !== "dumb";
}
