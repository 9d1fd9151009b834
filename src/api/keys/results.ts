/** The members of what server tools put into a conversation. Source: `@anthropic-ai/sdk` 1.13.0. */
import { list, one, plain, type Members, type Nested, type Shape } from "./shape.ts";
import { callerKinds } from "./tools.ts";

/** The kinds of result blocks, whose contents are made of these parts. */
export function results(parts: {
  readonly document: Members;
  readonly toolReference: Members;
  readonly marker: Nested;
}) {
  const { document, toolReference, marker } = parts;
  const failure: Members = { error_code: "text", error_message: "text" };
  const result = (kinds: Readonly<Record<string, Members>>, as: Nested["as"] = ["one"]) => {
    const shape: Shape = { members: { type: "text" }, kinds };
    return {
      tool_use_id: "text",
      content: { shape, as },
      caller: one(callerKinds),
      cache_control: marker,
    } satisfies Members;
  };
  const run = (output: string): Members => ({
    content: list({ members: { type: "text" }, kinds: { [output]: { file_id: "text" } } }),
    return_code: "whole",
    stdout: "text",
    stderr: "text",
    encrypted_stdout: "text",
    // Recorded in answers of code_execution_20250825 (n = 11), in no type of the SDK.
    abort_reason: "text",
  });
  return {
    web_search_tool_result: result(
      {
        web_search_result: {
          encrypted_content: "text",
          title: "text",
          url: "text",
          page_age: "text",
        },
        web_search_tool_result_error: failure,
      },
      ["one", "list"],
    ),
    web_fetch_tool_result: result({
      web_fetch_result: {
        content: one({ members: { type: "text" }, kinds: { document } }),
        url: "text",
        retrieved_at: "text",
      },
      web_fetch_tool_result_error: failure,
    }),
    advisor_tool_result: result({
      advisor_result: { text: "text", stop_reason: "text" },
      advisor_redacted_result: { encrypted_content: "text", stop_reason: "text" },
      advisor_tool_result_error: failure,
    }),
    code_execution_tool_result: result({
      code_execution_result: run("code_execution_output"),
      encrypted_code_execution_result: run("code_execution_output"),
      code_execution_tool_result_error: failure,
    }),
    bash_code_execution_tool_result: result({
      bash_code_execution_result: run("bash_code_execution_output"),
      bash_code_execution_tool_result_error: failure,
    }),
    text_editor_code_execution_tool_result: result({
      text_editor_code_execution_create_result: { is_file_update: "flag" },
      text_editor_code_execution_str_replace_result: {
        lines: "texts",
        new_lines: "whole",
        new_start: "whole",
        old_lines: "whole",
        old_start: "whole",
      },
      text_editor_code_execution_view_result: {
        content: "text",
        file_type: "text",
        num_lines: "whole",
        start_line: "whole",
        total_lines: "whole",
      },
      text_editor_code_execution_tool_result_error: failure,
    }),
    tool_search_tool_result: result({
      tool_search_tool_search_result: {
        tool_references: list({
          ...plain({ type: "text" }),
          kinds: { tool_reference: toolReference },
        }),
      },
      tool_search_tool_result_error: failure,
    }),
  };
}
