/**
 * Runs `cleanUp` when this process ends before it was taken back: by an error, `process.exit`, Ctrl-C or SIGTERM.
 * It must not be asynchronous. After a SIGKILL nothing runs.
 *
 * @returns takes it back
 */
export function onExit(cleanUp: () => void): () => void {
  const onInterrupt = () => process.exit(130);
  const onTerminate = () => process.exit(143);
  process.once('exit', cleanUp).once('SIGINT', onInterrupt).once('SIGTERM', onTerminate);
  return () => {
    process.off('exit', cleanUp).off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
  };
}
