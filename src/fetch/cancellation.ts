/**
 * One listener per signal, whatever the number of those who wait on it. All fetches of a run share the run's signal, and an
 * EventTarget with a thousand listeners takes time linear in their number to remove one.
 */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls `cancel` when `signal` is aborted, unless the returned function was called before. */
export function onAbort(signal: AbortSignal, cancel: () => void): () => void {
  const cancels = waiting.get(signal) ?? listen(signal);
  cancels.add(cancel);
  return () => cancels.delete(cancel);
}

function listen(signal: AbortSignal): Set<() => void> {
  const cancels = new Set<() => void>();
  waiting.set(signal, cancels);
  const cancelAll = () => {
    for (const cancel of cancels) cancel();
  };
  signal.addEventListener('abort', cancelAll, { once: true });
  return cancels;
}
