import { nearestNames } from "../../nearest.ts";
import { problem, type Problem } from "../../problem.ts";
import type { DecodedScenario } from "../decode/scenario.ts";
import type { Locate } from "../shape.ts";
import { isVariant, variantForms } from "../variant.ts";
import { checkPaths } from "./paths.ts";
import { checkQuantity } from "./quantity.ts";
import { checkTraffic } from "./traffic.ts";

/** What no shape can say of one scenario. */
export function checkScenario(scenario: DecodedScenario, locate: Locate): readonly Problem[] {
  const context = { traffic: scenario.traffic !== null, scenario: scenario.id, locate };
  return [
    ...checkFixtures(scenario, locate),
    ...checkTraffic(scenario, locate),
    ...checkVariants(scenario, locate),
    ...checkVars(scenario, locate),
    ...[...(scenario.budget?.quantities ?? []), ...scenario.batch].flatMap((quantity) =>
      checkQuantity(quantity, context),
    ),
  ];
}

function checkFixtures({ fixtures }: DecodedScenario, locate: Locate): readonly Problem[] {
  return fixtures.flatMap((fixture) => checkPaths(fixture, { key: "fixtures", locate }));
}

function checkVariants({ variants }: DecodedScenario, locate: Locate): readonly Problem[] {
  return variants.flatMap(({ text: name, path }) =>
    isVariant(name)
      ? []
      : [
          problem("config-unknown-name", locate(path), {
            what: "variant",
            name,
            nearest: nearestNames(name, variantForms),
            known: variantForms,
          }),
        ],
  );
}

function checkVars({ vars }: DecodedScenario, locate: Locate): readonly Problem[] {
  return vars.flatMap(({ name, path, variable }) => {
    if (variable === "both")
      return problem("config-wrong-value", locate(path), {
        key: name,
        expected: "either a `value` or `literal: true`",
        got: "both",
      });
    if (variable === "neither")
      return problem("config-missing-key", locate(path, "key"), {
        key: "value",
        expected: "a text, or `{ $tokens: 3000 }`",
      });
    return [];
  });
}
