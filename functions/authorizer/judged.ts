import type { AttributeValue } from '@aws-sdk/client-verifiedpermissions';
import type { AuthorizerRoute } from '../catalogue';
import { Denied } from '../shared/denied';
import type { Judged } from '../shared/judged';
import type { Question } from './question';

/** Maximum for one header, in characters; all of a request's headers together are limited to 10,240 bytes. */
const longest = 4096;

const plain = ({ string, long }: AttributeValue): string | number => long ?? string ?? '';

const values = (attributes: Record<string, AttributeValue>) =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, plain(value)]));

/**
 * What the policy store was asked, for the backend to compare with what it is about to do: as JSON in ASCII, since it
 * is sent in a header, and never empty. Of the context, only what the caller supplied: not the address, the time, or
 * the route's constants. Throws Denied (`request-unmapped`) if it is too long for a header.
 */
export function judgedText(
  route: Pick<AuthorizerRoute, 'context'>,
  { action, resource, attributes, context }: Question,
): string {
  const said = Object.entries(context).filter(([name]) => {
    const source = Object.hasOwn(route.context, name) ? route.context[name] : undefined;
    return source !== undefined && !('value' in source);
  });
  const judged: Judged = {
    action,
    resource,
    attributes: values(attributes),
    context: values(Object.fromEntries(said)),
  };
  const text = JSON.stringify(judged).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (text.length > longest) throw new Denied('request-unmapped', { value: 'judged' });
  return text;
}
