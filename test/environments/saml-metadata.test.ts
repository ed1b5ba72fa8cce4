import { loadChanged, type Tree } from './fixture';
import { fullTree } from './full';

// Metadata of SAML providers: a URL, or a document of their own in the folder `saml`.
const load = (change: (tree: Tree) => void) => loadChanged(change, fullTree);
const acme = (tree: Tree) => tree.tenants['test/acme'].identityProvider;
const staff = (tree: Tree) => tree.environments.test.internal.okta.saml;

function byFile(tree: Tree, provider: Record<string, string | undefined>, name: string): void {
  delete provider.metadataUrl;
  provider.metadataFile = name;
  tree.files[`environments/test/saml/${name}`] = `<${name}/>\r\n`;
}

const problemsOf = (change: (tree: Tree) => void) =>
  load(change).problems.map(({ file, path, message, remedy }) => ({ file, path, message, remedy }));

test('a tenant and staff may each have a document of their own', () => {
  const { problems, environments } = load((tree) => {
    byFile(tree, acme(tree), 'acme.xml');
    byFile(tree, staff(tree), 'okta.xml');
  });
  expect(problems).toEqual([]);
  const test = environments.find(({ environment }) => environment.name === 'test');
  expect(test?.samlDocuments).toEqual([
    { path: 'environments/test/saml/acme.xml', text: '<acme.xml/>\n' },
    { path: 'environments/test/saml/okta.xml', text: '<okta.xml/>\n' },
  ]);
});

test.each<[string, (tree: Tree) => void, object]>([
  [
    'both of them',
    (tree) => {
      const { metadataUrl } = acme(tree);
      byFile(tree, acme(tree), 'acme.xml');
      acme(tree).metadataUrl = metadataUrl;
    },
    { path: 'identityProvider.metadataFile', message: expect.stringContaining('beside metadataUrl') },
  ],
  [
    'neither',
    (tree) => {
      delete staff(tree).metadataUrl;
    },
    { file: 'environments/test.ts', path: 'internal.okta.saml.metadataUrl', message: 'is missing' },
  ],
  [
    'a file that is not there',
    (tree) => {
      byFile(tree, acme(tree), 'acme.xml');
      byFile(tree, staff(tree), 'okta.xml');
      acme(tree).metadataFile = 'acne.xml';
      delete tree.files['environments/test/saml/acme.xml'];
    },
    {
      path: 'identityProvider.metadataFile',
      message: 'there is no file environments/test/saml/acne.xml',
      remedy: 'use one of: "okta.xml"',
    },
  ],
  [
    "another provider's",
    (tree) => {
      byFile(tree, acme(tree), 'acme.xml');
      byFile(tree, staff(tree), 'acme.xml');
    },
    {
      path: 'identityProvider.metadataFile',
      message: expect.stringMatching(/^internal\.okta\.saml of .* has/),
    },
  ],
  [
    'an unused document',
    (tree) => {
      tree.files['environments/test/saml/acme.xml'] = '<a/>';
    },
    { file: 'environments/test/saml/acme.xml', message: expect.stringContaining('no SAML provider names') },
  ],
  [
    'a document that Cognito does not accept',
    (tree) => {
      byFile(tree, acme(tree), 'acme.xml');
      tree.files['environments/test/saml/acme.xml'] = 'x'.repeat(131_073);
    },
    { file: 'environments/test/saml/acme.xml', message: 'is too long for Cognito: 131073 characters' },
  ],
  [
    'a path instead of a name',
    (tree) => {
      byFile(tree, acme(tree), 'acme.xml');
      delete tree.files['environments/test/saml/acme.xml'];
      acme(tree).metadataFile = '../saml/acme.xml';
    },
    { path: 'identityProvider.metadataFile', message: expect.stringContaining('wrong form') },
  ],
  [
    'another kind of file',
    (tree) => {
      tree.files['environments/test/saml/acme.json'] = '{}';
    },
    { file: 'environments/test/saml/acme.json', remedy: expect.stringContaining('"<name>.xml"') },
  ],
])('is refused: %s', (_, change, problem) => {
  expect(problemsOf(change)).toEqual([expect.objectContaining(problem)]);
});

test('a document of exactly the maximum length is accepted', () => {
  const change = (tree: Tree) => {
    byFile(tree, acme(tree), 'acme.xml');
    tree.files['environments/test/saml/acme.xml'] = 'x'.repeat(131_072);
  };
  expect(problemsOf(change)).toEqual([]);
});
