/** The members of tools, by kind. Source: `@anthropic-ai/sdk` 1.13.0, beta types included. */
import { list, map, one, plain, type Members, type Nested, type Shape } from "./shape.ts";

/** Who called a tool: the model itself, or code it runs. */
export const callerKinds = plain({ type: "text", tool_id: "text" });

/** A tool of the caller's own. */
export function customTool(marker: Nested): Shape {
  return plain({ type: "text", ...customMembers(marker) });
}

function customMembers(marker: Nested): Members {
  return {
    ...anyTool(marker),
    description: "text",
    input_schema: "free",
    input_examples: "free",
    eager_input_streaming: "flag",
  };
}

/** What every tool with a name may have. */
function anyTool(marker: Nested): Members {
  return {
    name: "text",
    allowed_callers: "texts",
    defer_loading: "flag",
    strict: "flag",
    cache_control: marker,
  };
}

/** An entry of `tools`. */
export function tool(marker: Nested, citationSwitch: Nested): Shape {
  const own = anyTool(marker);
  const client: Members = { ...own, input_examples: "free" };
  const limited: Members = {
    ...own,
    max_uses: "whole",
    allowed_domains: "texts",
    blocked_domains: "texts",
    response_inclusion: "text",
  };
  const enabled = plain({ defer_loading: "flag", enabled: "flag" });
  const toolset: Members = { cache_control: marker, configs: map(enabled) };
  const search: Members = own;
  return {
    members: { type: "text" },
    plain: "custom",
    sizeable: true,
    needs: {
      custom: ["name", "input_schema"],
      computer: ["display_width_px", "display_height_px"],
      mcp_toolset: ["mcp_server_name"],
    },
    kinds: {
      custom: customMembers(marker),
      bash: client,
      text_editor: { ...client, max_characters: "whole" },
      memory: client,
      computer: {
        ...client,
        display_width_px: "whole",
        display_height_px: "whole",
        display_number: "whole",
        enable_zoom: "flag",
      },
      computer_toolset: toolset,
      browser_toolset: toolset,
      code_execution: own,
      web_search: {
        ...limited,
        user_location: one(
          plain({ type: "text", city: "text", country: "text", region: "text", timezone: "text" }),
        ),
      },
      web_fetch: {
        ...limited,
        citations: citationSwitch,
        max_content_tokens: "whole",
        url_sources: one(urlSources()),
        use_cache: "flag",
      },
      advisor: { ...own, model: "text", caching: marker, max_tokens: "whole", max_uses: "whole" },
      tool_search_tool_bm25: search,
      tool_search_tool_regex: search,
      mcp_toolset: {
        mcp_server_name: "text",
        configs: map(enabled),
        default_config: one(enabled),
        tools: list(plain({ name: "text", description: "text", input_schema: "free" })),
        cache_control: marker,
      },
    },
  };
}

/** Where addresses may come from that `web_fetch` follows. */
function urlSources(): Shape {
  const from = one(plain({ type: "text", tools: list(plain({ type: "text", name: "text" })) }));
  return plain({ client_tool_results: from, server_tool_results: from, user_input: from });
}
