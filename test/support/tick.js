/** Lets everything that waits for nothing but the processor go on. */
exports.tick = () => new Promise((resolve) => setImmediate(resolve));
