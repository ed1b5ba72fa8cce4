import { createHash } from 'node:crypto';
import type {
  CreateUserPoolDomainRequest,
  DeleteUserPoolDomainRequest,
  DescribeUserPoolDomainRequest,
  UpdateUserPoolDomainRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Place } from '../../place';
import type { Operation } from '../call';
import { invalid, missing } from '../errors';
import type { Domain } from '../model';

const keyOf = (name: string, { region }: Pick<Place, 'region'>) => `${region}/${name}`;

/** Every domain has its own CloudFront distribution. */
const distribution = ({ name, region }: Domain) =>
  `d${createHash('sha256').update(keyOf(name, { region })).digest('hex').slice(0, 13)}.cloudfront.net`;

const answer = (domain: Domain) => ({
  ManagedLoginVersion: domain.managedLoginVersion,
  ...(domain.certificateArn && { CloudFrontDomain: distribution(domain) }),
});

/**
 * CreateUserPoolDomain: a prefix is unique in its region across all AWS customers; a pool can have one domain of each
 * kind.
 */
export const createUserPoolDomain: Operation<CreateUserPoolDomainRequest> = async ({ state, now }, call) => {
  const { Domain: name = '', UserPoolId, CustomDomainConfig, ManagedLoginVersion } = call.input;
  const pool = state.pool(UserPoolId as string, call);
  const certificateArn = CustomDomainConfig?.CertificateArn;
  if (!certificateArn && !/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
    throw invalid(`The domain prefix "${name}" must be 1 to 63 lower-case letters, digits or inner hyphens.`);
  if (/aws|amazon|cognito/.test(name) && !certificateArn)
    throw invalid('Domain cannot contain reserved word: aws, amazon or cognito.');
  if (state.domainsOf(pool.id).some((other) => !other.certificateArn === !certificateArn))
    throw invalid('User pool already has a domain configured.');
  if (state.domains.has(keyOf(name, call)))
    throw invalid('Domain already associated with another user pool.');
  const domain: Domain = {
    name,
    poolId: pool.id,
    account: pool.account,
    region: pool.region,
    certificateArn,
    managedLoginVersion: ManagedLoginVersion ?? 1,
    version: new Date(now()).toISOString().replace(/\D/g, '').slice(0, 14),
  };
  state.domains.set(keyOf(name, call), domain);
  return answer(domain);
};

/**
 * DescribeUserPoolDomain: for an unknown domain, or one of another account, it returns an empty description, not an
 * error.
 */
export const describeUserPoolDomain: Operation<DescribeUserPoolDomainRequest> = async ({ state }, call) => {
  const domain = state.domains.get(keyOf(call.input.Domain as string, call));
  if (!domain || domain.account !== call.account) return { DomainDescription: {} };
  return {
    DomainDescription: {
      AWSAccountId: domain.account,
      CloudFrontDistribution: distribution(domain),
      ...(domain.certificateArn && { CustomDomainConfig: { CertificateArn: domain.certificateArn } }),
      Domain: domain.name,
      ManagedLoginVersion: domain.managedLoginVersion,
      S3Bucket: `aws-cognito-prod-${domain.region}-assets`,
      Status: 'ACTIVE',
      UserPoolId: domain.poolId,
      Version: domain.version,
    },
  };
};

/** UpdateUserPoolDomain: sets the certificate and the version of the sign-in pages. */
export const updateUserPoolDomain: Operation<UpdateUserPoolDomainRequest> = async ({ state }, call) => {
  const pool = state.pool(call.input.UserPoolId as string, call);
  const domain = state.domains.get(keyOf(call.input.Domain as string, call));
  if (domain?.poolId !== pool.id) throw missing('No such domain or user pool exists.');
  domain.managedLoginVersion = call.input.ManagedLoginVersion ?? domain.managedLoginVersion;
  domain.certificateArn = call.input.CustomDomainConfig?.CertificateArn ?? domain.certificateArn;
  return answer(domain);
};

/** DeleteUserPoolDomain. */
export const deleteUserPoolDomain: Operation<DeleteUserPoolDomainRequest> = async ({ state }, call) => {
  const pool = state.pool(call.input.UserPoolId as string, call);
  const key = keyOf(call.input.Domain as string, call);
  if (state.domains.get(key)?.poolId !== pool.id) throw missing('No such domain or user pool exists.');
  state.domains.delete(key);
  return {};
};
