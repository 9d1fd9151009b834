import { completedByApi, countServerResults, isServerResult } from "../api/completed-input.ts";
import { modelOf } from "../api/model.ts";
import { toolsOf } from "../api/request.ts";
import { contentOf, usageMember, usageOf, webSearches } from "../api/response.ts";
import { promptSize, readUsage, writeUsage, type Sampling } from "../api/usage.ts";
import { nameAdvisors } from "../billing/recorded/advisor.ts";
import { takeApart } from "../billing/recorded/attempts.ts";
import { loopPasses } from "../billing/recorded/loop-split.ts";
import { isOneSampling, recordedSplit, type RecordedSplit } from "../billing/recorded/split.ts";
import type { Exchange, Recorded } from "../fixture/fixture.ts";
import { isObject, type JsonObject } from "../json.ts";

/**
 * A sampling that is billed besides a request's first: one that the API itself makes for it
 * (billing.md §1.5), or a request that keeps its cache alive (`variants/keep-alive/`).
 */
export interface Pass {
  /** `loop`: with the results of server tools; the others are not in the answer's own usage. */
  readonly kind: "loop" | "compaction" | "advisor" | "keep-alive";
  /** As it is named; null: the request's. */
  readonly model: string | null;
  readonly split: RecordedSplit;
  readonly output: number;
}

/** How large a prompt is by our own count, tokens. */
export interface PromptSize {
  readonly total: number;
  /** Up to its last breakpoint that counts; null where it has no breakpoint. */
  readonly cached: number | null;
  readonly minimum: number;
}

/** A recording taken apart by passes. */
export interface RecordedPasses {
  /** As if the first pass had been the only one: the one of the request's own prompt. */
  readonly first: Recorded;
  /** All others, in the order they are recorded. */
  readonly others: readonly Pass[];
}

/**
 * Takes a recording apart by passes, as `bill` prices them. The samplings of a server tool's loop
 * are those its iterations list, else they are taken to grow evenly from the prompt's own size.
 * After a fallback the message is one pass. `earned`: the body that it answers, and how large that
 * is by our own count.
 */
export function takePasses(
  recorded: Recorded,
  earned: { readonly body: JsonObject; readonly size: () => PromptSize },
): RecordedPasses {
  const { response } = recorded;
  const read = readUsage(usageOf(response), recorded.place).usage;
  if (read === null) return { first: recorded, others: [] };
  const { usage } = nameAdvisors(read, earned.body, recorded.place);
  const asked = modelOf(earned.body);
  const answered = modelOf(response) ?? asked ?? "";
  const [served, ...more] = takeApart(usage, answered, asked);
  const split = (sampling: Sampling): RecordedSplit => recordedSplit(sampling, earned.body);
  const extra = more.flatMap(({ role, model, samplings }): readonly Pass[] =>
    role === "compaction" || role === "advisor"
      ? samplings.map((sampling) => ({
          kind: role,
          model: role === "compaction" ? null : model,
          split: split(sampling),
          output: sampling.output,
        }))
      : [],
  );
  const fellBack = more.some(({ role }) => role === "declined");
  const [listed, ...later] = served?.samplings ?? [];
  if (listed === undefined || fellBack) return { first: recorded, others: extra };
  if (later.length > 0)
    return {
      first: withInput(recorded, split(listed), promptSize(usage) - promptSize(listed)),
      others: [...later.map((sampling) => loopPass(split(sampling), sampling.output)), ...extra],
    };
  const isListed = usage.iterations.some(({ kind }) => kind === "message");
  if (isListed || isOneSampling(usage, response)) return { first: recorded, others: extra };
  const { total, cached, minimum } = earned.size();
  const [first, ...rounds] = loopPasses({
    first: total,
    cached,
    sum: promptSize(usage),
    rounds: Math.max(1, countServerResults(response), usage.webSearches),
    minimum,
  });
  if (first === undefined || rounds.length === 0) return { first: recorded, others: extra };
  return {
    first: withInput(recorded, first, promptSize(usage) - first.input),
    others: [...rounds.map((round) => loopPass(round, 0)), ...extra],
  };
}

function loopPass(split: RecordedSplit, output: number): Pass {
  return { kind: "loop", model: null, split, output };
}

/** A recording whose input is that of its first pass; `left` tokens are in the others. */
function withInput(recorded: Recorded, split: RecordedSplit, left: number): Recorded {
  const { response, residual } = recorded;
  const usage = usageOf(response);
  const own = writeUsage({
    input: split.input,
    cacheRead: split.read,
    cacheWrite5m: split.write5m,
    cacheWrite1h: split.write1h,
    output: 0,
  });
  const { output_tokens: _, ...input } = own;
  return {
    ...recorded,
    residual: residual === null ? null : { ...residual, tokens: residual.tokens - left },
    response: { ...response, usage: { ...(isObject(usage) ? usage : {}), ...input } },
  };
}

/** What the API adds to a request by itself. */
export interface AddedByApi {
  readonly passes: readonly Pass[];
  /** Searches that are billed by use. */
  readonly webSearches: number;
}

/**
 * Of what was recorded, what the API still adds to a request as it is now: a server tool that was
 * taken out takes its fee and the passes with its results along, compaction and advisor theirs. Of
 * a loop over several tools as many passes stay as results do. An advisor's passes are those of the
 * model its tool names now. `earned`: the body that was recorded.
 */
export function addedNow(
  exchange: Exchange,
  earned: JsonObject,
  passes: readonly Pass[],
): AddedByApi {
  const { recorded, request } = exchange;
  const response = recorded?.response ?? null;
  const searches = webSearches(response);
  const { body } = request;
  if (recorded === null) return { passes, webSearches: searches };
  const isOwnBody = (recorded.inputHash ?? exchange.inputHash) === exchange.inputHash;
  if (body === earned && isOwnBody) return { passes, webSearches: searches };
  const [before, now] = [typesOf(earned), typesOf(body)];
  const has = (types: readonly string[], tool: string): boolean =>
    types.some((type) => isOf(tool, type));
  const noneLeft = now.length === 0 && (before.length > 0 || body === earned);
  const isGone = (tool: string): boolean => noneLeft || (has(before, tool) && !has(now, tool));
  const results = resultsOf(recorded.response);
  const kept = results.filter((tool) => !isGone(tool)).length;
  const loops = passes.filter(({ kind }) => kind === "loop");
  const keptLoops =
    results.length === 0
      ? noneLeft
        ? 0
        : loops.length
      : Math.ceil((loops.length * kept) / results.length);
  const advisor = advisorModel(body);
  return {
    webSearches: isGone("web_search") ? 0 : searches,
    passes: [
      ...loops.slice(0, keptLoops),
      ...passes.flatMap((pass): readonly Pass[] => {
        if (pass.kind === "loop" || isGone(pass.kind)) return [];
        return [pass.kind === "advisor" ? { ...pass, model: advisor ?? pass.model } : pass];
      }),
    ],
  };
}

/** The types, without their dates, of what makes the API add to a body. */
function typesOf(body: JsonObject): readonly string[] {
  return completedByApi(body).map((name) => name.replace(/_\d{8}$/, ""));
}

/** Whether a server tool's name as results have it (`bash_code_execution`) is of a tool's type. */
function isOf(tool: string, type: string): boolean {
  return tool !== "" && (tool === type || tool.endsWith(`_${type}`) || type.startsWith(tool));
}

/**
 * The tools whose results an answer holds, by name, one for each; where it has no content, those
 * that its usage counts.
 */
function resultsOf(response: JsonObject): readonly string[] {
  const named = (contentOf(response) ?? []).flatMap((block) =>
    isObject(block) && isServerResult(block["type"]) && typeof block["type"] === "string"
      ? [block["type"].replace(/_tool_result$/, "")]
      : [],
  );
  if (named.length > 0) return named;
  const used = usageMember(response, "server_tool_use");
  return Object.entries(isObject(used) ? used : {}).flatMap(([name, count]) =>
    typeof count === "number" && count > 0
      ? Array.from({ length: Math.min(count, 1_000) }, () => name.replace(/_requests$/, ""))
      : [],
  );
}

/** The model of a request's advisor tool, where it has one. */
function advisorModel(body: JsonObject): string | null {
  const models = toolsOf(body).flatMap((tool) =>
    isObject(tool) && typeof tool["type"] === "string" && tool["type"].startsWith("advisor_")
      ? [modelOf(tool)]
      : [],
  );
  return models.length === 1 ? (models[0] ?? null) : null;
}
