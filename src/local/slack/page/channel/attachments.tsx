import type { Json } from '../../control/types.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { Link } from '../text/link.tsx';
import { Mrkdwn } from '../text/mrkdwn.tsx';

interface Attachment {
  color?: string;
  blocks?: Json[];
  pretext?: string;
  title?: string;
  title_link?: string;
  text?: string;
  fallback?: string;
  footer?: string;
  fields?: { title: string; value: string }[];
}

const named: Record<string, string> = { good: '#2a9d6f', warning: '#c98a00', danger: '#c0392b' };

/** Secondary content with a coloured edge. */
export const Attachments = ({ attachments }: { attachments: Json[] }) => (
  <>
    {(attachments as Attachment[]).map((attachment, index) => (
      <AttachmentView key={index} attachment={attachment} />
    ))}
  </>
);

function AttachmentView({ attachment }: { attachment: Attachment }) {
  const { color = '', blocks, title, title_link, text, fallback, fields } = attachment;
  const edge = named[color] ?? (color ? `#${color.replace(/^#/, '')}` : 'var(--line-strong)');
  return (
    <div class="attachment" style={{ borderInlineStartColor: edge }}>
      {attachment.pretext && <Mrkdwn text={attachment.pretext} />}
      {title && <strong>{title_link ? <Link url={title_link}>{title}</Link> : title}</strong>}
      {text && (
        <div>
          <Mrkdwn text={text} />
        </div>
      )}
      {fields?.map((field) => (
        <div key={field.title}>
          <strong>{field.title}</strong> <Mrkdwn text={field.value} />
        </div>
      ))}
      {blocks && <Blocks blocks={blocks} />}
      {!text && !blocks && !title && fallback && <Mrkdwn text={fallback} />}
      {attachment.footer && <small>{attachment.footer}</small>}
    </div>
  );
}
