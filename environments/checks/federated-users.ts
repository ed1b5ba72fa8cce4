import type { EnvironmentCheck } from './check';

/** Linking joins social identities to users; without a provider it would lie dormant until one is added. */
export const federatedUsers: EnvironmentCheck = ({ file, environment: { customer } }) => {
  if (!customer?.linkFederatedUsers || customer.socialProviders) return [];
  return [
    {
      file,
      path: ['customer', 'linkFederatedUsers'],
      message: 'has no effect: there is no social provider',
      remedy: 'name one in socialProviders, or remove this',
    },
  ];
};
