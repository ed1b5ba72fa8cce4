import { createHash } from 'node:crypto';

/** One part of an export, as listed in its manifest. */
export interface PartEntry {
  /** Such as `users-00001`. */
  name: string;
  /** Number of users, policies and so on in it. */
  items: number;
  /** SHA-256 of its content. */
  plain: string;
  /** SHA-256 of its encrypted object. */
  sealed: string;
}

/** What an export contains, unencrypted: names, counts and hashes, but no personal data. */
export interface Manifest {
  version: 1;
  environment: string;
  tenant: string;
  account: string;
  region: string;
  userPoolId: string;
  /** ISO 8601. */
  exportedAt: string;
  /** What no export can contain. */
  missing: readonly string[];
  parts: readonly PartEntry[];
}

/** Data that a user pool never reveals, whatever the caller's rights (Cognito's API has no operation for it). */
export const neverExported = [
  'passwords, and their history: users have to set new ones',
  'secrets of authenticator apps (TOTP), passkeys and remembered devices: users have to enrol again',
  'refresh tokens and sessions',
] as const;

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

/** Key of an export's manifest. */
export const manifestKey = (folder: string): string => `${folder}/manifest.json`;
export const partKey = (folder: string, name: string): string => `${folder}/${name}.sealed`;
