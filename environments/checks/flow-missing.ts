/** The one mistake behind all that speaks of a flow which no account of the environment has. */
export const flowMissing = (environmentFile: string, flow: string) => `${environmentFile}: flow ${flow}`;
