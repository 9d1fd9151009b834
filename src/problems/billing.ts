import { counted, listQuoted, groupDigits } from "../words.ts";
import { text } from "./text.ts";

/**
 * What recorded usage, its prices and its models leave open. Model ids, days and field names only.
 */
export const billingProblems = {
  "unknown-model": text(
    "error",
    ({ model, nearest }: { model: string; nearest: readonly string[] }) =>
      nearest.length === 0
        ? `\`${model}\` is no Claude model: neither its prices nor its tokens are known.`
        : `No prices are known for the model \`${model}\`.`,
    ({ model, nearest }) => {
      const line = `\`models: { "${model}": id }\``;
      return nearest.length === 0
        ? `If a Claude model answers under this name, say which in promptcost.yml (${line}), or give ` +
            "its prices there, under `prices:`."
        : `Did you mean ${listQuoted(nearest)}? Correct the id, say in promptcost.yml what the name ` +
            `means (${line}), or give its prices there, under \`prices:\`.`;
    },
  ),
  "price-unknown": text(
    "error",
    (details: { model: string; class: string; rate: string }) =>
      `No price is known for ${details.class} of \`${details.model}\` (${details.rate}).`,
    () => "Give it under `prices:` in promptcost.yml.",
  ),
  "price-unknown-on-day": text(
    "error",
    (details: { model: string; day: string; releasedOn: string }) =>
      `\`${details.model}\` has no price on ${details.day}: it was released on ${details.releasedOn}.`,
    () => "Correct the exchange's time or its model, or choose a later `--as-of`.",
  ),
  "time-before-release": text(
    "warning",
    (details: { model: string; day: string; asOf: string }) =>
      `This recording is of ${details.day}, before \`${details.model}\` was released: its model was ` +
      `edited afterwards. Priced as of ${details.asOf}.`,
    () => "Record it again, or give the day with `--as-of`.",
  ),
  "model-retired": text(
    "warning",
    (details: { model: string; retiresOn: string; day: string }) =>
      `\`${details.model}\` is retired on the Claude API since ${details.retiresOn}: it answers no ` +
      `request on ${details.day}. Its last rates are used.`,
    () => "Move to a current model, or price at an earlier day with `--as-of`.",
  ),
  "model-retires-soon": text(
    "warning",
    (details: { model: string; retiresOn: string; days: number; newest: string | null }) =>
      `\`${details.model}\` retires on ${details.retiresOn}, in ${counted(details.days, "day")}: ` +
      "the Claude API refuses its requests from then on.",
    ({ newest }) =>
      newest === null
        ? "Move to a current model before that day."
        : `Move to a current model before that day (the newest of its family is \`${newest}\`).`,
  ),
  "model-missing": text(
    "error",
    () => "Neither the request nor the response names a model.",
    () => "Put the `model` in.",
  ),
  "usage-missing": text(
    "error",
    () => "No usage is recorded here, so nothing can be billed.",
    () => "Record the response with its `usage`, or leave this exchange out.",
  ),
  "usage-malformed": text(
    "error",
    (details: { field: string; fault: string }) =>
      `\`${details.field}\` is ${details.fault}, not a whole number of tokens.`,
    () => "Put the response's usage in as the API sent it.",
  ),
  "usage-disagrees": text(
    "error",
    (details: { field: string; sum: number; total: number }) =>
      `The parts of \`${details.field}\` add up to ${details.sum}, more than its total of ${details.total}.`,
    () => "Put the response's usage in as the API sent it.",
  ),
  "usage-value-unknown": text(
    "warning",
    (details: { field: string; taken: string }) =>
      `\`${details.field}\` holds a value that is not known; ${details.taken} is assumed.`,
    () => "Check the recording. If the API has a new value, this program needs an update.",
  ),
  "iteration-unknown": text(
    "error",
    (details: { field: string }) =>
      `\`${details.field}\` is of a kind that is not known, so its price is not either.`,
    () => "If the API has a new kind of iteration, this program needs an update.",
  ),
  "advisor-model-from-tool": text(
    "note",
    (details: { model: string }) =>
      `An advisor's pass names no model: priced as \`${details.model}\`, which the request's advisor tool names.`,
    () => "Record the iteration's `model` where the API gives it.",
  ),
  "advisor-unpriced": text(
    "warning",
    (details: { passes: number; input: number; output: number }) =>
      `${counted(details.passes, "pass", "passes")} of an advisor ` +
      `(${counted(details.input, "token")} of input, ${groupDigits(details.output)} of output) ` +
      "name no model, and no advisor tool of a recorded request does: the figure is without them.",
    () => "Record the request with its advisor tool, or the iteration's `model`.",
  ),
  "cache-write-split-unknown": text(
    "warning",
    (details: { why: string }) =>
      `The usage does not say which cache writes were for 5 minutes and which for 1 hour (${details.why}): ` +
      "priced at 5 minutes.",
    () =>
      "Record `usage.cache_creation`. At the most they cost what the figure for 1 hour says (`usdHigh`).",
  ),
  "priced-as-of": text(
    "note",
    (details: { day: string }) => `No time is recorded: priced as of ${details.day}.`,
    () => "Record when the request was made, or choose the day with `--as-of`.",
  ),
  "time-unreadable": text(
    "warning",
    (details: { day: string }) => `The recorded time cannot be read: priced as of ${details.day}.`,
    () => "Write it as an ISO time: 2026-11-24T09:30:00Z.",
  ),
  "output-not-final": text(
    "warning",
    () =>
      "The answer has no stop reason: it was recorded before it ended, so its output is at least this much.",
    () => "Record the usage that comes with the end of the stream.",
  ),
  "refusal-not-billed": text(
    "note",
    (details: { model: string; category: string }) =>
      `\`${details.model}\` refused before any output (category ${details.category}): not billed.`,
    () => "Nothing to do. It counts toward rate limits all the same.",
  ),
  "refusal-category-unknown": text(
    "warning",
    (details: { model: string }) =>
      `\`${details.model}\` refused before any output and no known category says whether ` +
      "that is billed: taken as billed.",
    () => "Record `stop_details`.",
  ),
  "speed-assumed": text(
    "note",
    () =>
      "The request asked for fast mode and the usage does not say whether it got it: billed as fast.",
    () => "Record `usage.speed`.",
  ),
  "declined-speed-unknown": text(
    "note",
    (details: { model: string }) =>
      `The request asked for fast mode, and nothing says whether \`${details.model}\`, which ` +
      "declined, ran in it: billed as standard, at the most as fast.",
    () => "Nothing to do: the usage names the speed of the model that answered only.",
  ),
  "fast-mode-over": text(
    "note",
    (details: { model: string; day: string }) =>
      `Fast mode of \`${details.model}\` was over on ${details.day}: billed as standard.`,
    () => 'Take `speed: "fast"` out of the request.',
  ),
  "fast-mode-refused": text(
    "error",
    (details: { model: string; day: string; why: string }) =>
      `\`${details.model}\` had no fast mode on ${details.day}${details.why}, so there is no price for it.`,
    () => "Correct the time, the model or `usage.speed`.",
  ),
  "reseller-at-list": text(
    "note",
    ({ model, reseller }: { model: string; reseller: string }) =>
      `\`${model}\` is priced at the Claude API's list: what ${reseller} charges is not known here.`,
    () => "Give the prices you pay under `prices:` in promptcost.yml, where they are others.",
  ),
  "region-unknown": text(
    "warning",
    (details: { model: string }) =>
      `\`${details.model}\` does not say whether its endpoint is global or regional: the figure ` +
      "is the global endpoint's, its upper end the regional one's, which costs 10 % more.",
    () =>
      "Name the region where the id can (`global.…`, `us.…`), or give your prices under `prices:`.",
  ),
  "priority-at-list": text(
    "note",
    () =>
      "Priority Tier is priced at list rates; what the commitment costs stands in its contract.",
    () => "Give your own rates under `prices:` in promptcost.yml.",
  ),
  "band-by-total": text(
    "note",
    (details: { model: string; band: string }) =>
      `The usage adds up several passes of server tools, so no single prompt is known: \`${details.model}\` ` +
      `is priced at its ${details.band} rates.`,
    () => "Record `usage.iterations`.",
  ),
  "fallback-credit": text(
    "note",
    () =>
      "A fallback credit was redeemed: some cache writes were billed as reads, which the " +
      "usage does not show; the figure is the most it can be.",
    () => "Compare it with the bill.",
  ),
  "container-hours": text(
    "note",
    () =>
      "Code execution may cost $0.05 per container-hour beyond the free hours; usage does " +
      "not show it, so it is left out.",
    () => "Compare it with the bill.",
  ),
} as const;
