import { X509Certificate } from 'node:crypto';
import { carriedMark } from '../saml-metadata/metadata';

/** The dates of a certificate. */
export interface CertificateDates {
  /** The start of its SHA-256 fingerprint, which is not a secret. */
  fingerprint: string;
  created: Date;
  expires: Date;
}

/** Parses a certificate in PEM or base64 DER. Undefined if it is not one. */
export function certificateDates(text: string): CertificateDates | undefined {
  try {
    const der = Buffer.from(text.replace(/-----[^-]*-----|\s/g, ''), 'base64');
    const { fingerprint256, validFrom, validTo } = new X509Certificate(der);
    return {
      fingerprint: fingerprint256.slice(0, 11),
      created: new Date(validFrom),
      expires: new Date(validTo),
    };
  } catch {
    return undefined;
  }
}

/** A certificate of a SAML provider. `carried`: it is dropped once the provider has switched to another. */
export type ProviderCertificate = CertificateDates & { carried: boolean };

/** A SAML provider's signing certificates, from its metadata. Only dates are read, so no trust is needed. */
export const signingCertificates = (metadata: string): ProviderCertificate[] =>
  [...metadata.matchAll(/<(?:\w+:)?KeyDescriptor\b([^>]*)>(.*?)<\/(?:\w+:)?KeyDescriptor>/gs)]
    .filter(([, attributes = '']) => !/use\s*=\s*["']encryption["']/.test(attributes))
    .flatMap(([, , body = '']) =>
      [...body.matchAll(/<(?:\w+:)?X509Certificate\b[^>]*>([^<]*)<\/(?:\w+:)?X509Certificate>/g)].map(
        ([, text = '']) => {
          const dates = certificateDates(text);
          return dates && { ...dates, carried: body.includes(carriedMark) };
        },
      ),
    )
    .filter((found) => found !== undefined);
