import { listNames, text } from "./text.ts";

const quoted = (names: readonly string[]): string => listNames(names.map((name) => `\`${name}\``));

export const billingProblems = {
  "unknown-model": text(
    "error",
    (details: { model: string; nearest: readonly string[] }) => `No prices are known for the model \`${details.model}\`.`,
    (details) =>
      `${details.nearest.length === 0 ? "Correct the id" : `Did you mean ${quoted(details.nearest)}? Correct the id`}, or give its prices under \`prices:\` in promptcost.yml.`,
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
  "model-retired": text(
    "warning",
    (details: { model: string; retiresOn: string; day: string }) =>
      `\`${details.model}\` is retired since ${details.retiresOn}; its last rates are used for ${details.day}.`,
    () => "Move to a current model, or price at an earlier day with `--as-of`.",
  ),
} as const;
