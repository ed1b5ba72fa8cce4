import { CsvError, parse } from 'csv-parse/sync';
import type { Finding } from '../../../environments/loading/finding';
import { suggest } from '../../../environments/loading/suggest';
import type { Drafts } from './draft';

type Read = (text: string) => unknown;

const asText: Read = (text) => text;
/** URLs, regions and groups never contain spaces. */
const asList: Read = (text) => text.split(/\s+/).filter(Boolean);
// Text that is not a number, or not true or false, is left for the schema to report.
const asNumber: Read = (text) => (/^\d+$/.test(text) ? Number(text) : text);
const asFlag: Read = (text) => ({ true: true, false: false })[text.toLowerCase()] ?? text;

/** Columns that every row must fill in. */
const required = ['id', 'name', 'regions', 'callbackUrls', 'logoutUrls', 'groups'];

/** Every column, by the field of a draft that it fills. A tenant with its own provider must be written as JSON. */
const columns: Readonly<Record<string, Read>> = {
  id: asText,
  name: asText,
  regions: asList,
  callbackUrls: asList,
  logoutUrls: asList,
  groups: asList,
  administrator: asText,
  administratorGroup: asText,
  cell: asText,
  policies: asText,
  mfa: asText,
  selfSignUp: asFlag,
  serverClient: asFlag,
  'tokens.accessMinutes': asNumber,
  'tokens.idMinutes': asNumber,
  'tokens.refreshHours': asNumber,
  'branding.primaryColor': asText,
  'branding.backgroundColor': asText,
  'customDomain.domain': asText,
  'customDomain.certificateArn': asText,
};

/** Spreadsheets in Europe separate by semicolons. */
const delimiterOf = (text: string): string => {
  const [head = ''] = text.split('\n', 1);
  return [',', ';', '\t'].reduce((a, b) => (head.split(b).length > head.split(a).length ? b : a));
};

/** Quoting errors, by the parser's codes for them. */
const mistakes: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: 'a quote ends in the middle of a field',
  CSV_QUOTE_NOT_CLOSED: 'a quote is never closed',
  INVALID_OPENING_QUOTE: 'a quote begins in the middle of a field',
};

const lineBreaks = (fields: readonly string[]) =>
  fields.reduce((sum, field) => sum + field.split('\n').length - 1, 0);

/** Problems with the header: unknown, duplicate or missing columns. */
function headFindings(file: string, head: readonly string[]): Finding[] {
  const at = (column: string, message: string, remedy: string): Finding => ({
    file,
    path: [column],
    line: 1,
    message,
    remedy,
  });
  return [
    ...head.flatMap((column, index) => {
      if (!Object.hasOwn(columns, column))
        return [at(column, 'there is no such column', suggest(column, Object.keys(columns)))];
      return head.indexOf(column) < index
        ? [at(column, 'this column appears twice', 'keep one of the two')]
        : [];
    }),
    ...required
      .filter((column) => !head.includes(column))
      .map((column) =>
        at(column, 'this column is missing', 'add it to the first row, and fill it in for each row'),
      ),
  ];
}

/** The fields of a row, with `a.b` nested in `a`; empty ones are left out. */
function valuesOf(head: readonly string[], fields: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [index, column] of head.entries()) {
    const text = fields[index]?.trim() ?? '';
    if (text === '') continue;
    const [outer, inner] = column.split('.') as [string, string?];
    const value = (columns[column] as Read)(text);
    values[outer] = inner === undefined ? value : { ...(values[outer] as object), [inner]: value };
  }
  return values;
}

/**
 * Drafts from CSV (RFC 4180), one per row after the header. Columns are separated by commas, semicolons or tabs; several
 * values in one field by spaces.
 */
export function draftsFromCsv(file: string, text: string): Drafts {
  const refuse = (finding: Omit<Finding, 'file'>) => ({ drafts: [], findings: [{ file, ...finding }] });
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    rows = parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as typeof rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error.lines);
    return refuse({
      path: [],
      line,
      message: mistakes[error.code] ?? error.message,
      remedy: 'put quotes around the whole field, and write a quote inside it twice: "Hooli ""Inc"""',
    });
  }
  const [first, ...rest] = rows;
  if (!first || rest.length === 0)
    return refuse({
      path: [],
      message: 'has no tenant',
      remedy: `name the columns in the first row, ${required.join(', ')} and more, and write one row per tenant`,
    });
  const head = first.record.map((column) => column.trim());
  const ofHead = headFindings(file, head);
  if (ofHead.length > 0) return { drafts: [], findings: ofHead };
  const all = rest.map(({ record, info }) => ({ record, line: info.lines - lineBreaks(record) }));
  const findings = all
    .filter(({ record }) => record.length !== head.length)
    .map(({ record, line }) => ({
      file,
      path: [],
      line,
      message: `has ${record.length} fields, but the first row has ${head.length}`,
      remedy: 'separate fields as in the first row, and quote a field that contains the separator',
    }));
  const drafts = all
    .filter(({ record }) => record.length === head.length)
    .map(({ record, line }) => ({
      values: valuesOf(head, record),
      fillIn: (field: string) => `fill in the column ${field}`,
      at: (path: readonly PropertyKey[]) => ({ file, path, line }),
    }));
  return { drafts, findings };
}
