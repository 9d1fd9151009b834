import { expect, test } from "vitest";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { startClaude } from "../../servers/claude.ts";
import { promptcost, readText } from "../cli.ts";
import { files, key, wroteThen } from "./chat-and-questions.ts";
import { movedClock } from "./moved-clock.ts";

test.each([
  ["back", -3_600_000],
  ["forward", 3_600_000],
])(
  "a clock put %s by an hour while a run is under way holds it up for no hour",
  async (_, byMs) => {
    const clock = movedClock(byMs);
    await using claude = await startClaude(
      () => 2712,
      undefined,
      (body) => {
        // The first request was sent before, its answer comes after.
        clock.move();
        return wroteThen(body);
      },
    );
    const root = createRepository({ files });
    const { code } = await promptcost(root, ["replay", "chat", "--json", "--max-usd", "1"], {
      ANTHROPIC_BASE_URL: claude.url,
      ANTHROPIC_API_KEY: key,
      ...clock.env,
    });
    expect([code, claude.messages().length]).toEqual([0, 2]);
    // By the one clock or the other, nobody knows that the gap was kept.
    expect(readText(root, "chat.yaml").match(/"fast": true/g)).toHaveLength(1);
  },
  30_000,
);
