import { groupBy } from "../../order.ts";
import { counted, plural } from "../../words.ts";
import { text } from "../text.ts";

/** What can be wrong with files of others that hold requests or usage. Names and sizes only. */
export const othersRecordingProblems = {
  "recording-unknown": text(
    "error",
    ({ looks }: { looks: string; known: readonly string[] }) =>
      `This looks like ${looks}; nothing here reads it.`,
    ({ known }) => `Known are: ${known.join(", ")}; and promptcost's own fixtures.`,
  ),
  "recording-left-out": text(
    "note",
    ({ title, parts }: { title: string; parts: readonly LeftOutPart[] }) =>
      `Of ${title} are left out: ${[...groupBy(parts, ({ reason }) => reason)]
        .map(([reason, alike]) => describeParts(reason, alike))
        .join(", ")}.`,
    () => "Nothing to do: what cost nothing, or went elsewhere, is not counted.",
  ),
  "recording-usage-only": text(
    "error",
    ({ title }: { title: string }) =>
      `This is ${title}: it holds usage without requests, so nothing can be projected from it.`,
    () => "Bill it with `promptcost bill`; as a fixture name recordings that hold whole requests.",
  ),
  "recording-request-missing": text(
    "warning",
    ({ count }: { count: number }) =>
      `${counted(count, "exchange")} of this recording ${plural(count, "has", "have")} usage and ` +
      "no whole request, and count for nothing here.",
    () => "Bill them with `promptcost bill`, or record the requests too.",
  ),
  "recording-no-exchange": text(
    "note",
    ({ title }: { title: string }) =>
      `This is ${title} without an exchange: refusals, counts and calls to others cost nothing.`,
    () => "Nothing to do, or take the file out of `fixtures`.",
  ),
  "never-answered": text(
    "warning",
    () => "A request of this recording was never answered, so there is nothing of it to bill.",
    () => "Nothing to do; its prompt counts in `check`.",
  ),
  "recording-batch": text(
    "warning",
    ({ count }: { count: number }) =>
      `${counted(count, "request")} of this recording went through the Message Batches API; as ` +
      "written they are priced one by one, at twice what a batch costs.",
    () => "Add `variants: [batch]` to the scenario: that is what they cost.",
  ),
  "recording-folder-empty": text(
    "error",
    ({ folder }: { folder: string; known: readonly string[] }) =>
      `Nothing in \`${folder}\` is a fixture or a recording.`,
    ({ known }) => `Known are: ${known.join(", ")}; and promptcost's own fixtures.`,
  ),
  "recording-read-only": text(
    "error",
    ({ title }: { title: string }) =>
      `This is ${title}: it is read as it lies, and nothing is written into it.`,
    () =>
      "Record it anew with what made it, or have `promptcost record` make fixtures of what your code sends.",
  ),
} as const;

interface LeftOutPart {
  readonly reason: string;
  /** A host, a path, a status; empty: nothing to name. */
  readonly of: string;
  readonly count: number;
}

/** `3 to another host (127.0.0.1, api.openai.com: 2)`. */
function describeParts(reason: string, parts: readonly LeftOutPart[]): string {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const named = parts
    .filter(({ of }) => of !== "")
    .map(({ of, count }) => (count === 1 || parts.length === 1 ? of : `${of}: ${String(count)}`));
  return `${String(total)} ${reason}${named.length === 0 ? "" : ` (${named.join(", ")})`}`;
}
