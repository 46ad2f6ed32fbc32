/** Work that must not overlap: what has the same name is done one after the other, in the order in which it was asked for. */
export class Turns {
	private readonly last = new Map<string, Promise<unknown>>();

	/**
	 * Does the work when all earlier work of the name has ended, whether well or not.
	 * @param work is told whether there was earlier work of the name
	 */
	async take<T>(name: string, work: (follows: boolean) => Promise<T>): Promise<T> {
		const earlier = this.last.get(name);
		const turn = (async () => {
			await earlier?.catch(() => undefined);
			return await work(earlier !== undefined);
		})();
		this.last.set(name, turn);
		return await turn;
	}
}
