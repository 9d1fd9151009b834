import { counted, listNames, listQuoted } from "../../words.ts";
import { text } from "../text.ts";

/**
 * What can be wrong with the real bill that a projection is held against: its files, its reports,
 * its days. Columns, days, statuses and model ids only; never a key.
 */
export const reconcilingProblems = {
  "reconcile-no-source": text(
    "error",
    (details: { both: boolean }) =>
      details.both
        ? "Files and `--admin` are given: the same days would count twice."
        : "Nothing says what was really billed.",
    () =>
      "Give the Console's CSV exports or recordings as files, or `--admin` with ANTHROPIC_ADMIN_KEY set.",
  ),
  "reconcile-mixed": text(
    "error",
    () => "CSV exports and recordings are given together: the same days would count twice.",
    () => "Give the one or the other.",
  ),
  "reconcile-period": text(
    "error",
    (details: { said: string }) => `${details.said}.`,
    () =>
      "Write `--month 2026-10`, or `--from 2026-10-01 --to 2026-10-15` (whole UTC days, both counted in).",
  ),
  "reconcile-not-over": text(
    "error",
    (details: { last: string; asOf: string }) =>
      `${details.last} is not over on ${details.asOf}: its bill is not whole yet.`,
    (details: { last: string; asOf: string; from: string; until: string | null }) =>
      details.until === null
        ? "Choose a month that is over: `--month 2026-10`."
        : `Compare the days that are over: \`--from ${details.from} --to ${details.until}\`.`,
  ),
  "reconcile-filter": text(
    "error",
    (details: { option: string; source: string }) =>
      `\`--${details.option}\` cannot be held against ${details.source}: nothing there says it.`,
    () =>
      "Leave the filter out, or take a source that has it: the admin reports, the Console's CSV.",
  ),
  "console-columns": text(
    "error",
    (details: { missing: readonly string[]; found: readonly string[] }) =>
      `This CSV is no export of the Console that is known here: ${
        details.found.length === 0
          ? "its first line names no column that is looked for"
          : `it has ${listQuoted(details.found).replace(/ or (?=`[^`]*`$)/, " and ")}`
      }, and lacks ${listQuoted(details.missing).replace(/ or (?=`[^`]*`$)/, " and ")}.`,
    () =>
      "Export it again from the Console, untouched. A usage export has `usage_date_utc`, `model_version`, " +
      "`usage_input_tokens_no_cache`, `usage_input_tokens_cache_write_5m`, " +
      "`usage_input_tokens_cache_write_1h`, `usage_input_tokens_cache_read` and `usage_output_tokens`; a " +
      "cost export `usage_date_utc`, `model`, `cost_usd`, `cost_type` and `token_type`.",
  ),
  "console-column-unknown": text(
    "warning",
    (details: { columns: number; known: readonly string[] }) =>
      `${counted(details.columns, "column")} of this export ${details.columns === 1 ? "is" : "are"} not ` +
      "known here, so what stands there does not count.",
    (details) => `Known are ${listNames(details.known, "and")}.`,
  ),
  "console-row": text(
    "error",
    (details: { column: string; expected: string }) =>
      `\`${details.column}\` of this row is not ${details.expected}.`,
    () => "Export the file again, and leave it as the Console wrote it.",
  ),
  "console-model": text(
    "warning",
    (details: { models: number }) =>
      `${counted(details.models, "model")} of the bill ${details.models === 1 ? "is" : "are"} not known ` +
      "here: the cost stands under the name that is written there, and no scenario explains it.",
    () => "If it is a new model, this program needs an update.",
  ),
  "reconcile-empty": text(
    "error",
    (details: { from: string; to: string; first: string | null; last: string | null }) =>
      `Nothing is billed from ${details.from} to ${details.to}${
        details.first === null
          ? ""
          : `; what is there is of ${details.first} to ${details.last ?? details.first}`
      }.`,
    (details) =>
      details.first === null
        ? "Check the filters, and that the key or the files are of the organisation that sends the requests."
        : `Choose those days: \`--from ${details.first} --to ${details.last ?? details.first}\`.`,
  ),
  "reconcile-outside": text(
    "note",
    (details: { days: number; from: string; to: string }) =>
      `${counted(details.days, "day")} of the bill ${details.days === 1 ? "lies" : "lie"} outside of ` +
      `${details.from} to ${details.to}: left out.`,
    () => "Nothing to do; other days are chosen with `--month`, or `--from` and `--to`.",
  ),
  "reconcile-days-empty": text(
    "warning",
    (details: { days: number; of: number; first: string }) =>
      `${counted(details.days, "day")} of ${String(details.of)} (the first is ${details.first}) ` +
      `${details.days === 1 ? "has" : "have"} no row: ` +
      "taken as days without requests.",
    () =>
      "If the export or the recordings do not reach over these days, leave them out with `--from` and `--to`.",
  ),
  "reconcile-incomplete": text(
    "warning",
    (details: { to: string; asked: string; refreshed: string }) =>
      `The reports are complete up to ${details.refreshed}: compared up to ${details.to}, not ${details.asked}.`,
    () =>
      "Run it again later; figures usually land within 4 hours, and within a day at the latest.",
  ),
  "reconcile-no-data-yet": text(
    "error",
    () =>
      "No data has landed in the reports yet (`data_refreshed_at` is empty): that is not a bill of zero.",
    () => "Run it again later. If it stays so, the key may see no workspace with traffic.",
  ),
  "reconcile-refresh-unknown": text(
    "warning",
    () =>
      "The reports do not say up to when they are complete: the last days may lack some of their cost.",
    () => "Run it again a day later.",
  ),
  "reconcile-currency": text(
    "error",
    (details: { currency: string }) =>
      `Amounts are in ${details.currency}; projections are in USD, and no exchange rate is guessed.`,
    () => "Compare the usage alone: it is priced at the list, in USD.",
  ),
  "reconcile-usage-without-cost": text(
    "warning",
    (details: { model: string; days: number; first: string }) =>
      `\`${details.model}\` was used and has no cost on ${counted(details.days, "day")} (the first is ` +
      `${details.first}): the usage and the cost are not of the same days, or of the same requests.`,
    () => "Export both for the same days and workspaces.",
  ),
  "reconcile-undated": text(
    "warning",
    (details: { exchanges: number }) =>
      details.exchanges === 1
        ? "1 exchange has no time, so it belongs to no day and is left out."
        : `${counted(details.exchanges, "exchange")} have no time, so they belong to no day and are left out.`,
    () => "Record when requests are made.",
  ),
  "reconcile-key-filter-costs": text(
    "warning",
    () =>
      "The older cost report cannot be filtered by API key: usage is priced at the list, so no discount shows.",
    () => "Filter by workspace, or leave the filter out, to see what was paid.",
  ),
  "reconcile-list-worked-out": text(
    "note",
    () =>
      "This source says what was paid and not the list price: that is worked out from the usage and the " +
      "price book.",
    () => "Nothing to do. The newer reports and the Console's cost export say both.",
  ),
  "reconcile-own-prices": text(
    "note",
    () =>
      "`prices:` of promptcost.yml are in the projection, and not in the list price of the bill.",
    () => "Nothing to do: what your prices make shows as rates.",
  ),
  "reconcile-band-open": text(
    "note",
    (details: { model: string }) =>
      `The usage of \`${details.model}\` is split at 200k tokens and its prices are not: priced as short prompts.`,
    () => "Take a source that says the cost.",
  ),
  "reconcile-kept": text(
    "note",
    (details: { file: string }) =>
      `The ratio is kept in \`${details.file}\`, and stands in every report from now on.`,
    () => "Commit the file.",
  ),
  "reconcile-not-kept": text(
    "warning",
    () => "Nothing is kept: there is no ratio, or the bill is not whole.",
    () => "Give the scenarios traffic, and mend what is wrong with the bill.",
  ),
  "reconcile-kept-unreadable": text(
    "warning",
    (details: { file: string }) =>
      `\`${details.file}\` is not what \`reconcile --write\` writes, so the last bill is not shown.`,
    () => "Run `promptcost reconcile --write` again, or delete the file.",
  ),
} as const;
