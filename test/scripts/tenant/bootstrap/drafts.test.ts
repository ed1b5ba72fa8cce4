import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { draftsOf } from '../../../../scripts/tenant/bootstrap/drafts';
import { tempFolder } from '../../temp';

describe('the subject of a bootstrap', () => {
  test('is one tenant given by flags, field by field', () => {
    const { drafts } = draftsOf({ env: 'dev', parallel: 2, id: 'hooli', regions: ['a'], selfSignUp: true });
    expect(drafts).toHaveLength(1);
    expect(drafts[0]?.values).toEqual({ id: 'hooli', regions: ['a'], selfSignUp: true });
    expect(drafts[0]?.fillIn?.('callbackUrls')).toBe('add --callback-urls');
    expect(drafts[0]?.at(['callbackUrls', 1])).toEqual({
      file: 'command line',
      path: ['--callback-urls', 1],
    });
  });

  test('is the content of a file', () => {
    const folder = tempFolder();
    const [csv, json] = [join(folder, 'a.csv'), join(folder, 'a.json')];
    writeFileSync(csv, 'id,name,regions,callbackUrls,logoutUrls,groups\nhooli,H,r,c,l,g\n');
    writeFileSync(json, '{"id": "stark"}');
    expect(draftsOf({ parallel: 2, fromCsv: csv }).drafts[0]?.values.id).toBe('hooli');
    expect(draftsOf({ parallel: 2, fromJson: json }).drafts[0]?.values.id).toBe('stark');
    expect(() => draftsOf({ parallel: 2, fromCsv: csv, fromJson: json })).toThrow('described twice');
    expect(() => draftsOf({ parallel: 2, fromCsv: csv, id: 'hooli' })).toThrow('described twice');
  });
});
