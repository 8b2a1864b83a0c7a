import { drawPng } from './draw.ts';
import type { Picture } from './picture.ts';

/** The entry of the drawing process. */
export default function render(picture: Picture): Promise<Uint8Array> {
  return drawPng(picture);
}
