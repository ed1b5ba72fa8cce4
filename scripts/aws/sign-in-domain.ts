/** Host of a pool's sign-in domain. */
export const signInHost = (prefix: string, region: string) => `${prefix}.auth.${region}.amazoncognito.com`;

/** Where a sign-in domain answers: itself or, on the local AWS, what stands for it. */
export const domainUrl = (host: string): string => {
  const local = process.env.AWS_ENDPOINT_URL;
  return local ? `${local}/_local/domains/${host}` : `https://${host}`;
};
