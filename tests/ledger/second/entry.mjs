// An entry and its content's commitment, from docs/reference/record-format.md.

import { Bad, bytes, canonical, parse, sha256, utf8 } from "./data.mjs";

export const STREAM = /^(?=.{1,200}$)[a-z][a-z0-9-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/;
const NAME = /^(?=.{1,100}$)[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)+\/[1-9][0-9]*$/;
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$/;
const WORDS = /^[ -~]+$/;

const text = (form) => (value) => typeof value === "string" && form.test(value);
const size = (length) => (value) => {
  try {
    return bytes(value, "base64url").length === length;
  } catch {
    return false;
  }
};
export const digest = size(32);
const moment = (value) => {
  if (!text(TIME)(value) || value < "0001") return false;
  const day = new Date(`${value.slice(0, 10)}T00:00:00.000Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === value.slice(0, 10);
};
const orNull = (form) => (value) => value === null || form(value);
const MEMBERS = {
  at: moment, content: digest, name: text(NAME), prev: digest, recorded: moment, regime: orNull(text(WORDS)),
  regime_digest: orNull(digest), role: text(WORDS), stream: text(STREAM),
  version: (value) => typeof value === "bigint" && value >= 1n,
};

/** The entry's members, once its bytes are canonical and its members well formed; throws Bad. */
export function readEntry(raw) {
  const entry = parse(utf8(raw));
  if (!(entry instanceof Map) || !Buffer.from(canonical(entry)).equals(raw)) throw new Bad("the entry is not canonical");
  for (const [name, good] of Object.entries(MEMBERS)) {
    if (!entry.has(name) || !good(entry.get(name))) throw new Bad(`the entry's ${name} is not well formed`);
  }
  if ((entry.get("regime") === null) !== (entry.get("regime_digest") === null)) throw new Bad("regime without digest");
  return entry;
}

/** Throws Bad unless salted fields and digests are those that the entry commits to. */
export function checkContent(fields, entry) {
  if (!Array.isArray(fields)) throw new Bad("the content is no list, or does not open");
  const names = new Set();
  const digests = fields.map((each) => {
    if (digest(each)) return bytes(each, "base64url");
    const good = Array.isArray(each) && each.length === 3 && size(16)(each[0]) && text(WORDS)(each[1]) && !names.has(each[1]);
    if (!good) throw new Bad("a field is neither salt, name and value nor a digest, or stands twice");
    canonical(each[2]);
    names.add(each[1]);
    return sha256("\x02", canonical(each, 33));
  });
  const whole = names.size === fields.length;
  if (whole && !(names.has("by") && names.has("signed"))) throw new Bad("by or signed is not there");
  const content = sha256("\x03", ...digests.sort(Buffer.compare));
  if (content.toString("base64url") !== entry.get("content")) throw new Bad("the content is not what the entry commits to");
}
