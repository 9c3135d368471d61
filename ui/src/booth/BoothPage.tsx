import { type ReactNode, useRef } from "react";
import { Icon } from "../components/Icon";
import { useHeadingFocus } from "../components/Page";
import { useText } from "../i18n";
import { useOverflow } from "./useOverflow";

interface Props {
  title: string;
  lead: string;
  /** Stays in view beside the lead. */
  note?: ReactNode;
  children: ReactNode;
  /** The buttons that lead to other pages. */
  steps?: ReactNode;
}

/** So much of a box is turned over at once: what was last in it is first afterwards, so that nothing is missed. */
const TURN = 0.8;

/**
 * A page of the booth. Heading and steps stay in view; only what is between them scrolls, and words say so: a voter
 * must neither miss a candidate nor the way on.
 */
export function BoothPage({ title, lead, note, children, steps }: Props) {
  const text = useText();
  const heading = useHeadingFocus(title);
  const box = useRef<HTMLDivElement>(null);
  const more = useRef<HTMLDivElement>(null);
  const { above, below } = useOverflow(box, more);
  const turn = (direction: 1 | -1) =>
    box.current?.scrollBy({ top: direction * TURN * box.current.clientHeight });
  return (
    <section className="booth-page">
      <header className="booth-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <div className="row between">
          <p className="lead">{lead}</p>
          {note}
        </div>
      </header>
      <div className="booth-scroll" ref={box}>
        <div className="booth-content stack">{children}</div>
      </div>
      {(above || below) && (
        <div className="booth-more no-print" ref={more}>
          <button type="button" aria-disabled={!above} onClick={() => turn(-1)} data-testid="more-above">
            {above && <Icon name="up" />}
            {text(above ? "booth-more-above" : "booth-page-top")}
          </button>
          <button type="button" aria-disabled={!below} onClick={() => turn(1)} data-testid="more-below">
            {below && <Icon name="down" />}
            {text(below ? "booth-more-below" : "booth-page-end")}
          </button>
        </div>
      )}
      {steps !== undefined && <div className="booth-steps row between no-print">{steps}</div>}
    </section>
  );
}
