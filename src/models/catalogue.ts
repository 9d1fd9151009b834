import type { Day } from "../day.ts";
import { fable5 } from "./fable/fable-5.ts";
import { fable51 } from "./fable/fable-5-1.ts";
import { fable52 } from "./fable/fable-5-2.ts";
import { haiku3 } from "./haiku/haiku-3.ts";
import { haiku35 } from "./haiku/haiku-3-5.ts";
import { haiku45 } from "./haiku/haiku-4-5.ts";
import { haiku55 } from "./haiku/haiku-5-5.ts";
import { mythos5 } from "./mythos/mythos-5.ts";
import { mythos51 } from "./mythos/mythos-5-1.ts";
import { mythos52 } from "./mythos/mythos-5-2.ts";
import { mythosPreview } from "./mythos/mythos-preview.ts";
import { opus3 } from "./opus/opus-3.ts";
import { opus4 } from "./opus/opus-4.ts";
import { opus41 } from "./opus/opus-4-1.ts";
import { opus45 } from "./opus/opus-4-5.ts";
import { opus46 } from "./opus/opus-4-6.ts";
import { opus47 } from "./opus/opus-4-7.ts";
import { opus48 } from "./opus/opus-4-8.ts";
import { opus5 } from "./opus/opus-5.ts";
import { opus55 } from "./opus/opus-5-5.ts";
import { sonnet3 } from "./sonnet/sonnet-3.ts";
import { sonnet35 } from "./sonnet/sonnet-3-5.ts";
import { sonnet35June } from "./sonnet/sonnet-3-5-june.ts";
import { sonnet37 } from "./sonnet/sonnet-3-7.ts";
import { sonnet4 } from "./sonnet/sonnet-4.ts";
import { sonnet45 } from "./sonnet/sonnet-4-5.ts";
import { sonnet46 } from "./sonnet/sonnet-4-6.ts";
import { sonnet5 } from "./sonnet/sonnet-5.ts";
import { sonnet55 } from "./sonnet/sonnet-5-5.ts";
import type { ModelId } from "./ids.ts";
import type { Model } from "./model.ts";

/** Newest first within a family. */
const models: Readonly<Record<ModelId, Model>> = {
  "claude-fable-5-2": fable52,
  "claude-fable-5-1": fable51,
  "claude-fable-5": fable5,
  "claude-mythos-5-2": mythos52,
  "claude-mythos-5-1": mythos51,
  "claude-mythos-5": mythos5,
  "claude-mythos-preview": mythosPreview,
  "claude-opus-5-5": opus55,
  "claude-opus-5": opus5,
  "claude-opus-4-8": opus48,
  "claude-opus-4-7": opus47,
  "claude-opus-4-6": opus46,
  "claude-opus-4-5": opus45,
  "claude-opus-4-1": opus41,
  "claude-opus-4-20250514": opus4,
  "claude-3-opus-20240229": opus3,
  "claude-sonnet-5-5": sonnet55,
  "claude-sonnet-5": sonnet5,
  "claude-sonnet-4-6": sonnet46,
  "claude-sonnet-4-5": sonnet45,
  "claude-sonnet-4-20250514": sonnet4,
  "claude-3-7-sonnet-20250219": sonnet37,
  "claude-3-5-sonnet-20241022": sonnet35,
  "claude-3-5-sonnet-20240620": sonnet35June,
  "claude-3-sonnet-20240229": sonnet3,
  "claude-haiku-5-5": haiku55,
  "claude-haiku-4-5": haiku45,
  "claude-3-5-haiku-20241022": haiku35,
  "claude-3-haiku-20240307": haiku3,
};

/** The day whose prices, limits and dates the models here were last brought to (prices.json). */
export const priceBookDate: Day = "2026-11-24";

/** Every model of the price book, in the order of the table. */
export const catalogue: readonly Model[] = Object.values(models);
