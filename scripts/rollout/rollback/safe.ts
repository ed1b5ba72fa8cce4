import type { ReviewAction, ReviewedChange } from '../../review/model';

/** What a rollback may do to resources of a type. */
interface Way {
  actions: readonly ReviewAction[];
  /** Why that loses nothing. */
  why: string;
}

const whole: readonly ReviewAction[] = ['create', 'update', 'replace', 'delete'];
const update: readonly ReviewAction[] = ['update'];

/**
 * What a rollback may change, by type; the table of docs/rollback.md. Any other action or type is
 * forbidden.
 */
export const ways: Readonly<Record<string, Way>> = {
  aws_lambda_function: { actions: update, why: 'its former code is in the content' },
  aws_lambda_alias: { actions: update, why: 'it points at a version, and versions stay' },
  aws_lambda_permission: { actions: whole, why: 'says only who may call' },
  aws_iam_role_policy: { actions: whole, why: 'rights of functions, as they were before' },
  aws_cloudwatch_log_group: { actions: update, why: 'how long logs are kept' },
  aws_cloudwatch_metric_alarm: { actions: whole, why: 'keeps nothing' },
  aws_cognito_user_pool: { actions: update, why: 'settings and hooks; users stay' },
  aws_cognito_user_pool_client: { actions: update, why: 'settings; id and secret stay' },
  aws_cognito_user_pool_ui_customization: { actions: whole, why: 'looks alone' },
  aws_cognito_risk_configuration: { actions: whole, why: 'settings alone' },
  aws_cognito_user_group: { actions: ['create', 'update'], why: 'members stay' },
  aws_cognito_resource_server: { actions: update, why: 'clients keep their ids' },
  aws_cognito_identity_pool: { actions: update, why: 'settings; identities stay' },
  aws_cognito_identity_pool_roles_attachment: { actions: whole, why: 'says only which role is handed out' },
  aws_cognito_identity_pool_provider_principal_tag: { actions: whole, why: 'settings alone' },
  aws_verifiedpermissions_policy: { actions: whole, why: 'its text is in the content' },
  aws_verifiedpermissions_policy_template: {
    actions: ['create', 'update'],
    why: 'policies that the application links stay',
  },
  aws_verifiedpermissions_schema: { actions: update, why: 'its text is in the content' },
  aws_dynamodb_table_item: { actions: update, why: "a registry's line, with the key it has" },
  aws_apigatewayv2_api: { actions: update, why: 'settings; its address stays' },
  aws_apigatewayv2_authorizer: { actions: update, why: 'settings alone' },
  aws_apigatewayv2_integration: { actions: whole, why: 'keeps nothing' },
  aws_apigatewayv2_route: { actions: whole, why: 'keeps nothing' },
  aws_apigatewayv2_stage: { actions: update, why: 'settings alone' },
};

/** Sections of a review with actual or possible changes. */
const acting: readonly ReviewedChange['section'][] = ['change', 'state', 'deferred'];

/**
 * Why a rollback may not make a change; undefined if it may.
 * @example whyUnsafe(deleteOfAPool) === 'delete of aws_cognito_user_pool: what it holds cannot be brought back'
 */
export function whyUnsafe({ type, action, section, attributes }: ReviewedChange): string | undefined {
  if (!acting.includes(section) || action === 'none') return undefined;
  if (section === 'deferred') return 'its changes are not known yet';
  const way = ways[type];
  if (!way) return `${action} of ${type}: no rollback changes such a resource`;
  if (!way.actions.includes(action))
    return `${action} of ${type}: a rollback may only ${way.actions.join(' or ')} it`;
  // Cognito can only add attributes (UpdateUserPool has no schema; AddCustomAttributes has no counterpart).
  if (type === 'aws_cognito_user_pool' && attributes.some(({ path }) => /^schema\b/.test(path)))
    return 'attributes of a user pool cannot be changed back or removed';
  return undefined;
}
