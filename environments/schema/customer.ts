/** The customer flow: its pool, social sign-in, and the databases that its hook reads roles from. */
import { z } from 'zod';
import { identityPoolSchema } from './identity-pool';
import { poolSettings } from './pool';
import { callbackUrls, clientIdSchema, domainName, regionSchema, secretNameSchema } from './values';

const social = z.strictObject({ clientId: clientIdSchema, secretName: secretNameSchema });

/** Secrets are in Secrets Manager under `secretName`; Terraform never sees one. */
const socialProvidersSchema = z
  .strictObject({
    google: social.optional(),
    facebook: social.optional(),
    amazon: social.optional(),
    apple: z
      .strictObject({
        /** The Services ID, such as `example.northpay.signin`. */
        clientId: clientIdSchema,
        teamId: z.string().regex(/^[A-Z0-9]{10}$/, "write Apple's team id: 10 capitals and digits"),
        keyId: z.string().regex(/^[A-Z0-9]{10}$/, "write the key's id at Apple: 10 capitals and digits"),
        secretName: secretNameSchema,
      })
      .optional(),
  })
  .refine(
    (providers) => Object.values(providers).some((provider) => provider !== undefined),
    'name at least one provider, or remove socialProviders',
  );

const awsId = (prefix: string) =>
  z
    .string()
    .regex(
      new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`),
      `write the id that AWS shows, such as "${prefix}-0123456789abcdef0"`,
    );

/** Lambda's limits: 16 subnets, 5 security groups. At least two subnets, so that one zone may fail. */
const databaseSchema = z.strictObject({
  /** Endpoint of the RDS Proxy, not of the database behind it: the IAM right to connect is to the proxy. */
  host: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]*(\.endpoint)?\.proxy-[a-z0-9]+\.[a-z0-9-]+\.rds\.amazonaws\.com$/,
      'write the endpoint of an RDS Proxy: "<name>.proxy-<id>.<region>.rds.amazonaws.com"',
    ),
  port: z.int().min(1).max(65_535),
  database: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'write the database name in lower case, at most 63 characters'),
  /** PostgreSQL role of the hook. Read-only, so never one of the usual administrators' names. */
  user: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'write the PostgreSQL role in lower case, at most 63 characters')
    .regex(/^(?!(postgres|rdsadmin|root|admin|rds_\w*)$)/, 'name a separate, read-only role'),
  proxyId: z
    .string()
    .regex(/^prx-[0-9a-f]{17}$/, 'write the id of the RDS Proxy as its ARN ends: "prx-0123456789abcdef0"'),
  subnetIds: z
    .array(awsId('subnet'))
    .min(2, 'list at least two subnets, in two availability zones')
    .max(16, 'list at most 16 subnets'),
  securityGroupIds: z
    .array(awsId('sg'))
    .min(1, 'list at least one security group')
    .max(5, 'list at most 5 security groups'),
});

/** Sign-in by passkey instead of password, on our own pages: Cognito's classic ones do not support passkeys. */
const passkeysSchema = z.strictObject({
  /** Domain of those pages, or a parent domain. It never changes: passkeys are bound to it. */
  relyingPartyId: domainName.max(127, 'use at most 127 characters'),
  /** Whether the device must verify a fingerprint, a face or a PIN. */
  userVerification: z.enum(['preferred', 'required']),
});

export const customerSchema = z.strictObject({
  ...poolSettings,
  callbackUrls,
  logoutUrls: callbackUrls,
  /** Second factors to choose from. A text message can be intercepted, so in production it is never the only one. */
  mfaMethods: z
    .array(z.enum(['authenticator', 'sms']))
    .min(1, 'list at least one method')
    .default(['authenticator']),
  passkeys: passkeysSchema.optional(),
  socialProviders: socialProvidersSchema.optional(),
  /** Join a social identity to the user with the same verified e-mail address. */
  linkFederatedUsers: z.boolean().default(false),
  /** By region. Without a database the hook refuses everyone, so checks require one in each of the flow's regions. */
  databases: z.partialRecord(regionSchema, databaseSchema).optional(),
  identityPool: identityPoolSchema.optional(),
});
