import type { ImageBlock, ImageElement } from '@slack/types';
import { useState } from 'preact/hooks';
import { fileAddress } from '../store/files.ts';
import { plain } from '../text/text.tsx';
import { Lightbox } from '../ui/lightbox.tsx';

/** Where the browser gets a picture of a block from: a file of the workspace, or the web. */
function addressOf(image: ImageElement | ImageBlock): string {
  if (!('slack_file' in image)) return image.image_url;
  const file = image.slack_file;
  const id = 'id' in file ? file.id : /\b(F[A-Z0-9]{6,})\b/.exec(file.url)?.[1];
  return id ? fileAddress(id) : '';
}

/** A small picture inside another block. */
export const ImagePart = ({ image, class: extra }: { image: ImageElement; class: string }) => (
  <img class={extra} src={addressOf(image)} alt={image.alt_text} loading="lazy" />
);

/** A picture with its title; a click shows it in full size. */
export function ImageBlockView({ block }: { block: ImageBlock }) {
  const [open, setOpen] = useState(false);
  const title = plain(block.title);
  return (
    <figure class="image-block">
      {title && <figcaption>{title}</figcaption>}
      <button type="button" aria-label={`Open picture: ${block.alt_text}`} onClick={() => setOpen(true)}>
        <img src={addressOf(block)} alt={block.alt_text} loading="lazy" />
      </button>
      {open && (
        <Lightbox
          address={addressOf(block)}
          name={title || block.alt_text}
          alt={block.alt_text}
          onClose={() => setOpen(false)}
        />
      )}
    </figure>
  );
}
