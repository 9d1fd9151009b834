import type { Digest } from "../../digest.ts";
import { renderBody } from "./body.ts";
import { countBytes } from "./markdown.ts";
import type { Report } from "../report.ts";

/**
 * GitHub refuses bodies over 65,536 characters, by some readings bytes; this is safe under every
 * reading (pr-checks.md §1).
 */
export const commentBytes = 60_000;

/** Where a comment comes from; what decides which of two is newer. */
export interface Stamp {
  readonly key: string;
  /** The commit that was judged. */
  readonly head: string;
  readonly run: number;
  readonly attempt: number;
}

export interface Marker extends Stamp {
  readonly version: number;
  /** Digest of the comment without its marker. */
  readonly hash: string;
}

const version = 1;

/**
 * The marker a comment begins with; null where it is none of ours, or one that somebody damaged.
 */
export function readMarker(body: string): Marker | null {
  const match =
    /^<!-- promptcost (\d{1,6}) ([\w.!~*'()%]{0,4000}) ([0-9a-f]{0,64}) (\d{1,15}) (\d{1,9}) ([0-9a-f]{1,64}) -->/.exec(
      body,
    );
  if (match === null) return null;
  const key = decode(match[2] ?? "");
  if (key === null) return null;
  return {
    version: Number(match[1]),
    key,
    head: match[3] ?? "",
    run: Number(match[4]),
    attempt: Number(match[5]),
    hash: match[6] ?? "",
  };
}

function decode(text: string): string | null {
  if (!/^(?:[^%]|%[0-9A-Fa-f]{2})*$/.test(text)) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/**
 * The pull request comment: marker, verdict, what moved and why. Equal reports and stamps give
 * equal bytes.
 */
export function renderComment(
  report: Report,
  options: { readonly stamp: Stamp; readonly digest: Digest },
): string {
  const longest = writeMarker({ ...options.stamp, version, hash: "0".repeat(64) });
  const body = renderBody(report, {
    bytes: commentBytes - countBytes(longest) - 1,
    unchanged: false,
  });
  return `${writeMarker({ ...options.stamp, version, hash: options.digest(body) })}\n${body}`;
}

/** A key is somebody's path or word: nothing of it may end the HTML comment it stands in. */
function writeMarker(marker: Marker): string {
  const { key, head, run, attempt, hash } = marker;
  return (
    "<!-- promptcost " +
    `${[version, encodeURIComponent(key.toWellFormed()).replace(/-/g, "%2D"), head.replace(/[^0-9a-f]/g, ""), run, attempt, hash].join(" ")} ` +
    "-->"
  );
}
