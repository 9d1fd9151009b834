import { editDistance } from "./edit-distance.ts";
import { ascending } from "./order.ts";

/**
 * The known names a mistyped one may mean, nearest first, at most three; none where nothing is
 * near. Case and separators count for nothing.
 */
export function nearestNames(name: string, known: readonly string[]): readonly string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  return known
    .map((candidate) => ({
      candidate,
      edits:
        fold(candidate) === fold(name)
          ? 0
          : editDistance(name.slice(0, 100), candidate, { swaps: true }),
    }))
    .filter(({ edits, candidate }) => edits <= limit && edits < Math.max(candidate.length, 2))
    .sort((a, b) => a.edits - b.edits || ascending(a.candidate, b.candidate))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.\s]/g, "");
}
