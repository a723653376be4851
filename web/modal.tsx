/** Something that lies over the page until it is closed. */

import type { ComponentChildren, VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "./talk_list.tsx";

/** What a modal is made of. */
export interface ModalProps {
  /** What it is. */
  readonly title: string;
  /** The word for closing it. */
  readonly closeLabel: string;
  /** It is closed, be it by Escape. */
  readonly onClose: () => void;
  /** What is in it. */
  readonly children: ComponentChildren;
}

/** Draws it by the browser's own dialog, which keeps the focus inside and gives it back. */
export function Modal({ title, closeLabel, onClose, children }: ModalProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (shown !== null && !shown.open) shown.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      class="modal"
      ref={dialog}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div class="modal-card">
        <header class="modal-head">
          <h2>{title}</h2>
          <IconButton icon="close" label={closeLabel} onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
