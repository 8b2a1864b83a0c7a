import type { SectionBlock } from '@slack/types';
import { Element } from '../elements/element.tsx';
import { Text } from '../text/text.tsx';

/** Words, fields in two columns, and something beside them. */
export function SectionView({ block }: { block: SectionBlock }) {
  return (
    <div class="section-block">
      <div class="section-words">
        {block.text && (
          <div class="section-text">
            <Text value={block.text} />
          </div>
        )}
        {block.fields && (
          <div class="section-fields">
            {block.fields.map((field, index) => (
              <div key={index}>
                <Text value={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {block.accessory && (
        <div class="section-accessory">
          <Element element={block.accessory} blockId={block.block_id} />
        </div>
      )}
    </div>
  );
}
