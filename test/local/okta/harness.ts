import type { Route } from '../../../local/network';
import { Network } from '../../../local/network';
import { standInHosts, startOkta } from '../../../local/okta/server';
import { Browser } from '../../support/browser';

export const host = 'acme.okta.example';
export const password = 'staple-Battery-9';

/** The stand-in alone, with one user, a network that routes to it, and a browser. */
export async function startOrganisation() {
  const okta = await startOkta();
  const organisation = okta.organisations.of(host);
  const user = organisation.keepUser({
    username: 'ada@acme.example',
    password,
    attributes: {
      email: 'ada@acme.example',
      email_verified: true,
      given_name: 'Ada',
      department: 'Payments',
    },
    groups: ['Everyone', 'Approvers'],
  });
  const routes: Route[] = standInHosts.map((hosts) => ({ hosts, port: okta.port }));
  const network = new Network();
  for (const route of routes) network.add(route);
  const browser = () => new Browser(routes);
  return { okta, organisation, user, network, browser };
}
