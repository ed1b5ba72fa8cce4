import type { IdentityPool } from '../../environments/schema';
import { allow, policyDocument, type Statement } from './document';

type Grants = IdentityPool['roles'][number]['statements'];

/** Escapes `${` for Terraform: IAM's policy variables, such as `${aws:PrincipalTag/customer}`, begin with it too. */
const literal = (text: string) => text.replaceAll('${', () => '$${');

/** What the environment file grants, word for word. */
const statementsOf = (name: string, grants: Grants): Statement[] =>
  grants.map(({ actions, resources }, index) =>
    allow(`${name}${index + 1}`, actions, resources.map(literal)),
  );

/** Rights of one role of an identity pool. */
export const identityDocument = (grants: Grants): string => policyDocument(statementsOf('Grant', grants));

/** Rights of a role that nobody should ever get. */
export const nothing = policyDocument([{ Sid: 'Nothing', Effect: 'Deny', Action: ['*'], Resource: ['*'] }]);

/**
 * Who may assume a role of an identity pool: only identities of this pool, signed in or out as
 * given. Session tags are a separate right, granted only if there are any.
 */
export const identityTrust = (
  poolId: string,
  { signedIn, sessionTags }: { signedIn: boolean; sessionTags: boolean },
): string =>
  policyDocument([
    {
      Sid: 'IdentityPool',
      Effect: 'Allow',
      Principal: { Federated: 'cognito-identity.amazonaws.com' },
      Action: ['sts:AssumeRoleWithWebIdentity', ...(sessionTags ? ['sts:TagSession'] : [])],
      Condition: {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': poolId },
        'ForAnyValue:StringLike': {
          'cognito-identity.amazonaws.com:amr': signedIn ? 'authenticated' : 'unauthenticated',
        },
      },
    },
  ]);

/**
 * The most that any role of the identity pools may ever do: all that the environment file grants to any of them.
 * It belongs to the foundation, so the pipeline that changes a role cannot raise its ceiling.
 */
export const identityBoundaryDocument = (pools: readonly IdentityPool[]): string =>
  policyDocument(
    pools
      .flatMap(({ roles, unauthenticated }) => [...roles, ...(unauthenticated ? [unauthenticated] : [])])
      .flatMap(({ statements }, index) => statementsOf(`Role${index + 1}Grant`, statements)),
  );
