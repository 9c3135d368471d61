import { useState } from "react";
import type { Printed, PrintAtDesk } from "../backend/bindings";
import { desk } from "../backend";
import { useCommand } from "../backend/useCommand";
import { Banner, ErrorBanner } from "../components/Banner";
import { Button } from "../components/Button";
import { useText } from "../i18n";

/** Prints without asking where: the printer is set up once, and what was done is said. */
export function PrintButton({ job, size = "normal" }: { job: PrintAtDesk; size?: "normal" | "big" }) {
  const text = useText();
  const command = useCommand();
  const [printed, setPrinted] = useState<Printed | null>(null);
  const print = () => {
    setPrinted(null);
    void command.run(() => desk("print_desk", job)).then((answer) => setPrinted(answer ?? null));
  };
  return (
    <div className="stack tight">
      <div className="row">
        <Button size={size} onPress={print} isPending={command.isPending} testId="print">
          {text("print")}
        </Button>
      </div>
      <ErrorBanner error={command.error} />
      {printed && (
        <Banner kind="success" testId="printed" data={{ "data-place": printed.place }}>
          {printed.place === "printer"
            ? text("printed-printer", { printer: printed.name })
            : text("printed-folder", { file: printed.file, folder: printed.folder })}
        </Banner>
      )}
    </div>
  );
}
