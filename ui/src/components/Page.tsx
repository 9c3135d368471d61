import { type ReactNode, type RefObject, useEffect, useRef } from "react";

interface Props {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  testId?: string;
}

/** The heading of a screen takes the focus, so that a screen reader says where one is. */
export function useHeadingFocus(title: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A field that asked for the focus keeps it.
    if (document.activeElement === null || document.activeElement === document.body) heading.current?.focus();
  }, [title]);
  return heading;
}

/** A screen under its heading. */
export function Page({ title, lead, children, actions, testId }: Props) {
  const heading = useHeadingFocus(title);
  return (
    <section className="page stack wide" data-testid={testId}>
      <header className="row between">
        <div className="grow stack tight">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <p className="lead">{lead}</p>}
        </div>
        {actions !== undefined && <div className="row no-print">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

export function Panel({
  title,
  children,
  actions,
  isNarrow = false,
  testId,
}: {
  title?: string;
  children: ReactNode;
  actions?: ReactNode;
  /** As wide as a form of one column. */
  isNarrow?: boolean;
  testId?: string;
}) {
  return (
    <section
      className={`panel stack ${isNarrow ? "narrow" : ""}`}
      data-testid={testId}
      {...(title === undefined ? {} : { "aria-label": title })}
    >
      {(title !== undefined || actions !== undefined) && (
        <div className="row between">
          {title !== undefined && <h2>{title}</h2>}
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}

export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty stack">
      <p className="empty-title">{title}</p>
      {children}
      {action}
    </div>
  );
}

export function Spinner({ label }: { label: string }) {
  return (
    <p className="row muted" role="status">
      <span className="spinner-ring" aria-hidden="true" />
      {label}
    </p>
  );
}
