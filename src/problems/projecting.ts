import { counted, groupDigits, listNames } from "../words.ts";
import { text } from "./text.ts";

/** A breakpoint whose prefix is too small to be cached; tokens. */
interface SmallPrefix {
  readonly block: string;
  readonly model: string;
  readonly tokens: number;
  readonly minimum: number;
}

function smallPrefix({ model, tokens, minimum }: SmallPrefix): string {
  return (
    `${counted(tokens, "token")} up to it, \`${model}\` caches from ${groupDigits(minimum)} on ` +
    `(${groupDigits(minimum - tokens)} missing).`
  );
}

/** What a projection rests on, and what keeps a breakpoint from caching. */
export const projectingProblems = {
  "recording-of-several": text(
    "note",
    (details: { exchange: string; model: string }) =>
      `${details.exchange} was answered by another model: it is ` +
      `projected as one request of \`${details.model}\` with all its tokens.`,
    () => "`promptcost bill` says what its recording cost, attempt by attempt.",
  ),
  "passes-as-recorded": text(
    "note",
    (details: { exchange: string; loop: number; compaction: number; advisor: number }) =>
      `${details.exchange} was answered in several passes: its own prompt is projected, what the API ` +
      `added (${listNames(
        [
          [details.loop, "with results of server tools"],
          [details.compaction, "of compaction"],
          [details.advisor, "of an advisor"],
        ]
          .filter(([count]) => count !== 0)
          .map(([count, kind]) => `${String(count)} ${String(kind)}`),
        "and",
      )}) is billed as it was recorded.`,
    () => "Nothing to do; record it again where what the API adds has changed.",
  ),
  "recordings-not-reproduced": text(
    "warning",
    (details: { reproduced: number; of: number }) =>
      `Of ${counted(details.of, "recorded request")} the cache rules bill ` +
      `${groupDigits(details.reproduced)} as the API did: a projection from these recordings is less sure.`,
    () =>
      "`promptcost simulate` shows each beside its recording: look for times that are missing, for " +
      "requests between them that were not recorded, or for a cache that others shared.",
  ),
  "prompt-too-long": text(
    "warning",
    (details: { exchange: string; model: string; tokens: number; window: number }) =>
      `${details.exchange} has ${counted(details.tokens, "token")} of prompt, and \`${details.model}\` ` +
      `takes ${groupDigits(details.window)}: the API refuses it.`,
    () =>
      "Shorten it, or take a model with a larger window. Its price here is that of a request nobody answers.",
  ),
  "shared-blocks-differ": text(
    "note",
    (details: { levels: readonly string[]; runs: number; kinds: number }) =>
      `The ${counted(details.runs, "run")} of this scenario send ${counted(details.kinds, "version")} of ` +
      `${details.levels.join(" and ")}: each is cached for itself.`,
    () =>
      "If in production all runs send the same bytes there, make the fixtures equal " +
      "(`$file`, `vars` with `changes`), or say how much is shared with `traffic.shared`.",
  ),
  "cache-not-judged": text(
    "note",
    (details: { exchange: string }) =>
      `${details.exchange} is the only exchange of this scenario: a cache cannot be judged by it. Its tools ` +
      "and system prompt are taken to be the same in every run, its messages in none.",
    () =>
      "Add a recording of another run, or say what all runs share: " +
      "`traffic: { shared: { system: all } }`.",
  ),
  "variant-thinks": text(
    "note",
    (details: { model: string }) =>
      `${details.model} thinks unless it is told not to: its answers will be longer than those counted for it here.`,
    () => "Set `thinking` in the request, or record an exchange with that model.",
  ),
  "variant-effort": text(
    "note",
    (details: { model: string; now: string; before: string }) =>
      `${details.model} works at effort ${details.now} unless it is told otherwise, the model that is ` +
      `asked at ${details.before}: its answers are counted as the same text all the same.`,
    () => "Set `output_config.effort` in the request, or record an exchange with that model.",
  ),
  "variant-drops-thinking": text(
    "note",
    (details: { model: string }) =>
      `${details.model} drops the thinking of earlier turns: it is not counted, and what is cached behind it is lost.`,
    () => "Nothing to do; it is what that model does.",
  ),
  "variant-keep-alive": text(
    "note",
    (details: { inside: number; between: number }) =>
      `\`keep-alive\` sends the last request again 4.5 minutes after its last use, with \`max_tokens: 0\`: ` +
      `${groupDigits(details.inside)} a run in its gaps of 5 to 60 minutes, ` +
      (details.between === 0
        ? "none between runs, where that does not pay or nobody knows how often."
        : `${groupDigits(details.between)} a month between runs.`),
    () => "Send the same request again, without `stream`, before five minutes are over.",
  ),
  "variant-best": text(
    "note",
    (details: { places: readonly string[] }) =>
      details.places.length === 0
        ? "The best breakpoints found for this traffic are none."
        : `The best breakpoints found for this traffic: ${listNames(details.places, "and")}.`,
    () => "Set `cache_control` there, and nowhere else.",
  ),
  "cache-minimum-unknown": text(
    "note",
    (details: { model: string; assumed: number }) =>
      `Nobody published the least number of tokens ${details.model} caches; ` +
      `${groupDigits(details.assumed)} is assumed.`,
    () => "Nothing to do; near that size the figures may change when it is published.",
  ),
  "below-cache-minimum": text(
    "warning",
    (details: SmallPrefix) =>
      `\`cache_control\` on ${details.block} does nothing: ${smallPrefix(details)}`,
    () => "Move the breakpoint further back, or take it out.",
  ),
  "below-cache-minimum-yet": text(
    "note",
    (details: SmallPrefix) =>
      `\`cache_control\` on ${details.block} does nothing yet: ${smallPrefix(details)} ` +
      "Later requests of the run are large enough.",
    () => "Nothing to do: the conversation grows past it.",
  ),
  "cache-minimum-near": text(
    "warning",
    (details: { block: string; low: number; high: number; minimum: number }) =>
      `Whether \`cache_control\` on ${details.block} caches is not certain: ` +
      `${groupDigits(details.low)} to ${counted(details.high, "token")} up to it, the model ` +
      `caches from ${groupDigits(details.minimum)} on.`,
    () => "Have the exchange counted exactly: `promptcost count --api --write`.",
  ),
  "cache-lifetimes-mixed": text(
    "note",
    (details: Simulated) =>
      "Runs mark one shared prefix with different TTLs, and an entry keeps the one it was written " +
      `with: ${simulatedText(details)}`,
    () => "Give the breakpoint the same `ttl` everywhere, and the figure is exact.",
  ),
  "cache-hit-unmarked": text(
    "note",
    (details: Simulated & { exchange: string; block: string }) =>
      `${details.exchange} may read the cache up to ${details.block}, where it has no ` +
      `breakpoint of its own, and keeps the entry alive: ${simulatedText(details)}`,
    () => "Put a breakpoint on that block if it is meant to be shared, and the figure is exact.",
  ),
  "readable-after-simulated": text(
    "note",
    (details: Simulated) =>
      `\`readable-after\` has runs that start soon after one another write the same: ${simulatedText(details)}`,
    () => "Nothing to do.",
  ),
  "batch-hit-share": text(
    "note",
    (details: { percent: string }) =>
      `In a batch cache hits are best effort: ${details.percent} % of them are assumed, 30 to 98 % is usual.`,
    () => "Set `batch: { hit-share: … }` to what your batches show.",
  ),
} as const;

/** A projection whose hits were simulated; percent of its cost; null: they could not be. */
interface Simulated {
  readonly error: string | null;
}

function simulatedText({ error }: Simulated): string {
  return error === null
    ? "that is left out, the figure goes by chances of what is alive."
    : `the cache was simulated; the standard error of the cost is ${error} %, which is in its range.`;
}
