// A second verifier of the record, after docs/reference/record-format.md, with nothing but Node.
//
//     node verify.mjs EXPORT [--receipts FILE] [--keys FILE] [--checkpoint FILE ...] [--log FOLDER] [--receipt FILE ...]
//     node verify.mjs --jobs     the same for each line of standard input, a JSON list of such arguments
//
// Prints one line of JSON: {"good": true, ...counts} or {"good": false, "place": ..., "why": ...}.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { STREAM, checkContent, digest, readEntry } from "./entry.mjs";
import { Bad, bytes, parse, sha256, utf8 } from "./data.mjs";
import { readCheckpoint, readKeys, readLog, readReceipt, rootOf } from "./note.mjs";

const FORMAT = "asylia-ledger-export/1";

/** What is found of an export: good, or the first bad entry's place. */
function verifyExport(data, outside) {
  const state = { entries: 0, streams: 0, numbered: [], left: new Map(outside.receipts), place: "" };
  try {
    verifyLines(linesOf(data), state, outside);
    return { good: true, entries: state.entries, streams: state.streams };
  } catch (error) {
    if (error instanceof Bad) return { good: false, place: state.place, why: error.message };
    throw error;
  }
}

function linesOf(data) {
  const lines = data.toString("latin1").split("\n"); // latin1: one character a byte, whatever they are
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => Buffer.from(line, "latin1"));
}

/** Line by line, in the order that the format gives; throws Bad, `state.place` says where. */
function verifyLines(lines, state, { heads, copy }) {
  const header = readLine(lines, 0, state);
  state.place = "";
  if (header.get("format") !== FORMAT) throw new Bad("the first line names no format that is known");
  const one = header.get("stream") ?? null;
  const opened = header.get("opened") === true;
  let before = { stream: null };
  let line = header;
  let number = 1;
  for (; number < lines.length; number++) {
    line = readLine(lines, number, state);
    if (line.has("end")) break;
    before = verifyEntry(line, { one, opened, copy }, before, state);
  }
  if (number + 1 < lines.length) readLine(lines, number + 1, state);
  state.place = "";
  if (number + 1 < lines.length) throw new Bad("something follows the end");
  verifyEnd(line, state);
  if (one === null) verifyHeads(numbered(state), heads, state);
  else if (copy) verifyHeads(copy, heads, state);
  else if (heads.length && !before.held) throw new Bad("an export of one stream is held against no checkpoint alone");
}

function readLine(lines, number, state) {
  state.place = `line ${number + 1}`;
  const found = number < lines.length ? parse(utf8(lines[number])) : null;
  if (!(found instanceof Map)) throw new Bad("a line is no object");
  return found;
}

/** One entry after the one before; throws Bad. */
function verifyEntry(line, { one, opened, copy }, before, state) {
  const [stream, version] = [line.get("stream"), line.get("version")];
  if (typeof stream !== "string" || !STREAM.test(stream)) throw new Bad("a stream's name is not well formed");
  if (typeof version !== "bigint") throw new Bad("a version is no number");
  state.place = `${stream} version ${version}`;
  if (one !== null && one !== stream) throw new Bad("another stream than the first line says");
  const first = stream !== before.stream;
  if (first && before.stream !== null && stream < before.stream) throw new Bad("streams are not in order");
  state.streams += first;
  if (version !== (first ? 1n : before.version + 1n)) throw new Bad("a version is missing, doubled or moved");
  const raw = bytes(line.get("entry"), "base64url");
  const entry = readEntry(raw);
  if (entry.get("stream") !== stream || entry.get("version") !== version) throw new Bad("the entry of another place");
  const prev = first ? sha256(stream).toString("base64url") : before.digest;
  if (entry.get("prev") !== prev) throw new Bad("the entry does not follow the one before");
  const leafHash = sha256("\0", raw);
  const own = leafHash.toString("base64url");
  if (own !== line.get("digest")) throw new Bad("the digest is not the entry's");
  const receipt = state.left.get(`${stream} ${version}`);
  if (receipt !== undefined && receipt !== own) throw new Bad("not the entry of a receipt");
  state.left.delete(`${stream} ${version}`);
  const leaf = line.get("leaf") ?? null;
  const last = first ? -1n : before.leaf;
  if (leaf !== null) {
    if (typeof leaf !== "bigint" || last === null || leaf <= last || leaf > Number.MAX_SAFE_INTEGER) throw new Bad("numbers do not rise");
    if (copy && leaf < copy.length && !copy[Number(leaf)].equals(leafHash)) throw new Bad("not the leaf that the log signed for");
    state.numbered.push([Number(leaf), leafHash]);
  }
  if (line.has("fields") !== opened) throw new Bad("fields given or not, against the first line");
  if (line.has("fields") && line.get("fields") !== "key destroyed") checkContent(line.get("fields"), entry);
  state.entries += 1;
  return { stream, version, digest: own, leaf, held: receipt !== undefined };
}

/** The last line, and receipts that met no entry; throws Bad. */
function verifyEnd(line, state) {
  const end = line.get("end");
  const good = end instanceof Map && end.size === 2 && end.get("entries") === BigInt(state.entries) && end.get("streams") === BigInt(state.streams);
  if (!good) throw new Bad("the counts are not right");
  const left = [...state.left.keys()].map((key) => key.split(" "));
  left.sort(([one, first], [other, second]) => (one === other ? first - second : one < other ? -1 : 1));
  if (left.length) {
    state.place = `${left[0][0]} version ${left[0][1]}`;
    throw new Bad("a receipt was given for an entry that is not there");
  }
}

/** The leaves in the log's order, each number once and none left out; throws Bad. */
function numbered(state) {
  const leaves = new Array(state.numbered.length).fill(null);
  for (const [number, leaf] of state.numbered) if (number < leaves.length) leaves[number] = leaf;
  const gap = leaves.indexOf(null);
  if (gap < 0) return leaves;
  state.place = `entry ${gap}`;
  throw new Bad("a number is missing or stands twice");
}

/** The roots that were signed; throws Bad. */
function verifyHeads(leaves, heads, state) {
  let agreed = 0;
  for (const head of [...heads].sort((one, other) => one.size - other.size)) {
    state.place = `entry ${head.size > leaves.length ? leaves.length : agreed}`;
    if (head.size > leaves.length) throw new Bad("entries were cut off");
    if (!rootOf(leaves.slice(0, head.size)).equals(head.root)) throw new Bad("not the root that was signed");
    agreed = head.size;
  }
}

const OPTIONS = {
  receipts: { type: "string" }, keys: { type: "string" }, log: { type: "string" },
  checkpoint: { type: "string", multiple: true, default: [] }, receipt: { type: "string", multiple: true, default: [] },
};

/** Everything a command line asks for, as one answer. */
function answer(args) {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  try {
    const read = (path) => readFileSync(path, "utf8").replaceAll("\r\n", "\n");
    const keys = readKeys(values.keys ? read(values.keys) : "");
    const held = (values.receipts ? read(values.receipts) : "").split("\n").filter((line) => line.trim());
    const given = values.receipt.map((path) => readReceipt(read(path), keys));
    const receipts = readReceipts([...held, ...given.map((each) => `${each.place} ${each.digest}`)]);
    if (!positionals.length) return { good: true };
    const heads = values.checkpoint.map((path) => readCheckpoint(read(path), keys));
    heads.push(...given.flatMap((each) => each.head ?? []));
    const log = values.log && readLog(values.log, keys);
    if (log) heads.push(log.head);
    return verifyExport(readFileSync(positionals[0]), { receipts, heads, copy: log?.leaves });
  } catch (error) {
    if (error instanceof Bad) return { good: false, place: error.place ?? "", why: error.message };
    throw error;
  }
}

/** Lines of `stream version digest`; throws Bad. */
function readReceipts(lines) {
  const found = new Map();
  for (const line of lines) {
    const match = /^(\S+ [1-9][0-9]{0,15}) (\S+)$/.exec(line);
    if (!match || !digest(match[2])) throw new Bad("a receipt's line does not read");
    if ((found.get(match[1]) ?? match[2]) !== match[2]) {
      throw Object.assign(new Bad("two receipts contradict each other"), { place: match[1].replace(" ", " version ") });
    }
    found.set(match[1], match[2]);
  }
  return found;
}

if (process.argv[2] === "--jobs") {
  for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(answer(JSON.parse(line))));
} else {
  const said = answer(process.argv.slice(2));
  console.log(JSON.stringify(said));
  process.exitCode = said.good ? 0 : 1;
}
