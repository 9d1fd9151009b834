/**
 * How long something takes, for people, never less than it is: seconds up to two minutes, then
 * minutes, hours, days. `ms`: milliseconds.
 */
export function showTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return `${String(seconds)} s`;
  if (seconds < 7200) return `${String(Math.ceil(seconds / 60))} min`;
  if (seconds < 2 * 86_400) return `${String(Math.ceil(seconds / 3600))} h`;
  const days = Math.ceil(seconds / 86_400);
  return days > 1000 ? "years" : `${String(days)} days`;
}
