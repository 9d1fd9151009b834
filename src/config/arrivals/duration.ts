/** Lengths of time as files write them: offsets from the start of a run, gaps. */
export const durationPattern =
  /^(?=\d)(?:(\d{1,5})h)?(?:(\d{1,7})m)?(?:(\d{1,9})(?:\.(\d{1,3}))?s)?(?:(\d{1,12})ms)?$/;

/** `10s`, `2m`, `1h30m`, `1.5s`, `250ms` in whole milliseconds; null where it is no such text. */
export function readDuration(text: string): number | null {
  const match = durationPattern.exec(text.trim());
  if (match === null || text.trim() === "") return null;
  const [hours, minutes, seconds, fraction, milliseconds] = match
    .slice(1)
    .map((part) => part ?? "");
  return (
    Number(hours) * 3_600_000 +
    Number(minutes) * 60_000 +
    Number(seconds) * 1_000 +
    Number((fraction ?? "").padEnd(3, "0")) +
    Number(milliseconds)
  );
}
