import type { Statement } from '../../stacks/permissions/document';
import { type Resource, resourcesOf, type Stack } from './fleet';

/** Every argument that contains an IAM policy document, by resource type, with IAM's or the service's size limit. */
const places: Record<string, { argument: string; limit: number }> = {
  // Managed policies 6,144; inline policies of a role 10,240; trust policies 2,048 unless raised.
  aws_iam_policy: { argument: 'policy', limit: 6_144 },
  aws_iam_role_policy: { argument: 'policy', limit: 10_240 },
  aws_iam_role: { argument: 'assume_role_policy', limit: 2_048 },
  aws_s3_bucket_policy: { argument: 'policy', limit: 20_480 },
  aws_kms_key: { argument: 'policy', limit: 32_768 },
};

/** ARNs that AWS generates are references in a document (IAM's own variables are `$${…}`); their maximum length. */
const longestArn = 'x'.repeat(100);

export interface Document extends Resource {
  /** `<stack> <address>` */
  name: string;
  text: string;
  /** In characters without white space, as IAM counts. */
  size: number;
  limit: number;
  statements: Statement[];
}

/** All policy documents of some stacks. Throws for one that is not JSON. */
export const documentsOf = (stacks: Iterable<Stack>): Document[] =>
  resourcesOf(stacks).flatMap((resource) => {
    const place = places[resource.type];
    if (!place) return [];
    const text: string = resource.block[place.argument];
    return [
      {
        ...resource,
        name: `${resource.stack.id} ${resource.address}`,
        text,
        size: text.replace(/(?<!\$)\$\{[^}]+\}/g, longestArn).replace(/\s/g, '').length,
        limit: place.limit,
        statements: JSON.parse(text).Statement,
      },
    ];
  });

/** What an IAM pattern matches: `*` any text, `?` one character. */
export const matches = (pattern: string, value: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(value);
