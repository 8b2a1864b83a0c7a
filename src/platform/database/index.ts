export { connectDatabase } from './connect.ts';
export { migrate } from './migrate.ts';
export { type Database, definedModels, defineModel, type IndexPlan, trusted } from './model.ts';
