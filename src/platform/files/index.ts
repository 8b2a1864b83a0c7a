export { downloadFromSlack, FileElsewhere, FileGone, FileTooLarge, openFromSlack } from './download.ts';
export { Files } from './files.ts';
export { inTemporaryFolder } from './temporary.ts';
