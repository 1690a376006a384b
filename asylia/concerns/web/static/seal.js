// Sealing in the browser, as asylia/concerns/sealing.py seals on the server: what is sent can be opened there by nobody.
import { Encrypter, Decrypter, generateX25519Identity, identityToRecipient } from "./vendor/age-encryption/dist/index.js";
import { split } from "./vendor/shamir-secret-sharing/esm/index.js";
import { sha256 as worked } from "./vendor/@noble/hashes/sha2.js";
import { bech32 } from "./vendor/@scure/base/index.js";

const SALT = "asylia concerns 1", LEAST = 16 << 10, COPY = 64 << 10;
export const MOST = 16 << 20;
const bytes = text => new TextEncoder().encode(text);

export function base64(data) {
  let text = "";
  for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
  return btoa(text);
}

export const unbase64 = text => Uint8Array.from(atob(text), each => each.charCodeAt(0));
export const hex = data => Array.from(data, each => each.toString(16).padStart(2, "0")).join("");
const sha256 = async data => new Uint8Array(await crypto.subtle.digest("SHA-256", data));

const joined = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const each of parts) { all.set(each, at); at += each.length; }
  return all;
};

// Twelve words of 128 bits of chance and a checksum of four (BIP-39).
export async function drawnWords(list) {
  const chance = crypto.getRandomValues(new Uint8Array(16));
  const bits = Array.from(joined(chance, (await sha256(chance)).subarray(0, 1)), each => each.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: 12 }, (_, at) => list[parseInt(bits.slice(11 * at, 11 * at + 11), 2)]).join(" ");
}

export async function receipt(words) {
  const from = await crypto.subtle.importKey("raw", bytes(words.toLowerCase().trim().split(/\s+/).join(" ")), "HKDF", false, ["deriveBits"]);
  const derived = async info => new Uint8Array(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: bytes(SALT), info: bytes(info) }, from, 256));
  const secret = await derived("secret");
  return {
    mailbox: await derived("mailbox"), secret, claim: await sha256(joined(Uint8Array.of(1), secret)),
    identity: bech32.encodeFromBytes("AGE-SECRET-KEY-", await derived("identity")).toUpperCase(),
  };
}

function padded(data, most) {
  let size = LEAST;
  while (size < data.length + 4) size *= 2;
  if (size > most) throw new RangeError("long");
  const all = new Uint8Array(size);
  new DataView(all.buffer).setUint32(0, data.length);
  all.set(data, 4);
  return all;
}

export const unpadded = data => data.subarray(4, 4 + new DataView(data.buffer, data.byteOffset).getUint32(0));

async function sealedTo(recipient, data) {
  const age = new Encrypter();
  age.addRecipient(recipient);
  return age.encrypt(data);
}

export async function opened(identity, sealed) {
  const age = new Decrypter();
  age.addIdentity(identity);
  return JSON.parse(new TextDecoder().decode(unpadded(await age.decrypt(sealed))));
}

// The places of recipients of whom a holder, or somebody above them, is named (asylia/concerns/channel.py, excluded).
export function excluded(people, named) {
  const folded = name => new Set(name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(each => each.length > 1));
  const within = (one, other) => [...one].every(each => other.has(each));
  const spoken = named.map(folded).filter(each => each.size);
  const isOne = person => spoken.some(one => { const whole = folded(person); return whole.size && (within(one, whole) || within(whole, one)); });
  return new Set(people.flatMap((persons, place) => persons.some(isOne) ? [place] : []));
}

export async function seal(report, of, keys, without) {
  const made = await generateX25519Identity(), nobody = await generateX25519Identity(), secret = bytes(made);
  const own = await identityToRecipient(of.identity);
  const shares = (await split(secret, keys.length, 2)).map((share, place) => without.has(place)
    ? joined(crypto.getRandomValues(new Uint8Array(secret.length)), share.subarray(-1)) : share);
  const text = bytes(JSON.stringify({ ...report, mailbox: `${base64(of.mailbox)} ${own}` }));
  const { kind, words, name } = report;
  const copy = name ? bytes(JSON.stringify({ kind, words, name })) : new Uint8Array();
  return bytes(JSON.stringify({
    v: 1,
    body: base64(await sealedTo(await identityToRecipient(made), padded(text, MOST))),
    copy: base64(await sealedTo(name ? own : await identityToRecipient(nobody), padded(copy, COPY))),
    shares: await Promise.all(shares.map(async (share, place) => base64(await sealedTo(keys[place], share)))),
    mailbox: base64(of.mailbox), claim: base64(of.claim),
  }));
}

// Work in place of identity: a number for which the digest begins with so many noughts (sealing.py, worked).
export function work(data, bits) {
  const digest = worked(data);
  for (let n = 0; ; n += 1) {
    const tried = worked(joined(digest, bytes(String(n))));
    if (new DataView(tried.buffer).getUint32(0) >>> (32 - bits) === 0) return String(n);
  }
}
