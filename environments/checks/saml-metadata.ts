import { basename } from 'node:path';
import type { Finding } from '../loading/finding';
import { suggest } from '../loading/suggest';
import { formatPath } from '../problems';
import type { EnvironmentCheck, EnvironmentFile } from './check';
import { oneOwner } from './one-owner';

/**
 * Characters of a value in a provider's details (Cognito API reference, CreateIdentityProvider, ProviderDetails).
 */
const longest = 131_072;

/** Every SAML provider of the environment and its tenants. */
function samlProviders({ file, environment, tenants }: EnvironmentFile) {
  const staff = environment.internal?.okta.saml;
  return [
    ...(staff ? [{ file, at: ['internal', 'okta', 'saml'], settings: staff }] : []),
    ...tenants.flatMap(({ file, tenant: { identityProvider: own } }) =>
      own?.type === 'saml' ? [{ file, at: ['identityProvider'], settings: own }] : [],
    ),
  ];
}

/** A provider's metadata comes from a URL or from a file of its own, which is there. No other file lies beside it. */
export const samlMetadata: EnvironmentCheck = (environment) => {
  const providers = samlProviders(environment);
  const documents = new Map(environment.samlDocuments.map((document) => [basename(document.path), document]));
  const named = providers.flatMap(({ file, at, settings: { metadataFile } }) =>
    metadataFile === undefined
      ? []
      : [
          {
            thing: metadataFile,
            owner: `${formatPath(at)} of ${file}`,
            file,
            path: [...at, 'metadataFile'],
          },
        ],
  );
  const known = new Set(named.map(({ thing }) => thing));
  return [
    ...providers.flatMap(({ file, at, settings: { metadataUrl, metadataFile } }): Finding[] => {
      if (metadataUrl === undefined && metadataFile === undefined)
        return [
          {
            file,
            path: [...at, 'metadataUrl'],
            message: 'is missing',
            remedy:
              'write where the provider publishes its metadata ("https://…"), or a document of it as metadataFile',
          },
        ];
      if (metadataUrl === undefined || metadataFile === undefined) return [];
      return [
        {
          file,
          path: [...at, 'metadataFile'],
          message: 'is set beside metadataUrl, but Cognito accepts only one of them',
          remedy:
            'keep the URL, which Cognito fetches by itself, or the file, which changes only with a rollout',
        },
      ];
    }),
    ...named
      .filter(({ thing }) => !documents.has(thing))
      .map(({ thing, file, path }) => ({
        file,
        path,
        message: `there is no file environments/${environment.name}/saml/${thing}`,
        remedy:
          documents.size > 0 ? suggest(thing, [...documents.keys()]) : 'put the metadata document there',
      })),
    ...oneOwner(named, (first) => ({
      message: `${first} already has this document, and each changes with its own provider`,
      remedy: 'give each provider a file of its own',
    })),
    ...environment.samlDocuments.flatMap(({ path, text }): Finding[] => [
      ...(text.length > longest
        ? [
            {
              file: path,
              path: [],
              message: `is too long for Cognito: ${text.length} characters`,
              remedy: `use at most ${longest}: a document of this one provider, not of a whole federation`,
            },
          ]
        : []),
      ...(known.has(basename(path))
        ? []
        : [
            {
              file: path,
              path: [],
              message: 'no SAML provider names this document as its metadataFile',
              remedy: 'name it, or remove it',
            },
          ]),
    ]),
  ];
};
