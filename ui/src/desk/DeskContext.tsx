import { createContext, useContext } from "react";
import type { AppState, HomeStatus, Preferences } from "../backend/bindings";

export const SCREENS = ["home", "check-in", "register", "polls", "queue", "log", "officers"] as const;
export type Screen = (typeof SCREENS)[number];

export interface DeskValue {
  app: AppState;
  setApp: (app: AppState) => void;
  /** Undefined until the first status has come. */
  home: HomeStatus | undefined;
  setHome: (home: HomeStatus) => void;
  preferences: Preferences;
  setPreferences: (preferences: Preferences) => void;
  screen: Screen;
  go: (screen: Screen) => void;
}

export const DeskContext = createContext<DeskValue | null>(null);

/** What every desk screen shares. */
export function useDesk(): DeskValue {
  const value = useContext(DeskContext);
  if (!value) throw new Error("useDesk outside of the desk");
  return value;
}
