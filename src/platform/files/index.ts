export { downloadFromSlack, FileGone, Files } from './files.ts';
