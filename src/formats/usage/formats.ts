import type { Format } from "../format.ts";
import { answer } from "./answer.ts";
import { braintrust } from "./braintrust.ts";
import { claudePrint } from "./claude-print.ts";
import { gateway } from "./gateway.ts";
import { helicone } from "./helicone.ts";
import { langfuse } from "./langfuse.ts";
import { langsmith } from "./langsmith.ts";
import { litellm } from "./litellm.ts";
import { otel } from "./otel/otel.ts";
import { transcript } from "./transcript.ts";

/** The formats that hold usage, and whole requests seldom or never. The first that sees wins. */
export const usageFormats = {
  transcript,
  "claude-print": claudePrint,
  otel,
  langfuse,
  langsmith,
  litellm,
  helicone,
  braintrust,
  "openai-answer": gateway,
  answer,
} as const satisfies Readonly<Record<string, Format>>;
