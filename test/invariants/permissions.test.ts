import type { Document } from './documents';
import { resourcesOf } from './fleet';
import { allowed, documents, stacks } from './rights';

test('every resource with a policy document has been reviewed', () => {
  const text = new Set(
    resourcesOf(stacks)
      .filter(({ block }) => JSON.stringify(block).includes('2012-10-17'))
      .map(({ stack, address }) => `${stack.id} ${address}`),
  );
  expect(new Set(documents.map(({ name }) => name))).toEqual(text);
});

test('documents are within their limits, and a role has at most its ten policies', () => {
  expect(
    documents.filter(({ size, limit }) => size > limit).map(({ name, size }) => `${name}: ${size}`),
  ).toEqual([]);
  const attachments = resourcesOf(stacks, 'aws_iam_role_policy_attachment').map(
    ({ stack, block }) => `${stack.id} ${block.role}`,
  );
  for (const role of new Set(attachments))
    expect(attachments.filter((one) => one === role).length).toBeLessThanOrEqual(10);
});

test('Sids are unique in a document, and valid for IAM', () => {
  for (const { name, statements } of documents) {
    const sids = statements.map(({ Sid }) => Sid);
    expect({ name, sids }).toEqual({ name, sids: [...new Set(sids)] });
    for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
  }
});

test('no allowed action is a pattern, and nothing is allowed by exclusion', () => {
  const patterns = allowed.filter(
    ({ statement }) => statement.NotAction || statement.Action?.some((action) => /[*?]/.test(action)),
  );
  expect(patterns.map(({ document, statement }) => `${document.name} ${statement.Sid}`)).toEqual([]);
});

test('creating something without a name requires our tags', () => {
  const everywhere = allowed.filter(
    // In a key policy `*` is the key itself.
    ({ document, statement }) => document.type !== 'aws_kms_key' && statement.Resource?.includes('*'),
  );
  const creating = everywhere.filter(({ statement }) =>
    statement.Action?.some((action) => /:Create(?!NetworkInterface|LogDelivery)/.test(action)),
  );
  expect(creating.length).toBeGreaterThan(0);
  for (const { statement } of creating)
    expect(statement.Condition?.StringEquals).toHaveProperty('aws:RequestTag/managed-by', 'identity-fleet');
});

/** What the environment file grants through identity pools is the organisation's own choice, not ours. */
const isGranted = ({ address }: Document) => /identity-boundary|identity_rights-/.test(address);

test('resources are always in our own account', () => {
  for (const { document, statement } of allowed.filter(({ document }) => !isGranted(document))) {
    const [own] = document.stack.json.provider.aws[0].allowed_account_ids;
    for (const resource of statement.Resource ?? []) {
      const bucket = document.stack.json.terraform.backend.s3.bucket;
      const ours =
        resource === '*' ||
        resource.includes(`:${own}:`) ||
        resource.startsWith(`arn:aws:s3:::${bucket}`) ||
        // ARNs of API Gateway contain no account: a role can reach only those of its own.
        /^arn:aws:apigateway:\*::\/(apis|apis\/\*|tags\/\*)$/.test(resource);
      const reference =
        /^\$\{aws_(kms_key\.state-key_key|cognito_user_pool\.(customer|internal)_pool)\.arn\}$/.test(
          resource,
        );
      expect({ document: document.name, resource, ours: ours || reference }).toMatchObject({ ours: true });
    }
  }
});

test('a function may not do what Lambda may do in a VPC, and whoever may publish may not publish to topics', () => {
  const of = ({ statements }: Document, effect: string, action: string) =>
    statements.filter(({ Effect, Action }) => Effect === effect && Action?.includes(action));
  const inline = documents.filter(({ type }) => type === 'aws_iam_role_policy');
  const inVpc = inline.filter((document) => of(document, 'Allow', 'ec2:CreateNetworkInterface').length > 0);
  expect(inVpc.length).toBeGreaterThan(0);
  for (const document of inVpc) {
    const [allowed] = of(document, 'Allow', 'ec2:CreateNetworkInterface');
    const [denied] = of(document, 'Deny', 'ec2:CreateNetworkInterface');
    expect(denied?.Action).toEqual(allowed?.Action);
    expect(denied?.Condition?.ArnEquals).toHaveProperty('lambda:SourceFunctionArn');
  }
  const publishing = documents.filter((document) => of(document, 'Allow', 'sns:Publish').length > 0);
  expect(publishing.length).toBeGreaterThan(0);
  for (const document of publishing)
    expect(of(document, 'Deny', 'sns:Publish')[0]?.Resource).toEqual(['arn:aws:sns:*:*:*']);
});

test('secrets are named in full, or by prefix for those of tenants and clients', () => {
  const named = allowed
    .filter(({ statement }) => statement.Action?.includes('secretsmanager:GetSecretValue'))
    .flatMap(({ statement }) => statement.Resource ?? []);
  expect(named.length).toBeGreaterThan(0);
  for (const arn of named)
    expect(arn).toMatch(/:secret:(fleet\/tenants\/\*|fleet\/clients\/[a-z]+\/\*|[^*?]+(-\?{6})?)$/);
});
