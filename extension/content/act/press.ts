// Presses a control of the site as a hand would, for sites that listen to the parts of a press.

let pressing = 0;

/** Whether an event comes from a press of ours. */
export function isPressing(): boolean {
  return pressing > 0;
}

/** One press. The events are not trusted; the click is the control's own. */
export function press(control: Element): void {
  const box = control.getBoundingClientRect();
  const at = {
    bubbles: true, cancelable: true, composed: true, view: window, button: 0,
    clientX: box.left + box.width / 2, clientY: box.top + box.height / 2,
  };
  pressing++;
  try {
    control.dispatchEvent(new PointerEvent('pointerdown', { ...at, buttons: 1, pointerId: 1, isPrimary: true }));
    control.dispatchEvent(new MouseEvent('mousedown', { ...at, buttons: 1, detail: 1 }));
    control.dispatchEvent(new PointerEvent('pointerup', { ...at, pointerId: 1, isPrimary: true }));
    control.dispatchEvent(new MouseEvent('mouseup', { ...at, detail: 1 }));
    if (control instanceof HTMLElement) control.click();
    else control.dispatchEvent(new MouseEvent('click', { ...at, detail: 1 }));
  } finally {
    pressing--;
  }
}
