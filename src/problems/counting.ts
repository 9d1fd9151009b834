import { counted, groupDigits, listNames, plural, quoteNames } from "../words.ts";
import { text } from "./text.ts";

/** What a count of tokens rests on (framing-messages.md, framing-tools.md), and asking for one. */
export const countingProblems = {
  "unknown-block": text<{ readonly kind: string; readonly tokens: number }>(
    "note",
    ({ kind, tokens }) =>
      `How a ${kind} block is counted is not known: its JSON is counted as text, about ${counted(tokens, "token")}.`,
    () => "Record the request, or declare the block with $tokens, to have the number exact.",
  ),
  "content-elsewhere": text<{ readonly kind: string; readonly tokens: number }>(
    "note",
    ({ kind, tokens }) =>
      `The ${kind} is not in the request but at a URL or in a file store: it is taken as ${counted(tokens, "token")}.`,
    () => "Record the request, or declare the block with $tokens.",
  ),
  "image-unreadable": text<{ readonly tokens: number }>(
    "warning",
    ({ tokens }) =>
      `The image is no PNG, JPEG, GIF or WebP whose size can be read: it is taken as ${counted(tokens, "token")}.`,
    () => "Check the image's data; the API would most likely refuse it.",
  ),
  "pdf-unreadable": text(
    "warning",
    () => "The data of a PDF is no base64, or does not begin like a PDF: its size is a guess.",
    () => "Check the document's data; the API would most likely refuse it.",
  ),
  "pdf-text-read": text<{ readonly pages: number; readonly above: number }>(
    "note",
    ({ pages, above }) =>
      `The text of a PDF of ${counted(pages, "page")} is read by another reader than the API's: ` +
      `it may have ${counted(above, "token")} more.`,
    () => "Record the request, or ask count_tokens once with `count --api --write`.",
  ),
  "pdf-estimated": text<{ readonly pages: number; readonly sure: boolean }>(
    "note",
    ({ pages, sure }) =>
      `The text of a PDF is estimated: ${counted(pages, "page")}${sure ? "" : ", itself a guess,"} ` +
      "with a picture each.",
    () => "Record the request, or ask count_tokens once with `count --api --write`.",
  ),
  "overhead-assumed": text<{
    readonly what: string;
    readonly model: string;
    readonly tokens: number;
  }>(
    "note",
    ({ what, model, tokens }) =>
      `No recording shows how ${model} counts ${what}: counted by the rules of the models nearest to it, ` +
      `which may be ${counted(tokens, "token")} off.`,
    () => "Record one such request, or ask count_tokens once with `count --api --write`.",
  ),
  "tool-prompt-split-assumed": text<{ readonly model: string; readonly tokens: number }>(
    "note",
    ({ model, tokens }) =>
      `No recording shows how much of the tool prompt of ${model} a breakpoint on tools or system prompt covers: ` +
      `${counted(tokens, "token")} of it ${plural(tokens, "is", "are")} taken to stand behind the system prompt, ` +
      "as on the models nearest to it.",
    () => "Record one such request: its usage shows what the breakpoint covers.",
  ),
  "frame-inferred": text<{ readonly model: string }>(
    "note",
    ({ model }) =>
      `No request to ${model} was recorded: it is counted as on the models nearest to it, and may be 5 tokens off.`,
    () => "Record one request, or ask count_tokens once with `count --api --write`.",
  ),
  "tokenizer-assumed": text<{ readonly model: string }>(
    "warning",
    ({ model }) =>
      `The model ${model} is not known here: its tokens are counted as on the newest generation.`,
    () => "Correct the model's name, or update promptcost.",
  ),
  "server-completes-input": text<{ readonly what: string }>(
    "note",
    ({ what }) =>
      `The API adds to this request's input by itself (${what}): only what the request holds is counted.`,
    () => "Record the request; its usage has all rounds.",
  ),
  "server-content": text<{ readonly kind: string; readonly tokens: number }>(
    "note",
    ({ kind, tokens }) =>
      `What a ${kind} block in the history costs can only be estimated: ${counted(tokens, "token")}.`,
    () => "Record the request.",
  ),
  "thinking-hidden": text<{ readonly tokens: number }>(
    "note",
    ({ tokens }) =>
      "A thinking block in the history does not show all that was thought: by the length of its " +
      `signature about ${counted(tokens, "token")}.`,
    () => "Record the request, or keep the recorded answer it repeats in the same run.",
  ),
  "content-masked": text<{
    readonly member: string;
    readonly kind: string;
    readonly tokens: number;
  }>(
    "warning",
    ({ member, kind, tokens }) =>
      `The \`${member}\` of a ${kind} block is masked: it is a placeholder, not what the API ` +
      `gave, so what it costs cannot be known. The count takes it for ${counted(tokens, "token")}.`,
    ({ member }) =>
      `Keep \`${member}\` whole when recording, or keep the recorded total of this request.`,
  ),
  "nothing-to-count": text<{ readonly model: string }>(
    "warning",
    ({ model }) => `This request to ${model} holds no block, so there is nothing to count.`,
    () => "Give it messages.",
  ),
  "recording-implausible": text<{ readonly recorded: number; readonly counted: number }>(
    "warning",
    ({ recorded, counted: computed }) =>
      `The recorded input of ${counted(recorded, "token")} is not what this body can cost (about ` +
      `${groupDigits(computed)}): the computed count is used instead.`,
    () => "Record the exchange again; the body or its usage was edited after recording.",
  ),
  "counted-implausible": text<{ readonly said: number; readonly counted: number }>(
    "warning",
    ({ said, counted: computed }) =>
      `The count of ${counted(said, "token")} that is kept from \`count_tokens\` is not what this ` +
      `body can cost (about ${groupDigits(computed)}): it is left out.`,
    () => "Ask again with `count --api --write`; the body or the count was edited since.",
  ),
  "residual-implausible": text<{ readonly tokens: number; readonly counted: number }>(
    "warning",
    ({ tokens, counted: computed }) =>
      `The recording's residual of ${counted(tokens, "token")} is more than our count of this ` +
      `request (${groupDigits(computed)}) can be off, or not what its recording says: it is left out.`,
    () => "Record the exchange again; the residual was edited after recording.",
  ),
  "residual-dropped": text<{ readonly counter: string }>(
    "note",
    ({ counter }) =>
      `The recording's residual belongs to another counter (${counter}) and the recorded ` +
      "body is not at hand: it is left out.",
    () => "Record the exchange again.",
  ),
  "answer-implausible": text<{ readonly said: number; readonly shown: number }>(
    "warning",
    ({ said, shown }) =>
      `The recorded answer is said to be ${counted(said, "token")} long, and what it shows comes to ` +
      `${groupDigits(shown)} at least: these are counted.`,
    () => "Record the exchange again; the answer or its usage was edited after recording.",
  ),
  "output-unknown": text<{ readonly tokens: number }>(
    "warning",
    ({ tokens }) =>
      `Nothing says how long this answer is: it counts as ${counted(tokens, "token")}, its \`max_tokens\`.`,
    () => "Give the exchange `expect: { output_tokens }`, the scenario `output:`, or record it.",
  ),
  "output-unbounded": text(
    "error",
    () => "Nothing says how long this answer is: no recording, no `expect`, no `max_tokens`.",
    () =>
      "Give the request `max_tokens`, as the API asks, and the exchange `expect: { output_tokens }`.",
  ),
  "output-same-text": text<{
    readonly model: string;
    /** The model that thinks now and did not before, with nothing asked of it. */
    readonly thinks: string | null;
  }>(
    "note",
    ({ model, thinks }) =>
      `The recorded answer is counted as the same text from ${model}` +
      (thinks === null
        ? "."
        : `; ${thinks} thinks by default, which is billed as output: it may be as long as max_tokens.`),
    () => "Record the exchange with that model to know what it answers.",
  ),
  "output-scaled": text<{
    readonly from: string;
    readonly to: string;
    readonly model: string;
    /** Its length is asserted (`expect`, `output:`), not recorded. */
    readonly isStated?: boolean;
  }>(
    "note",
    ({ from, to, model, isStated = false }) =>
      `An answer ${isStated ? "whose length is stated" : "recorded"} at effort ${from} is taken ` +
      `to be as much longer or shorter at ${to} as the vendor's index for ${model} says, ` +
      "an average over its own work: half to twice that change.",
    () => "Record the exchange again at its effort, or give it `expect: { output_tokens }`.",
  ),
  "output-bounded": text<{
    readonly changed: readonly string[];
    readonly tokens: number;
    readonly low: number;
    readonly high: number;
  }>(
    "warning",
    ({ changed, tokens, low, high }) =>
      "The recording does not vouch for this answer's length: " +
      `${listNames(quoteNames(changed), "and")} changed since. ` +
      `It is ${low} to ${high} tokens long, ${tokens} are counted.`,
    () => "Record the exchange again, or give it `expect: { output_tokens }`.",
  ),
  "count-api-unsendable": text<{ readonly exchange: string }>(
    "warning",
    ({ exchange }) =>
      `${exchange} cannot be sent to count_tokens: a block of it is declared by size, a ` +
      "variable has no value, or its body is not recorded.",
    () => "Give its variables values, or leave it to our own count.",
  ),
  "count-api-refused": text<{
    readonly exchange: string;
    readonly status: number | null;
    readonly kind: string;
  }>(
    "error",
    ({ exchange, status, kind }) =>
      `\`count_tokens\` gave no count for ${exchange}: ${status === null ? kind : `HTTP ${status}, ${kind}`}.`,
    ({ status }) =>
      status === 401
        ? "Set ANTHROPIC_API_KEY to a valid key."
        : status === 403
          ? "The key may not do this: use one of a workspace that may call the Messages API."
          : status === 404
            ? "The API does not know the model, or closed it to this organisation: correct the id."
            : status !== null && status >= 300 && status < 400
              ? "Neither the key nor the request was sent there: set ANTHROPIC_BASE_URL to the API's own address."
              : status === 429 || status === 529
                ? "The API is busy, or the limit of count_tokens is reached: try again later."
                : status === null
                  ? "Check the connection and ANTHROPIC_BASE_URL, and that ANTHROPIC_API_KEY is set."
                  : "The API would refuse this request (server tools, url and file sources cannot be " +
                    "counted): see its documentation.",
  ),
  "count-not-kept": text<{ readonly exchange: string }>(
    "warning",
    ({ exchange }) =>
      `The count of ${exchange} could not be written into its fixture: its place in the ` +
      "file was not found, or the file cannot be written.",
    () => "Check that the file is JSON, YAML or JSONL that you may write.",
  ),
} as const;
