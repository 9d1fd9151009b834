/**
 * The members of content blocks, by kind: as a request may have them, and as an answer has them
 * that is sent back. Source: `@anthropic-ai/sdk` 1.13.0, beta types included; `citations`, `caller`
 * and the like as recorded.
 */
import { results } from "./results.ts";
import {
  list,
  one,
  plain,
  proseOrList,
  textOrOne,
  word,
  type Members,
  type Shape,
} from "./shape.ts";
import { callerKinds, customTool } from "./tools.ts";

export const marker = one(plain({ type: "text", ttl: "text" }));

const citation = plain({
  type: "text",
  cited_text: "text",
  document_index: "whole",
  document_title: "text",
  file_id: "text",
  start_char_index: "whole",
  end_char_index: "whole",
  start_page_number: "whole",
  end_page_number: "whole",
  start_block_index: "whole",
  end_block_index: "whole",
  search_result_index: "whole",
  encrypted_index: "text",
  source: "text",
  title: "text",
  url: "text",
});

/** Whether answers cite a document. */
export const citationSwitch = one(plain({ enabled: "flag" }));

const text: Members = {
  text: "prose",
  citations: list(citation),
  cache_control: marker,
};

/** Where the bytes of a picture or a document are. */
const sourceMembers: Members = {
  type: word("base64", "url", "file", "text", "content"),
  media_type: "text",
  data: "text",
  url: "text",
  file_id: "text",
};

const image: Members = {
  source: one(plain(sourceMembers)),
  transformations: one(plain({ oversized_image: "text" })),
  cache_control: marker,
};

const embedded: Shape = { members: { type: "text" }, kinds: { text, image } };

const document: Members = {
  source: one(plain({ ...sourceMembers, content: proseOrList(embedded) })),
  title: "text",
  context: "text",
  citations: citationSwitch,
  cache_control: marker,
};

const searchResult: Members = {
  source: "text",
  title: "text",
  content: list({ members: { type: "text" }, kinds: { text } }),
  citations: citationSwitch,
  cache_control: marker,
};

const toolReference: Members = { tool_name: "text", cache_control: marker };

const browserState: Members = {
  tabs: list(plain({ tab_id: "text", title: "text", url: "text", active: "flag" })),
  state_changes: list(
    plain({
      type: "text",
      tab_id: "text",
      download_id: "text",
      url: "text",
      path: "text",
      size_bytes: "whole",
      error: "text",
    }),
  ),
  cache_control: marker,
};

/** What a tool's result may hold. */
const inResult: Shape = {
  members: { type: "text" },
  sizeable: true,
  kinds: {
    text,
    image,
    document,
    search_result: searchResult,
    tool_reference: toolReference,
    browser_state: browserState,
  },
};

const toolResult: Members = {
  tool_use_id: "text",
  content: proseOrList(inResult),
  is_error: "flag",
  toolset_name: "text",
  cache_control: marker,
};

const call: Members = {
  id: "text",
  name: "text",
  input: "free",
  caller: one(callerKinds),
  cache_control: marker,
};

/** The tool that a block brings into the conversation, or takes out of it. */
const toolChange: Members = {
  tool: one(
    plain({
      type: "text",
      name: "text",
      tool_name: "text",
      server_name: "text",
      definition: one(customTool(marker)),
    }),
  ),
  cache_control: marker,
};

const modelOnly = one(plain({ model: "text" }));

/** Blocks of the content of a message. */
export const block: Shape = {
  members: { type: "text" },
  sizeable: true,
  needs: {
    text: ["text"],
    image: ["source"],
    document: ["source"],
    thinking: ["thinking"],
    redacted_thinking: ["data"],
    search_result: ["source", "title", "content"],
    tool_use: ["id", "name", "input"],
    tool_result: ["tool_use_id"],
  },
  kinds: {
    text,
    image,
    document,
    search_result: searchResult,
    thinking: { thinking: "prose", signature: "text", cache_control: marker },
    redacted_thinking: { data: "text", cache_control: marker },
    tool_use: { ...call, toolset_name: "text" },
    tool_result: toolResult,
    server_tool_use: call,
    mcp_tool_use: { ...call, server_name: "text" },
    mcp_tool_result: toolResult,
    mcp_tool_listing: {
      mcp_server_name: "text",
      tools: list(plain({ name: "text", description: "text", input_schema: "free" })),
    },
    ...results({ document, toolReference, marker }),
    container_upload: { file_id: "text", cache_control: marker },
    compaction: {
      content: textOrOne(plain({})),
      encrypted_content: "text",
      signature: "text",
      tool_changes: "free",
      cache_control: marker,
    },
    tool_reference: toolReference,
    tool_addition: toolChange,
    tool_removal: toolChange,
    browser_state: browserState,
    fallback: { from: modelOnly, to: modelOnly, trigger: "free" },
  },
};

/** Blocks of the system prompt. */
export const systemBlock: Shape = {
  members: { type: "text" },
  sizeable: true,
  needs: { text: ["text"] },
  kinds: { text },
};
