/** The parts of a run, which can be played alone. */

export interface Scene {
	name: string;
	/** Whether it is played when none is named. */
	isUsual: boolean;
	play(): Promise<unknown>;
}

export function scene(name: string, isUsual: boolean, play: () => Promise<unknown>): Scene {
	return { name, isUsual, play };
}

/**
 * Plays the scenes that are named, or the usual ones.
 * @throws Error for a name that no scene has
 */
export async function playScenes(scenes: Scene[], only: string[] | undefined): Promise<void> {
	const names = scenes.map(({ name }) => name);
	const unknown = only?.find((name) => !names.includes(name));
	if (unknown !== undefined)
		throw new Error(`There is no scene "${unknown}". There are: ${names.join(', ')}`);
	for (const { name, isUsual, play } of scenes) if (only?.includes(name) ?? isUsual) await play();
}
