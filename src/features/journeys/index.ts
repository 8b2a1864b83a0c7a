export type { JourneyFigures } from './domain/figures.ts';
export { ids as journeyIds } from './ids.ts';
export { takesJourneyFile } from './listeners/file.event.ts';
export { register } from './register.ts';
export { journeysInUse } from './service/in-use.ts';
export { applyManifests, type ManifestPlan, planManifests } from './service/manifests.ts';
export { figuresText } from './views/figures.ts';
