export { ids as journeyIds } from './ids.ts';
export { register } from './register.ts';
