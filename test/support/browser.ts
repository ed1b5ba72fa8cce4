import { request } from 'node:http';
import { Network, type Route } from '../../local/network';

/** What a browser shows after its redirects: its URL and the page. */
export interface Page {
  status: number;
  url: URL;
  body: string;
  headers: Headers;
}

/** A page's first form: its target, and its fields with their values. */
export function formOf({ body, url }: Page): { action: string; fields: Record<string, string> } {
  const text = (escaped = '') =>
    escaped
      .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  const form = /<form[^>]*>/.exec(body)?.[0];
  if (!form) throw new Error(`${url} has no form (${body.slice(0, 500)})`);
  const attribute = (tag: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  const inputs = [...body.matchAll(/<input[^>]*>/g)].map(([tag]) => tag);
  const fields = inputs
    .filter((tag) => attribute(tag, 'name'))
    .map((tag) => [text(attribute(tag, 'name')), text(attribute(tag, 'value'))]);
  return { action: new URL(text(attribute(form, 'action')), url).href, fields: Object.fromEntries(fields) };
}

/**
 * A browser in the local network: keeps cookies by host, follows redirects, and stops at a host that is not
 * part of the network, such as an app's callback; the page is then that URL, with status 0.
 */
export class Browser {
  private readonly cookies = new Map<string, Map<string, string>>();
  private readonly network = new Network();
  /** Every URL that it visited, in order. */
  readonly history: string[] = [];

  constructor(routes: Route[]) {
    for (const route of routes) this.network.add(route);
  }

  /** A browser in the network of a local AWS. */
  static async at(endpoint: string): Promise<Browser> {
    return new Browser((await (await fetch(`${endpoint}/_local/network`)).json()) as Route[]);
  }

  get = (url: string): Promise<Page> => this.go('GET', url);

  post = (url: string, fields: Record<string, string>): Promise<Page> =>
    this.go('POST', url, new URLSearchParams(fields).toString());

  /** Submits the page's form with its hidden fields and these. */
  submit(page: Page, fields: Record<string, string> = {}): Promise<Page> {
    const form = formOf(page);
    return this.post(form.action, { ...form.fields, ...fields });
  }

  private async go(method: string, to: string, body?: string): Promise<Page> {
    const url = new URL(to);
    this.history.push(url.href);
    let port: number;
    try {
      port = this.network.portOf(url.hostname);
    } catch {
      return { status: 0, url, body: '', headers: new Headers() };
    }
    const jar = this.cookies.get(url.host) ?? new Map<string, string>();
    this.cookies.set(url.host, jar);
    const page = await this.send(method, url, port, jar, body);
    for (const cookie of page.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value && !/max-age=0\b|expires=thu, 01 jan 1970/i.test(cookie)) jar.set(name, value);
      else jar.delete(name);
    }
    const location = page.headers.get('location');
    return page.status >= 300 && page.status < 400 && location
      ? this.go('GET', new URL(location, url).href)
      : page;
  }

  private send(
    method: string,
    url: URL,
    port: number,
    jar: Map<string, string>,
    body?: string,
  ): Promise<Page> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const type = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const headers = { host: url.host, ...(cookie && { cookie }), ...type };
    return new Promise((resolve, reject) => {
      const path = `${url.pathname}${url.search}`;
      const outgoing = request(
        { host: '127.0.0.1', port, method, path, headers, agent: false },
        (incoming) => {
          let text = '';
          incoming.setEncoding('utf8');
          incoming.on('data', (chunk: string) => {
            text += chunk;
          });
          incoming.on('end', () => {
            const pairs = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
              values.map((value): [string, string] => [name, value]),
            );
            resolve({ status: incoming.statusCode ?? 0, url, body: text, headers: new Headers(pairs) });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}
