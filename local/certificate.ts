import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, commonName, der, oid, sequence, time } from './der';

/** A private key and its self-signed certificate, both PEM. */
export interface KeyAndCertificate {
  privateKey: string;
  certificate: string;
}

/** 1.2.840.113549.1.1.11, with the NULL that RFC 4055 requires. */
const sha256WithRsa = sequence(oid('2a864886f70d01010b'), der(0x05));

/**
 * A new RSA key with a self-signed certificate (RFC 5280, version 1: no extensions) for that name, like those that SAML
 * peers exchange. With negative `days` it has already expired. Costs about 100 ms.
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
  const body = sequence(toBeSigned, sha256WithRsa, bits(signature));
  return { privateKey: pem(privateKey), certificate: toPem(body.toString('base64')) };
}

const pem = (key: KeyObject) => key.export({ format: 'pem', type: 'pkcs8' }).toString();

/** Converts a certificate to PEM from the bare base64 of XML and Cognito. */
export const toPem = (base64: string): string => {
  const lines = base64.replace(/\s/g, '').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};

/** Strips the PEM header and footer, as XML and Cognito expect. */
export const bare = (certificate: string): string => certificate.replace(/-----[^-]+-----|\s/g, '');
