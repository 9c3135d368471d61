import { createContext, type ReactNode, useContext } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";

interface Props {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  actions: ReactNode;
  role?: "dialog" | "alertdialog";
}

/** Whether what lies under the dialogs is hidden, as behind the lock: then they are, too. */
export const DialogsHidden = createContext(false);

/** A question over the page. Escape closes it and changes nothing. */
export function Dialog({ title, isOpen, onClose, children, actions, role = "dialog" }: Props) {
  if (useContext(DialogsHidden)) return null;
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="modal">
        <AriaDialog className="dialog" role={role}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          <div className="stack">{children}</div>
          <div className="row actions">{actions}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
