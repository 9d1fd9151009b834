import { expect, test } from "vitest";
import {
  addressVariables,
  callersBaseUrl,
  pointClients,
} from "../../../../src/io/proxy/command/environment.ts";

const proxy = { url: "http://127.0.0.1:4711", elsewhereFile: "/tmp/elsewhere" };

test("every variable a client reads says where the proxy is, whatever was in it", () => {
  const given = { ANTHROPIC_BASE_URL: "https://gateway.example/v1", OTHER: "kept" };
  const pointed = pointClients(given, { ...proxy, stub: false, preload: null });
  expect(addressVariables.map((name) => pointed[name])).toEqual(
    addressVariables.map(() => proxy.url),
  );
  expect(pointed["OTHER"]).toBe("kept");
  expect(pointed["NODE_OPTIONS"]).toBeUndefined();
  expect(pointed["ANTHROPIC_API_KEY"]).toBeUndefined();
});

test("the machine itself is asked past a company's proxy", () => {
  const pointed = pointClients({ NO_PROXY: "a.example" }, { ...proxy, stub: false, preload: null });
  expect([pointed["NO_PROXY"], pointed["no_proxy"]]).toEqual([
    "a.example,127.0.0.1,localhost",
    "127.0.0.1,localhost",
  ]);
});

test("without a key a stub gives one that is plainly none; a key or token that is there stays", () => {
  const keyOf = (given: Readonly<Record<string, string>>): string | undefined =>
    pointClients(given, { ...proxy, stub: true, preload: null })["ANTHROPIC_API_KEY"];
  expect(keyOf({})).toMatch(/none-needed/);
  expect(keyOf({ ANTHROPIC_API_KEY: "" })).toMatch(/none-needed/);
  expect(keyOf({ ANTHROPIC_API_KEY: "own" })).toBe("own");
  expect(keyOf({ ANTHROPIC_AUTH_TOKEN: "own" })).toBeUndefined();
});

test("the preload stands behind what NODE_OPTIONS holds, in quotes where it must", () => {
  const optionsOf = (preload: string): string | undefined =>
    pointClients({ NODE_OPTIONS: "--max-old-space-size=99" }, { ...proxy, stub: false, preload })[
      "NODE_OPTIONS"
    ];
  expect(optionsOf("/a/preload.cjs")).toBe("--max-old-space-size=99 --require /a/preload.cjs");
  expect(optionsOf("C:\\a b\\preload.cjs")).toBe(
    '--max-old-space-size=99 --require "C:/a b/preload.cjs"',
  );
});

test("requests go on to where the caller's clients send theirs", () => {
  expect(callersBaseUrl({})).toBeNull();
  expect(callersBaseUrl({ ANTHROPIC_BASE_URL: " ", ANTHROPIC_API_BASE: "https://b" })).toEqual({
    variable: "ANTHROPIC_API_BASE",
    url: "https://b",
  });
});
