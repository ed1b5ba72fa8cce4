/** Cause shared by every mention of a flow that no account of the environment has. */
export const flowMissing = (environmentFile: string, flow: string) => `${environmentFile}: flow ${flow}`;
