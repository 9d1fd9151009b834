import { ascendingBy } from "./order.ts";

/** What a place needs for an order: a file, or none, and where in it. */
interface Placed {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/**
 * Problems in the order of the files, the config first, then those that stand nowhere; of one place
 * in the order they were found. Every list of problems has this order, so that two runs of one
 * input say the same, whatever was answered first.
 */
export function sortByPlace<Problem extends Placed>(
  problems: readonly Problem[],
  config: string | null = null,
): Problem[] {
  return [...problems]
    .sort(ascendingBy(({ column }) => column ?? 0))
    .sort(ascendingBy(({ line }) => line ?? 0))
    .sort(ascendingBy(({ file }) => rankOfFile(file, config)));
}

function rankOfFile(file: string | null, config: string | null): string {
  if (file === null) return "2";
  return file === config ? "0" : `1${file}`;
}
