import { priceBookDate } from "../../models/catalogue.ts";
import { readUsd, showCount, showUsd } from "../../report/views/amount.ts";
import { cleanName } from "../../report/views/markdown.ts";
import { alignColumns } from "../../report/views/terminal/columns.ts";
import { showPerThousandRuns } from "../../report/views/words/costs.ts";
import type { ExplainedBlock, ExplainedBlocks } from "./block-rows.ts";

/** What a scenario's blocks cost, for people: a row each, the dearest first. */
export function blocksText(explained: ExplainedBlocks): string {
  const { scenario, asOf, traffic, blocks, usdPerRun, usdPerMonth } = explained;
  const unit = usdPerMonth === null ? "per 1,000 runs" : "a month";
  const rows = blocks.map((row) => [
    describe(row),
    row.file === null ? "" : `${cleanName(row.file)}${row.line === null ? "" : `:${row.line}`}`,
    row.tokens === null ? "" : showCount(row.tokens),
    row.requests === null ? "" : showCount(row.requests),
    `${row.percent} %`,
    costOf(row),
  ]);
  const whole = usdPerMonth === null ? showPerThousand(usdPerRun) : showUsd(readUsd(usdPerMonth));
  return [
    `${cleanName(scenario)}, prices of ${asOf} (price book of ${priceBookDate})` +
      (traffic === null ? ", no traffic stated: a warm cache" : `, ${traffic}`),
    "",
    ...alignColumns(
      [
        ["block", "where", "tokens", "requests", "of the bill", unit],
        ...rows,
        ["all", "", "", "", "100 %", whole],
      ],
      (column) => column < 2,
    ),
    "",
  ].join("\n");
}

/** `system.0, changes with every request`, `tool lookup_order`, `answers`. */
function describe({ kind, block, level, name, changes }: ExplainedBlock): string {
  if (block === null) return kind;
  const what = level === "tools" && name !== null ? `tool ${cleanName(name)}` : block;
  if (changes === null || changes === "never") return what;
  return `${what}, ${typeof changes === "number" ? `one of ${changes}` : `changes: ${changes}`}`;
}

function costOf({ usdPerMonth, usdPerRun }: ExplainedBlock): string {
  return usdPerMonth === null ? showPerThousand(usdPerRun) : showUsd(readUsd(usdPerMonth));
}

function showPerThousand(usdPerRun: string): string {
  return showPerThousandRuns(readUsd(usdPerRun)).replace(/ per 1,000 runs$/, "");
}
