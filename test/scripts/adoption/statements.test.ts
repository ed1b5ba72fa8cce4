import { sameStatement } from '../../../scripts/adoption/statements';

const text = `permit (
  principal in Payments::Group::"eu-central-1_a|admins",
  action in [Payments::Action::"view", Payments::Action::"create"],
  resource
);`;

test('white space and comments do not matter', async () => {
  expect(await sameStatement(text, `${text}\n`)).toBe(true);
  expect(await sameStatement(text, text.replaceAll('\n', ' \r\n'))).toBe(true);
  expect(await sameStatement(text, `// Why.\n${text.replace(/\s+/g, ' ')}`)).toBe(true);
  const template = 'permit (principal == ?principal, action, resource);';
  expect(await sameStatement(template, template.replaceAll(', ', ',\n'))).toBe(true);
});

test('what a statement decides does', async () => {
  expect(await sameStatement(text, text.replace('_a|', '_b|'))).toBe(false);
  expect(await sameStatement(text, text.replace('permit', 'forbid'))).toBe(false);
  expect(await sameStatement(text, 'no policy at all')).toBe(false);
});
