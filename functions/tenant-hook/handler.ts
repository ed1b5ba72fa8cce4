/** Refuses everyone: no token is better than one without its claims. */
export const handler = async (): Promise<never> => {
  throw new Error('access denied');
};
