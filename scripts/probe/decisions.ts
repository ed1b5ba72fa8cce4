import type { Golden } from '../../stacks/policies/decisions';

/** A store's response to one golden decision's request. */
export type Said =
  | { decision: 'ALLOW' | 'DENY'; by: readonly string[] }
  /** The store did not decide: its error message. */
  | { refused: string };

/** A golden decision that a store decides differently. */
export interface Unexpected {
  name: string;
  expected: { decision: 'ALLOW' | 'DENY'; by: readonly string[] };
  said: Said;
}

/** Differences between the golden decisions and a store's decisions; the order of policies does not matter. */
export const unexpected = (asked: readonly { golden: Golden; said: Said }[]): Unexpected[] =>
  asked.flatMap(({ golden: { name, decision, by }, said }) => {
    const expected = { decision, by: [...by].sort() };
    const equal =
      'decision' in said &&
      said.decision === decision &&
      JSON.stringify([...said.by].sort()) === JSON.stringify(expected.by);
    return equal ? [] : [{ name, expected, said }];
  });

const answerText = ({ decision, by }: Unexpected['expected']) =>
  by.length > 0 ? `${decision} by ${by.join(', ')}` : `${decision} by no policy`;

/** A difference in words. */
export const unexpectedText = ({ name, expected, said }: Unexpected) =>
  `${name}: expected ${answerText(expected)}, but the store returned ${
    'refused' in said ? `an error: ${said.refused}` : answerText(said)
  }`;
