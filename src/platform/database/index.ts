export { connectDatabase } from './connect.ts';
export { migrate } from './migrate.ts';
export { type Database, defineModel, trusted } from './model.ts';
