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
  aws_lambda_function: { actions: update, why: 'its previous code is in the content' },
  aws_lambda_alias: { actions: update, why: 'it points to a version, and versions are kept' },
  aws_lambda_permission: { actions: whole, why: 'says only who may call the function' },
  aws_iam_role_policy: { actions: whole, why: 'rights of functions, as they were before' },
  aws_cloudwatch_log_group: { actions: update, why: 'how long logs are kept' },
  aws_cloudwatch_metric_alarm: { actions: whole, why: 'holds no data' },
  aws_cognito_user_pool: { actions: update, why: 'settings and hooks; users are kept' },
  aws_cognito_user_pool_client: { actions: update, why: 'settings; id and secret are kept' },
  aws_cognito_user_pool_ui_customization: { actions: whole, why: 'appearance only' },
  aws_cognito_risk_configuration: { actions: whole, why: 'settings only' },
  aws_cognito_user_group: { actions: ['create', 'update'], why: 'members are kept' },
  aws_cognito_resource_server: { actions: update, why: 'clients keep their ids' },
  aws_cognito_identity_pool: { actions: update, why: 'settings; identities are kept' },
  aws_cognito_identity_pool_roles_attachment: { actions: whole, why: 'says only which role is assigned' },
  aws_cognito_identity_pool_provider_principal_tag: { actions: whole, why: 'settings only' },
  aws_verifiedpermissions_policy: { actions: whole, why: 'its text is in the content' },
  aws_verifiedpermissions_policy_template: {
    actions: ['create', 'update'],
    why: 'policies that the application has linked are kept',
  },
  aws_verifiedpermissions_schema: { actions: update, why: 'its text is in the content' },
  aws_dynamodb_table_item: { actions: update, why: 'a registry item; its key is kept' },
  aws_apigatewayv2_api: { actions: update, why: 'settings; its address is kept' },
  aws_apigatewayv2_authorizer: { actions: update, why: 'settings only' },
  aws_apigatewayv2_integration: { actions: whole, why: 'holds no data' },
  aws_apigatewayv2_route: { actions: whole, why: 'holds no data' },
  aws_apigatewayv2_stage: { actions: update, why: 'settings only' },
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
