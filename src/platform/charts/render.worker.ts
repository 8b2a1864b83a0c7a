import { setPriority } from 'node:os';
import { drawPng } from './draw.ts';
import type { Picture } from './picture.ts';

// Drawing takes a whole processor for a moment; on a small machine the process that answers people goes first,
// but a busy machine must not keep a picture from being drawn.
setPriority(5);

/** The entry of the drawing process. */
export default function render(picture: Picture): Promise<Uint8Array> {
  return drawPng(picture);
}
