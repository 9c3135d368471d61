import type { ReactNode } from "react";
import { Banner } from "../components/Banner";
import { useText } from "../i18n";
import { useDesk } from "./DeskContext";

/** The voter in the booth has called: said on every screen of the desk, also on the locked one. */
export function HelpWanted({ children }: { children?: ReactNode }) {
  const text = useText();
  const { app } = useDesk();
  if (!app.helpWanted) return null;
  return (
    <Banner kind="warning" title={text("help-wanted-title")} testId="help-wanted">
      <p>{text("help-wanted-text")}</p>
      {children}
    </Banner>
  );
}
