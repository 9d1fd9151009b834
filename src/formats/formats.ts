/** Every kind of file that is read as it stands. */
import type { Json } from "../json.ts";
import { batch } from "./batch.ts";
import type { Format } from "./format.ts";
import { entries } from "./recordings/entries.ts";
import { goVcr } from "./recordings/go-vcr.ts";
import { har, polly } from "./recordings/har.ts";
import { httpmock } from "./recordings/httpmock.ts";
import { httprr } from "./recordings/httprr.ts";
import { nock } from "./recordings/nock.ts";
import { pairs } from "./recordings/pairs.ts";
import { request } from "./recordings/request.ts";
import { rubyVcr } from "./recordings/ruby-vcr.ts";
import { vcrpy } from "./recordings/vcrpy.ts";
import { wiremock } from "./recordings/wiremock.ts";
import { usageFormats } from "./usage/formats.ts";

/** In the order in which they are looked for: what is told by less comes later. */
export const formats = {
  vcrpy,
  "ruby-vcr": rubyVcr,
  "go-vcr": goVcr,
  httprr,
  nock,
  polly,
  har,
  wiremock,
  httpmock,
  entries,
  batch,
  ...usageFormats,
  pairs,
  request,
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;

const names: readonly FormatName[] = Object.keys(formats).filter(isName);

/** The format of a document; null: none is known that it could be. */
export function findFormat(document: Json): FormatName | null {
  return names.find((name) => formats[name].sees(document)) ?? null;
}

/** What the formats are called. */
export const formatTitles: readonly string[] = Object.values(formats).map(({ title }) => title);

function isName(name: string): name is FormatName {
  return name in formats;
}
