import {
  customCss,
  getUiCustomization,
  setUiCustomization,
} from '../../../../local/cognito/pools/ui-customization';
import { newPages } from '../oauth/harness';

const call = <Input extends object>(operation: string, input: Input) => ({
  operation,
  input: { UserPoolId: 'eu-central-1_Abc', ...input },
  account: '111111111111',
  region: 'eu-central-1',
  signed: true,
  userAgent: '',
});

const set = ({ cognito }: ReturnType<typeof newPages>, input: { ClientId?: string; CSS?: string }) =>
  setUiCustomization(cognito, call('SetUICustomization', input));

const label = '.label-customizable { font-weight: 400; }';
const button = '.submitButton-customizable:hover, .idpButton-customizable { color: #fff; }';

test('a client has its own style sheet, else the pool’s, else none', async () => {
  const pages = newPages();
  expect(customCss(pages.pool, 'c1')).toBe('');
  await set(pages, { CSS: label });
  expect(customCss(pages.pool, 'c1')).toBe(label);
  await set(pages, { ClientId: 'c1', CSS: button });
  expect([customCss(pages.pool, 'c1'), customCss(pages.pool, 'c2')]).toEqual([button, label]);
  await set(pages, { ClientId: 'c1' });
  expect(customCss(pages.pool, 'c1')).toBe(label);
  const shown = await getUiCustomization(pages.cognito, call('GetUICustomization', { ClientId: 'c1' }));
  expect(shown).toMatchObject({ UICustomization: { CSS: label, ClientId: 'ALL' } });
});

test.each([
  ['another element', 'body { color: red; }'],
  ['a class that is not one of the pages', '.header-customizable { color: red; }'],
  ['a state that a class has not', '.label-customizable:hover { color: red; }'],
  ['an at-rule', '@import url(https://evil.example/x.css);'],
  ['an at-rule in a block', '.label-customizable { @media { } }'],
  ['an end of its element', '.label-customizable { color: red; } </style><script>'],
  ['an end of its element in a value', '.label-customizable { color: </style>; }'],
  ['a block that does not end', '.label-customizable { color: red;'],
])('a style sheet with %s is refused', async (_, CSS) => {
  await expect(set(newPages(), { CSS })).rejects.toThrow('Invalid CSS');
});

test('a pool without a domain has no pages to style, and an unknown client none of its own', async () => {
  const pages = newPages();
  await expect(set(pages, { ClientId: 'nobody', CSS: label })).rejects.toThrow('does not exist');
  pages.state.domains.clear();
  await expect(set(pages, { CSS: label })).rejects.toThrow('existing domain associated');
});
