import type { DearerModel } from "../../compare/request-changes.ts";
import type { LimitValue } from "../../config/limits.ts";
import { none } from "../words.ts";
import { notJudged, type LimitRules } from "./rules.ts";

/** `dearer-model`: no request gets a model that costs more a token than the one it has on main. */
export const dearerModel: LimitRules<LimitValue<"dearer-model">, DearerModel> = {
  judge: (_, { dearerModels }) =>
    dearerModels === null
      ? notJudged("nothing-compared")
      : {
          actual: dearerModels[0] ?? null,
          over: dearerModels.length > 0,
          uncertain: false,
          range: null,
          notJudged: null,
        },
  needs: ({ dearerModels }) => {
    const models = [...new Set((dearerModels ?? []).map(({ model }) => model))].sort();
    return models.length === 0 ? null : { kind: "model", models };
  },
  relax: (before, after) => (after === null ? [{ path: [], from: before, to: none }] : []),
};
