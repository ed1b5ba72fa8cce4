/** The single namespace of a schema in Cedar's own notation; empty if it declares none, which its check reports. */
export const namespaceIn = (schema: string): string =>
  /^\s*namespace\s+([\w:]+)\s*\{/m.exec(schema.replace(/\/\/.*$/gm, ''))?.[1] ?? '';

/** The single namespace of a checked schema in JSON. */
export const namespaceOf = (schema: string): string => Object.keys(JSON.parse(schema))[0] ?? '';
