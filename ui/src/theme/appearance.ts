import { useEffect } from "react";

export const THEMES = ["light", "dark", "contrast"] as const;
export const TEXT_SIZES = ["small", "medium", "large", "largest"] as const;
export type Theme = (typeof THEMES)[number];
export type TextSize = (typeof TEXT_SIZES)[number];

/** Puts the theme and the text size on the document. */
export function useAppearance(theme: string, textSize: string): void {
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.textSize = textSize;
  }, [theme, textSize]);
}
