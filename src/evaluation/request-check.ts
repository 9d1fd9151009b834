/** What the API would refuse of a request beyond what reading its fixture says. */
import { isArray, isObject, type Json } from "../json.ts";
import { messagesOf } from "../api/request.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { findModel } from "../models/lookup.ts";
import { placeWithin, problem, type Place, type Problem } from "../problem.ts";
import { checkPrompt } from "../prompt/check.ts";
import type { Prompt } from "../prompt/prompt.ts";
import { dataOf, sourceOf } from "../tokens/framing/blocks/images.ts";
import { readBase64 } from "../base64.ts";
import { readImageSize } from "../tokens/media/image-size.ts";

/**
 * Limits of pictures (billing.md §5, Images): pixels of an edge, with few and with many pictures in
 * a request; bytes of one; how many, by the window of the model.
 */
const limits = {
  edge: 8000,
  edgeOfMany: 2000,
  many: 20,
  bytes: 10_000_000,
  inWideWindow: 600,
  inNarrowWindow: 100,
  narrowWindow: 200_000,
} as const;

interface Picture {
  readonly path: string;
  /** Base64; empty where it is elsewhere. */
  readonly data: string;
}

/**
 * Markers that cannot stand as they do, and pictures that are too large or too many. A recording of
 * the very body is the proof that its pictures were taken; markers are in no recording's hash. Each
 * has its path in the body and the exchange's line: `atItsLine` finds its own.
 */
export function checkRequest(prompt: Prompt, exchange: Exchange): readonly Problem[] {
  const { place, recorded } = exchange;
  const { inputHash = null } = recorded ?? {};
  const isProved = inputHash !== null && inputHash === exchange.inputHash;
  return [...checkPrompt(prompt, place), ...(isProved ? [] : checkPictures(prompt, place))];
}

function checkPictures({ request, model }: Prompt, place: Place): readonly Problem[] {
  const pictures = (messagesOf(request.body) ?? []).flatMap((message, index) =>
    picturesIn(isObject(message) ? message["content"] : undefined, `messages.${index}.content`),
  );
  if (pictures.length === 0) return [];
  const isMany = pictures.length > limits.many;
  const edge = isMany ? limits.edgeOfMany : limits.edge;
  const window = findModel(model)?.model.contextWindow ?? null;
  const most = window === limits.narrowWindow ? limits.inNarrowWindow : limits.inWideWindow;
  const refused = (path: string, reason: string): Problem =>
    problem("request-refused", placeWithin({ ...place, path: null }, path), { reason });
  return [
    ...(pictures.length > most
      ? [refused("messages", `it holds ${pictures.length} pictures, at most ${most} are taken`)]
      : []),
    ...pictures.flatMap(({ path, data }) => {
      const bytes = readBase64(data);
      if (bytes.length > limits.bytes) return [refused(path, "a picture is larger than 10 MB")];
      const size = readImageSize(bytes);
      return size === null || Math.max(size.width, size.height) <= edge
        ? []
        : [
            refused(
              path,
              `a picture of ${size.width} × ${size.height} pixels is larger than ${edge} × ${edge}` +
                (isMany ? `, the limit of a request with more than ${limits.many}` : ""),
            ),
          ];
    }),
  ];
}

/** The pictures of a content, those in results of tools among them. */
function picturesIn(content: Json | undefined, path: string): readonly Picture[] {
  return (isArray(content) ? content : []).flatMap((block, index): readonly Picture[] => {
    if (!isObject(block)) return [];
    const at = `${path}.${index}`;
    if (block["type"] !== "image") return picturesIn(block["content"], `${at}.content`);
    return [{ path: at, data: dataOf(sourceOf(block)) }];
  });
}
