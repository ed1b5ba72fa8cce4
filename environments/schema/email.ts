/** The SES identity that user pools send from, in one region. */
import { z } from 'zod';
import { domainName, slug } from './values';

/** One address in lower case, with characters that every mail server accepts unquoted. */
const address = z
  .string()
  .max(254, 'use at most 254 characters')
  .regex(
    /^[a-z0-9][a-z0-9._%+-]{0,63}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    'write only an e-mail address, in lower case, such as "no-reply@example.com"',
  );

/** An SES configuration set: at most 64 letters, digits, underscores and hyphens. */
const setName = z
  .string()
  .regex(/^[\w-]{1,64}$/, 'write the name of a configuration set: at most 64 letters, digits, _ and -');

/** An SES resource that we create, or that already exists in each account of the region in which pools send mail. */
const madeOrExisting = <T extends z.ZodType>(make: T, existing: z.ZodType<string>) =>
  z
    .strictObject({ make: make.optional(), existing: existing.optional() })
    .refine(
      (given) => (given.make === undefined) !== (given.existing === undefined),
      "write exactly one of: { make: '…' }, { existing: '…' }",
    );

export const emailSenderSchema = z.strictObject({
  /**
   * The SES identity, in the same region and the pool's own account: Cognito accepts none of another account ("Email
   * settings for Amazon Cognito user pools", Cognito developer guide). Only a domain can be created here, since DNS
   * verifies it: the link that verifies an address has to be clicked.
   */
  identity: madeOrExisting(
    domainName,
    z.union([domainName, address], {
      error: 'write the name of an identity: a domain or an address, such as "example.com" (no ARN)',
    }),
  ),
  /** SES rules and statistics for these mails. */
  configurationSet: madeOrExisting(setName, setName).optional(),
  /** An address in the identity's domain or a subdomain, or the identity itself. */
  from: address,
  /** Shown beside the address. No characters that RFC 5322 requires to be quoted or encoded. */
  fromName: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9'&-]*( [A-Za-z0-9'&-]+)*$/,
      "write it in letters, digits, single blanks, ', & and -",
    )
    .max(64, 'use at most 64 characters')
    .optional(),
  /** Where replies go; `from` if omitted. */
  replyTo: address.optional(),
  /**
   * Accounts in which SES has not verified the identity yet. Cognito would refuse it, so their pools keep Cognito's
   * own sender until it has.
   */
  awaitingDns: z.array(slug(20)).default([]),
});
