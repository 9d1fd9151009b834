/** Words that a forecast and a result share. */

export function describeFresh(recordings: number): string {
  return `${plural(recordings, "recording")} still ${recordings === 1 ? "holds" : "hold"}`;
}

export function plural(count: number, word: string): string {
  return `${count.toString()} ${word}${count === 1 ? "" : "s"}`;
}
