/** Line width of the project's formatter (`biome.json`). */
const width = 110;

/** @param room columns left on the value's first line */
function pretty(value: unknown, indent: string, room: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  if (isList && value.every((entry) => typeof entry !== 'object' || entry === null)) {
    const line = `[${value.map((entry) => JSON.stringify(entry)).join(', ')}]`;
    if (line.length <= room) return line;
  }
  const entries = Object.entries(value);
  const lines = entries.map(([key, entry], index) => {
    const name = isList ? inner : `${inner}${JSON.stringify(key)}: `;
    const comma = index < entries.length - 1 ? ',' : '';
    return `${name}${pretty(entry, inner, width - name.length - comma.length)}${comma}\n`;
  });
  const [open, close] = isList ? '[]' : '{}';
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join('')}${indent}${close}`;
}

/**
 * A value as a JSON file in the style of the project's formatter: indented by two spaces, with a list of plain values on
 * one line if it fits.
 */
export const prettyJson = (value: object): string => `${pretty(value, '', width)}\n`;
