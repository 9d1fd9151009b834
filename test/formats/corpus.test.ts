import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { readContent } from "../../src/fixture/recordings/content.ts";
import type { Call } from "../../src/formats/format.ts";
import { createDigest } from "../../src/io/hash.ts";

const corpus = join(import.meta.dirname, "..", "..", "..", "shared", "corpus", "formats");
