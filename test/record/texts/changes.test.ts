import { describe, expect, test } from "vitest";
import { body, fill, placeholdersOf, rewrite, sent, withSystem } from "./rewriting.ts";

describe("what changes by itself", () => {
  test("differs between two runs of the command, and is named by what it is", () => {
    const text = (uuid: string, request: string, folder: string, count: number, who: string) =>
      `Session ${uuid}, request ${request}, in /tmp/${folder}/work, try ${String(count)}, for ${who}.`;
    const first = text("550e8400-e29b-41d4-a716-446655440000", "req_8f3a2b", "x-12", 7, "Ann Lee");
    const second = text("0c0f5d70-1d2b-4f3a-9d8e-2f1a3b4c5d6e", "req_19c0de", "x-13", 9, "Bo Ray");
    const result = rewrite([sent([withSystem(first), withSystem(second)])]);
    expect(result.requests[0]?.request["system"]).toEqual([
      {
        type: "text",
        text: {
          $text: "Session {{uuid}}, request {{id}}, in {{path}}, try {{number}}, for {{value}}.",
          vars: {
            uuid: { value: "550e8400-e29b-41d4-a716-446655440000", changes: "run" },
            id: { value: "req_8f3a2b", changes: "run" },
            path: { value: "/tmp/x-12/work", changes: "run" },
            number: { value: "7", changes: "run" },
            value: { value: "Ann Lee", changes: "run" },
          },
        },
      },
    ]);
    const filled = fill(result.requests[0]!.request);
    expect(filled.body).toEqual(withSystem(first));
    expect(filled.problems).toEqual([]);
  });

  test.each([
    ["2026-11-28T13:01:22.123Z", "time", "request"],
    ["2026-11-28T14:01", "time", "run"],
    ["Sat, 28 Nov 2026 13:01:22 GMT", "time", "request"],
    ["Sat Nov 28 2026 14:01:22 GMT+0100 (Central European Standard Time)", "time", "request"],
    ["Sat Nov 28 14:01:22 2026", "time", "request"],
    ["Saturday, November 28, 2026 at 2:01 PM", "time", "run"],
    ["28.11.2026, 14:01:22", "time", "request"],
    ["20261128T130122Z", "time", "request"],
    ["1795870982", "time", "request"],
    ["1795870982123", "time", "request"],
    ["11/28/2026, 2:01:22\u202FPM", "time", "request"],
    ["2:01:22\u202FPM", "time", "request"],
    ["14:02", "time", "run"],
    ["14:01:22", "time", "request"],
    ["2026-11-28", "date", "day"],
    ["Saturday, November 28, 2026", "date", "day"],
    ["28th of November, 2026", "date", "day"],
    ["11/28/2026", "date", "day"],
    ["28 Nov 2026", "date", "day"],
  ])("lies around now, though equal in both: %s", (written, name, changes) => {
    const request = withSystem(`You help. It is ${written}. Be kind.`);
    const result = rewrite([sent([request, request])]);
    expect(placeholdersOf(result)).toEqual([`system.0.text ${name} ${changes} now`]);
    expect(result.requests[0]?.request["system"]).toMatchObject([
      { text: { $text: `You help. It is {{${name}}}. Be kind.` } },
    ]);
    expect(fill(result.requests[0]!.request).body).toEqual(request);
  });

  test.each([
    "2024-01-01T00:00:00Z",
    "2026-10-28",
    "9:30",
    "open from 14:00 to 18:00",
    "550e8400-e29b-41d4-a716-446655440000",
    "order 1495870982 and 17958709820",
    "v2.1, 12 of 30, $4.50",
    "toolu_01AbCdEf",
  ])("is not what stands still: %s", (written) => {
    const request = withSystem(`About ${written}: be kind.`);
    const result = rewrite([sent([request, request])]);
    expect(placeholdersOf(result)).toEqual([]);
    expect(result.requests[0]?.request).toEqual(request);
  });

  test("changes with every request where it differs within a run; with the run where it stands", () => {
    const at = (run: string, token: string, nonce: string, startedMs: number) =>
      sent(
        [
          withSystem(`Token ${token}; nonce ${nonce}.`),
          withSystem(`Token ${token}9z; nonce ${nonce}8y.`),
        ],
        { run, startedMs },
      );
    const result = rewrite([
      at("a", "abc1f0", "n0n1aa", 0),
      at("a", "abc1f0", "n0n2bb", 10),
      at("b", "abc2f0", "n0n3cc", 0),
    ]);
    const each = ["system.0.text id run differs", "system.0.text id_2 request differs"];
    expect(placeholdersOf(result)).toEqual([...each, ...each, ...each]);
  });

  test("a clock of seconds that stands still for seconds is read once a run", () => {
    const at = (startedMs: number) =>
      sent([withSystem("Started 14:01:22."), withSystem("Started 14:02:40.")], { startedMs });
    expect(placeholdersOf(rewrite([at(0), at(5000)]))[0]).toBe("system.0.text time run differs");
    expect(placeholdersOf(rewrite([at(0), at(5)]))[0]).toBe("system.0.text time request differs");
  });

  test("what messages bring is sent again as it was: it changes with the run", () => {
    const turn = (stamp: string, more: readonly string[] = []) =>
      body({
        messages: [`Sent at ${stamp}`, ...more].map((content, index) => ({
          role: index % 2 === 0 ? "user" : "assistant",
          content,
        })),
      });
    const result = rewrite([
      sent([turn("14:01:22"), turn("14:02:22")]),
      sent([turn("14:01:22", ["Yes.", "And?"]), turn("14:02:22", ["Yes.", "And?"])]),
    ]);
    const found = "messages.0.content time run differs";
    expect(placeholdersOf(result)).toEqual([found, found]);
  });

  test("in tool results and in metadata as well; a name in braces that is there keeps its meaning", () => {
    const request = (id: string) =>
      body({
        messages: [
          { role: "user", content: `Explain {{id}} and {{ value }} of ${id}.` },
          {
            role: "assistant",
            content: [{ type: "tool_use", id: "toolu_1", name: "look", input: { id } }],
          },
          {
            role: "user",
            content: [{ type: "tool_result", tool_use_id: "toolu_1", content: `Found ${id}` }],
          },
        ],
        metadata: { user_id: `session_${id}` },
      });
    const result = rewrite([sent([request("a1b2c3d4"), request("f9e8d7c6")])]);
    expect(placeholdersOf(result)).toEqual([
      "messages.0.content id_2 run differs",
      "messages.1.content.0.input.id id run differs",
      "messages.2.content.0.content id run differs",
      "metadata.user_id id run differs",
    ]);
    const filled = fill(result.requests[0]!.request);
    expect([filled.body, filled.problems]).toEqual([request("a1b2c3d4"), []]);
  });

  test("a text that is another one as a whole is one value; what is no text is said", () => {
    const words = "the quick brown fox jumps over a lazy dog and sleeps".split(" ");
    const other = "pack my box with five dozen liquor jugs now please thanks".split(" ");
    const result = rewrite([
      sent([
        { ...withSystem(words.join(" ")), temperature: 0.1 },
        { ...withSystem(other.join(" ")), temperature: 0.2, top_k: 5 },
      ]),
    ]);
    expect(result.requests[0]?.request["system"]).toMatchObject([{ text: { $text: "{{value}}" } }]);
    expect(result.findings.map(({ kind, path }) => `${kind} ${path.join(".")}`)).toEqual([
      "shape ",
      "value temperature",
    ]);
  });

  test("words of the API are no texts; data may have any name", () => {
    const request = (ttl: string, effort: string, model: string) =>
      body({
        output_config: { effort },
        system: [{ type: "text", text: "Be kind.", cache_control: { type: "ephemeral", ttl } }],
        messages: [
          {
            role: "assistant",
            content: [{ type: "tool_use", id: "t", name: "buy", input: { model } }],
          },
        ],
      });
    const [first, second] = [request("5m", "low", "a1b2c3"), request("1h", "high", "d4e5f6")];
    const result = rewrite([sent([first, second])]);
    expect(placeholdersOf(result)).toEqual(["messages.0.content.0.input.model id run differs"]);
    expect(result.findings.map(({ kind, path }) => `${kind} ${path.join(".")}`)).toEqual([
      "value output_config.effort",
      "value system.0.cache_control.ttl",
    ]);
    expect(fill(result.requests[0]!.request).body).toEqual(first);
  });

  test("what is shuffled is one value, and says so each time", () => {
    const list = (order: string): string =>
      `Documents:\n${order
        .split("")
        .map((name) => `- the ${name} of orders\n`)
        .join("")}Answer from them.`;
    const [written] = rewrite([
      sent([withSystem(list("abcdefg")), withSystem(list("gcadbfe"))]),
    ]).requests;
    expect(written?.request["system"]).toMatchObject([
      { text: { $text: expect.stringMatching(/^Documents:\n[^{]*\{\{value\}\}[^{]*them\.$/) } },
    ]);
    const again = sent([withSystem(list("fbgedca"))], { known: written!.request });
    expect(rewrite([again]).requests[0]?.isKnown).toBe(true);
  });

  test("one run of the command finds what lies around now", () => {
    const result = rewrite([sent([withSystem("It is 14:02:11. Session 8f3a2b9c.")])]);
    expect(placeholdersOf(result)).toEqual(["system.0.text time request now"]);
  });

  test("data with a key that a fixture means itself is said", () => {
    const input = { $file: "/etc/hosts" };
    const messages = [
      { role: "assistant", content: [{ type: "tool_use", id: "t", name: "open", input }] },
    ];
    expect(rewrite([sent([body({ messages })])]).findings).toMatchObject([
      { kind: "reserved", path: ["messages", 0, "content", 0, "input", "$file"] },
    ]);
  });
});

describe("tools in another order each time", () => {
  const tool = (keys: readonly string[], name = "lookup") => ({
    name,
    description: "Looks up an order.",
    input_schema: {
      type: "object",
      properties: Object.fromEntries(keys.map((key) => [key, { type: "string" }])),
    },
  });

  test("of their keys get a mark at their name, which fills in nothing", () => {
    const first = body({ tools: [tool(["x"], "other"), tool(["a", "b"])] });
    const second = body({ tools: [tool(["x"], "other"), tool(["b", "a"])] });
    const result = rewrite([sent([first, second])]);
    expect(result.requests[0]?.request["tools"]).toMatchObject([
      { name: "other" },
      {
        name: {
          $text: "lookup{{key_order}}",
          vars: { key_order: { value: "", changes: "request" } },
        },
      },
    ]);
    expect(result.findings).toMatchObject([{ kind: "order", path: ["tools", 1] }]);
    const filled = fill(result.requests[0]!.request);
    expect(JSON.stringify(filled.body)).toBe(JSON.stringify(first));
    expect(filled.placeholders).toMatchObject([
      { name: "key_order", path: ["tools", 1, "name"], changes: "request" },
    ]);
  });

  test("of the list get one where the orders part; with the run where it keeps one order", () => {
    const [a, b, c] = [tool(["x"], "a"), tool(["x"], "b"), tool(["x"], "c")];
    const [first, second] = [body({ tools: [a, b, c] }), body({ tools: [a, c, b] })];
    expect(placeholdersOf(rewrite([sent([first, second])]))).toEqual([
      "tools.1.name tool_order request differs",
    ]);
    const twice = rewrite([sent([first, second]), sent([first, second])]);
    expect(placeholdersOf(twice)).toEqual([
      "tools.1.name tool_order run differs",
      "tools.1.name tool_order run differs",
    ]);
    expect(placeholdersOf(rewrite([sent([first]), sent([second])]))).toEqual([
      "tools.1.name tool_order request differs",
      "tools.1.name tool_order request differs",
    ]);
  });

  test("other orders in other runs are no change", () => {
    const [first, second] = [
      body({ tools: [tool(["a", "b"])] }),
      body({ tools: [tool(["b", "a"])] }),
    ];
    const result = rewrite([
      sent([first, first], { run: "x" }),
      sent([second, second], { run: "y" }),
    ]);
    expect(placeholdersOf(result)).toEqual([]);
  });
});
