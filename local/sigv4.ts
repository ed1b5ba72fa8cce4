import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** RFC 3986, stricter than encodeURIComponent. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Whether the holder of `secret` signed this URL, for a GET of exactly its host, path and query (Signature Version 4,
 * "Authenticating Requests: Using Query Parameters"). Doesn't check the time.
 */
export function signedBy(url: URL, secret: string): boolean {
  const query = [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature');
  const [, date = '', region = '', service = ''] = (url.searchParams.get('X-Amz-Credential') ?? '').split(
    '/',
  );
  const canonical = [
    'GET',
    url.pathname,
    query
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join('&'),
    `host:${url.host}`,
    '',
    'host',
    sha256(''),
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const time = url.searchParams.get('X-Amz-Date') ?? '';
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [region, service, 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${secret}`, date));
  const given = Buffer.from(url.searchParams.get('X-Amz-Signature') ?? '', 'hex');
  const right = hmac(key, text);
  return given.length === right.length && timingSafeEqual(given, right);
}
