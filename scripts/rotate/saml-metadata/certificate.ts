import { X509Certificate } from 'node:crypto';

/** A certificate with which a provider signs. */
export interface SigningCertificate {
  /** SHA-256 of it, as `AB:CD:…`: what people compare with what the provider says. */
  fingerprint: string;
  /** PEM. */
  pem: string;
  /** Base64 of DER, as XML carries it. */
  base64: string;
  from: Date;
  until: Date;
}

/** Reads a certificate, as PEM or as base64 of DER. Undefined where it is none. */
export function readCertificate(text: string): SigningCertificate | undefined {
  try {
    const der = Buffer.from(text.replace(/-----[^-]*-----|\s/g, ''), 'base64');
    const certificate = new X509Certificate(der);
    return {
      fingerprint: certificate.fingerprint256,
      pem: certificate.toString(),
      base64: certificate.raw.toString('base64'),
      from: new Date(certificate.validFrom),
      until: new Date(certificate.validTo),
    };
  } catch {
    return undefined;
  }
}

/** The start of a fingerprint, which tells certificates apart on a page. */
export const short = ({ fingerprint }: Pick<SigningCertificate, 'fingerprint'>): string =>
  fingerprint.slice(0, 11);
