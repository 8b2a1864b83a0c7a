import type { Profile } from './service.ts';

/** What people needs of settings, given by app.ts: changes to somebody else are checked and written down there. */
export type PeoplePorts = {
  changeOther(change: {
    workspace: string;
    userId: string;
    by: string;
    profile: Profile;
  }): Promise<undefined>;
  /** Who has become a guest is a customer until an owner says otherwise. */
  suspend(person: { workspace: string; userId: string }): Promise<void>;
};
