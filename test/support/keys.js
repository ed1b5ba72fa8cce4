// A test file's nth RSA key is the nth of a stock that every test file draws from: to make one takes a quarter of a
// second of CPU, and the pools of all tests want hundreds. Within a file, and so within a local AWS, no key comes twice.
const crypto = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const stock = join(__dirname, '../../.fleet/cache/test-keys');
// The module outlives the test file: this is the function that is there before the first of a worker.
const make = crypto.generateKeyPairSync.own ?? crypto.generateKeyPairSync;

function kept(file) {
  try {
    return crypto.createPrivateKey(readFileSync(file));
  } catch {
    return undefined;
  }
}

function keep(file, privateKey) {
  mkdirSync(stock, { recursive: true });
  // Whole or not at all: others may read it meanwhile.
  writeFileSync(`${file}.${process.pid}`, privateKey.export({ type: 'pkcs8', format: 'pem' }), {
    mode: 0o600,
  });
  renameSync(`${file}.${process.pid}`, file);
}

let drawn = 0;

function draw(type, options) {
  if (type !== 'rsa' || JSON.stringify(options) !== '{"modulusLength":2048}') return make(type, options);
  drawn += 1;
  const file = join(stock, `${drawn}.pem`);
  const known = kept(file);
  if (known) return { privateKey: known, publicKey: crypto.createPublicKey(known) };
  const made = make(type, options);
  keep(file, made.privateKey);
  return made;
}

crypto.generateKeyPairSync = Object.assign(draw, { own: make });
