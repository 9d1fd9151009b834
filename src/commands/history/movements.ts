/** What moved from one baseline to the next, and by what the entries say of it. */
import { magnitude } from "../../arithmetic.ts";
import type { BaselineEntry } from "../../baseline/entry.ts";
import { parseUsd, type Pico } from "../../money.ts";
import { namesOf } from "../../names.ts";
import { ascendingBy, descendingBy } from "../../order.ts";

/** What a baseline says of a scenario as written, pico-dollars. */
export interface HistoryFigures {
  /** Null without traffic. */
  readonly month: Pico | null;
  readonly run: Pico;
}

/** A scenario whose figure moved. */
export interface Movement {
  readonly scenario: string;
  /** The change, pico-dollars, of what `basis` says: a run where a side has no traffic. */
  readonly usd: Pico;
  readonly basis: "month" | "run";
  readonly reasons: readonly MovementReason[];
}

/** An entry before and after. */
interface Step {
  readonly before: BaselineEntry;
  readonly now: BaselineEntry;
}

/** What may move a figure, as entries tell it apart. */
const reasonOf = {
  traffic: ({ before, now }) => JSON.stringify(before.traffic) !== JSON.stringify(now.traffic),
  model: ({ before, now }) => before.models.join("\n") !== now.models.join("\n"),
  prices: ({ before, now }) => before.prices !== now.prices,
  counting: ({ before, now }) => before.engine !== now.engine || before.counter !== now.counter,
} as const satisfies Readonly<Record<string, (step: Step) => boolean>>;

export type MovementReason = keyof typeof reasonOf | "new" | "gone" | "inputs";

/** The figures of an entry. */
export function figuresOf({ usd }: BaselineEntry): HistoryFigures {
  const { month, run } = usd["as-written"] ?? { month: null, run: "0" };
  // `parseBaseline` lets nothing pass that is no amount.
  return { month: month === null ? null : (parseUsd(month) ?? 0n), run: parseUsd(run) ?? 0n };
}

/** The scenarios whose figures moved between two baselines, the largest change first. */
export function movementsOf(
  before: ReadonlyMap<string, BaselineEntry>,
  now: ReadonlyMap<string, BaselineEntry>,
  scenarios: readonly string[],
): readonly Movement[] {
  return scenarios
    .flatMap((scenario) => {
      const movement = movementOf(before.get(scenario) ?? null, now.get(scenario) ?? null);
      return movement === null || movement.usd === 0n ? [] : [{ scenario, ...movement }];
    })
    .sort(ascendingBy(({ scenario }) => scenario))
    .sort(descendingBy(({ usd }) => magnitude(usd)));
}

function movementOf(
  before: BaselineEntry | null,
  now: BaselineEntry | null,
): Omit<Movement, "scenario"> | null {
  if (before === null && now === null) return null;
  const nothing: HistoryFigures = { month: 0n, run: 0n };
  const was = before === null ? nothing : figuresOf(before);
  const is = now === null ? nothing : figuresOf(now);
  const reasons = reasonsOf(before, now);
  return was.month === null || is.month === null || (before ?? now)?.traffic === null
    ? { usd: is.run - was.run, basis: "run", reasons }
    : { usd: is.month - was.month, basis: "month", reasons };
}

/** `inputs` where nothing that an entry names is another: prompts, answers, settings. */
function reasonsOf(
  before: BaselineEntry | null,
  now: BaselineEntry | null,
): readonly MovementReason[] {
  if (before === null) return ["new"];
  if (now === null) return ["gone"];
  const named = namesOf(reasonOf).filter((name) => reasonOf[name]({ before, now }));
  return named.length === 0 ? ["inputs"] : named;
}
