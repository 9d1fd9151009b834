import { plural } from "../../words.ts";
import { text } from "../text.ts";
import { andMore, checkModel, nameError, quoted } from "./phrases.ts";

/** Why no request will be taken until the user mends something. */
const denials = {
  key: {
    what: "The API takes no request with this key",
    fix: "Check the key and what it may do.",
  },
  limit: {
    what: "The API takes no request with this key",
    fix: "A spending limit of the account is reached; raise it there, or wait for it to pass.",
  },
  elsewhere: {
    what: "The API's address leads to another one, where neither the key nor a request is sent",
    fix: "Set ANTHROPIC_BASE_URL to the API's own address, where nothing leads elsewhere.",
  },
  unreached: {
    what: "The API cannot be reached, so no request gets there",
    fix: "Check the network and ANTHROPIC_BASE_URL, then call `replay` again.",
  },
} as const;

export type Denial = keyof typeof denials;

/**
 * What the API does not take. Its own words come without those of the request
 * (replay/sending/refusal-text.ts).
 */
export const refusingProblems = {
  "replay-refused": text(
    "error",
    (details: {
      exchange: string;
      more: number;
      status: number | null;
      kind: string;
      said: string;
    }) =>
      `The API refused ${details.exchange}${andMore(details.more)} ` +
      `(${nameError(details.status, details.kind)})${quoted(details.said)}. ` +
      `Nothing was billed for ${plural(details.more + 1, "it", "them")}.`,
    (details) =>
      details.status === 404
        ? checkModel
        : details.status === 429 || details.status === 529
          ? "Call `replay` again later, or lower `--concurrency`."
          : "Check the request: what the API takes changes with models and dates.",
  ),
  "replay-denied": text(
    "error",
    (details: { why: Denial; status: number | null; kind: string }) =>
      `${denials[details.why].what} (${nameError(details.status, details.kind)}). ` +
      "Everything was stopped.",
    (details) => denials[details.why].fix,
  ),
} as const;
