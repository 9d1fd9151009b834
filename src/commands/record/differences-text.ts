/** In what fixtures are not what the code sends, as a terminal shows it. */
import { groupBy } from "../../order.ts";
import {
  differenceKinds,
  nameBlock,
  type SnapshotDifference,
} from "../../record/differences/difference.ts";
import { cleanText } from "../../report/views/markdown.ts";
import { counted, groupDigits, plural, shellCommand } from "../../words.ts";
import type { RecordJob } from "./job.ts";

/** So many are shown one by one. */
const mostShown = 10;

/** Every difference with its run and place, those that are alike once; then what to do. */
export function differencesText(
  differences: readonly SnapshotDifference[],
  { words, stub }: Pick<RecordJob, "words" | "stub">,
): readonly string[] {
  if (differences.length === 0) return ["fixtures are what the command sends"];
  const alike = [...groupBy(differences, (each) => `${each.kind} ${sentence(each)}`).values()];
  const lines = alike.slice(0, mostShown).flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const others = same.length - 1;
    const more =
      others === 0 ? "" : `; ${groupDigits(others)} more ${plural(others, unit(first))} alike`;
    return [`  ${place(first)} ${sentence(first)}${more}`];
  });
  const rest = alike.length - lines.length;
  const command = cleanText(shellCommand(words));
  return [
    "fixtures are not what the code sends:",
    ...lines,
    ...(rest > 0 ? [`  and ${counted(rest, "other difference")}`] : []),
    `Fix: run \`promptcost record ${stub ? "--stub " : ""}-- ${command}\` and commit what it changes` +
      `${stub ? ", or `record` with a key for new answers" : ""}.`,
  ];
}

/** `support/returns, exchange 2:`. */
function place({ scenario, run, exchange, kind }: SnapshotDifference): string {
  const name = `${cleanText(scenario)}/${cleanText(run)}`;
  if (exchange === null) return name;
  return `${name}, exchange ${String(exchange + 1)}${kind === "changed" ? ":" : ""}`;
}

/** What is different, for people; equal where differences are alike. */
export function sentence({ kind, block, what, tokens }: SnapshotDifference): string {
  if (kind !== "changed") return differenceKinds[kind];
  const subject = block === null ? "the request" : nameBlock(block);
  return `${subject} ${what}${describeTokens(tokens)}`;
}

function describeTokens(tokens: number | null): string {
  if (tokens === null || tokens === 0) return "";
  const size = Math.abs(tokens);
  return `, ${groupDigits(size)} ${plural(size, "token")} ${tokens > 0 ? "longer" : "shorter"}`;
}

/** What a difference is about, for counting those that are alike. */
function unit({ exchange }: SnapshotDifference): string {
  return exchange === null ? "run" : "request";
}
