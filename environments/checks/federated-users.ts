import type { EnvironmentCheck } from './check';

/** Linking joins social identities to users; without any provider it would only wait for the day when there is one. */
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
