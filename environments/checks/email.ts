import type { Finding } from '../loading/finding';
import { suggest } from '../loading/suggest';
import { mailsIn } from '../mailing';
import type { EmailSender } from '../schema';
import type { EnvironmentCheck } from './check';
import { foreignRegion } from './foreign-region';

/** Amazon Cognito, "Quotas": e-mails a day that Cognito's own sender sends for one AWS account. */
const limit = '50 mails a day for a whole account';
const relax = "give it up with the relaxation 'email-sender'";

/** In SES a verified domain covers its addresses and those of its subdomains; a verified address covers itself. */
function foreign({ identity, from }: EmailSender): Pick<Finding, 'message' | 'remedy'> | undefined {
  const name = identity.make ?? identity.existing ?? '';
  const domain = from.slice(from.indexOf('@') + 1);
  if (from === name || domain === name || domain.endsWith(`.${name}`)) return undefined;
  return {
    message: `does not belong to the identity "${name}", so SES would refuse it`,
    remedy: name.includes('@')
      ? `write ${name}, or name a domain as the identity`
      : `write an address of ${name} or of a domain below it`,
  };
}

/** User pools that send mail have an SES identity to send it from; in production, always. */
export const email: EnvironmentCheck = ({ file, environment, written }) => {
  const { accounts, cells, regions, production, relaxations, email: senders } = environment;
  // An environment without accounts is already reported.
  if (!accounts || Object.keys(accounts).length === 0 || !cells || !regions) return [];
  if (written.has('email') && !senders) return [];
  const relaxed = !relaxations || relaxations.some(({ protection }) => protection === 'email-sender');
  const mailing = (region: string) =>
    Object.keys(accounts).filter((account) => mailsIn({ accounts, cells }, account, region));
  const wanting = [...new Set(regions)].filter((region) => mailing(region).length > 0);

  if (!senders)
    return production && !relaxed && wanting.length > 0
      ? [
          {
            file,
            path: ['email'],
            message: `is missing: user pools would send mail from Cognito's own sender, ${limit}`,
            remedy: `write email: { '${wanting[0]}': { identity: { make: '<domain>' }, from: '<address>' }, … }, or ${relax}`,
          },
        ]
      : [];
  return [
    ...(relaxed ? [] : wanting)
      .filter((region) => !Object.hasOwn(senders, region))
      .map((region) => ({
        file,
        path: ['email', region],
        message: `is missing: user pools of this region would send mail from Cognito's own sender, ${limit}`,
        remedy: `write '${region}': { identity: { make: '<domain>' }, from: '<address>' }, ${production ? `or ${relax}` : 'or remove email'}`,
      })),
    ...Object.entries(senders).flatMap(([region, sender]): Finding[] => {
      if (!sender) return [];
      const path = (...keys: PropertyKey[]) => ['email', region, ...keys];
      if (!regions.includes(region))
        return [
          {
            file,
            path: path(),
            value: region,
            message: 'the environment is not in this region',
            remedy: suggest(region, regions),
            cause: foreignRegion(file, region),
          },
        ];
      if (!wanting.includes(region))
        return [
          { file, path: path(), message: 'no user pool of this region sends mail', remedy: 'remove it' },
        ];
      const stranger = foreign(sender);
      return [
        ...(stranger ? [{ file, path: path('from'), ...stranger }] : []),
        ...[...new Set(sender.awaitingDns)].flatMap((account): Finding[] => {
          const at = path('awaitingDns', sender.awaitingDns.indexOf(account));
          const message = `no user pool of this account sends mail in ${region}`;
          if (!mailing(region).includes(account))
            return [{ file, path: at, message, remedy: suggest(account, mailing(region)) }];
          if (!production || relaxed) return [];
          return [
            {
              file,
              path: at,
              message: `user pools of this account would send mail from Cognito's own sender, ${limit}`,
              remedy: `remove it once SES has verified the identity there; until then ${relax}`,
            },
          ];
        }),
      ];
    }),
  ];
};
