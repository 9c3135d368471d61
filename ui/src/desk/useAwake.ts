import { useEffect } from "react";
import { desk } from "../backend";

const EVERY_MS = 10_000;

/** Tells the shell that somebody is at the desk, so that it does not lock itself. */
export function useAwake(isActive: boolean): void {
  useEffect(() => {
    if (!isActive) return undefined;
    let last = 0;
    const stir = () => {
      const now = Date.now();
      if (now - last < EVERY_MS) return;
      last = now;
      desk("keep_awake").catch(() => undefined);
    };
    const events = ["pointerdown", "pointermove", "keydown"] as const;
    events.forEach((event) => window.addEventListener(event, stir, { passive: true }));
    return () => events.forEach((event) => window.removeEventListener(event, stir));
  }, [isActive]);
}
