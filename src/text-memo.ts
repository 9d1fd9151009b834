/** Characters of texts that are held at most; then all are forgotten, and the next ones held. */
const mostHeld = 1 << 24;

/** A shorter text is worked out sooner than it is found. */
const leastHeld = 40;

/**
 * A function of texts that remembers what it made of them. The requests of a run send every text of
 * the earlier ones again: each is then read once and not once for every request.
 */
export function rememberTexts(work: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  let held = 0;
  return (text) => {
    if (text.length < leastHeld) return work(text);
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = work(text);
    held += text.length;
    if (held > mostHeld) {
      known.clear();
      held = text.length;
    }
    known.set(text, made);
    return made;
  };
}
