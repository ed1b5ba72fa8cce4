// Settings of every test file.

// Otherwise every test that loads the SDK would print its warning about Node.js 20.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// The bundler makes this a constant in the authorizer.
process.env.CEDAR_NAMESPACE ??= 'Payments';

// The local AWS in the tests' process finds moto on PATH, or where `fleet local install` has put it.
const { existsSync } = require('node:fs');
const { delimiter, join } = require('node:path');
const own = join(__dirname, '../../.fleet/venv/bin/moto_server');
const onPath = (process.env.PATH ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'moto_server')));
if (!onPath && existsSync(own)) process.env.MOTO_SERVER ??= own;
