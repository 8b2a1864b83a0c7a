import { signal } from '@preact/signals';

/** Whether the inspector is shown. */
export const inspecting = signal(false);
