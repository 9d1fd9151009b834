import { createRequire } from "module";

// node_modules/fflate/esm/index.mjs
var require = createRequire("/");
var _a;
var Worker;
var isMarkedAsUntransferable;
try {
	_a = require("worker_threads"), Worker = _a.Worker, isMarkedAsUntransferable = _a.isMarkedAsUntransferable;
} catch (e) {}
var u8 = Uint8Array;
var u16 = Uint16Array;
var i32 = Int32Array;
var fleb = new u8([
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	1,
	1,
	1,
	1,
	2,
	2,
	2,
	2,
	3,
	3,
	3,
	3,
	4,
	4,
	4,
	4,
	5,
	5,
	5,
	5,
	0,
	0,
	0,
	0
]);
var fdeb = new u8([
	0,
	0,
	0,
	0,
	1,
	1,
	2,
	2,
	3,
	3,
	4,
	4,
	5,
	5,
	6,
	6,
	7,
	7,
	8,
	8,
	9,
	9,
	10,
	10,
	11,
	11,
	12,
	12,
	13,
	13,
	0,
	0
]);
var clim = new u8([
	16,
	17,
	18,
	0,
	8,
	7,
	9,
	6,
	10,
	5,
	11,
	4,
	12,
	3,
	13,
	2,
	14,
	1,
	15
]);
var freb = function(eb, start) {
	var b = new u16(31);
	for (var i = 0; i < 31; ++i) b[i] = start += 1 << eb[i - 1];
	var r = new i32(b[30]);
	for (var i = 1; i < 30; ++i) for (var j = b[i]; j < b[i + 1]; ++j) r[j] = j - b[i] << 5 | i;
	return {
		b,
		r
	};
};
var _a = freb(fleb, 2);
var fl = _a.b;
var revfl = _a.r;
fl[28] = 258, revfl[258] = 28;
var _b = freb(fdeb, 0);
var fd = _b.b;
var revfd = _b.r;
var rev = new u16(32768);
for (var i = 0; i < 32768; ++i) {
	var x = (i & 43690) >> 1 | (i & 21845) << 1;
	x = (x & 52428) >> 2 | (x & 13107) << 2;
	x = (x & 61680) >> 4 | (x & 3855) << 4;
	rev[i] = ((x & 65280) >> 8 | (x & 255) << 8) >> 1;
}
var hMap = (function(cd, mb, r) {
	var s = cd.length;
	var i = 0;
	var l = new u16(mb);
	for (; i < s; ++i) if (cd[i]) ++l[cd[i] - 1];
	var le = new u16(mb);
	for (i = 1; i < mb; ++i) le[i] = le[i - 1] + l[i - 1] << 1;
	var co;
	if (r) {
		co = new u16(1 << mb);
		var rvb = 15 - mb;
		for (i = 0; i < s; ++i) if (cd[i]) {
			var sv = i << 4 | cd[i];
			var r_1 = mb - cd[i];
			var v = le[cd[i] - 1]++ << r_1;
			for (var m = v | (1 << r_1) - 1; v <= m; ++v) co[rev[v] >> rvb] = sv;
		}
	} else {
		co = new u16(s);
		for (i = 0; i < s; ++i) if (cd[i]) co[i] = rev[le[cd[i] - 1]++] >> 15 - cd[i];
	}
	return co;
});
var flt = new u8(288);
for (var i = 0; i < 144; ++i) flt[i] = 8;
for (var i = 144; i < 256; ++i) flt[i] = 9;
for (var i = 256; i < 280; ++i) flt[i] = 7;
for (var i = 280; i < 288; ++i) flt[i] = 8;
var fdt = new u8(32);
for (var i = 0; i < 32; ++i) fdt[i] = 5;
var flrm = /*#__PURE__*/ hMap(flt, 9, 1);
var fdrm = /*#__PURE__*/ hMap(fdt, 5, 1);
var max = function(a) {
	var m = a[0];
	for (var i = 1; i < a.length; ++i) if (a[i] > m) m = a[i];
	return m;
};
var bits = function(d, p, m) {
	var o = p / 8 | 0;
	return (d[o] | d[o + 1] << 8) >> (p & 7) & m;
};
var bits16 = function(d, p) {
	var o = p / 8 | 0;
	return (d[o] | d[o + 1] << 8 | d[o + 2] << 16) >> (p & 7);
};
var shft = function(p) {
	return (p + 7) / 8 | 0;
};
var slc = function(v, s, e) {
	if (s == null || s < 0) s = 0;
	if (e == null || e > v.length) e = v.length;
	return new u8(v.subarray(s, e));
};
var ec = [
	"unexpected EOF",
	"invalid block type",
	"invalid length/literal",
	"invalid distance",
	"stream finished",
	"no stream handler",
	,
	"no callback",
	"invalid UTF-8 data",
	"extra field too long",
	"date not in range 1980-2099",
	"filename too long",
	"stream finishing",
	"invalid zip data"
];
var err = function(ind, msg, nt) {
	var e = new Error(msg || ec[ind]);
	e.code = ind;
	if (Error.captureStackTrace) Error.captureStackTrace(e, err);
	if (!nt) throw e;
	return e;
};
var inflt = function(dat, st, buf, dict) {
	var sl = dat.length, dl = dict ? dict.length : 0;
	if (!sl || st.f && !st.l) return buf || new u8(0);
	var noBuf = !buf;
	var resize = noBuf || st.i != 2;
	var noSt = st.i;
	if (noBuf) buf = new u8(sl * 3);
	var cbuf = function(l) {
		var bl = buf.length;
		if (l > bl) {
			var nbuf = new u8(Math.max(bl * 2, l));
			nbuf.set(buf);
			buf = nbuf;
		}
	};
	var final = st.f || 0, pos = st.p || 0, bt = st.b || 0, lm = st.l, dm = st.d, lbt = st.m, dbt = st.n;
	var tbts = sl * 8;
	do {
		if (!lm) {
			final = bits(dat, pos, 1);
			var type = bits(dat, pos + 1, 3);
			pos += 3;
			if (!type) {
				var s = shft(pos) + 4, l = dat[s - 4] | dat[s - 3] << 8, t = s + l;
				if (t > sl) {
					if (noSt) err(0);
					break;
				}
				if (resize) cbuf(bt + l);
				buf.set(dat.subarray(s, t), bt);
				st.b = bt += l, st.p = pos = t * 8, st.f = final;
				continue;
			} else if (type == 1) lm = flrm, dm = fdrm, lbt = 9, dbt = 5;
			else if (type == 2) {
				var hLit = bits(dat, pos, 31) + 257, hcLen = bits(dat, pos + 10, 15) + 4;
				var tl = hLit + bits(dat, pos + 5, 31) + 1;
				pos += 14;
				var ldt = new u8(tl);
				var clt = new u8(19);
				for (var i = 0; i < hcLen; ++i) clt[clim[i]] = bits(dat, pos + i * 3, 7);
				pos += hcLen * 3;
				var clb = max(clt), clbmsk = (1 << clb) - 1;
				var clm = hMap(clt, clb, 1);
				for (var i = 0; i < tl;) {
					var r = clm[bits(dat, pos, clbmsk)];
					pos += r & 15;
					var s = r >> 4;
					if (s < 16) ldt[i++] = s;
					else {
						var c = 0, n = 0;
						if (s == 16) n = 3 + bits(dat, pos, 3), pos += 2, c = ldt[i - 1];
						else if (s == 17) n = 3 + bits(dat, pos, 7), pos += 3;
						else if (s == 18) n = 11 + bits(dat, pos, 127), pos += 7;
						while (n--) ldt[i++] = c;
					}
				}
				var lt = ldt.subarray(0, hLit), dt = ldt.subarray(hLit);
				lbt = max(lt);
				dbt = max(dt);
				lm = hMap(lt, lbt, 1);
				dm = hMap(dt, dbt, 1);
			} else err(1);
			if (pos > tbts) {
				if (noSt) err(0);
				break;
			}
		}
		if (resize) cbuf(bt + 131072);
		var lms = (1 << lbt) - 1, dms = (1 << dbt) - 1;
		var lpos = pos;
		for (;; lpos = pos) {
			var c = lm[bits16(dat, pos) & lms], sym = c >> 4;
			pos += c & 15;
			if (pos > tbts) {
				if (noSt) err(0);
				break;
			}
			if (!c) err(2);
			if (sym < 256) buf[bt++] = sym;
			else if (sym == 256) {
				lpos = pos, lm = null;
				break;
			} else {
				var add = sym - 254;
				if (sym > 264) {
					var i = sym - 257, b = fleb[i];
					add = bits(dat, pos, (1 << b) - 1) + fl[i];
					pos += b;
				}
				var d = dm[bits16(dat, pos) & dms], dsym = d >> 4;
				if (!d) err(3);
				pos += d & 15;
				var dt = fd[dsym];
				if (dsym > 3) {
					var b = fdeb[dsym];
					dt += bits16(dat, pos) & (1 << b) - 1, pos += b;
				}
				if (pos > tbts) {
					if (noSt) err(0);
					break;
				}
				if (resize) cbuf(bt + 131072);
				var end = bt + add;
				if (bt < dt) {
					var shift = dl - dt, dend = Math.min(dt, end);
					if (shift + bt < 0) err(3);
					for (; bt < dend; ++bt) buf[bt] = dict[shift + bt];
				}
				for (; bt < end; ++bt) buf[bt] = buf[bt - dt];
			}
		}
		st.l = lm, st.p = lpos, st.b = bt, st.f = final;
		if (lm) final = 1, st.m = lbt, st.d = dm, st.n = dbt;
	} while (!final);
	return bt != buf.length && noBuf ? slc(buf, 0, bt) : buf.subarray(0, bt);
};
var et = /*#__PURE__*/ new u8(0);
var gzs = function(d) {
	if (d[0] != 31 || d[1] != 139 || d[2] != 8) err(6, "invalid gzip data");
	var flg = d[3];
	var st = 10;
	if (flg & 4) st += (d[10] | d[11] << 8) + 2;
	for (var zs = (flg >> 3 & 1) + (flg >> 4 & 1); zs > 0; zs -= !d[st++]);
	return st + (flg & 2);
};
var zls = function(d, dict) {
	if ((d[0] & 15) != 8 || d[0] >> 4 > 7 || (d[0] << 8 | d[1]) % 31) err(6, "invalid zlib data");
	if ((d[1] >> 5 & 1) == +!dict) err(6, "invalid zlib data: " + (d[1] & 32 ? "need" : "unexpected") + " dictionary");
	return (d[1] >> 3 & 4) + 2;
};
var Inflate = /* @__PURE__ */ function() {
	function Inflate(opts, cb) {
		if (typeof opts == "function") cb = opts, opts = {};
		this.ondata = cb;
		var dict = opts && opts.dictionary && opts.dictionary.subarray(-32768);
		this.s = {
			i: 0,
			b: dict ? dict.length : 0
		};
		this.o = new u8(32768);
		this.p = new u8(0);
		if (dict) this.o.set(dict);
	}
	Inflate.prototype.e = function(c) {
		if (!this.ondata) err(5);
		if (this.d) err(4);
		if (!this.p.length) this.p = c;
		else if (c.length) {
			var n = new u8(this.p.length + c.length);
			n.set(this.p), n.set(c, this.p.length), this.p = n;
		}
	};
	Inflate.prototype.c = function(final) {
		this.s.i = +(this.d = final || false);
		var bts = this.s.b;
		var dt = inflt(this.p, this.s, this.o);
		this.ondata(slc(dt, bts, this.s.b), this.d);
		this.o = slc(dt, this.s.b - 32768), this.s.b = this.o.length;
		this.p = slc(this.p, this.s.p / 8 | 0), this.s.p &= 7;
	};
	Inflate.prototype.push = function(chunk, final) {
		this.e(chunk), this.c(final);
	};
	return Inflate;
}();
var Gunzip = /* @__PURE__ */ function() {
	function Gunzip(opts, cb) {
		this.v = 1;
		this.r = 0;
		Inflate.call(this, opts, cb);
	}
	Gunzip.prototype.push = function(chunk, final) {
		Inflate.prototype.e.call(this, chunk);
		this.r += chunk.length;
		if (this.v) {
			var p = this.p.subarray(this.v - 1);
			var s = p.length > 3 ? gzs(p) : 4;
			if (s > p.length) {
				if (!final) return;
			} else if (this.v > 1 && this.onmember) this.onmember(this.r - p.length);
			this.p = p.subarray(s), this.v = 0;
		}
		Inflate.prototype.c.call(this, 0);
		if (this.s.f && !this.s.l) {
			this.v = shft(this.s.p) + 9;
			this.s = { i: 0 };
			this.o = new u8(0);
			this.push(new u8(0), final);
		} else if (final) Inflate.prototype.c.call(this, final);
	};
	return Gunzip;
}();
var Unzlib = /* @__PURE__ */ function() {
	function Unzlib(opts, cb) {
		Inflate.call(this, opts, cb);
		this.v = opts && opts.dictionary ? 2 : 1;
	}
	Unzlib.prototype.push = function(chunk, final) {
		Inflate.prototype.e.call(this, chunk);
		if (this.v) {
			if (this.p.length < 6 && !final) return;
			this.p = this.p.subarray(zls(this.p, this.v - 1)), this.v = 0;
		}
		if (final) {
			if (this.p.length < 4) err(6, "invalid zlib data");
			this.p = this.p.subarray(0, -4);
		}
		Inflate.prototype.c.call(this, final);
	};
	return Unzlib;
}();
var te = typeof TextEncoder != "undefined" && /*#__PURE__*/ new TextEncoder();
var td = typeof TextDecoder != "undefined" && /*#__PURE__*/ new TextDecoder();
var tds = 0;
try {
	td.decode(et, { stream: true });
	tds = 1;
} catch (e) {}
var dutf8 = function(d) {
	for (var r = "", i = 0;;) {
		var c = d[i++];
		var eb = (c > 127) + (c > 223) + (c > 239);
		if (i + eb > d.length) return {
			s: r,
			r: slc(d, i - 1)
		};
		if (!eb) r += String.fromCharCode(c);
		else if (eb == 3) c = ((c & 15) << 18 | (d[i++] & 63) << 12 | (d[i++] & 63) << 6 | d[i++] & 63) - 65536, r += String.fromCharCode(55296 | c >> 10, 56320 | c & 1023);
		else if (eb & 1) r += String.fromCharCode((c & 31) << 6 | d[i++] & 63);
		else r += String.fromCharCode((c & 15) << 12 | (d[i++] & 63) << 6 | d[i++] & 63);
	}
};
var DecodeUTF8 = /* @__PURE__ */ function() {
	function DecodeUTF8(cb) {
		this.ondata = cb;
		if (tds) this.t = new TextDecoder();
		else this.p = et;
	}
	DecodeUTF8.prototype.push = function(chunk, final) {
		if (!this.ondata) err(5);
		final = !!final;
		if (this.t) {
			this.ondata(this.t.decode(chunk, { stream: true }), final);
			if (final) {
				if (this.t.decode().length) err(8);
				this.t = null;
			}
			return;
		}
		if (!this.p) err(4);
		var dat = new u8(this.p.length + chunk.length);
		dat.set(this.p);
		dat.set(chunk, this.p.length);
		var _a = dutf8(dat), s = _a.s, r = _a.r;
		if (final) {
			if (r.length) err(8);
			this.p = null;
		} else this.p = r;
		this.ondata(s, final);
	};
	return DecodeUTF8;
}();
function strToU8(str, latin1) {
	if (latin1) {
		var ar_1 = new u8(str.length);
		for (var i = 0; i < str.length; ++i) ar_1[i] = str.charCodeAt(i);
		return ar_1;
	}
	if (te) return te.encode(str);
	var l = str.length;
	var ar = new u8(str.length + (str.length >> 1));
	var ai = 0;
	var w = function(v) {
		ar[ai++] = v;
	};
	for (var i = 0; i < l; ++i) {
		if (ai + 5 > ar.length) {
			var n = new u8(ai + 8 + (l - i << 1));
			n.set(ar);
			ar = n;
		}
		var c = str.charCodeAt(i);
		if (c < 128 || latin1) w(c);
		else if (c < 2048) w(192 | c >> 6), w(128 | c & 63);
		else if (c > 55295 && c < 57344) c = 65536 + (c & 1047552) | str.charCodeAt(++i) & 1023, w(240 | c >> 18), w(128 | c >> 12 & 63), w(128 | c >> 6 & 63), w(128 | c & 63);
		else w(224 | c >> 12), w(128 | c >> 6 & 63), w(128 | c & 63);
	}
	return slc(ar, 0, ai);
}
function strFromU8(dat, latin1) {
	if (latin1) {
		var r = "";
		for (var i = 0; i < dat.length; i += 16384) r += String.fromCharCode.apply(null, dat.subarray(i, i + 16384));
		return r;
	} else if (td) return td.decode(dat);
	else {
		var _a = dutf8(dat), s = _a.s, r = _a.r;
		if (r.length) err(8);
		return s;
	}
}

// src/base64.ts
function readBase64(data) {
	const text = /\s/.test(data) ? data.replace(/\s+/g, "") : data;
	const body = text.endsWith("==") ? text.length - 2 : text.endsWith("=") ? text.length - 1 : text.length;
	const length = Math.floor(body * 3 / 4);
	return {
		length,
		at: (offset) => {
			if (offset < 0 || offset >= length) return 0;
			const group = Math.floor(offset / 3) * 4;
			const [a, b] = [sextet(text.charCodeAt(group + offset % 3)), sextet(text.charCodeAt(group + offset % 3 + 1))];
			const shift = 2 * (offset % 3);
			return (a << 2 + shift | b >> 4 - shift) & 255;
		}
	};
}
function decodeBase64(data) {
	const { length, at } = readBase64(data);
	const bytes = new Uint8Array(length);
	for (let index = 0; index < length; index += 1) bytes[index] = at(index);
	return bytes;
}
function isBase64(data) {
	const text = /\s/.test(data) ? data.replace(/\s+/g, "") : data;
	return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) && text.replace(/=+$/, "").length % 4 !== 1;
}
function sextet(code) {
	if (code >= 65 && code <= 90) return code - 65;
	if (code >= 97 && code <= 122) return code - 71;
	if (code >= 48 && code <= 57) return code + 4;
	if (code === 43 || code === 45) return 62;
	return code === 47 || code === 95 ? 63 : 0;
}
function bytesToLatin1(bytes) {
	const parts = [];
	for (let from = 0; from < bytes.length; from += 4096) {
		const codes = Array.from({ length: Math.min(4096, bytes.length - from) }, (_, index) => bytes.at(from + index));
		parts.push(String.fromCharCode(...codes));
	}
	return parts.join("");
}

// src/formats/http/events.ts
function createEventReader(take) {
	let pieces = [];
	let data = [];
	let endedInCr = false;
	const dispatch = () => {
		if (data.length === 0) return;
		const lines = data;
		data = [];
		take(lines);
	};
	const readLine = (line) => {
		if (line.startsWith("data:")) data.push(line.slice(line[5] === " " ? 6 : 5));
		else if (line.trim() === "" || line.startsWith("event:")) dispatch();
	};
	return {
		add: (text) => {
			if (text === "") return;
			let from = endedInCr && text.startsWith("\n") ? 1 : 0;
			endedInCr = text.endsWith("\r");
			const lineEnd = /\r\n?|\n/g;
			lineEnd.lastIndex = from;
			for (let found = lineEnd.exec(text); found !== null; found = lineEnd.exec(text)) {
				pieces.push(text.slice(from, found.index));
				readLine(pieces.length === 1 ? pieces[0] ?? "" : pieces.join(""));
				pieces = [];
				from = lineEnd.lastIndex;
			}
			if (from < text.length) pieces.push(text.slice(from));
		},
		end: () => {
			readLine(pieces.join(""));
			pieces = [];
			dispatch();
		}
	};
}
function isEventText(text) {
	return /^\s*(?:event|data|id|retry)?:/.test(text);
}

// src/formats/http/bytes.ts
const mostBytes = 67108864;
const mostBytesOfFile = 536870912;
function startUnpacking() {
	return { left: mostBytesOfFile };
}
const pieceBytes = 2048;
const mostTimes = 250;
const smallBytes = 2097152;
const compressions = {
	br: "Brotli",
	zstd: "Zstandard",
	compress: "LZW",
	dcb: "Brotli with a dictionary",
	dcz: "Zstandard with a dictionary"
};
function decodeBase64Text(data, packing) {
	if (data.trim() === "") return { text: "" };
	return isBase64(data) ? decodeBytes(decodeBase64(data), packing) : { fault: { kind: "base64" } };
}
function decodePieces(pieces, packing) {
	const isHex = pieces.every((piece) => /^(?:[\da-f]{2})*$/i.test(piece));
	if (!isHex && !pieces.every(isBase64)) return { fault: { kind: "hex" } };
	const decoded = pieces.map(isHex ? decodeHex : decodeBase64);
	const bytes = new Uint8Array(decoded.reduce((sum, { length }) => sum + length, 0));
	let offset = 0;
	for (const piece of decoded) {
		bytes.set(piece, offset);
		offset += piece.length;
	}
	return decodeBytes(bytes, packing);
}
function decodeBytes(bytes, { encoding, unpacking }) {
	const [first = 0, second = 0, third, fourth] = bytes;
	if (first === 31 && second === 139) return unpack(bytes, unpacking, (take) => new Gunzip(take));
	if ((first & 15) === 8 && (first << 8 | second) % 31 === 0) return unpack(bytes, unpacking, (take) => new Unzlib(take));
	if (first === 40 && second === 181 && third === 47 && fourth === 253) return { fault: {
		kind: "compressed",
		by: "Zstandard"
	} };
	const text = strFromU8(bytes);
	if (/^[\s\uFEFF]*(?:[{[]|$)/.test(text) || isEventText(text)) return { text };
	const by = (encoding ?? "").split(",").map((name) => compressions[name.trim().toLowerCase()]).find((name) => name !== void 0);
	return { fault: by === void 0 ? { kind: "binary" } : {
		kind: "compressed",
		by
	} };
}
function decodeText(text, packing) {
	if (!text.startsWith("")) return { text };
	if (text[1] === "\u008b" && !/[\u0100-\uffff]/.test(text)) return decodeBytes(Uint8Array.from(text, (character) => character.charCodeAt(0)), packing);
	return { fault: { kind: "lost" } };
}
function decodeHex(text) {
	const bytes = new Uint8Array(text.length / 2);
	for (let index = 0; index < bytes.length; index += 1) bytes[index] = Number.parseInt(text.slice(2 * index, 2 * index + 2), 16);
	return bytes;
}
function unpackInto(unpacker, bytes, isTooLarge) {
	try {
		for (let from = 0; from < bytes.length; from += pieceBytes) {
			unpacker.push(bytes.subarray(from, from + pieceBytes), from + pieceBytes >= bytes.length);
			if (isTooLarge()) return "large";
		}
	} catch {
		return "gzip";
	}
	return null;
}
function unpack(bytes, unpacking, open) {
	const pieces = [];
	let length = 0;
	const unpacker = open((piece) => {
		pieces.push(piece);
		length += piece.length;
	});
	const mostOfSize = Math.max(smallBytes, bytes.length * mostTimes);
	const most = Math.min(mostBytes, mostOfSize, unpacking.left);
	const kind = unpackInto(unpacker, bytes, () => length > most);
	unpacking.left = Math.max(0, unpacking.left - length);
	if (kind !== null) return { fault: { kind } };
	const whole = new Uint8Array(length);
	let offset = 0;
	for (const piece of pieces) {
		whole.set(piece, offset);
		offset += piece.length;
	}
	return { text: strFromU8(whole) };
}

export { unpackInto as a, bytesToLatin1 as c, DecodeUTF8 as d, Gunzip as f, strToU8 as h, startUnpacking as i, isBase64 as l, strFromU8 as m, decodePieces as n, createEventReader as o, Unzlib as p, decodeText as r, isEventText as s, decodeBase64Text as t, readBase64 as u };