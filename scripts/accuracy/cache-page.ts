/** What ACCURACY.md says of the prompt cache. */
import type { Caching } from "./caching.ts";
import { percent, table, tokens } from "./table.ts";

/** The section on the prompt cache: what is predicted, what is taken from the recording. */
export function cachePage({ rows, withoutRead, dry }: Caching): string {
  const believed = rows.find(({ name }) => name === "of these, without tools of the server");
  return `## The prompt cache

How large prompts are is taken from the recordings; what is predicted is what of them is read and what is written, from the
requests and their times alone. *Read believed*: requests that read what no request of their recording wrote. What was cached
before a recording began nobody wrote down, so there the read is the recording's own: ${believed?.believed ?? 0} of the ${believed?.n ?? 0} without tools of the
server. Where a server's tools ran, what was sent in between is not recorded.

${table(
  ["", "n", "read believed", "outcome", "read and write exact", "within 1 %"],
  rows.map(({ name, n, believed: known, outcome, exact, withinPercent }) => [
    name,
    tokens(n),
    tokens(known),
    percent(outcome, 1),
    percent(exact, 1),
    percent(withinPercent, 1),
  ]),
)}

*Where the machine reads* leaves out ${tokens(withoutRead.n)} requests for which it reads nothing; ${tokens(withoutRead.read)} of them did read. The row below it has them all.

### Where tokens stand

The same with our own count alone, which knows no usage: how many tokens stand in front of each breakpoint and behind the last one
([the rules](docs/where-tokens-stand.md)). Only a read from before the recording is believed. A split is exact where all of
read, written for 5 minutes, written for an hour and plain are as recorded. *Same total*: requests whose total our count has to the
token, so that the places alone decide.

${table(
  ["", "n", "split exact", "same total", "split exact"],
  dry.rows.map(({ name, n, exact, sameTotal }) => [
    name,
    tokens(n),
    percent(exact, 1),
    tokens(sameTotal.n),
    percent(sameTotal.exact, 1),
  ]),
)}

Left out: ${dry.leftOut.map(({ why, n }) => `${why} ${n}`).join("; ")}.`;
}
