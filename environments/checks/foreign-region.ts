/** Cause shared by every mention of a region that the environment does not have. */
export const foreignRegion = (environmentFile: string, region: string) =>
  `${environmentFile}: region ${region}`;
