import type { VerifiedPermissions } from '@aws-sdk/client-verifiedpermissions';
import type { StoreContent } from '../../../stacks/policies/cedar';
import { poolPlaceholder } from '../../../stacks/policies/source';

/** Creates a store as Terraform does: strict, each policy described by its file, with the pool's id. Returns its id. */
export async function deploy(
  client: VerifiedPermissions,
  content: StoreContent,
  userPoolId: string,
): Promise<string> {
  const filled = (text: string) => text.trimEnd().replaceAll(poolPlaceholder, userPoolId);
  const { policyStoreId } = await client.createPolicyStore({ validationSettings: { mode: 'STRICT' } });
  await client.putSchema({ policyStoreId, definition: { cedarJson: content.schema } });
  for (const { name, text } of content.templates)
    await client.createPolicyTemplate({
      policyStoreId,
      description: `${name}.template.cedar`,
      statement: filled(text),
    });
  for (const { name, text } of content.policies)
    await client.createPolicy({
      policyStoreId,
      definition: { static: { description: `${name}.cedar`, statement: filled(text) } },
    });
  return policyStoreId as string;
}
