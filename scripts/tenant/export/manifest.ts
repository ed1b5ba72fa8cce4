import { createHash } from 'node:crypto';

/** One part of an export, as its manifest has it. */
export interface PartEntry {
  /** Such as `users-00001`. */
  name: string;
  /** How many users, policies and so on it holds. */
  items: number;
  /** SHA-256 of what it holds. */
  plain: string;
  /** SHA-256 of its object. */
  sealed: string;
}

/** What an export holds, in the clear: names, counts and hashes, and nothing of anybody. */
export interface Manifest {
  version: 1;
  environment: string;
  tenant: string;
  account: string;
  region: string;
  userPoolId: string;
  /** ISO 8601. */
  exportedAt: string;
  /** What no export can hold. */
  missing: readonly string[];
  parts: readonly PartEntry[];
}

/** Of a user pool nobody is given these, whatever rights they have (Cognito's API has no operation for it). */
export const neverExported = [
  'passwords, and their history: users have to set new ones',
  'secrets of authenticator apps (TOTP), passkeys and remembered devices: users have to enrol again',
  'refresh tokens and sessions',
] as const;

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

/** Where an export's objects are, below its folder. */
export const manifestKey = (folder: string): string => `${folder}/manifest.json`;
export const partKey = (folder: string, name: string): string => `${folder}/${name}.sealed`;
