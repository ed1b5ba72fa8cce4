import type { CedarValueJson, StatefulAuthorizationCall } from '@cedar-policy/cedar-wasm/nodejs';
import type { ReviewedChange, ReviewedStack } from '../review/model';
import type { GuardAction } from './vocabulary';

/** What Cedar is asked about one change: may this environment do that to this resource? */
export interface Question {
  environment: string;
  production: boolean;
  action: GuardAction;
  /** Attributes of `Guard::Resource` in `environments/guard/guard.cedarschema`. */
  resource: Record<string, CedarValueJson>;
  context: { effects: string[]; section: string };
}

/** Drift has already happened outside Terraform, so it has separate actions. */
const actionOf = ({ action, section }: ReviewedChange): GuardAction =>
  section !== 'drift' ? action : action === 'delete' ? 'vanish' : 'drift';

/** Ids of the tenants whose users a change affects. */
export const tenantsOf = (
  { owner }: Pick<ReviewedChange, 'owner'>,
  { tenants }: Pick<ReviewedStack, 'tenants'>,
): string[] => {
  if (owner === undefined) return [...tenants];
  const [, id] = /^tenant:(.+)$/.exec(owner) ?? [];
  return id === undefined ? [] : [id];
};

/** The question about one change of a stack's plan. */
export const questionOf = (
  change: ReviewedChange,
  stack: ReviewedStack,
  { environment, production }: Pick<Question, 'environment' | 'production'>,
): Question => ({
  environment,
  production,
  action: actionOf(change),
  resource: {
    address: change.address,
    type: change.type,
    stack: stack.id,
    kind: stack.kind,
    account: stack.account,
    region: stack.region,
    ...(stack.ring !== null && { ring: stack.ring }),
    tenants: tenantsOf(change, stack),
    ...(change.owner !== undefined && { owner: change.owner }),
  },
  context: { effects: change.effects.map(({ id }) => id).sort(), section: change.section },
});

/** The same for the engine, which refers to prepared policies and schema by name. */
export function requestOf(
  { environment, production, action, resource, context }: Question,
  prepared: string,
): StatefulAuthorizationCall {
  const principal = { type: 'Guard::Environment', id: environment };
  const asked = { type: 'Guard::Resource', id: `${resource.stack} ${resource.address}` };
  return {
    principal,
    action: { type: 'Guard::Action', id: action },
    resource: asked,
    context,
    entities: [
      { uid: principal, attrs: { production }, parents: [] },
      { uid: asked, attrs: resource, parents: [] },
    ],
    preparsedPolicySetId: prepared,
    preparsedSchemaName: prepared,
    validateRequest: true,
  };
}
