/** The results that `claude -p` prints of one session, as calls. */
import { isObject, type JsonObject, type Path } from "../../json.ts";
import { ascendingBy } from "../../order.ts";
import { problem } from "../../problem.ts";
import type { Call, FormatContext, FormatDocument } from "../format.ts";
import { callOf, countOf, isNativeUsage, responseOf, textOf } from "./entry.ts";

/** A result as it was printed. */
export interface PrintedResult {
  readonly result: JsonObject;
  readonly document: FormatDocument;
  readonly uuid: string | null;
}

interface SessionContext {
  readonly run: string | null;
  /** The model the main loop asks; null: nothing says it. */
  readonly model: string | null;
  readonly context: FormatContext;
}

/**
 * A call for each model of each result. `modelUsage` adds up all that the process asked so far: of
 * several results of a session, one that holds the one before and its own `usage` beside counts
 * what it has more (anthropics/claude-code#39733). Which writes were for how long says `usage`
 * alone; what side requests wrote beyond it has no lifetime, and a warning says so.
 */
export function readResults(
  results: readonly PrintedResult[],
  session: SessionContext,
): readonly Call[] {
  const known = results.map((printed) => ({ printed, ...countsOf(printed.result) }));
  const order = known.toSorted(ascendingBy(({ models }) => sizeOf(models)));
  return order.flatMap(({ printed, main, models }, index) => {
    const before = order[index - 1]?.models ?? [];
    const own = holds(models, before, main) ? minus(models, before) : models;
    return readResult(printed, { main, models: own, session });
  });
}

/** The API's name of each class, and the one `modelUsage` has. */
const classes = [
  ["input_tokens", "inputTokens"],
  ["cache_read_input_tokens", "cacheReadInputTokens"],
  ["cache_creation_input_tokens", "cacheCreationInputTokens"],
  ["output_tokens", "outputTokens"],
] as const;

/** Tokens by the API's names, and web searches. */
type Tokens = Readonly<Record<(typeof classes)[number][0] | "searches", number>>;

interface ModelTokens {
  readonly model: string;
  readonly tokens: Tokens;
}

interface Counts {
  /** The main loop's usage, in the API's own shape; null where the result has none. */
  readonly main: JsonObject | null;
  readonly models: readonly ModelTokens[];
}

function countsOf(result: JsonObject): Counts {
  const { usage, modelUsage } = result;
  const models = Object.entries(isObject(modelUsage) ? modelUsage : {}).flatMap(([model, used]) =>
    isObject(used) ? [{ model, tokens: tokensOf(used, 1) }] : [],
  );
  return { main: isNativeUsage(usage) ? withoutIterations(usage) : null, models };
}

function readResult(
  { result, document, uuid }: PrintedResult,
  { main, models, session }: Counts & { readonly session: SessionContext },
): readonly Call[] {
  const { run, context } = session;
  const sum = main === null ? null : tokensOf(main, 0);
  const asked = models.filter(({ tokens }) => !isNothing(tokens));
  if (asked.length === 0) {
    if (main === null || sum === null || isNothing(sum)) {
      context.leaveOut({ why: "no-usage", name: textOf(result["subtype"]) ?? "" });
      return [];
    }
    const response = responseOf(session.model, main, null);
    return [callOf({ path: ["usage"], document, response, run, id: uuid })];
  }
  const mainModel = sum === null ? null : mainOf(asked, sum, session.model);
  return asked.map(({ model, tokens: { searches, ...tokens } }) => {
    const path: Path = ["modelUsage", model];
    const known = model === mainModel ? main : null;
    const split = splitOf(known);
    const rest = tokens.cache_creation_input_tokens - split;
    if (split > 0 && rest > 0)
      context.report(problem("log-writes-unsplit", document.place(path), { model, tokens: rest }));
    const usage = {
      ...(split === 0 ? withoutSplit(known) : known),
      ...tokens,
      ...(searches === 0 ? {} : { server_tool_use: { web_search_requests: searches } }),
    };
    return callOf({ path, document, response: responseOf(model, usage, null), run, id: uuid });
  });
}

/** The iterations of a result's usage are those of its last answer alone. */
function withoutIterations(usage: JsonObject): JsonObject {
  const { iterations: _, ...rest } = usage;
  return rest;
}

/** A split of nothing says nothing of what side requests wrote. */
function withoutSplit(usage: JsonObject | null): JsonObject {
  const { cache_creation: _, ...rest } = usage ?? {};
  return rest;
}

function tokensOf(object: JsonObject, name: 0 | 1): Tokens {
  const count = (index: 0 | 1 | 2 | 3): number => countOf(object[classes[index][name]]) ?? 0;
  return {
    input_tokens: count(0),
    cache_read_input_tokens: count(1),
    cache_creation_input_tokens: count(2),
    output_tokens: count(3),
    searches: countOf(object["webSearchRequests"]) ?? 0,
  };
}

function isNothing(tokens: Tokens): boolean {
  return Object.values(tokens).every((count) => count === 0);
}

function sizeOf(models: readonly ModelTokens[]): number {
  return sumOver(models, (tokens) =>
    classes.reduce((total, [name]) => total + tokens[name], tokens.searches),
  );
}

function sumOver(models: readonly ModelTokens[], of: (tokens: Tokens) => number): number {
  return models.reduce((total, { tokens }) => total + of(tokens), 0);
}

/** Whether the sums of a result hold those of one before and, beside these, its own usage. */
function holds(
  models: readonly ModelTokens[],
  before: readonly ModelTokens[],
  main: JsonObject | null,
): boolean {
  if (main === null || before.length === 0) return false;
  const own = tokensOf(main, 0);
  return (
    !isNothing(own) &&
    before.every(({ model, tokens }) => {
      const now = models.find((each) => each.model === model);
      return now !== undefined && classes.every(([name]) => now.tokens[name] >= tokens[name]);
    }) &&
    classes.every(
      ([name]) =>
        sumOver(models, (tokens) => tokens[name]) >=
        sumOver(before, (tokens) => tokens[name]) + own[name],
    )
  );
}

function minus(
  models: readonly ModelTokens[],
  before: readonly ModelTokens[],
): readonly ModelTokens[] {
  return models.map(({ model, tokens }) => {
    const less = before.find((each) => each.model === model)?.tokens;
    const rest = (name: keyof Tokens): number => Math.max(0, tokens[name] - (less?.[name] ?? 0));
    return {
      model,
      tokens: {
        input_tokens: rest("input_tokens"),
        cache_read_input_tokens: rest("cache_read_input_tokens"),
        cache_creation_input_tokens: rest("cache_creation_input_tokens"),
        output_tokens: rest("output_tokens"),
        searches: rest("searches"),
      },
    };
  });
}

/** Writes of a usage whose lifetime it says. */
function splitOf(usage: JsonObject | null): number {
  const split = usage?.["cache_creation"];
  if (!isObject(split)) return 0;
  return (
    (countOf(split["ephemeral_5m_input_tokens"]) ?? 0) +
    (countOf(split["ephemeral_1h_input_tokens"]) ?? 0)
  );
}

/**
 * The model that the main loop's usage is of: one whose sums hold it; of several the one the
 * session's answers name, else the one that is nearest.
 */
function mainOf(
  models: readonly ModelTokens[],
  sum: Tokens,
  answered: string | null,
): string | null {
  const holding = models.filter(({ tokens }) =>
    classes.every(([name]) => tokens[name] >= sum[name]),
  );
  const bare = (model: string): string => model.replace(/\[\w+\]$/, "");
  const named = holding.find(({ model }) => bare(model) === bare(answered ?? ""));
  const [nearest] = holding.toSorted(ascendingBy((each) => sizeOf([each])));
  return (named ?? nearest)?.model ?? null;
}
