/** The one namespace of a schema in Cedar's own notation; empty where it declares none, which its check tells. */
export const namespaceIn = (schema: string): string =>
  /^\s*namespace\s+([\w:]+)\s*\{/m.exec(schema.replace(/\/\/.*$/gm, ''))?.[1] ?? '';

/** The one namespace of a checked schema in JSON. */
export const namespaceOf = (schema: string): string => Object.keys(JSON.parse(schema))[0] ?? '';
