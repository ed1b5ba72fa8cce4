import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KeyAndCertificate, toPem } from './certificate';
import { bits, commonName, der, oid, sequence, time } from './der';

const NAME = 'local AWS';
const DAY = 86_400_000;

/** 1.2.840.10045.4.3.2 */
const sha256WithEcdsa = sequence(oid('2a8648ce3d040302'));
const version3 = der(0xa0, der(0x02, Buffer.from([2])));
const boolean = (value: boolean) => der(0x01, Buffer.from([value ? 0xff : 0]));
/** 2.5.29.19, critical: this key may sign certificates. */
const basicConstraints = sequence(oid('551d13'), boolean(true), der(0x04, sequence(boolean(true))));
/** 2.5.29.17 */
const subjectAltName = (host: string) =>
  sequence(oid('551d11'), der(0x04, sequence(der(0x82, Buffer.from(host, 'ascii')))));

/**
 * The certificate authority of one run of the local AWS. Anyone who trusts it trusts every host that the run serves, so
 * it lasts only as long as the run, and its key never leaves the process (RFC 5280).
 */
export class Authority {
  private readonly key: KeyObject;
  private readonly issued = new Map<string, KeyAndCertificate>();
  /** PEM. */
  readonly certificate: string;

  /** `now` is in milliseconds since 1970. */
  constructor(private readonly now: () => number = Date.now) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.key = privateKey;
    this.certificate = this.sign(NAME, publicKey, basicConstraints);
  }

  /** A host's key and certificate; the same for every call. */
  of(host: string): KeyAndCertificate {
    let pair = this.issued.get(host);
    if (!pair) {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      pair = {
        privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
        // A common name holds 64 characters, fewer than a host name may have; clients check the subjectAltName.
        certificate: this.sign(host.slice(0, 64), publicKey, subjectAltName(host)),
      };
      this.issued.set(host, pair);
    }
    return pair;
  }

  private sign(subject: string, publicKey: KeyObject, extension: Buffer): string {
    const now = this.now();
    const toBeSigned = sequence(
      version3,
      der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
      sha256WithEcdsa,
      commonName(NAME),
      sequence(time(new Date(now - DAY)), time(new Date(now + 365 * DAY))),
      commonName(subject),
      publicKey.export({ format: 'der', type: 'spki' }),
      der(0xa3, sequence(extension)),
    );
    const signature = sign('sha256', toBeSigned, this.key);
    return toPem(sequence(toBeSigned, sha256WithEcdsa, bits(signature)).toString('base64'));
  }
}

/** Writes the authority's certificate to a file for `NODE_EXTRA_CA_CERTS`. */
export function writeTrust({ certificate }: Authority): { path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-trust-'));
  const path = join(folder, 'authority.pem');
  writeFileSync(path, certificate);
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
