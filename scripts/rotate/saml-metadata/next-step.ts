import { certificatesOf, type Metadata } from './metadata';

/** The certificates in a document, for comparison. */
export type Certificates = ReadonlyMap<string, { carried: boolean }>;

/** A document's certificates by fingerprint. */
export const certificatesIn = (metadata: Metadata): Certificates =>
  new Map(
    [false, true].flatMap((carried) =>
      certificatesOf(metadata, carried).map(({ fingerprint }) => [fingerprint, { carried }] as const),
    ),
  );

/** What is known of a provider. */
export interface Facts {
  /** Certificates of the document in the environment's folder. */
  file: Certificates;
  /** Certificates of the documents in Cognito, one entry per region. */
  regions: readonly Certificates[];
}

/**
 * How far a rotation has come. `steady`: every region has the file's document, with the provider's own certificates only.
 * `unequal`: a region's document differs from the file. `both`: every region has the file's document, with certificates
 * carried over. `behind`: a region uses one of the provider's own certificates that the file lacks, so the file is outdated.
 */
export const stateNames = ['steady', 'unequal', 'both', 'behind'] as const;
export type StateName = (typeof stateNames)[number];

const same = (one: Certificates, other: Certificates) =>
  one.size === other.size &&
  [...one].every(([fingerprint, { carried }]) => other.get(fingerprint)?.carried === carried);

/** The state, from the documents alone. */
export function stateOf({ file, regions }: Facts): StateName {
  const lacks = (region: Certificates) =>
    [...region].some(([fingerprint, { carried }]) => !carried && !file.has(fingerprint));
  if (regions.some(lacks)) return 'behind';
  if (regions.some((region) => !same(region, file))) return 'unequal';
  return [...file.values()].some(({ carried }) => carried) ? 'both' : 'steady';
}

/** What to do next. `put in`: merge in the new document. `wait`: for the provider. `stop`: a person must decide. */
export type NextStep = 'put in' | 'roll out' | 'drop' | 'wait' | 'stop' | 'done';

/**
 * A change in progress is rolled out before anything else changes.
 * @param wanted fingerprints in the new document, if there is one
 * @param switched whether the provider is known to sign with its new certificate
 */
export function nextStep(
  facts: Facts,
  { wanted, switched }: { wanted: readonly string[] | undefined; switched: boolean },
): NextStep {
  const own = [...facts.file].filter(([, { carried }]) => !carried).map(([fingerprint]) => fingerprint);
  const isIn = !wanted || (new Set(wanted).size === own.length && wanted.every((one) => own.includes(one)));
  if (!isIn) return 'put in';
  const state = stateOf(facts);
  if (state === 'behind') return 'stop';
  if (state === 'unequal') return 'roll out';
  if (state === 'both') return switched ? 'drop' : 'wait';
  return 'done';
}
