import type { Statement } from '../../iam-document';
import type { Effect, Json } from '../../model';
import type { Attributes, EffectContext, PlannedResource } from '../../planned';
import { growthText } from './describe';
import { grows } from './grows';
import { configuredText, isUnknown, sideOf } from './sides';

const text = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** `dev-cell-01-hook`, whether given by name or ARN. */
const functionOf = ({ function_name }: Attributes) =>
  text(function_name)?.replace(/^arn:[^:]*:lambda:[^:]*:\d*:function:/, '') ??
  'a function that is not known yet';

const principalOf = (principal: Json | undefined): string => {
  const name = text(principal) ?? 'a principal that is not known yet';
  if (name === '*') return name;
  if (/\.amazonaws\.com$/.test(name)) return `Service:${name}`;
  return `AWS:${/^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name}`;
};

/** How Lambda writes an attribute into the function's policy (Lambda API reference, AddPermission). */
const conditionOf: Readonly<Record<string, { operator: string; key: string }>> = {
  source_arn: { operator: 'ArnLike', key: 'AWS:SourceArn' },
  source_account: { operator: 'StringEquals', key: 'AWS:SourceAccount' },
  principal_org_id: { operator: 'StringEquals', key: 'aws:PrincipalOrgID' },
  event_source_token: { operator: 'StringEquals', key: 'lambda:EventSourceToken' },
  function_url_auth_type: { operator: 'StringEquals', key: 'lambda:FunctionUrlAuthType' },
};

/** A permission as a statement in the policy of a function, a version or an alias. */
function statementOf(permission: Attributes): Statement {
  const one = (pattern: string) => ({ except: false, patterns: [pattern] });
  const qualifier = text(permission.qualifier);
  return {
    effect: 'Allow',
    principals: one(principalOf(permission.principal)),
    actions: one(text(permission.action) ?? '*'),
    resources: one(`${functionOf(permission)}${qualifier ? `:${qualifier}` : ''}`),
    conditions: Object.entries(conditionOf).flatMap(([attribute, { operator, key }]) => {
      const value = text(permission[attribute]);
      return value === undefined ? [] : [{ operator, key, values: [value] }];
    }),
  };
}

/** Services that call functions of the fleet, each on behalf of a resource in the same stack. */
const callers: Readonly<Record<string, { type: string; arn: string; configured: RegExp; parts: boolean }>> = {
  'cognito-idp.amazonaws.com': {
    type: 'aws_cognito_user_pool',
    arn: 'arn',
    configured: /^\$\{aws_cognito_user_pool\.[\w-]+\.arn\}$/,
    parts: false,
  },
  'apigateway.amazonaws.com': {
    type: 'aws_apigatewayv2_api',
    arn: 'execution_arn',
    configured: /^\$\{aws_apigatewayv2_api\.[\w-]+\.execution_arn\}\//,
    parts: true,
  },
};

const isMade = ({ action, after }: PlannedResource) =>
  after !== undefined && (action === 'create' || action === 'replace');

/** Whether it lets only a pool or an API of the same stack call, as every new tenant needs. */
function isOwnSource(change: PlannedResource, after: Attributes, { resources }: EffectContext): boolean {
  const caller = callers[text(after.principal) ?? ''];
  if (!caller || after.action !== 'lambda:InvokeFunction') return false;
  const sources = resources.filter(({ type }) => type === caller.type);
  if (isUnknown(change, ['source_arn'])) {
    const configured = configuredText(change, ['source_arn']);
    if (configured !== undefined) return caller.configured.test(configured);
    // An unknown ARN belongs to a resource yet to be created.
    return resources.some(
      (source) =>
        isMade(source) && (source.type === caller.type || source.type === 'aws_apigatewayv2_authorizer'),
    );
  }
  const given = text(after.source_arn);
  return sources.some((source) => {
    const arn = text(sideOf(source, 'after')?.[caller.arn]);
    return arn !== undefined && (given === arn || (caller.parts && given?.startsWith(`${arn}/`) === true));
  });
}

function permission(change: PlannedResource, context: EffectContext): Effect[] {
  const { after } = change;
  if (after === undefined || isOwnSource(change, after, context)) return [];
  // The plan starts from the real state, so drift can only be compared with itself.
  const others = change.section === 'drift' ? [] : context.resources;
  const before = [change, ...others].flatMap((other) =>
    other.type === change.type && other.before ? [statementOf(other.before)] : [],
  );
  const unknown = Object.keys(conditionOf).filter((attribute) => isUnknown(change, [attribute]));
  const growths = grows(before, [statementOf(after)], { others: false });
  if (growths.length === 0) return [];
  const later = unknown.map((attribute) => `; ${attribute} is known only after the apply`).join('');
  return [{ id: 'lambda-permission-grows', what: `${growthText(growths)}${later}` }];
}

/** A function URL is another way in; without IAM authentication it is open to everyone. */
function functionUrl({ before, after }: PlannedResource): Effect[] {
  if (after === undefined || before?.authorization_type === after.authorization_type) return [];
  const what =
    after.authorization_type === 'AWS_IAM'
      ? 'the function could be called by its URL, with IAM authentication'
      : 'anyone could call the function by its URL';
  return [{ id: 'lambda-permission-grows', what, path: 'authorization_type' }];
}

/** Effects of a change to who may call a function. */
export function lambdaPermissionEffects(change: PlannedResource, context: EffectContext): Effect[] {
  const { type, action } = change;
  if (action === 'none') return [];
  if (type === 'aws_lambda_permission') return permission(change, context);
  if (type === 'aws_lambda_function_url') return functionUrl(change);
  if (type === 'aws_lambda_layer_version_permission' && change.after)
    return [
      { id: 'lambda-permission-grows', what: `a layer would be shared with ${change.after.principal}` },
    ];
  return [];
}
