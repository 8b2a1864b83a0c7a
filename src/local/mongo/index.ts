export { ensureServer } from './lifecycle/ensure.ts';
export { type RunningServer, startServer } from './server/server.ts';
