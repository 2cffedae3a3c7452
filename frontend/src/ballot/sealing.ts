// Seals a ballot for k of n tellers; the other half and the layout: huiyin/anonymity/ballot_sealing.py.
import { ascii, derived, fromHex, fromNumber, fromText, joined, random, sha256, toNumber } from "./bytes";

export interface Box {
  uid: string;
  form: string;
  tellers: string[];
  needed: number;
  size: number;
}

const VERSION = Uint8Array.of(1);
const PRIME = 2n ** 255n - 19n;
const CURVE = { name: "ECDH", namedCurve: "P-256" };
// Every key locks one thing once, so the nonce may stand still.
const NONCE = new Uint8Array(12);

export async function seal(box: Box, content: Uint8Array): Promise<Uint8Array> {
  if (content.length + 4 > box.size) {
    throw new Error("the ballot is longer than its form allows");
  }
  const padded = new Uint8Array(box.size);
  new DataView(padded.buffer).setUint32(0, content.length);
  padded.set(content, 4);
  const secret = randomBelowPrime();
  const ephemeral = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", ephemeral.publicKey));
  const shares: Uint8Array[] = [];
  const split = shared(secret, box);
  for (const [at, teller] of box.tellers.entries()) {
    const key = await crypto.subtle.importKey("raw", fromText(teller) as BufferSource, CURVE, false, []);
    const agreed = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: key }, ephemeral.privateKey, 256));
    const purpose = joined(ascii("huiyin-share-1"), Uint8Array.of(at + 1), point);
    shares.push(await locked(await derived(agreed, fromHex(box.uid), purpose, 32), split[at] as Uint8Array));
  }
  const bytes = fromNumber(secret, 32);
  const contentKey = await derived(bytes, fromHex(box.uid), ascii("huiyin-ballot-1"), 32);
  const head = joined(VERSION, point, ...shares, await sha256(joined(ascii("huiyin-commitment-1"), bytes)));
  const bound = joined(VERSION, fromHex(box.uid), fromHex(box.form), head);
  return joined(head, await locked(contentKey, padded, bound));
}

async function locked(key: Uint8Array, content: Uint8Array, bound?: Uint8Array): Promise<Uint8Array> {
  const with_ = await crypto.subtle.importKey("raw", key as BufferSource, "AES-GCM", false, ["encrypt"]);
  const how: AesGcmParams = { name: "AES-GCM", iv: NONCE as BufferSource };
  if (bound) {
    how.additionalData = bound as BufferSource;
  }
  return new Uint8Array(await crypto.subtle.encrypt(how, with_, content as BufferSource));
}

function randomBelowPrime(): bigint {
  for (;;) {
    const bytes = random(32);
    bytes[0] = (bytes[0] as number) & 127;
    const value = toNumber(bytes);
    if (value < PRIME) {
      return value;
    }
  }
}

// Shamir's shares: a polynomial of degree needed - 1 whose value at 0 is the secret, at 1, 2, …
function shared(secret: bigint, box: Box): Uint8Array[] {
  const curve = [secret, ...Array.from({ length: box.needed - 1 }, randomBelowPrime)];
  return box.tellers.map((_teller, at) => {
    let value = 0n;
    for (const part of [...curve].reverse()) {
      value = (value * BigInt(at + 1) + part) % PRIME;
    }
    return fromNumber(value, 32);
  });
}
