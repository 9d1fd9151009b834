import type { Digest } from "../../digest.ts";
import { utf8Length } from "../../utf8.ts";
import type { Report } from "../report.ts";
import { renderBody } from "./body.ts";

/**
 * Longest comment in UTF-8 bytes. GitHub refuses bodies over 65,536 characters, by some readings
 * bytes; this is safe under every reading (pr-checks.md §1).
 */
const commentBytes = 60_000;

/** Where a comment comes from; what decides which of two is newer. */
export interface Stamp {
  readonly key: string;
  /** The commit that was judged. */
  readonly head: string;
  readonly run: number;
  readonly attempt: number;
}

export interface CommentMarker extends Stamp {
  readonly version: number;
  /** Digest of the comment without its marker. */
  readonly hash: string;
}

const version = 1;

/** Version, key, commit, run, attempt and hash, as `writeMarker` writes them. */
const markerPattern = new RegExp(
  [
    /^<!-- promptcost (?<version>\d{1,6})/,
    /(?<key>[\w.!~*'()%]{0,4000})/,
    /(?<head>[0-9a-f]{0,64})/,
    /(?<run>\d{1,15})/,
    /(?<attempt>\d{1,9})/,
    /(?<hash>[0-9a-f]{1,64}) -->/,
  ]
    .map(({ source }) => source)
    .join(" "),
);

/**
 * The marker a comment begins with; null where it is none of ours, or one that somebody damaged.
 */
export function readMarker(body: string): CommentMarker | null {
  const groups = markerPattern.exec(body)?.groups;
  if (groups === undefined) return null;
  const key = decode(groups["key"] ?? "");
  if (key === null) return null;
  return {
    version: Number(groups["version"]),
    key,
    head: groups["head"] ?? "",
    run: Number(groups["run"]),
    attempt: Number(groups["attempt"]),
    hash: groups["hash"] ?? "",
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
    bytes: commentBytes - utf8Length(longest) - 1,
    unchanged: false,
  });
  return `${writeMarker({ ...options.stamp, version, hash: options.digest(body) })}\n${body}`;
}

/** A key is somebody's path or word: nothing of it may end the HTML comment it stands in. */
function writeMarker(marker: CommentMarker): string {
  const key = encodeURIComponent(marker.key.toWellFormed()).replace(/-/g, "%2D");
  const head = marker.head.replace(/[^0-9a-f]/g, "");
  return `<!-- promptcost ${version} ${key} ${head} ${marker.run} ${marker.attempt} ${marker.hash} -->`;
}
