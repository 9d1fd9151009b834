import { isBase64, readBase64 } from "../../base64.ts";
import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";
import { dataOf, sourceOf } from "../../tokens/framing/blocks/images.ts";
import { frameOf } from "../../tokens/framing/frame.ts";
import { imageGrid, seenSize, type GridRule } from "../../tokens/media/grid.ts";
import { readImageSize, type Size } from "../../tokens/media/image-size.ts";
import { counted, groupDigits } from "../../words.ts";
import type { AdviceContext, Proposal } from "../advice.ts";
import { withChangedRequests } from "../changed-requests.ts";
import { blockPlace } from "../place.ts";
import { costOfBlocks, differentBlocks, isWorth } from "./block-totals.ts";
import { changeBlocks } from "./changed-request.ts";
import { changesByKey } from "./text-blocks.ts";

/**
 * Pictures larger than the model sees: it scales them down, and bills what is left (billing.md §5,
 * Images), so sending them as it sees them saves bytes and time, and no tokens. What saves tokens is
 * going below that: the changed scenario has them at half the edges the model sees.
 */
export function largeImage(context: AdviceContext): readonly Proposal[] {
  const found = differentBlocks(context.measured).flatMap((total) => {
    const { kind, content } = total.block;
    if (kind !== "image" && kind !== "tool_result") return [];
    const rule = frameOf(total.measured.prompt.model).images;
    const halved = halveImages(content, rule);
    return halved.largest === null ? [] : [{ total, ...halved }];
  });
  const [first] = found;
  const cost = costOfBlocks(
    found.map(({ total }) => total),
    context,
  );
  if (first === undefined || first.largest === null || !isWorth(cost, context.projection))
    return [];
  const changes = new Map<number, Json>(
    found.map(({ total, changed }) => [total.block.key, changed]),
  );
  const images = found.reduce((sum, { count }) => sum + count, 0);
  const { largest } = first;
  return [
    {
      code: "large-image",
      change:
        `send ${counted(images, "picture")} smaller: of ${edges(largest.sent)} the model sees ` +
        `${edges(largest.seen)} for ${groupDigits(largest.tokens)} tokens, ` +
        `and ${edges(half(largest.seen))} are ${groupDigits(largest.tokensOfHalf)}, if that is enough to see by`,
      ...blockPlace(first.total.measured.exchange, first.total.block.path),
      confidence: "possible",
      changed: withChangedRequests(context, ({ prompt, exchange }) =>
        changeBlocks(exchange.request, changesByKey(prompt.blocks, changes)),
      ),
    },
  ];
}

/** A picture that is scaled down, as it is sent, as it is seen, and what it costs. */
interface LargeImage {
  readonly sent: Size;
  readonly seen: Size;
  readonly tokens: number;
  readonly tokensOfHalf: number;
}

interface Halved {
  readonly changed: Json;
  readonly count: number;
  /** The first of them; null where none is too large. */
  readonly largest: LargeImage | null;
}

/** A block, a picture or a tool's result with pictures in it, with the large ones at half. */
function halveImages(content: Json, rule: GridRule): Halved {
  const none = { changed: content, count: 0, largest: null };
  if (!isObject(content)) return none;
  if (content["type"] === "image") return halveImage(content, rule);
  const items = content["content"];
  if (!isArray(items)) return none;
  const halved = items.map((item) => halveImages(item, rule));
  const count = halved.reduce((sum, each) => sum + each.count, 0);
  if (count === 0) return none;
  return {
    changed: { ...content, content: halved.map(({ changed }) => changed) },
    count,
    largest: halved.find(({ largest }) => largest !== null)?.largest ?? null,
  };
}

function halveImage(image: JsonObject, rule: GridRule): Halved {
  const none = { changed: image, count: 0, largest: null };
  const data = dataOf(sourceOf(image));
  const sent = isBase64(data) ? readImageSize(readBase64(data)) : null;
  if (sent === null) return none;
  const { tokens, scaled } = imageGrid(sent, rule);
  if (!scaled) return none;
  const seen = seenSize(sent, rule);
  const size = half(seen);
  const { tokens: tokensOfHalf } = imageGrid(size, rule);
  return {
    changed: { ...image, source: pictureOf(size) },
    count: 1,
    largest: { sent, seen, tokens, tokensOfHalf },
  };
}

function half({ width, height }: Size): Size {
  return {
    width: Math.max(1, Math.floor(width / 2)),
    height: Math.max(1, Math.floor(height / 2)),
  };
}

function edges({ width, height }: Size): string {
  return `${groupDigits(width)} × ${groupDigits(height)} pixels`;
}

/** The head of a PNG of a size: of a picture nothing else is counted. */
function pictureOf({ width, height }: Size): JsonObject {
  const bytes = [
    0x89,
    0x50,
    0x4e,
    0x47,
    0x0d,
    0x0a,
    0x1a,
    0x0a,
    0,
    0,
    0,
    13,
    0x49,
    0x48,
    0x44,
    0x52,
    ...fourBytes(width),
    ...fourBytes(height),
  ];
  return { type: "base64", media_type: "image/png", data: writeBase64(bytes) };
}

function fourBytes(value: number): readonly number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 of whole groups of three bytes. */
function writeBase64(bytes: readonly number[]): string {
  return bytes
    .flatMap((byte, at) => (at % 3 === 0 ? [[byte, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0]] : []))
    .map(([a = 0, b = 0, c = 0]) => (a << 16) | (b << 8) | c)
    .flatMap((group) => [18, 12, 6, 0].map((shift) => alphabet[(group >> shift) & 63] ?? ""))
    .join("");
}
