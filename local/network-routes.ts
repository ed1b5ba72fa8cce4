import { localOperation } from './dispatch';
import type { Network } from './network';
import { json, type Service } from './service';

/** `GET /_local/network`: which loopback port serves which hosts, for browsers and clients of the local AWS. */
export const networkRoutes = (network: Network): Service => ({
  operationOf: localOperation,
  operations: { 'GET /_local/network': () => json(200, network.routes()) },
});
