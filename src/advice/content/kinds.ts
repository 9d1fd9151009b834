import type { AdviceCode, AdviceRow } from "../advice.ts";
import { maxTokensHit } from "../answers/max-tokens-hit.ts";
import { maxTokensTooLarge } from "../answers/max-tokens-too-large.ts";
import { modelRetiring } from "../model/model-retiring.ts";
import { rateLimit } from "../model/rate-limit.ts";
import { routeBySize } from "../model/route-by-size.ts";
import { smallerModel } from "../model/smaller-model.ts";
import { compactJson } from "./compact-json.ts";
import { fewShotExamples } from "./few-shot-examples.ts";
import { largeImage } from "./large-image.ts";
import { repeatedText } from "./repeated-text.ts";
import { shorterPrompt } from "./shorter-prompt.ts";
import { unusedTools } from "./unused-tools.ts";

/** The kinds about models, what is sent, what is answered, and rate limits. */
export const contentKinds = {
  "model-retiring": { subject: "lifecycle", propose: modelRetiring },
  "smaller-model": { subject: "model", propose: smallerModel },
  "route-by-size": { subject: "routing", propose: routeBySize },
  "unused-tools": { subject: "tools", propose: unusedTools },
  "few-shot-examples": { subject: "examples", propose: fewShotExamples },
  "compact-json": { subject: "json", propose: compactJson },
  "repeated-text": { subject: "repetition", propose: repeatedText },
  "large-image": { subject: "images", propose: largeImage },
  "shorter-prompt": { subject: "length", propose: shorterPrompt },
  "max-tokens-hit": { subject: "output", propose: maxTokensHit },
  "max-tokens-too-large": { subject: "output", propose: maxTokensTooLarge },
  "rate-limit": { subject: "rate", propose: rateLimit },
} as const satisfies Partial<Record<AdviceCode, AdviceRow>>;
