import { Fr as parseJson, Pi as problem, Ra as isObject, ji as nowhere, ni as sleep, r as shownErrorType } from "./core.js";

// src/io/admin/client.ts
const home = "https://api.anthropic.com";
const keyName = "ANTHROPIC_ADMIN_KEY";
const timeoutMs = 6e4;
const mostBytes = 67108864;
function connectAdmin(env, waiting) {
	const key = env[keyName]?.trim() ?? "";
	if (!/^[\x21-\x7e]{1,500}$/.test(key)) return problem("admin-key-missing", nowhere, { malformed: key !== "" });
	const asked = env["ANTHROPIC_BASE_URL"] ?? "";
	const own = asked === "" ? null : loopbackOf(asked);
	const elsewhere = own === null && asked !== "" && !isHome(asked);
	const base = own ?? home;
	return {
		api: {
			ask: (request) => ask(base, key, request),
			wait: async (seconds) => {
				waiting(seconds);
				await sleep(seconds * 1e3);
			},
			hasOrdinaryKey: key.startsWith("sk-ant-api")
		},
		remarks: elsewhere ? [problem("admin-base-url", nowhere, {})] : []
	};
}
function loopbackOf(address) {
	if (!URL.canParse(address)) return null;
	const { protocol, hostname, origin, pathname } = new URL(address);
	return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname) && (protocol === "http:" || protocol === "https:") ? `${origin}${pathname}`.replace(/\/+$/, "") : null;
}
function isHome(address) {
	return URL.canParse(address) && new URL(address).origin === home;
}
async function ask(base, key, request) {
	const url = new URL(`${base}${request.path}`);
	for (const [name, value] of request.parameters) url.searchParams.append(name, value);
	const headers = {
		accept: "application/json",
		"anthropic-version": "2023-06-01",
		...key.startsWith("sk-ant-oat") ? { authorization: `Bearer ${key}` } : { "x-api-key": key },
		...request.beta === null ? {} : { "anthropic-beta": request.beta }
	};
	try {
		return await readAnswer(await fetch(url, {
			headers,
			redirect: "manual",
			signal: AbortSignal.timeout(timeoutMs)
		}));
	} catch (error) {
		return {
			kind: "lost",
			said: saidBy(error)
		};
	}
}
async function readAnswer(response) {
	const { status } = response;
	if (status >= 300 && status < 400) {
		await response.body?.cancel();
		return {
			kind: "foreign",
			what: `a redirect (${String(status)}), which is not followed`
		};
	}
	const text = await readText(response);
	if (text === null) return {
		kind: "foreign",
		what: "more than any report has"
	};
	const body = parseJson(text);
	if (status !== 200) return {
		kind: "refused",
		status,
		type: errorTypeOf(body),
		retryAfterSeconds: retryAfterOf(response.headers)
	};
	if (isObject(body)) return {
		kind: "page",
		page: body
	};
	if (/^\s*</.test(text)) return {
		kind: "foreign",
		what: "an HTML page"
	};
	return (response.headers.get("content-type") ?? "").includes("json") || body !== void 0 || /^\s*\{/.test(text) ? {
		kind: "lost",
		said: "their answer is cut off"
	} : {
		kind: "foreign",
		what: text.trim() === "" ? "nothing" : "a text that is no JSON"
	};
}
async function readText(response) {
	const decoder = new TextDecoder();
	let text = "";
	let size = 0;
	for await (const chunk of response.body ?? []) {
		size += chunk.byteLength;
		if (size > mostBytes) return null;
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}
function errorTypeOf(body) {
	const error = isObject(body) ? body["error"] : void 0;
	const type = isObject(error) ? error["type"] : void 0;
	return shownErrorType(type) ?? "no reason given";
}
function retryAfterOf(headers) {
	const seconds = Number(headers.get("retry-after") ?? NaN);
	return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}
function saidBy(error) {
	if (error instanceof Error && error.name === "TimeoutError") return "they do not answer in time";
	for (let cause = error; cause instanceof Error; cause = cause.cause) if ("code" in cause && typeof cause.code === "string" && /^[A-Z_]{2,40}$/.test(cause.code)) return /ECONNRESET|UND_ERR_SOCKET/.test(cause.code) ? "their answer is cut off" : `they cannot be reached (${cause.code})`;
	return "they cannot be reached, or their answer is cut off";
}

export { connectAdmin };