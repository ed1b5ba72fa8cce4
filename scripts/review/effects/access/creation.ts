import type { ConditionTest, Statement } from '../../iam-document';

/**
 * Actions without a resource level in IAM, or that AWS requires on every resource, so that only `*` is possible:
 * traces; Lambda's VPC access (Lambda developer guide, "Required IAM permissions"); text messages, since a
 * phone number is not a resource; Cognito's own CloudFront distribution; deliveries of API Gateway's logs; roles of
 * identity pools.
 */
const withoutResource = new RegExp(
  `^(${[
    'xray:put(telemetryrecords|tracesegments)',
    'ec2:(assign|unassign)privateipaddresses',
    'ec2:(create|delete)networkinterface',
    'sns:publish',
    'cloudfront:updatedistribution',
    'cognito-identity:set(identitypoolroles|principaltagattributemap)',
    'logs:(create|get|update|delete)logdelivery',
    'logs:putresourcepolicy',
    'cloudwatch:putmetricdata',
    'sts:getcalleridentity',
  ].join('|')})$`,
);

/** Reads settings and names, but no data. */
const looksOnly = /^[a-z0-9-]+:(describe|list)[a-z0-9]*\*?$/;

/** Everything, everything of a service, every role of an account. */
const everywhere = /^(\*|arn:[^/]*:\*|arn:[^:]*:iam::[^:]*:(role|user|group|policy)\/\*)$/;

const conditionKeys = ({ conditions }: Statement) => conditions.map(({ key }) => key.toLowerCase());

const accountIn = (arn: string) => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];

/**
 * Whether a right exceeds what a new role of the fleet ever needs, so that its creation counts as growth: a wildcard in
 * actions that do more than read, "all but", every resource without a condition, or a resource of another account.
 */
export function isBroad({ effect, actions, resources, conditions }: Statement, accountId: string): boolean {
  if (effect === 'Deny') return false;
  if (actions.except || resources.except) return true;
  const acting = actions.patterns
    .map((action) => action.toLowerCase())
    .filter((action) => !looksOnly.test(action));
  if (acting.some((action) => /[*?]/.test(action))) return true;
  if (
    conditions.length === 0 &&
    resources.patterns.some((resource) => everywhere.test(resource)) &&
    acting.some((action) => !withoutResource.test(action))
  )
    return true;
  return resources.patterns.some((resource) => ![undefined, accountId].includes(accountIn(resource)));
}

const hasWildcard = ({ operator, values }: ConditionTest) =>
  /Like/.test(operator) && values.some((value) => /[*?]/.test(value));

/** Tests that bind a federated token to one audience and one subject. */
const binding = (statement: Statement, key: RegExp) =>
  statement.conditions.some(
    (test) =>
      key.test(test.key) &&
      /^String(Equals|Like)$/.test(test.operator) &&
      test.values.length > 0 &&
      !hasWildcard(test),
  );

function isForeignPrincipal(
  principal: string,
  statement: Statement,
  accountId: string,
  trust: boolean,
): boolean {
  const [, type, id = ''] = /^(AWS|Service|Federated):(.*)$/s.exec(principal) ?? [];
  if (type === 'Service') return !/^[a-z0-9.-]+\.amazonaws\.com$/.test(id);
  if (type === 'AWS') {
    // A reference means a resource that this stack itself creates.
    if (/^\$\{aws_iam_role\.[\w-]+\.arn\}$/.test(id)) return false;
    const [, account, name] = /^arn:[^:]*:(?:iam|sts)::(\d{12}):(.+)$/.exec(id) ?? [];
    if (account !== accountId) return true;
    // The whole account means anyone its policies allow; a trust policy should be more specific.
    return (
      trust && name === 'root' && !conditionKeys(statement).some((key) => key.startsWith('aws:principal'))
    );
  }
  if (type !== 'Federated' || !trust) return true;
  if (id === 'cognito-identity.amazonaws.com')
    return !binding(statement, /^cognito-identity\.amazonaws\.com:aud$/);
  if (accountIn(id) !== accountId) return true;
  if (/:oidc-provider\//.test(id)) return !binding(statement, /:sub$/) || !binding(statement, /:aud$/);
  return !binding(statement, /^SAML:aud$/i);
}

/**
 * Whether a statement of a new role's trust, or of a new resource's policy, admits anyone outside the account:
 * everyone, another account, or a federation without audience and subject.
 */
export function isForeign(
  statement: Statement,
  { accountId, trust }: { accountId: string; trust: boolean },
): boolean {
  const { effect, principals } = statement;
  if (effect === 'Deny') return false;
  if (!principals || principals.except) return true;
  return principals.patterns.some((one) => isForeignPrincipal(one, statement, accountId, trust));
}
