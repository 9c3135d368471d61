import { useText } from "../i18n";

/** A grey button says why: what has still to be done before it can be pressed. */
export function WhyDisabled({ reasons }: { reasons: readonly string[] }) {
  const text = useText();
  if (reasons.length === 0) return null;
  return (
    <div className="why small" role="status" data-testid="why-disabled">
      <p>{text("why-title")}</p>
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  );
}
