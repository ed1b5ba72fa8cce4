import { Denied } from './denied';

/** Where the function runs, as Lambda tells it: its tables' replica. Throws Denied (`misconfigured`). */
export function readRegion({ AWS_REGION }: NodeJS.ProcessEnv): string {
  if (!AWS_REGION) throw new Denied('misconfigured', { missing: ['AWS_REGION'] });
  return AWS_REGION;
}
