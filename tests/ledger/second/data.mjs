// Bytes and JSON as docs/reference/record-format.md reads and writes them. JSON.parse lets too much by: keys that stand
// twice, numbers it rounds, halves of characters.

import { createHash } from "node:crypto";

export class Bad extends Error {}

export const sha256 = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The bytes of base64 in its one spelling, with padding, or of base64url without; throws Bad. */
export function bytes(text, kind = "base64") {
  const data = Buffer.from(String(text), kind);
  if (typeof text !== "string" || data.toString(kind) !== text) throw new Bad("is not base64 as the format writes it");
  return data;
}

/** The text of UTF-8; throws Bad. */
export function utf8(data) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new Bad("is not UTF-8");
  }
}

const LARGEST = Number.MAX_SAFE_INTEGER;
const NUMBER = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\n\r]*/y;

/** The value of a JSON text: Map for an object, bigint for a number; throws Bad. */
export function parse(text) {
  let at = 0;
  const bad = () => new Bad("is no JSON as the format reads it");
  const match = (form) => {
    form.lastIndex = at;
    const found = form.exec(text);
    if (found) at = form.lastIndex;
    return found;
  };
  const take = (mark) => {
    match(SPACE);
    if (!text.startsWith(mark, at)) return false;
    at += mark.length;
    return true;
  };
  const several = (end, one) => {
    if (take(end)) return;
    do one(); while (take(","));
    if (!take(end)) throw bad();
  };
  const string = () => {
    match(SPACE);
    const found = match(TEXT);
    if (!found) throw bad();
    return JSON.parse(found[0]);
  };
  const value = () => {
    match(SPACE);
    if (text[at] === '"') return string();
    for (const [word, said] of [["null", null], ["true", true], ["false", false]]) if (take(word)) return said;
    if (take("[")) {
      const list = [];
      several("]", () => list.push(value()));
      return list;
    }
    if (take("{")) {
      const object = new Map();
      several("}", () => {
        const key = string();
        if (object.has(key) || !take(":")) throw bad();
        object.set(key, value());
      });
      return object;
    }
    const number = match(NUMBER);
    if (!number || number[2] || number[3]) throw bad();
    return BigInt(number[0]);
  };
  const found = value();
  match(SPACE);
  if (at < text.length) throw bad();
  return found;
}

/** The canonical text of a value; throws Bad for what the record refuses. */
export function canonical(value, deepest = 32) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "bigint" && value >= -LARGEST && value <= LARGEST) return String(value);
  if (typeof value === "string" && value.isWellFormed() && !value.includes("\0")) return JSON.stringify(value);
  if (deepest > 0 && Array.isArray(value)) return `[${value.map((each) => canonical(each, deepest - 1)).join(",")}]`;
  if (deepest > 0 && value instanceof Map && [...value.keys()].every((key) => /^[ -~]+$/.test(key))) {
    const parts = [...value.keys()].sort().map((key) => `${JSON.stringify(key)}:${canonical(value.get(key), deepest - 1)}`);
    return `{${parts.join(",")}}`;
  }
  throw new Bad("holds what the record refuses");
}
