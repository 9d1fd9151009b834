import { isOpenAiUsage, usageOfOpenAi } from "../../api/usage/openai.ts";
import { isArray, isObject, type JsonObject } from "../../json.ts";
import type { Format, FormatContext, FormatReader } from "../format.ts";
import {
  callOf,
  createRepeats,
  isNativeUsage,
  objectOf,
  problemOfFault,
  responseOf,
  textOf,
  timeOf,
} from "./entry.ts";
import { leaveOutOther } from "./other-vendor.ts";

/**
 * Answers in OpenAI's shape, as OpenRouter, Vercel's gateway and LiteLLM give them for Claude. The
 * API's own usage in `provider_metadata` goes first. Source: imports.md §2, row openrouter.
 */
export const gateway = {
  title: "an answer in OpenAI's shape",
  sees: (document) =>
    isObject(document) &&
    isOpenAiUsage(document["usage"]) &&
    (textOf(document["object"]) !== null || isArray(document["choices"])),
  runs: "log",
  open,
} as const satisfies Format;

function open(context: FormatContext): FormatReader {
  const isRepeated = createRepeats(context);
  return {
    read: ({ value, place }) => {
      if (!isObject(value)) return [];
      const id = textOf(value["id"]);
      if (isRepeated(id)) return [];
      const model = textOf(value["model"]);
      if (leaveOutOther(model, null, context)) return [];
      const native = nativeUsageOf(value);
      const read = native === null ? usageOfOpenAi(value["usage"]) : { usage: native };
      if (read === null) return [];
      if ("fault" in read) {
        context.report(problemOfFault(read.fault, "The gateway", place(["usage"])));
        return [];
      }
      const response = responseOf(model, read.usage, id);
      return [
        callOf({ path: [], response, at: timeOf(value["created"] ?? value["created_at"]), id }),
      ];
    },
    end: () => [],
  };
}

function nativeUsageOf(answer: JsonObject): JsonObject | null {
  const { choices } = answer;
  const holders = [answer, ...(isArray(choices) ? choices : []).filter(isObject)].flatMap(
    (holder) => [holder, objectOf(holder["message"])],
  );
  const native = holders
    .map((holder) => objectOf(holder["provider_metadata"] ?? holder["providerMetadata"]))
    .map((metadata) => objectOf(metadata["anthropic"])["usage"])
    .find(isNativeUsage);
  return native ?? null;
}
