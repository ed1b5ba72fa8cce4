import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironments } from '../../../../environments/load';
import type { Context } from '../../../../scripts/cli/context';
import { bootstrapCommand } from '../../../../scripts/tenant/bootstrap/bootstrap-command';
import { textsOf } from '../../../environments/texts';
import { tempFolder } from '../../temp';
import { checkout } from '../checkout';

const exporting = `permit (
  principal in Payments::Group::"{user_pool_id}|viewers",
  action == Payments::Action::"exportPayments",
  resource
) when { context has source_ip && context.source_ip.isInRange(ip("192.0.2.0/24")) };
`;

/** A separate folder of policies, by their names. */
function folderOf(files: Record<string, string>): string {
  const folder = join(tempFolder(), 'hooli');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const bootstrap = (root: string, policies?: string) =>
  bootstrapCommand({ workspace: { root } } as Context, {
    ...{ env: 'dev', pr: true, parallel: 1, id: 'hooli', name: 'Hooli', regions: ['eu-central-1'] },
    callbackUrls: ['https://hooli.dev.northpay.example/in'],
    logoutUrls: ['https://hooli.dev.northpay.example/out'],
    groups: ['admins', 'viewers'],
    administrator: 'ada@hooli.example',
    ...(policies && { policies }),
  });
const beside = (root: string) => join(root, 'environments/dev/tenants/hooli');

/** Refused with these problems, and the tree is unchanged to the byte. */
async function refused(root: string, policies: string, ...problems: object[]): Promise<void> {
  const before = textsOf(root);
  await expect(bootstrap(root, policies)).rejects.toMatchObject({ exitCode: 2, data: { problems } });
  expect(textsOf(root)).toEqual(before);
}

// One project for all tests: refusals leave it unchanged.
let root: string;
beforeAll(() => {
  root = checkout();
});

describe('policies of a new tenant', () => {
  test('are checked by Cedar before anything is written, each mistake with the given file and line', async () => {
    const given = folderOf({
      'group.cedar': exporting.replace('|viewers', '|viewer'),
      'syntax.cedar': 'permit (\n  principal,\n  action\n);\n',
      'type.cedar': exporting.replace(
        'context.source_ip.isInRange(ip("192.0.2.0/24"))',
        'context.source_ip > 3',
      ),
    });
    const at = (name: string, line: number, message: string) => ({
      file: join(given, name),
      line,
      message: expect.stringContaining(message),
    });
    await refused(
      root,
      given,
      at('group.cedar', 2, 'the tenant has no such group'),
      at('syntax.cedar', 3, 'resource'),
      at('type.cedar', 5, 'unexpected type'),
    );
  });

  test('cannot silently override a golden decision', async () => {
    const given = folderOf({ 'everything.cedar': 'permit (principal, action, resource);\n' });
    const { problems } = await bootstrap(root, given).catch(({ data }) => data);
    expect(problems).toContainEqual(
      expect.objectContaining({
        file: join(given, 'everything.cedar'),
        message: expect.stringContaining('makes the kind’s golden decision'),
      }),
    );
  });

  test('exist, and nothing else does', async () => {
    const file = 'command line';
    await refused(root, join(tempFolder(), 'none'), {
      file,
      path: '--policies',
      message: 'cannot be read: ENOENT',
    });
    await refused(root, folderOf({}), { file, path: '--policies', message: 'has no policy' });
    const notes = folderOf({ 'notes.txt': '', 'viewers-export.cedar': exporting });
    await refused(root, notes, {
      file: join(notes, 'notes.txt'),
      message: 'no file of this name is read here',
    });
  });

  test('are not mixed with what someone else has put there', async () => {
    mkdirSync(beside(root));
    writeFileSync(join(beside(root), 'other.cedar'), exporting);
    await refused(root, folderOf({ 'viewers-export.cedar': exporting }), {
      file: 'environments/dev/tenants/hooli',
      message: 'this folder belongs to no tenant',
    });
    rmSync(beside(root), { recursive: true });
  });

  test('are written beside its file, are correct, and stay the same the second time', async () => {
    const given = folderOf({ 'viewers-export.cedar': exporting });
    expect(await bootstrap(root, given)).toMatchObject({
      data: {
        files: ['environments/dev/tenants/hooli.json', 'environments/dev/tenants/hooli/viewers-export.cedar'],
      },
    });
    expect(readFileSync(join(beside(root), 'viewers-export.cedar'), 'utf8')).toBe(exporting);
    expect(loadEnvironments(root).problems).toEqual([]);
    expect(await bootstrap(root, given)).toMatchObject({ data: { files: [] } });
    expect(await bootstrap(root)).toMatchObject({ data: { files: [] } });
    await expect(bootstrap(root, folderOf({ 'other.cedar': exporting }))).rejects.toThrow(
      'the policies beside its file differ',
    );
    expect(readdirSync(beside(root))).toEqual(['viewers-export.cedar']);
  });
});
