import type { VideoBlock } from '@slack/types';
import { Link } from '../text/link.tsx';
import { plain } from '../text/text.tsx';

/** A video as a picture that leads to it: other people's players stay outside this page. */
export const VideoView = ({ block }: { block: VideoBlock }) => (
  <figure class="video-block">
    <figcaption>
      <Link url={block.title_url ?? block.video_url}>{plain(block.title)}</Link>
      <small>{[block.author_name, block.provider_name].filter(Boolean).join(' · ')}</small>
    </figcaption>
    {block.description && <p>{plain(block.description)}</p>}
    <Link url={block.video_url}>
      <img src={block.thumbnail_url} alt={block.alt_text} loading="lazy" />
    </Link>
  </figure>
);
