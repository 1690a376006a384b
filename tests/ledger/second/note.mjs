// Signed notes, keys, checkpoints, a log's public folder and receipts, from docs/reference/record-format.md.

import { createPublicKey, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Bad, bytes, parse, sha256, utf8 } from "./data.mjs";
import { checkContent, readEntry } from "./entry.mjs";

const LOG = 1;
const WITNESS = 4;

/** Verifier keys, one a line: "name id" -> {kind, key}; throws Bad. */
export function readKeys(text) {
  const found = new Map();
  for (const line of text.split(/\s+/).filter(Boolean)) {
    const match = /^([^ +]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(line);
    const data = match && bytes(match[3]);
    const id = match && sha256(match[1], "\n", data).subarray(0, 4).toString("hex");
    if (!match || id !== match[2] || ![LOG, WITNESS].includes(data[0])) throw new Bad("a key is not written as the format says");
    const jwk = { kty: "OKP", crv: "Ed25519", x: data.subarray(1).toString("base64url") };
    found.set(`${match[1]} ${id}`, { kind: data[0], key: createPublicKey({ key: jwk, format: "jwk" }) });
  }
  return found;
}

/** A note's text and who of the trusted signed it, as "kind name"; throws Bad for a false signature. */
function signers(note, keys, before = "") {
  const gap = note.lastIndexOf("\n\n");
  const text = note.slice(0, gap + 1);
  const found = new Set();
  if (gap < 0 || !note.endsWith("\n")) throw new Bad("a note is not written as the format says");
  for (const line of note.slice(gap + 2, -1).split("\n")) {
    const match = /^\u2014 ([^ +]+) ([A-Za-z0-9+/]+=*)$/.exec(line);
    if (!match) throw new Bad("a signature line is not written as the format says");
    const data = bytes(match[2]);
    const known = keys.get(`${match[1]} ${data.subarray(0, 4).toString("hex")}`);
    if (!known) continue;
    const stated = known.kind === WITNESS ? 8 : 0;
    const head = stated && data.length >= 12 ? `cosignature/v1\ntime ${data.readBigUInt64BE(4)}\n` : before;
    if (!verify(null, Buffer.from(head + text), known.key, data.subarray(4 + stated))) throw new Bad("a signature is false");
    found.add(`${known.kind} ${match[1]}`);
  }
  return { text, found };
}

/** {size, root} of a checkpoint that a trusted key of its log signed; throws Bad. */
export function readCheckpoint(note, keys) {
  const { text, found } = signers(note, keys);
  const match = /^([^\n]+)\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text);
  if (!match || !found.has(`${LOG} ${match[1]}`)) throw new Bad("a checkpoint is not signed by a trusted key of its log");
  return { size: Number(match[2]), root: bytes(match[3]) };
}

/** The root of leaf hashes (RFC 9162 section 2.1.1). */
export function rootOf(leaves) {
  if (leaves.length < 2) return leaves[0] ?? sha256();
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256("\x01", rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

/** Checkpoint and leaves of a copy of a log's public folder; throws Bad. */
export function readLog(folder, keys) {
  const head = readCheckpoint(readFileSync(join(folder, "checkpoint"), "utf8"), keys);
  const leaves = [];
  while (leaves.length < head.size) {
    const digits = String(leaves.length / 256);
    const parts = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.../g);
    const path = join(folder, "tile/0", ...parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)));
    const width = Math.min(256, head.size - leaves.length);
    const found = [path, `${path}.p/${width}`].find(existsSync);
    if (!found) throw new Bad("a tile of the copy is missing");
    const data = readFileSync(found);
    for (let at = 0; at < width; at++) leaves.push(data.subarray(at * 32, at * 32 + 32));
  }
  if (!rootOf(leaves).equals(head.root)) throw new Bad("the copy does not give its checkpoint's root");
  return { head, leaves };
}

/** RFC 9162 section 2.1.3.2; throws Bad. */
function checkInclusion(digest, index, path, head) {
  let [here, last, found] = [BigInt(index), BigInt(head.size) - 1n, digest];
  let good = here <= last;
  for (const step of path) {
    good &&= step.length === 32 && last > 0n;
    if (here & 1n || here === last) {
      found = sha256("\x01", step, found);
      while (here && !(here & 1n)) [here, last] = [here >> 1n, last >> 1n];
    } else found = sha256("\x01", found, step);
    [here, last] = [here >> 1n, last >> 1n];
  }
  if (!good || last || !found.equals(head.root)) throw new Bad("the proof does not lead to the root");
}

/** Place, digest and, with a proof, the checkpoint of a receipt; throws Bad. */
export function readReceipt(text, keys) {
  const form = /^(?:c2sp\.org\/tlog-proof@v1\nextra ([^\n]+)\nindex (0|[1-9][0-9]{0,17})\n((?:[^\n]+\n)*)\n|asylia-promise@v1\nextra ([^\n]+)\n\n)(.+)$/s;
  const match = form.exec(text);
  if (!match) throw new Bad("a receipt is not written as the format says");
  const extra = parse(utf8(bytes(match[1] ?? match[4])));
  if (!(extra instanceof Map)) throw new Bad("a receipt carries no object");
  const raw = bytes(extra.get("entry"), "base64url");
  const entry = readEntry(raw);
  const digest = sha256("\0", raw);
  checkContent(extra.get("fields"), entry);
  const receipt = { place: `${entry.get("stream")} ${entry.get("version")}`, digest: digest.toString("base64url") };
  if (match[1]) {
    const head = readCheckpoint(match[5], keys);
    const path = match[3].split("\n").slice(0, -1).map((line) => bytes(line));
    checkInclusion(digest, match[2], path, head);
    return { ...receipt, head };
  }
  const { text: said, found } = signers(match[5], keys, "\0");
  const promise = /^asylia\.promise\/1\n([^\n]+)\n([A-Za-z0-9+/]{43}=)\nby ([^\n]+)\n$/.exec(said);
  if (!promise || !found.has(`${LOG} ${promise[1]}`) || promise[2] !== digest.toString("base64")) {
    throw new Bad("no trusted key of a log promised to hold this entry");
  }
  return receipt;
}
