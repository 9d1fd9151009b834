/** Repositories of made-up scenarios, to project. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../src/json.ts";
import { countedText, createRandom } from "./text.ts";

/** Scenarios of conversations, five requests a run, behind a system prompt that is cached. */
export function writeScenarios(
  folder: string,
  { scenarios, runs }: { readonly scenarios: number; readonly runs: number },
): void {
  const random = createRandom(7);
  const lines = ["scenarios:"];
  mkdirSync(join(folder, "fixtures"), { recursive: true });
  for (let scenario = 0; scenario < scenarios; scenario += 1) {
    const system = [
      {
        type: "text",
        text: countedText(random, 1_500),
        cache_control: { type: "ephemeral" },
      },
    ];
    const exchanges: string[] = [];
    for (let run = 0; run < runs; run += 1) {
      const messages: JsonObject[] = [];
      for (let turn = 0; turn < 5; turn += 1) {
        messages.push({ role: "user", content: countedText(random, 40) });
        const request = {
          model: "claude-sonnet-4-5",
          max_tokens: 500,
          system,
          messages: [...messages],
        };
        exchanges.push(
          JSON.stringify({ run: `r${String(run)}`, request, expect: { output_tokens: 80 } }),
        );
        messages.push({ role: "assistant", content: countedText(random, 60) });
      }
    }
    const name = `s${String(scenario)}`;
    writeFileSync(join(folder, "fixtures", `${name}.jsonl`), `${exchanges.join("\n")}\n`);
    lines.push(
      `  ${name}:`,
      `    fixtures: fixtures/${name}.jsonl`,
      `    traffic: { runs: ${String(100 + random(100_000))}/month }`,
    );
  }
  writeFileSync(join(folder, "promptcost.yml"), `${lines.join("\n")}\n`);
}

/** Blocks of the prompt that `writeLongPrompt` writes. */
export const longPromptBlocks = 40;

/** A run of two requests of 36 and 40 blocks, 21 of them the system prompt: nothing is marked. */
export function writeLongPrompt(folder: string): void {
  const random = createRandom(11);
  const block = (): JsonObject => ({ type: "text", text: countedText(random, 400) });
  const system = Array.from({ length: 21 }, block);
  const turns = Array.from({ length: longPromptBlocks - system.length }, (_, turn) => ({
    role: turn % 2 === 0 ? "user" : "assistant",
    content: [block()],
  }));
  const lines = [turns.slice(0, -4), turns].map((messages) => {
    const request = { model: "claude-sonnet-4-5", max_tokens: 500, system, messages };
    return JSON.stringify({ run: "r", request, expect: { output_tokens: 80 } });
  });
  mkdirSync(join(folder, "fixtures"), { recursive: true });
  writeFileSync(join(folder, "fixtures", "long.jsonl"), `${lines.join("\n")}\n`);
  writeFileSync(
    join(folder, "promptcost.yml"),
    "scenarios: { long: { fixtures: fixtures/long.jsonl, traffic: { runs: 20k/month } } }\n",
  );
}
