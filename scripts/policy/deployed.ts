import type { VerifiedPermissionsClient } from '@aws-sdk/client-verifiedpermissions';
import { type SchemaJson, schemaToText } from '@cedar-policy/cedar-wasm/nodejs';
import { contentOf, type StoreContent } from '../../stacks/policies/cedar';
import { type PolicyFile, poolPlaceholder } from '../../stacks/policies/source';
import type { ClientConfig } from '../aws/credentials';
import { failure, messageOf } from '../cli/errors';
import type { RegisteredStore } from './registry';

/** The actual content of a store. */
export interface DeployedStore {
  content: StoreContent;
  /** Policies and templates that no file of the project created; a rollout leaves them alone. */
  unknownFiles: PolicyFile[];
  /** Number of policies that the application has linked to templates. They are not read. */
  linked: number;
}

/** Name of the policy's file, which Terraform writes as its description; undefined for policies from elsewhere. */
export const policyName = (description: string | undefined) =>
  /^([\w.-]+?)(?:\.template)?\.cedar$/.exec(description ?? '')?.[1];

/** A policy or template as read from the store. */
interface Found {
  id: string;
  description: string | undefined;
  text: string;
  template: boolean;
}

/**
 * Converts policies to files, each under its own name. A policy without a file name, or with one that is already taken,
 * is foreign: it is named by its id, and not left out, since it affects decisions like the others.
 */
function toFiles(found: readonly Found[], userPoolId: string) {
  const named = new Map<string, PolicyFile>();
  const unknownFiles: PolicyFile[] = [];
  for (const { id, description, text: deployed, template } of found) {
    const own = policyName(description);
    const name = own && !named.has(own) ? own : id;
    const text = deployed.replaceAll(userPoolId, () => poolPlaceholder);
    const file = { name, path: `${name}${template ? '.template' : ''}.cedar`, text, template };
    if (name !== own) unknownFiles.push(file);
    named.set(name, file);
  }
  return { files: [...named.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), unknownFiles };
}

/** The Cedar schema as text; the API returns JSON. */
async function readSchema(client: VerifiedPermissionsClient, policyStoreId: string): Promise<string> {
  const sdk = await import('@aws-sdk/client-verifiedpermissions');
  const { schema } = await client.send(new sdk.GetSchemaCommand({ policyStoreId }));
  const answer = schemaToText(JSON.parse(schema ?? '{}') as SchemaJson<string>);
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
  return answer.text;
}

/** Static policies with their statements, which the list leaves out, and the number of linked ones. */
async function readPolicies(client: VerifiedPermissionsClient, policyStoreId: string) {
  const sdk = await import('@aws-sdk/client-verifiedpermissions');
  const ids: string[] = [];
  let linked = 0;
  for await (const { policies = [] } of sdk.paginateListPolicies({ client }, { policyStoreId }))
    for (const { policyId = '', policyType } of policies)
      if (policyType === 'STATIC') ids.push(policyId);
      else linked += 1;
  const policies: Found[] = [];
  // One call returns at most 100.
  for (let from = 0; from < ids.length; from += 100) {
    const requests = ids.slice(from, from + 100).map((policyId) => ({ policyStoreId, policyId }));
    const { results = [], errors = [] } = await client.send(new sdk.BatchGetPolicyCommand({ requests }));
    const [error] = errors;
    if (error) throw new Error(`policy ${error.policyId}: ${error.message}`);
    for (const { policyId = '', definition } of results) {
      const { statement = '', description } = definition?.static ?? {};
      policies.push({ id: policyId, description, text: statement, template: false });
    }
  }
  return { policies, linked };
}

async function readTemplates(client: VerifiedPermissionsClient, policyStoreId: string): Promise<Found[]> {
  const sdk = await import('@aws-sdk/client-verifiedpermissions');
  const templates: Found[] = [];
  for await (const page of sdk.paginateListPolicyTemplates({ client }, { policyStoreId }))
    for (const { policyTemplateId = '', description } of page.policyTemplates ?? []) {
      const { statement = '' } = await client.send(
        new sdk.GetPolicyTemplateCommand({ policyStoreId, policyTemplateId }),
      );
      templates.push({ id: policyTemplateId, description, text: statement, template: true });
    }
  return templates;
}

/** Reads everything in a store that affects decisions, with the placeholder in place of the pool's id. */
export async function readStore(
  config: ClientConfig,
  { policyStoreId, userPoolId }: RegisteredStore,
): Promise<DeployedStore> {
  const { VerifiedPermissionsClient } = await import('@aws-sdk/client-verifiedpermissions');
  const client = new VerifiedPermissionsClient(config);
  try {
    const text = await readSchema(client, policyStoreId);
    const { policies, linked } = await readPolicies(client, policyStoreId);
    const templates = await readTemplates(client, policyStoreId);
    const { files, unknownFiles } = toFiles([...policies, ...templates], userPoolId);
    const content = contentOf({ schema: { path: 'schema.cedarschema', text }, policies: files });
    return { content, unknownFiles, linked };
  } catch (error) {
    throw failure(`cannot read policy store ${policyStoreId}: ${messageOf(error)}`, undefined, error);
  } finally {
    client.destroy();
  }
}
