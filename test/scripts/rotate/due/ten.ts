import { rotationSchema } from '../../../../environments/schema/rotation';
import type { Item } from '../../../../scripts/rotate/due/item';
import { inOrder, type Judged, judge } from '../../../../scripts/rotate/due/judge';

export const now = new Date('2026-11-30T12:00:00Z');
export const settings = rotationSchema.parse({});
export const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

const last = { at: '2026-09-01T00:00:00.000Z', by: 'arn:aws:iam::1:user/ada', run: 'r', proof: 'token' };
const item = (name: string, more: Partial<Item>): Item => ({
  kind: 'client secret',
  name,
  account: 'identity',
  region: 'eu-central-1',
  owner: 'payments',
  ...more,
});

/** Ten secrets and certificates, with all that can be wrong with one, in no order. */
export const ten: Item[] = [
  item('fresh', { created: daysAgo(1), last }),
  item('too old', { created: daysAgo(91), last }),
  item('expired', { kind: 'SAML certificate', created: daysAgo(800), expires: daysAgo(1) }),
  item('two weeks', { created: daysAgo(90 - 14), last }),
  item('long overdue', { kind: 'federation secret', created: daysAgo(400) }),
  item('by url', { kind: 'SAML certificate', byItself: 'Cognito fetches it' }),
  item('expires soon', { kind: 'SAML certificate', created: daysAgo(300), expires: daysAgo(-29) }),
  item('soaked', { created: daysAgo(2), underWay: daysAgo(1) }),
  item('soaking', { created: daysAgo(0), underWay: daysAgo(-0.5) }),
  item('nobody knows', { kind: 'federation secret', failed: 'there is no secret fleet/x' }),
];

export const judgedTen = (): Judged[] => inOrder(ten.map((one) => judge(one, settings, now)));
