import { tablesOf } from '../dynamodb/tables-of';
import type { Facts } from './facts';
import type { Call } from './operations';
import type { Action } from './reference';

type Find = (call: Call, facts: Facts) => readonly string[] | Promise<readonly string[]>;

const arn = ({ request: { region, account } }: Call, service: string, resource: string) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
const iamArn = ({ request: { account } }: Call, resource: string) => `arn:aws:iam::${account}:${resource}`;

/** Resources that can't be derived from the reference's templates and a request's input alone. */
const special: Readonly<Record<string, Find>> = {
  apigateway: ({ request: { region, path } }) => [
    `arn:aws:apigateway:${region}::${path.split('?')[0]?.replace(/^\/v2(?=\/)/, '')}`,
  ],
  // The request filters alarms by prefix or name, but IAM checks it against all alarms of the account.
  'cloudwatch:DescribeAlarms': (call) => [arn(call, 'cloudwatch', 'alarm:*')],
  'cloudwatch:DeleteAlarms': (call) =>
    (call.input.AlarmNames ?? []).map((name: string) => arn(call, 'cloudwatch', `alarm:${name}`)),
  dynamodb: (call) =>
    call.input.ResourceArn
      ? [call.input.ResourceArn]
      : tablesOf(call.input).map((name) => arn(call, 'dynamodb', `table/${name}`)),
  'iam:CreateRole': (call) => [iamArn(call, `role${call.input.Path ?? '/'}${call.input.RoleName}`)],
  'iam:CreatePolicy': (call) => [iamArn(call, `policy${call.input.Path ?? '/'}${call.input.PolicyName}`)],
  'iam:CreateServiceLinkedRole': (call) => [
    iamArn(call, `role/aws-service-role/${call.input.AWSServiceName}/*`),
  ],
  'iam:CreateOpenIDConnectProvider': (call) => [
    iamArn(call, `oidc-provider/${String(call.input.Url).replace(/^https:\/\//, '')}`),
  ],
  async iam(call, facts) {
    const { RoleName, PolicyArn, OpenIDConnectProviderArn } = call.input;
    if (RoleName)
      return [(await facts.role(call.request, RoleName))?.arn ?? iamArn(call, `role/${RoleName}`)];
    return [PolicyArn ?? OpenIDConnectProviderArn ?? '*'];
  },
  async kms(call, facts) {
    const { KeyId } = call.input;
    return [
      (KeyId && (await facts.key(call.request, KeyId))?.arn) || arn(call, 'kms', `key/${KeyId ?? '*'}`),
    ];
  },
  lambda(call) {
    const { FunctionName, Qualifier, Resource } = call.input;
    if (Resource) return [Resource];
    return [arn(call, 'lambda', `function:${FunctionName}${Qualifier ? `:${Qualifier}` : ''}`)];
  },
  s3: ({ input: { BucketName, ObjectName } }) => [
    `arn:aws:s3:::${BucketName}${ObjectName ? `/${ObjectName}` : ''}`,
  ],
  'secretsmanager:CreateSecret': (call) => [arn(call, 'secretsmanager', `secret:${call.input.Name}-??????`)],
  async secretsmanager(call, facts) {
    const { SecretId } = call.input;
    const found = SecretId && (await facts.secret(call.request, SecretId));
    return [found?.arn ?? arn(call, 'secretsmanager', `secret:${SecretId ?? '*'}`)];
  },
  ses(call) {
    const { ResourceArn, EmailIdentity, ConfigurationSetName } = call.input;
    if (ResourceArn) return [ResourceArn];
    return [
      arn(
        call,
        'ses',
        EmailIdentity ? `identity/${EmailIdentity}` : `configuration-set/${ConfigurationSetName}`,
      ),
    ];
  },
  'verifiedpermissions:GetPolicy'(call) {
    const { policyStoreId, requests = [{ policyStoreId }] } = call.input;
    const stores = requests.map((one: { policyStoreId: string }) => one.policyStoreId);
    return [...new Set(stores)].map((id) =>
      iamArn(call, `policy-store/${id}`).replace(':iam:', ':verifiedpermissions:'),
    );
  },
  'sts:AssumeRole': ({ input }) => [input.RoleArn],
  'sns:CreateTopic': (call) => [arn(call, 'sns', call.input.Name)],
};

/** Replaces a template's variables with the names in the request, or with `*` if it has none. */
function filled(template: string, call: Call): { arn: string; named: number } {
  let named = 0;
  const members = new Map(
    Object.entries(call.input as Record<string, unknown>).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const result = template.replace(/\$\{([^}]+)\}/g, (_, variable: string) => {
    const known = { Partition: 'aws', Region: call.request.region, Account: call.request.account }[variable];
    if (known !== undefined) return known;
    const value = members.get(variable.toLowerCase());
    if (typeof value !== 'string') return '*';
    named += 1;
    return value;
  });
  return { arn: result, named };
}

/** A resource that a request creates, whose id AWS generates. */
export const newResource = (call: Call, action: Action | undefined): string =>
  filled(action?.resources[0] ?? '*', call).arn;

const isArn = (value: unknown): value is string => typeof value === 'string' && value.startsWith('arn:');

/** ARNs of a request's resources; `*` for an action without resources, or if none can be determined. */
export async function resourcesOf(
  call: Call,
  action: Action | undefined,
  facts: Facts,
): Promise<readonly string[]> {
  if (action && action.resources.length === 0) return ['*'];
  const find = special[`${call.service}:${call.operation}`] ?? special[call.service];
  if (find) {
    const found = await find(call, facts);
    // An empty list would skip the evaluation.
    return found.length > 0 ? found : ['*'];
  }
  const templates = action?.resources ?? [];
  const given = Object.values(call.input as Record<string, unknown>).filter(isArn);
  const [own] = given.filter((one) => one.split(':')[2] === call.service);
  if (own && /^(Tag|Untag|List|Get|Assume)/.test(call.operation)) return [own];
  const [best] = templates.map((template) => filled(template, call)).sort((a, b) => b.named - a.named);
  return [best?.arn ?? '*'];
}
