/** Identity pools: temporary AWS credentials for signed-in users. */
import { z } from 'zod';
import { slug } from './values';

const actionSchema = z
  .string()
  .regex(
    /^[a-z0-9-]+:[A-Z][A-Za-z0-9]*\*?$/,
    'name a service and an action, such as "s3:GetObject" or "s3:Get*", never "*" or "s3:*"',
  );

/** IAM policy variables such as `${aws:PrincipalTag/customer}` are allowed in an ARN: they read session tags. */
const resourceSchema = z
  .string()
  .regex(
    /^(\*|arn:aws:[a-z0-9-]+:[a-z0-9-]*:\d{0,12}:[^\s"\\]+)$/,
    'write an ARN, such as "arn:aws:s3:::bucket/folder/*", or "*" with a reason',
  )
  .max(1024, 'use at most 1024 characters');

/** `*`, or every resource of a service, such as `arn:aws:s3:::*`. */
const everything = /^(\*|arn:([^:]*:){4}[*?]+)$/;

const statementSchema = z
  .strictObject({
    actions: z.array(actionSchema).min(1, 'list at least one action').max(50, 'list at most 50 actions'),
    resources: z
      .array(resourceSchema)
      .min(1, 'list at least one resource')
      .max(50, 'list at most 50 resources'),
    /** Why these actions may touch every resource; only where one is `"*"` or ends in a bare `:*`. */
    reason: z.string().min(20, 'say in at least 20 characters why every resource is needed').optional(),
  })
  .refine(
    ({ resources, reason }) => reason !== undefined || !resources.some((one) => everything.test(one)),
    'name the resources; where AWS knows only "*" for these actions, say so: reason: \'…\'',
  );

const statements = z
  .array(statementSchema)
  .min(1, 'list at least one statement')
  .max(10, 'list at most 10 statements: a role policy has room for 10,240 characters');

export const identityPoolSchema = z.strictObject({
  /** What each group's role may do; the group is created with its role. Users in none of them get no credentials. */
  roles: z
    .array(z.strictObject({ group: slug(40), statements }))
    .min(1, 'list at least one role')
    .max(25, 'list at most 25 roles: an identity pool maps at most 25 per provider'),
  /** Session tag → claim of the ID token (`principal-tag`), for `${aws:PrincipalTag/…}` in policies. */
  sessionTags: z
    .record(
      z
        .string()
        .regex(
          /^(?!aws:)[A-Za-z0-9_.:/=+\-@]{1,128}$/i,
          'use 1 to 128 letters, digits or _.:/=+-@ and do not start with "aws:"',
        ),
      z.string().regex(/^[\w:.-]{1,256}$/, 'write the name of a claim of the ID token, such as "sub"'),
    )
    .refine((tags) => Object.keys(tags).length <= 50, 'use at most 50 session tags: AWS allows no more'),
  /** Credentials for people who did not sign in: none, unless a reason is given here. */
  unauthenticated: z
    .strictObject({
      reason: z.string().min(20, 'say in at least 20 characters why people need not sign in'),
      statements,
    })
    .optional(),
});
