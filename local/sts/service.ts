import { randomUUID } from 'node:crypto';
import type { Accounts } from '../accounts';
import { credentialScope } from '../request';
import type { AwsRequest, AwsResponse, Handler, Service } from '../service';
import { assume } from './assume';
import { invalidLength, tooLong, wantedSeconds } from './duration';
import { findRole, parseRoleArn } from './roles';
import { trustsCaller, trustsToken } from './trust';

/**
 * moto lets anyone assume any role, existing or not, for any duration. Here the role must exist, trust the caller and
 * allow the duration. `accounts` records the identity of credentials issued. `longestSession`: seconds after which
 * every session is said to end, whatever the duration requested.
 */
export function sts(accounts: Accounts, longestSession = Number.POSITIVE_INFINITY): Service {
  const assumeRole: Handler = async (request, forward) => {
    const fields = fieldsOf(request);
    const wanted = wantedSeconds(fields);
    const wrong = invalidLength(wanted);
    if (wrong) return refused(400, 'ValidationError', wrong);
    const role = parseRoleArn(fields.get('RoleArn') ?? '');
    const found = role && (await findRole(forward, role));
    const trust = found?.trust;
    const token = fields.get('WebIdentityToken');
    const caller = accounts.identityOf(credentialScope(request.headers.authorization ?? '', '')?.accessKey);
    const trusted =
      role && trust && (token ? trustsToken(trust, role.account, token) : trustsCaller(trust, caller));
    if (!trusted) return accessDenied(caller.role?.sessionArn, fields);
    const chained = caller.role !== undefined && !token;
    const over = tooLong(wanted, { maxSeconds: found.maxSeconds, chained });
    if (over) return refused(400, 'ValidationError', over);
    const seconds = Math.min(wanted, longestSession);
    // STS returns the expiry in whole seconds.
    const endsAt = (Math.floor(Date.now() / 1000) + seconds) * 1000;
    // An SDK picks credentials before it signs. On a busy machine, a session of a few seconds may end in between.
    const grace = seconds < wanted ? seconds * 1000 : 0;
    return assume(forward, accounts, role, request, { endsAt, grace });
  };
  return {
    operationOf: (request) => (request.service === 'sts' || !request.service ? actionOf(request) : undefined),
    operations: { AssumeRole: assumeRole, AssumeRoleWithWebIdentity: assumeRole },
  };
}

const fieldsOf = (request: AwsRequest) => new URLSearchParams(request.body.toString());

/** The action in a form; undefined for any other request. */
const actionOf = (request: AwsRequest): string | undefined =>
  request.method === 'POST' &&
  request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
    ? (fieldsOf(request).get('Action') ?? undefined)
    : undefined;

/** As in AWS, the message doesn't say whether the role is missing or doesn't trust the caller. */
function accessDenied(caller = 'the caller', fields: URLSearchParams): AwsResponse {
  const action = fields.get('Action') ?? '';
  const message = `User: ${caller} is not authorized to perform: sts:${action} on resource: ${fields.get('RoleArn')}`;
  return refused(403, 'AccessDenied', message);
}

function refused(status: number, code: string, message: string): AwsResponse {
  const text = message.replace(/[<>&]/g, (c) => `&#${c.charCodeAt(0)};`);
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body:
      '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>' +
      `<Code>${code}</Code><Message>${text}</Message></Error>` +
      `<RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  };
}
