import { stateBucket, stateKeyAlias, stateKeyAliasArn } from '../../environments/names';
import { policyDocument, type Statement } from './document';
import type { Scope } from './scope';

/**
 * Policy of the state bucket: it grants nothing, and denies what would weaken the bucket.
 * An upload may omit the encryption headers, since the bucket then applies our key itself;
 * it may not ask for another key or for none. `keyArn` is the state key's ARN.
 */
export function bucketDocument(scope: Scope, keyArn: string): string {
  const { environment, account, homeRegion } = scope;
  const bucket = `arn:aws:s3:::${stateBucket(environment, account)}`;
  const deny = (
    Sid: string,
    Action: readonly string[],
    Resource: readonly string[],
    Condition: NonNullable<Statement['Condition']>,
  ): Statement => ({ Sid, Effect: 'Deny', Principal: '*', Action, Resource, Condition });
  const unless = (header: string, values: readonly string[]) => ({
    Null: { [header]: 'false' },
    StringNotEquals: { [header]: values },
  });
  const objects = [`${bucket}/*`];
  return policyDocument([
    deny('TlsOnly', ['s3:*'], [bucket, ...objects], { Bool: { 'aws:SecureTransport': 'false' } }),
    deny('KmsOnly', ['s3:PutObject'], objects, unless('s3:x-amz-server-side-encryption', ['aws:kms'])),
    // The key in every form that a request may use, since this condition compares the request's own text.
    deny(
      'OurKeyOnly',
      ['s3:PutObject'],
      objects,
      unless('s3:x-amz-server-side-encryption-aws-kms-key-id', [
        keyArn,
        stateKeyAliasArn(environment, account, homeRegion),
        stateKeyAlias(environment),
      ]),
    ),
    deny('NoCustomerProvidedKeys', ['s3:PutObject'], objects, {
      Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' },
    }),
  ]);
}
