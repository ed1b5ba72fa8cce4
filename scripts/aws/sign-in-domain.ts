/** Host of a pool's sign-in domain. */
export const signInHost = (prefix: string, region: string) => `${prefix}.auth.${region}.amazoncognito.com`;

/** URL of a sign-in domain or, on the local AWS, of its stand-in. */
export const domainUrl = (host: string): string => {
  const local = process.env.AWS_ENDPOINT_URL;
  return local ? `${local}/_local/domains/${host}` : `https://${host}`;
};
