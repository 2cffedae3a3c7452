// Draws a credential: everything random in it comes from the recovery code, so the same code asks the same thing again.
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { ascii, derived, fromHex, fromText, joined, random, sha256, toText } from "./bytes";

const PREFIX = 32;
const CODE_BYTES = 16;
// Without I, L, O and U: what people copy by hand.
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LETTERS = 28;
// All that one HKDF gives: the random prefix, the salt and, at 384 bytes a try, the blinding factor.
const STREAM = 255 * 32;

const suite = RSABSSA.SHA384.PSS.Randomized();

export interface Request {
  blinded: Uint8Array;
  finish: (signature: Uint8Array) => Promise<string>;
}

// 128 random bits and 8 that show a slip of the pen, in letters; seven groups of four.
export async function newCode(): Promise<string> {
  const bits = random(CODE_BYTES);
  const check = (await sha256(bits)).slice(0, 1);
  return written(joined(bits, check));
}

// The bits behind a code as typed, or nothing when it cannot be one.
export async function readCode(typed: string): Promise<Uint8Array | null> {
  const letters = typed.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1").replace(/[^0-9A-Z]/g, "");
  if (letters.length !== CODE_LETTERS || [...letters].some((letter) => !LETTERS.includes(letter))) {
    return null;
  }
  let value = 0n;
  for (const letter of letters) {
    value = (value << 5n) | BigInt(LETTERS.indexOf(letter));
  }
  if ((value & 15n) !== 0n) {
    return null;
  }
  value >>= 4n;
  const bytes = new Uint8Array(CODE_BYTES + 1);
  for (let at = CODE_BYTES; at >= 0; at -= 1) {
    bytes[at] = Number(value & 255n);
    value >>= 8n;
  }
  const bits = bytes.slice(0, CODE_BYTES);
  return (await sha256(bits))[0] === bytes[CODE_BYTES] ? bits : null;
}

function written(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) {
    value = (value << 8n) | BigInt(byte);
  }
  value <<= 4n;
  let letters = "";
  for (let at = 0; at < CODE_LETTERS; at += 1) {
    letters = LETTERS.charAt(Number(value & 31n)) + letters;
    value >>= 5n;
  }
  return (letters.match(/.{4}/g) ?? []).join("-");
}

export async function ask(uid: string, publicKey: string, code: Uint8Array): Promise<Request> {
  const key = await crypto.subtle.importKey("spki", fromText(publicKey) as BufferSource, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
  const stream = await derived(code, fromHex(uid), ascii("huiyin-recovery-1"), STREAM);
  const message = joined(ascii("huiyin-credential-1"), fromHex(uid));
  const { prepared, blindedMsg, inv } = await withRandomness(stream, async () => {
    const prepared = suite.prepare(message);
    return { prepared, ...(await suite.blind(key, prepared)) };
  });
  const finish = async (signature: Uint8Array): Promise<string> =>
    toText(joined(prepared.slice(0, PREFIX), await suite.finalize(key, prepared, signature, inv)));
  return { blinded: blindedMsg, finish };
}

// The library asks the browser for its randomness; for the length of one call it gets it from the code.
async function withRandomness<T>(stream: Uint8Array, act: () => Promise<T>): Promise<T> {
  const source = Object.getPrototypeOf(crypto).getRandomValues as Crypto["getRandomValues"];
  let used = 0;
  const from = <A extends ArrayBufferView | null>(array: A): A => {
    if (!(array instanceof Uint8Array) || used + array.length > stream.length) {
      throw new Error("the recovery code gives no more randomness");
    }
    array.set(stream.subarray(used, used + array.length));
    used += array.length;
    return array;
  };
  Object.defineProperty(crypto, "getRandomValues", { value: from, configurable: true });
  try {
    return await act();
  } finally {
    Object.defineProperty(crypto, "getRandomValues", { value: source.bind(crypto), configurable: true });
  }
}
