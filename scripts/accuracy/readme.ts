const from = "<!-- accuracy: npm run accuracy -->\n";
const until = "\n<!-- /accuracy -->";

/** The README with the short table between its two marks. Throws where they are not there. */
export function putShort(readme: string, short: string): string {
  const start = readme.indexOf(from);
  const end = readme.indexOf(until);
  if (start < 0 || end < start)
    throw new Error("README.md has no place for the short table of accuracy");
  return `${readme.slice(0, start + from.length)}${short}${readme.slice(end)}`;
}
