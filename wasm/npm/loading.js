// Loads an engine once, however often it is asked for, and says so where it is called before.
export function loading(load, engine, name) {
  let pending;
  let loaded = false;
  return {
    init(wasm) {
      pending ??= load({ module_or_path: wasm }).then(
        () => {
          loaded = true;
        },
        (error) => {
          // The next call tries again.
          pending = undefined;
          throw error;
        },
      );
      return pending;
    },
    ready() {
      if (!loaded) {
        throw new Error(`${name} is not loaded yet: \`await init()\` first (its default export), or import \`${name}/inline\``);
      }
      return engine;
    },
  };
}
