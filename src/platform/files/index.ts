export { downloadFromSlack, Files } from './files.ts';
