import type { Pico } from "../../money.ts";
import { judgeAmount, relaxAmount } from "./amount.ts";
import type { LimitRules } from "./rules.ts";

/** `monthly`: what a month may cost at most. Without traffic there is no month to judge. */
export const monthly: LimitRules<Pico, Pico> = {
  judge: (limit, figures) => judgeAmount(limit, figures.monthly, "no-traffic"),
  relax: relaxAmount,
};
