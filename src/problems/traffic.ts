import { counted, groupDigits, listQuoted } from "../words.ts";
import { text } from "./text.ts";

const ratesText = "`200k/month`, `12/hour` or `150k-250k/month`";

/** What can be wrong with what a scenario's traffic is said to be, and what is assumed of it. */
export const trafficProblems = {
  "traffic-without-unit": text(
    "error",
    () => "`runs` has no unit of time: nobody knows whether that many come an hour or a month.",
    () => "Write `/hour`, `/day`, `/week` or `/month` behind it, as in `200k/month`.",
  ),
  "traffic-negative": text(
    "error",
    () => "`runs` is below zero.",
    () => `Write how many runs there are, such as ${ratesText}.`,
  ),
  "traffic-zero": text(
    "error",
    () => "`runs` is zero: a scenario that never runs costs nothing.",
    () =>
      `Write how many runs there are, such as ${ratesText}; without traffic, leave \`traffic\` out.`,
  ),
  "traffic-upside-down": text(
    "error",
    () => "The range of `runs` is upside down: its first number is the larger one.",
    () => "Write the smaller number first, as in `150k-250k/month`.",
  ),
  "traffic-absurd": text(
    "error",
    (details: { many: boolean }) =>
      details.many
        ? "`runs` comes to more than ten billion runs a month."
        : "`runs` comes to less than one run in a century.",
    () => "Check the number and its unit.",
  ),
  "traffic-without-runs": text(
    "error",
    () => "`traffic` does not say how often the scenario runs: `runs` is missing.",
    () =>
      `Add \`runs\`, such as ${ratesText}. Only \`arrivals: observed\` can do without: its times say it.`,
  ),
  "traffic-burst-size": text(
    "error",
    () => "`burst` is no number of runs that start together.",
    () => "Write a whole number from 2 to 10,000, as in `arrivals: { burst: 20 }`.",
  ),
  "traffic-hours": text(
    "error",
    () => "A schedule needs its active hours, and these are none.",
    () =>
      "Write `hours: 9-18`, `8:30-17:30`, or `22-6` over midnight; `hours` or `days` may be left out, not both.",
  ),
  "traffic-days": text(
    "error",
    () => "These are no days of the week.",
    () => "Write `mon-fri`, `sat`, or a list such as `[mon, wed]`.",
  ),
  "traffic-zone": text(
    "error",
    (details: { zone: string; nearest: readonly string[] }) =>
      `\`${details.zone}\` is no time zone that is known here.`,
    ({ nearest }) =>
      nearest.length > 0
        ? `Did you mean ${listQuoted(nearest)}?`
        : "Write its name in the tz database, such as `Europe/Berlin`, or `UTC`.",
  ),
  "judged-at-without-range": text(
    "error",
    () => "`judged-at` names an end of a range, and `runs` is one rate.",
    () => "Write a range (`150k-250k/month`), or take `judged-at` out.",
  ),
  "observed-no-times": text(
    "error",
    (details: { from: "recordings" | "files" }) =>
      details.from === "recordings"
        ? "`arrivals: observed` needs the times of this scenario's recordings, and none of them has any."
        : "The files that `arrivals: { observed: … }` names hold no call with a time.",
    (details) =>
      details.from === "recordings"
        ? "Name usage files with times, as in `arrivals: { observed: usage/*.jsonl }`, or write `arrivals: poisson`."
        : "Name transcripts, exports or recordings whose calls have a time.",
  ),
  "observed-not-found": text(
    "error",
    (details: { file: string }) => `No file fits \`${details.file}\`.`,
    () => "Name usage files of the repository, from the folder of this file.",
  ),
  "observed-no-rate": text(
    "error",
    () => "Only one start of a run was observed: that says nothing of how often it runs.",
    () => "Add `runs`, such as `200k/month`, or have more runs recorded.",
  ),
  "observed-rate-differs": text(
    "note",
    (details: { observed: string; stated: string }) =>
      `By the observed times ${details.observed} come a month, by \`runs\` ${details.stated}: ` +
      "what the cache holds goes by the observed times, the month's total by `runs`.",
    () =>
      "Leave `runs` out to go by the times alone, or use `arrivals: poisson` at the stated rate.",
  ),
  "observed-cut": text(
    "note",
    (details: { kept: number; of: number }) =>
      `${groupDigits(details.of)} starts of runs were observed: all of them say how often runs come, the ` +
      `last ${groupDigits(details.kept)} what the cache holds.`,
    () => "Nothing to do. Name fewer usage files to go by those alone.",
  ),
  "arrivals-assumed": text(
    "note",
    (details: { now: string; other: string }) =>
      `Runs are taken to arrive by chance (\`poisson\`), which makes ${details.now} a month; at equal ` +
      `distances (\`steady\`) it would be ${details.other}.`,
    () => "Say in `traffic` how they arrive: `steady`, `burst`, `schedule` or `observed`.",
  ),
  "gaps-assumed": text(
    "note",
    (details: { now: string; other: string }) =>
      `The exchanges of a run have no times and are taken to be 10 s apart, which makes ${details.now} a ` +
      `month; with 2 minutes between them, as users take, it would be ${details.other}.`,
    () => "Say in `traffic` what they are, as in `gaps: 30s`, or record the runs with their times.",
  ),
  "readable-assumed": text(
    "note",
    (details: { now: string; other: string }) =>
      `What a request writes to the cache is taken to be readable at once, which makes ${details.now} a ` +
      `month; 2 s later it would be ${details.other}.`,
    () => "Say it in `traffic`, as in `readable-after: 2s`.",
  ),
  "turns-rounded": text(
    "note",
    (details: { weights: bigint; turns: bigint }) =>
      `By their weights the runs of this scenario would take turns anew only after ` +
      `${groupDigits(details.weights)} of them or more: for the order alone it is cut to about ` +
      `${groupDigits(details.turns)} turns.`,
    () => "Give the runs smaller weights in about the same proportion, or use `arrivals: poisson`.",
  ),
  "arrivals-not-settled": text(
    "warning",
    (details: { periods: number }) =>
      `The arrivals did not come to repeat themselves within ` +
      `${counted(details.periods, "period")}; the last one counts.`,
    () => "Use `arrivals: poisson`.",
  ),
  "arrivals-sampled": text(
    "note",
    (details: { turns: number }) =>
      `The period of these arrivals is long: the figures are the mean over ` +
      `${counted(details.turns, "start")} of each run, at equal distances.`,
    () => "Give the runs smaller weights in about the same proportion, or use `arrivals: poisson`.",
  ),
  "readable-after-left-out": text(
    "note",
    () =>
      "`readable-after` is left out between runs here: where what is alive is a chance, a write counts as " +
      "readable at once.",
    () => "Use `arrivals: steady` or `burst` to see what a later moment costs.",
  ),
} as const;
