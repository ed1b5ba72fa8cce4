import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The plaintext first line of something sealed, such as a plan set. All of it is authenticated. */
export interface SealHeader {
  version: 1;
  environment: string;
  /** Account whose state key encrypted the data key. */
  account: string;
  /** The data key, encrypted by the state key, base64. */
  key: string;
  /** Base64. */
  iv: string;
}

const algorithm = 'aes-256-gcm';
const tagBytes = 16;

const headerLine = (header: SealHeader) => Buffer.from(`${JSON.stringify(header)}\n`);

/** Encrypts and authenticates. @param key 32 bytes, used for no more than 2^32 seals, as each has a random IV (NIST SP 800-38D, 8.3) */
export function seal(plain: Uint8Array, key: Uint8Array, about: Omit<SealHeader, 'version' | 'iv'>): Buffer {
  const iv = randomBytes(12);
  const header = headerLine({ version: 1, ...about, iv: iv.toString('base64') });
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes }).setAAD(header);
  return Buffer.concat([header, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Parses the first line. Undefined if the data is not sealed. */
export function sealHeader(sealed: Buffer): SealHeader | undefined {
  const end = sealed.indexOf('\n');
  if (end < 0 || end > 4096) return undefined;
  try {
    const header: SealHeader = JSON.parse(sealed.subarray(0, end).toString());
    return header.version === 1 && header.environment && header.key ? header : undefined;
  } catch {
    return undefined;
  }
}

/** Decrypts the output of `seal`. Throws if anything in it, including the first line, has changed. */
export function unseal(sealed: Buffer, key: Uint8Array): Buffer {
  const header = sealHeader(sealed);
  if (!header) throw new Error('it is not sealed');
  const start = sealed.indexOf('\n') + 1;
  const tag = sealed.subarray(sealed.length - tagBytes);
  const decipher = createDecipheriv(algorithm, key, Buffer.from(header.iv, 'base64'), {
    authTagLength: tagBytes,
  })
    .setAAD(sealed.subarray(0, start))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(start, sealed.length - tagBytes)), decipher.final()]);
}
