import { type RefObject, useEffect, useState } from "react";

/**
 * Whether a scrolling box has content above or below of what it shows. Its content is one element; `notice` takes room
 * from it, and is there only while something is hidden.
 */
export function useOverflow(
  box: RefObject<HTMLElement | null>,
  notice: RefObject<HTMLElement | null>,
): { above: boolean; below: boolean } {
  const [above, setAbove] = useState(false);
  const [below, setBelow] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element?.firstElementChild) return undefined;
    const look = () => {
      const hidden = element.scrollHeight - element.clientHeight;
      // Otherwise a notice that hides what it speaks of would never go again.
      const isTooMuch = isContent(hidden - (notice.current?.offsetHeight ?? 0));
      setAbove(isTooMuch && isContent(element.scrollTop));
      setBelow(isTooMuch && isContent(hidden - element.scrollTop));
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    sizes.observe(element.firstElementChild);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [box, notice]);
  return { above, below };
}

/** Heights are rounded: a pixel is no content. */
const isContent = (pixels: number) => pixels > 1;
