import {
  createPolicyStoreAlias,
  deletePolicyStoreAlias,
  getPolicyStoreAlias,
  listPolicyStoreAliases,
} from './aliases';
import {
  batchIsAuthorized,
  batchIsAuthorizedWithToken,
  isAuthorized,
  isAuthorizedWithToken,
} from './authorize';
import { type Operation, operation } from './call';
import {
  createIdentitySource,
  deleteIdentitySource,
  getIdentitySource,
  listIdentitySources,
  updateIdentitySource,
} from './identity-sources';
import { inputs } from './inputs';
import { createPolicy, deletePolicy, getPolicy, updatePolicy } from './policies';
import { batchGetPolicy, listPolicies } from './policy-list';
import { getSchema, putSchema } from './schema';
import {
  createPolicyStore,
  deletePolicyStore,
  getPolicyStore,
  listPolicyStores,
  updatePolicyStore,
} from './stores';
import { listTagsForResource, tagResource, untagResource } from './tags';
import {
  createPolicyTemplate,
  deletePolicyTemplate,
  getPolicyTemplate,
  listPolicyTemplates,
  updatePolicyTemplate,
} from './templates';

/** Every operation of the API (service model of 2021-12-01), by its name in `X-Amz-Target`. */
export const operations: Record<string, Operation> = {
  CreatePolicyStore: operation(inputs.createPolicyStore, createPolicyStore),
  GetPolicyStore: operation(inputs.getPolicyStore, getPolicyStore),
  UpdatePolicyStore: operation(inputs.updatePolicyStore, updatePolicyStore),
  DeletePolicyStore: operation(inputs.inStore, deletePolicyStore),
  ListPolicyStores: operation(inputs.list, listPolicyStores),
  CreatePolicyStoreAlias: operation(inputs.createAlias, createPolicyStoreAlias),
  GetPolicyStoreAlias: operation(inputs.alias, getPolicyStoreAlias),
  DeletePolicyStoreAlias: operation(inputs.deleteAlias, deletePolicyStoreAlias),
  ListPolicyStoreAliases: operation(inputs.listAliases, listPolicyStoreAliases),
  TagResource: operation(inputs.tagResource, tagResource),
  UntagResource: operation(inputs.untagResource, untagResource),
  ListTagsForResource: operation(inputs.listTags, listTagsForResource),
  PutSchema: operation(inputs.putSchema, putSchema),
  GetSchema: operation(inputs.inStore, getSchema),
  CreatePolicy: operation(inputs.createPolicy, createPolicy),
  GetPolicy: operation(inputs.policy, getPolicy),
  UpdatePolicy: operation(inputs.updatePolicy, updatePolicy),
  DeletePolicy: operation(inputs.policy, deletePolicy),
  ListPolicies: operation(inputs.listPolicies, listPolicies),
  BatchGetPolicy: operation(inputs.batchGetPolicy, batchGetPolicy),
  CreatePolicyTemplate: operation(inputs.createTemplate, createPolicyTemplate),
  GetPolicyTemplate: operation(inputs.template, getPolicyTemplate),
  UpdatePolicyTemplate: operation(inputs.updateTemplate, updatePolicyTemplate),
  DeletePolicyTemplate: operation(inputs.template, deletePolicyTemplate),
  ListPolicyTemplates: operation(inputs.listInStore, listPolicyTemplates),
  CreateIdentitySource: operation(inputs.createIdentitySource, createIdentitySource),
  GetIdentitySource: operation(inputs.identitySource, getIdentitySource),
  UpdateIdentitySource: operation(inputs.updateIdentitySource, updateIdentitySource),
  DeleteIdentitySource: operation(inputs.identitySource, deleteIdentitySource),
  ListIdentitySources: operation(inputs.listIdentitySources, listIdentitySources),
  IsAuthorized: operation(inputs.isAuthorized, isAuthorized),
  IsAuthorizedWithToken: operation(inputs.isAuthorizedWithToken, isAuthorizedWithToken),
  BatchIsAuthorized: operation(inputs.batchIsAuthorized, batchIsAuthorized),
  BatchIsAuthorizedWithToken: operation(inputs.batchIsAuthorizedWithToken, batchIsAuthorizedWithToken),
};
