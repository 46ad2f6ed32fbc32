/**
 * A clock that runs so many times as fast, for what waits by design: a look that goes on for 30 seconds ends in a
 * fraction of one. Time-outs of calls run on a clock of their own and stay as they are.
 * @param {number} times
 * @returns {() => void} sets the clock right again
 */
exports.fastClock = (times) => {
	const { setTimeout } = globalThis;
	const { now } = Date;
	const began = now();
	globalThis.setTimeout = (run, milliseconds = 0, ...given) =>
		setTimeout(run, milliseconds / times, ...given);
	Date.now = () => began + (now() - began) * times;
	return () => {
		globalThis.setTimeout = setTimeout;
		Date.now = now;
	};
};

/**
 * A clock that is so much later, for what is remembered for a while.
 * @param {number} milliseconds
 * @returns {() => void} sets the clock right again
 */
exports.laterClock = (milliseconds) => {
	const { now } = Date;
	Date.now = () => now() + milliseconds;
	return () => {
		Date.now = now;
	};
};
