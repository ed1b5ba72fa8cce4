import { setTimeout as pause } from 'node:timers/promises';
import { callOf } from '../iam/operations';
import { protocolError } from '../protocol-error';
import { throttled } from '../quotas/throttle';
import type { AwsRequest, AwsResponse } from '../service';
import type { FaultInjector } from './injector';

/** There is no response: the connection breaks. */
export class ConnectionLost extends Error {}

/**
 * Applies a fault to a request, if one hits it. Requests to the local AWS itself, and unsigned ones, are never hit.
 * Throws ConnectionLost.
 */
export async function trouble(
  injector: FaultInjector,
  request: AwsRequest,
): Promise<AwsResponse | undefined> {
  if (!request.service) return undefined;
  const call = callOf(request);
  const { account, region, operation: named } = request;
  const service = call?.service ?? request.service;
  const fault = injector.next({ account, region, service, operation: named || call?.operation || '' });
  switch (fault?.kind) {
    case undefined:
      return undefined;
    case 'throttled':
      return throttled(request, service);
    case 'failed': {
      // The common errors of each API, and S3's own.
      const code = service === 's3' ? 'InternalError' : 'InternalFailure';
      return protocolError(request, { status: 500, code, message: 'We encountered an internal error' });
    }
    case 'silent':
      await pause(fault.seconds * 1000, undefined, { ref: false });
      throw new ConnectionLost();
    case 'dropped':
      throw new ConnectionLost();
  }
}
