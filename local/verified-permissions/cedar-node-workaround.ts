import { setFlagsFromString } from 'node:v8';

// Node 20 inlines calls into WebAssembly, and crashes ("unreachable code") when it has to deoptimise during one that
// returns an object: seen with 20.20 after some ten thousand calls to the Cedar engine.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--no-turbo-inline-js-wasm-calls');
