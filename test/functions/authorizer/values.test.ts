import { questionOf } from '../../../functions/authorizer/question';
import { apiRequest } from '../../../functions/authorizer/request';
import { routesOf } from '../../../functions/authorizer/routes';
import { textFrom, valuesFrom } from '../../../functions/authorizer/values';
import type { RouteValue } from '../../../functions/catalogue';
import { Denied } from '../../../functions/shared/denied';
import { set } from '../events';
import { apiEvent, list } from './requests';

const unmapped = (value: string) => new Denied('request-unmapped', { value });
const request = (more: Parameters<typeof apiEvent>[0] = {}) => apiRequest(apiEvent(more));

describe('a value of a request', () => {
  it.each<[source: RouteValue, value: object]>([
    [{ path: 'payment' }, { string: 'p1' }],
    [{ query: 'q' }, { string: 'a b' }],
    [{ header: 'X-Purpose' }, { string: 'rent, May' }],
    [{ value: 'fixed' }, { string: 'fixed' }],
    [{ value: '-7', type: 'long' }, { long: -7 }],
    [{ query: 'n', type: 'long' }, { long: 9_007_199_254_740_991 }],
  ])('%j', (source, value) => {
    const given = request({ query: 'q=a+b&n=9007199254740991', headers: { 'x-purpose': 'rent, May' } });
    expect(valuesFrom({ it: source }, given)).toEqual({ it: value });
  });

  it.each<[title: string, source: RouteValue, query: string]>([
    ['a parameter that is not there', { path: 'account' }, ''],
    ['a parameter with a name that every object knows', { path: 'constructor' }, ''],
    ['a header that is not there', { header: 'x-amount' }, ''],
    ['a query that is not there', { query: 'q' }, ''],
    ['an empty query', { query: 'q' }, 'q='],
    ['a query parameter that appears twice', { query: 'q' }, 'q=1&q=1'],
    ['a query parameter that appears twice in two spellings', { query: 'q' }, 'q=1&%71=2'],
    ['a line break', { query: 'q' }, 'q=a%0Ab'],
  ])('%s is refused', (_title, source, query) => {
    expect(() => textFrom(source, request({ query }), 'it')).toThrow(unmapped('it'));
  });

  it.each([
    ['1e3'],
    ['1.0'],
    ['+1'],
    ['01'],
    ['-0'],
    [' 1'],
    ['1 '],
    ['0x10'],
    ['1,2'],
    ['1_000'],
    ['9007199254740992'],
    ['-9007199254740992'],
    ['99999999999999999999'],
    ['NaN'],
    ['١'],
  ])('%j is not a whole number', (text) => {
    const given = request({ headers: { 'x-amount': text } });
    expect(() => valuesFrom({ it: { header: 'x-amount', type: 'long' } }, given)).toThrow(unmapped('it'));
  });

  it.each(['x/../../globex', 'a%2Fb', '..', '.', 'a?b', 'a#b', 'a\\b', 'a;b'])(
    '%j in the path is not a plain segment, whether the route uses it or not',
    (text) => {
      const plain = request();
      const given = { ...plain, path: { ...plain.path, unused: text } };
      const route = routesOf(JSON.stringify(list)).get(given.routeKey);
      if (!route) throw new Error(`no route ${given.routeKey}`);
      expect(() => questionOf(route, given, 0)).toThrow(unmapped('unused'));
      expect(() =>
        questionOf(route, { ...given, path: { ...given.path, unused: 'a.b-c_d:e@f' } }, 0),
      ).not.toThrow();
    },
  );

  it('an id is no longer than the policy store allows', () => {
    const [route] = list;
    const ask = (length: number) => questionOf(route as never, request({ payment: 'p'.repeat(length) }), 0);
    expect(ask(612).resource.id).toHaveLength(612);
    expect(() => ask(613)).toThrow(unmapped('resource.id'));
  });
});

describe('an event', () => {
  it.each([
    ['version', '1.0'],
    ['type', 'TOKEN'],
    ['routeKey', ''],
    ['rawQueryString', 7],
    ['headers', { authorization: ['a', 'b'] }],
    ['pathParameters', []],
    ['requestContext', null],
    ['requestContext.requestId', undefined],
    ['requestContext.http.sourceIp', 'localhost'],
    ['requestContext.http.sourceIp', '10.0.0.0/8'],
  ])('without a valid %s is not a request', (path, value) => {
    const event = apiEvent({});
    set(event, path, value);
    expect(() => apiRequest(event)).toThrow(new Denied('malformed-event'));
  });

  it('may lack headers, a query and parameters', () => {
    const { headers: _, rawQueryString: __, pathParameters: ___, ...event } = apiEvent({});
    expect(apiRequest(event)).toMatchObject({ headers: {}, rawQuery: '', path: {} });
  });
});

describe('routes.json', () => {
  const invalid = (text: string) => {
    try {
      routesOf(text);
    } catch (error) {
      return (error as Denied).detail.invalid;
    }
    return undefined;
  };
  it('is read by the key of each route', () => {
    expect([...routesOf(JSON.stringify(list)).values()]).toEqual(list);
    expect(routesOf('[]').size).toBe(0);
  });

  it.each<[path: string, value: unknown]>([
    ['key', ''],
    ['flow', 'partner'],
    ['action', undefined],
    ['resource', []],
    ['resource.type', 7],
    ['resource.id', {}],
    ['resource.id', { path: 'a', query: 'b' }],
    ['resource.id', { body: 'a' }],
    ['resource.id', { path: '' }],
    ['resource.attributes', undefined],
    ['resource.attributes', { amount: { value: 'many', type: 'long' } }],
    ['context', { amount: { header: 'x', type: 'decimal' } }],
    ['context', { amount: 'x' }],
  ])('with a wrong %s does not start the function', (path, value) => {
    const route = structuredClone(list[0]);
    set(route, path, value);
    expect(invalid(JSON.stringify([list[1], route]))).toEqual([`routes.json: 1.${path}`]);
  });

  it('that is not valid does not start the function', () => {
    expect(invalid('{')).toEqual(['routes.json: no JSON']);
    expect(invalid('{}')).toEqual(['routes.json: no list']);
    expect(invalid('[7]')).toEqual(['routes.json: 0.no route']);
    expect(invalid(JSON.stringify([list[0], list[0]]))).toEqual(['routes.json: 1.key stands twice']);
  });
});
