export { connectDatabase } from './connect.ts';
export { migrate } from './migrate.ts';
export { type Database, defineModel, matched, trusted } from './model.ts';
