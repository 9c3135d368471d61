import { clearMocks } from "@tauri-apps/api/mocks";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

configure({ asyncUtilTimeout: 20_000 });

afterEach(() => {
  // Windows stop listening before the shell goes.
  cleanup();
  clearMocks();
});

// jsdom lays nothing out, so it has nowhere to scroll to.
if (typeof Element !== "undefined") Element.prototype.scrollIntoView = () => undefined;

// … and no sizes that could change.
if (typeof ResizeObserver === "undefined")
  Object.assign(globalThis, {
    ResizeObserver: class {
      observe(): void {}
      disconnect(): void {}
    },
  });

// jsdom has no CSS.escape, which React Aria asks for when it looks for an id.
const escape = (value: string) => value.replace(/[^\w-]/gu, "\\$&");
if (typeof CSS === "undefined") Object.assign(globalThis, { CSS: { escape } });
