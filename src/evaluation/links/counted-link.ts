import { levels } from "../../api/request.ts";
import type { Exchange, FileLink } from "../../fixture/fixture.ts";
import { isArray, isObject, replaceAt, valueAt, type Json } from "../../json.ts";
import { readPrompt } from "../../prompt/blocks.ts";
import type { EvaluationContext } from "../context.ts";

/** What is put behind a text to see whether it is counted. */
const more = "\nAnd a few more words, to see whether they count.";

/**
 * Whether what a link brings into a request has any part in what the request costs: text of the
 * prompt, where a longer or an empty one gives another count; the model and other settings, where
 * they stand at the top of the body. What hides in a member that nobody counts has none.
 */
export function countsLink(
  { request, betas }: Pick<Exchange, "request" | "betas">,
  { path }: FileLink,
  { counter, table }: Pick<EvaluationContext, "counter" | "table">,
): boolean {
  const [level] = path;
  if (level === undefined) return true;
  if (!levels.some((known) => known === level)) return level !== "metadata";
  const countOf = (body: Json): number =>
    isObject(body)
      ? counter.count(readPrompt({ request: { ...request, body, placeholders: [] }, betas, table }))
          .total
      : 0;
  const value = valueAt(request.body, path) ?? null;
  const known = countOf(request.body);
  return [longer, emptied].some((change) => {
    const changed = change(value);
    return countOf(replaceAt(request.body, path, () => changed)) !== known;
  });
}

function longer(value: Json): Json {
  return mapLeaves(value, (text) => `${text}${more}`);
}

function emptied(value: Json): Json {
  return mapLeaves(value, () => "");
}

/** A value with other texts; what names a kind of thing stays. */
function mapLeaves(value: Json, change: (text: string) => string): Json {
  if (typeof value === "string") return change(value);
  if (isArray(value)) return value.map((item) => mapLeaves(item, change));
  if (!isObject(value)) return value === null ? null : change(JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === "type" || key === "role" ? item : mapLeaves(item, change),
    ]),
  );
}
