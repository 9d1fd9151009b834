import { counted } from "../../words.ts";
import { text } from "../text.ts";
import { nameError, quoted } from "./phrases.ts";

/** How a request of a batch may end without an answer. */
const batchEnds = {
  errored: "failed in its batch",
  canceled: "was cancelled with its batch",
  expired: "was not reached within 24 hours and expired",
} as const;

/** What can be wrong with requests that are sent in batches. */
export const batchProblems = {
  "replay-batch-unfit": text(
    "error",
    (details: { exchange: string; why: string }) =>
      `${details.exchange} cannot go into a batch: ${details.why}.`,
    () => "Leave its scenario out of `--batch`, or replay it without.",
  ),
  "replay-batch-refused": text(
    "error",
    (details: { requests: number; status: number | null; kind: string; why: string }) =>
      `The API refused a batch of ${counted(details.requests, "request")} ` +
      `(${nameError(details.status, details.kind)})${quoted(details.why)}. ` +
      "Nothing was billed for it.",
    (details) =>
      details.status === 429 || details.status === 529
        ? "Call `replay --batch` again later."
        : "Replay a scenario without `--batch` to see which of its requests the API refuses.",
  ),
  "replay-batch-item": text(
    "error",
    (details: { exchange: string; how: keyof typeof batchEnds; said: string }) =>
      `${details.exchange} has no answer: it ` +
      `${batchEnds[details.how]}${details.said === "" ? "" : ` (${details.said})`}. ` +
      "Nothing was billed for it.",
    (details) =>
      details.how === "errored"
        ? "Check the request, then call `replay` again."
        : "Call `replay` again to send it.",
  ),
  "replay-batch-open": text(
    "error",
    (details: { batch: string | null; requests: number }) =>
      details.batch === null
        ? `Nobody knows yet whether a batch of ${counted(details.requests, "request")} reached ` +
          "the API: it is not among what this key is shown, or has not ended, or could not be asked for."
        : `Nobody says what became of batch ${details.batch} of ` +
          `${counted(details.requests, "request")}: the API could not be asked, or did not end it.`,
    (details) =>
      details.batch === null
        ? "Call `replay` again with the same key, 20 minutes after it was sent: by then it is " +
          "in the list, or was never there. Until then it counts as spent in full. " +
          "`--resend-unknown` sends its requests again all the same."
        : "Call `replay` again, with the key it was sent with: it goes on with that batch. " +
          "Until then it counts as spent in full. Where that key is no more, another one with " +
          "`--resend-unknown` sends its requests again.",
  ),
  "replay-batch-stopped": text(
    "error",
    (details: { batch: string | null; requests: number }) =>
      `${nameBatch(details)} was left open when the replay was stopped.`,
    () => "Call `replay` again: it goes on with that batch. Until then it counts as spent in full.",
  ),
  "replay-batch-aside": text(
    "warning",
    (details: { batch: string | null; requests: number }) =>
      `${nameBatch(details)} has no outcome yet, and was not waited for: no run that is sent now ` +
      "asks for it.",
    () =>
      "Call `replay` with the scenarios of that batch to have its answers. Until then it " +
      "counts as spent in full.",
  ),
  "replay-batch-gone": text(
    "error",
    (details: { batch: string; requests: number }) =>
      `What became of ${counted(details.requests, "request")} of batch ${details.batch} cannot be ` +
      "had any more: the API has the batch, or its results, no longer. It keeps results for 29 days.",
    () =>
      "They may have been paid, count as spent in full and are not sent again, unless with " +
      "`--resend-unknown`.",
  ),
} as const;

function nameBatch({ batch, requests }: { batch: string | null; requests: number }): string {
  const size = counted(requests, "request");
  return batch === null ? `A batch of ${size} whose id never came` : `Batch ${batch} of ${size}`;
}
