import { counted } from "../../words.ts";
/** Words that a forecast and a result share. */

export function describeFresh(recordings: number): string {
  return `${counted(recordings, "recording")} still ${recordings === 1 ? "holds" : "hold"}`;
}
