import type { EnvironmentCheck } from './check';

/** Anyone who takes over the number gets the text message, so in production it is never the only second factor. */
export const productionSms: EnvironmentCheck = ({ file, environment: { production, customer } }) => {
  if (!production || !customer || customer.mfaMethods.includes('authenticator')) return [];
  return [
    {
      file,
      path: ['customer', 'mfaMethods'],
      message: 'leaves customers of a production environment with nothing but text messages',
      remedy: "add 'authenticator'",
    },
  ];
};
