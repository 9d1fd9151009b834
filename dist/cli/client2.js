import { Bn as nullish, Gn as _regex, Hn as optional, Ia as isDocument, Ln as array, Pi as problem, Rn as boolean, Ui as maxTokensOf, Un as string, Vn as object, Wn as unknown, ji as nowhere, kn as digest, n as shownErrorCode, r as shownErrorType, s as readApiId, t as countTokensBody, zn as int } from "./core.js";

// src/io/anthropic/bodies.ts
function isSendable(value) {
	return isCountable(value) && "max_tokens" in value;
}
function isCountable(value) {
	return typeof value === "object" && value !== null && "model" in value && typeof value.model === "string" && "messages" in value && Array.isArray(value.messages);
}
const mostTokens = 1e8;
function countOf(answer) {
	if (typeof answer !== "object" || answer === null || !("input_tokens" in answer)) return null;
	const { input_tokens: tokens } = answer;
	return typeof tokens === "number" && Number.isInteger(tokens) && tokens >= 1 && tokens <= mostTokens ? tokens : null;
}
const shortestKey = 8;
function withoutKey({ apiKey, authToken }, text) {
	return [apiKey, authToken].reduce((rest, key) => key === null || key.length < shortestKey ? rest : rest.replaceAll(keyPattern(key), "***"), text);
}
const keyPatterns = /* @__PURE__ */ new Map();
function keyPattern(key) {
	const known = keyPatterns.get(key) ?? new RegExp(writtenForms(key.trim()).join("|"), "gi");
	keyPatterns.set(key, known);
	return known;
}
function writtenForms(key) {
	const bytes = Buffer.from(key);
	const escaped = bytes.toString("hex").replaceAll(/../g, (hex) => {
		const code = Number.parseInt(hex, 16);
		const plain = asPattern(String.fromCodePoint(code));
		return String.raw`(?:${plain}|\\+u00${hex}|&#x0*${hex};|&#0*${code};|%${hex})`;
	});
	const base64 = [
		0,
		1,
		2
	].map((shift) => Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64").slice(Math.ceil(shift * 8 / 6), Math.floor((shift + bytes.length) * 8 / 6)));
	return [
		escaped,
		asPattern(key.split("").toReversed().join("")),
		bytes.toString("hex"),
		...base64.map((text) => text.replaceAll("+", "[+-]").replaceAll("/", "[/_]"))
	];
}
function asPattern(text) {
	return text.replaceAll(/[^A-Za-z0-9_]/g, "\\$&");
}
function cleanAnswer(client, answer) {
	return answer === void 0 ? null : JSON.parse(withoutKey(client, JSON.stringify(answer)));
}
function copyAnswer(client, answer) {
	return copyDocument(cleanAnswer(client, answer));
}
function copyDocument(value) {
	const plain = JSON.parse(JSON.stringify(value));
	return isDocument(plain) ? plain : null;
}

// src/replay/sending/retry-after.ts
const decimal = /^\d+(?:\.\d+)?$/;
const datePatterns = [
	/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
	/^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
	/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/
];
function readRetryAfter({ ms, after, date }, now) {
	const text = after?.trim() ?? "";
	const asked = readDecimal(ms) ?? (decimal.test(text) ? Number(text) * 1e3 : (readDate(text) ?? 0) - (readDate(date) ?? now));
	return asked > 0 ? Math.min(asked, Number.MAX_SAFE_INTEGER) : null;
}
function readDecimal(text) {
	const trimmed = text?.trim() ?? "";
	return decimal.test(trimmed) && Number(trimmed) > 0 ? Number(trimmed) : null;
}
function readDate(text) {
	const trimmed = text?.trim() ?? "";
	if (!datePatterns.some((pattern) => pattern.test(trimmed))) return null;
	const parsed = Date.parse(trimmed.endsWith("GMT") ? trimmed : `${trimmed} GMT`);
	return Number.isFinite(parsed) ? parsed : null;
}

// src/io/anthropic/own-address.ts
const mostRedirects = 5;
const repeating = /* @__PURE__ */ new Set([307, 308]);
const redirecting = /* @__PURE__ */ new Set([
	301,
	302,
	303,
	...repeating
]);
function leadsElsewhere(status) {
	return status !== null && redirecting.has(status);
}
function fetchFrom(baseUrl, ask = fetch) {
	return async (input, init = {}) => {
		const { origin } = new URL(baseUrl());
		let url = new URL(input instanceof Request ? input.url : input);
		if (url.origin !== origin) return new Response(null, { status: 307 });
		for (let followed = 0;; followed += 1) {
			const response = await ask(url.href, {
				...init,
				redirect: "manual"
			});
			const next = followed < mostRedirects ? redirectOf(response, url) : null;
			const isAsking = init.method === void 0 || /^(?:get|head)$/i.test(init.method);
			if (!(next !== null && next.origin === origin && next.username + next.password === "") || !(isAsking || repeating.has(response.status))) return response;
			await response.body?.cancel();
			url = next;
		}
	};
}
function redirectOf({ status, headers }, from) {
	const location = headers.get("location") ?? "";
	return redirecting.has(status) && location !== "" && URL.canParse(location, from.href) ? new URL(location, from) : null;
}
function findSettingsFault(baseUrl, key) {
	if (!URL.canParse(baseUrl)) return "no-address";
	const { protocol, username, password } = new URL(baseUrl);
	if (protocol !== "http:" && protocol !== "https:") return "no-address";
	if (username + password !== "") return "address-with-password";
	return /^[\x20-\x7e]*$/.test(key.trim()) ? null : "no-key";
}

// src/io/anthropic/errors.ts
const unsendable = {
	status: 400,
	type: "invalid_request_error",
	message: null,
	code: null,
	retryAfterMs: null,
	begun: false,
	unreached: false,
	silentMs: null
};
function apiRefusalOf(sdk, error) {
	if (error instanceof sdk.APIUserAbortError) return {
		status: null,
		kind: "no answer"
	};
	if (error instanceof sdk.APIConnectionError) return {
		status: null,
		kind: "no connection"
	};
	if (error instanceof sdk.APIError) {
		const status = typeof error.status === "number" ? error.status : null;
		return {
			status,
			kind: kindOf(status, error.type)
		};
	}
	return {
		status: null,
		kind: error instanceof Error ? error.name : "error"
	};
}
const elsewhere = "a redirect to another address";
const elsewhereRefusal = {
	status: 307,
	kind: elsewhere
};
function kindOf(status, type) {
	return leadsElsewhere(status) ? elsewhere : shownErrorType(type) ?? "error";
}
function countRefusalOf(sdk, error) {
	const { type, message, retryAfterMs } = failureOf(sdk, error, false);
	return {
		...apiRefusalOf(sdk, error),
		isApiError: type !== null,
		message,
		retryAfterMs
	};
}
function failureOf(sdk, error, begun) {
	const known = {
		status: null,
		type: null,
		message: null,
		code: null,
		retryAfterMs: null,
		begun,
		unreached: isUnreached(error),
		silentMs: null
	};
	if (known.unreached || !(error instanceof sdk.APIError)) return known;
	const status = typeof error.status === "number" ? error.status : null;
	return {
		...known,
		status,
		type: leadsElsewhere(status) ? elsewhere : shownErrorType(error.type),
		message: errorMessageOf(error.error),
		code: shownErrorCode(error.errorCode),
		retryAfterMs: retryAfterOf(error.headers)
	};
}
function retryAfterOf(headers) {
	const header = (name) => headers?.get(name) ?? null;
	const [ms, after, date] = [
		header("retry-after-ms"),
		header("retry-after"),
		header("date")
	];
	return readRetryAfter({
		ms,
		after,
		date
	}, Date.now());
}
const unreached = /* @__PURE__ */ new Set([
	"ECONNREFUSED",
	"ENOTFOUND",
	"EAI_AGAIN",
	"EHOSTUNREACH",
	"ENETUNREACH",
	"UND_ERR_CONNECT_TIMEOUT"
]);
const opening = /* @__PURE__ */ new Set(["connect", "getaddrinfo"]);
function isUnreached(error) {
	for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) if ("code" in cause && typeof cause.code === "string" && unreached.has(cause.code)) return !("syscall" in cause) || opening.has(cause.syscall);
	return false;
}
function errorTypeOf(body) {
	const inner = errorIn(body);
	const type = typeof inner === "object" && inner !== null && "type" in inner ? inner.type : null;
	return shownErrorType(type) ?? "error";
}
function errorMessageOf(body) {
	const inner = errorIn(body);
	return typeof inner === "object" && inner !== null && "message" in inner && typeof inner.message === "string" ? inner.message : null;
}
function errorIn(body) {
	return typeof body === "object" && body !== null && "error" in body ? body.error : null;
}

// src/io/anthropic/patience.ts
const usualPatience = {
	questionMs: 6e4,
	batchMs: 6e5,
	answerMs: 3e5,
	quietMs: 3e5
};
const tokensPerHour = 128e3;
function answerSilenceMs(maxTokens, { answerMs }) {
	const longestMs = typeof maxTokens === "number" ? maxTokens * 36e5 / tokensPerHour : 0;
	return Math.ceil(Math.max(answerMs, Math.min(longestMs, 36e5)));
}
async function withinSilence(limits, call) {
	const watch = watchSilence(limits.ms, limits.stopped);
	try {
		return await call(watch);
	} finally {
		watch.end();
	}
}
function watchSilence(ms, stopped) {
	const silent = new AbortController();
	const timer = setTimeout(() => silent.abort(), ms);
	return {
		signal: stopped === void 0 ? silent.signal : AbortSignal.any([silent.signal, stopped]),
		renew: () => timer.refresh(),
		end: () => clearTimeout(timer)
	};
}
function endQuietAnswer(answer, quietMs) {
	const { body, status, statusText, headers } = answer;
	if (body === null) return answer;
	const reader = body.getReader();
	const watched = new ReadableStream({
		pull: async (controller) => {
			const { done, value } = await withinSilence({ ms: quietMs }, ({ signal }) => {
				signal.addEventListener("abort", () => void reader.cancel(signal.reason));
				return reader.read().finally(() => signal.throwIfAborted());
			});
			if (done) controller.close();
			else controller.enqueue(value);
		},
		cancel: (reason) => reader.cancel(reason)
	});
	return new Response(watched, {
		status,
		statusText,
		headers
	});
}

// src/io/anthropic/batch-results.ts
const ResultLine = object({
	custom_id: string(),
	result: optional(unknown())
});
const Result = object({
	type: string(),
	message: optional(unknown()),
	error: optional(unknown())
});
const noResults = {
	status: 410,
	kind: "no results"
};
async function readResults(sdk, client, { id, each, silence }) {
	let unreadable = 0;
	try {
		return await withinSilence(silence, async (watch) => {
			const opened = await openResults({
				sdk,
				client
			}, id, watch.signal);
			if (!(opened instanceof Response)) return opened;
			for await (const line of linesOf(opened, watch)) {
				if (line.trim() === "") continue;
				const item = readItem(cleanAnswer(client, parse(line)));
				if (item === null) unreadable += 1;
				else if (!each(item)) break;
			}
			return { unreadable };
		});
	} catch (error) {
		return apiRefusalOf(sdk, error);
	}
}
async function openResults({ sdk, client }, id, signal) {
	const { results_url: url } = await client.messages.batches.retrieve(id, {}, { signal });
	if (typeof url !== "string" || url === "") return noResults;
	const own = `/v1/messages/batches/${encodeURIComponent(id)}/results`;
	const isOwn = isOfOrigin(url, client.baseURL);
	try {
		return await client.get(isOwn ? url : own, {
			headers: { Accept: "application/binary" },
			__binaryResponse: true,
			signal
		}).asResponse();
	} catch (error) {
		if (isOwn || !(error instanceof sdk.NotFoundError)) throw error;
		return elsewhereRefusal;
	}
}
function isOfOrigin(url, base) {
	return URL.canParse(url) && new URL(url).origin === new URL(base).origin;
}
async function* linesOf({ body }, watch) {
	if (body === null) return;
	const reader = body.getReader();
	const { signal } = watch;
	const cancel = () => void reader.cancel().catch(() => void 0);
	signal.addEventListener("abort", cancel);
	const decoder = new TextDecoder();
	let parts = [];
	try {
		for (;;) {
			const chunk = await reader.read();
			signal.throwIfAborted();
			watch.renew();
			const [first = "", ...others] = decoder.decode(chunk.value, { stream: !chunk.done }).split("\n");
			parts.push(first);
			for (const next of others) {
				yield parts.join("");
				parts = [next];
			}
			if (chunk.done) break;
		}
		yield parts.join("");
	} finally {
		signal.removeEventListener("abort", cancel);
		cancel();
	}
}
function readItem(line) {
	const { success, data } = ResultLine.safeParse(line);
	if (!success) return null;
	const { custom_id: customId } = data;
	const result = Result.safeParse(data.result);
	return {
		customId,
		result: result.success ? readResult(result.data) : { kind: "unreadable" }
	};
}
function parse(line) {
	try {
		return JSON.parse(line);
	} catch {
		return null;
	}
}
function readResult({ type, message, error }) {
	switch (type) {
		case "succeeded": {
			const response = message === void 0 ? null : copyDocument(message);
			return response === null ? { kind: "unreadable" } : {
				kind: "succeeded",
				response
			};
		}
		case "errored": return {
			kind: "errored",
			type: errorTypeOf(error),
			message: errorMessageOf(error)
		};
		case "canceled":
		case "expired": return { kind: type };
		default: return { kind: "unreadable" };
	}
}

// src/io/anthropic/batches.ts
const BatchId = string().check(_regex(/^[A-Za-z0-9_-]+$/));
const Listed = object({
	id: BatchId,
	created_at: string(),
	processing_status: string(),
	request_counts: object({
		processing: int(),
		succeeded: int(),
		errored: int(),
		canceled: int(),
		expired: int()
	})
});
const Identified = object({ id: BatchId });
const Page = object({
	data: array(unknown()),
	has_more: boolean(),
	last_id: nullish(string())
});
const unreadable = {
	status: null,
	kind: "no batch"
};
const pageSize = 1e3;
const maxPages = 500;
const markTimeoutMs = 1e4;
function connectBatches(sdk, client, limits) {
	const { patience, stopped } = limits;
	const question = {
		ms: patience.questionMs,
		stopped
	};
	return {
		create: async (requests, betas) => {
			const items = requests.map(itemFor).filter((item) => item !== null);
			if (items.length < requests.length) return { failure: unsendable };
			try {
				const made = await withinSilence({ ms: patience.batchMs }, ({ signal }) => {
					const options = {
						maxRetries: 0,
						timeout: patience.batchMs,
						signal
					};
					return betas.length === 0 ? client.messages.batches.create({ requests: items }, options) : client.beta.messages.batches.create({
						requests: items,
						betas: [...betas]
					}, options);
				});
				const { success, data } = Identified.safeParse(cleanAnswer(client, made));
				return success ? { id: data.id } : { failure: {
					...unsendable,
					status: null,
					type: null
				} };
			} catch (error) {
				return { failure: failureOf(sdk, error, false) };
			}
		},
		retrieve: async (id) => {
			try {
				const batch = await withinSilence(question, ({ signal }) => client.messages.batches.retrieve(id, {}, {
					signal,
					maxRetries: 0
				}));
				return listedOf(cleanAnswer(client, batch)) ?? unreadable;
			} catch (error) {
				return apiRefusalOf(sdk, error);
			}
		},
		mark: async () => {
			try {
				const { page, at } = await withinSilence({
					ms: markTimeoutMs,
					stopped
				}, (watch) => askForPage(client, { limit: 1 }, {
					watch,
					maxRetries: 0
				}));
				const [newest] = page?.data ?? [];
				const { success, data } = Identified.safeParse(newest);
				return {
					newest: success ? data.id : null,
					at
				};
			} catch {
				return {
					newest: null,
					at: null
				};
			}
		},
		list: async (until) => {
			try {
				return await withinSilence(question, (watch) => listBatches(client, until, watch));
			} catch (error) {
				return apiRefusalOf(sdk, error);
			}
		},
		results: (id, each) => readResults(sdk, client, {
			id,
			each,
			silence: question
		})
	};
}
function itemFor({ customId, body: { stream: _stream, ...params } }) {
	const item = {
		custom_id: customId,
		params
	};
	return isBatchItem(item) ? item : null;
}
function isBatchItem(item) {
	return isSendable(item.params);
}
async function listBatches(client, until, watch) {
	const batches = /* @__PURE__ */ new Map();
	let whole = true;
	let after = null;
	for (let pages = 0;; pages += 1) {
		const { page, at } = await askForPage(client, {
			limit: pageSize,
			...after === null ? {} : { after_id: after }
		}, { watch });
		watch.renew();
		if (page === null) return unreadable;
		const before = batches.size;
		for (const item of page.data) {
			const listed = listedOf(item);
			if (listed === null) whole = false;
			else if (listed.id === until) return {
				batches: [...batches.values()],
				whole,
				at
			};
			else batches.set(listed.id, listed);
		}
		after = page.last_id ?? null;
		if (!page.has_more) return {
			batches: [...batches.values()],
			whole,
			at
		};
		if (after === null || batches.size === before || pages >= maxPages) return {
			batches: [...batches.values()],
			whole: false,
			at
		};
	}
}
async function askForPage(client, query, { watch, ...options }) {
	const { signal } = watch;
	const { data, response } = await client.get("/v1/messages/batches", {
		query: { ...query },
		signal,
		...options
	}).withResponse();
	const page = Page.safeParse(cleanAnswer(client, data));
	const at = Date.parse(response.headers.get("date") ?? "");
	return {
		page: page.success ? page.data : null,
		at: Number.isNaN(at) ? null : at
	};
}
function listedOf(batch) {
	const { success, data } = Listed.safeParse(batch);
	if (!success) return null;
	return {
		id: data.id,
		createdAt: data.created_at,
		ended: data.processing_status === "ended",
		counts: data.request_counts
	};
}

// src/io/anthropic/client.ts
async function connectAnthropic({ apiKey = null, stopped, patience = usualPatience } = {}) {
	const sdk = await import("./sdk.js");
	warnOnce();
	const client = new sdk.default({
		logLevel: "off",
		openTelemetry: false,
		fetch: fetchFrom(() => client.baseURL, async (url, init) => endQuietAnswer(await fetch(url, init), patience.quietMs)),
		...apiKey === null ? {} : {
			apiKey,
			authToken: null
		}
	});
	const secret = client.apiKey ?? client.authToken ?? "";
	const fault = findSettingsFault(client.baseURL, secret);
	if (fault !== null) return problem("api-settings", nowhere, { fault });
	return {
		account: digest(`${client.baseURL}\n${secret}`).slice(0, 32),
		batches: connectBatches(sdk, client, {
			patience,
			stopped
		}),
		countTokens: async (body, betas, retries) => {
			const params = countTokensBody(body);
			if (!isCountable(params)) return uncountable;
			const ms = (retries === 0 ? 1 : 5) * patience.questionMs;
			try {
				return await withinSilence({
					ms,
					stopped
				}, async ({ signal }) => {
					const tries = retries === void 0 ? {} : { maxRetries: retries };
					const options = {
						signal,
						timeout: patience.questionMs,
						...tries
					};
					const answer = betas.length === 0 ? await client.messages.countTokens(params, options) : await client.beta.messages.countTokens({
						...params,
						betas: [...betas]
					}, options);
					return countOf(answer) ?? noCount;
				});
			} catch (error) {
				return countRefusalOf(sdk, error);
			}
		},
		send: async (body, betas) => {
			const { stream: _stream, ...rest } = body;
			const params = rest;
			if (!isSendable(params)) return {
				kind: "failed",
				failure: unsendable
			};
			let begun = false;
			let begunAt = null;
			let isCounted = false;
			const silenceMs = answerSilenceMs(params.max_tokens, patience);
			const watch = watchSilence(silenceMs);
			try {
				const options = {
					maxRetries: 0,
					timeout: Math.min(silenceMs, patience.quietMs),
					signal: watch.signal
				};
				if (maxTokensOf(body) === 0) {
					const { data, request_id: requestId } = await (betas.length === 0 ? client.messages.create({
						...params,
						stream: false
					}, options) : client.beta.messages.create({
						...params,
						stream: false,
						betas: [...betas]
					}, options)).withResponse();
					return answerOf(copyAnswer(client, data), {
						requestId: readApiId(requestId),
						begunAt: null
					});
				}
				const connected = () => {
					begun = true;
					begunAt = Date.now();
				};
				const heard = ({ type }) => {
					isCounted ||= type === "message_delta";
					if (type.startsWith("message_") || type.startsWith("content_block_")) watch.renew();
				};
				const stream = betas.length === 0 ? client.messages.stream(params, options).on("connect", connected).on("streamEvent", heard) : client.beta.messages.stream({
					...params,
					betas: [...betas]
				}, options).on("connect", connected).on("streamEvent", heard);
				const response = copyAnswer(client, await stream.finalMessage());
				const requestId = readApiId(stream.request_id);
				return answerOf(isCounted ? response : null, {
					requestId,
					begunAt
				});
			} catch (error) {
				const failure = failureOf(sdk, error, begun);
				const silentMs = watch.signal.aborted ? silenceMs : null;
				return {
					kind: "failed",
					failure: {
						...failure,
						silentMs
					}
				};
			} finally {
				watch.end();
			}
		}
	};
}
const uncountable = {
	status: 400,
	kind: "invalid_request_error",
	isApiError: true,
	message: null,
	retryAfterMs: null
};
const noCount = {
	...uncountable,
	status: 200,
	kind: "no count",
	isApiError: false
};
function answerOf(response, heard) {
	return response === null ? {
		kind: "failed",
		failure: {
			...unsendable,
			status: null,
			type: null,
			begun: true
		}
	} : {
		kind: "answered",
		response,
		...heard
	};
}
function warnOnce() {
	const shown = /* @__PURE__ */ new Set();
	const { warn } = console;
	console.warn = (first, ...rest) => {
		if (!shown.has(first)) warn(process.stderr.isTTY ? `\n${String(first)}` : first, ...rest);
		shown.add(first);
	};
}

export { connectAnthropic };