export const ready: boolean = true;
