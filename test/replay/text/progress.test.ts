import { describe, expect, test } from "vitest";
import { createProgress, type Progress } from "../../../src/replay/text/progress.ts";

const idle: Progress["underWay"] = {
  requests: 0,
  counts: 0,
  pauses: { refused: { count: 0, until: Infinity }, gap: { count: 0, until: Infinity } },
  batches: [],
};

/** A replay of 100 requests before a timer that is turned by hand. */
function show(columns: number | null) {
  const said: string[] = [];
  const started = Date.parse("2026-11-28T10:00:00Z");
  let seconds = 0;
  let timer: { readonly everyMs: number; readonly work: () => void } | null = null;
  const state = { done: 0, underWay: idle };
  const display = createProgress({
    columns: () => columns,
    warn: (text) => said.push(text),
    now: () => started + seconds * 1000,
    every: (everyMs, work) => {
      timer = { everyMs, work };
      return () => (timer = null);
    },
  });
  display.start(() => ({ ...state, of: 100, spent: 250_000_000_000n, cap: 2_000_000_000_000n }));
  return {
    said,
    display,
    /** As if time passed until then: the timer does its work each time that it is due. */
    passTo: (moment: number) => {
      for (seconds += 1; seconds <= moment; seconds += 1)
        if (timer !== null && (seconds * 1000) % timer.everyMs === 0) timer.work();
      seconds = moment;
    },
    set: (done: number, underWay: Partial<Progress["underWay"]> = {}) => {
      state.done = done;
      state.underWay = { ...idle, ...underWay };
      display.renew();
    },
    isTimed: () => timer !== null,
  };
}

describe("progress without a terminal", () => {
  test("a line a minute, done, spent, and the time left by the pace so far; and a last one", () => {
    const { said, set, passTo, display, isTimed } = show(null);
    set(1);
    passTo(30);
    set(20);
    passTo(130);
    set(100);
    display.end();
    expect(said).toEqual([
      "20 of 100 answered, $0.25 of $2 spent, about 4 min left\n",
      "20 of 100 answered, $0.25 of $2 spent, about 8 min left\n",
      "100 of 100 answered, $0.25 of $2 spent\n",
    ]);
    expect(isTimed()).toBe(false);
    passTo(600);
    expect(said).toHaveLength(3);
  });

  test("a line a minute while nothing ends, with what is under way", () => {
    const { said, set, passTo } = show(null);
    set(0, { requests: 1 });
    passTo(60);
    const until = Date.parse("2026-11-28T10:14:00Z");
    set(0, { requests: 2, pauses: { ...idle.pauses, refused: { count: 2, until } } });
    passTo(120);
    set(0, { counts: 1, pauses: { ...idle.pauses, gap: { count: 1, until } } });
    passTo(180);
    set(5, {
      batches: [
        { id: "msgbatch_1", answered: 5, of: 9 },
        { id: null, answered: 0, of: 2 },
      ],
    });
    passTo(240);
    expect(said).toEqual([
      "0 of 100 answered, $0.25 of $2 spent; 1 request under way\n",
      "0 of 100 answered, $0.25 of $2 spent; 2 requests under way; " +
        "2 requests wait for room until 10:14:00 UTC\n",
      "0 of 100 answered, $0.25 of $2 spent; 1 prompt being counted; " +
        "1 request waits for its time, until 10:14:00 UTC\n",
      "5 of 100 answered, $0.25 of $2 spent, about 76 min left; " +
        "batch msgbatch_1: 5 of 9 answered; looking for a batch of 2 requests\n",
    ]);
  });
});

describe("progress on a terminal", () => {
  test("one line, written over, at most five times a second when something changes", () => {
    const { said, set, passTo, display } = show(60);
    set(1);
    set(2);
    passTo(1);
    set(3);
    passTo(2);
    set(100);
    display.end();
    expect(said.map((text) => text.trim())).toEqual([
      "1 of 100 answered, $0.25 of $2 spent, about 0 s left",
      "2 of 100 answered, $0.25 of $2 spent, about 49 s left",
      "3 of 100 answered, $0.25 of $2 spent, about 65 s left",
      "100 of 100 answered, $0.25 of $2 spent",
      "",
    ]);
    expect(said.slice(1, -1).every((text) => /^\r *\r\S[^\r\n]*\S$/.test(text))).toBe(true);
    // What was longer is written over, and nothing else.
    expect(said.at(-2)).toBe(`\r${" ".repeat(53)}\r100 of 100 answered, $0.25 of $2 spent`);
    expect(said.at(-1)).toBe("\n");
  });

  test.each([
    [
      160,
      "12 of 100 answered, $0.25 of $2 spent, about 8 s left; 3 requests under way; " +
        "1 request waits for room until 10:14:00 UTC",
    ],
    [80, "12 of 100, $0.25 of $2, 8 s left; 3 under way; 1 waits for room until 10:14:00…"],
    [40, "12 of 100, $0.25 of $2, 8 s left; 3 un…"],
    [1, "…"],
  ])("%i columns wide, it stays in one line", (columns, line) => {
    const { said, set, passTo } = show(columns);
    const until = Date.parse("2026-11-28T10:14:00Z");
    set(12, { requests: 3, pauses: { ...idle.pauses, refused: { count: 1, until } } });
    passTo(1);
    expect(said.at(-1)?.split("\r").at(-1)).toBe(line);
  });

  test("a narrow one still says how far a batch is", () => {
    const { said, set } = show(80);
    set(5, { batches: [{ id: "msgbatch_013Zva2CMHLNnXjNJJKqJ2EF", answered: 5, of: 900 }] });
    expect(said.at(-1)).toBe("5 of 100, $0.25 of $2, 0 s left; batch …qJ2EF: 5 of 900");
  });

  test("whoever stops it reads that on a line of its own", () => {
    const { said, set, display } = show(40);
    set(3, { requests: 2 });
    display.stop();
    expect(said.slice(1)).toEqual([
      "\n",
      "Nothing more is sent. 2 requests under way are waited for. Once more ends at once; " +
        "a batch goes on, and the next call fetches it.\n",
    ]);
  });
});
