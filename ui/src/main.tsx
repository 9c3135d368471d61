import "./theme/fonts.css";
import "./theme/tokens.css";
import "./theme/base.css";
import "./components/components.css";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { isInShell } from "./backend";

const Desk = lazy(() => import("./desk/Desk").then((module) => ({ default: module.Desk })));
const Booth = lazy(() => import("./booth/Booth").then((module) => ({ default: module.Booth })));

async function start(): Promise<void> {
  const query = new URLSearchParams(window.location.search);
  const isBooth = query.get("window") === "booth";
  if (__DEMO__ && !isInShell()) {
    const demo = await import("./backend/demo");
    demo.start(isBooth, query.get("demo") ?? "");
  }
  const root = document.getElementById("root");
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <Suspense fallback={null}>{isBooth ? <Booth /> : <Desk />}</Suspense>
    </StrictMode>,
  );
}

void start();
