/** The bill through git's history as a picture: one SVG file, no script, nothing fetched. */
import { largest } from "../../arithmetic.ts";
import type { Pico } from "../../money.ts";
import { showUsd } from "../../report/views/amount.ts";
import { cleanName, clip } from "../../report/views/markdown.ts";
import { unitOf } from "../../report/views/words/costs.ts";
import type { History } from "./history.ts";
import { seriesOf, type Series } from "./series.ts";

const width = 860;
const height = 360;
/** Between the picture's edge and the lines; on the right stand the names. */
const frame = { top: 48, right: 230, bottom: 36, left: 72 } as const;
/** Lines that can be told apart; the dearest of today are drawn. */
const mostLines = 8;

/** Readable on white and on black, told apart by people who see red and green alike. */
const colours = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#b58900",
  "#56b4e9",
  "#6c71c4",
  "#808080",
] as const;

/**
 * Each commit's figures as steps: a baseline holds until the next. Lines a month where any scenario
 * has traffic (the others are left out, and it says so), else per 1,000 runs.
 */
export function historySvg(history: History): string {
  const all = seriesOf(history);
  const basis = all.some((series) => series.basis === "month") ? "month" : "run";
  const drawable = all.filter((series) => series.basis === basis);
  const drawn = dearest(drawable);
  const most = largest(
    drawn.flatMap(({ figures }) => figures.flatMap((figure) => figure ?? [])),
    1n,
  );
  const top = niceAbove(most);
  const places = placesOf(history);
  const left = all.length - drawn.length;
  const title = `USD ${unitOf(basis)}, ${cleanName(history.file)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" ` +
      `aria-label="${escape(title)}">`,
    `<title>${escape(title)}</title>`,
    "<style>text{font:12px system-ui,sans-serif;fill:#24292f}.grid{stroke:#d0d7de}" +
      "rect{fill:#fff}@media(prefers-color-scheme:dark){text{fill:#e6edf3}" +
      ".grid{stroke:#30363d}rect{fill:#0d1117}}</style>",
    `<rect width="${width}" height="${height}"/>`,
    `<text x="${frame.left}" y="24" font-weight="600">${escape(title)}</text>`,
    ...gridOf(top),
    ...daysOf(history, places),
    ...drawn.map((series, index) => stepsOf(series, { places, top, colour: colourOf(index) })),
    ...labelsOf(drawn, top),
    ...(left > 0
      ? [`<text x="${frame.left}" y="40" font-size="10">${left} more not drawn</text>`]
      : []),
    "</svg>",
    "",
  ].join("\n");
}

/** The dearest at the end, in the order they had. */
function dearest(all: readonly Series[]): readonly Series[] {
  const last = ({ figures }: Series): Pico => figures.findLast((figure) => figure !== null) ?? 0n;
  const chosen = [...all].sort((a, b) => Number(last(b) > last(a)) - Number(last(b) < last(a)));
  const kept = new Set(chosen.slice(0, mostLines));
  return all.filter((series) => kept.has(series));
}

function colourOf(index: number): string {
  return colours[index % colours.length] ?? colours[0];
}

/** The least of 1, 2 and 5 times a power of ten that is not below an amount. */
function niceAbove(amount: Pico): Pico {
  for (let unit = 1n; ; unit *= 10n)
    for (const step of [1n, 2n, 5n]) if (unit * step >= amount) return unit * step;
}

/**
 * From the left edge to the right by time, never back: clocks of committers differ. Evenly where all
 * are of one day.
 */
function placesOf({ points }: History): readonly number[] {
  let latest = 0;
  const times = points.map(({ commit }) => {
    latest = Math.max(latest, Date.parse(`${commit.day}T00:00:00Z`));
    return latest;
  });
  const first = times[0] ?? 0;
  const space = width - frame.left - frame.right;
  return times.map((time, index) => {
    const share =
      latest === first ? index / Math.max(times.length - 1, 1) : (time - first) / (latest - first);
    return Math.round((frame.left + share * space) * 10) / 10;
  });
}

function heightOf(figure: Pico, top: Pico): number {
  const space = height - frame.top - frame.bottom;
  const tenths = (figure * BigInt(space) * 10n) / top;
  return height - frame.bottom - Number(tenths) / 10;
}

function gridOf(top: Pico): readonly string[] {
  return [0n, 1n, 2n, 3n, 4n].flatMap((quarter) => {
    const figure = (top * quarter) / 4n;
    const y = heightOf(figure, top);
    return [
      `<line class="grid" x1="${frame.left}" x2="${width - frame.right}" y1="${y}" y2="${y}"/>`,
      `<text x="${frame.left - 8}" y="${y + 4}" text-anchor="end">${escape(showUsd(figure))}</text>`,
    ];
  });
}

function daysOf({ points }: History, places: readonly number[]): readonly string[] {
  const ends = points.length === 1 ? [0] : [0, points.length - 1];
  return ends.map((index, end) => {
    const anchor = end === 0 ? "start" : "end";
    const day = points[index]?.commit.day ?? "";
    return `<text x="${places[index] ?? frame.left}" y="${height - 12}" text-anchor="${anchor}">${day}</text>`;
  });
}

interface Drawing {
  readonly places: readonly number[];
  readonly top: Pico;
  readonly colour: string;
}

/** A line that is broken where there is no figure. The last figure holds up to the edge. */
function stepsOf({ scenario, figures }: Series, { places, top, colour }: Drawing): string {
  const edge = width - frame.right;
  let path = "";
  let isDrawing = false;
  for (const [index, figure] of figures.entries()) {
    const x = places[index] ?? edge;
    if (figure === null) {
      if (isDrawing) path += `H${x}`;
      isDrawing = false;
      continue;
    }
    const y = heightOf(figure, top);
    path += isDrawing ? `H${x}V${y}` : `M${x} ${y}`;
    isDrawing = true;
  }
  if (isDrawing) path += `H${edge}`;
  const thickness = scenario === null ? 3 : 1.5;
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${thickness}"/>`;
}

/** Names beside the lines' ends, moved apart where they would cover each other. */
function labelsOf(drawn: readonly Series[], top: Pico): readonly string[] {
  const labels = drawn.map(({ scenario, figures }, index) => {
    const figure = figures.findLast((each) => each !== null) ?? 0n;
    const name = scenario === null ? "total" : clip(cleanName(scenario), 20);
    return {
      y: heightOf(figure, top),
      text: `${name} ${showUsd(figure)}`,
      colour: colourOf(index),
    };
  });
  let lowest = height - frame.bottom + 16;
  return labels
    .toSorted((a, b) => b.y - a.y)
    .map(({ y, text, colour }) => {
      lowest = Math.min(y, lowest - 16);
      return (
        `<text x="${width - frame.right + 10}" y="${lowest + 4}">` +
        `<tspan fill="${colour}">●</tspan> ${escape(text)}</text>`
      );
    });
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
