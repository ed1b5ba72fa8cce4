import { rotationRun, stateBucket } from '../../environments/names';
import { allow, type Statement } from './document';
import type { Scope } from './scope';

const bucketArn = ({ environment, account }: Scope) => `arn:aws:s3:::${stateBucket(environment, account)}`;

/** State of the foundation. Writing it means control over what the bootstrap role does next. */
export const foundationState = (scope: Scope) => `${bucketArn(scope)}/*/foundation/*`;

/** Reading state needs the objects and the key that encrypts them. `keyArn` is the key's ARN, not its alias's. */
export const readState = (scope: Scope, keyArn: string): readonly Statement[] => [
  allow('ListState', ['s3:ListBucket'], [bucketArn(scope)]),
  allow('ReadState', ['s3:GetObject'], [`${bucketArn(scope)}/*`]),
  allow('DecryptState', ['kms:Decrypt'], [keyArn]),
];

/** Writing adds new versions; only lock files may be deleted, so the history of states stays complete. */
export const writeState = (scope: Scope, keyArn: string): readonly Statement[] => [
  allow('WriteState', ['s3:PutObject'], [`${bucketArn(scope)}/*`]),
  allow('ReleaseLocks', ['s3:DeleteObject'], [`${bucketArn(scope)}/*.tflock`]),
  allow('EncryptState', ['kms:GenerateDataKey'], [keyArn]),
];

/**
 * What rotations record in the account's bucket: their ledgers, and which run rotates which secret. Gives no access to
 * state. `keyArn` is the key's ARN, not its alias's.
 */
export function keepRotations(scope: Scope, keyArn: string): readonly Statement[] {
  const bucket = bucketArn(scope);
  return [
    allow('FindRotations', ['s3:ListBucket'], [bucket]),
    // A secret held by another run is taken over only if that run's ledger says it has ended.
    allow('ReadRotations', ['s3:GetObject'], [`${bucket}/ledger/*`, `${bucket}/rotations/*`]),
    allow(
      'KeepRotations',
      ['s3:PutObject'],
      [`${bucket}/ledger/${rotationRun(scope.environment)}*`, `${bucket}/rotations/*`],
    ),
    allow('SealRotations', ['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn]),
  ];
}

/** Terraform's provider and backend, and our commands, always assume their role, even if they already run as it. */
export const assumeSelf = (roleArn: string): Statement => allow('AssumeSelf', ['sts:AssumeRole'], [roleArn]);
