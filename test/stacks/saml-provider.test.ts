import { samlProvider } from '../../stacks/constructs/provider-settings';

const decisions = { signRequests: true, encryptAssertions: false, idpInitiated: false, signOut: true };
const url = 'https://idp.example/metadata';

test('metadata is a URL, which Cognito fetches', () => {
  const { details } = samlProvider({ metadataUrl: url, ...decisions }, undefined);
  expect(details).toEqual({
    MetadataURL: url,
    IDPInit: 'false',
    IDPSignout: 'true',
    EncryptedResponses: 'false',
    RequestSigningAlgorithm: 'rsa-sha256',
  });
});

test('or a document, in which Terraform finds nothing to interpolate', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what Terraform would fill in.
  const documents = new Map([['acme.xml', '<a b="${c} %{if d} $e"/>\n']]);
  const { details } = samlProvider({ metadataFile: 'acme.xml', ...decisions }, documents);
  expect(details).not.toHaveProperty('MetadataURL');
  expect(details.MetadataFile).toBe('<a b="$${c} %%{if d} $e"/>\n');
});

test('a missing document is an error, not an empty one', () => {
  expect(() => samlProvider({ metadataFile: 'acme.xml', ...decisions }, new Map())).toThrow('acme.xml');
});
