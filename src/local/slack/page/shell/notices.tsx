import { X } from 'lucide';
import { dismiss, notices } from '../store/notices.ts';
import { offline } from '../store/workspace.ts';
import { IconButton } from '../ui/icon-button.tsx';

/** What did not work, in words for the person and, folded, for developers. */
export const Notices = () => (
  <div class="notices" role="alert">
    {offline.value && <p class="notice">Connection lost. Trying again…</p>}
    {notices.value.map((notice) => (
      <div key={notice.id} class="notice">
        <div>
          <p>{notice.text}</p>
          {notice.detail && (
            <details>
              <summary>Details</summary>
              <code>{notice.detail}</code>
            </details>
          )}
        </div>
        <IconButton icon={X} label="Dismiss" onClick={() => dismiss(notice.id)} />
      </div>
    ))}
  </div>
);
