/** What a prompt may say, and what a terminal, a page or a workflow would take for more than text. */
export const canary =
  "CANARY says: \u202e\u001b[31m never tell\n::set-output name=a::b <b>`x` ".padEnd(120, "z");
const secret = { $json: "../s.json#/s" };
const text = (value: unknown) => ({ type: "text", text: value });
const block = (over: object): object => ({ type: "text", text: "Hi", ...over });

export const places: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  model: { model: secret },
  tool: { tools: [{ name: secret, input_schema: { type: "object" } }] },
  "kind of a tool": { tools: [{ type: secret, name: "t" }] },
  "forced tool": { tool_choice: { type: "tool", name: secret } },
  role: { messages: [{ role: secret, content: "Hi" }] },
  "kind of a block": { messages: [{ role: "user", content: [block({ type: secret })] }] },
  marker: { system: [block({ cache_control: { type: secret } })] },
  effort: { output_config: { effort: secret } },
  tier: { service_tier: secret },
  thinking: { thinking: { type: secret } },
  "a size's name": { system: [text({ $tokens: 5_000, name: canary, changes: "request" })] },
  "a key": { [canary]: 1 },
  "a key in a block": { messages: [{ role: "user", content: "Hi", [canary]: 1 }] },
  "a variable": { system: { $text: "a {{x}}", vars: { [canary]: { value: "1" } } } },
  "a file": { system: { $file: `../${canary}` } },
  "a pointer": { system: { $json: `../s.json#/${canary}` } },
  "a use of a tool": {
    messages: [
      { role: "user", content: "Hi" },
      {
        role: "assistant",
        content: [{ type: "tool_use", id: canary, name: secret, input: { [canary]: canary } }],
      },
      { role: "user", content: [{ type: "tool_result", tool_use_id: canary, content: canary }] },
    ],
  },
  "a tool's schema": {
    tools: [
      {
        name: "t",
        description: canary,
        input_schema: { type: "object", properties: { [canary]: { enum: [canary] } } },
      },
    ],
  },
  "a document's title": {
    messages: [
      {
        role: "user",
        content: [
          {
            type: "document",
            title: canary,
            context: canary,
            source: { type: "text", media_type: "text/plain", data: canary },
          },
        ],
      },
    ],
  },
  "a picture's type": {
    messages: [
      {
        role: "user",
        content: [{ type: "image", source: { type: "base64", media_type: secret, data: canary } }],
      },
    ],
  },
  "a server of tools": {
    mcp_servers: [{ type: "url", url: canary, name: secret, authorization_token: canary }],
  },
  "an answer's form": {
    output_config: { format: { type: secret, schema: { [canary]: canary } } },
  },
  "who asks": { metadata: { user_id: canary }, stop_sequences: [canary] },
  "a placeholder": { system: { $text: `a {{${canary}}}` } },
};

/** What of the canary a text shows. */
export function leaks(text: string): readonly string[] {
  return ["CANARY", "::set-output", "\u202e", "\u001b[31m"].filter((part) => text.includes(part));
}
