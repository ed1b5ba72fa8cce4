import { certificatesOf, type Metadata } from './metadata';

/** What a certificate's document says of it, for comparing documents. */
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
  /** Of the document in the environment's folder. */
  file: Certificates;
  /** Of the documents that Cognito has, region by region. */
  regions: readonly Certificates[];
}

/**
 * Where a rotation stands. `steady`: every region has the file's document, with the provider's own certificates alone.
 * `unequal`: a region has another document than the file. `both`: every region has the file's, with certificates carried
 * over. `behind`: a region goes by a certificate of the provider's own that the file lacks, so the file is not the newest.
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

/** What to do next. `put in`: the new document, with what is in use. `wait`: for the provider. `stop`: somebody has to look. */
export type NextStep = 'put in' | 'roll out' | 'drop' | 'wait' | 'stop' | 'done';

/**
 * Whatever is under way is rolled out before anything else changes.
 * @param wanted fingerprints of the new document, if there is one
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
