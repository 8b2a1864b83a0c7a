import type { ComponentChildren } from 'preact';
import { viewer } from '../store/workspace.ts';
import { formatSlackDate, momentLabel } from './dates.ts';
import { Link } from './link.tsx';

interface SlackDateProps {
  timestamp: number;
  format: string;
  url?: string;
  fallback: ComponentChildren;
}

/** A moment in the reader's zone, as `<!date^…>` and rich text's `date` write it. */
export function SlackDate({ timestamp, format, url, fallback }: SlackDateProps) {
  const text = formatSlackDate(timestamp, format, viewer.value);
  if (text === undefined) return <>{fallback}</>;
  const time = (
    <time
      dateTime={new Date(timestamp * 1000).toISOString()}
      title={momentLabel(String(timestamp), viewer.value)}
    >
      {text}
    </time>
  );
  return url ? <Link url={url}>{time}</Link> : time;
}
