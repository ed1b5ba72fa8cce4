import {
  IsAuthorizedWithTokenCommand,
  type IsAuthorizedWithTokenCommandOutput,
  ValidationException,
  VerifiedPermissionsClient,
} from '@aws-sdk/client-verifiedpermissions';
import type { Budget } from '../shared/budget';
import { withinBudget } from '../shared/client';
import { Denied } from '../shared/denied';
import { outage } from '../shared/outage';
import { span } from '../shared/tracing';
import type { Question } from './question';

export interface Decision {
  allowed: boolean;
  /** The caller's entity id in the store: `<pool>|<sub>`. */
  principal: string;
  /** The determining policies, sorted; none if nothing permitted it. */
  policies: readonly string[];
}

/** Asks one policy store. Rejects with Denied if there is no decision. */
export type Ask = (policyStoreId: string, accessToken: string, question: Question) => Promise<Decision>;

/**
 * The single namespace of all policies: a constant of the bundle, which functions/bundle.ts takes from their schemas.
 * Without it every question would name entity types that no store has, and be denied.
 */
const namespace = process.env.CEDAR_NAMESPACE as string;

/**
 * What the store refuses: a token that it no longer considers valid, or a question that does not fit its schema,
 * which takes a new rollout to fix. Reports only paths, since messages may repeat values.
 */
function refusedBy(error: unknown): Denied {
  if (!(error instanceof ValidationException)) return outage(error);
  const paths = (error.fieldList ?? []).map(({ path }) => String(path));
  const aboutToken = paths.some((path) => /token/i.test(path)) || /token/i.test(error.message);
  return aboutToken ? new Denied('token-refused') : new Denied('store-refused', { paths });
}

/** Throws Denied (`store-malformed`) unless the answer is a decision with a principal. */
function decisionOf(answer: IsAuthorizedWithTokenCommandOutput): Decision {
  const { decision, principal, determiningPolicies, errors } = answer;
  const malformed = (attribute: string) => new Denied('store-malformed', { record: 'decision', attribute });
  if (decision !== 'ALLOW' && decision !== 'DENY') throw malformed('decision');
  if (typeof principal?.entityId !== 'string' || !principal.entityId) throw malformed('principal');
  const policies = (determiningPolicies ?? []).map(({ policyId }) => policyId);
  if (!policies.every((id) => typeof id === 'string')) throw malformed('determiningPolicies');
  // Cedar skips a policy that fails, and the skipped one may be a forbid.
  const failed = errors?.length ?? 0;
  if (decision === 'ALLOW' && failed > 0) throw new Denied('decision-uncertain', { errors: failed });
  return {
    allowed: decision === 'ALLOW',
    principal: principal.entityId,
    policies: (policies as string[]).sort(),
  };
}

/** Asks Verified Permissions, with one retry, within the budget. */
export function policyStores(region: string, budget: Budget): Ask {
  const client = new VerifiedPermissionsClient({ region, ...withinBudget(budget) });
  return async (policyStoreId, accessToken, { action, resource, attributes, context }) => {
    const entity = { entityType: `${namespace}::${resource.type}`, entityId: resource.id };
    const command = new IsAuthorizedWithTokenCommand({
      policyStoreId,
      accessToken,
      action: { actionType: `${namespace}::Action`, actionId: action },
      resource: entity,
      // A resource without attributes needs no description.
      ...(Object.keys(attributes).length > 0 && {
        entities: { entityList: [{ identifier: entity, attributes }] },
      }),
      context: { contextMap: context },
    });
    const abortSignal = AbortSignal.timeout(budget.total);
    const answer = await span(
      'VerifiedPermissions',
      () => client.send(command, { abortSignal }).catch((error: unknown) => Promise.reject(refusedBy(error))),
      true,
    );
    return decisionOf(answer);
  };
}
