import { outputTokens } from "../../../api/response.ts";
import type { Exchange } from "../../../fixture/fixture.ts";
import { writeJson, type JsonObject } from "../../../json.ts";
import type { RelaxedRule } from "../relaxed-rules.ts";
import type { ExchangePair, ScenarioPair } from "../scenario-pairs.ts";

/**
 * An `expect` or `output:` that is put beside a recording. It counts as soon as the request asks for
 * something that the recording says nothing of, such as thinking: then nobody knows the length, and
 * what is said stands in the place of all it could be.
 */
export function saidBesideRecording(
  { before, after }: ExchangePair,
  scenario: ScenarioPair,
): readonly RelaxedRule[] {
  const recorded = before.recorded === null ? null : outputTokens(before.recorded.response);
  if (recorded === null || after.recorded === null) return [];
  const [was, is] = [
    saidOf(before, scenario.before.config.output),
    saidOf(after, scenario.after.config.output),
  ];
  if (is === null || (was !== null && is.tokens >= was.tokens)) return [];
  // Main says a longer one in the same place: that is named where it stands.
  if (was !== null && was.rule === is.rule) return [];
  const isOpen = settingsOf(before) !== settingsOf(after);
  if (!isOpen && (is.rule === "output" || is.tokens >= recorded)) return [];
  const known = was === null ? `${String(recorded)} recorded` : `${String(was.tokens)} said`;
  return [
    {
      rule:
        is.rule === "expect"
          ? `${after.id} expect.output_tokens`
          : `scenarios.${scenario.after.config.id}.output`,
      from: isOpen && was === null ? `${known}, under other settings` : known,
      to: `${String(is.tokens)} said`,
      place: after.place,
    },
  ];
}

interface Said {
  readonly rule: "expect" | "output";
  readonly tokens: number;
}

function saidOf({ expectedOutput }: Exchange, output: number | null): Said | null {
  if (expectedOutput !== null) return { rule: "expect", tokens: expectedOutput };
  return output === null ? null : { rule: "output", tokens: output };
}

/** Members of a body that decide how long its answer is (DESIGN.md, "What a recording vouches for"). */
const decisive = ["model", "thinking", "output_config", "effort", "max_tokens", "stop_sequences"];

function settingsOf({ request: { body } }: { readonly request: { readonly body: JsonObject } }) {
  return writeJson(decisive.map((key) => body[key] ?? null));
}
