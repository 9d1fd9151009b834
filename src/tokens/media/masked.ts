/** Marks that recorders and people put in the place of what they took out. */
const marks = /redact|mask|elided|omitted|removed|truncated|placeholder|\.\.\.|…|\*{3}|x{6}/i;

/** The longest placeholder there is likely to be, characters. */
const longest = 80;

/**
 * Whether a text reads like a placeholder. A prompt may well hold such words: ask this only of a
 * member that is said to be replaced.
 */
export function looksMasked(text: string): boolean {
  return text.length <= longest && (text.trim() === "" || marks.test(text));
}
