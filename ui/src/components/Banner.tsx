import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import type { CommandError } from "../backend/bindings";
import { hasText, useFormat, useText } from "../i18n";
import { Icon, type IconName } from "./Icon";

export type Tone = "info" | "success" | "warning" | "error";

const ICONS: Record<Tone, IconName> = {
  info: "info",
  success: "check",
  warning: "warning",
  error: "warning",
};

interface Props {
  kind: Tone;
  title?: string | undefined;
  children?: ReactNode;
  testId?: string | undefined;
  /** Attributes that tests and style sheets read. */
  data?: Record<`data-${string}`, string>;
}

/** A message in the flow of the page; colour, sign and words say the same. */
export function Banner({ kind, title, children, testId, data }: Props) {
  return (
    <div
      className={`banner ${kind}`}
      role={kind === "error" ? "alert" : "status"}
      data-testid={testId}
      {...data}
    >
      <Icon name={ICONS[kind]} />
      <div className="grow">
        {title !== undefined && <p className="banner-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}

const INSTANTS = new Set(["at", "until", "closes", "opens"]);

/** Brings an element into view whenever `cause` changes to something: what came up below or above would go unseen. */
export function useInView(cause: unknown): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (cause) place.current?.scrollIntoView({ block: "nearest" });
  }, [cause]);
  return place;
}

/** Says what was refused, why and what to do; what support needs is folded away. */
export function ErrorBanner({ error }: { error: CommandError | null }) {
  const text = useText();
  const format = useFormat();
  const place = useInView(error);
  if (!error) return null;
  const key = `error-${error.code}`;
  const args = Object.fromEntries(
    Object.entries(error.params).map(([name, value]) => [
      name,
      INSTANTS.has(name) && typeof value === "string" ? format.time(value) : value,
    ]),
  );
  return (
    <div ref={place}>
      <Banner kind="error" testId="error" data={{ "data-code": error.code }}>
        <p className="banner-title">
          {hasText(key) ? text(key, args) : text(`error-remedy-${error.remedy}`)}
        </p>
        {error.detail !== "" && (
          <details className="small">
            <summary>{text("error-details")}</summary>
            <p className="mono" dir="ltr">
              {error.code}: {error.detail}
            </p>
          </details>
        )}
      </Banner>
    </div>
  );
}
