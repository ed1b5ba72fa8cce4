import { X509Certificate } from 'node:crypto';

/** A certificate with which a provider signs. */
export interface SigningCertificate {
  /** Its SHA-256, as `AB:CD:…`, for comparison with what the provider publishes. */
  fingerprint: string;
  /** PEM. */
  pem: string;
  /** Base64 DER, as in XML. */
  base64: string;
  from: Date;
  until: Date;
}

/** Parses a certificate in PEM or base64 DER. Undefined if it is not one. */
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

/** The start of a fingerprint, enough to tell certificates apart on a page. */
export const short = ({ fingerprint }: Pick<SigningCertificate, 'fingerprint'>): string =>
  fingerprint.slice(0, 11);
