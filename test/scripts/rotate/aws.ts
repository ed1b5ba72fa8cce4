import { Accounts } from '../../../local/accounts';
import { cognito } from '../../../local/cognito/service';
import { dispatch } from '../../../local/dispatch';
import { startFront } from '../../../local/front';
import { Network } from '../../../local/network';
import { networkRoutes } from '../../../local/network-routes';
import { secretsManager } from '../../../local/secrets-manager/service';
import type { AwsRequest, AwsResponse } from '../../../local/service';
import { Ses } from '../../../local/ses/ses';

export const region = 'eu-central-1';
export const account = '111111111111';
export const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'planted-secret-key' };

/** A request as tests see it. */
export interface WorldCall {
  operation: string;
  /** Access key that signed it; empty if unsigned. */
  key: string;
  body: string;
}

/**
 * User pools and Secrets Manager of the local AWS on loopback, without moto. Time nearly stands still until moved.
 * @param moto what moto does of it: it makes ids
 */
export async function startAws(moto: (request: AwsRequest) => Promise<AwsResponse>, network = new Network()) {
  // Tokens are verified with the machine's own time.
  const clock = { now: Date.now() };
  const now = () => clock.now;
  let endpoint = '';
  /** Responds to each request; may do more before and after, or throw like a broken connection. */
  const on = { request: (_call: WorldCall, answer: () => Promise<AwsResponse>) => answer() };
  const seen: string[] = [];
  const bodies: string[] = [];
  const services = [
    cognito(
      { endpoint: () => endpoint, forward: moto, network, ses: new Ses(), provideUserPools() {} } as never,
      now,
    ),
    secretsManager(now),
    networkRoutes(network),
  ];
  const front = await startFront(0, {
    services,
    forward: moto,
    accounts: Object.assign(new Accounts(), { identityOf: () => ({ account }) }),
    async hindered(request) {
      const operation = request.operation || request.path.replace(/\?.*$/, '').replace(/^.*\//, '');
      const [, key = ''] = /Credential=([^/]+)/.exec(request.headers.authorization ?? '') ?? [];
      // No two requests come at the same moment: ids of secrets are derived from it.
      clock.now += 1;
      seen.push(operation);
      const body = String(request.body);
      bodies.push(body);
      return on.request({ operation, key, body }, () => dispatch(services, request, moto));
    },
  });
  endpoint = front.endpoint;
  return {
    endpoint,
    clock,
    on,
    /** Operations requested, in order. */
    seen,
    /** Bodies of all requests, in order. */
    bodies,
    config: { region, endpoint, credentials, maxAttempts: 1 },
    close: () => front.close(),
  };
}
