import { pathNames, restOperation } from '../dispatch';
import { awsError, json, type Service } from '../service';
import { isRdsHost } from './proxy';
import type { Rds } from './server';

const ADMINISTRATOR = 'GET /_local/rds/*';

/**
 * `GET /_local/rds/<host>`: how an administrator connects to the database behind a proxy's host, as options for `pg`:
 * `{ host: '127.0.0.1', port, user: 'postgres' }`, without TLS or password. Any `database` works: all names lead to the
 * host's single database, and one that doesn't exist is created. Use this to load migrations and roles before a
 * function connects:
 *
 *     const administrator = await (await fetch(`${endpoint}/_local/rds/${host}`)).json()
 *     const client = new pg.Client({ ...administrator, database: 'customers' })
 */
export const rdsRoutes = (rds: Rds): Service => ({
  operationOf: (request) => restOperation({ [ADMINISTRATOR]: true }, request),
  operations: {
    async [ADMINISTRATOR]({ path }) {
      const host = (pathNames(ADMINISTRATOR, path)[0] ?? '').toLowerCase();
      if (!isRdsHost(host)) return awsError(404, 'DBProxyNotFoundFault', `${host} is not an RDS host`);
      return json(200, { host: '127.0.0.1', port: await rds.administratorPort(host), user: 'postgres' });
    },
  },
});
