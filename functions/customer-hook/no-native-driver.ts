/**
 * Stands in for `pg-native` in the bundle (see bundle.ts): a driver in C that `pg` would load if it were asked
 * to, and which is not there.
 */
throw new Error('this bundle has no native PostgreSQL driver');
