import { customerHook } from '../catalogue';
import { Denied } from '../shared/denied';
import { readEnvironment } from '../shared/environment';
import { readRegion } from '../shared/region';

/** The database that holds the roles: an RDS Proxy in the function's own region. */
export interface DatabaseConfig {
  host: string;
  port: number;
  database: string;
  user: string;
  region: string;
}

/** From the function's variables and Lambda's own `AWS_REGION`. Throws Denied (`misconfigured`). */
export function readConfig(env: NodeJS.ProcessEnv): DatabaseConfig {
  const { DATABASE_HOST, DATABASE_PORT, DATABASE_NAME, DATABASE_USER } = readEnvironment(customerHook, env);
  const port = Number(DATABASE_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Denied('misconfigured', { invalid: ['DATABASE_PORT'] });
  return {
    host: DATABASE_HOST,
    port,
    database: DATABASE_NAME,
    user: DATABASE_USER,
    region: readRegion(env),
  };
}
