import { MongoClient } from 'mongodb';
import { copyDocuments, copyIndexes, type Route } from './collection.ts';
import { PROGRESS_DATABASE, Progress } from './progress.ts';

const OWN_DATABASES = new Set(['admin', 'config', 'local', PROGRESS_DATABASE]);

/** What was copied of one collection, counted on both sides afterwards. */
export interface CopiedCollection {
  readonly namespace: string;
  readonly indexes: number;
  readonly documents: number;
  readonly arrived: number;
}

/**
 * Copies every database of one MongoDB to another: documents byte by byte, then indexes, then a count of both sides.
 * A copy that breaks off goes on where it was when it is called again. Throws when a target collection has documents of
 * its own, and when the target refuses one.
 */
export async function copyAll(
  from: string,
  to: string,
  say: (line: string) => void,
): Promise<CopiedCollection[]> {
  const source = await MongoClient.connect(from);
  try {
    const target = await MongoClient.connect(to);
    try {
      return await copyBetween(source, target, say);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function copyBetween(
  source: MongoClient,
  target: MongoClient,
  say: (line: string) => void,
): Promise<CopiedCollection[]> {
  const progress = new Progress(target);
  const routes = await routesBetween(source, target);
  const copied: CopiedCollection[] = [];
  for (const route of routes) {
    await copyDocuments(route, progress);
    const indexes = await copyIndexes(route);
    const [documents, arrived] = await Promise.all([
      route.from.collection(route.name).countDocuments(),
      route.to.collection(route.name).countDocuments(),
    ]);
    const namespace = `${route.from.databaseName}.${route.name}`;
    copied.push({ namespace, indexes, documents, arrived });
    say(`${namespace}: ${arrived} of ${documents} documents, ${indexes} indexes`);
  }
  // when they differ somebody has written meanwhile: the next run copies those collections anew
  const short = copied.filter(({ documents, arrived }) => documents !== arrived);
  for (const { namespace } of short) await progress.restart(namespace);
  if (routes.length > 0 && short.length === 0) await progress.forget();
  return copied;
}

async function routesBetween(source: MongoClient, target: MongoClient): Promise<Route[]> {
  const { databases } = await source.db('admin').admin().listDatabases({ nameOnly: true });
  const routes: Route[] = [];
  for (const { name: database } of databases) {
    if (OWN_DATABASES.has(database)) continue;
    const from = source.db(database);
    for (const { name } of await from.listCollections({}, { nameOnly: true }).toArray()) {
      routes.push({ from, to: target.db(database), name });
    }
  }
  return routes;
}
