/**
 * Letters easily mistaken for others, from Unicode's table of confusable characters (UTS #39, confusables.txt: 0 and O,
 * 1 and l and I, rn and m), in lower case as ids are. And vv for w, a staple of phishing mails.
 */
const alike: readonly [RegExp, string][] = [
  [/0/g, 'o'],
  [/[1i]/g, 'l'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
];

/** A canonical form that ids share if they look alike. */
export const lookOf = (id: string): string =>
  alike.reduce((text, [letters, as]) => text.replace(letters, as), id.toLowerCase());
