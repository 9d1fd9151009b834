import type { Digest } from "../../digest.ts";
import { utf8Length } from "../../utf8.ts";
import { isCompared } from "../../compare/state.ts";
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
  /** As `markerKey` writes it. */
  readonly key: string;
  readonly version: number;
  /** Digest of the comment without its marker. */
  readonly hash: string;
  /** False: its report had nothing to compare with. */
  readonly compared: boolean;
}

const version = 1;

/** Longest key that stands there as it is; of a longer one its digest does, behind a `=`. */
const longestKey = 500;

/** Version, key, commit, run, attempt, hash and what was compared, as `writeMarker` writes them. */
const markerPattern = new RegExp(
  [
    /^<!-- promptcost (?<version>\d{1,6})/,
    /(?<key>=[0-9a-f]{1,64}|(?:[\w.!~*'()]|%[0-9A-F]{2}){0,500})/,
    /(?<head>[0-9a-f]{0,64})/,
    /(?<run>\d{1,15})/,
    /(?<attempt>\d{1,9})/,
    /(?<hash>[0-9a-f]{1,64})(?<nothing> nothing)? -->/,
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
  return {
    version: Number(groups["version"]),
    key: groups["key"] ?? "",
    head: groups["head"] ?? "",
    run: Number(groups["run"]),
    attempt: Number(groups["attempt"]),
    hash: groups["hash"] ?? "",
    compared: groups["nothing"] === undefined,
  };
}

/** Whether a comment's text is the one its marker was written for, as GitHub gives it back. */
export function isUntouched(body: string, { hash }: CommentMarker, digest: Digest): boolean {
  const text = body.replaceAll("\r\n", "\n");
  const rest = text.slice(text.indexOf("\n") + 1);
  return [rest, `${rest.trimEnd()}\n`].some((each) => digest(each) === hash);
}

/**
 * A key as a marker has it. It is somebody's path or word: nothing of it may end the HTML comment
 * it stands in, however long it is.
 */
export function markerKey(key: string, digest: Digest): string {
  const written = encodeURIComponent(key.toWellFormed()).replace(/-/g, "%2D");
  return written.length <= longestKey ? written : `=${digest(key)}`;
}

/**
 * The pull request comment: marker, verdict, what moved and why. Equal reports and stamps give
 * equal bytes.
 */
export function renderComment(
  report: Report,
  options: { readonly stamp: Stamp; readonly digest: Digest },
): string {
  const { stamp, digest } = options;
  const key = markerKey(stamp.key, digest);
  const marker = { ...stamp, key, version, compared: isCompared(report.comparison) };
  const longest = writeMarker({ ...marker, hash: "0".repeat(64) });
  const body = renderBody(report, {
    bytes: commentBytes - utf8Length(longest) - 1,
    unchanged: false,
  });
  return `${writeMarker({ ...marker, hash: digest(body) })}\n${body}`;
}

function writeMarker({ key, head, run, attempt, hash, compared }: CommentMarker): string {
  const commit = head.replace(/[^0-9a-f]/g, "");
  const what = compared ? "" : " nothing";
  return `<!-- promptcost ${version} ${key} ${commit} ${run} ${attempt} ${hash}${what} -->`;
}
