/**
 * When one condition is at least as strict as another:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import type { ConditionTest } from '../../iam-document';
import { arnCovers, textCovers } from './pattern';

type Covers = (wide: string, narrow: string) => boolean;

const equal: Covers = (wide, narrow) => wide === narrow;
const equalInAnyCase: Covers = (wide, narrow) => wide.toLowerCase() === narrow.toLowerCase();
const equalNumber: Covers = (wide, narrow) => Number(wide) === Number(narrow);

/** How a family's values are compared, and which operators are at least as strict. */
interface Family {
  covers: Covers;
  strictBy: readonly string[];
}

/** Operators that require one of the values. */
const positive: Readonly<Record<string, Family>> = {
  StringEquals: { covers: equal, strictBy: ['StringEquals'] },
  StringEqualsIgnoreCase: {
    covers: equalInAnyCase,
    strictBy: ['StringEqualsIgnoreCase', 'StringEquals'],
  },
  StringLike: { covers: textCovers, strictBy: ['StringLike', 'StringEquals'] },
  // ArnEquals and ArnLike behave identically, according to IAM's documentation.
  ArnEquals: { covers: arnCovers, strictBy: ['ArnEquals', 'ArnLike'] },
  ArnLike: { covers: arnCovers, strictBy: ['ArnEquals', 'ArnLike'] },
  Bool: { covers: equalInAnyCase, strictBy: ['Bool'] },
  NumericEquals: { covers: equalNumber, strictBy: ['NumericEquals'] },
  DateEquals: { covers: equal, strictBy: ['DateEquals'] },
  BinaryEquals: { covers: equal, strictBy: ['BinaryEquals'] },
  IpAddress: { covers: equal, strictBy: ['IpAddress'] },
};

/** Operators that exclude the values: the more values, the stricter. */
const negative: Readonly<Record<string, Family>> = {
  StringNotEquals: { covers: equal, strictBy: ['StringNotEquals', 'StringNotLike'] },
  StringNotEqualsIgnoreCase: { covers: equalInAnyCase, strictBy: ['StringNotEqualsIgnoreCase'] },
  StringNotLike: { covers: textCovers, strictBy: ['StringNotLike'] },
  ArnNotEquals: { covers: arnCovers, strictBy: ['ArnNotEquals', 'ArnNotLike'] },
  ArnNotLike: { covers: arnCovers, strictBy: ['ArnNotEquals', 'ArnNotLike'] },
  NumericNotEquals: { covers: equalNumber, strictBy: ['NumericNotEquals'] },
  NotIpAddress: { covers: equal, strictBy: ['NotIpAddress'] },
};

const orders = /^(Numeric|Date)(Less|Greater)Than(Equals)?$/;

const partsOf = (operator: string) => {
  const [, quantifier = '', name = '', ifExists = ''] =
    /^(ForAnyValue:|ForAllValues:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  return { quantifier, name, ifExists: ifExists !== '' };
};

/** One of several values suffices, so the laxest is the limit. */
function limitIsStricter(strict: string, wide: string, values: readonly string[], others: readonly string[]) {
  const [, kind, direction, orEqual] = orders.exec(wide) ?? [];
  const [, ownKind, ownDirection, ownOrEqual] = orders.exec(strict) ?? [];
  if (!kind || kind !== ownKind || direction !== ownDirection || (ownOrEqual && !orEqual)) return false;
  const sign = direction === 'Less' ? 1 : -1;
  const laxest = (all: readonly string[]) =>
    Math.max(...all.map((one) => sign * (kind === 'Date' ? Date.parse(one) : Number(one))));
  // Anything but a number compares as false, and so proves nothing.
  return laxest(values) <= laxest(others);
}

const same = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((value) => other.includes(value));

/** Whether the second test holds wherever the first does. */
function impliesTest(strict: ConditionTest, wide: ConditionTest): boolean {
  if (strict.key.toLowerCase() !== wide.key.toLowerCase()) return false;
  if (strict.operator === wide.operator && same(strict.values, wide.values)) return true;
  const [own, other] = [partsOf(strict.operator), partsOf(wide.operator)];
  if (own.quantifier !== other.quantifier || (own.ifExists && !other.ifExists)) return false;
  const within = positive[other.name];
  if (within?.strictBy.includes(own.name))
    return strict.values.every((value) => wide.values.some((one) => within.covers(one, value)));
  if (negative[other.name]?.strictBy.includes(own.name)) {
    // Use the stricter side's comparison: `StringNotLike a*` excludes more than `StringNotEquals a*`.
    const { covers } = negative[own.name] as Family;
    return wide.values.every((value) => strict.values.some((one) => covers(one, value)));
  }
  return limitIsStricter(own.name, other.name, strict.values, wide.values);
}

/** Whether the second condition holds wherever the first does, as far as that can be proved. */
export const implies = (strict: readonly ConditionTest[], wide: readonly ConditionTest[]): boolean =>
  wide.every((test) => strict.some((own) => impliesTest(own, test)));
