import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { draftsFromCsv } from '../../../../scripts/tenant/request/from-csv';
import { readSource } from '../../../../scripts/tenant/request/read-source';
import { tempFolder } from '../../temp';
import { type csv, head, row } from './asked';

const read = (text: string | Uint8Array) => {
  const file = join(tempFolder(), 'new.csv');
  writeFileSync(file, text);
  return draftsFromCsv('new.csv', readSource(file));
};
const withIds = (...ids: string[]) => [head.join(','), ...ids.map((id) => row(id))].join('\n');
const idsOf = ({ drafts }: ReturnType<typeof csv>) => drafts.map(({ values }) => values.id);

describe('tenants as CSV', () => {
  test('can have lists, flags, numbers and parts of objects', () => {
    const columns =
      'id,groups,selfSignUp,tokens.accessMinutes,tokens.idMinutes,mfa,name,regions,callbackUrls,logoutUrls';
    const { drafts } = read(`${columns}\nhooli,admins  viewers,TRUE,15,a lot,,Hooli,r,c,l\n`);
    expect(drafts[0]?.values).toEqual({
      id: 'hooli',
      name: 'Hooli',
      groups: ['admins', 'viewers'],
      selfSignUp: true,
      tokens: { accessMinutes: 15, idMinutes: 'a lot' },
      regions: ['r'],
      callbackUrls: ['c'],
      logoutUrls: ['l'],
    });
  });

  test.each([
    ['a byte-order mark', `\u{FEFF}${withIds('hooli', 'stark')}`],
    ['semicolons', withIds('hooli', 'stark').replaceAll(',', ';')],
    ['tabs', withIds('hooli', 'stark').replaceAll(',', '\t')],
    ['line ends of Windows', withIds('hooli', 'stark').replaceAll('\n', '\r\n')],
    ['quotes', withIds('hooli', 'stark').replaceAll(/[^,\n]+/g, '"$&"')],
    ['empty lines', `${withIds('hooli', 'stark')}\n\n\n`],
  ])('are read with %s', (_, text) => {
    const drafts = read(text);
    expect(drafts.findings).toEqual([]);
    expect(idsOf(drafts)).toEqual(['hooli', 'stark']);
  });

  test('know the line of each, whatever was quoted before it', () => {
    const { drafts } = read(
      `${head.join(',')}\n${row('hooli', { name: '"Hooli\nof ""Palo Alto"", Inc."' })}\n\n${row('stark')}\n`,
    );
    expect(drafts.map(({ at }) => at([]).line)).toEqual([2, 5]);
    expect(drafts[0]?.values.name).toBe('Hooli\nof "Palo Alto", Inc.');
  });

  test.each([
    ['no rows', `${head.join(',')}\n`, undefined, 'has no tenant'],
    ['nothing', '', undefined, 'has no tenant'],
    ['a quote that is not closed', `${withIds('hooli')}\n"stark\n`, 3, 'a quote is never closed'],
    ['a quote inside a field', withIds('hooli', '"st"ark'), 3, 'a quote ends in the middle of a field'],
    ['a quote that begins late', withIds('hooli', 'st"ark"'), 3, 'a quote begins in the middle of a field'],
    ['a field too many', `${withIds('hooli', 'stark')},more`, 3, 'has 8 fields, but the first row has 7'],
    ['a missing column', withIds('hooli').replace('regions', 'mfa'), 1, 'this column is missing'],
    [
      'an unknown column',
      withIds('hooli').replace('administrator', 'administator'),
      1,
      'there is no such column',
    ],
    [
      'a column that appears twice',
      withIds('hooli').replace('administrator', 'name'),
      1,
      'this column appears twice',
    ],
  ])('are refused with %s', (_, text, line, message) => {
    const { findings } = read(text);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.line).toBe(line);
    expect(findings[0]?.message).toContain(message);
  });

  test('name every wrong row, and a likely column', () => {
    const { findings } = read([head.join(','), 'a', 'b,c', row('hooli')].join('\n'));
    expect(findings.map(({ line }) => line)).toEqual([2, 3]);
    expect(read(withIds('a').replace('callbackUrls', 'callbackURLs')).findings).toMatchObject([
      { path: ['callbackURLs'], remedy: expect.stringContaining('did you mean "callbackUrls"?') },
      { path: ['callbackUrls'], message: 'this column is missing' },
    ]);
  });

  test('are refused in another encoding, and if there is no file', () => {
    expect(() => read(Buffer.from(`\u{FEFF}${withIds('hooli')}`, 'utf16le'))).toThrow('not encoded in UTF-8');
    expect(() => readSource(join(tempFolder(), 'none.csv'))).toThrow('cannot be read: ENOENT');
  });
});
