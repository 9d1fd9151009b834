/** Why what a file holds is not its text, and how a problem says it. */
import { problem, type Place, type Problem } from "./problem.ts";

/** What keeps the content of a file from being its text. */
export interface ContentFault {
  /**
   * Every kind but `filter-unknown` leaves the file without a text; that one says that the text may
   * be another where the filter is set up.
   */
  readonly kind:
    | "not-utf8"
    | "missing"
    | "lfs-pointer"
    | "annex-pointer"
    | "git-crypt"
    | "filter-failed"
    | "filter-unknown"
    | "encoding-unknown"
    | "too-large";
  /**
   * The filter's or the encoding's name, as `.gitattributes` has it; of what is `missing` why it
   * could not be had; empty: it is of no matter.
   */
  readonly name: string;
}

/** The code of each kind; null: whoever wanted a text says so in words of its own. */
const codes = {
  "not-utf8": null,
  missing: "content-missing",
  "lfs-pointer": "content-lfs-pointer",
  "annex-pointer": "content-annex-pointer",
  "git-crypt": "content-encrypted",
  "filter-failed": "content-filter-failed",
  "filter-unknown": "content-filter-unknown",
  "encoding-unknown": "content-encoding",
  "too-large": "over-limit",
} as const satisfies Readonly<Record<ContentFault["kind"], string | null>>;

/** The problem of a fault; null where there is none, or where the file is merely no UTF-8. */
export function contentProblem(
  fault: ContentFault | null,
  file: string,
  place: Place,
): Problem | null {
  const code = fault === null ? null : codes[fault.kind];
  if (fault === null || code === null) return null;
  return code === "over-limit"
    ? problem(code, { ...place, file }, { limit: "file" })
    : problem(code, place, { file, name: fault.name });
}

const lost: ReadonlySet<string> = new Set(
  Object.values(codes).filter(
    (code) => code !== null && code !== codes["filter-unknown"] && code !== codes["too-large"],
  ),
);

/** Whether a problem says that a file's text cannot be had: nothing may be compared with it. */
export function isContentLost({ code }: Problem): boolean {
  return lost.has(code);
}
