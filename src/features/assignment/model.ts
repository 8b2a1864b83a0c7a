import { defineModel } from '../../platform/database/index.ts';

/** Who assigns in a workspace now. */
export const turnModel = defineModel<{ holder: string; until: Date; again: boolean }>(
  'assignment_turns',
  {
    holder: { type: String, required: true },
    until: { type: Date, required: true },
    again: { type: Boolean, required: true },
  },
  [{ keys: { workspace: 1 }, unique: true, serves: 'one process assigns in a workspace at a time' }],
);
