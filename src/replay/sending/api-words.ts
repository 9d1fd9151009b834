/**
 * The words that the API's messages about requests are made of. What such a message quotes of a
 * request, however it is encoded, is made of others.
 */

/** Members of requests and answers, kinds of blocks and sources, and values that are the API's own. */
const names = new Set(
  (
    "additionalProperties advisor allOf allowed_callers anthropic anthropic_beta anthropic-beta " +
    "anthropic-version any anyOf array assistant auto authorization adaptive base64 bash " +
    "bash_code_execution_tool_result betas billing_policy block_binding boolean browser_toolset " +
    "budget_tokens cache cache_control cache_edits cache_reference caller char_location citations " +
    "clear_at clear_thinking clear_tool_uses code_execution code_execution_tool_result compact " +
    "compaction computer computer_toolset configs const container container_upload content " +
    "content_block_location context context_management count_tokens created_at custom custom_id data " +
    "default default_config defer_loading description diagnostics disable_parallel_tool_use disabled " +
    "disallowed_tools display display_height_px display_width_px document drop_block " +
    "eager_input_streaming edits effort enabled encrypted_content encrypted_index enum ephemeral " +
    "error error_code examples explicit fallback fallback_credit_token fallbacks file file_id format " +
    "high id image inference_geo input input_audio " +
    "input_examples input_json input_schema input_tokens integer is_error items json_schema keep low " +
    "max max_completion_tokens max_content_tokens max_tokens max_uses maximum mcp mcp_servers " +
    "mcp_tool_result mcp_tool_use mcp_toolset media_type medium memory message messages metadata " +
    "minimum model name none not null number object omitted oneOf output_config output_format " +
    "output_tokens page_location parallel_tool_use params pattern prefix_mismatch_behavior properties " +
    "redacted_thinking required requests role schema search_result search_result_location server_tool_use " +
    "server_tools service_tier signature skills source speed standard standard_only stop_reason " +
    "stop_sequences store stream strict string summarized system system_prompt target_tokens " +
    "task_budget temperature text text_editor thinking thread timeout title " +
    "tool tool_addition tool_choice tool_configuration tool_references tool_reference tool_removal " +
    "tool_result tool_search tool_search_tool_bm25 tool_search_tool_regex tool_use tool_use_id tools " +
    "top_k top_p trigger ttl type url usage user user_id user_location user_profile_id uses " +
    "web_fetch web_fetch_tool_result web_search web_search_tool_result workspace_id x-api-key " +
    "xhigh 1h 5m"
  ).split(" "),
);

/** A name with the day of its version. */
const versioned = /^([a-z][a-z0-9_]{2,40})_20\d{6}$/;

const words = new Set(
  (
    "a about accept accepted accepts access accessible account active add added adding additional " +
    "after again agent agents all allow allowed allows along already also alternate alternative " +
    "always am an and another anthropic any anymore api appear appears appended applied apply are " +
    "argument arguments array as assistant associated at attached attempt attempted authorized " +
    "available average avoid back bad balance base based batch batches be because become been before " +
    "beginning behavior being below beta between beyond billing block blocked blocks body boolean " +
    "both bound breakpoint breakpoints budget build but by byte bytes cache cached caching call " +
    "called calling calls can cancel canceled cancelled cannot capacity cause certain change changed " +
    "changes char character characters check chunk claude close closed code column combination " +
    "combined come communicating compaction compatible compiled complete completed configuration " +
    "configure configured conflict conflicting connection consecutive consider considerations console " +
    "consult contact contain contained containing contains content contents context continue control " +
    "conversation corresponding could count country create created credential credentials credit " +
    "credits current currently custom data date day days decode decrease default define defined " +
    "definition definitions delimiter deprecated depth details did different dimension dimensions " +
    "direct directly disable disabled discuss docs document documentation documents does doesn don " +
    "download downloaded draft due duplicate duplicated duplicates during each early effective effort " +
    "either element elements else empty enable enabled encoded encoding encountered encrypted end " +
    "ended ending endpoint ends enforced enough ensure entry environment equal error errors even " +
    "every exactly exceed exceeded exceeding exceeds except exist existing exists expected expecting " +
    "expired expires explicitly extended external extra failed failure fallback false family fast " +
    "feature features fetch fetched fetching few field fields file files filter filtered filtering " +
    "final find finished first fix follow followed following follows for force forced forces form " +
    "format formats forms found free from full function future general generated get give given go " +
    "grammar great greater group guide had has have header headers help here high higher history hour " +
    "hours how however http https id identifier identifiers ids if image images immediately important " +
    "in inactive include included includes including incompatible incomplete incorrect increase index " +
    "information initial inline input inputs inside instead integer internal into invalid is isn " +
    "issue issues it item items its json keep key keys kind know known large larger last lastmost " +
    "later latest learn least length less level like likely limit limited limits line lines list " +
    "location long longer low lower made make malformed many match matched matches matching max " +
    "maximum may mcp mean media medium memory message messages method migrate mime min minimum minute " +
    "minutes missing mode model models modified modify month monthly more most move multiple must " +
    "name named names need needed needs nested network never new newer newest next no non none nor " +
    "not note null number numbers object objects occurred of off old older on once one ones only open " +
    "operation operations option optional options or order organization organizations original other " +
    "others our out output outputs outside over overloaded own page pages parallel parameter " +
    "parameters parse parsed part parts pass passed path payload pdf pending per performance " +
    "permission permissions permitted pixels placed plan plans please point policy position positive " +
    "possible preceding preceeding prefill prefilled prefix present previous previously priority " +
    "problem process processed processing produce profile prompt prompts properties property protocol " +
    "provide provided providing purchase quota range ranges rate raw re reach reached read reason " +
    "received recent recommend recommended reduce refer reference referenced references refusal " +
    "refused regain region register rejected related remain remaining remove removed removing " +
    "repeated replace replaced request requested requests require required requirement requirements " +
    "requires reserved reset resource resources response responses restricted result results resume " +
    "retention retired retry return returned right role roles root row run safety sales same schema " +
    "schemas search second seconds section see select send sending sent separate sequence sequences " +
    "server servers service set sets setting settings several shorter should signature simplify since " +
    "single size sizes small smaller some source sources space specified specify specifying speed " +
    "spend spending split standard start started starting starts state status still stop stopped " +
    "store strategy streaming strict string strings strongly structured sub subscription such support " +
    "supported supporting supports surrogate system tag tags take takes target temperature " +
    "temporarily than that the their them then there these they thinking this those though thread " +
    "threads through tier time timed times to token tokens too tool tools top total trailing true try " +
    "turn turns two type types unable unauthorized unavailable under unexpected unexpectedly unique " +
    "unknown unless unrecognized unsupported until up upgrade upgraded upload uploaded upon url urls " +
    "usage use used user users uses using utc valid validate validation value values variable verify " +
    "version versions via visit wait was way we week were what when where whether which while " +
    "whitespace who why will window with within without word words workspace workspaces would wrong " +
    "yet you your zero " +
    "s t ve ll en ms mb kb gb px usd png jpeg gif webp plain application"
  ).split(" "),
);

/** What is neither a word nor a name but stands in messages as it is. */
const phrases = new Set([
  "&",
  "=",
  "==",
  "!=",
  "<",
  ">",
  "<=",
  ">=",
  "≤",
  "≥",
  "+",
  "-",
  "–",
  "—",
  "'^[a-zA-Z0-9_-]{1,64}$'",
  "'^[a-zA-Z0-9_-]{1,128}$'",
  "'^[a-zA-Z0-9_.-]{1,64}$'",
  "'^[a-zA-Z0-9_-]+$'",
]);

/** Where its documentation and its console are. */
const hosts = new Set([
  "claude.com",
  "claude.ai",
  "console.anthropic.com",
  "docs.anthropic.com",
  "docs.claude.com",
  "json-schema.org",
  "platform.claude.com",
  "status.anthropic.com",
  "status.claude.com",
  "support.anthropic.com",
  "support.claude.com",
  "www.anthropic.com",
]);

/** Whether it is a name of the API's: of a member, a kind of block, a tool of its own. */
export function isApiName(text: string): boolean {
  const [, base = text] = versioned.exec(text) ?? [];
  return names.has(base);
}

/** Whether it is a word of its messages, written as words are: `Input`, not `iNput`. */
export function isApiWord(text: string): boolean {
  return /^(?:[A-Za-z]?[a-z]*|[A-Z]+)$/.test(text) && words.has(text.toLowerCase());
}

export function isApiPhrase(text: string): boolean {
  return phrases.has(text) || hosts.has(text);
}
