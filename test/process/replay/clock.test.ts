import { expect, test } from "vitest";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { startClaude } from "../../servers/claude.ts";
import { readText } from "../cli.ts";
import { underClock } from "../here.ts";
import { files, replay, wroteThen } from "./chat-and-questions.ts";

test.each([
  ["back", -3_600_000],
  ["forward", 3_600_000],
])(
  "a clock put %s by an hour while a run is under way holds it up for no hour",
  async (_, byMs) => {
    const clock = { byMs: 0 };
    await using claude = await startClaude(
      () => 2712,
      undefined,
      (body) => {
        // The first request was sent before, its answer comes after.
        clock.byMs = byMs;
        return wroteThen(body);
      },
    );
    const root = createRepository({ files });
    const { code } = await underClock(clock, () =>
      replay(root, claude.url, "chat", "--max-usd", "1"),
    );
    expect([code, claude.messages().length]).toEqual([0, 2]);
    // By the one clock or the other, nobody knows that the gap was kept.
    expect(readText(root, "chat.yaml").match(/"fast": true/g)).toHaveLength(1);
  },
  30_000,
);
