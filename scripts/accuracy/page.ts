/** ACCURACY.md, and the short table of the README, from what was measured. */
import { cachePage } from "./cache-page.ts";
import type { Figures } from "./figures.ts";
import type { Accuracy, Row } from "./measure.ts";
import { percent, table, tokens } from "./table.ts";

const heads = [
  "",
  "n",
  "exact",
  "within 1",
  "median of error",
  "95th percentile",
  "bias",
  "in interval",
];

/** The lines the README shows. */
export function renderShort({ sums, output, caching }: Accuracy): string {
  return table(
    ["recorded requests", "n", "exact", "95th percentile of error"],
    [
      ...[...sums, ...output].map(({ name, figures }) => [
        name,
        figures.n.toLocaleString("en-US"),
        percent(figures.exact, 1),
        percent(figures.p95, 2),
      ]),
      ...caching.rows
        .slice(0, 1)
        .map(({ name, n, outcome }) => [
          `cache outcome, ${name}`,
          tokens(n),
          percent(outcome, 1),
          "",
        ]),
    ],
  );
}

/** The page ACCURACY.md. */
export function renderAccuracy(accuracy: Accuracy): string {
  return `# Accuracy

What promptcost says of recorded API traffic, beside what the API said. Written by \`npm run accuracy\` from ${tokens(accuracy.unselected.figures.n)} recorded
requests whose whole input is in the request (corpus ${accuracy.fingerprint}); a test compares this page with a new measurement.

Errors are relative to what the API counted. *In interval*: the share of recordings whose true count lies between \`low\` and
\`high\`. The widths were set by the residuals of the sources below, by kind; where a rule says exact, they are zero.

## Input tokens, by our own count alone

${figuresTable([...accuracy.sums, accuracy.unselected])}

${figuresTable(accuracy.byKind)}

By the repository they were recorded in:

${figuresTable(accuracy.bySource)}

Not exact, by kind: ${accuracy.inexact.map(({ kind, n }) => `${kind} ${n}`).join("; ")}.

Left out as odd, by cause: ${accuracy.odd.map(({ why, n }) => `${why} ${n}`).join("; ")}.

## Beside public counters

The texts of system, messages and tools, as a user of these counters would count them. They know no framing.

${othersTable(accuracy)}

## A changed prompt, from the recording of the one before

${figuresTable(accuracy.calibrated)}

## Output tokens of a recorded text

${figuresTable(accuracy.output)}

${cachePage(accuracy.caching)}

## The ten worst

| recording | model | counted | in truth | why |
| --- | --- | --: | --: | --- |
${accuracy.worst
  .map(
    ({ id, model, measurement, why }) =>
      `| ${id} | ${model} | ${tokens(measurement.counted)} | ${tokens(measurement.truth)} ` +
      `| ${why} |`,
  )
  .join("\n")}
`;
}

function figuresTable(rows: readonly Row[]): string {
  return table(
    heads,
    rows.map(({ name, figures }) => [name, ...cells(figures)]),
  );
}

function othersTable({ others }: Accuracy): string {
  const names = others[0]?.rows.map(({ name }) => name) ?? [];
  return table(
    ["median / 95th percentile of error", ...names],
    others.map(({ counter, rows }) => [
      counter,
      ...rows.map(({ figures }) => `${percent(figures.median, 2)} / ${percent(figures.p95, 2)}`),
    ]),
  );
}

function cells({ n, exact, withinOne, median, p95, bias, covered }: Figures): readonly string[] {
  return [
    n.toLocaleString("en-US"),
    percent(exact, 1),
    percent(withinOne, 1),
    percent(median, 2),
    percent(p95, 2),
    percent(bias, 2),
    percent(covered, 1),
  ];
}
