// Listens, in the capture phase and without holding the page up unless told otherwise.

type Act = (event: never) => void;

/** `types` are separated by spaces; the listeners go when `signal` says so. */
export function on(target: EventTarget, types: string, act: Act, signal: AbortSignal, options: AddEventListenerOptions = {}): void {
  for (const type of types.split(' ')) {
    target.addEventListener(type, act as (event: Event) => void, { capture: true, passive: true, signal, ...options });
  }
}
