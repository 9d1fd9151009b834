import { sum } from "../../arithmetic.ts";
import { levels, type Level } from "../../api/request.ts";
import type { Estimator } from "../../evaluation/estimator.ts";
import { uniqueBy } from "../../order.ts";
import { explainCache } from "../cache-break/cache-break.ts";
import { hitChanges } from "../cache-break/hit-changes.ts";
import { bareChange, type Change, type NamedChanges } from "../comparison.ts";
import type { CauseStep } from "../steps.ts";
import type { AlignedRun } from "../substitution/aligned-run.ts";
import type { TakenStep } from "../substitution/bridge.ts";
import { counted, groupDigits } from "../../words.ts";
import { blockChanges, mostNamed } from "./block-changes.ts";
import type { ChangesByCause } from "./causes.ts";
import { feeChanges } from "./fee-changes.ts";
import { describeModels } from "./model-change.ts";
import { outputChanges } from "./output-changes.ts";
import { settingChanges } from "./setting-changes.ts";
import { keyOf, placed } from "./shown-change.ts";

/**
 * Names what each cause is made of: tools by name and size, texts by file, line and offset,
 * settings by key, and what the cache broke at. Each step names what it changes itself, so that
 * nothing stands under two of them. Names, places and sizes only; prompt text never leaves the
 * request.
 */
export function nameChanges(
  runs: readonly AlignedRun[],
  taken: readonly TakenStep<CauseStep>[],
  estimator: Estimator,
): ChangesByCause {
  const of = (
    name: CauseStep,
    describe: (step: TakenStep<CauseStep>) => readonly Change[],
  ): readonly Change[] => taken.filter(({ step }) => step === name).flatMap(describe);
  const ofLevel = (level: Level): NamedChanges => {
    const step = taken.find((one) => one.step === level);
    return step === undefined ? { changes: [], more: 0 } : blockChanges(step, level);
  };
  return {
    exchanges: capped(uniqueBy(exchangeChanges(runs), keyOf)),
    model: capped(
      uniqueBy(
        of("model", (step) => describeModels(step, estimator)),
        keyOf,
      ),
    ),
    settings: capped(of("settings", settingsOf)),
    tools: ofLevel("tools"),
    system: ofLevel("system"),
    messages: ofLevel("messages"),
    cache: cacheChanges(taken),
    fees: capped(uniqueBy(of("fees", feesOf), keyOf)),
    output: capped(outputChanges(runs)),
  };
}

function cacheChanges(taken: readonly TakenStep<CauseStep>[]): NamedChanges {
  const ofLevels = taken.filter(({ step }) => levels.some((level) => level === step));
  const { changes, more } = capped(explainCache(ofLevels));
  return { changes: changes.map(placed), more };
}

/** Settings, with what of a run is not read from the cache any more by those that its key holds. */
function settingsOf(step: TakenStep<CauseStep>): readonly Change[] {
  const runs = new Set(step.exchanges.map(({ run }) => run)).size;
  const lost = sum(hitChanges(step).map((hits) => hits.lost - hits.won)) / Math.max(1, runs);
  const what = `${counted(Math.round(lost), "token")} of a run not read from the cache any more`;
  return settingChanges(step).map((change) =>
    change.breaks === null || Math.round(lost) < 1 ? change : { ...change, what },
  );
}

function feesOf({ exchanges }: TakenStep<CauseStep>): readonly Change[] {
  return exchanges.flatMap(({ before, after }) =>
    before === null || after === null ? [] : feeChanges({ base: before, head: after }),
  );
}

/** The first of many changes, with how many more there are. */
function capped<Item>(changes: readonly Item[]): {
  readonly changes: readonly Item[];
  readonly more: number;
} {
  const named = changes.slice(0, mostNamed);
  return { changes: named, more: changes.length - named.length };
}

/** Exchanges that came, went, or are sent at another time of their run. */
function exchangeChanges(runs: readonly AlignedRun[]): readonly Change[] {
  return runs.flatMap((run) =>
    run.alignedExchanges.flatMap((aligned, index): readonly Change[] => {
      const [head, base] = [run.head.exchanges[index], run.base.exchanges[index]];
      const shown = head ?? base;
      if (!aligned.changes.has("exchanges") || shown === undefined) return [];
      const { id, place } = shown.exchange;
      const change = { ...bareChange, name: id, exchange: index + 1, place };
      if (base === undefined)
        return [
          { ...change, kind: "added", tokens: shown.count.total, tokensAfter: shown.count.total },
        ];
      if (head === undefined)
        return [
          {
            ...change,
            kind: "removed",
            tokens: shown.count.total,
            tokensBefore: shown.count.total,
          },
        ];
      return [
        {
          ...change,
          kind: "moved",
          from: seconds(base.exchange.offsetMs),
          to: seconds(head.exchange.offsetMs),
        },
      ];
    }),
  );
}

/** A time in its run: `10 s`. */
function seconds(milliseconds: number): string {
  const whole = Math.floor(milliseconds / 1000);
  const part = milliseconds % 1000;
  return `${groupDigits(whole)}${part === 0 ? "" : (part / 1000).toFixed(3).slice(1)} s`;
}
