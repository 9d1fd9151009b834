import type { DearerModel } from "../../compare/changed-requests.ts";
import type { LimitValue } from "../../config/limits.ts";
import { none } from "../words.ts";
import type { Figures } from "../figures.ts";
import { notJudged, type Judged, type LimitRules } from "./rules.ts";

/** `dearer-model`: no request gets a model that costs more a token than the one it has on main. */
export const dearerModel: LimitRules<LimitValue<"dearer-model">, DearerModel> = {
  judge: judgeModels,
  needs: ({ dearerModels }) => {
    const models = [...new Set((dearerModels ?? []).map(({ model }) => model))].sort();
    return models.length === 0 ? null : { kind: "model", models };
  },
  relax: (before, after) => (after === null ? [{ path: [], from: before, to: none }] : []),
};

/** Of a sum without the models that are accepted of its scenarios. */
function judgeModels(_: unknown, { dearerModels, covers }: Figures): Judged<DearerModel> {
  if (dearerModels === null) return notJudged("nothing-compared");
  const found = dearerModels.filter(
    ({ scenario, model }) => covers?.(scenario, { kind: "model", models: [model] }) !== true,
  );
  return {
    actual: found[0] ?? null,
    over: found.length > 0,
    uncertain: false,
    range: null,
    notJudged: null,
  };
}
