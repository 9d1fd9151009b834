import { findModel, nearestModels } from "../../models/lookup.ts";
import { nearestNames } from "../../nearest.ts";
import { problem, type Problem } from "../../problem.ts";
import { upToText } from "../accept/amount.ts";
import {
  dayPattern,
  isBlank,
  readDay,
  reasonText,
  tokensText,
  untilText,
  type DecodedAccept,
} from "../accept/entry.ts";
import type { DecodedConfig } from "../decode/config.ts";
import { amount } from "../quantity.ts";
import type { Locate } from "../shape.ts";

/** What no shape can say of the entries of `accept:`. */
export function checkAccepts(config: DecodedConfig, locate: Locate): readonly Problem[] {
  const scenarios = new Set(config.scenarioIds);
  return config.accepts.flatMap((entry) => [
    ...checkNames(entry, { models: config.models, scenarios, locate }),
    ...checkAmounts(entry, locate),
    ...checkWords(entry, locate),
  ]);
}

function checkNames(
  { path, scenario, model }: DecodedAccept,
  context: Pick<DecodedConfig, "models"> & {
    readonly scenarios: ReadonlySet<string>;
    readonly locate: Locate;
  },
): readonly Problem[] {
  const { scenarios, models, locate } = context;
  const found: Problem[] = [];
  if (scenario !== null && !scenarios.has(scenario))
    found.push(
      problem("accept-unknown-scenario", locate([...path, "scenario"]), {
        name: scenario,
        nearest: nearestNames(scenario, [...scenarios]),
      }),
    );
  if (model !== null && findModel(model) === null && !models.some(({ name }) => name === model))
    found.push(
      problem("config-unknown-name", locate([...path, "model"]), {
        what: "model",
        name: model,
        nearest: nearestModels(model),
        known: nearestModels(model),
      }),
    );
  return found;
}

/** Something is accepted, and nothing of it is nothing. */
function checkAmounts(
  { path, isOfSomething, faults }: DecodedAccept,
  locate: Locate,
): readonly Problem[] {
  if (!isOfSomething)
    return [
      problem("config-missing-key", locate(path, "key"), { key: "up-to", expected: upToText }),
    ];
  const wrong = (key: keyof typeof faults, expected: string): readonly Problem[] => {
    const got = faults[key];
    return got === null
      ? []
      : [problem("config-wrong-value", locate([...path, key]), { key, expected, got })];
  };
  return [
    ...wrong("up-to", upToText),
    ...wrong("from", amount.expected),
    ...wrong("tokens", tokensText),
  ];
}

function checkWords({ path, reason, until }: DecodedAccept, locate: Locate): readonly Problem[] {
  const found: Problem[] = [];
  if (reason !== null && isBlank(reason))
    found.push(
      problem("config-wrong-value", locate([...path, "reason"]), {
        key: "reason",
        expected: reasonText,
        got: "empty",
      }),
    );
  if (until !== null && dayPattern.test(until) && readDay(until) === null)
    found.push(
      problem("config-wrong-value", locate([...path, "until"]), {
        key: "until",
        expected: untilText,
        got: "a day that no calendar has",
      }),
    );
  return found;
}
