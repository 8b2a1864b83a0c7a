import { signal } from '@preact/signals';

/** Whether the window of the workflow steps is open. */
export const stepsOpen = signal(false);

export function openSteps(): void {
  stepsOpen.value = true;
}

export function closeSteps(): void {
  stepsOpen.value = false;
}
