export { downloadFromSlack, Files, type StoredFile } from './files.ts';
