import "./training.css";
import type { ReactNode } from "react";
import { useText } from "../i18n";

interface Props {
  isTraining: boolean;
  /** What else belongs into the banner. */
  more?: ReactNode;
  children: ReactNode;
}

/** Says on every screen, above dialogs too, that this is a training. Without one it is not there. */
export function TrainingFrame({ isTraining, more, children }: Props) {
  const text = useText();
  if (!isTraining) return children;
  return (
    <div className="training" data-testid="training">
      <aside className="training-banner" aria-label={text("training")} data-testid="training-banner">
        <strong>{text("training-banner")}</strong>
        {more}
      </aside>
      <div className="training-screen">{children}</div>
    </div>
  );
}
