import { useCallback, useEffect, useRef, useState } from "react";
import type { CommandError } from "./bindings";
import { errorOf } from ".";

export interface Command {
  /** Runs the work; `undefined` when it was refused, and then `error` says why. */
  run: <T>(work: () => Promise<T>) => Promise<T | undefined>;
  isPending: boolean;
  error: CommandError | null;
  clear: () => void;
}

/** Runs one command at a time and keeps its error for the screen. */
export function useCommand(): Command {
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<CommandError | null>(null);
  const busy = useRef(false);
  const run = useCallback(async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (busy.current) return undefined;
    busy.current = true;
    setPending(true);
    setError(null);
    try {
      return await work();
    } catch (thrown) {
      setError(errorOf(thrown));
      return undefined;
    } finally {
      busy.current = false;
      setPending(false);
    }
  }, []);
  const clear = useCallback(() => setError(null), []);
  return { run, isPending, error, clear };
}

export interface Loaded<T> {
  value: T | undefined;
  error: CommandError | null;
  reload: () => void;
  set: (value: T) => void;
}

/** Loads what a screen shows, when it appears and whenever `key` changes. */
export function useLoad<T>(load: () => Promise<T>, key: string | number = ""): Loaded<T> {
  const [value, setValue] = useState<T | undefined>(undefined);
  const [error, setError] = useState<CommandError | null>(null);
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  useEffect(() => {
    let current = true;
    latest.current().then(
      (answer) => {
        if (!current) return;
        setValue(answer);
        setError(null);
      },
      (thrown: unknown) => {
        if (current) setError(errorOf(thrown));
      },
    );
    return () => {
      current = false;
    };
  }, [turn, key]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { value, error, reload, set: setValue };
}
