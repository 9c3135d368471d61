import type { ReactNode } from "react";
import type { QrCode } from "../backend/bindings";
import { initialsOf } from "./initials";

export interface SummaryRow {
  label: string;
  value: ReactNode;
}

/** Names and values, as on a form that is read through. */
export function SummaryList({ rows }: { rows: readonly SummaryRow[] }) {
  return (
    <dl className="summary">
      {rows.map((row) => (
        <div key={row.label}>
          <dt>{row.label}</dt>
          <dd dir="auto">{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface TileProps {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  tone?: "plain" | "good" | "warn" | "bad";
  testId?: string;
}

/** One figure with its name. */
export function Tile({ label, value, note, tone = "plain", testId }: TileProps) {
  return (
    <div className={`tile ${tone}`}>
      <p className="tile-label">{label}</p>
      <p className="tile-value numeric" data-testid={testId}>
        {value}
      </p>
      {note !== undefined && <p className="small muted">{note}</p>}
    </div>
  );
}

/** A QR code as the shell computed it, with its quiet zone, always dark on white. */
export function Qr({ code, label, testId }: { code: QrCode; label: string; testId?: string }) {
  const side = code.size;
  return (
    <svg
      className="qr"
      viewBox={`-4 -4 ${side + 8} ${side + 8}`}
      role="img"
      aria-label={label}
      data-testid={testId}
    >
      <rect x="-4" y="-4" width={side + 8} height={side + 8} fill="#fff" />
      <path d={code.path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

/** A face, or its absence. */
export function Photo({ picture, name, size }: { picture: string | null; name: string; size?: "big" }) {
  return picture === null ? (
    <span className={`photo none ${size ?? ""}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  ) : (
    <img className={`photo ${size ?? ""}`} src={picture} alt="" />
  );
}
