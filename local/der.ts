/** As much of ASN.1's DER (ITU-T X.690) as certificates need. */

/** One element: tag, length, up to 64 kB of contents. */
export function der(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const size = Buffer.from(body.length.toString(16).padStart(body.length > 255 ? 4 : 2, '0'), 'hex');
  const length = body.length < 128 ? size : Buffer.concat([Buffer.from([0x80 | size.length]), size]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}

export const sequence = (...items: Buffer[]): Buffer => der(0x30, ...items);

/** An object identifier; its contents in hex. */
export const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));

/** A name with only a common name (2.5.4.3). */
export const commonName = (name: string): Buffer =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name, 'utf8')))));

/** GeneralizedTime, which RFC 5280 requires from 2050 on; clients accept it for earlier dates too. */
export const time = (date: Date): Buffer =>
  der(0x18, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`, 'ascii'));

/** A bit string of whole bytes, such as a signature. */
export const bits = (body: Buffer): Buffer => der(0x03, Buffer.from([0]), body);
