import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dropChecksums, lockFile, withoutChecksums } from '../../../scripts/terraform/lock-file';
import { tempFolder } from '../temp';

/** As Terraform 1.11 writes it, for a provider from the registry and one from a mirror. */
const written = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = "5.100.0"
  hashes = [
    "h1:edXOJWE4ORX8Fm+dpVpICzMZJat4AX0VRCAy/xkcOc0=",
    "zh:1a41f3ee26720fee7a9a0a361890632a1701b5dc1cf5355dc651ddbe115682ff",
  ]
}

provider "registry.terraform.io/hashicorp/null" {
  version = "3.2.1"
  hashes = [
    "h1:vUW21lLLsKlxtBf0QF7LKJreKxs0CM7YXGzqW1N/ODY=",
  ]
}
`;

const left = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = "5.100.0"
}

provider "registry.terraform.io/hashicorp/null" {
  version = "3.2.1"
}
`;

test('checksums are removed, versions stay', () => {
  expect(withoutChecksums(written)).toBe(left);
  expect(withoutChecksums(left)).toBe(left);
});

test('text in another format stays as it is, and Terraform keeps checking', () => {
  const text = 'provider "a" {\n  hashes = ["h1:x"]\n}\n';
  expect(withoutChecksums(text)).toBe(text);
});

test('a folder’s file is rewritten; if there is none, none is created', () => {
  const folder = tempFolder();
  dropChecksums(folder);
  expect(() => readFileSync(join(folder, lockFile))).toThrow('ENOENT');
  writeFileSync(join(folder, lockFile), written);
  dropChecksums(folder);
  expect(readFileSync(join(folder, lockFile), 'utf8')).toBe(left);
});
