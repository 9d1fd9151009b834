/**
 * Lower-case hexadecimal SHA-256 of the UTF-8 bytes of a text. The core is given one; `io/` makes
 * it.
 */
export type Digest = (text: string) => string;
