import type { ContextBlock } from '@slack/types';
import { Text } from '../text/text.tsx';
import { ImagePart } from './image.tsx';

/** Small words and pictures in one line. */
export const ContextView = ({ block }: { block: ContextBlock }) => (
  <div class="context-block">
    {block.elements.map((element, index) =>
      element.type === 'image' ? (
        <ImagePart key={index} image={element} class="context-image" />
      ) : (
        <span key={index}>
          <Text value={element} />
        </span>
      ),
    )}
  </div>
);
