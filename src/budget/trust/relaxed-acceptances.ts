import type { AcceptedAmount } from "../../config/accept/amount.ts";
import type { AcceptEntry } from "../../config/accept/entry.ts";
import { groupBy } from "../../order.ts";
import { groupDigits } from "../../words.ts";
import type { Relaxation } from "../relaxation.ts";
import { describeUsd, none } from "../words.ts";

/**
 * Entries of `accept:` that the head has and the base does not, or that allow more or last longer:
 * they count, and whoever reviews the change sees them first. `renamed`: scenarios' new ids by
 * their old ones.
 */
export function relaxAcceptances(
  before: readonly AcceptEntry[],
  after: readonly AcceptEntry[],
  renamed: ReadonlyMap<string, string>,
): readonly Relaxation[] {
  const known = groupBy(before, ({ scenario, upTo }) =>
    keyOf(renamed.get(scenario) ?? scenario, upTo),
  );
  return after.flatMap((entry) => {
    const { scenario, upTo, path } = entry;
    const old = known.get(keyOf(scenario, upTo)) ?? [];
    if (old.some((each) => allowsAsMuch(each, entry))) return [];
    const [was] = old;
    return [
      { path, from: was === undefined ? none : describeEntry(was), to: describeEntry(entry) },
    ];
  });
}

/** Of entries that may be compared: of one scenario, and of one kind. */
function keyOf(scenario: string, { kind }: AcceptedAmount): string {
  return `${kind} ${scenario}`;
}

/** Whether an entry allows all that another one of the same scenario does. */
export function allowsAsMuch(
  old: AcceptEntry,
  entry: Pick<AcceptEntry, "upTo" | "from" | "until">,
): boolean {
  const fromLower = entry.from !== null && (old.from === null || old.from >= entry.from);
  return (
    old.until >= entry.until &&
    isAtLeast(old.upTo, entry.upTo) &&
    (old.from === entry.from || fromLower)
  );
}

function isAtLeast(old: AcceptedAmount, now: AcceptedAmount): boolean {
  if (old.kind === "usd" && now.kind === "usd")
    // One that does not say is of a month wherever one is asked for.
    return (
      (old.basis === now.basis || (old.basis === null && now.basis === "month")) &&
      old.usd >= now.usd
    );
  if (old.kind === "tokens" && now.kind === "tokens") return old.tokens >= now.tokens;
  return old.kind === "model" && now.kind === "model" && old.model === now.model;
}

/** `support: up to $500 a month more until 2027-01-31`. */
function describeEntry({ scenario, upTo, from, until }: AcceptEntry): string {
  const start = from === null ? "" : ` from ${describeUsd(from)}`;
  return `${scenario}: ${describeAmount(upTo)}${start} until ${until}`;
}

function describeAmount(upTo: AcceptedAmount): string {
  switch (upTo.kind) {
    case "usd":
      return `up to ${describeUsd(upTo.usd)}${upTo.basis === null ? "" : ` a ${upTo.basis}`} more`;
    case "tokens":
      return `up to ${groupDigits(upTo.tokens)} tokens a request more`;
    case "model":
      return upTo.model;
    default:
      return upTo satisfies never;
  }
}
