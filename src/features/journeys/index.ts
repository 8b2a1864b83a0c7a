export { ids as journeyIds } from './ids.ts';
export { takesJourneyFile } from './listeners/file.event.ts';
export { register } from './register.ts';
export { applyManifests, type ManifestPlan, planManifests } from './service/manifests.ts';
