#!/usr/bin/env node
// Checks a ledger from the public specifications alone: https://c2sp.org/ signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles and tlog-proof,
// and RFC 6962 section 2.1. It shares nothing with the program that wrote the ledger, and needs nothing but Node 18.14.
import { isUtf8 } from "node:buffer";
import * as crypto from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const USAGE = `usage: verify-ledger.mjs DIR VKEY [--witness VKEY]... [--json]
       verify-ledger.mjs --proof FILE VKEY [--entry FILE] [--witness VKEY]... [--json]

DIR holds checkpoint and tile/. VKEY is the ledger's verifier key, name+id+key. Each witness that is named must have cosigned.
A proof is a c2sp.org/tlog-proof@v1; the entry is that of --entry, or the proof's extra data.
Exit: 0 all is right, 1 something is not, 2 it could not be checked.`;
const HASH = 32, WIDTH = 256, ENTRY_LIMIT = 65535, NOTE_LIMIT = 1 << 20, SIGNATURE_LIMIT = 64, HOLE_LIMIT = 4096;

class Bad extends Error {}
function need(condition, message, index = null) {
  if (!condition)
    throw Object.assign(new Bad(message), { index });
}
const raise = error => { throw error; };
const misuse = message => raise(new TypeError(message));
const quoted = text => JSON.stringify(text).replace(/[^\x20-\x7e]/g, c => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));

// Hashes, RFC 6962 section 2.1. crypto.hash came with Node 20.12 and is the faster one.
const sha256 = crypto.hash ? data => crypto.hash("sha256", data, "buffer") : data => crypto.createHash("sha256").update(data).digest();
const pair = Buffer.alloc(1 + 2 * HASH, 1);
function node(left, right) {
  left.copy(pair, 1);
  right.copy(pair, 1 + HASH);
  return sha256(pair);
}
function perfect(hashes) { // the root of 2^k hashes that lie one after another
  const level = Buffer.from(hashes);
  for (let length = level.length / 2; length >= HASH; length /= 2) {
    for (let to = 0; to < length; to += HASH) {
      level.copy(pair, 1, 2 * to, 2 * to + 2 * HASH);
      sha256(pair).copy(level, to);
    }
  }
  return level.subarray(0, HASH);
}
function rootOf(tiles) { // of the tiles at the right edge, highest level first: the perfect subtrees that the size is made of
  const subtrees = [];
  for (const tile of tiles) {
    for (let at = 0, size = WIDTH / 2 * HASH; size >= HASH; size /= 2) {
      if (tile.length & size)
        subtrees.push(perfect(tile.subarray(at, at += size)));
    }
  }
  return subtrees.length === 0 ? sha256(Buffer.alloc(0)) : subtrees.reduceRight((right, left) => node(left, right));
}

// Base64 of RFC 4648 section 4: only what encodes back to itself, so no other alphabet, missing padding or stray bits.
function base64(text, what) {
  const bytes = Buffer.from(text, "base64");
  need(bytes.toString("base64") === text, `${what} is not base64`);
  return bytes;
}
const isName = name => name !== "" && !/[\p{White_Space}+\x00-\x1f]/u.test(name);
function number(text, what) {
  need(/^(0|[1-9][0-9]*)$/.test(text) && Number.isSafeInteger(Number(text)), `${what} is not a decimal number that this reader can count`);
  return Number(text);
}

// signed-note
function parseKey(text, type) {
  const [name, id, ...rest] = text.split("+");
  try {
    const key = base64(rest.join("+"), "the key");
    need(isName(name) && /^[0-9a-f]{8}$/.test(id) && key.length === 1 + HASH && key[0] === type, `expected name+id+key, the key of type ${type}`);
    need(sha256(Buffer.concat([Buffer.from(`${name}\n`), key])).toString("hex", 0, 4) === id, "its id is not that of name and key");
    const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key.subarray(1)]); // RFC 8410
    return { name, id, type, public: crypto.createPublicKey({ key: spki, format: "der", type: "spki" }) };
  } catch (error) {
    misuse(`${quoted(text)} is no verifier key: ${error.message}`);
  }
}
function parseNote(bytes) {
  need(isUtf8(bytes), "the note is not UTF-8");
  const note = bytes.toString();
  need(!/[\x00-\x09\x0b-\x1f]/.test(note), "the note has control characters");
  const end = note.lastIndexOf("\n\n");
  need(end >= 0 && note.endsWith("\n"), "the note has no signatures");
  const lines = note.slice(end + 2).split("\n").slice(0, -1);
  need(lines.length > 0 && lines.length <= SIGNATURE_LIMIT, `the note has ${lines.length} signatures`);
  const signatures = lines.map(line => {
    const parts = line.split(" ");
    need(parts.length === 3 && parts[0] === "\u2014" && isName(parts[1]), `${quoted(line)} is no signature line`);
    const signature = base64(parts[2], "a signature");
    need(signature.length > 4, "a signature is too short");
    return { name: parts[1], id: signature.toString("hex", 0, 4), bytes: signature.subarray(4) };
  });
  return { text: note.slice(0, end + 1), signatures };
}
// Signatures of other keys are ignored (signed-note, tlog-cosignature); one of a known key that does not verify spoils the note. Gives the newest cosignature's time, or 0.
function verifyNote(note, key) {
  const mine = note.signatures.filter(each => each.name === key.name && each.id === key.id);
  need(mine.length > 0, `no signature of ${quoted(key.name)} with key ${key.id}`);
  let newest = 0n;
  for (const { bytes } of mine) {
    const isCosignature = key.type === 4;
    need(bytes.length === (isCosignature ? 72 : 64), `the signature of ${quoted(key.name)} has ${bytes.length} bytes`);
    const time = isCosignature ? bytes.readBigUInt64BE() : 0n, message = isCosignature ? `cosignature/v1\ntime ${time}\n${note.text}` : note.text;
    need(time < 1n << 63n && crypto.verify(null, Buffer.from(message), key.public, bytes.subarray(-64)), `the signature of ${quoted(key.name)} is wrong`);
    newest = time > newest ? time : newest;
  }
  return newest;
}
// tlog-checkpoint
function checkpoint(bytes, log, witnesses) {
  const note = parseNote(bytes);
  verifyNote(note, log);
  const [origin, size, root, ...extensions] = note.text.slice(0, -1).split("\n");
  need(origin === log.name, `the checkpoint's origin is ${quoted(origin)}, not ${quoted(log.name)}`);
  need(size !== undefined && root !== undefined && !extensions.includes(""), "the checkpoint has not three or more lines that are not empty");
  const parsed = { origin, size: number(size, "the tree size"), root: base64(root, "the root hash") };
  need(parsed.root.length === HASH, "the root hash has not 32 bytes");
  return { ...parsed, witnesses: witnesses.map(key => ({ name: key.name, time: Number(verifyNote(note, key)) })) };
}

// Files. What lies in the directory is not trusted: no symbolic link, no device, nothing longer than it may be. Null when it is not there.
function read(path, limit, index) {
  let file;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const status = fstatSync(file);
    need(status.isFile(), `${quoted(path)} is not a file`, index);
    need(status.size <= limit, `${quoted(path)} has ${status.size} bytes, ${limit} at most can be`, index);
    return readFileSync(file);
  } catch (error) {
    need(!["ELOOP", "ENOTDIR", "ENXIO"].includes(error.code), `${quoted(path)} is not a file`, index);
    return error.code === "ENOENT" ? null : raise(error);
  } finally {
    file === undefined || closeSync(file);
  }
}
function tilePath(level, index) {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, "0");
  return `tile/${level}/${digits.replace(/...(?=.)/g, "x$&/")}`;
}

// tlog-tiles, from the root down: the right edge gives the root, then each hash is held against the tile or the entries under it.
class Tree {
  check(directory, head) {
    Object.assign(this, { directory, holes: [], minimum: 0, entries: 0 });
    const levels = [];
    for (let level = 0, count = head.size; count > 0; level++, count = Math.floor(count / WIDTH))
      levels.unshift({ level, index: Math.floor(count / WIDTH), tile: this.tile(level, Math.floor(count / WIDTH), count % WIDTH) });
    const isRoot = rootOf(levels.map(({ tile }) => tile)).equals(head.root);
    for (const { level, index, tile } of levels.filter(each => each.tile.length > 0))
      this.below(level, index, tile);
    need(isRoot, "entries and tiles agree with each other, but their root is not that of the checkpoint");
    // What is below the minimum index may be gone. An entry that is still there, and came after all of that, tells the index.
    const hole = this.holes.find(each => each.end > this.minimum);
    need(!hole, "tiles or entries from here on are missing, and no entry tells that they were pruned", Math.max(hole?.start, this.minimum));
  }

  tile(level, index, width) {
    const start = index * WIDTH ** (level + 1), found = width === 0 ? { bytes: Buffer.alloc(0) } : this.file(tilePath(level, index), width, WIDTH * HASH, start);
    need(!found || found.bytes.length === (found.isLonger ? WIDTH : width) * HASH, `${found?.path} has ${found?.bytes.length} bytes`, start);
    return found && found.bytes.subarray(0, width * HASH);
  }

  // A partial file may be gone when the full one, of which it is the beginning, is there. A full one may be gone when it was pruned.
  file(name, width, limit, start) {
    const path = width < WIDTH ? `${name}.p/${width}` : name, bytes = read(join(this.directory, path), limit, start);
    if (bytes || width === WIDTH)
      return bytes && { path, bytes };
    const full = read(join(this.directory, name), limit, start);
    need(full, `${path} is missing`, start);
    return { path: name, bytes: full, isLonger: true };
  }

  below(level, index, tile) {
    if (level === 0)
      this.bundle(index, tile);
    for (let i = 0; level > 0 && i < tile.length / HASH; i++)
      this.full(level - 1, index * WIDTH + i, tile.subarray(i * HASH, (i + 1) * HASH));
  }

  full(level, index, expected) {
    const start = index * WIDTH ** (level + 1), tile = this.tile(level, index, WIDTH);
    if (!tile)
      return this.hole(start, start + WIDTH ** (level + 1));
    const isRight = perfect(tile).equals(expected);
    this.below(level, index, tile); // when a hash in it is wrong, the tile or entry under that hash says which
    need(isRight, `${tilePath(level, index)} has not the hash that the level above gives`, start);
  }

  bundle(index, tile) {
    const start = index * WIDTH, width = tile.length / HASH, name = tilePath("entries", index);
    const found = this.file(name, width, WIDTH * (2 + ENTRY_LIMIT), start);
    if (!found)
      return this.hole(start, start + WIDTH);
    const { bytes, path, isLonger } = found, prunes = bytes.includes("ledger-pruned"), wrong = `the entry has not the hash that ${tilePath(0, index)} gives`;
    let at = 0;
    for (let i = 0; i < width; i++) {
      need(at + 2 <= bytes.length, `${path} ends before this entry`, start + i);
      const end = at + 2 + bytes.readUInt16BE(at), second = bytes[at + 1];
      need(end <= bytes.length, `${path} ends within this entry`, start + i);
      bytes[at + 1] = 0; // the prefix of a leaf, in the place of the length's second byte
      need(sha256(bytes.subarray(at + 1, end)).equals(tile.subarray(i * HASH, (i + 1) * HASH)), wrong, start + i);
      bytes[at + 1] = second;
      if (prunes)
        this.pruning(bytes.subarray(at + 2, end), start + i);
      at = end;
    }
    need(isLonger || at === bytes.length, `${path} goes on after its last entry`, start + width);
    this.entries += width;
  }

  hole(start, end) {
    this.holes.push({ start: this.holes.at(-1)?.end === start ? this.holes.pop().start : start, end });
    need(this.holes.length <= HOLE_LIMIT, "much is missing, here and there", this.holes[0].start);
  }

  pruning(entry, index) {
    try {
      const leaf = JSON.parse(entry.toString()), minimum = leaf?.type === "ledger-pruned" ? leaf.data?.["minimum-index"] : undefined;
      if (Number.isSafeInteger(minimum) && minimum > this.minimum && minimum <= index)
        this.minimum = minimum;
    } catch {
      // Not JSON: an entry of another kind that has the word in it.
    }
  }
}

// tlog-proof; the path as RFC 6962 section 2.1.1 defines it.
function proof(bytes, entry, log, witnesses) {
  const end = bytes.indexOf("\n\n"), lines = bytes.toString("latin1", 0, Math.max(end, 0)).split("\n");
  need(lines.shift() === "c2sp.org/tlog-proof@v1", "this is no c2sp.org/tlog-proof@v1");
  const extra = lines[0]?.startsWith("extra ") ? base64(lines.shift().slice(6), "the extra data") : null;
  need(lines[0]?.startsWith("index "), "the proof has no index");
  const index = number(lines.shift().slice(6), "the index"), path = lines.map(line => base64(line, "a hash"));
  const head = checkpoint(bytes.subarray(end + 2), log, witnesses);
  need(index < head.size && path.every(hash => hash.length === HASH), "the index is not below the tree size, or a hash has not 32 bytes", index);
  if (!entry && !extra)
    misuse("The proof has no extra data.\nhint: name the entry with --entry FILE");
  const climb = (at, size) => {
    if (size === 1)
      return sha256(Buffer.concat([Buffer.of(0), entry ?? extra]));
    const sibling = path.pop();
    let half = 1;
    while (2 * half < size)
      half *= 2;
    need(sibling, "the proof is too short", index);
    return at < half ? node(climb(at, half), sibling) : node(sibling, climb(at - half, size - half));
  };
  need(climb(index, head.size).equals(head.root) && path.length === 0, "the entry is not in the tree at this index", index);
  return { ...head, index };
}

function run(given, places) {
  const file = (path, limit) => read(path, limit) ?? misuse(`${quoted(path)} is not there.`);
  if (places.length !== (given.proof ? 1 : 2) || (given.entry && !given.proof))
    misuse(USAGE);
  const log = parseKey(places.at(-1), 1), witnesses = (given.witness ?? []).map(each => parseKey(each, 4));
  if (given.proof)
    return proof(file(given.proof, 2 * NOTE_LIMIT), given.entry && file(given.entry, ENTRY_LIMIT), log, witnesses);
  readdirSync(places[0]);
  const bytes = read(join(places[0], "checkpoint"), NOTE_LIMIT);
  need(bytes, "there is no checkpoint");
  const head = checkpoint(bytes, log, witnesses), tree = new Tree();
  tree.check(places[0], head);
  return { ...head, entries: tree.entries, minimumIndex: tree.minimum };
}

const text = { type: "string" }, flag = { type: "boolean" };
let result = {};
try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { proof: text, entry: text, witness: { ...text, multiple: true }, json: flag, help: flag } });
  const found = values.help ? { help: USAGE } : run(values, positionals);
  result = { ok: true, ...found, root: found.root?.toString("base64") };
} catch (error) {
  process.exitCode = error instanceof Bad ? 1 : 2;
  result = { ok: false, index: error.index ?? null, error: error.message };
}
if (process.argv.includes("--json"))
  console.log(JSON.stringify(result));
else if (!result.ok)
  console.error(result.index === null ? result.error : `entry ${result.index}: ${result.error}`);
else
  console.log(result.help ?? `${quoted(result.origin)}: ${result.index === undefined ? `all of ${result.size} entries` : `entry ${result.index} of ${result.size}`}, root ${result.root}`
    + (result.entries < result.size ? `; ${result.size - result.entries} pruned, below ${result.minimumIndex}` : "")
    + result.witnesses.map(each => `\ncosigned by ${quoted(each.name)} at ${new Date(1000 * each.time).toISOString()}`).join(""));
