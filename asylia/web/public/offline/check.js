// Checks a receipt on this machine alone, from docs/reference/record-format.md: nothing is fetched, nothing is sent.
"use strict";

const LOG = 1;
const WITNESS = 4;
const DIGITS = [0, 3, 5, 8, 10, 13, 15, 17, 20];
const utf8 = new TextEncoder();
const strictly = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

class Bad extends Error {}

/* Bytes */

const joined = (...parts) => {
  const all = parts.map((part) => (typeof part === "string" ? utf8.encode(part) : part));
  const whole = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const base64 = (data) => btoa(String.fromCharCode(...data));
const base64url = (data) => base64(data).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));

function bytes(text, url = false) {
  let data;
  try {
    data = Uint8Array.from(atob(url ? text.replaceAll("-", "+").replaceAll("_", "/") : text), (c) => c.charCodeAt(0));
  } catch {
    throw new Bad("something is not written in base64");
  }
  if ((url ? base64url(data) : base64(data)) !== text) throw new Bad("something is not written in base64");
  return data;
}

/* Canonical JSON: keys are ASCII, numbers whole */

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") {
    if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Bad("a number is not whole");
    return JSON.stringify(value);
  }
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/* The square code: the receipt that its text unpacks to */

function unpacked(text) {
  const digits = text.replace(/\s/g, "").slice("ASYLIA:".length);
  if (!/^[0-9]+$/.test(digits) || digits.length > 7400) throw new Bad("the text of the square was cut or altered");
  const groups = [];
  for (let at = 0; at < digits.length; at += 20) {
    const group = digits.slice(at, at + 20);
    const size = DIGITS.indexOf(group.length);
    let number = BigInt(group);
    if (size < 1 || number >> BigInt(8 * size)) throw new Bad("the text of the square was cut or altered");
    const data = new Uint8Array(size);
    for (let byte = size - 1; byte >= 0; byte--, number >>= 8n) data[byte] = Number(number & 255n);
    groups.push(data);
  }
  const data = joined(...groups);
  let at = 0;
  const some = (count) => {
    if (at + count > data.length) throw new Bad("the text of the square was cut or altered");
    at += count;
    return data.subarray(at - count, at);
  };
  const number = (size) => some(size).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const count = () => Number(number(1));
  const words = () => strictly.decode(some(count()));
  const moment = () => new Date(Number(BigInt.asIntN(64, number(8)))).toISOString();
  const hashes = () => Array.from({ length: count() }, () => some(32));

  const kind = count();
  if (kind !== 1 && kind !== 2) throw new Bad("the square is of a kind that is not known here");
  const index = kind === 1 ? number(8) : 0n;
  const path = kind === 1 ? hashes() : [];
  const by = kind === 2 ? moment() : "";
  const [said, recorded, version] = [moment(), moment(), Number(number(4))];
  const [stream, name, role, regime] = [words(), words(), words(), words()];
  const [content, prev] = [base64url(some(32)), base64url(some(32))];
  const digest = regime ? base64url(some(32)) : null;
  const entry = canonical({ at: said, content, name, prev, recorded, regime: regime || null, regime_digest: digest, role, stream, version });
  const shown = Array.from({ length: count() }, () => [base64url(some(16)), ...JSON.parse(strictly.decode(some(Number(number(2)))))]);
  const fields = [...shown, ...hashes().map(base64url)];
  const extra = base64(utf8.encode(canonical({ entry: base64url(utf8.encode(entry)), fields })));
  const origin = words();
  const lines = () => Array.from({ length: count() }, () => `\u2014 ${words() || origin} ${base64(some(count()))}\n`).join("");
  let receipt;
  if (kind === 1) {
    const [size, root] = [number(8), base64(some(32))];
    const steps = path.map((step) => `${base64(step)}\n`).join("");
    receipt = `c2sp.org/tlog-proof@v1\nextra ${extra}\nindex ${index}\n${steps}\n${origin}\n${size}\n${root}\n\n${lines()}`;
  } else {
    // The digest that was promised is the entry's own: it is filled in where the promise is checked.
    receipt = { extra, origin, by, lines: lines() };
  }
  if (at !== data.length) throw new Bad("the text of the square was cut or altered");
  return receipt;
}

/* Keys, notes */

async function readKeys(text) {
  const found = new Map();
  for (const line of text.split(/\s+/).filter(Boolean)) {
    const match = /^([^ +]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(line);
    const data = match && bytes(match[3]);
    const id = match && [...(await sha256(match[1], "\n", data)).subarray(0, 4)].map((b) => b.toString(16).padStart(2, "0")).join("");
    if (!match || id !== match[2] || ![LOG, WITNESS].includes(data[0])) throw new Bad("a key is not written as name+id+key");
    const key = await crypto.subtle.importKey("raw", data.subarray(1), "Ed25519", false, ["verify"]);
    found.set(`${match[1]} ${id}`, { kind: data[0], name: match[1], key });
  }
  return found;
}

async function signers(note, keys, before) {
  const gap = note.lastIndexOf("\n\n");
  const text = note.slice(0, gap + 1);
  const found = [];
  if (gap < 0 || !note.endsWith("\n")) throw new Bad("a signed note was cut or altered");
  for (const line of note.slice(gap + 2, -1).split("\n")) {
    const match = /^\u2014 ([^ +]+) ([A-Za-z0-9+/]+=*)$/.exec(line);
    if (!match) throw new Bad("a signature was cut or altered");
    const data = bytes(match[2]);
    const id = [...data.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const known = keys.get(`${match[1]} ${id}`);
    if (!known) continue;
    const stated = known.kind === WITNESS ? 8 : 0;
    const time = data.subarray(4, 4 + stated).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    const head = stated ? `cosignature/v1\ntime ${time}\n` : before;
    const good = await crypto.subtle.verify("Ed25519", known.key, data.subarray(4 + stated), utf8.encode(head + text));
    if (!good) throw new Bad(`the signature of ${known.name} is false`);
    found.push({ kind: known.kind, name: known.name });
  }
  return { text, found };
}

/* The receipt */

async function checkEntry(extra) {
  const said = JSON.parse(strictly.decode(bytes(extra)));
  const raw = bytes(said.entry, true);
  const entry = JSON.parse(strictly.decode(raw));
  if (canonical(entry) !== strictly.decode(raw)) throw new Bad("the entry's bytes were altered");
  const digests = [];
  for (const field of said.fields) {
    if (typeof field === "string") digests.push(bytes(field, true));
    else digests.push(await sha256("\x02", canonical(field)));
  }
  digests.sort((one, other) => {
    const at = one.findIndex((byte, place) => byte !== other[place]);
    return at < 0 ? 0 : one[at] - other[at];
  });
  if (base64url(await sha256("\x03", ...digests)) !== entry.content) throw new Bad("a field that is shown was altered");
  const shown = said.fields.filter(Array.isArray).map(([, name, value]) => [name, value]);
  return { entry, shown, hidden: said.fields.length - shown.length, digest: await sha256("\x00", raw) };
}

async function leads(digest, index, path, size, root) {
  let [here, last, found] = [BigInt(index), BigInt(size) - 1n, digest];
  let good = here <= last;
  for (const line of path) {
    const step = bytes(line);
    good &&= step.length === 32 && last > 0n;
    if (here & 1n || here === last) {
      found = await sha256("\x01", step, found);
      while (here && !(here & 1n)) [here, last] = [here >> 1n, last >> 1n];
    } else found = await sha256("\x01", found, step);
    [here, last] = [here >> 1n, last >> 1n];
  }
  if (!good || last !== 0n || !same(found, bytes(root))) throw new Bad("the proof does not lead to what the log signed");
}

async function check(text, keys) {
  const trusted = await readKeys(keys);
  const held = text.trimStart().startsWith("ASYLIA:") ? unpacked(text) : text;
  let receipt = held;
  if (typeof held !== "string") {
    const digest = base64((await checkEntry(held.extra)).digest);
    receipt = `asylia-promise@v1\nextra ${held.extra}\n\nasylia.promise/1\n${held.origin}\n${digest}\nby ${held.by}\n\n${held.lines}`;
  }
  const form = /^(?:c2sp\.org\/tlog-proof@v1\nextra ([^\n]+)\nindex (0|[1-9][0-9]{0,17})\n((?:[^\n]+\n)*)\n|asylia-promise@v1\nextra ([^\n]+)\n\n)(.+)$/s;
  const match = form.exec(receipt);
  if (!match) throw new Bad("this is no receipt, or it was cut");
  const about = await checkEntry(match[1] ?? match[4]);
  const { text: said, found } = await signers(match[5], trusted, "\x00".repeat(match[1] ? 0 : 1));
  const head = (match[1] ? /^([^\n]+)\n(0|[1-9][0-9]{0,17})\n([^\n]+)\n$/ : /^asylia\.promise\/1\n([^\n]+)\n([^\n]+)\nby ([^\n]+)\n$/).exec(said);
  if (!head || !found.some((each) => each.kind === LOG && each.name === head[1])) throw new Bad("no log that you trust signed this");
  if (match[1]) await leads(about.digest, match[2], match[3].split("\n").slice(0, -1), head[2], head[3]);
  else if (base64(about.digest) !== head[2]) throw new Bad("the promise is about another entry");
  const witnesses = found.filter((each) => each.kind === WITNESS).map((each) => each.name);
  return { ...about, log: head[1], index: match[2], size: match[1] && head[2], by: match[1] ? "" : head[3], witnesses };
}

/* The page */

const line = (list, text) => list.appendChild(document.createElement("li")).textContent = text;

document.querySelector("form")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [title, list] = [document.querySelector("#verdict"), document.querySelector("#checks")];
  list.replaceChildren();
  try {
    const file = document.querySelector("#keyfile").files[0];
    const keys = document.querySelector("#keys").value + (file ? `\n${await file.text()}` : "");
    const found = await check(document.querySelector("#receipt").value, keys);
    title.textContent = found.by ? title.dataset.promised : title.dataset.genuine;
    line(list, `${found.entry.name}, ${found.entry.at}`);
    for (const [name, value] of found.shown) line(list, `${name}: ${value}`);
    line(list, found.by ? `${found.log}: ${found.by}` : `${found.log}: ${found.index} / ${found.size}`);
    if (found.witnesses.length) line(list, found.witnesses.join(", "));
  } catch (error) {
    title.textContent = title.dataset.bad;
    line(list, error instanceof Bad ? error.message : String(error.message ?? error));
  }
  title.focus();
});
