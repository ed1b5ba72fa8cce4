import { parseFunctionPath } from '../../../local/lambda/api';

test.each([
  ['/2015-03-31/functions', { name: '', rest: '' }],
  ['/2015-03-31/functions/hook', { name: 'hook', rest: '' }],
  [
    '/2015-03-31/functions/hook/invocations?Qualifier=2',
    { name: 'hook', qualifier: '2', rest: '/invocations' },
  ],
  ['/2015-03-31/functions/hook%3Alive/policy', { name: 'hook', qualifier: 'live', rest: '/policy' }],
  [
    `/2015-03-31/functions/${encodeURIComponent('arn:aws:lambda:eu-west-1:1:function:hook:3')}/configuration`,
    { name: 'hook', qualifier: '3', rest: '/configuration' },
  ],
])('%s', (path, expected) => {
  expect(parseFunctionPath(path)).toEqual({ qualifier: undefined, ...expected });
});

test('other paths of Lambda are not handled here', () => {
  expect(parseFunctionPath('/2015-03-31/event-source-mappings/')).toBeUndefined();
  expect(parseFunctionPath('/2017-03-31/tags/arn%3Aaws')).toBeUndefined();
});
