import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { countMessage, type MessageFamily } from "./message.ts";

/**
 * What the package the vocabularies are taken from says itself, by its own command: `pip install
 * ctok`, or a path in CTOK.
 */
const command = process.env["CTOK"] ?? "ctok";
const present = spawnSync(command, ["--help"]).status === 0;
if (!present)
  console.warn(
    `SKIPPED: there is no command ${command} (pip install ctok==1.3.0); our counts are not held against its own`,
  );

const versions: Readonly<Record<MessageFamily, string>> = { v3: "3.0", "v4.7": "4.7", v5: "4.8" };

const texts: readonly (readonly [string, string])[] = [
  [
    "prose",
    "The museum's west wing, closed since 1987, re-opened on Tuesday; “nobody” had " +
      "expected 12,431 visitors (or 3 Tuesdays in a row).",
  ],
  [
    "code",
    "export const f = async <T>(x: T[], n = 0x1F_ff) => {\n\tfor (let i = 0; i < " +
      "x.length; i++) await g(x[i]!, `${n}`);\n}\n",
  ],
  [
    "JSON",
    '{"id": "a9f3-77c1", "tags": ["x", "y_z", null, true], "price": -1.5e-7, "nested": {"camelCaseKey": "\\u00e9\\n"}}',
  ],
  [
    "languages",
    "Das Straßenbahnhäuschen. Все люди рождаются. 모든 인간은 태어날. 人人生而自由。すべての人間は。सभी मनुष्यों को। جميع الناس",
  ],
  ["odd ones", "e\u0301 \u200D 👩‍👩‍👧‍👦 ½ x² \uFEFFABC   \t\n\n\n  --- ***  ▁▁ ... !!! ZZZZZZzzzz 𝔘𝔫𝔦 ﷺ"],
];

test
  .skipIf(!present)
  .for(
    texts.flatMap(([name, text]) =>
      (["v3", "v4.7", "v5"] as const).map((family) => [name, family, text] as const),
    ),
  )("%s, %s", { timeout: 60_000 }, ([, family, text]) => {
  const { stdout } = spawnSync(command, ["--version", versions[family], text], {
    encoding: "utf8",
    env: { ...process.env, PYTHONUTF8: "1" },
  });
  const [, total] = /content \d+ \+ frame \d+ = (\d+)/.exec(stdout) ?? [];
  expect(countMessage(family, text)).toBe(Number(total));
});
