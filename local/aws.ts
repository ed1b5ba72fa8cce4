import { Accounts } from './accounts';
import { Authority, writeTrust } from './authority';
import type { LocalContext, UserPools } from './context';
import { dispatch } from './dispatch';
import { FaultInjector } from './faults/injector';
import { trouble } from './faults/trouble';
import { motoForward } from './forward';
import { type Front, startFront } from './front';
import { Authorization } from './iam/authorization';
import { CodeStore } from './lambda/code';
import { Invoker } from './lambda/invoke';
import { KeptSettings } from './lambda/kept';
import { startMoto } from './moto-process';
import { Network } from './network';
import { standInHosts, startOkta } from './okta/server';
import type { RateQuota } from './quotas/rate-quota';
import { RequestThrottle } from './quotas/throttle';
import { Rds } from './rds/server';
import { PROXY_PORT } from './rds/token';
import type { Service } from './service';
import { services } from './services';
import { Ses } from './ses/ses';
import { functionRoutes, startTlsGateway } from './tls-gateway';

export interface LocalAws {
  /** Base URL, such as `http://127.0.0.1:4566`. */
  endpoint: string;
  /** Fulfilled with moto's last output when moto ends, whether asked to or not. */
  motoEnded: Promise<string>;
  /** Stops the front, all function processes and moto. Nothing of the run remains. */
  stop(): Promise<void>;
}

/**
 * Starts a local AWS on a loopback port (0: any free one), empty like a new organisation. `longestSession`: seconds
 * after which every role session is said to end, to test that clients renew theirs; it works for as long again.
 * `rights`: whether roles are limited to what their policies allow. `quotas`: rate limits; none by default.
 * Throws when moto is missing or can't start, or the port is taken.
 */
export async function startLocalAws({
  port = 0,
  longestSession,
  rights = true,
  quotas = [],
}: {
  port?: number;
  longestSession?: number;
  rights?: boolean;
  quotas?: readonly RateQuota[];
} = {}): Promise<LocalAws> {
  const moto = await startMoto();
  const { forward, close } = motoForward(moto.port);
  const accounts = new Accounts();
  const code = new CodeStore();
  const kept = new KeptSettings();
  let front: Front | undefined;
  const endpoint = () => {
    if (!front) throw new Error('the local AWS is not listening yet');
    return front.endpoint;
  };
  const authority = new Authority();
  const trust = writeTrust(authority);
  const network = new Network();
  const gateway = await startTlsGateway(network, authority);
  const reach = (inVpc: boolean) => functionRoutes(network, { gateway: gateway.port, inVpc });
  const invoker = new Invoker({ forward, accounts, code, kept, endpoint, reach, trustFile: trust.path });
  const rds = new Rds({ forward, accounts, authority, now: Date.now });
  const stop = async () => {
    await front?.close();
    await invoker.stop();
    await okta.close();
    await rds.stop();
    await gateway.close();
    trust.remove();
    code.clear();
    close();
    await moto.stop();
  };
  let userPools: UserPools = { jwks: () => undefined, signInStands: () => false };
  const okta = await startOkta();
  for (const hosts of standInHosts) network.add({ hosts, port: okta.port });
  network.add({
    hosts: '*.rds.amazonaws.com',
    port: await rds.start(),
    listens: PROXY_PORT,
    vpcOnly: true,
  });
  const context: LocalContext = {
    endpoint,
    forward,
    network,
    ses: new Ses(),
    invokeFunction: (call) => invoker.invokeFunction(call),
    userPools: {
      jwks: (userPoolId) => userPools.jwks(userPoolId),
      signInStands: (userPoolId, originJti) => userPools.signInStands(userPoolId, originJti),
    },
    provideUserPools: (pools) => {
      userPools = pools;
    },
  };
  const faults = new FaultInjector();
  const authorization = new Authorization(forward, (request) => dispatch(all, request, forward));
  const all: Service[] = Object.values(
    services(context, {
      accounts,
      authorization,
      faults,
      invoker,
      code,
      kept,
      organisations: okta.organisations,
      rds,
      longestSession,
    }),
  );
  const throttle = new RequestThrottle(quotas, Date.now);
  try {
    front = await startFront(port, {
      services: all,
      forward,
      accounts,
      hindered: async (request) => (await trouble(faults, request)) ?? throttle.refusal(request),
      ...(rights && {
        judged: (request, identity, run) => authorization.judged(request, identity, run),
      }),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const { port: frontPort } = new URL(front.endpoint);
  for (const hosts of ['*.amazoncognito.com', 'cognito-idp.*.amazonaws.com'])
    network.add({ hosts, port: Number(frontPort) });
  return { endpoint: front.endpoint, motoEnded: moto.ended, stop };
}
