import type { Finding } from '../loading/finding';
import type { EnvironmentCheck } from './check';

/**
 * A passkey counts as one factor. With MFA ON, Cognito accepts none unless FactorConfiguration says that it counts
 * as two, which our version of the AWS provider cannot set (terraform-provider-aws#50110).
 * Browsers offer a passkey only on pages of its domain.
 */
export const passkeys: EnvironmentCheck = ({ file, environment: { customer } }) => {
  if (!customer?.passkeys) return [];
  const { mfa, callbackUrls, passkeys } = customer;
  const { relyingPartyId } = passkeys;
  const under = ({ protocol, hostname }: URL) =>
    protocol === 'https:' && (hostname === relyingPartyId || hostname.endsWith(`.${relyingPartyId}`));
  const findings: Finding[] = [];
  if (mfa === 'ON')
    findings.push({
      file,
      path: ['customer', 'passkeys'],
      message: 'Cognito accepts no passkeys when MFA is ON',
      remedy: "remove passkeys, or write mfa: 'OPTIONAL'",
    });
  if (!callbackUrls.some((url) => under(new URL(url))))
    findings.push({
      file,
      path: ['customer', 'passkeys', 'relyingPartyId'],
      message: 'no callback URL is on this domain or below it, so no browser would offer a passkey',
      remedy: "name the domain of the application's own sign-in page, or one above it",
    });
  return findings;
};
