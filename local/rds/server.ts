import type { Socket } from 'node:net';
import type { Accounts } from '../accounts';
import type { Authority } from '../authority';
import type { Forward } from '../service';
import { serveClient } from './client';
import { Database } from './database';
import { Fatal } from './errors';
import { Listener, until } from './listener';
import { mayConnect } from './permission';
import { readPassword, secured } from './proxy';
import { readToken } from './token';
import { readStart } from './wire';

export interface RdsParts {
  forward: Forward;
  accounts: Accounts;
  authority: Authority;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * RDS Proxy with IAM authentication, for every host `*.rds.amazonaws.com`. Each host has its own PostgreSQL, created
 * empty at the first use and lost when the local AWS stops.
 */
export class Rds {
  private readonly databases = new Map<string, Database>();
  /** The administrator's port, by host. */
  private readonly doors = new Map<string, Listener>();
  private proxy: Listener | undefined;

  constructor(private readonly parts: RdsParts) {}

  /** Starts listening, and returns the port that serves all proxies. */
  async start(): Promise<number> {
    this.proxy = await Listener.open((socket) => this.welcome(socket));
    return this.proxy.port;
  }

  /**
   * The loopback port where `postgres`, the superuser, connects to a host's database without TLS or password, to load
   * migrations; on the real AWS, that is done from inside the VPC.
   */
  async administratorPort(host: string): Promise<number> {
    let door = this.doors.get(host);
    if (!door) {
      door = await Listener.open((socket) => this.welcomeAdministrator(socket, host));
      this.doors.set(host, door);
    }
    return door.port;
  }

  private databaseOf(host: string): Database {
    let database = this.databases.get(host);
    if (!database) {
      database = new Database();
      this.databases.set(host, database);
      void database.ended.then(() => this.databases.delete(host));
    }
    return database;
  }

  private async welcome(plain: Socket): Promise<void> {
    const socket = await secured(plain, this.parts.authority);
    await until(socket, async () => {
      const { host, user, parameters, password } = await readPassword(socket);
      const { forward, accounts, now } = this.parts;
      const finding = readToken(password, { host, user }, { accounts, now: now() });
      const refused = finding.ok ? await mayConnect(forward, finding, user) : finding.reason;
      if (refused) {
        console.error(`local AWS: RDS Proxy ${host} refused ${user}: ${refused}`);
        const words = `The IAM authentication failed for the role ${user}. Check the IAM token for this role and try again.`;
        throw new Fatal('28000', words);
      }
      await serveClient(socket, this.databaseOf(host), { user, parameters, administrator: false });
    });
  }

  private async welcomeAdministrator(socket: Socket, host: string): Promise<void> {
    let start = await readStart(socket);
    while (start.kind === 'ssl' || start.kind === 'gss') {
      socket.write('N');
      start = await readStart(socket);
    }
    if (start.kind !== 'startup') return;
    const { parameters } = start;
    if (parameters.user !== 'postgres')
      throw new Fatal('28000', 'the administrator of a local database is postgres');
    await serveClient(socket, this.databaseOf(host), { user: 'postgres', parameters, administrator: true });
  }

  async stop(): Promise<void> {
    for (const listener of [this.proxy, ...this.doors.values()]) await listener?.close();
    await Promise.all([...this.databases.values()].map((database) => database.stop()));
  }
}
