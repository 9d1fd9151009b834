/** How long an API asks to wait before a request is sent again. */

/** The headers that say so, and when; null where one is not there. */
interface RetryHeaders {
  /** `retry-after-ms`. */
  readonly ms: string | null;
  /** `retry-after`: seconds, or a date (RFC 9110 §10.2.3). */
  readonly after: string | null;
  /** `date`: what a date in `retry-after` is counted from, whatever this machine's clock says. */
  readonly date: string | null;
}

const decimal = /^\d+(?:\.\d+)?$/;

/** The three ways to write a date (RFC 9110 §5.6.7); the last one names no zone, and is in GMT. */
const datePatterns = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

/**
 * Milliseconds, above zero. Null where nothing usable is asked: no number and no date, one that has
 * passed, or no time at all; the caller then pauses as long as it thinks right. `now`: milliseconds
 * since 1970, for an answer that does not say when it was given.
 */
export function readRetryAfter({ ms, after, date }: RetryHeaders, now: number): number | null {
  const text = after?.trim() ?? "";
  const asked =
    readDecimal(ms) ??
    (decimal.test(text) ? Number(text) * 1000 : (readDate(text) ?? 0) - (readDate(date) ?? now));
  return asked > 0 ? Math.min(asked, Number.MAX_SAFE_INTEGER) : null;
}

function readDecimal(text: string | null): number | null {
  const trimmed = text?.trim() ?? "";
  return decimal.test(trimmed) && Number(trimmed) > 0 ? Number(trimmed) : null;
}

/** Milliseconds since 1970; null where it is no date. */
function readDate(text: string | null): number | null {
  const trimmed = text?.trim() ?? "";
  if (!datePatterns.some((pattern) => pattern.test(trimmed))) return null;
  const parsed = Date.parse(trimmed.endsWith("GMT") ? trimmed : `${trimmed} GMT`);
  return Number.isFinite(parsed) ? parsed : null;
}
