/** The edge: an HTTP API that asks the policy store of a route's flow before it calls a backend. */
import { z } from 'zod';
import { slug } from './values';

/** API Gateway's quota of routes per HTTP API, unless AWS has raised it. */
const routeQuota = 300;

/** Headers that routes may not read: the first two hold credentials, the rest are set by proxies along the way. */
const closedHeaders = /^(authorization|cookie|host|forwarded|via|x-forwarded-.*|x-amzn?-.*|x-fleet-.*)$/;

/** Names in Cedar: of actions, entity types and attributes. */
const cedarName = (what: string) =>
  z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, `write ${what} as it is in the schema, without its namespace`);

const parameter = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,31}$/, 'name a {parameter} of the path, in letters and digits, without braces');

const header = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'write the name of a header in lower case, as API Gateway passes it on')
  .refine(
    (name) => !closedHeaders.test(name),
    'read another header: this one holds credentials, or is not set by the caller',
  );

const sources = ['path', 'query', 'header', 'value'] as const;

/** Where a value comes from: exactly one part of the request, or a constant. */
const source = {
  /** A parameter of the path. */
  path: parameter.optional(),
  /** A parameter of the query. */
  query: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/, 'write the name of a query parameter')
    .optional(),
  header: header.optional(),
  /** A constant. */
  value: z.string().min(1, 'write a value').max(256, 'use at most 256 characters').optional(),
};

const one = (value: { [source in (typeof sources)[number]]?: string | undefined }) =>
  sources.filter((source) => value[source] !== undefined).length === 1;
const oneSource = "write exactly one of: { path: '…' }, { query: '…' }, { header: '…' }, { value: '…' }";

const idSchema = z.strictObject(source).refine(one, oneSource);

const valueSchema = z
  .strictObject({
    ...source,
    /** The value's type in Cedar: String by default. */
    type: z.enum(['string', 'long']).optional(),
  })
  .refine(one, oneSource)
  .refine(
    ({ type, value }) => type !== 'long' || value === undefined || /^-?\d{1,15}$/.test(value),
    'write a whole number, such as "1000", or leave out the type',
  );

const given = ['source_ip', 'time', 'token'];

const routeSchema = z.strictObject({
  /** Who calls it: only tokens of this flow get through. */
  flow: z.enum(['customer', 'internal', 'machine', 'tenant']),
  method: z.enum(['DELETE', 'GET', 'PATCH', 'POST', 'PUT']),
  /** Segments in lower case, or parameters: `/tenants/{tenant}/payments/{payment}`. */
  path: z
    .string()
    .regex(
      /^(\/([a-z0-9]+(-[a-z0-9]+)*|\{[a-z][A-Za-z0-9]{0,31}\}))+$/,
      'write a path such as "/tenants/{tenant}/payments": lower-case words joined by single hyphens, or {parameters}',
    )
    .max(200, 'use at most 200 characters')
    .refine((path) => {
      const named = path.match(/\{\w+\}/g) ?? [];
      return new Set(named).size === named.length;
    }, 'name each {parameter} of the path once'),
  /** One of `backends`. */
  backend: slug(20),
  /** Action in the Cedar schema of the flow's kind of policy store. */
  action: cedarName('the action'),
  /** The entity that the action applies to, without the attributes that only the backend knows. */
  resource: z.strictObject({
    type: cedarName('the entity type'),
    id: idSchema,
    attributes: z.record(cedarName('the attribute'), valueSchema).default({}),
  }),
  /** What policies see of the request besides its source address, its time and the token. */
  context: z
    .record(
      cedarName('the context value').refine(
        (name) => !given.includes(name),
        'leave it out: every request has its source_ip, time and token',
      ),
      valueSchema,
    )
    .default({}),
});

const backendSchema = z
  .strictObject({
    /** Reached over the internet: it must itself refuse callers that bypass the edge. */
    url: z
      .string()
      .regex(
        /^https:\/\/([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](:\d{1,5})?$/,
        'write only https:// and a host, such as "https://payments.example.com": the path of the request follows it',
      )
      .max(256, 'use at most 256 characters')
      .optional(),
    /** A function that echoes what it receives, for trying out an environment. */
    sample: z.literal(true).optional(),
  })
  .refine(
    ({ url, sample }) => (url === undefined) !== (sample === undefined),
    "write exactly one of: { url: 'https://…' }, { sample: true }",
  );

export const edgeSchema = z.strictObject({
  /** Per route. API Gateway's own limits for all APIs of an account and region: 10,000/s, bursts of 5,000. */
  throttling: z.strictObject({
    ratePerSecond: z.int().min(1).max(10_000),
    burst: z.int().min(1).max(5000),
  }),
  /** How long a decision is cached at most, in seconds, and so how late a change of rights may take effect. */
  decisions: z.strictObject({
    allowSeconds: z.int().min(0).max(300),
    denySeconds: z.int().min(0).max(60),
  }),
  backends: z.record(slug(20), backendSchema),
  routes: z
    .array(routeSchema)
    .min(1, 'list at least one route, or remove the edge')
    .max(routeQuota, `list at most ${routeQuota} routes: API Gateway allows no more per API`),
});
