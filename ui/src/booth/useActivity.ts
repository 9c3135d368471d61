import { useEffect } from "react";
import { booth } from "../backend";

/** Says at most so often that the voter is there: what they do is nobody's business. */
const EVERY_MS = 15_000;

/** Tells the desk that somebody touches the booth, so that an officer can ask when nobody does. */
export function useActivity(): void {
  useEffect(() => {
    let told = 0;
    const touch = () => {
      const now = performance.now();
      if (told !== 0 && now - told < EVERY_MS) return;
      told = now;
      booth("booth_touched").catch(() => undefined);
    };
    const events = ["pointerdown", "keydown", "focusin"] as const;
    events.forEach((event) => window.addEventListener(event, touch, { capture: true, passive: true }));
    return () => events.forEach((event) => window.removeEventListener(event, touch, { capture: true }));
  }, []);
}
