import { type KeyboardEvent, useRef } from "react";

/** A scanner types without a pause; whoever types by hand does not come near. */
const PAUSE_MS = 250;
/** A card begins so; no name, number or date does. */
const BEGIN = "@";

/**
 * Catches what a scanner types of a licence before it reaches the field: its text has line breaks, which a field takes
 * for Enter. Returns true for the keys that it took.
 */
export function useLicenceScan(
  isEmpty: boolean,
  onScanned: (text: string) => void,
): (event: KeyboardEvent) => boolean {
  const scan = useRef<{ text: string; timer: number } | null>(null);
  return (event) => {
    const key = event.key === "Enter" ? "\n" : event.key.length === 1 ? event.key : "";
    if (scan.current === null && !(isEmpty && key === BEGIN)) return false;
    event.preventDefault();
    window.clearTimeout(scan.current?.timer);
    const text = (scan.current?.text ?? "") + (event.ctrlKey ? "\n" : key);
    const timer = window.setTimeout(() => {
      scan.current = null;
      onScanned(text);
    }, PAUSE_MS);
    scan.current = { text, timer };
    return true;
  };
}
