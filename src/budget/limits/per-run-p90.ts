import type { Pico } from "../../money.ts";
import { judgeAmount, relaxAmount } from "./amount.ts";
import type { LimitRules } from "./rules.ts";

/** `per-run-p90`: what nine of ten runs may cost at most. */
export const perRunP90: LimitRules<Pico, Pico> = {
  judge: (limit, figures) => judgeAmount(limit, figures.p90Run, "nothing-sent"),
  relax: relaxAmount,
};
