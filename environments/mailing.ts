/** Which user pools send mail, and from where. The pools of staff and of services send none. */
import { type Flows, flowsIn } from './placement/flows';
import type { EmailSender, Environment } from './schema';

/** Whether this account and region have user pools that send mail: those of customers and of tenants. */
export function mailsIn(environment: Flows, account: string, region: string): boolean {
  const flows = flowsIn(environment, account, region);
  return flows.has('customer') || flows.has('tenant');
}

/** The identity that pools of an account and region send from; undefined if Cognito itself still sends. */
export function senderOf(
  { email }: Pick<Environment, 'email'>,
  account: string,
  region: string,
): EmailSender | undefined {
  const sender = email?.[region];
  return sender?.awaitingDns.includes(account) ? undefined : sender;
}

/** Names of the SES resources to create in an account and region; none if no pool there sends mail. */
export function emailOf(
  environment: Flows & Pick<Environment, 'email'>,
  account: string,
  region: string,
): { identity?: string | undefined; configurationSet?: string | undefined } {
  const sender = environment.email?.[region];
  if (!sender || !mailsIn(environment, account, region)) return {};
  return { identity: sender.identity.make, configurationSet: sender.configurationSet?.make };
}

/** Whether some pool still uses Cognito's own sender. */
export const someUnsent = (environment: Flows & Pick<Environment, 'email' | 'regions'>): boolean =>
  environment.regions.some((region) =>
    Object.keys(environment.accounts).some(
      (account) => mailsIn(environment, account, region) && !senderOf(environment, account, region),
    ),
  );
