import type { AttributeValue } from '@aws-sdk/client-verifiedpermissions';
import type { AuthorizerRoute } from '../catalogue';
import { Denied } from '../shared/denied';
import type { ApiRequest } from './request';
import { assertSegments, textFrom, valuesFrom } from './values';

/** What the policy store is asked, apart from the principal, which the token gives. */
export interface Question {
  action: string;
  resource: { type: string; id: string };
  attributes: Record<string, AttributeValue>;
  context: Record<string, AttributeValue>;
}

/** Maximum length of an entity's id: Verified Permissions, API reference, EntityIdentifier. */
const idLength = 612;

/** Rounded down to the minute, so that decisions can be cached. */
const minute = (now: number) => new Date(Math.floor(now / 60_000) * 60_000).toISOString();

/**
 * The question for a request to this route. Every request's context has the caller's address and the time, which `now`
 * gives in milliseconds since 1970. Throws Denied (`request-unmapped`, with the value's name).
 */
export function questionOf(route: AuthorizerRoute, request: ApiRequest, now: number): Question {
  assertSegments(request);
  const id = textFrom(route.resource.id, request, 'resource.id');
  if (id.length > idLength) throw new Denied('request-unmapped', { value: 'resource.id' });
  return {
    action: route.action,
    resource: { type: route.resource.type, id },
    attributes: valuesFrom(route.resource.attributes, request),
    context: {
      ...valuesFrom(route.context, request),
      source_ip: { ipaddr: request.sourceIp },
      time: { datetime: minute(now) },
    },
  };
}
