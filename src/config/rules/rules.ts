import { findModel, nearestModels } from "../../models/lookup.ts";
import { nearestNames } from "../../nearest.ts";
import { problem, type Problem } from "../../problem.ts";
import { patternFaults, readPattern } from "../../search-pattern.ts";
import type { DecodedConfig } from "../decode/config.ts";
import { isInGit } from "../paths.ts";
import type { Locate } from "../shape.ts";
import { checkAccepts } from "./accept.ts";
import { checkQuantity } from "./quantity.ts";
import { checkScenario } from "./scenario.ts";

/**
 * What no shape can say: rules between the parts of `promptcost.yml`, in the order of the parts.
 * They hold for what could be decoded of a file whose shape is wrong elsewhere, too.
 */
export function checkRules(config: DecodedConfig, locate: Locate): readonly Problem[] {
  return [
    ...checkPresence(config, locate),
    ...config.scenarios.flatMap((scenario) => checkScenario(scenario, locate)),
    ...checkTotal(config, locate),
    ...checkGroups(config, locate),
    ...checkAccepts(config, locate),
    ...checkPrices(config, locate),
    ...checkModels(config, locate),
    ...checkBaseline(config, locate),
    ...checkRecording(config, locate),
    ...config.replay.flatMap((quantity) =>
      checkQuantity(quantity, { traffic: true, scenario: null, locate }),
    ),
  ];
}

function checkPresence({ scenarioIds }: DecodedConfig, locate: Locate): readonly Problem[] {
  if (scenarioIds === null || scenarioIds.length > 0) return [];
  const details = {
    key: "a scenario",
    expected: '`answer: { fixtures: "fixtures/*.json" }`',
  };
  return [problem("config-missing-key", locate(["scenarios"]), details)];
}

/** The budget of the sum of all scenarios. Without any scenario, that is what is wrong. */
function checkTotal(
  { scenarioIds, scenarios, budget }: DecodedConfig,
  locate: Locate,
): readonly Problem[] {
  if (scenarioIds === null || scenarioIds.length === 0) return [];
  const traffic = scenarios.some((scenario) => scenario.traffic !== null);
  return (budget?.quantities ?? []).flatMap((quantity) =>
    checkQuantity(quantity, { traffic, scenario: null, locate }),
  );
}

function checkGroups(
  { scenarioIds, scenarios, groups }: DecodedConfig,
  locate: Locate,
): readonly Problem[] {
  const known = scenarioIds ?? [];
  return groups.flatMap((group) => {
    const members = group.scenarios.map(({ text }) => text);
    const unknown = group.scenarios.flatMap(({ text: name, path }) =>
      known.includes(name)
        ? []
        : [
            problem("group-unknown-scenario", locate(path), {
              name,
              nearest: nearestNames(name, known),
            }),
          ],
    );
    const traffic = scenarios.some(({ id, traffic }) => traffic !== null && members.includes(id));
    const budget = (group.budget?.quantities ?? []).flatMap((quantity) =>
      checkQuantity(quantity, { traffic, scenario: null, locate }),
    );
    return [...unknown, ...budget];
  });
}

function checkPrices({ prices }: DecodedConfig, locate: Locate): readonly Problem[] {
  return prices
    .flatMap((model) => model.prices)
    .filter((price) => price.isTooFine)
    .map(({ key, path }) =>
      problem("config-wrong-value", locate(path), {
        key,
        expected: "USD per million tokens with at most 6 decimals",
        got: "finer or larger than that",
      }),
    );
}

/** A name means a model that is known, and a known id never another than its own. */
function checkModels({ models }: DecodedConfig, locate: Locate): readonly Problem[] {
  return models.flatMap(({ name, id, path }) => {
    const [named, own] = [findModel(id), findModel(name)];
    if (named === null)
      return [problem("models-unknown-id", locate(path), { id, nearest: nearestModels(id) })];
    return own === null || own.model === named.model
      ? []
      : [problem("models-known-name", locate(path, "key"), { name, id: own.model.id })];
  });
}

/** What is written there is overwritten by every update: it must be a file that is for that. */
function checkBaseline({ baseline }: DecodedConfig, locate: Locate): readonly Problem[] {
  if (baseline === null) return [];
  const { resolved } = baseline;
  if (resolved === null || isInGit(resolved))
    return [problem("config-outside", locate(["baseline"]), { key: "baseline" })];
  if (resolved.endsWith(".json")) return [];
  const details = {
    key: "baseline",
    expected: "a `.json` file, such as `.promptcost/baseline.json`",
    got: "another kind of file",
  };
  return [problem("config-wrong-value", locate(["baseline"]), details)];
}

/** Where snapshots are written, and what may not stand in them. */
function checkRecording({ recordInto, redact }: DecodedConfig, locate: Locate): readonly Problem[] {
  const isOutside =
    recordInto !== null && (recordInto.resolved === null || isInGit(recordInto.resolved));
  const into = isOutside
    ? [problem("config-outside", locate(["record", "into"]), { key: "into" })]
    : [];
  const patterns = redact.flatMap(({ text, path }) => {
    const read = readPattern(text);
    if (typeof read !== "string") return [];
    return [problem("redact-pattern", locate(path), { why: patternFaults[read] })];
  });
  return [...into, ...patterns];
}
