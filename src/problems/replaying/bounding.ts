import { counted, plural } from "../../words.ts";
import { text } from "../text.ts";
import { andMore, checkModel, nameError, quoted, theyWere } from "./phrases.ts";

/** Why `count_tokens` gave no number, of what says nothing of the request itself. */
const countFaults = {
  unreached: {
    what: "no answer came",
    fix: "Check the network and ANTHROPIC_BASE_URL, then call `replay` again.",
  },
  busy: {
    what: "the API has no room",
    fix: "Call `replay` again later, or lower `--concurrency`.",
  },
  failing: {
    what: "the API failed",
    fix: "Call `replay` again later.",
  },
  foreign: {
    what: "what answered is not the Claude API",
    fix: "Check ANTHROPIC_BASE_URL: it must be the address of the API itself.",
  },
} as const;

/** What can be wrong with what a replay may cost: before it is sent, and once it is answered. */
export const boundingProblems = {
  "replay-unbounded": text(
    "error",
    (details: { exchange: string; by: string; more: number; scenario: string }) =>
      `What ${details.exchange}${andMore(details.more)} may cost cannot be bounded: ${details.by}.`,
    (details) =>
      `\`--unbounded ${details.scenario}\` sends such requests all the same; they may cost more than the cap leaves.`,
  ),
  "replay-no-price": text(
    "error",
    (details: { exchange: string; more: number; model: string; fast: boolean }) =>
      `No price is known for \`${details.model}\`${details.fast ? " in fast mode" : ""}, so ` +
      `${details.exchange}${andMore(details.more)} ${plural(details.more + 1, "is", "are")} not sent.`,
    (details) =>
      details.fast
        ? "Take `speed` out of the request, or ask a model that has a fast mode."
        : "Correct the id, or give its prices under `prices:` in promptcost.yml.",
  ),
  "replay-count-failed": text(
    "error",
    (details: {
      exchange: string;
      more: number;
      fault: keyof typeof countFaults;
      status: number | null;
      kind: string;
      tries: number;
      stopped: boolean;
      asks: string;
    }) =>
      `\`count_tokens\` gave no number for ${details.exchange}${andMore(details.more)}, so nobody ` +
      `knows the most it may cost: ${countFaults[details.fault].what} ` +
      `(${nameError(details.status, details.kind)}), ` +
      `asked ${counted(details.tries, "time")}` +
      `${details.asks === "" ? "" : `; ${details.asks}`}. ` +
      (details.stopped
        ? "Everything was stopped; nothing more was sent."
        : `${theyWere(details.more)} not sent.`),
    (details) => countFaults[details.fault].fix,
  ),
  "replay-count-refused": text(
    "error",
    (details: {
      exchange: string;
      more: number;
      status: number | null;
      kind: string;
      said: string;
      scenario: string;
    }) =>
      `\`count_tokens\` refuses ${details.exchange}${andMore(details.more)} ` +
      `(${nameError(details.status, details.kind)})${quoted(details.said)}. ` +
      `${theyWere(details.more)} not sent, and nothing was billed.`,
    (details) =>
      (details.status === 404 ? checkModel : "Check the request: the API would refuse it too.") +
      ` Where only \`count_tokens\` refuses it, \`--unbounded ${details.scenario}\` sends it by our own count.`,
  ),
  "replay-answer-unpriced": text(
    "error",
    (details: { exchange: string; name: string | null; counts: string; firm: boolean }) =>
      `The answer to ${details.exchange} ` +
      (details.name === null
        ? "has a usage that cannot be priced whole"
        : `is by \`${details.name}\`, for which no price is known`) +
      `: it counts as ${details.counts}, ` +
      `${details.firm ? "the most it may have cost" : "which was expected of it"}. It is kept.`,
    (details) =>
      details.name === null
        ? "Look at its usage; if the API has a new value there, this program needs an update."
        : "Give the model's prices under `prices:` in promptcost.yml.",
  ),
  "replay-cap-reached": text(
    "error",
    (details: { exchange: string; needs: string; left: string; more: number }) =>
      `${details.exchange} is not sent: it may cost up to ${details.needs}, and ${details.left} are left of the cap.${
        details.more === 0
          ? ""
          : ` Nor ${plural(details.more, "is", "are")} ${counted(details.more, "more run")} of its scenario.`
      }`,
    () => "Raise the cap and call `replay` again: what was answered is kept.",
  ),
  "replay-cap-passed": text(
    "error",
    (details: { exchange: string; cost: string; spent: string; cap: string }) =>
      `${details.exchange}, which nothing bounds, cost ${details.cost}: ${details.spent} of ` +
      `${details.cap} are spent. Nothing more was sent.`,
    () => "Raise the cap and call `replay` again: what was answered is kept.",
  ),
  "replay-overrun": text(
    "error",
    (details: { exchange: string; cost: string; bound: string; name: string | null }) =>
      `${details.exchange} cost ${details.cost}, more than its upper bound of ${details.bound}` +
      `${details.name === null ? "" : `: \`${details.name}\` answered it, which was not asked`}. ` +
      "Everything was stopped.",
    () => "Look at its answer's usage; please report how it came about.",
  ),
} as const;
