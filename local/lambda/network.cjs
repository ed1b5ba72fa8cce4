/**
 * The network of a function's process: loopback, and the hosts that a stand-in on loopback serves. It keeps
 * well-behaved functions from reaching the internet by accident; it is no sandbox against malicious ones.
 */
const dgram = require('node:dgram');
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');

/** Addresses of this machine; the unspecified ones (a socket bound to all interfaces) also lead back to it. */
const isLoopback = (host) =>
  ['localhost', '::1', '0.0.0.0', '::'].includes(host) || /^127(\.\d{1,3}){3}$/.test(host);

/** `*` in a route's hosts matches any text. */
function means({ hosts }, host) {
  const [start, end] = hosts.split('*');
  if (end === undefined) return host === hosts;
  return host.length > start.length + end.length && host.startsWith(start) && host.endsWith(end);
}

function unreachable(host) {
  const message =
    `getaddrinfo ENOTFOUND ${host}: this function cannot reach it in the local AWS; ` +
    'databases can only be reached from inside a VPC, and the internet not at all';
  return Object.assign(new Error(message), {
    code: 'ENOTFOUND',
    errno: -3008,
    syscall: 'getaddrinfo',
    hostname: host,
  });
}

/**
 * The options of `Socket.connect` in each of its forms: `(options)`, `(port, host)`, `(path)`, or Node's internal list.
 */
function optionsOf(args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) return first;
  if (typeof first === 'string' && Number.isNaN(Number(first))) return { path: first };
  return { port: Number(first), host: typeof second === 'string' ? second : 'localhost' };
}

/** Restricts this process to the routes: a list of `{ hosts, port, listens }`. */
exports.confine = (routes) => {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...args) {
    const options = optionsOf(args);
    const host = String(options.host ?? 'localhost').toLowerCase();
    if (options.path || isLoopback(host)) return connect.apply(this, args);
    const route = routes.find((one) => means(one, host) && Number(options.port) === (one.listens ?? 443));
    if (!route) {
      process.nextTick(() => this.destroy(unreachable(host)));
      return this;
    }
    const done = (Array.isArray(args[0]) ? args[0] : args).find((one) => typeof one === 'function');
    return connect.call(this, { ...options, host: '127.0.0.1', port: route.port }, done);
  };

  const { lookup } = dns;
  // UDP calls this even for IP addresses, so this restricts UDP too.
  dns.lookup = (host, options, done = options) =>
    isLoopback(String(host).toLowerCase())
      ? lookup(host, options, done)
      : process.nextTick(done, unreachable(host));
  dns.promises.lookup = async (host) => {
    if (isLoopback(String(host).toLowerCase())) return { address: '127.0.0.1', family: 4 };
    throw unreachable(host);
  };
  // Other DNS queries go directly to a server: point them at one that never answers.
  dns.setServers(['127.0.0.1']);
  dns.promises.setServers(['127.0.0.1']);
  const { createSocket } = dgram;
  dgram.createSocket = (options, ...more) =>
    createSocket(
      typeof options === 'string'
        ? { type: options, lookup: dns.lookup }
        : { lookup: dns.lookup, ...options },
      ...more,
    );
  syncBuiltinESMExports();
};
