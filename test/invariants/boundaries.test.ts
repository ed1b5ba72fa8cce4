import { type Document, matches } from './documents';
import { resourcesOf } from './fleet';
import { documents, granted, rightsOf, stacks } from './rights';

test('the deploy role creates only roles with a boundary, each kind with its own', () => {
  const statements = rightsOf('deploy')
    .flatMap(({ statements }) => statements)
    .filter(({ Effect }) => Effect === 'Allow');
  for (const action of ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary']) {
    const able = statements.filter(({ Action }) => Action?.includes(action));
    expect(able.length).toBeGreaterThan(0);
    for (const { Condition, Resource } of able) {
      const boundary = Condition?.StringEquals?.['iam:PermissionsBoundary'];
      expect(boundary).toMatch(/:policy\/[a-z-]+-fleet-(identity-)?boundary$/);
      const identity = String(boundary).endsWith('-identity-boundary');
      for (const resource of Resource ?? [])
        expect(resource).toMatch(
          identity ? /:role\/fleet\/[a-z-]+\/identity\/\*$/ : /:role\/fleet\/[a-z-]+\/\*$/,
        );
    }
  }
});

test('the deploy role passes roles only to Lambda, to identity pools, and to Cognito for text messages', () => {
  const passing = rightsOf('deploy')
    .flatMap(({ statements }) => statements)
    .filter(({ Effect, Action }) => Effect === 'Allow' && Action?.includes('iam:PassRole'));
  const path: Record<string, RegExp> = {
    PassRolesToLambda: /:role\/fleet\/[a-z-]+\/\*$/,
    PassIdentityRoles: /:role\/fleet\/[a-z-]+\/identity\/\*$/,
    PassSmsRole: /:role\/fleet\/[a-z-]+\/[a-z-]+-customer-sms-[a-z0-9-]+$/,
  };
  const services: Record<string, unknown> = {
    PassRolesToLambda: 'lambda.amazonaws.com',
    PassIdentityRoles: ['cognito-identity.amazonaws.com', 'cognito-idp.amazonaws.com'],
    PassSmsRole: 'cognito-idp.amazonaws.com',
  };
  expect(new Set(passing.map(({ Sid }) => Sid))).toEqual(new Set(Object.keys(path)));
  for (const { Sid, Condition, Resource } of passing) {
    expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': services[Sid] } });
    for (const resource of Resource ?? []) expect(resource).toMatch(path[Sid] as RegExp);
  }
});

test('the deploy role can create no user, no policy and no way around a boundary', () => {
  const never = [
    'iam:AttachRolePolicy',
    'iam:CreatePolicy',
    'iam:CreateUser',
    'iam:CreateAccessKey',
    'iam:DeleteRolePermissionsBoundary',
  ];
  for (const action of never) expect(granted('deploy')).not.toContain(action);
});

/** A pool's ARN as AWS would generate it, where a document only refers to it. */
const resolved = (resource: string, account: string) =>
  resource.replace(
    /^\$\{aws_cognito_user_pool\.\w+\.arn\}$/,
    `arn:aws:cognito-idp:eu-central-1:${account}:userpool/eu-central-1_Example01`,
  );

const accountOf = ({ stack }: Document) => stack.json.provider.aws[0].allowed_account_ids[0] as string;
const allowing = ({ statements }: Document) => statements.filter(({ Effect }) => Effect === 'Allow');

/** What one document allows beyond another. */
const beyond = (inner: Document, outer: Document) =>
  allowing(inner)
    .flatMap(({ Action, Resource }) =>
      (Action ?? []).flatMap((action) =>
        (Resource ?? []).map((resource) => ({ action, resource: resolved(resource, accountOf(inner)) })),
      ),
    )
    .filter(
      ({ action, resource }) =>
        !allowing(outer).some(
          ({ Action, Resource }) =>
            Action?.includes(action) && Resource?.some((pattern) => matches(pattern, resource)),
        ),
    );

test('every role in the stacks has our path and its boundary, and needs nothing beyond it', () => {
  const roles = resourcesOf(stacks, 'aws_iam_role').filter(({ stack }) => !stack.id.endsWith('-foundation'));
  expect(roles.length).toBeGreaterThan(0);
  const boundaryOf = new Map<string, string>();
  for (const { stack, address, block } of roles) {
    const identity = /^\/fleet\/[a-z-]+\/identity\/$/.test(block.path);
    if (!identity) expect(block.path).toMatch(/^\/fleet\/[a-z-]+\/$/);
    expect(block.permissions_boundary).toMatch(identity ? /-fleet-identity-boundary$/ : /-fleet-boundary$/);
    boundaryOf.set(
      `${stack.id} \${${address}.name}`,
      identity ? 'aws_iam_policy.identity-boundary' : 'aws_iam_policy.boundary',
    );
  }
  const own = documents.filter(({ type }) => type === 'aws_iam_role_policy');
  expect(own.length).toBeGreaterThanOrEqual(roles.length);
  for (const document of own) {
    const address = boundaryOf.get(`${document.stack.id} ${document.block.role}`);
    const boundary = documents.find(
      (other) => other.address === address && accountOf(other) === accountOf(document),
    );
    expect({ document: document.name, beyond: beyond(document, boundary as Document) }).toMatchObject({
      beyond: [],
    });
  }
});
