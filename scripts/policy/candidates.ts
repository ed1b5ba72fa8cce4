import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Literal, Literals } from './literals';

type Extension = 'ip' | 'decimal' | 'datetime' | 'duration';

/** Cedar's constructors of extension types. */
const makers: Readonly<Record<string, Extension>> = {
  ipaddr: 'ip',
  decimal: 'decimal',
  datetime: 'datetime',
  duration: 'duration',
};

const day = 86_400_000;
const units: Readonly<Record<string, number>> = { d: day, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Milliseconds of a duration such as `-1h30m`. */
const milliseconds = (text: string) =>
  (text.startsWith('-') ? -1 : 1) *
  [...text.matchAll(/(\d+)(ms|[dhms])/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (units[unit as string] ?? 0),
    0,
  );

const isoTime = (time: number) => new Date(time).toISOString();

/** For conditions on the time or day of the week: two days, every four hours. */
const times = ['2026-11-22', '2026-11-24'].flatMap((date) =>
  [0, 4, 8, 12, 16, 20].map((hour) => isoTime(Date.parse(date) + hour * 3_600_000)),
);

/** A literal's value and its neighbours. */
const near: Readonly<Record<Extension, (text: string) => string[]>> = {
  ip: (text) => [text.replace(/\/\d+$/, ''), text.replace(/\/\d+$/, '').replace(/[0-9a-f]+$/i, '7')],
  decimal: (text) => [-0.0001, 0, 0.0001].map((step) => (Number(text) + step).toFixed(4)),
  datetime: (text) => {
    const time = Date.parse(text);
    return Number.isNaN(time) ? [text] : [-1, 0, 1].map((step) => isoTime(time + step));
  },
  duration: (text) => [-1, 0, 1].map((step) => `${milliseconds(text) + step}ms`),
};

const usual: Readonly<Record<Extension, string[]>> = {
  ip: ['203.0.113.7', '10.0.0.7', '127.0.0.1', '2001:db8::7'],
  decimal: ['0.0', '1.0', '-1.0'],
  datetime: times,
  duration: ['0ms', '1h', '1d'],
};

const valuesOf = (literals: readonly Literal[], kind: Literal['kind']) =>
  literals.flatMap(({ kind: own, value }) => (own === kind ? [value] : []));

/** Values of an extension type that may make a difference for an attribute. */
export function extensionValues(type: string, attribute: string, literals: Literals): CedarValueJson[] {
  const fn = makers[type];
  if (!fn) return [];
  const own = valuesOf(literals.of(attribute), fn) as string[];
  const seen = own.length > 0 ? own : (valuesOf(literals.all, fn) as string[]);
  // A time of day in a policy is a duration since midnight.
  const sinceMidnight =
    fn === 'datetime'
      ? (valuesOf(literals.all, 'duration') as string[]).flatMap((text) =>
          [-1, 0, 1].map((step) => isoTime(Date.parse('2026-11-24') + milliseconds(text) + step)),
        )
      : [];
  return [...seen.flatMap(near[fn]), ...sinceMidnight, ...usual[fn]].map((arg) => ({ __extn: { fn, arg } }));
}

/** Numbers that may make a difference for an attribute: each literal, and its neighbours. */
export function numbers(attribute: string, literals: Literals): number[] {
  const own = valuesOf(literals.of(attribute), 'long') as number[];
  const seen = own.length > 0 ? own : (valuesOf(literals.all, 'long') as number[]);
  const all = [...seen.flatMap((value) => [value - 1, value, value + 1]), 0, 1];
  return [...new Set(all)].filter(Number.isSafeInteger);
}

/** Strings that policies compare the attribute with. */
export const texts = (attribute: string, literals: Literals) =>
  valuesOf(literals.of(attribute), 'string') as string[];

export const allTexts = (literals: Literals) => valuesOf(literals.all, 'string') as string[];
