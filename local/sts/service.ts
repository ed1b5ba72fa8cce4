import { randomUUID } from 'node:crypto';
import type { Accounts } from '../accounts';
import { credentialScope } from '../request';
import type { AwsRequest, AwsResponse, Service } from '../service';
import { assume } from './assume';
import { findTrust, parseRoleArn } from './roles';
import { trustsCaller, trustsToken } from './trust';

/**
 * moto lets anyone assume any role, whether it exists or not. Here the role must exist and trust the caller.
 * Answers that pass teach `accounts` whose the new credentials are.
 */
export function sts(accounts: Accounts): Service {
  return {
    matches: (request) => request.service === 'sts' || (!request.service && isAssumeRole(request)),

    async handle(request, forward) {
      if (!isAssumeRole(request)) return undefined;
      const fields = fieldsOf(request);
      const role = parseRoleArn(fields.get('RoleArn') ?? '');
      const trust = role && (await findTrust(forward, role));
      const token = fields.get('WebIdentityToken');
      const caller = accounts.identityOf(credentialScope(request.headers.authorization ?? '', '')?.accessKey);
      const trusted =
        role && trust && (token ? trustsToken(trust, role.account, token) : trustsCaller(trust, caller));
      if (!trusted) return accessDenied(caller.role?.sessionArn, fields);
      return assume(forward, accounts, role, request);
    },
  };
}

const fieldsOf = (request: AwsRequest) => new URLSearchParams(request.body.toString());

const isAssumeRole = (request: AwsRequest) =>
  request.method === 'POST' &&
  (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded') &&
  ['AssumeRole', 'AssumeRoleWithWebIdentity'].includes(fieldsOf(request).get('Action') ?? '');

/** As AWS does, it doesn't tell whether the role is missing or only doesn't trust the caller. */
function accessDenied(caller = 'the caller', fields: URLSearchParams): AwsResponse {
  const xml = (text: string) => text.replace(/[<>&]/g, (c) => `&#${c.charCodeAt(0)};`);
  const action = fields.get('Action') ?? '';
  const message = `User: ${caller} is not authorized to perform: sts:${action} on resource: ${fields.get('RoleArn')}`;
  return {
    status: 403,
    headers: { 'content-type': 'text/xml' },
    body:
      '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>' +
      `<Code>AccessDenied</Code><Message>${xml(message)}</Message></Error>` +
      `<RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  };
}
