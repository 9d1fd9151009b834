import { expect, test } from "vitest";
import { startClaude, type Behaviour } from "../../servers/claude.ts";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { commandHere } from "../here.ts";

const chat = `exchanges:
  - request:
      model: claude-sonnet-4-5
      max_tokens: 50
      messages: [{ role: user, content: May I? }]
  - offset: 20ms
    request:
      messages:
        $append:
          - role: assistant
            content:
              - { $answer: true }
          - { role: user, content: And then? }
`;
const usage = { input_tokens: 9, output_tokens: 20 };
const thought = { type: "thinking", thinking: "Hm.", signature: "c2ln" };

/** What is said after the first turn was answered so, and how many turns were sent. */
async function replay(first: Behaviour, fixture = chat) {
  await using claude = await startClaude(
    () => 9,
    undefined,
    (_, before) => (before === 0 ? first : { kind: "answer", usage }),
  );
  const root = createRepository({
    files: {
      "promptcost.yml": 'scenarios: { chat: { fixtures: "chat.yaml" } }\n',
      "chat.yaml": fixture,
    },
  });
  const call = async (...words: readonly string[]) => {
    const { code, stdout } = await commandHere(
      root,
      ["replay", "--json", "--max-usd", "1", ...words],
      { ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: "k" },
    );
    return { code, sent: claude.messages().length, problems: JSON.parse(stdout).problems };
  };
  return { said: await call(), again: await call(), anew: await call("--resend-unknown") };
}

function blocks(...content: readonly object[]): Behaviour {
  return { kind: "blocks", usage, blocks: content };
}

test.each<[string, Behaviour, string]>([
  ["nothing at all", blocks(), "is empty"],
  [
    "a refusal",
    {
      kind: "blocks",
      blocks: [],
      usage,
      end: { stop_reason: "refusal", stop_sequence: null },
    },
    "was refused by the model and is empty",
  ],
  ["a text of nothing", blocks({ type: "text", text: "" }), "white space alone"],
  ["a text of white space", blocks({ type: "text", text: " \n\t" }), "white space alone"],
  [
    "an empty text beside another",
    blocks({ type: "text", text: "" }, { type: "text", text: "yes" }),
    "white space alone",
  ],
])(
  "an answer of %s is in no request: said with its line, nothing more is sent, --resend-unknown asks anew",
  async (_, first, how) => {
    const { said, again, anew } = await replay(first);
    const problem = {
      code: "replay-answer-blank",
      scenario: "chat",
      file: "chat.yaml",
      message: expect.stringContaining(how),
    };
    expect(said).toMatchObject({ code: 2, sent: 1, problems: [{ ...problem, line: 12 }] });
    // By then the fixture has a line more: what the first turn was answered.
    expect(again).toMatchObject({ code: 2, sent: 1, problems: [{ ...problem, line: 13 }] });
    expect(anew).toMatchObject({ code: 0, sent: 3, problems: [] });
  },
);

test("an answer of thinking alone is sent on, but not as the end of a request", async () => {
  const { said } = await replay(blocks(thought));
  expect(said).toMatchObject({ code: 0, sent: 2, problems: [] });
  const ending = chat.replace("          - { role: user, content: And then? }\n", "");
  const { said: ended } = await replay(blocks(thought), ending);
  expect(ended).toMatchObject({
    code: 2,
    sent: 1,
    problems: [{ code: "replay-answer-blank", line: 12 }],
  });
});
