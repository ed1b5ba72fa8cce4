/**
 * Replaces `pg-native` in the bundle (see bundle.ts): an optional C driver for `pg` that is not installed.
 */
throw new Error('this bundle has no native PostgreSQL driver');
