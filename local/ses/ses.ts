import { randomBytes } from 'node:crypto';
import type { Place } from '../place';

/** A sender identity of an account: a domain or an address. */
export interface Identity {
  name: string;
  configurationSet: string | undefined;
  keyLength: string;
  /** Seconds since 1970. */
  keysMade: number;
  /** For a domain: names of its three keys. */
  tokens: string[];
}

/** A public DNS record. */
export interface DnsRecord {
  name: string;
  type: string;
  value: string;
}

/** Regions with their own DKIM domain: AWS General Reference, "DKIM domains" of SES. */
const ownZone =
  /^(af-south-1|ap-northeast-3|ap-south-2|ap-southeast-[35]|ca-west-1|eu-central-2|eu-south-1|il-central-1|me-central-1)$/;

const place = ({ account, region }: Place) => `${account} ${region}`;
const text = ({ name, type, value }: DnsRecord) => `${name} ${type} ${value}`.toLowerCase();
const domainOf = (address: string) => address.slice(address.indexOf('@') + 1);

/** 32 lower-case letters and digits, like SES's. */
const token = () => randomBytes(16).toString('hex');

/** Identities and configuration sets of all accounts and regions, and the DNS that verifies domains. */
export class Ses {
  private readonly identities = new Map<string, Map<string, Identity>>();
  private readonly sets = new Map<string, Map<string, Record<string, object>>>();
  private readonly dns = new Set<string>();

  identitiesIn(at: Place): Map<string, Identity> {
    return kept(this.identities, place(at));
  }

  /** Configuration sets by name, with their options. */
  setsIn(at: Place): Map<string, Record<string, object>> {
    return kept(this.sets, place(at));
  }

  /** A new, unverified identity. `now` is in milliseconds. */
  create(at: Place, name: string, more: Partial<Identity>, now: number): Identity {
    const identity: Identity = {
      name,
      configurationSet: undefined,
      keyLength: 'RSA_2048_BIT',
      keysMade: Math.floor(now / 1000),
      tokens: name.includes('@') ? [] : [token(), token(), token()],
      ...more,
    };
    this.identitiesIn(at).set(name, identity);
    return identity;
  }

  /** Adds records to DNS, as a domain's owner does. */
  publish(records: DnsRecord[]): void {
    for (const record of records) this.dns.add(text(record));
  }

  /**
   * A domain is verified by the DNS records of its three keys, an address by its domain; there are no links to click on
   * here.
   */
  isVerified(at: Place, name: string): boolean {
    const identity = this.identitiesIn(at).get(name);
    if (!identity) return false;
    if (name.includes('@')) return this.isVerified(at, domainOf(name));
    const zone = ownZone.test(at.region) ? `dkim.${at.region}.amazonses.com` : 'dkim.amazonses.com';
    return identity.tokens.every((key) =>
      this.dns.has(text({ name: `${key}._domainkey.${name}`, type: 'CNAME', value: `${key}.${zone}` })),
    );
  }
}

function kept<T>(all: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const found = all.get(key) ?? new Map<string, T>();
  all.set(key, found);
  return found;
}
