/**
 * Letters that are taken for others, from Unicode's table of confusable characters (UTS #39, confusables.txt: 0 and O,
 * 1 and l and I, rn and m), as ids have them: in lower case. And vv, as every reader of phishing mails knows it.
 */
const alike: readonly [RegExp, string][] = [
  [/0/g, 'o'],
  [/[1i]/g, 'l'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
];

/** Two ids that look alike have the same. */
export const lookOf = (id: string): string =>
  alike.reduce((text, [letters, as]) => text.replace(letters, as), id.toLowerCase());
