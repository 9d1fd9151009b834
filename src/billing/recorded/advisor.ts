import { modelOf } from "../../api/model.ts";
import { toolsOf } from "../../api/request.ts";
import { promptSize, type Iteration, type Usage } from "../../api/usage.ts";
import { isObject, type JsonObject } from "../../json.ts";
import { placeWithin, problem, type Place, type Problem } from "../../problem.ts";

/**
 * A usage whose advisor's passes name their model: where a pass does not say it, that of the
 * request's advisor tool, which runs it (billing.md §1.5; note `advisor-model-from-tool`). Where
 * that cannot be told either (no request, no such tool, several with different models) the pass is
 * left out, and a warning says how many tokens are missing: what the turn itself cost is known.
 */
export function nameAdvisors(
  usage: Usage,
  request: JsonObject | null,
  place: Place,
): { readonly usage: Usage; readonly problems: readonly Problem[] } {
  const nameless = usage.iterations.filter(isNameless);
  if (nameless.length === 0) return { usage, problems: [] };
  const where = placeWithin(place, "usage.iterations");
  const [model, ...others] = request === null ? [] : advisorModels(request);
  if (model !== undefined && others.length === 0)
    return {
      usage: {
        ...usage,
        iterations: usage.iterations.map((iteration) =>
          isNameless(iteration) ? { ...iteration, model } : iteration,
        ),
      },
      problems: [problem("advisor-model-from-tool", where, { model })],
    };
  return {
    usage: {
      ...usage,
      iterations: usage.iterations.filter((iteration) => !isNameless(iteration)),
    },
    problems: [
      problem("advisor-unpriced", where, {
        passes: nameless.length,
        input: nameless.reduce((tokens, iteration) => tokens + promptSize(iteration), 0),
        output: nameless.reduce((tokens, { output }) => tokens + output, 0),
      }),
    ],
  };
}

function isNameless({ kind, model }: Iteration): boolean {
  return kind === "advisor_message" && model === null;
}

/** The models that a request's advisor tools name, each once. */
function advisorModels(request: JsonObject): readonly string[] {
  const models = toolsOf(request).flatMap((tool) =>
    isObject(tool) && isAdvisor(tool["type"]) ? [modelOf(tool)] : [],
  );
  return [...new Set(models)].filter((model) => model !== null);
}

function isAdvisor(type: unknown): boolean {
  return typeof type === "string" && type.startsWith("advisor_");
}
