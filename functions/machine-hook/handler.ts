/** Refuses everyone until it can decide. */
export const handler = (): Promise<never> => Promise.reject(new Error('access denied'));
