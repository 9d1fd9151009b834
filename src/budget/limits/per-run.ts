import type { Pico } from "../../money.ts";
import { judgeAmount, relaxAmount } from "./amount.ts";
import type { LimitRules } from "./rules.ts";

/** `per-run`: what a run may cost at most, on average. */
export const perRun: LimitRules<Pico, Pico> = {
  judge: (limit, figures) => judgeAmount(limit, figures.perRun, "nothing-sent"),
  relax: relaxAmount,
};
