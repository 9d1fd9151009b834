import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Level } from "../../../src/api/request.ts";
import type { Cause, ScenarioComparison } from "../../../src/compare/comparison.ts";
import type { JsonObject } from "../../../src/json.ts";
import { compare } from "../one-scenario.ts";
import { declared, placeholder, type Ask, type ScenarioSpec } from "../scenario-specs.ts";

/** Conversations of several exchanges and edits of every kind: what is said of them is all of it. */
interface Piece {
  readonly name: string;
  readonly size: number;
  readonly marker: "" | "5m" | "1h";
  readonly volatile: boolean;
}

interface Conversation {
  readonly model: string;
  readonly settings: JsonObject;
  readonly tools: readonly Piece[];
  readonly system: readonly Piece[];
  /** Of each exchange what it adds; every later one sends it again. */
  readonly turns: readonly (readonly Piece[])[];
  readonly gapMs: number;
}

const size = fc.constantFrom(0, 90, 700, 2_500, 18_000);
const marker = fc.constantFrom("", "", "5m", "1h");
let names = 0;
const piece = fc
  .record({ size, marker, volatile: fc.constantFrom(false, false, false, true) })
  .map((parts): Piece => ({ ...parts, name: `piece ${(names += 1)}` }));
const pieces = fc.array(piece, { maxLength: 4 });

const conversation: fc.Arbitrary<Conversation> = fc.record({
  model: fc.constantFrom("claude-sonnet-5", "claude-opus-5"),
  settings: fc.constantFrom<JsonObject>({}, { temperature: 1 }),
  tools: pieces,
  system: pieces,
  turns: fc.array(fc.array(piece, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
  gapMs: fc.constantFrom(10_000, 400_000),
});

type Edit = (before: Conversation) => Conversation;

const listEdits = ["resize", "add", "remove", "reverse", "mark", "rename", "fill"] as const;

/** Edits of a list of blocks: each at a place of its own, anew for every list. */
const listEdit = fc
  .record({
    kind: fc.constantFrom(...listEdits),
    at: fc.nat(3),
    made: piece,
  })
  .map(({ kind, at, made }) => (list: readonly Piece[]): readonly Piece[] => {
    const change = (part: Partial<Piece>): readonly Piece[] =>
      list.map((one, index) => (index === at ? { ...one, ...part } : one));
    switch (kind) {
      case "add":
        return [...list.slice(0, at), made, ...list.slice(at)];
      case "remove":
        return list.filter((_, index) => index !== at);
      case "reverse":
        return list.toReversed();
      case "mark":
        return change({ marker: made.marker });
      case "rename":
        return change({ name: made.name, size: made.size });
      case "fill":
        return change({ volatile: true });
      case "resize":
        return change({ size: made.size });
      default:
        return kind satisfies never;
    }
  });

/** Of a message the first block stays: what opens a message is told by it. */
function behindFirst(
  edit: (list: readonly Piece[]) => readonly Piece[],
): (list: readonly Piece[]) => readonly Piece[] {
  return ([first, ...others]) => (first === undefined ? [] : [first, ...edit(others)]);
}

const blockEdit: fc.Arbitrary<Edit> = fc.oneof(
  listEdit.map((change): Edit => (one) => ({ ...one, tools: change(one.tools) })),
  listEdit.map((change): Edit => (one) => ({ ...one, system: change(one.system) })),
  fc.tuple(listEdit, fc.nat(3)).map(([change, at]): Edit => (one) => ({
    ...one,
    turns: one.turns.map((turn, index) => (index === at ? behindFirst(change)(turn) : turn)),
  })),
);

const otherEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 2 }).map((turn): Edit => (one) => ({
    ...one,
    turns: [...one.turns, turn],
  })),
  fc.constant<Edit>((one) => ({
    ...one,
    turns: one.turns.slice(0, Math.max(1, one.turns.length - 1)),
  })),
  fc.constantFrom("claude-haiku-4-5", "claude-opus-5").map((model): Edit => (one) => ({
    ...one,
    model,
  })),
  fc
    .constantFrom<JsonObject>({}, { inference_geo: "us" }, { temperature: 0.5 })
    .map((settings): Edit => (one) => ({ ...one, settings })),
  fc.constantFrom(10_000, 400_000).map((gapMs): Edit => (one) => ({ ...one, gapMs })),
);

const pair = fc
  .tuple(
    conversation,
    fc.array(fc.oneof({ weight: 3, arbitrary: blockEdit }, { weight: 1, arbitrary: otherEdit }), {
      minLength: 1,
      maxLength: 5,
    }),
  )
  .map(([before, edits]) => ({
    before,
    after: edits.reduce((conversation, one) => one(conversation), before),
  }));

const arrivals = fc.record({
  traffic: fc.constantFrom(null, 300, 40_000),
  arrivals: fc.constantFrom("poisson" as const, "steady" as const),
});

function blockOf({ name, size: tokens, marker: kept }: Piece): JsonObject {
  return declared(name, tokens, kept !== "", kept === "1h" ? "1h" : undefined);
}

function toolOf({ name, size: tokens, marker: kept }: Piece): JsonObject {
  const marked = kept === "" ? {} : { cache_control: { type: "ephemeral", ttl: kept } };
  return { $tokens: tokens, name: name.replace(" ", "_"), ...marked };
}

function asksOf(one: Conversation): readonly Ask[] {
  return one.turns.map((_, index): Ask => {
    const turns = one.turns.slice(0, index + 1);
    const messages = turns.map((turn, at) => ({
      role: at % 2 === 0 ? "user" : "assistant",
      content: turn.map(blockOf),
    }));
    return {
      body: {
        model: one.model,
        max_tokens: 1_000,
        ...one.settings,
        ...(one.tools.length === 0 ? {} : { tools: one.tools.map(toolOf) }),
        ...(one.system.length === 0 ? {} : { system: one.system.map(blockOf) }),
        messages,
      },
      placeholders: one.system.flatMap(({ volatile }, at) =>
        volatile ? [placeholder(["system", at, "text"], `now_${at}`, "request")] : [],
      ),
      offsetMs: index * one.gapMs,
      output: 100,
    };
  });
}

function specOf(one: Conversation, more: Partial<ScenarioSpec> = {}): ScenarioSpec {
  return { traffic: 40_000, runs: [{ id: "r", asks: asksOf(one) }], ...more };
}

/** The blocks of a level that one exchange sends, each by its name and size. */
function sent(one: Conversation, level: Level, index: number): readonly Piece[] {
  return level === "messages" ? one.turns.slice(0, index + 1).flat() : one[level];
}

/** How often each block is in one list more than in the other, as a list of blocks. */
function without(list: readonly Piece[], other: readonly Piece[]): readonly Piece[] {
  const left = other.map(idOf);
  return list.filter((one) => {
    const at = left.indexOf(idOf(one));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function idOf({ name, size: tokens }: Piece): string {
  return `${name}/${tokens}`;
}

/** What differs at a level, over all exchanges that are compared there. */
function differing(before: Conversation, after: Conversation, level: Level) {
  const last = before.turns.length - 1;
  const compared = after.turns.flatMap((_, index) =>
    level === "messages" && index > last ? [] : [[Math.min(index, last), index] as const],
  );
  const pairs = compared.map(
    ([from, to]) => [sent(before, level, from), sent(after, level, to)] as const,
  );
  return {
    gone: pairs.flatMap(([old, now]) => without(old, now)),
    come: pairs.flatMap(([old, now]) => without(now, old)),
  };
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, one) => total + one, 0);
}

function causeOf({ causes }: ScenarioComparison, kind: Cause["kind"]): Cause | undefined {
  return causes.find((cause) => cause.kind === kind);
}

const numRuns = 300;

test("causes add up to the delta, whatever is edited and however runs arrive", () => {
  fc.assert(
    fc.property(pair, pair, arrivals, ({ before, after }, other, { traffic, ...how }) => {
      const side = (one: Conversation, two: Conversation): ScenarioSpec => ({
        ...how,
        traffic,
        runs: [
          { id: "r", weight: 3, asks: asksOf(one) },
          { id: "s", asks: asksOf(two) },
        ],
      });
      const comparison = compare(side(after, other.after), side(before, other.before));
      const parts = comparison.causes.reduce((total, { usd }) => total + usd, 0n);
      expect(parts).toBe(comparison.deltaUsd);
      const moved = comparison.adjustments.reduce((total, { usd }) => total + usd, 0n);
      expect((comparison.baseUsd ?? 0n) + moved + parts).toBe(comparison.headUsd);
    }),
    { numRuns },
  );
});

test("each block that differs is named once, with the requests that carry it and its tokens", () => {
  let named = 0;
  fc.assert(
    fc.property(pair, ({ before, after }) => {
      const comparison = compare(specOf(after), specOf(before));
      for (const level of ["tools", "system", "messages"] as const) {
        const cause = causeOf(comparison, level);
        const { gone, come } = differing(before, after, level);
        const changes = (cause?.changes ?? []).filter(({ kind }) => kind !== "moved");
        const carried = (kinds: readonly string[]) =>
          changes.filter(({ kind }) => kinds.includes(kind));
        const count = (list: typeof changes) => sum(list.map(({ requests }) => requests ?? 0));
        // Blocks of no size move nothing, nor do those that another of their size replaces.
        if (cause === undefined) {
          expect(sum(come.map((one) => one.size))).toBe(sum(gone.map((one) => one.size)));
          continue;
        }
        named += changes.length;
        expect(count(carried(["added", "changed"]))).toBe(come.length);
        expect(count(carried(["removed", "changed"]))).toBe(gone.length);
        const tokens = changes.map(({ kind, tokens: more, requests }) =>
          more === null ? null : (kind === "removed" ? -more : more) * (requests ?? 0),
        );
        const known = tokens.filter((one) => one !== null);
        if (known.length < tokens.length) continue;
        expect(sum(known)).toBe(cause.tokens);
        expect(sum(known)).toBe(
          sum(come.map((one) => one.size)) - sum(gone.map((one) => one.size)),
        );
      }
    }),
    { numRuns },
  );
  // About every second pair differs in a block of some size: by far not none.
  expect(named).toBeGreaterThan(numRuns / 4);
});

test("no cause without a difference, and none without a name", () => {
  fc.assert(
    fc.property(pair, ({ before, after }) => {
      const { causes } = compare(specOf(after), specOf(before));
      const same = (key: keyof Conversation): boolean =>
        JSON.stringify(before[key]) === JSON.stringify(after[key]);
      const reasons: Partial<Record<Cause["kind"], boolean>> = {
        exchanges: before.turns.length !== after.turns.length || !same("gapMs"),
        model: !same("model"),
        settings: !same("settings"),
        tools: !same("tools"),
        system: !same("system"),
        messages: !same("turns"),
        // Models think by default, or do not: the answers are written otherwise.
        output: !same("model"),
        cache: !same("tools") || !same("system") || !same("turns"),
      };
      for (const { kind, changes, usd } of causes) {
        expect([kind, reasons[kind]]).toEqual([kind, true]);
        expect([kind, usd, changes.length > 0]).toEqual([kind, usd, true]);
      }
    }),
    { numRuns },
  );
});
