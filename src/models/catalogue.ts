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
import type { Model } from "./model.ts";

/**
 * Every model of the price book, newest first within a family. A model is a file and a line here.
 */
export const catalogue: readonly Model[] = [
  fable52,
  fable51,
  fable5,
  mythos52,
  mythos51,
  mythos5,
  mythosPreview,
  opus55,
  opus5,
  opus48,
  opus47,
  opus46,
  opus45,
  opus41,
  opus4,
  opus3,
  sonnet55,
  sonnet5,
  sonnet46,
  sonnet45,
  sonnet4,
  sonnet37,
  sonnet35,
  sonnet35June,
  sonnet3,
  haiku55,
  haiku45,
  haiku35,
  haiku3,
];
