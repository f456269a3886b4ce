/** A wait that can be cut short: rung for new work, stopped for good. A ring while nobody waits is kept for the next wait. */
export function ringable() {
  let rung = false;
  let wake = () => {};
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  const ring = () => {
    rung = true;
    wake();
  };
  return {
    ring,
    stopped,
    stop: () => {
      resolve();
      ring();
    },
    wait: async (milliseconds: number): Promise<void> => {
      if (!rung) {
        await new Promise<void>((done) => {
          const timer = setTimeout(done, milliseconds);
          wake = () => {
            clearTimeout(timer);
            done();
          };
        });
      }
      rung = false;
    },
  };
}
