import { expect, test } from "vitest";
import { createPullRequest } from "../../repositories/scratch-repository.ts";
import { key, leaksOf, prompt, say, ways } from "../replay/quotes.ts";
import { claudeThat, withKey } from "./replayed.ts";
import { github, onPullRequest } from "./step.ts";

test("nothing of a prompt or the key is in the action's log, report, outputs or comment", async () => {
  const fixtures = ways.map((_, index) => {
    const messages = [{ role: "user", content: `${prompt} ${String(index)}` }];
    const request = { model: "claude-sonnet-4-6", max_tokens: 50, system: prompt, messages };
    return [`f/${String(index)}.json`, { request, expect: { output_tokens: 20 } }] as const;
  });
  const pull = createPullRequest(
    {
      files: {
        "promptcost.yml":
          'scenarios: { ask: { fixtures: "f/*.json", traffic: { runs: 1k/day } } }\n',
      },
    },
    { files: Object.fromEntries(fixtures) },
  );
  await using claude = await claudeThat((_, before) => ({
    kind: "status",
    status: 400,
    type: before % 2 === 0 ? "invalid_request_error" : say(before),
    code: say(before),
    message: say(before),
    headers: { "request-id": key },
  }));
  await github({}, async (server) => {
    const step = await onPullRequest(
      pull,
      server,
      withKey(claude, { "anthropic-api-key": key, "max-usd": "9" }),
    );
    expect(claude.messages()).toHaveLength(ways.length);
    const said = [
      step.stdout.replace(`::add-mask::${key}`, ""),
      step.stderr,
      step.summary,
      JSON.stringify(step.report),
      ...step.outputs.values(),
      ...server.comments.map(({ body }) => body),
    ].join("\n");
    expect(said).toContain("replay-refused");
    expect(leaksOf(said)).toEqual([]);
  });
}, 60_000);
