import type { StageCompiler } from '../pipeline/stage.ts';
import { compileBucket, compileBucketAuto, compileSortByCount } from './bucket.ts';
import { compileDocuments } from './documents.ts';
import { compileGraphLookup } from './graph-lookup.ts';
import { compileGroup } from './group.ts';
import { compileLookup } from './lookup.ts';
import { compileMatch } from './match.ts';
import { compileFacet, compileUnionWith } from './nested.ts';
import { compileCount, compileLimit, compileSample, compileSkip } from './paging.ts';
import { compileRedact } from './redact.ts';
import {
  compileAddFieldsStage,
  compileProjectStage,
  compileReplaceRoot,
  compileUnsetStage,
} from './shape.ts';
import { compileSortStage } from './sort.ts';
import { compileUnwind } from './unwind.ts';
import { compileFill, compileSetWindowFields } from './window.ts';
import { compileMerge, compileOut } from './write.ts';

/** Every stage this server has; docs/embedded-mongodb.md lists the same names. */
export const STAGES: Readonly<Record<string, StageCompiler>> = {
  $match: compileMatch,
  $sort: (spec) => compileSortStage(spec),
  $skip: compileSkip,
  $limit: compileLimit,
  $project: compileProjectStage,
  $group: compileGroup,
  $lookup: compileLookup,
  $unwind: compileUnwind,
  $count: compileCount,
  $facet: compileFacet,
  $addFields: compileAddFieldsStage,
  $set: compileAddFieldsStage,
  $unset: compileUnsetStage,
  $replaceRoot: compileReplaceRoot,
  $replaceWith: compileReplaceRoot,
  $sortByCount: compileSortByCount,
  $bucket: compileBucket,
  $bucketAuto: compileBucketAuto,
  $sample: compileSample,
  $out: compileOut,
  $merge: compileMerge,
  $unionWith: compileUnionWith,
  $graphLookup: compileGraphLookup,
  $redact: compileRedact,
  $documents: compileDocuments,
  $setWindowFields: compileSetWindowFields,
  $fill: compileFill,
};

/** Stages of MongoDB 7.0 that are refused with 238. */
export const REFUSED_STAGES: readonly string[] = [
  '$changeStreamSplitLargeEvent',
  '$collStats',
  '$currentOp',
  '$densify',
  '$geoNear',
  '$indexStats',
  '$listLocalSessions',
  '$listSampledQueries',
  '$listSearchIndexes',
  '$listSessions',
  '$planCacheStats',
  '$search',
  '$searchMeta',
  '$shardedDataDistribution',
  '$vectorSearch',
];
