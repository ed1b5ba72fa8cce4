import type { PolicyDocument } from '../../../local/iam/policy';
import { parseRoleArn } from '../../../local/sts/roles';
import { trustsCaller, trustsService, trustsToken } from '../../../local/sts/trust';

const self = 'arn:aws:iam::101010101010:role/dev-fleet-deploy';
const deployTrust: PolicyDocument = {
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: 'arn:aws:iam::101010101010:oidc-provider/ci.example' },
      Action: ['sts:AssumeRoleWithWebIdentity'],
      Condition: { StringEquals: { 'ci.example:aud': 'sts.amazonaws.com', 'ci.example:sub': ['repo:main'] } },
    },
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::101010101010:root' },
      Action: ['sts:AssumeRole'],
      Condition: { ArnEquals: { 'aws:PrincipalArn': [self] } },
    },
  ],
};
const role = (account: string, name: string) => ({
  account,
  role: {
    arn: `arn:aws:iam::${account}:role/${name}`,
    sessionArn: `arn:aws:sts::${account}:assumed-role/${name}/s`,
  },
});
const token = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

test('the pipeline itself may assume any role; an assumed role only what trusts it', () => {
  expect(trustsCaller(deployTrust, { account: '123456789012' })).toBe(true);
  expect(trustsCaller(deployTrust, role('101010101010', 'dev-fleet-deploy'))).toBe(true);
  expect(trustsCaller(deployTrust, role('101010101010', 'dev-hook'))).toBe(false);
  expect(trustsCaller(deployTrust, role('101010101011', 'dev-fleet-deploy'))).toBe(false);
});

test('a web identity is judged by its issuer, audience and subject', () => {
  const claims = { iss: 'https://ci.example', aud: 'sts.amazonaws.com', sub: 'repo:main' };
  const trusts = (changed: object) =>
    trustsToken(deployTrust, '101010101010', token({ ...claims, ...changed }));
  expect(trusts({})).toBe(true);
  expect(trusts({ sub: 'repo:branch' })).toBe(false);
  expect(trusts({ aud: 'other' })).toBe(false);
  expect(trusts({ iss: 'https://evil.example' })).toBe(false);
  expect(trustsToken(deployTrust, '101010101010', 'no token')).toBe(false);
});

test('a service may assume only roles that name it', () => {
  const trust: PolicyDocument = {
    Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  };
  const source = { account: '101010101010', arn: 'arn:aws:lambda:eu-west-1:101010101010:function:f' };
  expect(trustsService(trust, 'lambda.amazonaws.com', source)).toBe(true);
  expect(trustsService(trust, 'ec2.amazonaws.com', source)).toBe(false);
  expect(trustsService(deployTrust, 'lambda.amazonaws.com', source)).toBe(false);
});

test('a role ARN may have a path', () => {
  expect(parseRoleArn('arn:aws:iam::101010101010:role/fleet/dev/hook')).toMatchObject({
    account: '101010101010',
    name: 'hook',
  });
  expect(parseRoleArn('arn:aws:iam::101010101010:user/me')).toBeUndefined();
});
