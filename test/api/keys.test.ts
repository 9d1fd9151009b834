import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findRequestFaults } from "../../src/api/keys/faults.ts";
import { request } from "../../src/api/keys/request.ts";
import type { Members, Shape } from "../../src/api/keys/shape.ts";
import { parseJson } from "../../src/json-text.ts";
import { isObject, type Json } from "../../src/json.ts";

const root = join(import.meta.dirname, "..", "..");

/** The members of every object of the table, those of a kind under its name. */
function namesOf(shape: Shape, found: Map<string, Set<string>>): Map<string, Set<string>> {
  const add = (kind: string, members: Members): void => {
    const names = found.get(kind) ?? new Set();
    found.set(kind, names);
    for (const [name, part] of Object.entries(members)) {
      names.add(name);
      if (typeof part === "object" && "shape" in part) namesOf(part.shape, found);
    }
  };
  add("", shape.members);
  for (const [kind, members] of Object.entries(shape.kinds ?? {})) add(kind, members);
  return found;
}

const known = namesOf(request, new Map());

interface Interface {
  readonly kind: string | null;
  readonly members: readonly string[];
  readonly text: string;
}

/** The interfaces of the SDK that a request is made of. */
function requestInterfaces(): ReadonlyMap<string, Interface> {
  const file = "node_modules/@anthropic-ai/sdk/resources/beta/messages/messages.d.ts";
  const source = readFileSync(join(root, file), "utf8").replaceAll(/\/\*\*[\s\S]*?\*\//g, "");
  const declared = new Map<string, string>();
  for (const [text, name = ""] of source.matchAll(
    /^ *export (?:interface|type) (\w+)[\s\S]*?(?:^\}|^ {4}\}|;$)/gm,
  ))
    if (!declared.has(name)) declared.set(name, text);
  for (const [text, name = ""] of source.matchAll(/^( *)export interface \w+[\s\S]*?^\1\}/gm)) {
    const [, called = name] = /interface (\w+)/.exec(text) ?? [];
    declared.set(called, text);
  }
  const reached = new Map<string, Interface>();
  const visit = (name: string): void => {
    const text = declared.get(name);
    if (text === undefined || reached.has(name)) return;
    const [, indent = ""] = /^( *)/.exec(text) ?? [];
    const members = [...text.matchAll(/^( +)'?(\w+)'?\??: /gm)].flatMap(([, depth, member = ""]) =>
      depth?.length === indent.length + 4 ? [member] : [],
    );
    const [, kind = null] = /^ +type: '(\w+)'/m.exec(text) ?? [];
    reached.set(name, { kind, members, text });
    for (const [word] of text.matchAll(/\bBeta\w+/g)) visit(word);
  };
  visit("MessageCreateParamsBase");
  return reached;
}

describe("the table of keys", () => {
  const interfaces = requestInterfaces();

  test("is read from the SDK's types", () => {
    expect(interfaces.size).toBeGreaterThan(100);
    expect(interfaces.get("BetaMetadata")?.members).toEqual(["user_id"]);
  });

  test("has every member of a request that the SDK has", () => {
    const all = new Set([...known.values()].flatMap((names) => [...names]));
    const missing = [...interfaces].flatMap(([name, { members }]) =>
      members
        .filter((member) => !all.has(member))
        // `betas` go into a header; toolsets are configured by the names of their actions.
        .filter((member) => member !== "betas" && !name.endsWith("ToolsetConfigs"))
        .map((member) => `${name}.${member}`),
    );
    expect(missing).toEqual([]);
  });

  test("has them at the kind that the SDK has them at", () => {
    // One word for several things: the kinds of sources, callers and references are no blocks.
    const blocks = [...interfaces].filter(
      ([name]) => !/(?:Source|Caller\d*|Reference)$/.test(name),
    );
    const missing = blocks.flatMap(([, { kind, members }]) => {
      const names = kind === null ? undefined : known.get(kind.replace(/_\d{8}$/, ""));
      return names === undefined
        ? []
        : members
            .filter((member) => member !== "type" && !names.has(member))
            .map((member) => `${kind ?? ""}.${member}`);
    });
    expect(missing).toEqual([]);
  });
});

const corpus = join(root, "..", "shared", "corpus");

test.skipIf(!existsSync(corpus))("no recorded request has anything wrong", () => {
  const wrong: unknown[] = [];
  let count = 0;
  for (const folder of ["exchanges", "more"])
    for (const file of readdirSync(join(corpus, folder)).filter((name) => name.endsWith("jsonl")))
      for (const line of readFileSync(join(corpus, folder, file), "utf8").split("\n")) {
        const read: Json | undefined = parseJson(line);
        const body = isObject(read) ? read["request"] : undefined;
        if (!isObject(body) || !isObject(read)) continue;
        count += 1;
        for (const fault of findRequestFaults(body)) wrong.push([read["id"], fault]);
      }
  expect(count).toBeGreaterThan(3_000);
  expect(wrong).toEqual([]);
});
