import fc from 'fast-check';
import { pieces, resolve } from '../../../scripts/adoption/references';

/** As Terraform writes text that is not a template. */
const escaped = (text: string) => text.replace(/[$%](?=\{)/g, (sign) => sign + sign);

const never = () => Promise.reject(new Error('nothing is referred to'));

/** As Terraform's JSON writes a reference, or any expression. */
const expression = (text: string) => `\${${text}}`;

test('references are found inside longer strings', () => {
  const reference = expression('aws_apigatewayv2_integration.backends_payments-tenant.id');
  expect(pieces(`integrations/${reference}`)).toEqual([
    'integrations/',
    { address: 'aws_apigatewayv2_integration.backends_payments-tenant', attribute: 'id' },
  ]);
});

test('text is returned as it was before Terraform escaped it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom('$', '%', '{', '}', 'a', '"', '\n') }),
      async (text) => {
        // `$$${` is a dollar sign and an escape, which none of our texts has.
        fc.pre(!/[$%][$%]\{/.test(text));
        expect(await resolve(escaped(text), never)).toBe(text);
      },
    ),
  );
});

test('every reference is replaced, and nothing else', async () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.stringMatching(/^[a-z ]*$/), name)), async (parts) => {
      const text = parts.map(([before, to]) => `${before}\${aws_iam_role.${to}.arn}`).join('');
      const wanted = parts.map(([before, to]) => `${before}<aws_iam_role.${to} arn>`).join('');
      expect(await resolve(text, async (address, attribute) => `<${address} ${attribute}>`)).toBe(wanted);
    }),
  );
});

test('an expression that is not a plain reference is refused', () => {
  for (const text of [expression('element(aws_x.y.z, 0)'), expression('each.key'), '%{ if true }a%{ endif }'])
    expect(() => pieces(text)).toThrow('not a plain reference');
});
