import { setFlagsFromString } from 'node:v8';

type Engine = typeof import('@cedar-policy/cedar-wasm/nodejs');

let loaded: Engine | undefined;

/** The Cedar engine, loaded on first use: it is 4 MB of WebAssembly, and most commands do not need it. */
export function cedarEngine(): Engine {
  if (loaded) return loaded;
  // Node 20 inlines calls into WebAssembly, and crashes ("unreachable code") when it deoptimises during one
  // that returns an object: seen with 20.20 after some ten thousand calls to the Cedar engine.
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--no-turbo-inline-js-wasm-calls');
  loaded = require('@cedar-policy/cedar-wasm/nodejs') as Engine;
  return loaded;
}
