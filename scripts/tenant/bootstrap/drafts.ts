import { dirname, isAbsolute, join } from 'node:path';
import { usageError } from '../../cli/errors';
import type { CommonFlags } from '../../cli/flags';
import type { Drafts } from '../request/draft';
import { draftsFromCsv } from '../request/from-csv';
import { draftsFromJson } from '../request/from-json';
import { readPolicies } from '../request/own-policies';
import { readSource } from '../request/read-source';

/** Flags that describe one tenant; each is named like its field. */
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
  /** Folder of policies that it has of its own. */
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
  /** Only the files are written. */
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

/** What the flags say of a tenant. */
const valuesOf = (flags: TenantFlags): Record<string, unknown> =>
  Object.fromEntries(fields.flatMap((field) => (flags[field] === undefined ? [] : [[field, flags[field]]])));

/** `--callback-urls` of `callbackUrls`. */
const flagOf = (field: string) => `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** A draft of values that were typed. */
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
 * Reads the folders of policies that drafts name. What is wrong with a folder as a whole is told where it is named.
 * @param from folder that a relative path starts at
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

/** Reads drafts from where the flags say. Throws a usage error for two sources at once, and for a file that can't be read. */
export function draftsOf(flags: BootstrapFlags): Drafts {
  const { fromCsv, fromJson } = flags;
  const values = valuesOf(flags);
  const several = [fromCsv, fromJson, Object.keys(values).length > 0 || undefined].filter(
    (one) => one !== undefined,
  );
  if (several.length > 1)
    throw usageError('tenants are described twice', 'name a file of them, or describe one by flags');
  if (fromCsv !== undefined)
    return withPolicies(draftsFromCsv(fromCsv, readSource(fromCsv)), dirname(fromCsv));
  if (fromJson !== undefined)
    return withPolicies(draftsFromJson(fromJson, readSource(fromJson)), dirname(fromJson));
  return withPolicies(typed(values), '');
}
