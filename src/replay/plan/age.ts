/** Whether an exchange's recording still holds, and which of them a replay sends again. */
import type { Exchange } from "../../fixture/fixture.ts";

/** `stale`: the recording is of another body than the exchange has now. */
export type RecordingAge = "missing" | "stale" | "fresh";

/** Which recordings make their run worth sending, by name. */
const selections = {
  missing: (age) => age === "missing",
  stale: (age) => age === "stale",
  "missing-or-stale": (age) => age !== "fresh",
  all: () => true,
} as const satisfies Readonly<Record<string, (age: RecordingAge) => boolean>>;

export type Selection = keyof typeof selections;

/** Whether a recording of an age makes its run worth sending. */
export function isSelected(age: RecordingAge, selection: Selection): boolean {
  return selections[selection](age);
}

/**
 * The age of an exchange's recording. One without the hash of its body is taken to be of the body
 * that stands in the same file, unless other files or placeholders feed that body.
 */
export function recordingAge({ recorded, inputHash, request }: Exchange): RecordingAge {
  if (recorded === null) return "missing";
  if (recorded.inputHash === null)
    return request.links.length + request.placeholders.length === 0 ? "fresh" : "stale";
  return recorded.inputHash === inputHash ? "fresh" : "stale";
}
