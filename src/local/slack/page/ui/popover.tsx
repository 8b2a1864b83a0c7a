import { autoUpdate, computePosition, flip, offset, type Placement, shift, size } from '@floating-ui/dom';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

interface PopoverProps {
  anchor: RefObject<HTMLElement | null>;
  placement?: Placement;
  /** As wide as what it belongs to, at least. */
  matchWidth?: boolean;
  class?: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** Something that floats beside its anchor, above everything, until the person clicks elsewhere. */
export function Popover({ anchor, placement = 'bottom-start', matchWidth, onClose, ...rest }: PopoverProps) {
  const floating = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const box = floating.current;
    const beside = anchor.current;
    if (!box || !beside) return;
    box.showPopover();
    return autoUpdate(beside, box, async () => {
      const fit = size({
        padding: 8,
        apply: ({ availableHeight, rects }) => {
          box.style.maxHeight = `${Math.max(120, availableHeight)}px`;
          if (matchWidth) box.style.minWidth = `${rects.reference.width}px`;
        },
      });
      const middleware = [offset(4), flip({ padding: 8 }), shift({ padding: 8 }), fit];
      const { x, y } = await computePosition(beside, box, { placement, strategy: 'fixed', middleware });
      Object.assign(box.style, { left: `${x}px`, top: `${y}px` });
    });
  }, [anchor, placement, matchWidth]);

  useEffect(() => {
    const elsewhere = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!floating.current?.contains(target) && !anchor.current?.contains(target)) onClose();
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, [anchor, onClose]);

  return (
    <div ref={floating} popover="manual" class={`popover ${rest.class ?? ''}`}>
      {rest.children}
    </div>
  );
}
