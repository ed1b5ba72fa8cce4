import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A private key and its self-signed certificate, both PEM. */
export interface KeyAndCertificate {
  privateKey: string;
  certificate: string;
}

/** One ASN.1 element, DER (ITU-T X.690): tag, length, contents. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const size = Buffer.from(body.length.toString(16).padStart(body.length > 255 ? 4 : 2, '0'), 'hex');
  const length = body.length < 128 ? size : Buffer.concat([Buffer.from([0x80 | size.length]), size]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}

const sequence = (...items: Buffer[]) => der(0x30, ...items);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
/** 1.2.840.113549.1.1.11, with the NULL that RFC 4055 asks for. */
const sha256WithRsa = sequence(oid('2a864886f70d01010b'), der(0x05));
/** 2.5.4.3 */
const commonName = (name: string) =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name, 'utf8')))));

/** GeneralizedTime, as RFC 5280 writes times from 2050 on; before, readers take it as well. */
const time = (date: Date) =>
  der(0x18, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`, 'ascii'));

/**
 * A new RSA key with a self-signed certificate (RFC 5280, version 1: no extensions) in that name, such as SAML
 * peers exchange. `days` may be negative: then it has expired. Costs about 100 ms.
 */
export function selfSigned(name: string, days: number, now: number): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const to = new Date(now + days * 86_400_000);
  const from = new Date(Math.min(now, to.getTime()) - 86_400_000);
  const toBeSigned = sequence(
    der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    sha256WithRsa,
    commonName(name),
    sequence(time(from), time(to)),
    commonName(name),
    publicKey.export({ format: 'der', type: 'spki' }),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const body = sequence(toBeSigned, sha256WithRsa, der(0x03, Buffer.from([0]), signature));
  return { privateKey: pem(privateKey), certificate: toPem(body.toString('base64')) };
}

const pem = (key: KeyObject) => key.export({ format: 'pem', type: 'pkcs8' }).toString();

/** A certificate as XML and Cognito carry it (bare base64), as PEM. */
export const toPem = (base64: string): string => {
  const lines = base64.replace(/\s/g, '').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};

/** A PEM certificate without its frame, as XML and Cognito carry it. */
export const bare = (certificate: string): string => certificate.replace(/-----[^-]+-----|\s/g, '');

/** The key of a KeyAndCertificate, ready to use. */
export const keyOf = ({ privateKey }: KeyAndCertificate): KeyObject => createPrivateKey(privateKey);
