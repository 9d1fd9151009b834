// src/json.ts
const numberText = (text) => ({
	numberText: text,
	toJSON: () => Number(text)
});
const isNumberText = (value) => typeof value === "object" && value !== null && "toJSON" in value && "numberText" in value;
const isArray = (value) => Array.isArray(value);
const isObject = (value) => typeof value === "object" && value !== null && !isArray(value) && !isNumberText(value);
/** Whether what JSON.parse made is an object. */
const isDocument = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const compact = {
	item: ",",
	colon: ":"
};
/** JSON text of a value: keys in the order they have, numbers with the text they have, nothing escaped that need not be. */
const writeJson = (value, style = compact) => {
	if (value === null || typeof value !== "object") return JSON.stringify(value);
	if (isNumberText(value)) return value.numberText;
	if (isArray(value)) return `[${value.map((item) => writeJson(item, style)).join(style.item)}]`;
	return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}${style.colon}${writeJson(item, style)}`).join(style.item)}}`;
};
/** The value at a path, or undefined where nothing stands. */
const valueAt = (root, path) => {
	let value = root;
	for (const step of path) if (isArray(value)) value = typeof step === "number" ? value[step] : void 0;
	else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
	else return void 0;
	return value;
};
/** A path in the API's words: `messages.7.content.0`. */
const formatPath = (path) => path.join(".");
/** Deepest nesting that is read. Deeper documents are refused, so that no reader of values runs out of stack. */
const deepestNesting = 500;
/** A number as JSON writes it. */
const jsonNumber = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** The value of a number's text: a plain number where JavaScript prints it so, else the text itself. */
const readNumber = (text) => {
	const value = Number(text);
	return String(value) === text ? value : numberText(text);
};
/** Sets an own member, `__proto__` too. */
const setMember = (target, key, value) => {
	if (key === "__proto__") Object.defineProperty(target, key, {
		value,
		enumerable: true,
		configurable: true,
		writable: true
	});
	else target[key] = value;
};
const whitespace = /[ \t\n\r]*/y;
const words = Object.entries({
	null: null,
	true: true,
	false: false
});
/** Offset behind the string that begins at `start`; -1 where it does not end. */
const endOfString = (text, start) => {
	for (let end = text.indexOf("\"", start + 1); end !== -1; end = text.indexOf("\"", end + 1)) {
		let slashes = 0;
		while (text[end - 1 - slashes] === "\\") slashes += 1;
		if (slashes % 2 === 0) return end + 1;
	}
	return -1;
};
/** Reads JSON by hand: slower than `JSON.parse`, but numbers keep their text, and every place is known. */
const scanJson = (text, visit) => {
	let at = 0;
	const path = [];
	const skip = () => {
		whitespace.lastIndex = at;
		whitespace.test(text);
		at = whitespace.lastIndex;
	};
	const take = (pattern) => {
		pattern.lastIndex = at;
		if (!pattern.test(text)) return null;
		const taken = text.slice(at, pattern.lastIndex);
		at = pattern.lastIndex;
		return taken;
	};
	const accept = (character) => {
		if (text[at] !== character) return false;
		at += 1;
		return true;
	};
	/** A string; `JSON.parse` decodes it. Null: no string here. */
	const quoted = () => {
		if (text[at] !== "\"") return null;
		const end = endOfString(text, at);
		if (end === -1) return null;
		try {
			const decoded = JSON.parse(text.slice(at, end));
			at = end;
			return typeof decoded === "string" ? decoded : null;
		} catch {
			return null;
		}
	};
	/** Undefined: a fault at `at`. */
	const value = () => {
		if (path.length > 500) return void 0;
		if (visit !== null) visit(path, "value", at);
		const first = text[at];
		if (first === "{") return members();
		if (first === "[") return items();
		if (first === "\"") return quoted() ?? void 0;
		const known = words.find(([word]) => text.startsWith(word, at));
		if (known !== void 0) {
			at += known[0].length;
			return known[1];
		}
		const digits = take(jsonNumber);
		return digits === null ? void 0 : readNumber(digits);
	};
	const items = () => {
		const list = [];
		at += 1;
		skip();
		if (accept("]")) return list;
		for (;;) {
			path.push(list.length);
			const item = value();
			if (item === void 0) return void 0;
			path.pop();
			list.push(item);
			skip();
			if (accept("]")) return list;
			if (!accept(",")) return void 0;
			skip();
		}
	};
	const members = () => {
		const object = {};
		at += 1;
		skip();
		if (accept("}")) return object;
		for (;;) {
			const start = at;
			const key = quoted();
			if (key === null) return void 0;
			path.push(key);
			if (visit !== null) visit(path, "key", start);
			skip();
			if (!accept(":")) return void 0;
			skip();
			const member = value();
			if (member === void 0) return void 0;
			path.pop();
			setMember(object, key, member);
			skip();
			if (accept("}")) return object;
			if (!accept(",")) return void 0;
			skip();
		}
	};
	skip();
	const root = value();
	if (root === void 0) return { fault: at };
	skip();
	return at === text.length ? { value: root } : { fault: at };
};
/** Numbers whose text `JSON.parse` would lose: trailing zeros, exponents, minus zero, many digits, tiny fractions. */
const losesText = /(?:^|[[:,])\s*-?(?:\d+\.\d*0(?!\d)|[\d.]+[eE]|0(?=\s*[,\]}]|\s*$)(?<=-0)|[\d.]{16}|0\.000000)/;
/** Whether a number outside of strings would lose its text. */
const holdsUnusualNumber = (text) => {
	if (!losesText.test(text)) return false;
	let from = 0;
	for (let start = text.indexOf("\""); start !== -1; start = text.indexOf("\"", from)) {
		if (losesText.test(text.slice(from, start))) return true;
		from = endOfString(text, start);
		if (from === -1) return false;
	}
	return losesText.test(text.slice(from));
};
/** `JSON.parse` reads any depth; readers of values recurse. */
const isDeeper = (value, left) => {
	if (typeof value !== "object" || value === null) return false;
	if (Array.isArray(value)) return left === 0 || value.some((item) => isDeeper(item, left - 1));
	return left === 0 || Object.values(value).some((item) => typeof item === "object" && isDeeper(item, left - 1));
};
const isJson = (value) => !isDeeper(value, 500);
/** A JSON document with its numbers as written; undefined where it is none, or nested deeper than `deepestNesting`. */
const parseJson = (text) => {
	if (holdsUnusualNumber(text)) {
		const read = scanJson(text, null);
		return "fault" in read ? void 0 : read.value;
	}
	try {
		const value = JSON.parse(text);
		return isJson(value) ? value : void 0;
	} catch {
		return;
	}
};
/** Offset of the first character that makes a text no JSON; null where it is JSON. */
const findJsonFault = (text) => {
	const read = scanJson(text, null);
	return "fault" in read ? read.fault : null;
};
/** Offset of the value, or of the key, at a path of a JSON text; null where there is none. Reads the whole text: for problems only. */
const locateJson = (text, path, what) => {
	let found = null;
	scanJson(text, (here, kind, start) => {
		if (kind === what && here.length === path.length && path.every((step, index) => here[index] === step)) found = start;
	});
	return found;
};

export { isNumberText as a, parseJson as c, valueAt as d, writeJson as f, isDocument as i, readNumber as l, formatPath as n, isObject as o, isArray as r, locateJson as s, findJsonFault as t, setMember as u };