import { Denied } from './denied';

/** The function's region, set by Lambda, which selects the tables' replica. Throws Denied (`misconfigured`). */
export function readRegion({ AWS_REGION }: NodeJS.ProcessEnv): string {
  if (!AWS_REGION) throw new Denied('misconfigured', { missing: ['AWS_REGION'] });
  return AWS_REGION;
}
