import { counted, groupDigits, plural } from "../../words.ts";
import { text } from "../text.ts";

/** Answers that no request can hold. */
const blankAnswers = {
  refused: "was refused by the model and is empty",
  empty: "is empty",
  blank: "has a text of white space alone, which the API does not take",
  unfinished: "ends while the model thinks, and the API goes on from no such place",
} as const;

/** What keeps answers from a fixture, as the end of a sentence, and what to do. */
const barriers = {
  file: {
    what: "which is read-only",
    fix: "Make it writable (`chmod u+w`), or name the scenarios to send without it.",
  },
  folder: {
    what: "beside which its folder takes no draft of it",
    fix: "Make its folder writable, and room on its disk.",
  },
  missing: {
    what: "which is not in this checkout",
    fix: "Check it out (`git sparse-checkout add`), or name the scenarios to send without it.",
  },
  text: {
    what: "whose bytes are not the text that was read (compressed, another encoding, a filter of git)",
    fix: "Keep the fixture as plain text in UTF-8.",
  },
  place: {
    what: "where an anchor, an alias, a tag or a `?` stands in the way of `recorded`",
    fix: "Write its exchange as a plain mapping, `- request: …`.",
  },
} as const;

const giveText = "Give it its text (`$file`, `vars` with a value), or leave its scenario out.";

/** What keeps a request from being sent as it is. */
const obstacles = {
  declared: { what: "it holds a block declared by its size, which has no text", fix: giveText },
  undeclared: { what: "it holds a `{{name}}` that nothing fills", fix: giveText },
  unreadable: { what: "its request cannot be read", fix: giveText },
  unlimited: {
    what: "its request has no `max_tokens`, which the API asks for",
    fix: "Give the request `max_tokens`: the most the answer may be long, in tokens.",
  },
} as const;

/** What can be wrong with sending fixtures again. */
export const replayingProblems = {
  "replay-needs-cap": text(
    "error",
    (details: { given: boolean }) =>
      details.given
        ? "The cap must be an amount above zero."
        : "Nothing says how much this replay may spend.",
    () =>
      "Give `--max-usd 5`, or `replay: { max-usd: $5 }` in promptcost.yml. In the action, " +
      "`max-usd`. `promptcost replay --dry-run` shows what it would take.",
  ),
  "replay-skipped": text(
    "warning",
    (details: { why: string }) =>
      `Fixtures were not sent again: ${details.why}. The report rests on recordings and counts, by the same rules.`,
    () =>
      "Nothing depends on it. To have them sent, give the step `anthropic-api-key` and " +
      "`max-usd`; to hear no more of it, set `replay: off`.",
  ),
  "replay-used": text(
    "note",
    (details: { answered: number; of: number; spent: string; cap: string; predicted: string }) =>
      `For this report ${groupDigits(details.answered)} of ${counted(details.of, "request")} ` +
      `${plural(details.of, "was", "were")} sent again: ${details.spent} of ` +
      `${details.cap} spent, ${details.predicted} predicted.`,
    () => "The log of this step has them one by one.",
  ),
  "replay-needs-key": text(
    "error",
    () => "There is no key to send requests with.",
    () => "Set ANTHROPIC_API_KEY. `--dry-run` needs none.",
  ),
  "replay-unsendable": text(
    "error",
    (details: { exchange: string; why: keyof typeof obstacles }) =>
      `${details.exchange} cannot be sent: ${obstacles[details.why].what}.`,
    (details) => obstacles[details.why].fix,
  ),
  "replay-unwritable": text(
    "error",
    (details: { run: string; why: keyof typeof barriers }) =>
      `${details.run} is not sent: its answers could not be written into its fixture, ` +
      `${barriers[details.why].what}.`,
    (details) => barriers[details.why].fix,
  ),
  "replay-answer-not-kept": text(
    "error",
    (details: { exchange: string }) =>
      `${details.exchange} is not sent: it holds the answer to a request before it, which an ` +
      "earlier call sent with `--no-answers`, so that nobody has its words any more.",
    () =>
      "`--resend-unknown` sends the run again from its first request, which is paid for once more.",
  ),
  "replay-answer-blank": text(
    "error",
    (details: { exchange: string; how: keyof typeof blankAnswers }) =>
      `${details.exchange} is not sent: the answer that \`$answer\` stands for ${blankAnswers[details.how]}.`,
    () =>
      "Change the request that was answered (more `max_tokens`, say), or write the turn out in " +
      "place of `$answer`. `--resend-unknown` asks the run again as it is, which is paid for once more.",
  ),
  "replay-shared-fixture": text(
    "error",
    (details: { run: string; scenario: string; other: string }) =>
      `${details.run} is a fixture of \`${details.other}\` and of \`${details.scenario}\`, ` +
      "which fill it differently: a recording can be of one of them only.",
    (details) => `Give \`${details.scenario}\` a file of its own.`,
  ),
  "replay-waiting": text(
    "warning",
    (details: { answers: number }) =>
      "An earlier replay left " +
      `${details.answers === 1 ? "an answer that is" : `${counted(details.answers, "answer")} that are`} ` +
      "in no fixture yet, and no run that is sent now asks for " +
      `${plural(details.answers, "it", "them")}.`,
    () =>
      "Call `replay` with the config, scenarios and options of that call to keep them. To forget " +
      "them, remove `.promptcost/replay`.",
  ),
  "replay-stopped": text(
    "error",
    (details: { requests: number }) =>
      `The replay was stopped: ${counted(details.requests, "request")} ` +
      `${plural(details.requests, "has", "have")} no answer.`,
    () => "Call `replay` again: what was answered is kept, and not paid twice.",
  ),
  "replay-journal-failed": text(
    "error",
    () => "What is sent cannot be written down in `.promptcost/replay/`, so nothing more is sent.",
    () =>
      "Make room on the disk and the folder writable (it may be no link), then call `replay` again.",
  ),
  "replay-journal-changed": text(
    "error",
    (details: { exchange: string }) =>
      `The answer to ${details.exchange} was paid and is in no fixture: the journal ` +
      "(`.promptcost/replay/journal.jsonl`) was changed while this replay ran.",
    () =>
      "Call `replay` again: what the journal still holds is kept, and not paid twice. Leave " +
      "that file alone while a replay runs.",
  ),
  "replay-running": text(
    "error",
    (details: { file: string }) =>
      `Another replay is at work in this repository (${details.file} says so).`,
    () => "Wait for it. If none runs, remove that file.",
  ),
  "replay-maybe-paid": text(
    "error",
    (details: { exchange: string; silent?: string }) =>
      `${details.exchange} may have been paid: it was sent, and ` +
      (details.silent === undefined
        ? "no whole answer came back."
        : `nothing but pings came for ${details.silent}, so it was given up.`),
    () => "It counts as spent in full and is not sent again, unless with `--resend-unknown`.",
  ),
  "replay-without-usage": text(
    "error",
    (details: { exchange: string }) =>
      `The answer to ${details.exchange} is not whole, or does not say what it used, so nobody ` +
      "knows what it cost. It counts as spent in full, and is not kept.",
    () => "It is not sent again, unless with `--resend-unknown`.",
  ),
  "replay-not-kept": text(
    "error",
    (details: { exchange: string }) =>
      `The answer to ${details.exchange} could not be written into its fixture: the file ` +
      "cannot be written, changed since it was sent, or has no place for it.",
    () =>
      "Make the file writable and its exchange a plain mapping, and call `replay` again: " +
      "the answer is in the journal, and is not paid twice.",
  ),
} as const;
