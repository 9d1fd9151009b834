import type { AdviceCode, AdviceRow } from "../advice.ts";
import { addBreakpoint } from "./add-breakpoint.ts";
import { breakpointBehind } from "./breakpoint-behind.ts";
import { changeTtl } from "./change-ttl.ts";
import { intermediateBreakpoint } from "./intermediate-breakpoint.ts";
import { keepAlive } from "./keep-alive.ts";
import { moveBreakpoint } from "./move-breakpoint.ts";
import { moveVolatileText } from "./volatile/move-volatile-text.ts";
import { prefixTooShort } from "./prefix-too-short.ts";
import { stopCaching } from "./stop-caching.ts";
import { useBatch } from "./use-batch.ts";

/** The kinds about what is cached, for how long, and what need not be answered at once. */
export const cachingKinds = {
  "add-breakpoint": { subject: "caching", propose: addBreakpoint },
  "move-breakpoint": { subject: "caching", propose: moveBreakpoint },
  "move-volatile-text": { subject: "caching", propose: moveVolatileText },
  "prefix-too-short": { subject: "caching", propose: prefixTooShort },
  "change-ttl": { subject: "caching", propose: changeTtl },
  "keep-alive": { subject: "caching", propose: keepAlive },
  "intermediate-breakpoint": { subject: "caching", propose: intermediateBreakpoint },
  "breakpoint-behind": { subject: "caching", propose: breakpointBehind },
  "stop-caching": { subject: "caching", propose: stopCaching },
  "use-batch": { subject: "tier", propose: useBatch },
} as const satisfies Partial<Record<AdviceCode, AdviceRow>>;
