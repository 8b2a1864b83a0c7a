import type { MessageObject } from '../../control/types.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { SurfaceContext } from '../elements/surface.ts';
import { useNewSurface } from '../elements/use-surface.ts';
import { Mrkdwn } from '../text/mrkdwn.tsx';
import { Attachments } from './attachments.tsx';
import { Files } from './files.tsx';

/** What a message says: its blocks, else its text; then attachments and files. */
export function MessageBody({ message }: { message: MessageObject }) {
  const surface = useNewSurface('message', { channel: message.channel, ts: message.ts }, {});
  const edited = message.edited && <small class="edited">(edited)</small>;
  return (
    <SurfaceContext.Provider value={surface}>
      {message.blocks?.length ? (
        <>
          <Blocks blocks={message.blocks} />
          {edited}
        </>
      ) : (
        message.text && (
          <div class="message-text">
            <Mrkdwn text={message.text} /> {edited}
          </div>
        )
      )}
      {message.attachments && <Attachments attachments={message.attachments} />}
      {message.files && <Files files={message.files} />}
    </SurfaceContext.Provider>
  );
}
