/** The requests of the API: members, lengths and patterns as in AWS's service model (2021-12-01). */
import { z } from 'zod';
import { limits } from './limits';

const text = (max: number, pattern = /^/, min = 1) => z.string().min(min).max(max).regex(pattern);

/** A union in AWS's model: exactly one of its members. */
const oneOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .object(shape)
    .partial()
    .refine((value) => Object.values(value).filter((v) => v !== undefined).length === 1, {
      error: `give exactly one of ${Object.keys(shape).join(', ')}`,
    });

const clientToken = text(64, /^[a-zA-Z0-9-]*$/).optional();
const resourceId = text(200, /^[a-zA-Z0-9-/_]*$/);
const name = text(150, /^(name\/[a-zA-Z0-9-/_]+)?$/, 0).optional();
const description = z.string().max(150).optional();
const aliasName = text(150, /^policy-store-alias\/[a-zA-Z0-9-/_]+$/);
const arn = text(2048);
const tags = z.record(text(128), z.string().max(256));
const token = text(131_072, /^[A-Za-z0-9-_=]+\.[A-Za-z0-9-_=]+\.[A-Za-z0-9-_=]+$/).optional();
const paging = { nextToken: text(8000).optional(), maxResults: z.int().min(1).optional() };
const inStore = { policyStoreId: resourceId };

/** Type and id of an entity. */
export const entityIdentifier = z.object({ entityType: text(200), entityId: text(612) });
const actionIdentifier = z.object({ actionType: text(200, /Action$|^.+::Action/), actionId: text(512) });

const validationSettings = z.object({ mode: z.enum(['OFF', 'STRICT']) });
const deletionProtection = z.enum(['ENABLED', 'DISABLED']).optional();

const groupEntityType = text(200, /^([_a-zA-Z][_a-zA-Z0-9]*::)*[_a-zA-Z][_a-zA-Z0-9]*$/);
const clientIds = z.array(text(255)).max(1000).optional();
const principalIdClaim = text(1000).optional();

const configuration = oneOf({
  cognitoUserPoolConfiguration: z.object({
    userPoolArn: text(
      255,
      /^arn:[a-zA-Z0-9-]+:cognito-idp:[a-zA-Z0-9-]+:\d{12}:userpool\/[\w-]+_[0-9a-zA-Z]+$/,
    ),
    clientIds,
    groupConfiguration: z.object({ groupEntityType }).optional(),
  }),
  openIdConnectConfiguration: z.object({
    issuer: text(2048, /^https:\/\//),
    entityIdPrefix: text(100).optional(),
    groupConfiguration: z.object({ groupClaim: text(1000), groupEntityType }).optional(),
    tokenSelection: oneOf({
      accessTokenOnly: z.object({
        principalIdClaim,
        audiences: z.array(text(255)).min(1).max(255).optional(),
      }),
      identityTokenOnly: z.object({ principalIdClaim, clientIds }),
    }),
  }),
});

const staticDefinition = z.object({ description, statement: z.string().min(1) });
const definition = oneOf({
  static: staticDefinition,
  templateLinked: z.object({
    policyTemplateId: resourceId,
    principal: entityIdentifier.optional(),
    resource: entityIdentifier.optional(),
  }),
});

/** Attribute values are parsed by `values.ts`, which handles their nesting. */
const values = z.record(z.string(), z.unknown());
const context = oneOf({ contextMap: values, cedarJson: z.string() }).optional();
const entities = oneOf({
  entityList: z.array(
    z.object({
      identifier: entityIdentifier,
      attributes: values.optional(),
      parents: z.array(entityIdentifier).optional(),
      tags: values.optional(),
    }),
  ),
  cedarJson: z.string(),
}).optional();

/** Optional in AWS's model, because Cedar 2 had unspecified entities. Cedar 4 needs all three. */
const asked = { action: actionIdentifier, resource: entityIdentifier, context };
const decision = { principal: entityIdentifier, ...asked };

const entityReference = oneOf({ unspecified: z.boolean(), identifier: entityIdentifier }).optional();

/** One parser per operation. Unknown members are dropped, as in AWS. */
export const inputs = {
  createPolicyStore: z.object({
    clientToken,
    validationSettings,
    description,
    deletionProtection,
    encryptionSettings: oneOf({
      default: z.object({}),
      kmsEncryptionSettings: z.object({
        key: text(2048, /^[a-zA-Z0-9:/_-]+$/),
        encryptionContext: z.record(z.string().min(1), z.string().min(1)).optional(),
      }),
    }).optional(),
    tags: tags.optional(),
  }),
  getPolicyStore: z.object({ ...inStore, tags: z.boolean().optional() }),
  updatePolicyStore: z.object({ ...inStore, validationSettings, description, deletionProtection }),
  inStore: z.object(inStore),
  list: z.object(paging),
  listInStore: z.object({ ...inStore, ...paging }),

  createAlias: z.object({ aliasName, ...inStore }),
  alias: z.object({ aliasName }),
  deleteAlias: z.object({ aliasName, deletionMode: z.enum(['SoftDelete', 'HardDelete']).optional() }),
  listAliases: z.object({ ...paging, filter: z.object({ policyStoreId: resourceId.optional() }).optional() }),

  tagResource: z.object({ resourceArn: arn, tags }),
  untagResource: z.object({ resourceArn: arn, tagKeys: z.array(text(128)).min(1).max(200) }),
  listTags: z.object({ resourceArn: arn }),

  putSchema: z.object({ ...inStore, definition: oneOf({ cedarJson: z.string().min(1) }) }),

  createPolicy: z.object({ clientToken, ...inStore, definition, name }),
  policy: z.object({ ...inStore, policyId: resourceId }),
  updatePolicy: z.object({
    ...inStore,
    policyId: resourceId,
    definition: oneOf({ static: staticDefinition }).optional(),
    name,
  }),
  listPolicies: z.object({
    ...inStore,
    ...paging,
    filter: z
      .object({
        principal: entityReference,
        resource: entityReference,
        policyType: z.enum(['STATIC', 'TEMPLATE_LINKED']).optional(),
        policyTemplateId: resourceId.optional(),
      })
      .optional(),
  }),
  batchGetPolicy: z.object({
    requests: z
      .array(z.object({ ...inStore, policyId: resourceId }))
      .min(1)
      .max(limits.policiesPerBatchGet),
  }),

  createTemplate: z.object({ clientToken, ...inStore, description, statement: z.string().min(1), name }),
  template: z.object({ ...inStore, policyTemplateId: resourceId }),
  updateTemplate: z.object({
    ...inStore,
    policyTemplateId: resourceId,
    description,
    statement: z.string().min(1),
    name,
  }),

  createIdentitySource: z.object({
    clientToken,
    ...inStore,
    configuration,
    principalEntityType: text(200).optional(),
  }),
  identitySource: z.object({ ...inStore, identitySourceId: resourceId }),
  updateIdentitySource: z.object({
    ...inStore,
    identitySourceId: resourceId,
    updateConfiguration: configuration,
    principalEntityType: text(200).optional(),
  }),
  listIdentitySources: z.object({
    ...inStore,
    ...paging,
    filters: z
      .array(z.object({ principalEntityType: text(200).optional() }))
      .max(10)
      .optional(),
  }),

  isAuthorized: z.object({ ...inStore, ...decision, entities }),
  isAuthorizedWithToken: z.object({
    ...inStore,
    identityToken: token,
    accessToken: token,
    ...asked,
    entities,
  }),
  batchIsAuthorized: z.object({
    ...inStore,
    entities,
    requests: z.array(z.object(decision)).min(1).max(limits.requestsPerBatch),
  }),
  batchIsAuthorizedWithToken: z.object({
    ...inStore,
    identityToken: token,
    accessToken: token,
    entities,
    requests: z.array(z.object(asked)).min(1).max(limits.requestsPerBatch),
  }),
};

/** An operation's parsed request. */
export type Input<Name extends keyof typeof inputs> = z.infer<(typeof inputs)[Name]>;
/** What an identity source trusts: a user pool or an OpenID Connect provider. */
export type Configuration = z.infer<typeof configuration>;
/** Context of a request in either of its two forms. */
export type ContextDefinition = z.infer<typeof context>;
/** Entities of a request in either of their two forms. */
export type EntitiesDefinition = z.infer<typeof entities>;
