import type { EnvironmentCheck } from './check';

/** A text message reaches anybody who takes over the number: in production it is never the only second factor. */
export const productionSms: EnvironmentCheck = ({ file, environment: { production, customer } }) => {
  if (!production || !customer || customer.mfaMethods.includes('authenticator')) return [];
  return [
    {
      file,
      path: ['customer', 'mfaMethods'],
      message: 'leaves customers of a production environment with text messages only',
      remedy: "add 'authenticator'",
    },
  ];
};
