// The same resources written by hand: `node bare.cjs <documents> <outdir>`. One construct per resource, references as
// CDKTF tokens, no abstractions, no checks, no bundles, and CDKTF's own synth.
const { readFileSync } = require('node:fs');

const [, , source, outdir] = process.argv;
const documents = JSON.parse(readFileSync(source, 'utf8'));
// Reading the input is not counted.
process.emit('bench-begins');

const { App, TerraformStack, S3Backend, TerraformVariable, TerraformOutput } = require('cdktf');
const { AwsProvider } = require('@cdktf/provider-aws/lib/provider');

// As any expert would: otherwise each token records a whole call stack.
require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];

const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const classes = new Map();
/** The provider's class for a type: that of `aws_iam_role` is in `lib/iam-role`. */
function classOf(type) {
  if (!classes.has(type)) {
    const name = type.replace(/^aws_/, '');
    const module = require(`@cdktf/provider-aws/lib/${name.replaceAll('_', '-')}`);
    classes.set(
      type,
      Object.values(module).find(({ tfResourceType }) => tfResourceType === type),
    );
  }
  return classes.get(type);
}

/** Maps with arbitrary keys, which no class renames. */
const free = ['tags', 'variables', 'dimensions'];

const app = new App({ outdir, stackTraces: false });
for (const [id, document] of Object.entries(documents)) {
  const stack = new TerraformStack(app, id);
  const made = new Map();
  const converted = (value, key) => {
    if (typeof value === 'string')
      return value.replace(/\$\{(aws_[a-z0-9_]+)\.([\w-]+)\.([a-z_]+)\}/g, (text, type, name, attribute) =>
        document.resource[type]?.[name] ? make(type, name).getStringAttribute(attribute) : text,
      );
    if (Array.isArray(value)) return value.map((part) => converted(part));
    if (value === null || typeof value !== 'object') return value;
    const name = free.includes(key) ? (one) => one : camel;
    return Object.fromEntries(Object.entries(value).map(([one, part]) => [name(one), converted(part, one)]));
  };
  const make = (type, name) => {
    const address = `${type}.${name}`;
    if (!made.has(address)) {
      const { '//': _, depends_on, provider, lifecycle, ...rest } = document.resource[type][name];
      const config = converted(rest);
      if (lifecycle) config.lifecycle = converted(lifecycle);
      if (depends_on)
        config.dependsOn = depends_on.map((one) => {
          const [kind, ...names] = one.split('.');
          return make(kind, names.join('.'));
        });
      const resource = new (classOf(type))(stack, `${type}.${name}`, config);
      resource.overrideLogicalId(name);
      if (provider) resource.addOverride('provider', provider);
      made.set(address, resource);
    }
    return made.get(address);
  };
  new S3Backend(stack, converted(document.terraform.backend.s3)).addOverride('use_lockfile', true);
  for (const [index, provider] of document.provider.aws.entries())
    new AwsProvider(stack, `aws-${index}`, converted(provider));
  for (const [name, variable] of Object.entries(document.variable ?? {}))
    new TerraformVariable(stack, name, variable).addOverride('ephemeral', variable.ephemeral);
  for (const [type, named] of Object.entries(document.resource))
    for (const name of Object.keys(named)) make(type, name);
  for (const [name, { value }] of Object.entries(document.output ?? {}))
    new TerraformOutput(stack, `output-${name}`, { value: converted(value) }).overrideLogicalId(name);
  stack.addOverride('terraform.required_version', document.terraform.required_version);
  for (const key of ['import', 'removed', 'data']) if (document[key]) stack.addOverride(key, document[key]);
}
app.synth();
