import * as cognitoSdk from '@aws-sdk/client-cognito-identity-provider';
import * as dynamodbSdk from '@aws-sdk/client-dynamodb';
import { inviteAdministrator, type TenantPool } from '../../../../scripts/tenant/bootstrap/administrator';

const ada = { email: 'ada@acme.example', group: 'admins' };
const meta = { $metadata: {} };

class Killed extends Error {}

/** A pool and its table, in memory. */
class Model {
  users = new Map<string, { sub: string; tenant: string | undefined }>();
  groups: string[] = [];
  mapped = new Map<string, string>();
  mails: string[] = [];
  asked: string[] = [];
  /** After that many successful calls, the caller is gone. */
  dies = Number.POSITIVE_INFINITY;

  #answers: Record<string, (input: Record<string, unknown>) => unknown> = {
    AdminGetUserCommand: ({ Username }) => {
      const user = this.users.get(String(Username));
      if (!user) throw new cognitoSdk.UserNotFoundException({ message: 'none', ...meta });
      return { UserAttributes: this.#attributes(user) };
    },
    AdminCreateUserCommand: (input) => {
      const name = String(input.Username);
      if (this.users.has(name)) throw new cognitoSdk.UsernameExistsException({ message: 'taken', ...meta });
      const given = input.UserAttributes as { Name: string; Value: string }[];
      const tenant = given.find(({ Name }) => Name === 'custom:tenant_id')?.Value;
      const user = { sub: `sub-${this.users.size}`, tenant };
      this.users.set(name, user);
      if (input.MessageAction !== 'SUPPRESS') this.mails.push(name);
      return { User: { Attributes: this.#attributes(user) } };
    },
    AdminAddUserToGroupCommand: ({ Username, GroupName }) => {
      this.groups = [...new Set([...this.groups, `${Username} ${GroupName}`])];
      return {};
    },
    PutItemCommand: ({ Item }) => {
      const { user_id, tenant_id } = Item as Record<string, { S: string }>;
      const id = user_id?.S as string;
      const there = this.mapped.get(id);
      if (there !== undefined)
        throw new dynamodbSdk.ConditionalCheckFailedException({
          message: 'there',
          ...meta,
          Item: { tenant_id: { S: there } },
        });
      this.mapped.set(id, tenant_id?.S as string);
      return {};
    },
  };

  #attributes({ sub, tenant }: { sub: string; tenant: string | undefined }) {
    return [{ Name: 'sub', Value: sub }, ...(tenant ? [{ Name: 'custom:tenant_id', Value: tenant }] : [])];
  }

  #client = {
    send: async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
      const { name } = command.constructor;
      this.asked.push(name);
      let error: unknown;
      let answer: unknown;
      try {
        answer = this.#answers[name]?.(command.input);
      } catch (thrown) {
        error = thrown;
      }
      if (--this.dies <= 0) throw new Killed();
      if (error) throw error;
      return answer;
    },
  };

  get pool() {
    return {
      tenant: 'acme',
      userPoolId: 'eu-central-1_1',
      usersTable: 'dev-tenant-users',
      cognito: this.#client,
      cognitoSdk,
      dynamodb: this.#client,
      dynamodbSdk,
    } as unknown as TenantPool;
  }
}

const end = ({ users, groups, mapped, mails }: Model) => ({
  users: [...users],
  groups,
  mapped: [...mapped],
  mails,
});
const whole = {
  users: [['ada@acme.example', { sub: 'sub-0', tenant: 'acme' }]],
  groups: ['ada@acme.example admins'],
  mapped: [['sub-0', 'acme']],
  mails: ['ada@acme.example'],
};

describe('an administrator', () => {
  test('is invited once, mapped to the tenant, and added to the group; the second time, nothing changes', async () => {
    const model = new Model();
    expect(await inviteAdministrator(model.pool, ada)).toEqual({ sub: 'sub-0', invited: true });
    expect(end(model)).toEqual(whole);
    expect(await inviteAdministrator(model.pool, ada)).toEqual({ sub: 'sub-0', invited: false });
    expect(end(model)).toEqual(whole);
  });

  test.each([1, 2, 3, 4])(
    'is completed by a second run if the first was killed after call %i',
    async (calls) => {
      const model = new Model();
      model.dies = calls;
      await expect(inviteAdministrator(model.pool, ada)).rejects.toThrow(Killed);
      expect(model.asked).toHaveLength(calls);
      model.dies = Number.POSITIVE_INFINITY;
      await inviteAdministrator(model.pool, ada);
      expect(end(model)).toEqual(whole);
    },
  );

  test('who was created by a request whose response was lost is found again', async () => {
    const model = new Model();
    const { send } = model.pool.cognito as unknown as { send(command: object): Promise<unknown> };
    const twice = async (command: object) => {
      const created = command instanceof cognitoSdk.AdminCreateUserCommand;
      if (created) await send(command);
      return send(command);
    };
    const pool = { ...model.pool, cognito: { send: twice } } as unknown as TenantPool;
    await inviteAdministrator(pool, ada);
    expect(end(model)).toEqual(whole);
  });

  test.each(['globex', undefined])(
    'cannot be a user whose tenant_id is %s, which can never change',
    async (tenant) => {
      const model = new Model();
      model.users.set(ada.email, { sub: 'sub-9', tenant });
      await expect(inviteAdministrator(model.pool, ada)).rejects.toThrow(
        `as a user of ${tenant ?? 'no tenant'}`,
      );
      expect(end(model)).toMatchObject({ groups: [], mapped: [], mails: [] });
    },
  );

  test('cannot be a user mapped to another tenant, who then gets into no group', async () => {
    const model = new Model();
    model.mapped.set('sub-0', 'globex');
    await expect(inviteAdministrator(model.pool, ada)).rejects.toThrow('user sub-0 is mapped to globex');
    expect(model.groups).toEqual([]);
  });
});
