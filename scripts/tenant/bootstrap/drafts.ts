import { dirname, isAbsolute, join } from 'node:path';
import { usageError } from '../../cli/errors';
import type { CommonFlags } from '../../cli/flags';
import type { Drafts } from '../request/draft';
import { draftsFromCsv } from '../request/from-csv';
import { draftsFromJson } from '../request/from-json';
import { readPolicies } from '../request/own-policies';
import { readSource } from '../request/read-source';

/** Flags that describe one tenant; each has the name of its field. */
export interface TenantFlags {
  id?: string;
  name?: string;
  regions?: string[];
  callbackUrls?: string[];
  logoutUrls?: string[];
  groups?: string[];
  administrator?: string;
  administratorGroup?: string;
  cell?: string;
  /** Folder of the tenant's own policies. */
  policies?: string;
  mfa?: string;
  selfSignUp?: boolean;
  serverClient?: boolean;
}

/** Flags of `fleet tenant bootstrap`. */
export interface BootstrapFlags extends CommonFlags, TenantFlags {
  env?: string;
  fromCsv?: string;
  fromJson?: string;
  /** Only write the files. */
  pr?: boolean;
  parallel: number;
  yes?: boolean;
}

const fields = [
  'id',
  'name',
  'regions',
  'callbackUrls',
  'logoutUrls',
  'groups',
  'administrator',
  'administratorGroup',
  'cell',
  'policies',
  'mfa',
  'selfSignUp',
  'serverClient',
] as const satisfies readonly (keyof TenantFlags)[];

/** The values that the flags give for a tenant. */
const valuesOf = (flags: TenantFlags): Record<string, unknown> =>
  Object.fromEntries(fields.flatMap((field) => (flags[field] === undefined ? [] : [[field, flags[field]]])));

/** `--callback-urls` for `callbackUrls`. */
const flagOf = (field: string) => `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** A draft from values given as flags or typed. */
const typed = (values: Record<string, unknown>): Drafts => ({
  drafts: [
    {
      values,
      fillIn: (field) => `add ${flagOf(field)}`,
      at: ([field, ...path]) => ({
        file: 'command line',
        path: field === undefined ? [] : [flagOf(String(field)), ...path],
      }),
    },
  ],
  findings: [],
});

/**
 * Reads the policy folders that drafts name. A problem with a folder as a whole is reported where the folder is named.
 * @param from base folder for relative paths
 */
function withPolicies(read: Drafts, from: string): Drafts {
  const findings = [...read.findings];
  const drafts = read.drafts.map((draft) => {
    const { policies: named } = draft.values;
    if (typeof named !== 'string' || named === '') return draft;
    const folder = isAbsolute(named) ? named : join(from, named);
    const { files, findings: inside } = readPolicies(folder);
    for (const finding of inside)
      findings.push(
        finding.file === folder ? { value: named, ...finding, ...draft.at(['policies']) } : finding,
      );
    return { ...draft, policies: files };
  });
  return { ...read, drafts, findings };
}

/** Reads drafts from the source that the flags name. Throws a usage error for two sources, or an unreadable file. */
export function draftsOf(flags: BootstrapFlags): Drafts {
  const { fromCsv, fromJson } = flags;
  const values = valuesOf(flags);
  const several = [fromCsv, fromJson, Object.keys(values).length > 0 || undefined].filter(
    (one) => one !== undefined,
  );
  if (several.length > 1)
    throw usageError('tenants are described twice', 'name a file, or describe one with flags');
  if (fromCsv !== undefined)
    return withPolicies(draftsFromCsv(fromCsv, readSource(fromCsv)), dirname(fromCsv));
  if (fromJson !== undefined)
    return withPolicies(draftsFromJson(fromJson, readSource(fromJson)), dirname(fromJson));
  return withPolicies(typed(values), '');
}
