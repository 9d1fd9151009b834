import type { Ttl } from "../../api/cache-control.ts";
import type { MeasuredExchange, MeasuredScenario } from "../../projection/projection.ts";
import { turnScopedMessages } from "../../prompt/blocks.ts";
import { automaticTarget } from "../../prompt/markers.ts";
import type { Breakpoint } from "../../prompt/prompt.ts";
import { mostBreakpoints } from "../breakpoints.ts";
import { varied, type Varied } from "../variant.ts";

/**
 * The scenario with `cache_control` at the top of each request, in place of one that is there: a
 * breakpoint on the last block that may carry one, beside those that are written (caching-rules.md
 * §3). Not to be had where the API answers 400: four blocks are marked already and that one is none
 * of them, it is marked with another TTL, or an hour would come behind five minutes.
 */
export function withAutomatic(scenario: MeasuredScenario, ttl: Ttl): Varied {
  const runs = [];
  for (const run of scenario.runs) {
    const exchanges = [];
    for (const measured of run.exchanges) {
      const made = automatic(measured, ttl);
      if ("whyNot" in made) return made;
      exchanges.push({
        ...measured,
        prompt: { ...measured.prompt, breakpoints: made.breakpoints },
      });
    }
    runs.push({ ...run, exchanges });
  }
  return varied({ ...scenario, runs });
}

function automatic(
  { exchange, prompt }: MeasuredExchange,
  ttl: Ttl,
): { readonly breakpoints: readonly Breakpoint[] } | { readonly whyNot: string } {
  const explicit = prompt.breakpoints.filter((breakpoint) => !breakpoint.automatic);
  const target = automaticTarget(prompt.blocks, turnScopedMessages(prompt.request.body));
  if (target < 0) return { breakpoints: explicit };
  const there = explicit.find(({ block }) => block === target);
  if (there !== undefined)
    return there.ttl === ttl
      ? { breakpoints: explicit }
      : {
          whyNot: `the last block of ${exchange.id} is marked for ${there.ttl}: the API answers 400`,
        };
  if (explicit.length >= mostBreakpoints)
    return { whyNot: `${exchange.id} marks ${explicit.length} blocks already, and 4 are the most` };
  if (ttl === "1h" && explicit.some((breakpoint) => breakpoint.ttl === "5m"))
    return { whyNot: `${exchange.id} marks a block for 5m, and 1h must not come behind it` };
  const breakpoints = [...explicit, { block: target, ttl, automatic: true }];
  return { breakpoints: breakpoints.sort((a, b) => a.block - b.block) };
}
