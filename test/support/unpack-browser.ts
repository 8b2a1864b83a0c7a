import { join } from 'node:path';
import carried, { inflate } from '@sparticuz/chromium';

/** Unpacks the browser of @sparticuz/chromium, and libraries for a bare machine, into the folder for temporary files. */
const [packageFolder = ''] = process.argv.slice(2);
await Promise.all([carried.executablePath(), inflate(join(packageFolder, 'bin', 'al2023.tar.br'))]);
