/** The clock. */
import type { Day } from "../day.ts";

/** Today in UTC. */
export function today(): Day {
  return new Date().toISOString().slice(0, 10);
}

/** Waits for some milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Now, ISO to the millisecond, with this machine's zone: `2026-11-24T10:00:00.000+01:00`. */
export function localNow(): string {
  const now = new Date();
  const offset = -now.getTimezoneOffset();
  const local = new Date(now.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(offset);
  const two = (count: number): string => String(count).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
