// A test file's nth RSA key is the nth of a stock that all test files share: creating one takes a quarter of a second of
// CPU, and the pools of all tests need hundreds. Within a file, and so within a local AWS, no key is used twice.
const crypto = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const stock = join(__dirname, '../../.fleet/cache/test-keys');
// The module outlives the test file, so this must be the original function, not a replacement by an earlier file.
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
  // Atomic, since other workers may read it concurrently.
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
