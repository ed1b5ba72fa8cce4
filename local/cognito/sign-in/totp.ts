/** Time-based one-time passwords: RFC 6238 with SHA-1, 30 s and 6 digits, like those of authenticator apps. */
import { createHmac, randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 of RFC 4648 without padding. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function unbase32(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
}

/** A new shared secret; Cognito's have 52 characters, which are 32 bytes. */
export const newTotpSecret = () => base32(randomBytes(32));

/** The time step of a time in milliseconds since 1970. */
export const totpStep = (at: number) => Math.floor(at / 30_000);

/** The six digits of one step. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', unbase32(secret)).update(counter).digest();
  const offset = (mac[mac.length - 1] as number) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/**
 * The step that the code belongs to: the current one or, since clocks drift, a neighbour; undefined if it matches none.
 */
export function matchingStep(secret: string, code: string, at: number): number | undefined {
  const now = totpStep(at);
  return [now, now - 1, now + 1].find((step) => totpCode(secret, step) === code);
}
