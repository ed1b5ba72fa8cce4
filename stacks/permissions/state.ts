import { rotationRun, stateBucket } from '../../environments/names';
import { allow, type Statement } from './document';
import type { Scope } from './scope';

const bucketArn = ({ environment, account }: Scope) => `arn:aws:s3:::${stateBucket(environment, account)}`;

/** State of the foundation. Whoever writes it steers what the bootstrap role does next. */
export const foundationState = (scope: Scope) => `${bucketArn(scope)}/*/foundation/*`;

/** Reading state needs the objects and the key under which they lie. `keyArn` is the key's, never its alias's. */
export const readState = (scope: Scope, keyArn: string): readonly Statement[] => [
  allow('ListState', ['s3:ListBucket'], [bucketArn(scope)]),
  allow('ReadState', ['s3:GetObject'], [`${bucketArn(scope)}/*`]),
  allow('DecryptState', ['kms:Decrypt'], [keyArn]),
];

/** Writing adds new versions; only a lock file may be deleted, so the history of states stays whole. */
export const writeState = (scope: Scope, keyArn: string): readonly Statement[] => [
  allow('WriteState', ['s3:PutObject'], [`${bucketArn(scope)}/*`]),
  allow('ReleaseLocks', ['s3:DeleteObject'], [`${bucketArn(scope)}/*.tflock`]),
  allow('EncryptState', ['kms:GenerateDataKey'], [keyArn]),
];

/**
 * What rotations remember in the account's bucket: their ledgers, and who rotates which secret. No state can be read. `keyArn`
 * is the key's, never its alias's.
 */
export function keepRotations(scope: Scope, keyArn: string): readonly Statement[] {
  const bucket = bucketArn(scope);
  return [
    allow('FindRotations', ['s3:ListBucket'], [bucket]),
    // A secret that another run holds is taken over only if that run's ledger says that it has ended.
    allow('ReadRotations', ['s3:GetObject'], [`${bucket}/ledger/*`, `${bucket}/rotations/*`]),
    allow(
      'KeepRotations',
      ['s3:PutObject'],
      [`${bucket}/ledger/${rotationRun(scope.environment)}*`, `${bucket}/rotations/*`],
    ),
    allow('SealRotations', ['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn]),
  ];
}

/** Terraform's provider and backend assume their role always, and so do our commands, also when they already run as that role. */
export const assumeSelf = (roleArn: string): Statement => allow('AssumeSelf', ['sts:AssumeRole'], [roleArn]);
