import { clearMocks } from "@tauri-apps/api/mocks";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(() => {
  // Windows stop listening before the shell goes.
  cleanup();
  clearMocks();
});

// jsdom has no CSS.escape, which React Aria asks for when it looks for an id.
const escape = (value: string) => value.replace(/[^\w-]/gu, "\\$&");
if (typeof CSS === "undefined") Object.assign(globalThis, { CSS: { escape } });
