/** The one mistake behind all that speaks of a region in which the environment is not. */
export const foreignRegion = (environmentFile: string, region: string) =>
  `${environmentFile}: region ${region}`;
