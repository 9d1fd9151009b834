import type { Bytes } from "../../base64.ts";

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The pixel size a PNG, JPEG, GIF or WebP says in its header; null where the bytes are none of
 * these or cut off.
 */
export function readImageSize(bytes: Bytes): Size | null {
  let size: Size | null = null;
  if (bytes.length >= 24 && big(bytes, 0, 4) === 0x89504e47)
    size = { width: big(bytes, 16, 4), height: big(bytes, 20, 4) };
  else if (bytes.length >= 10 && ascii(bytes, 0, 3) === "GIF")
    size = { width: little(bytes, 6, 2), height: little(bytes, 8, 2) };
  else if (big(bytes, 0, 2) === 0xffd8) size = jpegSize(bytes);
  else if (bytes.length >= 30 && ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 4) === "WEBP")
    size = webpSize(bytes);
  return size !== null && size.width > 0 && size.height > 0 ? size : null;
}

function big(bytes: Bytes, offset: number, count: number): number {
  let value = 0;
  for (let index = 0; index < count; index += 1) value = value * 256 + bytes.at(offset + index);
  return value;
}

function ascii(bytes: Bytes, offset: number, count: number): string {
  return Array.from({ length: count }, (_, index) =>
    String.fromCharCode(bytes.at(offset + index)),
  ).join("");
}

function little(bytes: Bytes, offset: number, count: number): number {
  let value = 0;
  for (let index = count - 1; index >= 0; index -= 1)
    value = value * 256 + bytes.at(offset + index);
  return value;
}

function jpegSize(bytes: Bytes): Size | null {
  let offset = 2;
  while (offset + 9 <= bytes.length) {
    if (bytes.at(offset) !== 0xff) return null;
    const marker = bytes.at(offset + 1);
    if (marker === 0xff) offset += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) offset += 2;
    else if (isFrameHeader(marker))
      return { height: big(bytes, offset + 5, 2), width: big(bytes, offset + 7, 2) };
    else offset += 2 + Math.max(2, big(bytes, offset + 2, 2));
  }
  return null;
}

function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function webpSize(bytes: Bytes): Size | null {
  const chunk = ascii(bytes, 12, 4);
  if (chunk === "VP8X")
    return { width: 1 + little(bytes, 24, 3), height: 1 + little(bytes, 27, 3) };
  if (chunk === "VP8 ")
    return { width: little(bytes, 26, 2) & 0x3fff, height: little(bytes, 28, 2) & 0x3fff };
  if (chunk !== "VP8L") return null;
  const packed = little(bytes, 21, 4);
  return { width: 1 + (packed % 16384), height: 1 + (Math.floor(packed / 16384) % 16384) };
}
