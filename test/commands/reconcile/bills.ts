import { openProjection, type TreeProjection } from "../../../src/commands/reconcile/projection.ts";
import { noQuantities } from "../../../src/billing/ledger/ledger.ts";
import { loadTokenizer } from "../../../src/io/context.ts";
import { digest } from "../../../src/io/hash.ts";
import { nowhere, problem } from "../../../src/problem.ts";
import type { RealBill, RealCharge, RealUsage } from "../../../src/reconcile/real.ts";
import { createCounter } from "../../../src/tokens/counter.ts";
import { createMemoryTree } from "../../repositories/memory-tree.ts";

/** A run of declared blocks: a prompt of so many tokens, the first 6,000 of them cached. */
export function fixtureOf(model: string, output = 300): string {
  return JSON.stringify({
    request: {
      model,
      max_tokens: 1_000,
      system: [
        {
          type: "text",
          text: { $tokens: 6_000, name: "policy" },
          cache_control: { type: "ephemeral" },
        },
      ],
      messages: [
        { role: "user", content: [{ type: "text", text: { $tokens: 400, name: "question" } }] },
      ],
    },
    expect: { output_tokens: output },
  });
}

/** A tree of a config and its fixtures, projected as of 24 November 2026. */
export function projectionOf(
  config: string,
  files: Readonly<Record<string, string>>,
): NonNullable<TreeProjection["head"]> {
  const base = { problem: problem("scenario-unknown", nowhere, { asked: "a", nearest: [] }) };
  const { head, problems } = openProjection({
    digest,
    counter: createCounter(loadTokenizer),
    asOf: "2026-11-24",
    dry: false,
    tree: createMemoryTree({ "promptcost.yml": config, ...files }),
    base,
    file: "promptcost.yml",
  });
  if (head === null) throw new Error(JSON.stringify(problems));
  return head;
}

export const october = { from: "2026-10-01", to: "2026-10-31", month: "2026-10" };

export function usageOf(over: Partial<RealUsage> & { readonly day: string }): RealUsage {
  return {
    model: "claude-sonnet-5",
    tier: "standard",
    band: "base",
    geo: "global",
    speed: "standard",
    quantities: noQuantities,
    requests: null,
    ...over,
  };
}

export function chargeOf(over: Partial<RealCharge> & { readonly day: string }): RealCharge {
  return {
    costType: "tokens",
    model: "claude-sonnet-5",
    tier: null,
    usd: 0n,
    listUsd: null,
    ...over,
  };
}

export function billOf(over: Partial<RealBill>): RealBill {
  return {
    source: "console",
    usage: null,
    charges: null,
    completeTo: null,
    problems: [],
    ...over,
  };
}
